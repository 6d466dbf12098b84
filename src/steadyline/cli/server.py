"""
`steadyline serve` and `steadyline demo`: the server, and the server with a call to show.
"""

import asyncio
import socket
import webbrowser
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated

import uvicorn
from cyclopts import Parameter

from steadyline import bootstrap, settings
from steadyline.cli.say import Stop, err, remark
from steadyline.settings import Settings

FRAME_BYTES = 1 << 20
"""The largest message a socket takes: two channels at 48 kHz for five seconds."""


def serve(*, host: str | None = None, port: int | None = None) -> None:
    """Serve the desk, and take live calls, until stopped.

    Calls come in over ws://HOST:PORT/api/stream (docs/stream-socket.md); `steadyline stream` plays a recording into it.

    Parameters
    ----------
    host: str
        The address to listen on: loopback alone, until sign-in can be configured.
    port: int
        The port; 0 takes any that is free.
    """
    chosen = settings.load(given={"host": host, "port": port})
    asyncio.run(_serve(chosen, demo=False, once=False, browser=False))


def demo(
    *,
    port: int | None = None,
    browser: bool = True,
    once: Annotated[bool, Parameter(negative="")] = False,
) -> None:
    """Show Steadyline at work: serve the desk, and play an angry call into it, live and from real sound.

    Parameters
    ----------
    port: int
        The port; 0 takes any that is free.
    browser: bool
        Open the desk in a browser, where there is one.
    once: bool
        Stop when the call is over, rather than when you press Ctrl-C.
    """
    chosen = settings.load(given={"host": "127.0.0.1", "port": port})
    asyncio.run(_serve(chosen, demo=True, once=once, browser=browser))


async def _serve(chosen: Settings, *, demo: bool, once: bool, browser: bool) -> None:
    settings.check_binding(chosen.host)
    bootstrap.logging(chosen.log_level)
    listener = _listen(chosen)
    address = f"http://{_shown(chosen.host)}:{listener.getsockname()[1]}/"
    async with (
        bootstrap.calls(chosen) as calls,
        bootstrap.following(chosen, calls, demo=demo) as follows,
        bootstrap.promised(chosen, calls) as promised,
    ):
        left = await calls.wake()
        if left:
            remark(f"{left} calls were open when the server last stopped; they wait to be taken up again.")
        show = bootstrap.demonstration(address) if demo else None
        up = asyncio.Event()

        @asynccontextmanager
        async def life(_: object) -> AsyncIterator[None]:
            up.set()
            yield
            if show is not None:
                await show.stop()

        config = uvicorn.Config(
            bootstrap.web(chosen, calls, promised, follows, demo=show, life=life),
            log_config=None,
            access_log=False,
            ws="websockets-sansio",
            ws_max_size=FRAME_BYTES,
            ws_per_message_deflate=False,  # a small packed frame may hold a thousand times itself
            ws_ping_interval=20.0,
            ws_ping_timeout=None,  # a sender ahead of real time is read slowly, and its answers wait behind its sound
            timeout_graceful_shutdown=5,
            lifespan="on",
        )
        server = uvicorn.Server(config)
        serving = asyncio.create_task(server.serve(sockets=[listener]))
        await asyncio.wait([serving, asyncio.ensure_future(up.wait())], return_when=asyncio.FIRST_COMPLETED)
        err.print(f"[bold]The desk is at {address}[/bold]   Ctrl-C stops.")
        if show is not None:
            remark("Playing an angry call into it now, at real speed.")
            show.start()
            if browser:
                await asyncio.to_thread(_open, address)
            if once:
                await show.over()
                server.should_exit = True
        await serving


def _listen(chosen: Settings) -> socket.socket:
    family = socket.AF_INET6 if ":" in chosen.host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((chosen.host, chosen.port))
    except OSError as error:
        listener.close()
        raise Stop(
            f"cannot listen on {chosen.host}:{chosen.port} ({error.strerror}). Is a server running there already? "
            "Give another port with --port, or 0 for any."
        ) from None
    listener.listen(128)  # who dials from now on is served as soon as the server is up
    listener.set_inheritable(True)
    return listener


def _shown(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _open(address: str) -> None:
    """A browser, where this machine has one to show; the address stands on the terminal in any case."""
    try:
        webbrowser.get()
    except webbrowser.Error:
        return
    webbrowser.open(address)
