"""
Interim words: what is shown while somebody is still speaking. Pure policy; it runs nothing.

Affordable: the words since the last cut are recognised again after so much new speech, and never more often than keeps
recognition of interim words under a stated share of a core for each speaker. Stable: only words on which two decodings
running agree are shown, and what has been shown is not taken back until the final words replace it.
"""

import re
from typing import Final

import msgspec


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """When interim words are worth their cost."""

    first_seconds: float = 1.6
    """Speech before the first attempt; most utterances are over by then and never need one."""
    every_seconds: float = 1.4
    """New speech between attempts."""
    share: float = 0.12
    """The most of one core that one speaker's interim words may cost."""


class Interim:
    """One speaker's. Ask `due` as speech goes on, tell `heard` what each attempt gave."""

    def __init__(self, settings: Settings | None = None) -> None:
        self._settings: Final = settings or Settings()
        self._segment: float | None = None  # where the segment being shown begins
        self._next = 0.0  # call time from which to try again
        self._asked = 0.0
        self._last: list[str] = []
        self._shown: list[str] = []

    def due(self, t0: float, until: float) -> bool:
        """Whether to recognise what was said from ``t0`` (the last cut) until now; True counts as an attempt begun."""
        if t0 != self._segment:
            self._segment, self._last, self._shown = t0, [], []
            self._next = t0 + self._settings.first_seconds
        if until < self._next:
            return False
        self._asked, self._next = until, until + self._settings.every_seconds
        return True

    def heard(self, t0: float, text: str, cost_seconds: float) -> str | None:
        """What an attempt gave, and the processor time it took. All words to show now, or None where nothing is new."""
        self._next = max(self._next, self._asked + cost_seconds / self._settings.share)
        if t0 != self._segment:
            return None
        said = text.split()
        agreed = _agreed(self._last, said)
        self._last = said
        if len(agreed) <= len(self._shown):
            return None
        self._shown += agreed[len(self._shown) :]
        return " ".join(self._shown)


def _agreed(before: list[str], now: list[str]) -> list[str]:
    """The words at the start that both have, as the later one writes them."""
    count = 0
    for old, new in zip(before, now, strict=False):
        if _plain(old) != _plain(new):
            break
        count += 1
    return now[:count]


def _plain(word: str) -> str:
    return re.sub(r"\W", "", word.lower())
