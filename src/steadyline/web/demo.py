"""
The demonstration: one recording that this server can play into itself, and whose sound the desk may play in step.

The call takes the same way in as any other: a client dials the server's own socket and sends the sound at real speed.
Only the recording's file is known here, so that a page can hear what the server hears.
"""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path


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


async def _run(play: Awaitable[None]) -> None:
    await play
