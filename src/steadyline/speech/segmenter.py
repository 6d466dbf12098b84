"""
Where speech starts, pauses and ends, worked out from voice activity alone. Pure: frames in, events out.

Two things are told apart. A *stretch* is what holds the floor: it ends only when the voice has been gone for the
hangover. A *segment* is what is put into words: usually the whole stretch, but a long stretch is cut at a breath, the
longer it grows the shorter the breath that will do, and at the latest at its quietest point. Cuts never overlap and
lose nothing between them that held a voice. A stretch with little voice in it is marked as short.

All times are whole frames of 32 ms counted from the start of the call, turned into seconds at the edge.
"""

from collections import deque
from typing import Final

import msgspec

from steadyline.speech.vad import FRAME_SECONDS


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """How speech is cut. Tuned on telephone conversation; change with `bench/` at hand."""

    starts_at: float = 0.5
    """Probability of a voice at which silence turns to speech, once it holds for `start_seconds`."""
    goes_on_at: float = 0.35
    """Probability below which speech counts as silence."""
    start_seconds: float = 0.064
    pre_roll_seconds: float = 0.224
    """Kept from before the voice was noticed: soft first sounds."""
    post_roll_seconds: float = 0.128
    """Kept after the voice was last noticed: soft last sounds."""
    pause_seconds: float = 0.192
    """Silence after which the segment is offered early, so that its words can be ready when the hangover is over."""
    hangover_seconds: float = 0.448
    """Silence after which the speaker has finished."""
    breath_after_seconds: float = 5.0
    """Length from which a long stretch may be cut at a breath of `longest_breath_seconds`..."""
    longest_breath_seconds: float = 0.352
    shortest_breath_seconds: float = 0.128
    """...which shrinks to this at `longest_seconds`."""
    longest_seconds: float = 12.0
    """Length at which a segment is cut whatever happens, at the quietest point of its last `search_seconds`."""
    search_seconds: float = 4.0
    short_seconds: float = 0.56
    """A stretch with less voice than this is short: perhaps a sign of listening."""


class Started(msgspec.Struct, frozen=True):
    """Speech began at ``t0``; known at ``at``. Seconds of call time, as in all of these."""

    at: float
    t0: float


class Paused(msgspec.Struct, frozen=True):
    """The voice is gone for a moment. If it stays gone, `Cut` follows with the same times."""

    at: float
    t0: float
    t1: float
    short: bool


class Cut(msgspec.Struct, frozen=True):
    """A segment is complete: put it into words. ``voiced``: seconds of voice in it. ``short``: perhaps only "mm-hm"."""

    at: float
    t0: float
    t1: float
    voiced: float
    short: bool


class Ended(msgspec.Struct, frozen=True):
    """Speech ended at ``t1``; known at ``at``."""

    at: float
    t1: float


Event = Started | Paused | Cut | Ended


def _frames(seconds: float) -> int:
    return max(1, round(seconds / FRAME_SECONDS))


class Segmenter:
    """One party's speech. Give it every frame of the call in order; `finish` when the call is over."""

    def __init__(self, settings: Settings | None = None) -> None:
        s: Final = settings or Settings()
        self._starts_at, self._goes_on_at = s.starts_at, s.goes_on_at
        self._start = _frames(s.start_seconds)
        self._pre_roll = _frames(s.pre_roll_seconds)
        self._post_roll = _frames(s.post_roll_seconds)
        self._pause = _frames(s.pause_seconds)
        self._hangover = _frames(s.hangover_seconds)
        self._breath_after = _frames(s.breath_after_seconds)
        self._longest_breath = _frames(s.longest_breath_seconds)
        self._shortest_breath = _frames(s.shortest_breath_seconds)
        self._longest = _frames(s.longest_seconds)
        self._short = _frames(s.short_seconds)
        self._frame = 0  # frames heard so far
        self._run = 0  # frames of voice in a row, while silent
        self._speaking = False
        self._since = 0  # first frame of the stretch
        self._from: int | None = None  # first frame of the open segment
        self._not_before = 0  # end of the last segment: the next never reaches back over it
        self._voice_end = 0  # one past the last frame with a voice
        self._voiced = 0  # frames with a voice in the open segment
        self._cuts = 0  # segments cut from this stretch so far
        self._loudness: deque[float] = deque(maxlen=_frames(s.search_seconds))

    @property
    def open_since(self) -> float | None:
        """Where the segment now being spoken begins, in seconds; None in silence."""
        return None if self._from is None else self._from * FRAME_SECONDS

    @property
    def speaking_since(self) -> float | None:
        """Where the stretch now going on began, cuts or not, in seconds; None in silence."""
        return self._since * FRAME_SECONDS if self._speaking else None

    @property
    def now(self) -> float:
        """How far this has heard, in seconds."""
        return self._frame * FRAME_SECONDS

    @property
    def needed_from(self) -> float:
        """Audio before this, in seconds, will never be asked for again."""
        start = self._from if self._from is not None else max(self._not_before, self._frame - self._reach)
        return start * FRAME_SECONDS

    @property
    def _reach(self) -> int:
        return self._start + self._pre_roll

    def hear(self, probability: float, loudness: float) -> list[Event]:
        """One more frame: how likely it holds a voice, and its mean square."""
        self._frame += 1
        self._loudness.append(loudness)
        if not self._speaking:
            return self._in_silence(probability)
        if probability >= self._goes_on_at:
            return self._in_voice()
        return self._in_pause()

    def finish(self) -> list[Event]:
        """The call is over: what was being said is complete."""
        if not self._speaking:
            return []
        return [*self._cut(min(self._voice_end + self._post_roll, self._frame)), self._end()]

    def _in_silence(self, probability: float) -> list[Event]:
        self._run = self._run + 1 if probability >= self._starts_at else 0
        if self._run < self._start:
            return []
        self._speaking, self._cuts, self._since = True, 0, self._frame - self._run
        self._open(self._since, self._run)
        self._run = 0
        return [Started(self.now, self._since * FRAME_SECONDS)]

    def _in_voice(self) -> list[Event]:
        if self._from is None:
            self._open(self._frame - 1, 1)
        else:
            self._voiced += 1
            self._voice_end = self._frame
        if self._from is not None and self._frame - self._from >= self._longest:
            return self._cut_at_quietest()
        return []

    def _in_pause(self) -> list[Event]:
        silence = self._frame - self._voice_end
        ends = min(self._voice_end + self._post_roll, self._frame)
        if silence >= self._hangover:
            return [*self._cut(ends), self._end()]
        if self._from is None:
            return []
        if silence >= self._breath(ends - self._from):
            return self._cut(ends)
        if silence == self._pause:
            t0, t1 = self._from * FRAME_SECONDS, ends * FRAME_SECONDS
            return [Paused(self.now, t0, t1, self._is_short())]
        return []

    def _open(self, first: int, voiced: int) -> None:
        self._from = max(first - self._pre_roll, self._not_before)
        self._voiced, self._voice_end = voiced, first + voiced

    def _cut(self, end: int) -> list[Event]:
        if self._from is None:
            return []
        start, voiced, short = self._from, self._voiced, self._is_short()
        self._from, self._not_before, self._voiced = None, end, 0
        self._cuts += 1
        t0, t1 = start * FRAME_SECONDS, end * FRAME_SECONDS
        return [Cut(self.now, t0, t1, voiced * FRAME_SECONDS, short)]

    def _cut_at_quietest(self) -> list[Event]:
        """Cut within the frames last heard, where three in a row are quietest; the rest goes on as the next segment."""
        loud = list(self._loudness)
        around = [sum(loud[i - 1 : i + 2]) for i in range(1, len(loud) - 1)]
        back = len(loud) - 1 - min(range(len(around)), key=around.__getitem__)
        end = self._frame - back + 1
        left = max(0, self._frame - end)
        voiced_left = min(left, self._voiced)
        self._voiced -= voiced_left
        events = self._cut(end)
        self._from, self._voiced = end, voiced_left
        return events

    def _end(self) -> Ended:
        self._speaking, self._from = False, None
        return Ended(self.now, self._voice_end * FRAME_SECONDS)

    def _is_short(self) -> bool:
        return self._cuts == 0 and self._voiced < self._short

    def _breath(self, length: int) -> int:
        """How many silent frames end a segment that is ``length`` frames long; more than the hangover: none yet."""
        if length < self._breath_after:
            return self._hangover + 1
        grown = min(1.0, (length - self._breath_after) / (self._longest - self._breath_after))
        return round(self._longest_breath + grown * (self._shortest_breath - self._longest_breath))
