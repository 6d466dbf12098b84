"""
What is said of a call: facts that come in, findings that follow from them.

Every event is in the past tense, frozen, and encodes itself. ``at`` is seconds of call time, never wall clock. A fact
is on disk before anyone acts on it; a finding follows from the facts before it and from nothing else, so it can
always be worked out again. The wire form (``docs/formats.md``) is the same JSON with the call's id added: see
`encode`.
"""

import re
from typing import Any, Literal

import msgspec

from steadyline.core.names import AgentLevel, Alert, Cue, Step

Party = Literal["agent", "customer"]
Seconds = float
Signals = dict[str, float]
"""Name of a signal (`signals.md`) to its probability, 0 to 1; 0.5 is the decision point. One left out counts as 0."""


def _snake(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


class Event(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag=_snake):
    """Anything that happened in a call, ``at`` seconds after it began."""

    at: Seconds


# --- who is on the call -------------------------------------------------------------------------------------------


class Agent(msgspec.Struct, frozen=True, kw_only=True):
    """Who answers. ``limits``: what they may give, by kind of remedy, with ``currency`` beside the amounts.
    ``level``: how practised they are; the more, the fewer cues. ``role`` picks
    limits from the playbook where none are given.
    """

    id: str = ""
    name: str = ""
    role: str = ""
    level: AgentLevel = "new"
    limits: dict[str, Any] = {}


class Customer(msgspec.Struct, frozen=True, kw_only=True):
    """Who calls. ``timezone`` is an IANA name; ``history``, short lines of what is on record."""

    ref: str = ""
    name: str = ""
    timezone: str = ""
    history: tuple[str, ...] = ()


class Header(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a call before the first word. ``started`` is ISO 8601 with a zone, or empty if unknown.

    ``team`` of the agent and ``queue`` that the call came by: a site may give each a playbook of its own.
    """

    call: str
    started: str = ""
    company: str = ""
    team: str = ""
    queue: str = ""
    agent: Agent = msgspec.field(default_factory=Agent)
    customer: Customer = msgspec.field(default_factory=Customer)


# --- facts --------------------------------------------------------------------------------------------------------


class Judged(msgspec.Struct, frozen=True, kw_only=True):
    """How people judged the latest alerts of a kind."""

    useful: int = 0
    not_useful: int = 0


class CallStarted(Event, frozen=True, kw_only=True):
    """The first fact of every call. ``playbook`` names the playbook's content for good: ``name@digest``.

    ``judged``: how alerts of earlier calls were judged, as known when this one began; it sets how sure this call's
    alerts must be.
    """

    header: Header
    playbook: str
    source: str = ""
    judged: dict[Alert, Judged] = {}


class SpeechStarted(Event, frozen=True, kw_only=True):
    """A party began to speak."""

    party: Party


class SpeechEnded(Event, frozen=True, kw_only=True):
    """A party fell silent. ``t1`` is when the voice ended, which voice activity knows only a moment later."""

    party: Party
    t1: Seconds


class Utterance(Event, frozen=True, kw_only=True):
    """One stretch of speech by one party, ``t0`` to ``t1``, in words. ``recogniser`` is empty for a transcript.

    ``listening`` marks a short sign of listening ("mm-hm"), kept but not always put into words.
    """

    turn: int
    party: Party
    t0: Seconds
    t1: Seconds
    text: str
    recogniser: str = ""
    listening: bool = False


class Concern(msgspec.Struct, frozen=True, kw_only=True):
    """A problem in the customer's words. ``text`` as they put it ("I was charged twice in March"), one clause."""

    text: str


class PromiseDraft(msgspec.Struct, frozen=True, kw_only=True):
    """A promise as heard. ``due`` is ISO 8601 with zone, or None where no time was said; ``due_text`` the words."""

    who: Literal["agent", "company", "customer"]
    act: str
    due: str | None = None
    due_text: str = ""


class Heard(Event, frozen=True, kw_only=True):
    """What a model made of an utterance: a witness's word, kept with the witness's name and version.

    ``heat`` (0 to 1) stands on customer turns only. Concerns are the customer's; promises are drafts. ``language`` is
    the code (ISO 639-1) of one that the model has not learnt: then nothing was judged.
    """

    turn: int
    party: Party
    signals: Signals
    heat: float | None = None
    concerns: tuple[Concern, ...] = ()
    promises: tuple[PromiseDraft, ...] = ()
    quote: str = ""
    model: str = ""
    language: str = ""


class HoldStarted(Event, frozen=True, kw_only=True):
    """The customer was put on hold."""


class HoldEnded(Event, frozen=True, kw_only=True):
    """The hold is over, after ``seconds``."""

    seconds: Seconds


class CueTaken(Event, frozen=True, kw_only=True):
    """The agent used the cue."""

    id: str
    cue: Cue


class CueDismissed(Event, frozen=True, kw_only=True):
    """The agent waved the cue away."""

    id: str
    cue: Cue


class CuesSwitched(Event, frozen=True, kw_only=True):
    """The agent switched the cues of this call off, or on again."""

    on: bool


class LevelChosen(Event, frozen=True, kw_only=True):
    """The agent said how practised they are on this call: the more, the fewer cues. The last word holds."""

    level: AgentLevel


class LimitRaised(Event, frozen=True, kw_only=True):
    """A supervisor lets this agent give up to ``amount`` of ``kind`` on this call (None: as much as it takes)."""

    kind: str
    amount: float | None = None
    by: str = ""


class HelpAsked(Event, frozen=True, kw_only=True):
    """The agent asked for a supervisor's help."""


class AlertJudged(Event, frozen=True, kw_only=True):
    """Whoever got the alert says whether it was worth having. The last word on an alert holds."""

    id: str
    alert: Alert
    useful: bool
    by: str = ""


class BreakGranted(Event, frozen=True, kw_only=True):
    """The agent has leave to take a break of so many ``minutes`` after this call."""

    minutes: int
    by: str = ""


class BreakTaken(Event, frozen=True, kw_only=True):
    """The agent took the break that was granted. Of what they did in it nothing is known, and nobody asks."""


class PromiseSettled(Event, frozen=True, kw_only=True):
    """A person confirmed the draft of a promise, as it then reads, or dropped it. The last word on a draft holds."""

    id: str
    verdict: Literal["confirmed", "dropped"]
    act: str = ""
    due: str | None = None
    due_text: str = ""
    by: str = ""


class FollowUpWritten(Event, frozen=True, kw_only=True):
    """A person approved the words of the follow-up message, as they then read."""

    text: str
    by: str = ""


class StepDisputed(Event, frozen=True, kw_only=True):
    """The agent says that the scorecard has a step wrong, in their own ``words``."""

    step: Step
    words: str
    by: str = ""


class SignedOff(Event, frozen=True, kw_only=True):
    """A person has read the scorecard and stands for it."""

    by: str


class Reworded(Event, frozen=True, kw_only=True):
    """The site's own language model said a passage in better words: a witness's word, with the model's name.

    ``of``: the concern's id, ``brief`` or ``follow_up``. ``original``: the passage, which is what holds where ``text``
    does not (`core.rewording`).
    """

    of: str
    original: str
    text: str
    model: str


class QualityChanged(Event, frozen=True, kw_only=True):
    """Load made the service step its quality down, or let it step up again. ``quality`` is what is now given."""

    quality: Literal["full", "no_interim", "late"]
    why: str


class Ticked(Event, frozen=True, kw_only=True):
    """Time passed and nothing was said."""


class CallEnded(Event, frozen=True, kw_only=True):
    """The last fact of every call."""

    why: str = "hung_up"


Fact = (
    CallStarted
    | SpeechStarted
    | SpeechEnded
    | Utterance
    | Heard
    | HoldStarted
    | HoldEnded
    | CueTaken
    | CueDismissed
    | CuesSwitched
    | LevelChosen
    | LimitRaised
    | HelpAsked
    | AlertJudged
    | BreakGranted
    | BreakTaken
    | PromiseSettled
    | FollowUpWritten
    | StepDisputed
    | SignedOff
    | Reworded
    | QualityChanged
    | Ticked
    | CallEnded
)


# --- findings -----------------------------------------------------------------------------------------------------


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


class PromiseHeard(Event, frozen=True, kw_only=True):
    """A promise was heard. It is a draft until a person confirms it."""

    id: str
    who: Literal["agent", "company", "customer"]
    act: str
    due: str | None
    due_text: str
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
    """How one step went, and what that rests on. ``skipped``: the call went past it; ``late``: done after its time."""

    step: Step
    state: Literal["done", "late", "skipped", "open", "not_enough_evidence"]
    turn: int | None = None
    at: Seconds | None = None
    quote: str = ""


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
    | PromiseHeard
    | CueOffered
    | CueExpired
    | CueFollowed
    | AlertRaised
    | AlertCleared
    | CallSummedUp
)

AnyEvent = Fact | Finding

_decoder: msgspec.json.Decoder[AnyEvent] = msgspec.json.Decoder(AnyEvent)
_encoder = msgspec.json.Encoder()


def encode(event: AnyEvent) -> bytes:
    """The journal's form: one JSON object, no line end."""
    return _encoder.encode(event)


def encode_exactly(event: AnyEvent) -> bytes:
    """`encode` for what must replay as it was: a `ValueError` for an event that would read back as another.

    A number that is not finite, or a list where the type says tuple, is such an event.
    """
    line = _encoder.encode(event)
    try:
        same = _decoder.decode(line) == event
    except msgspec.ValidationError:
        same = False
    if not same:
        raise ValueError(f"this event would not read back as it is written: {event!r}")
    return line


def decode(line: bytes | str) -> AnyEvent:
    """The event that `encode` wrote. Raises `msgspec.ValidationError` for anything else."""
    return _decoder.decode(line)


def is_public(event: AnyEvent) -> bool:
    """Whether the world outside hears of it: that time passed is nobody's business but the journal's."""
    return not isinstance(event, Ticked)


def wire(call: str, event: AnyEvent) -> bytes:
    """The public form: `encode`, with the call's id after the type."""
    line = _encoder.encode(event)
    cut = line.index(b",", 0) if b"," in line else len(line) - 1
    return line[:cut] + b',"call":' + _encoder.encode(call) + line[cut:]
