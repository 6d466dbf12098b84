"""
A language model of the site that answers from a script.

What it was shown can be looked at afterwards.
"""

import asyncio
from collections.abc import Mapping

from steadyline.service.ports import HelperFailed


class ScriptedHelper:
    """A `Helper` that says what its script has for a passage, and the passage itself where it has nothing.

    A line that is a `HelperFailed` is raised. ``seconds``: what each answer takes. ``asked`` lists what it was shown.
    """

    def __init__(self, script: Mapping[str, str | HelperFailed] | None = None, *, seconds: float = 0.0) -> None:
        self._script = dict(script or {})
        self._seconds = seconds
        self.asked: list[str] = []
        self.closed = False

    @property
    def name(self) -> str:
        return "scripted/1"

    async def reword(self, passage: str) -> str:
        self.asked.append(passage)
        await asyncio.sleep(self._seconds)
        line = self._script.get(passage, passage)
        if isinstance(line, HelperFailed):
            raise line
        return line.strip()

    async def close(self) -> None:
        self.closed = True
