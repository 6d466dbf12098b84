"""
What a site decides: every threshold, every word to say, as data.

The rules of a call read these and hold no number or sentence of their own. A playbook is immutable, and a call keeps
the one it started with. Loading and checking it is the business of `steadyline.playbooks`.
"""

from typing import Any, Literal

import msgspec

from steadyline.core.events import Seconds
from steadyline.core.names import LEVELS, AgentLevel, Alert, Cue, Level, Step


class Rules(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A part of a playbook. A field that nobody knows is a mistake in it, not an extension."""


class HeatRules(Rules, frozen=True, kw_only=True):
    """How judged heat becomes believed heat, and where one level ends and the next begins.

    ``rise`` and ``fall``: the share of the gap that one utterance closes. A short answer says little, so below
    ``full_weight_words`` words it cools in proportion, down to ``least_weight``. ``levels``: the lowest believed heat
    of each level but calm.
    """

    rise: float
    fall: float
    full_weight_words: int
    least_weight: float
    trend_memory: float
    jump: float
    levels: dict[Literal["displeased", "frustrated", "angry", "enraged"], float]


class FloorRules(Rules, frozen=True, kw_only=True):
    """When two voices at once are a talk-over, when that takes the floor, and how long a silence is one.

    A customer who has talked for ``vent_seconds`` without a sound from the agent may hear one at a pause of
    ``vent_pause_seconds``. From ``long_hold_seconds`` on, waiting deserves a word.
    """

    least_overlap_seconds: Seconds
    takes_floor_overlap_seconds: Seconds
    sign_of_listening_seconds: Seconds
    silence_seconds: Seconds
    vent_seconds: Seconds = 25.0
    vent_pause_seconds: Seconds = 0.4
    long_hold_seconds: Seconds = 45.0


class PaceRules(Rules, frozen=True, kw_only=True):
    """When an agent talks far faster than they usually do: words a minute, and nothing about how they sound.

    The usual pace is that of what they said while heat was below angry, ``usual_words`` at least; so much ``above`` it,
    over ``least_words`` in one breath, is hurried.
    """

    usual_words: int = 40
    least_words: int = 8
    above: float = 1.4


class ForecastRules(Rules, frozen=True, kw_only=True):
    """The belief that a call escalates, as a readable logistic sum of what is named here, from ``base`` on.

    ``heat`` and ``trend`` are weights of believed heat, above 0 if hotter shall never look safer. ``fresh``: that of a
    call just begun, gone after ``fresh_utterances`` of the customer. ``heard``: of each signal of either party, fading
    by ``fade`` a turn.
    """

    base: float
    heat: float
    trend: float
    fresh: float = 0.0
    fresh_utterances: int = 10
    fade: float
    heard: dict[str, float]


class PolicyRules(Rules, frozen=True, kw_only=True):
    """When a belief is an alarm: at ``alarm`` or above for ``in_a_row`` customer utterances.

    ``wait``: none is raised while heat falls and a step was done since heat last moved.
    """

    alarm: float = 0.5
    in_a_row: int = 1
    wait: bool = False


class StepRule(Rules, frozen=True, kw_only=True):
    """How a step is called on the screen."""

    title: str


class CueRule(Rules, frozen=True, kw_only=True):
    """One cue: its words, its reason, and how sparing to be with it.

    ``grace``: the agent may do it by themselves first; the cue waits until they let the chance pass, or nobody has
    spoken for so long. ``say`` holds variants with ``{slots}``; the first whose slots this call can fill best are taken
    in turn. ``life``: how long it stays fit to be said. ``patience``: how long it may wait for a moment to be offered.
    ``heat``: the level from which on it is offered at all. ``urgent`` cues take the place of the one on the screen.
    """

    title: str
    why: str
    say: tuple[str, ...]
    priority: int
    grace: Seconds = 0.0
    life: Seconds = 20.0
    patience: Seconds = 8.0
    cool_down: Seconds = 45.0
    most: int = 2
    heat: Level = "calm"
    urgent: bool = False


class Budget(Rules, frozen=True, kw_only=True):
    """How much one call may be bothered. ``settle_seconds``: how long to await the words of an agent just silent.

    A cue stays until it can have been read: ``glance_seconds`` to notice it, and ``words_a_second`` while listening.
    After ``dismissals`` of one cue it is not shown again; after ``dismissals_in_a_row`` of any, only urgent ones are.
    ``chance_seconds``: how long a cue waits for the agent to do it by themselves. ``check_within_turns``: for so many
    turns after a restatement one may still ask whether it was right. ``followed_after``: after how many customer
    utterances it is told what heat did after a cue.
    """

    cues_per_call: int
    gap_seconds: Seconds
    dismissals: int
    settle_seconds: Seconds
    long_apology_seconds: Seconds
    long_anger_seconds: Seconds
    apologies_in_a_breath: int = 3
    chance_seconds: Seconds = 40.0
    check_within_turns: int = 3
    glance_seconds: Seconds = 1.5
    words_a_second: float = 3.0
    dismissals_in_a_row: int = 3
    followed_after: int = 3


class LevelRule(Rules, frozen=True, kw_only=True):
    """How cues fade for an agent of some level: so many a call, and none below ``least_priority``, but urgent ones."""

    cues_per_call: int
    least_priority: int = 0


class Ladder(Rules, frozen=True, kw_only=True):
    """The site's exact words for abuse, rung by rung, and the time a caller gets to calm down after each.

    ``sure_at``: how likely abuse must be. To warn somebody who was only angry does more harm than to let one go by.
    ``aimed``: words that turn swearing on the agent; once is let go, a second time is an act. ``apologies``: words by
    which a customer who has calmed down takes it back, and steps the ladder back by a rung.
    """

    sure_at: float
    rungs: tuple[str, ...]
    cooling_seconds: Seconds
    aimed: tuple[str, ...] = ()
    apologies: tuple[str, ...] = ()


class Topic(Rules, frozen=True, kw_only=True):
    """Something that a customer need not say twice: how agents ask for it, and how customers tell it.

    In ``told``, ``#`` stands for a number. None at all: it is told once a problem is.
    """

    asks: tuple[str, ...]
    told: tuple[str, ...] = ()


class MemoryRules(Rules, frozen=True, kw_only=True):
    """What not to ask again. ``identity``: words of checks that may be asked as often as needed.

    ``protests``: words by which customers say that they have told it already.
    """

    identity: tuple[str, ...] = ()
    protests: tuple[str, ...] = ()
    topics: dict[str, Topic] = {}


class AlertRule(Rules, frozen=True, kw_only=True):
    """When a supervisor is called to a call, and the reason in one sentence (``why``: variants with ``{slots}``).

    ``sure``: how likely what is heard must be. ``heat``: the level from which on it is raised at all. ``after``: how
    much of its reason it takes: customer utterances in a row (`escalating`), attacks after a warning (`abuse`), seconds
    (`asks_supervisor`, `angry_for_long`). ``stricter``: how much more at most, once people judged such alerts not
    useful: probability for `escalating`, the unit of ``after`` for the others. ``most`` a call, ``cool_down`` apart;
    neither holds for what is raised at once (`threat_harm`, `help_asked`).
    """

    title: str
    why: tuple[str, ...]
    priority: int
    sure: float = 0.5
    heat: Level = "calm"
    after: float = 0.0
    stricter: float = 0.0
    most: int = 1
    cool_down: Seconds = 180.0


class LearnRules(Rules, frozen=True, kw_only=True):
    """How judgements make an alert rarer: of its ``recent`` ones, at ``least`` so many, more than a share of ``fine``
    must have been judged not useful; from there the bar rises in a straight line, to its full height at all of them.
    """

    recent: int = 40
    least: int = 8
    fine: float = 0.4


class AlertWords(Rules, frozen=True, kw_only=True):
    """What stands in an alert's reason for names that are not known, for how often, and for how long."""

    customer: str = "the customer"
    agent: str = "the agent"
    times: tuple[str, ...] = ("once", "twice", "three times", "again and again")
    seconds: str = "{n} seconds"
    minutes: str = "{n} minutes"


class AlertRules(Rules, frozen=True, kw_only=True):
    """When a supervisor is called. One alert a call at a time; ``most`` a call, but for those raised at once.

    ``calm``: an alert clears itself after so many customer utterances in a row in which its reason no longer held.
    """

    most: int = 3
    calm: int = 2
    learn: LearnRules = LearnRules()
    words: AlertWords = AlertWords()
    kinds: dict[Alert, AlertRule] = {}


class Words(Rules, frozen=True, kw_only=True):
    """Wording that is not a cue's: feelings by level of heat, plain words for jargon, the texts after the call.

    ``feelings`` say what the thing is ("frustrating"), ``felt`` what the person is ("frustrated"). ``sorry``: words of
    apology. ``times``: words that say by when. ``thanks_for_waiting``: words with which a hold ends well. ``waited``:
    one minute, and ``{n}`` of them.
    """

    feelings: dict[Level, tuple[str, ...]]
    felt: dict[Level, tuple[str, ...]]
    plain: dict[str, str]
    sorry: tuple[str, ...] = ()
    times: tuple[str, ...] = ()
    thanks_for_waiting: tuple[str, ...] = ()
    waited: tuple[str, str] = ("that minute", "those {n} minutes")
    brief: dict[str, str]
    follow_up: dict[str, str]
    letters: dict[str, str] = {}


class Playbook(Rules, frozen=True, kw_only=True):
    """Everything a site decides about its calls.

    ``levels``: how cues fade with practice. ``limits``: what an agent of each role may give, by kind of remedy, where a
    call does not say. ``remedies``: the words that name each kind.
    """

    name: str
    title: str
    language: str
    heard_at: float
    heat: HeatRules
    floor: FloorRules
    forecast: ForecastRules
    policy: PolicyRules = PolicyRules()
    steps: dict[Step, StepRule]
    budget: Budget
    levels: dict[AgentLevel, LevelRule] = {}
    cues: dict[Cue, CueRule]
    pace: PaceRules = PaceRules()
    ladder: Ladder
    memory: MemoryRules = MemoryRules()
    limits: dict[str, dict[str, Any]] = {}
    remedies: dict[str, tuple[str, ...]] = {}
    alerts: AlertRules = AlertRules()
    words: Words

    def level(self, heat: float) -> Level:
        """The word for a believed heat."""
        name: Level = "calm"
        for candidate in LEVELS[1:]:
            if heat >= self.heat.levels[candidate]:  # type: ignore[index]  # LEVELS[1:] leaves out calm
                name = candidate
        return name
