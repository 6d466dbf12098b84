"""
The desk's socket: the newest live call, or the one asked for, as whole views.

It subscribes first, then sends a snapshot, then every newer view, the latest only: a page that is slow gets fewer views
and never an older one after a newer. Nothing a page sends or fails to read can delay a call.
"""

import asyncio
from contextlib import suppress

import msgspec

from steadyline.core.events import Seconds
from steadyline.service import calls as service
from steadyline.service import supervision
from steadyline.service.calls import Calls
from steadyline.service.conversation import Conversation
from steadyline.service.live import InterimWords
from steadyline.service.ports import JournalConflict, JournalFailed, Subscription
from steadyline.web import messages
from steadyline.web.demo import Demo
from steadyline.web.sockets import GONE, Socket

REFRESH_SECONDS: Seconds = 5.0
"""How long a page may hear nothing: after three times that it takes the line for dead, and dials again."""


class DeskSocket:
    """One page that watches."""

    def __init__(self, socket: Socket, calls: Calls, demo: Demo | None, asked: str | None) -> None:
        self._socket = socket
        self._calls = calls
        self._demo = demo
        self._asked = asked
        self._shown: Conversation | None = None
        self._news = asyncio.Event()
        self._view_due = False
        self._interim: dict[str, InterimWords] = {}

    async def run(self) -> None:
        """Until the page is gone."""
        await self._socket.accept()
        everything = self._calls.bus.subscribe([service.TOPIC])
        tasks = [
            asyncio.create_task(coroutine) for coroutine in (self._watch_calls(everything), self._write(), self._read())
        ]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            everything.close()
            for task in tasks:
                task.cancel()
            for outcome in await asyncio.gather(*tasks, return_exceptions=True):
                if isinstance(outcome, Exception) and not isinstance(outcome, GONE):
                    raise outcome

    # --- what the page is told -------------------------------------------------------------------------------------

    async def _watch_calls(self, everything: Subscription) -> None:
        """Follow the call to show; when another becomes the one, follow that."""
        while True:
            self._show(await self._to_show())
            following = asyncio.create_task(self._follow(self._shown)) if self._shown else None
            self._tell(view=True)
            try:
                await anext(everything)
            except StopAsyncIteration:
                return
            finally:
                if following:
                    following.cancel()

    async def _to_show(self) -> Conversation | None:
        if self._asked:
            return await self._calls.find(self._asked)
        return await self._calls.newest() or self._shown

    def _show(self, conversation: Conversation | None) -> None:
        if conversation is not self._shown:
            self._interim.clear()  # words of another call
        self._shown = conversation

    async def _follow(self, shown: Conversation) -> None:
        topics = [f"call.{shown.id}.changed", f"call.{shown.id}.interim"]
        subscription = self._calls.bus.subscribe(topics)
        try:
            async for topic, body in subscription:
                if topic.endswith(".interim"):
                    words = msgspec.json.decode(body, type=InterimWords)
                    self._interim[words.party] = words
                    self._tell()
                else:
                    if shown.ended:
                        with suppress(JournalFailed):  # somebody settled something: what is shown is of before
                            self._shown = await self._calls.find(shown.id) or shown
                    self._tell(view=True)
        finally:
            subscription.close()

    def _tell(self, *, view: bool = False) -> None:
        self._view_due = self._view_due or view
        self._news.set()

    async def _write(self) -> None:
        while True:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._news.wait(), REFRESH_SECONDS)
            # With nothing new to say, a view still shows the page that the line lives.
            self._view_due = self._view_due or not self._news.is_set()
            self._news.clear()
            if self._view_due:
                self._view_due = False
                await self._send(self._view())
            interim, self._interim = self._interim, {}
            shown = self._shown
            for words in interim.values():
                if shown is None or shown is not self._shown:
                    break
                await self._send(messages.Interim(call=shown.id, party=words.party, t0=words.t0, text=words.text))

    def _view(self) -> messages.FromServer:
        shown = self._shown
        if shown is None:
            return messages.Problem(message=f"No call {self._asked} is known here.") if self._asked else self._idle()
        now = self._calls.now(shown.id)
        return messages.View(
            view=shown.desk(),
            now=shown.progress.call.now if now is None else now,
            running=now is not None,
            audio=self._demo.audio(shown.id) if self._demo else None,
        )

    def _idle(self) -> messages.Idle:
        return messages.Idle(demo=self._demo is not None)

    async def _send(self, message: messages.FromServer) -> None:
        await self._socket.send_text(messages.encode(message).decode())

    # --- what the page says ----------------------------------------------------------------------------------------

    async def _read(self) -> None:
        while True:
            body = await self._socket.receive_text()
            try:
                said = messages.decode(body)
            except msgspec.DecodeError as error:
                await self._send(messages.Problem(message=f"Not understood: {error}"))
                continue
            shown = self._shown
            if shown is None or shown.id != said.call:
                await self._send(messages.Problem(message="That call is not on this screen any more."))
            else:
                await self._answer(shown, said)

    async def _answer(self, shown: Conversation, said: messages.FromPage) -> None:
        try:
            match said:
                case messages.Help():
                    await supervision.ask_help(shown)
                case messages.Switch(on=on):
                    await shown.choose(on=on)
                case messages.Level(level=level):
                    await shown.choose(level=level)
                case messages.Take(cue=cue) | messages.Dismiss(cue=cue):
                    await shown.answer(cue, taken=isinstance(said, messages.Take))
        except (JournalFailed, JournalConflict) as failure:
            await self._send(messages.Problem(message=f"That was not written down: {failure}"))
        self._tell(view=True)
