"""
A call's events, as they come and from where the reader was: ``/api/calls/ID/events?after=REVISION``.

Each message is one event of ``docs/formats.md`` with its ``revision``. It subscribes first, reads the journal from
there, then passes on what is newer, so that nothing is lost or doubled; a reader that falls behind is served from the
journal.
"""

import asyncio

from steadyline.core.events import CallEnded, is_public, wire
from steadyline.service.calls import Calls
from steadyline.service.conversation import Conversation
from steadyline.service.ports import Revision, Subscription
from steadyline.web.sockets import GONE, Socket


async def serve(socket: Socket, calls: Calls, id: str, after: Revision) -> None:
    """Until the call ends or the reader is gone."""
    await socket.accept()
    conversation = await calls.find(id)
    if conversation is None:
        await socket.close(code=4404, reason="no such call")
        return
    subscription = calls.bus.subscribe([f"call.{id}.events"])
    tasks = [
        asyncio.create_task(_tell(socket, calls, conversation, subscription, after)),
        asyncio.create_task(_gone(socket)),
    ]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        subscription.close()
        for task in tasks:
            task.cancel()
        for outcome in await asyncio.gather(*tasks, return_exceptions=True):
            if isinstance(outcome, Exception) and not isinstance(outcome, GONE):
                raise outcome


async def _gone(socket: Socket) -> None:
    """Returns when the reader is gone. What a reader says is passed over."""
    while (await socket.receive())["type"] != "websocket.disconnect":
        pass


async def _tell(
    socket: Socket, calls: Calls, conversation: Conversation, subscription: Subscription, after: Revision
) -> None:
    id, name = conversation.id, conversation.header.call
    after, ended = await _from_journal(socket, calls, id, name, max(0, after))
    ended = ended or conversation.ended
    missed = subscription.missed
    while not ended:
        _, body = await anext(subscription)
        number, _, event = body.partition(b" ")
        revision = int(number)
        if subscription.missed > missed:
            missed = subscription.missed
            after, ended = await _from_journal(socket, calls, id, name, after)
        elif revision > after:
            await _send(socket, event, revision)
            after, ended = revision, event.startswith(b'{"type":"call_summed_up"')
    await socket.close()


async def _from_journal(socket: Socket, calls: Calls, id: str, name: str, after: Revision) -> tuple[Revision, bool]:
    """Send what the journal holds beyond ``after``; how far that is, and whether the call has ended."""
    ended = False
    async for recorded in calls.journal.read(id, after=after):
        after = recorded.revision
        ended = ended or isinstance(recorded.event, CallEnded)
        if is_public(recorded.event):
            await _send(socket, wire(name, recorded.event), after)
    return after, ended


async def _send(socket: Socket, event: bytes, revision: Revision) -> None:
    await socket.send_text((event[:-1] + b',"revision":%d}' % revision).decode())
