"""A server in the test's own loop, on a port of its own; it hears the language of tones."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any, NamedTuple

import httpx
import uvicorn
from websockets.asyncio.client import ClientConnection, connect

from service import tones
from steadyline.core.reminding import Policy
from steadyline.service.access import Access
from steadyline.service.calls import Calls
from steadyline.service.clips import Keeper
from steadyline.service.feeds import Calendars
from steadyline.service.following import moment_now
from steadyline.service.heralding import Heralded
from steadyline.service.keeping import Keeping
from steadyline.service.ledger_ports import Ledger
from steadyline.service.letters import Letters
from steadyline.service.outgoing import Outgoing
from steadyline.service.ports import Audio, Clips
from steadyline.service.reminding import People
from steadyline.testing import MemoryDoorkeeping, MemoryFeeds, MemoryLedger, ScriptedCarrier
from steadyline.web import app
from steadyline.web.demo import Demo
from web.following import following


class Served(NamedTuple):
    """A server that is up. ``http`` is its address without the last slash."""

    calls: Calls
    keeping: Keeping
    access: Access
    http: str

    @property
    def ws(self) -> str:
        return self.http.replace("http", "ws", 1)

    def dial(self, path: str, **how: Any) -> connect:
        return connect(self.ws + path, max_size=None, **how)

    async def get(self, path: str, **how: Any) -> httpx.Response:
        async with httpx.AsyncClient() as client:
            return await client.get(self.http + path, **how)


@asynccontextmanager
async def served(
    *,
    origins: tuple[str, ...] = (),
    demo: Demo | None = None,
    frame_bytes: int = 1 << 20,
    promises: Ledger | None = None,
    access: Access | None = None,
    carrier: ScriptedCarrier | None = None,
    clips: Clips | None = None,
    **how: Any,
) -> AsyncIterator[Served]:
    """The real application on real uvicorn, with the options that `steadyline serve` gives it.

    With a ``carrier`` reminders and letters go out, to that.
    """
    async with tones.carried(clips=clips, **how) as calls, AsyncExitStack() as stack:
        listener = socket.create_server(("127.0.0.1", 0))
        policy = Policy(timezone="UTC")
        kept = Heralded(promises or MemoryLedger(policy), calls.bus)
        audio = demo.audio if demo else lambda _: None
        keeping = Keeping(
            kept,
            calls.journal,
            policy,
            lambda: calls.site_playbook,
            audio=audio,
            clips=Keeper(clips) if clips else None,
        )
        knows = access or Access(MemoryDoorkeeping())
        follows = await stack.enter_async_context(following(kept, calls.bus, carrier))
        calendars = Calendars(MemoryFeeds(), kept, people=People(), write=lambda *_, **__: b"", now=moment_now)
        page = app.create(
            calls,
            origins=origins,
            demo=demo,
            keeping=keeping,
            access=knows,
            letters=Letters(follows) if carrier else None,
            outgoing=Outgoing(follows, calendars, now=moment_now),
        )
        config = uvicorn.Config(
            page,
            log_config=None,
            ws="websockets-sansio",
            ws_max_size=frame_bytes,
            ws_per_message_deflate=False,
            ws_ping_timeout=None,
            timeout_graceful_shutdown=1,
        )
        server = uvicorn.Server(config)
        serving = asyncio.create_task(server._serve([listener]))  # `serve` would take the test's signals
        while not server.started:
            assert not serving.done(), serving
            await asyncio.sleep(0.005)
        try:
            yield Served(calls, keeping, knows, f"http://127.0.0.1:{listener.getsockname()[1]}")
        finally:
            server.should_exit = True
            await serving


async def said(line: ClientConnection, kind: str = "", *, within: float = 10.0) -> dict[str, Any]:
    """The next message, or the next of this kind."""
    async with asyncio.timeout(within):
        while True:
            message: dict[str, Any] = json.loads(await line.recv())
            if kind in ("", message["type"]):
                return message


async def start(line: ClientConnection, call: str = "c1", **more: Any) -> dict[str, Any]:
    """Begin a call; the server's answer."""
    await line.send(json.dumps({"type": "start", "rate": tones.RATE_HZ, "call": call, **more}))
    return await said(line)


async def send(line: ClientConnection, sound: Audio, *, frame_bytes: int = 3200, pace: float = 0.0) -> None:
    """Sound in frames of this size, ``pace`` seconds apart."""
    pcm = tones.pcm(sound)
    for first in range(0, len(pcm), frame_bytes):
        await line.send(pcm[first : first + frame_bytes])
        await asyncio.sleep(pace)


async def stop(line: ClientConnection) -> dict[str, Any]:
    """Hang up; what the server says at the end."""
    await line.send('{"type":"stop"}')
    return await said(line, "ended")
