"""
The ladder for abuse: what was done, and which warnings stand.

Anger at the problem is never abuse. An act is an attack on the agent as a person, a threat of harm, or swearing aimed
at the agent for the second time. A warning counts when it was given, not when it was shown; after it there is time to
calm down. A customer who takes it back steps the ladder back by a rung. Nothing here ends a call: that is the agent's.
"""

from typing import Literal

import msgspec

from steadyline.core import phrases
from steadyline.core.events import Heard, Seconds
from steadyline.core.playbook import Ladder

MOST = 50
"""Acts kept as evidence; the first and the last ones where there are more."""

Kind = Literal["personal_attack", "threat_harm", "profanity"]
_SURE: tuple[Kind, ...] = ("threat_harm", "personal_attack")


class Act(msgspec.Struct, frozen=True):
    """One act of abuse: the words, and the second they were known. ``asks``: for a supervisor, in the same breath."""

    kind: Kind
    at: Seconds
    turn: int
    quote: str
    asks: bool = False


class Rungs(msgspec.Struct, frozen=True):
    """``acts``: the evidence, kept together. ``warnings``: when those were given that still stand. ``warned_at``: when
    the last one was given, whether it stands or not. ``sworn_at``: how often the agent was sworn at.
    """

    acts: tuple[Act, ...] = ()
    warnings: tuple[Seconds, ...] = ()
    warned_at: Seconds | None = None
    sworn_at: int = 0

    def acted(self, turn: int) -> Act | None:
        """The act in this turn, if there is one."""
        return next((act for act in reversed(self.acts) if act.turn == turn), None)


def heard(rules: Ladder, rungs: Rungs, heard: Heard, *, calm: bool, asks: bool = False) -> Rungs:
    """Take one judged utterance of the customer. ``calm``: said without heat; ``asks``: for a supervisor."""
    sworn = rungs.sworn_at + _swears_at(rules, heard)
    kind = _kind(rules, heard, sworn)
    rungs = msgspec.structs.replace(rungs, sworn_at=sworn)
    if kind is not None:
        act = Act(kind=kind, at=heard.at, turn=heard.turn, quote=heard.quote, asks=asks)
        return msgspec.structs.replace(rungs, acts=_kept((*rungs.acts, act)))
    if rungs.warnings and calm and phrases.found(rules.apologies, heard.quote):
        return msgspec.structs.replace(rungs, warnings=rungs.warnings[:-1])
    return rungs


def warned(rules: Ladder, rungs: Rungs, at: Seconds) -> Rungs:
    """A boundary was set. What is said again while there is time to calm down is the same warning."""
    if cooling(rules, rungs, at):
        return rungs
    warnings = (*rungs.warnings, at)[-max(1, len(rules.rungs)) :]
    return msgspec.structs.replace(rungs, warnings=warnings, warned_at=at)


def answered_otherwise(rungs: Rungs) -> bool:
    """Rude once, in asking for a supervisor: one helps more than a warning. The act is kept all the same."""
    first = len(rungs.acts) == 1 and rungs.warned_at is None
    return first and rungs.acts[0].asks and rungs.acts[0].kind != "threat_harm"


def cooling(rules: Ladder, rungs: Rungs, at: Seconds) -> bool:
    """There was a warning, and no time yet to calm down: what is said now belongs to it."""
    return rungs.warned_at is not None and at - rungs.warned_at < rules.cooling_seconds


def evidence(rungs: Rungs) -> tuple[Act, ...]:
    """What was done, in order, with the words and the second: for the brief, and for whoever must judge it."""
    return rungs.acts


def _kind(rules: Ladder, heard: Heard, sworn: int) -> Kind | None:
    for kind in _SURE:
        if heard.signals.get(kind, 0.0) >= rules.sure_at:
            return kind
    return "profanity" if sworn > 1 and _swears_at(rules, heard) else None


def _swears_at(rules: Ladder, heard: Heard) -> bool:
    surely = heard.signals.get("profanity", 0.0) >= rules.sure_at
    return surely and phrases.found(rules.aimed, heard.quote) is not None


def _kept(acts: tuple[Act, ...]) -> tuple[Act, ...]:
    return acts if len(acts) <= MOST else acts[: MOST // 2] + acts[-(MOST // 2) :]
