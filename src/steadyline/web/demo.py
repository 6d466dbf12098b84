"""
The demonstration: one recording that this server can play into itself, and whose sound the desk may play in step.

The call takes the same way in as any other: a client dials the server's own socket and sends the sound at real speed.
It begins when it is played, so what is promised on it is yet to come. Only the recording's file is known here, so that
a page can hear what the server hears.
"""

import asyncio
import re
from collections.abc import Awaitable, Callable
from datetime import date, datetime
from pathlib import Path
from typing import Final

import msgspec

from steadyline.core import hours
from steadyline.core.events import Header

_DAY: Final = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")


class Demo:
    """``play`` streams the recording into this server under the id that it is given, and returns when it is over."""

    def __init__(self, recording: Path, new_id: Callable[[], str], play: Callable[[str], Awaitable[None]]) -> None:
        self.recording = recording
        self._new_id = new_id
        self._play = play
        self._ids: set[str] = set()
        self._playing: asyncio.Task[None] | None = None

    def start(self) -> bool:
        """Play the call, unless it is playing."""
        if self._playing is not None and not self._playing.done():
            return False
        id = self._new_id()
        self._ids.add(id)
        self._playing = asyncio.create_task(_run(self._play(id)))
        return True

    def audio(self, call: str) -> str | None:
        """Where a page finds the sound of this call, if it is one of ours."""
        return f"/api/calls/{call}/audio" if call in self._ids else None

    async def over(self) -> None:
        """Wait until the call that plays has ended."""
        if self._playing is not None:
            await asyncio.shield(self._playing)

    async def stop(self) -> None:
        """Hang up."""
        if self._playing is not None:
            self._playing.cancel()
            await asyncio.gather(self._playing, return_exceptions=True)


def begun(header: Header, now: datetime) -> Header:
    """The header of a call as one that begins now, on the customer's clock. What stands on record of this customer is
    as many days before the call as it was.
    """
    here = now.astimezone(hours.zone(header.customer.timezone)).replace(microsecond=0)
    later = here.date() - datetime.fromisoformat(header.started).date()

    def moved(day: re.Match[str]) -> str:
        return (date.fromisoformat(day[0]) + later).isoformat()

    history = tuple(_DAY.sub(moved, line) for line in header.customer.history)
    customer = msgspec.structs.replace(header.customer, history=history)
    return msgspec.structs.replace(header, started=here.isoformat(), customer=customer)


async def _run(play: Awaitable[None]) -> None:
    await play
