"""
What a screen shows of a call: whole, small, and replaced, never patched.

A view is bounded however long the call runs: the last lines of the transcript, a heat line thinned to what a screen can
draw, the steps, the concerns, the promises and at most one cue. Its revision is the journal's, so a client that has seen
revision 40 knows exactly what it has seen.
"""

from typing import Literal

import msgspec

from steadyline.core.events import Header, Party, Seconds

LINES_KEPT = 120
POINTS_KEPT = 240


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One utterance on the screen. ``heat`` for the customer once judged; ``signals`` at or above one half."""

    turn: int
    party: Party
    t0: Seconds
    t1: Seconds
    text: str
    listening: bool = False
    heat: float | None = None
    signals: tuple[str, ...] = ()


class Point(msgspec.Struct, frozen=True, array_like=True):
    """Believed heat at a moment of the call."""

    at: Seconds
    heat: float


class StepShown(msgspec.Struct, frozen=True, kw_only=True):
    """A step of the process on the track. ``waits_for`` says in a few words what is still missing, if anything."""

    step: str
    title: str
    state: Literal["open", "now", "done", "reopened"]
    quote: str = ""
    at: Seconds | None = None


class ConcernShown(msgspec.Struct, frozen=True, kw_only=True):
    """A problem noted so far."""

    id: str
    text: str
    turn: int


class PromiseShown(msgspec.Struct, frozen=True, kw_only=True):
    """A promise heard so far; a draft."""

    id: str
    who: Literal["agent", "company", "customer"]
    act: str
    due: str | None
    due_text: str
    turn: int
    quote: str


class CueShown(msgspec.Struct, frozen=True, kw_only=True):
    """The one cue on the screen."""

    id: str
    cue: str
    title: str
    say: str
    why: str
    quote: str
    offered_at: Seconds
    until: Seconds


class Desk(msgspec.Struct, frozen=True, kw_only=True):
    """The agent's screen. ``revision`` grows with every event of the call.

    ``speaking`` lists who is speaking now; ``heat`` and ``trend`` as believed, with ``level`` the word for it.
    """

    call: str
    revision: int
    at: Seconds
    header: Header
    state: Literal["live", "ended"]
    quality: Literal["full", "no_interim", "late"]
    quality_why: str
    speaking: tuple[Party, ...]
    heat: float
    level: Literal["calm", "displeased", "frustrated", "angry", "enraged"]
    trend: float
    escalation: float
    points: tuple[Point, ...]
    steps: tuple[StepShown, ...]
    concerns: tuple[ConcernShown, ...]
    promises: tuple[PromiseShown, ...]
    cue: CueShown | None
    lines: tuple[Line, ...]
    earlier_lines: int
    brief: str = ""
    follow_up: str = ""
