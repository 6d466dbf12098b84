"""
What follows from the facts of a call.

A finding rests on the facts before it and on nothing else, so it can always be worked out again. Those that rest on
something said carry its turn and its words.
"""

from typing import Literal

import msgspec

from steadyline.core.facts import Event, Party, Seconds
from steadyline.core.names import Alert, Cue, Step


class TalkOver(Event, frozen=True, kw_only=True):
    """Both parties spoke at once; ``by`` is the one who cut in. A sign of listening never takes the floor."""

    by: Party
    seconds: Seconds
    takes_floor: bool


class SilenceFell(Event, frozen=True, kw_only=True):
    """Nobody has spoken for ``seconds``, and nobody is on hold."""

    seconds: Seconds


class HeatMoved(Event, frozen=True, kw_only=True):
    """Heat as believed now (0 to 1, smoothed), its trend, and the probability of escalation.

    ``trend`` is the change per customer utterance lately; ``escalation`` looks six customer utterances ahead.
    """

    turn: int
    quote: str
    heat: float
    trend: float
    escalation: float


class StepChanged(Event, frozen=True, kw_only=True):
    """A step of the process was done, or must be done again, on the strength of ``quote``."""

    step: Step
    state: Literal["done", "reopened"]
    turn: int
    quote: str


class ConcernNoted(Event, frozen=True, kw_only=True):
    """A problem was told for the first time, or told better: then ``replaces`` names the earlier note's id."""

    id: str
    text: str
    turn: int
    quote: str
    replaces: str = ""


class ConcernTakenBack(Event, frozen=True, kw_only=True):
    """The customer took a problem back in so many words ("actually, they did"): its note no longer stands."""

    id: str
    turn: int
    quote: str


class PromiseHeard(Event, frozen=True, kw_only=True):
    """A promise was heard. It is a draft until a person confirms it."""

    id: str
    who: Literal["agent", "company", "customer"]
    act: str
    due: str | None
    due_text: str
    turn: int
    quote: str


class PromiseTakenBack(Event, frozen=True, kw_only=True):
    """Who promised unsaid it on the same call: its draft no longer stands, unless a person has confirmed it."""

    id: str
    turn: int
    quote: str


class CueOffered(Event, frozen=True, kw_only=True):
    """One thing the agent may say next. ``until`` is the call time at which it goes stale by itself."""

    id: str
    cue: Cue
    say: str
    why: str
    turn: int
    quote: str
    until: Seconds


class CueExpired(Event, frozen=True, kw_only=True):
    """The cue's moment passed: its life ran out, or what it asks for was done or no longer fits (``why``)."""

    id: str
    cue: Cue
    why: Literal["stale", "done", "moot", "call_ended"]


class CueFollowed(Event, frozen=True, kw_only=True):
    """What heat did after a cue: as believed when it was offered, and when it settled a few customer utterances later.

    ``left``: why the cue left the screen.
    """

    id: str
    cue: Cue
    left: Literal["taken", "dismissed", "done", "moot", "stale"]
    heat_before: float
    heat_after: float


class AlertRaised(Event, frozen=True, kw_only=True):
    """This call needs a supervisor's eye: the reason in one sentence (``why``), and the words it rests on."""

    id: str
    alert: Alert
    why: str
    turn: int = 0
    quote: str = ""


class AlertCleared(Event, frozen=True, kw_only=True):
    """The alert no longer holds: the call is ``better``, somebody took it up (``handled``), a weightier one takes its
    place (``outweighed``), or the call is over.
    """

    id: str
    alert: Alert
    why: Literal["better", "handled", "outweighed", "call_ended"]


class Evidence(msgspec.Struct, frozen=True, kw_only=True):
    """How one step went, and what that rests on. ``skipped``: the call went past it; ``late``: done after its time.

    ``answer``: what the other party said to the quote, where the step rests on both.
    """

    step: Step
    state: Literal["done", "late", "skipped", "open", "not_enough_evidence"]
    turn: int | None = None
    at: Seconds | None = None
    quote: str = ""
    answer: str = ""


class CallSummedUp(Event, frozen=True, kw_only=True):
    """The call is over: what the next person needs (`brief`), how the steps went, the drafts, a follow-up to send."""

    brief: str
    scorecard: tuple[Evidence, ...]
    promises: tuple[PromiseHeard, ...]
    follow_up: str


Finding = (
    TalkOver
    | SilenceFell
    | HeatMoved
    | StepChanged
    | ConcernNoted
    | ConcernTakenBack
    | PromiseHeard
    | PromiseTakenBack
    | CueOffered
    | CueExpired
    | CueFollowed
    | AlertRaised
    | AlertCleared
    | CallSummedUp
)
