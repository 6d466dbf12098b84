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
from steadyline.cli import began
from steadyline.cli.say import Stop, err


def stream(
    call: Path,
    /,
    *,
    to: str,
    customer: Literal["left", "right"] = "left",
    id: str = "",
    started: str = "",
    agent: str = "",
    customer_name: str = "",
    customer_ref: str = "",
    customer_timezone: str = "",
    company: str = "",
    team: str = "",
    queue: str = "",
    speed: Annotated[float, Parameter(negative="")] = 1.0,
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
    started: str
        When the call began, as 2026-11-20T09:00:00-05:00. Without it the call begins now.
    agent: str
        The agent's name.
    customer_name: str
        The customer's name.
    customer_ref: str
        What the company knows the customer by, such as C-1182.
    customer_timezone: str
        The customer's time zone, such as America/New_York. Without it deadlines go by the offset
        of --started, and else by the site's clock.
    company: str
        The company's name.
    team: str
        The agent's team.
    queue: str
        The queue that the call came by.
    speed: float
        How many times real speed. The server reads no faster than real time in the long run.
    """
    if speed <= 0:
        raise Stop("--speed must be above 0.")
    start = {
        "call": id,
        "channels": ["customer", "agent"],
        "started": began.moment(started),
        "company": company,
        "team": team,
        "queue": queue,
        "agent": {"name": agent},
        "customer": {"ref": customer_ref, "name": customer_name, "timezone": began.zone(customer_timezone)},
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
