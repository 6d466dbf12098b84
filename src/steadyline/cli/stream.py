"""
`steadyline stream`: play a recording into a server, as a telephone system would.
"""

import asyncio
import re
from pathlib import Path
from typing import Annotated, Any, Literal

from cyclopts import Parameter
from rich.progress import Progress

from steadyline import bootstrap
from steadyline.cli.about import NOTHING, About
from steadyline.cli.say import Stop, err
from steadyline.core.events import Header


def stream(
    call: Path,
    /,
    *,
    to: str,
    customer: Literal["left", "right"] = "left",
    id: str = "",
    speed: Annotated[float, Parameter(negative="")] = 1.0,
    about: About = NOTHING,
) -> None:
    """Stream a recording into a server at real speed, as one live call.

    Parameters
    ----------
    call: Path
        A recording with the parties on two channels.
    to: str
        The server: http://127.0.0.1:8700, or the socket's whole address ws://127.0.0.1:8700/api/stream.
    customer: str
        The channel that the customer is on.
    id: str
        The call's id. Without one the server gives it.
    speed: float
        How many times real speed. The server reads no faster than real time in the long run.
    """
    if speed <= 0:
        raise Stop("--speed must be above 0.")
    header = about.header(Header(call=id))
    caller = header.customer
    start = {
        "call": id,
        "channels": ["customer", "agent"],
        "started": header.started,
        "company": header.company,
        "team": header.team,
        "queue": header.queue,
        "agent": {"name": header.agent.name},
        "customer": {"ref": caller.ref, "name": caller.name, "timezone": caller.timezone},
    }
    asyncio.run(_stream(call, _socket(to), customer, speed, start))


async def _stream(
    path: Path, url: str, customer: Literal["left", "right"], speed: float, start: dict[str, Any]
) -> None:
    recording = bootstrap.recording(path, customer=customer)
    with Progress(console=err, transient=True, disable=not err.is_terminal) as progress:
        task = progress.add_task("Streaming", total=recording.seconds)
        ended = await bootstrap.send(
            url, start, recording, speed=speed, tell=lambda at: progress.update(task, completed=at)
        )
    err.print(f"Call {ended} was heard to its end.")


def _socket(to: str) -> str:
    if not re.match(r"(ws|http)s?://", to):
        raise Stop(f"{to!r} is no address of a server: give http://HOST:PORT")
    url = re.sub(r"^http", "ws", to)
    return url if "/api/" in url else url.rstrip("/") + "/api/stream"
