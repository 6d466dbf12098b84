"""A server in the test's own process, with calls in it that have gone as they were written down."""

import asyncio
import threading
from collections.abc import Coroutine
from concurrent.futures import Future
from typing import Any

import msgspec

from script import Talk
from service import tones
from service.tones import RATE_HZ
from steadyline.core.events import CallStarted
from steadyline.service.live import LiveCall
from web import serving
from web.serving import Served


class Room:
    """A server in a thread of its own, and the calls in it."""

    def __init__(self, **how: Any) -> None:
        """``how``: as `serving.served`."""
        self._how = how
        self.live: dict[str, LiveCall] = {}
        self._up: Future[Served] = Future()
        self._over = asyncio.Event()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=lambda: self._loop.run_until_complete(self._serve()))
        self._thread.start()
        self.served = self._up.result(20)

    async def _serve(self) -> None:
        async with serving.served(most=40, **self._how) as served:
            self._up.set_result(served)
            await self._over.wait()
            for live in self.live.values():
                await served.calls.rest(live)

    def do(self, work: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(20)

    def goes(self, id: str, talk: Talk) -> LiveCall:
        """A call that has gone like this so far, and goes on."""
        header = msgspec.structs.replace(talk.header, call=id)
        facts = [fact for fact in talk.facts if not isinstance(fact, CallStarted)]

        async def open_it() -> LiveCall:
            parties = tones.PARTIES
            live = await self.served.calls.open(header, rate_hz=RATE_HZ, parties=parties, source="test")
            live.start_at(talk.now)
            await live.conversation.take(*facts)
            await live.conversation.pass_time(talk.now)
            return live

        live: LiveCall = self.do(open_it())
        self.live[id] = live
        return live

    def close(self) -> None:
        self._loop.call_soon_threadsafe(self._over.set)
        self._thread.join(20)
