"""
What stands beside the cue on the agent's screen.

The agent's own switch and level, the ladder once it has begun, a pause that goes on, and what need not be asked again.
Everything here is read off the call, and nothing is decided. Moments are seconds of the call, so that a screen counts
on by itself between two views.
"""

from typing import Literal

import msgspec

from steadyline.core import ladder as abuse
from steadyline.core import offering, wording
from steadyline.core.call import Call
from steadyline.core.events import Seconds
from steadyline.core.ladder import Act
from steadyline.core.names import AgentLevel, Alert, Cue

LEVELS: tuple[AgentLevel, ...] = ("new", "practised", "expert")
TOLD_KEPT = 6
_OF_ABUSE: frozenset[Alert] = frozenset({"abuse", "threat_harm"})


class LevelShown(msgspec.Struct, frozen=True, kw_only=True):
    """A level that the agent may choose, and how many cues a call then has at ``most``, urgent ones aside."""

    level: AgentLevel
    most: int


class CuesShown(msgspec.Struct, frozen=True, kw_only=True):
    """Whether the agent wants cues on this call, and how many: ``offered`` so far, and the level they chose.

    ``levels``: those to choose from; empty where the playbook makes no difference between them. ``in_peace``: so many
    were waved away in a row that only urgent ones come.
    """

    on: bool
    level: AgentLevel
    offered: int
    levels: tuple[LevelShown, ...] = ()
    in_peace: bool = False


class LadderShown(msgspec.Struct, frozen=True, kw_only=True):
    """The ladder for abuse, once it has begun.

    ``rungs``: the site's exact words, in order; ``given``: how many of them stand. ``acts``: how many acts are kept as
    evidence, the last one known at ``act_at`` with its ``quote``. ``due_until``: the next words fit until then, None if
    none are due. ``warned_at``: when the last warning was given, with time to calm down until ``calm_until``.
    ``ending``: words to end the call with, which is the agent's own decision. ``supervisor``: whether one was told.
    """

    rungs: tuple[str, ...]
    given: int
    acts: int
    act_at: Seconds | None
    quote: str
    due_until: Seconds | None
    warned_at: Seconds | None
    calm_until: Seconds | None
    ending: str
    supervisor: bool


class PauseShown(msgspec.Struct, frozen=True, kw_only=True):
    """The customer waits on ``hold``, or nobody speaks (``silence``), ``since`` then; from ``long_at`` it is long."""

    kind: Literal["hold", "silence"]
    since: Seconds
    long_at: Seconds


class ToldShown(msgspec.Struct, frozen=True, kw_only=True):
    """Something not to ask again: told in this ``turn`` (0: it is on record), in these words."""

    topic: str
    quote: str
    turn: int


def cues(call: Call) -> CuesShown:
    """The agent's own switch and level."""
    levels = tuple(LevelShown(level=level, most=offering.most(call.playbook, level)) for level in LEVELS)
    return CuesShown(
        on=call.cues.on,
        level=call.header.agent.level,
        offered=call.cues.offered,
        levels=levels if call.playbook.levels else (),
        in_peace=offering.left_in_peace(call.cues, call.playbook),
    )


def ladder(call: Call) -> LadderShown | None:
    """The ladder, once there was an act or a warning; None before, and when the call is over."""
    rungs, rules = call.cues.ladder, call.playbook.ladder
    if call.ended or (not rungs.acts and rungs.warned_at is None):
        return None
    last = rungs.acts[-1] if rungs.acts else None
    return LadderShown(
        rungs=rules.rungs,
        given=len(rungs.warnings),
        acts=len(rungs.acts),
        act_at=last.at if last else None,
        quote=last.quote if last else "",
        due_until=_due_until(call, last) if last else None,
        warned_at=rungs.warned_at,
        calm_until=None if rungs.warned_at is None else rungs.warned_at + rules.cooling_seconds,
        ending=_ending(call),
        supervisor=any(past.alert.alert in _OF_ABUSE for past in call.alerts.past),
    )


def _due_until(call: Call, act: Act) -> Seconds | None:
    """Until when the words after this act fit: as long as their cue could stand, unless it was answered."""
    rungs = call.cues.ladder
    if abuse.answered_otherwise(rungs):
        return None
    if rungs.warned_at is not None and act.at < rungs.warned_at + call.playbook.ladder.cooling_seconds:
        return None
    cue: Cue = "set_a_boundary" if len(rungs.warnings) < len(call.playbook.ladder.rungs) else "end_with_care"
    rule, shown = call.playbook.cues.get(cue), call.cues.shown
    if rule is None:
        return act.at + call.playbook.ladder.cooling_seconds
    waved = call.cues.dismissed.get(cue, 0) and call.cues.last_at.get(cue, 0.0) >= act.at
    return None if waved and (shown is None or shown.cue != cue) else act.at + rule.patience + rule.life


def _ending(call: Call) -> str:
    """Words to end the call with."""
    rule = call.playbook.cues.get("end_with_care")
    if rule is None:
        return ""
    level, variant = call.playbook.level(call.heat.now), sum(map(ord, call.header.call))
    slots = wording.slots(
        call.playbook.words, call.header, call.concerns, call.promises, level, turn=0, variant=variant
    )
    return wording.choose(rule.say, slots, variant) or ""


def pause(call: Call, hold_since: Seconds | None) -> PauseShown | None:
    """The hold or the silence that goes on; None while somebody speaks, before anybody has, and after the end."""
    floor, rules = call.floor, call.playbook.floor
    if call.ended or floor.speaking:
        return None
    if floor.on_hold and hold_since is not None:
        return PauseShown(kind="hold", since=hold_since, long_at=hold_since + rules.long_hold_seconds)
    if floor.last is not None and floor.silence_told and not floor.on_hold:
        since = floor.quiet_since
        return PauseShown(kind="silence", since=since, long_at=since + 2 * rules.silence_seconds)
    return None


def told(call: Call) -> tuple[ToldShown, ...]:
    """What not to ask again, but for the problem itself, which is noted with the concerns."""
    topics = call.playbook.memory.topics
    known = [
        ToldShown(topic=topic, quote=told.quote, turn=told.turn)
        for topic, told in call.cues.memory.told.items()
        if topic in topics and topics[topic].told
    ]
    return tuple(known[-TOLD_KEPT:])
