"""
Better words, off the path of the call.

Watches calls as any screen does, and puts single passages to the site's helper: a problem as it will be said back, and
those lines of the brief and the follow-up that say what was told. What comes back is checked, and journalled as a
witness's word; the core says what is shown. Nothing waits for it: where the helper is slow, wrong, gone or has too much
to do, our own words hold, and nobody is told but the log, which never says what was said.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Final

import msgspec
import structlog

from steadyline.core import faithful, letter, restate, rewording, summary, wording
from steadyline.core.call import Call, so_far
from steadyline.core.events import CallSummedUp, ConcernNoted, Reworded, decode
from steadyline.service.calls import TOPIC, Calls
from steadyline.service.conversation import Conversation
from steadyline.service.masking import mask_lines
from steadyline.service.ports import Helper, HelperFailed, JournalConflict, JournalFailed

AT_ONCE: Final = 2
"""Passages before the helper at the same time."""

MOST_WAITING: Final = 64
"""Texts that may wait for it; what comes then is left in our own words."""

_log = structlog.get_logger(__name__)


class _Text(msgspec.Struct, frozen=True):
    """A text of a call that may be reworded. ``of``: as in `Reworded`. ``told``: what was told on the call."""

    call: str
    of: str
    text: str
    told: tuple[str, ...]


class Helping:
    """The helper at work for all calls of this process. `run` until cancelled."""

    def __init__(self, calls: Calls, helper: Helper) -> None:
        self._calls = calls
        self._helper = helper
        self._waiting: asyncio.Queue[_Text] = asyncio.Queue(MOST_WAITING)
        self._watched: dict[str, asyncio.Task[None]] = {}

    async def run(self) -> None:
        """Watch every call that begins, and put its texts to the helper."""
        subscription = self._calls.bus.subscribe([TOPIC])
        workers = [asyncio.create_task(self._work()) for _ in range(AT_ONCE)]
        try:
            async for _, id in subscription:
                self._watch(id.decode())
        finally:
            subscription.close()
            for task in (*workers, *self._watched.values()):
                task.cancel()
            await asyncio.gather(*workers, *self._watched.values(), return_exceptions=True)

    def _watch(self, id: str) -> None:
        if id in self._watched or self._calls.now(id) is None:
            return
        watching = self._watched[id] = asyncio.create_task(self._follow(id))
        watching.add_done_callback(lambda _: self._watched.pop(id, None))

    async def _follow(self, id: str) -> None:
        """Until the call is summed up, or so much happened that its end may have been missed."""
        subscription = self._calls.bus.subscribe([f"call.{id}.events"])
        try:
            async for _, message in subscription:
                kind = message.partition(b" ")[2]
                if kind.startswith((b'{"type":"concern_noted"', b'{"type":"call_summed_up"')):
                    await self._note(id, kind)
                if subscription.missed or kind.startswith(b'{"type":"call_summed_up"'):
                    return
        finally:
            subscription.close()

    async def _note(self, id: str, line: bytes) -> None:
        conversation = await self._calls.find(id)
        if conversation is None:
            return
        match decode(line):
            case ConcernNoted(id=of, text=text):
                self._put(conversation, of, wording.said_back(text))
                self._put(conversation, "brief", summary.brief(so_far(conversation.progress.call)))
            case CallSummedUp(brief=brief, follow_up=follow_up):
                self._put(conversation, "brief", brief)
                self._put(conversation, "follow_up", follow_up)

    def _put(self, conversation: Conversation, of: str, text: str) -> None:
        try:
            self._waiting.put_nowait(_Text(conversation.id, of, text, _told(conversation.progress.call)))
        except asyncio.QueueFull:
            _log.warning("helper_busy", call=conversation.id, of=of)

    async def _work(self) -> None:
        while True:
            text = await self._waiting.get()
            try:
                await self._better(text)
            except (HelperFailed, JournalConflict, JournalFailed) as failure:
                _log.warning("helper_failed", call=text.call, of=text.of, why=str(failure))
            except Exception as error:  # a helper of somebody else's making must not end the help for all calls
                _log.error("helper_failed", call=text.call, of=text.of, why=type(error).__name__)

    async def _better(self, text: _Text) -> None:
        conversation = await self._calls.find(text.call)
        if conversation is None:
            return
        for passage in rewording.wanted(conversation.progress.call.better, text.text, text.told):
            said = faithful.shaped(passage, await self._helper.reword(mask_lines(passage)))
            if said == passage:
                continue
            if why := faithful.why_not(passage, said):
                _log.info("helper_not_used", call=text.call, of=text.of, why=why)
                continue
            await self._write(text, passage, said)

    async def _write(self, text: _Text, passage: str, said: str) -> None:
        conversation = await self._calls.find(text.call)  # it may have ended, and been forgotten, meanwhile
        if conversation is None or (conversation.ended and text.of not in ("brief", "follow_up")):
            return
        at = conversation.progress.call.now
        fact = Reworded(at=at, of=text.of, original=passage, text=said, model=self._helper.name)
        await conversation.settle(fact)


def _told(call: Call) -> tuple[str, ...]:
    """What people told on this call, in each of the forms in which a text may say it."""
    problems: Sequence[str] = call.concerns.texts
    turned = [turn(text) for text in problems for turn in (restate.to_you, wording.said_back)]
    return (*problems, *turned, *letter.told(call.concerns), *(promise.act for promise in call.promises.heard))


@asynccontextmanager
async def helping(calls: Calls, helper: Helper | None) -> AsyncIterator[None]:
    """``helper`` at work beside ``calls``; without one, nothing is."""
    if helper is None:
        yield
        return
    working = asyncio.create_task(Helping(calls, helper).run())
    try:
        yield
    finally:
        working.cancel()
        await asyncio.gather(working, return_exceptions=True)
        await helper.close()
