"""
What happens on the ledger, as it happens: ``/api/promises/events``.

Each message is one change, as `service.heralding.Befell` says it. Where nothing happens, ``{"type": "still"}`` comes
every few seconds, so that a reader knows the line lives; one that fell behind is told ``{"type": "missed"}`` once, and
should look again. What a reader says is passed over.
"""

import asyncio
from contextlib import suppress

from steadyline.core.events import Seconds
from steadyline.service.heralding import MISSED, TOPIC
from steadyline.service.ports import Bus, Subscription
from steadyline.web.sockets import GONE, Socket

REFRESH_SECONDS: Seconds = 5.0
"""How long a page may hear nothing: after three times that it takes the line for dead, and dials again."""

STILL = '{"type":"still"}'


async def serve(socket: Socket, bus: Bus, topic: str = TOPIC) -> None:
    """Until the reader is gone. ``topic``: whose messages, as they stand on the bus."""
    await socket.accept()
    subscription = bus.subscribe([topic])
    tasks = [asyncio.create_task(part) for part in (_tell(socket, subscription), _gone(socket))]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        subscription.close()
        for task in tasks:
            task.cancel()
        for outcome in await asyncio.gather(*tasks, return_exceptions=True):
            if isinstance(outcome, Exception) and not isinstance(outcome, GONE):
                raise outcome


async def _tell(socket: Socket, subscription: Subscription) -> None:
    missed = 0
    await socket.send_text(STILL)
    coming = asyncio.ensure_future(anext(subscription))
    try:
        while True:
            with suppress(TimeoutError):
                await asyncio.wait_for(asyncio.shield(coming), REFRESH_SECONDS)
            if not coming.done():
                await socket.send_text(STILL)
                continue
            _, body = coming.result()
            if subscription.missed > missed:
                missed = subscription.missed
                await socket.send_text(MISSED.decode())
            await socket.send_text(body.decode())
            coming = asyncio.ensure_future(anext(subscription))
    except StopAsyncIteration:
        return
    finally:
        coming.cancel()


async def _gone(socket: Socket) -> None:
    while (await socket.receive())["type"] != "websocket.disconnect":
        pass
