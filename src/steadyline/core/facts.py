"""
What happens in a call: the facts, and who is on it.

Every event is in the past tense, frozen, and encodes itself. ``at`` is seconds of call time, never wall clock. Facts
come from outside: what was said and heard, what the agent, a supervisor or a helper did. They are all that a call
rests on.
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


# --- who is on the call ------------------------------------------------------------------------------------------


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


# --- facts -------------------------------------------------------------------------------------------------------


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


class PromiseMove(msgspec.Struct, frozen=True, kw_only=True):
    """A new time for a promise made before: "sorry, not Friday, Monday". ``act`` is what is said of the promise (empty:
    the last), ``was`` the time it had, if it is named; ``due`` and ``due_text`` are those it has now.
    """

    who: Literal["agent", "company", "customer"]
    act: str
    was: str | None = None
    due: str | None = None
    due_text: str = ""


class Heard(Event, frozen=True, kw_only=True):
    """What a model made of an utterance: a witness's word, kept with the witness's name and version.

    ``heat`` (0 to 1) stands on customer turns only. Concerns are the customer's; promises are drafts. ``taken_back``:
    words by which the speaker unsaid a promise made before; without an act ("scrap that") it is the last, and ``due``
    is the time it had. ``moved``: those by which they gave one another time. ``language`` is the code (ISO 639-1) of
    one that the model has not learnt: then nothing was judged.
    """

    turn: int
    party: Party
    signals: Signals
    heat: float | None = None
    concerns: tuple[Concern, ...] = ()
    promises: tuple[PromiseDraft, ...] = ()
    taken_back: tuple[PromiseDraft, ...] = ()
    moved: tuple[PromiseMove, ...] = ()
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
    """A person confirmed the draft of a promise, as it then reads, or dropped it. The last word on a draft holds.

    ``settled_at``: the moment by the clock, in UTC; empty where nobody noted it.
    """

    id: str
    verdict: Literal["confirmed", "dropped"]
    act: str = ""
    due: str | None = None
    due_text: str = ""
    by: str = ""
    settled_at: str = ""


class PromiseSaid(msgspec.Struct, frozen=True, kw_only=True):
    """A promise of ours as it read when the follow-up message was approved."""

    id: str
    act: str
    due: str | None = None
    due_text: str = ""


class FollowUpWritten(Event, frozen=True, kw_only=True):
    """A person approved the words of the follow-up message, as they then read. ``promises``: those that a message then
    had to say, as they read; None where nobody noted it.
    """

    text: str
    by: str = ""
    promises: tuple[PromiseSaid, ...] | None = None


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
