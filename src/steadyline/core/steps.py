"""
Where the call stands in the process.

A step is done when it has been heard done, in words that are nothing against it; some need the customer too: a
restatement counts once they confirm it, a way forward once they accept it, or take one of two. A correction of what was
just said back, a rejection, or heat that jumps after an argument opens a step again. What the customer says beats what
any model made of the agent. `skipped` and `late` say which steps the call went past:
a step's state tells of itself alone.
"""

import re
from collections.abc import Callable
from typing import Literal

import msgspec

from steadyline.core import promises
from steadyline.core.concerns import Concerns
from steadyline.core.events import Finding, Heard, Seconds, StepChanged, TalkOver
from steadyline.core.names import STEPS, Step
from steadyline.core.promises import Promises

SURE_NO = 0.7
"""How sure a no to an offer of two ways must be: to take one of them turns the other down, and is a yes."""

SURE_CORRECTION = 0.7
"""How sure it must be that they put right what was said back, where their words are more surely something else: to have
it said again for nothing grates.
"""

PUT_RIGHT_WITHIN = 4
"""Turns after a restatement within which a correction is of that."""

MAYBE_YES = 0.3
"""From here on it may be a yes, where they say which of two ways they want."""


class Change(msgspec.Struct, frozen=True):
    """The last change of a step, and what it rests on."""

    state: Literal["done", "reopened"]
    at: Seconds
    turn: int
    quote: str


class Steps(msgspec.Struct, frozen=True):
    """The last change of every step that ever changed, and what is under way.

    ``first``: the turn in which each step was done for the first time.
    ``told``: a problem is told. ``asked``: the customer has spoken, be it of a problem or a request.
    ``cut_off``: the agent took the floor since, and the customer has not spoken again.
    ``restated``, ``offered``: turn of the restatement or offer that waits for the customer's word (0: none waits).
    ``said_back``: turn of the last restatement. ``options``: how many ways forward one breath held so far, at the most.
    ``choice``: the offer that waits was one of two ways or more.
    ``owned``: somebody made it personally theirs. ``returned``: the customer had to come back about it. ``provoked``:
    turn in which the agent argued or brushed off.
    ``cut_in_at``: the agent took the floor then and has not yet spoken again: a sorry now is for that.
    ``leave``: the agent asked leave, or the customer asked what it means; and the customer has not refused it.
    """

    changes: dict[Step, Change] = {}
    first: dict[Step, int] = {}
    told: bool = False
    asked: bool = False
    cut_off: bool = False
    restated: int = 0
    said_back: int = 0
    offered: int = 0
    options: int = 0
    choice: bool = False
    owned: bool = False
    returned: bool = False
    provoked: int = 0
    cut_in_at: Seconds | None = None
    leave: bool = False

    def done(self, step: Step) -> bool:
        """Whether the step is done and has not been opened again."""
        change = self.changes.get(step)
        return change is not None and change.state == "done"


class Evidence(msgspec.Struct, frozen=True):
    """What the rules look at for one judged utterance, which ``began`` then; ``angry``: heat is at angry or above."""

    heard: Heard
    began: Seconds
    at_least: float
    concerns: Concerns
    promises: Promises
    heat_before: float
    heat_now: float
    jump: float
    angry: bool

    def has(self, signal: str) -> bool:
        """Whether this utterance carries the signal."""
        return self.heard.signals.get(signal, 0.0) >= self.at_least

    @property
    def corrects(self) -> bool:
        """Whether it corrects, and does not more surely confirm."""
        signals = self.heard.signals
        return self.has("corrects") and signals["corrects"] >= signals.get("confirms", 0.0)

    def puts_right(self, steps: "Steps") -> bool:
        """Whether it surely corrects what was said back a moment ago; later on, people correct other things."""
        fresh = 0 < steps.said_back < self.heard.turn <= steps.said_back + PUT_RIGHT_WITHIN
        if not (fresh and self.corrects):
            return False
        likely = self.heard.signals["corrects"]
        return likely >= min(SURE_CORRECTION, max(self.heard.signals.values()))

    def turns_down(self, steps: "Steps") -> bool:
        """Whether it is a no. To take one of two ways turns the other down, so there only a sure no is one."""
        if not (steps.offered and steps.choice):
            return self.has("rejects")
        signals = self.heard.signals
        no = signals.get("rejects", 0.0)
        return self.has("rejects") and no >= SURE_NO and no >= signals.get("accepts", 0.0)

    def takes_up(self, steps: "Steps") -> bool:
        """Whether it is a yes; of two ways, that is also to say which one, where it may be a yes."""
        if self.has("accepts"):
            return True
        maybe = self.heard.signals.get("accepts", 0.0) >= MAYBE_YES
        return bool(steps.offered) and steps.choice and self.has("states_outcome") and maybe

    def is_clearly(self, step: Step) -> bool:
        """Whether the agent's words are that step, and nothing against it."""
        return is_evidence(step, self.heard, self.at_least)


def talk_over(steps: Steps, finding: TalkOver) -> Steps:
    """Take who cut in on whom."""
    if finding.by == "agent" and finding.takes_floor:
        return msgspec.structs.replace(steps, cut_off=True, cut_in_at=finding.at)
    return steps


def step(steps: Steps, evidence: Evidence) -> tuple[Steps, list[Finding]]:
    """Take one judged utterance, with what concerns, promises and heat have become through it."""
    findings: list[Finding] = []
    rules = _CUSTOMER if evidence.heard.party == "customer" else _AGENT
    changes, first = steps.changes, steps.first
    for name, state, rule in rules:
        known = changes.get(name)
        if state == "done" and known is not None and known.state == "done":
            continue
        if rule(steps, evidence):
            heard = evidence.heard
            changes = {**changes, name: Change(state=state, at=heard.at, turn=heard.turn, quote=heard.quote)}
            first = {**first, name: heard.turn} if state == "done" and name not in first else first
            findings.append(StepChanged(at=heard.at, step=name, state=state, turn=heard.turn, quote=heard.quote))
    steps = _remember(steps, evidence)
    return (msgspec.structs.replace(steps, changes=changes, first=first) if findings else steps), findings


# The steps that come after each. Once one of them is done, the call has gone past it; not every step has its place in
# every call, so an explanation is missed by nobody before the close.
AFTER: dict[Step, tuple[Step, ...]] = {
    "greet": ("listen", "restate", "resolve", "commit", "close"),
    "listen": ("restate", "resolve", "commit", "close"),
    "empathise": ("resolve", "commit", "close"),
    "restate": ("resolve", "commit", "close"),
    "apologise": ("resolve", "commit", "close"),
    "ask": ("resolve", "commit", "close"),
    "explain": ("close",),
    "resolve": ("close",),
    "commit": ("close",),
    "close": (),
}


def skipped(steps: Steps) -> tuple[Step, ...]:
    """The steps never done that the call went past, in order."""
    return tuple(step for step in STEPS if step not in steps.first and _passed(steps, step) is not None)


def late(steps: Steps) -> tuple[Step, ...]:
    """The steps first done after one that comes after them was, in order."""
    return tuple(
        step
        for step in STEPS
        if step in steps.first and (turn := _passed(steps, step)) is not None and turn < steps.first[step]
    )


def _passed(steps: Steps, step: Step) -> int | None:
    """The turn in which the call went past the step; None if it has not."""
    return min((steps.first[after] for after in AFTER[step] if after in steps.first), default=None)


def _remember(steps: Steps, evidence: Evidence) -> Steps:
    heard, has = evidence.heard, evidence.has
    if heard.party == "customer":
        answered = has("confirms") or evidence.puts_right(steps)
        return msgspec.structs.replace(
            steps,
            told=steps.told or has("states_problem") or bool(evidence.concerns.notes),
            asked=True,
            cut_off=steps.cut_off and evidence.began < (steps.cut_in_at or 0.0),
            restated=0 if answered else steps.restated,
            offered=0 if evidence.turns_down(steps) or evidence.takes_up(steps) else steps.offered,
            returned=steps.returned or has("repeat_contact"),
            provoked=0,
            leave=(steps.leave or has("confused")) and not has("rejects"),
        )
    murmured = (
        steps.cut_in_at is not None and evidence.began < steps.cut_in_at and only_listens(heard, evidence.at_least)
    )
    spoke_since = steps.cut_in_at is None or evidence.began >= steps.cut_in_at
    return msgspec.structs.replace(
        steps,
        cut_off=steps.cut_off and not murmured,
        restated=heard.turn if steps.told and has("restates") else steps.restated,
        said_back=heard.turn if steps.told and has("restates") else steps.said_back,
        offered=heard.turn if steps.asked and (has("offers_option") or has("promises")) else steps.offered,
        options=max(steps.options, ways(heard.quote)) if has("offers_option") else steps.options,
        choice=ways(heard.quote) > 1 if has("offers_option") else steps.choice,
        owned=steps.owned or has("takes_ownership"),
        provoked=heard.turn if has("argues") or has("dismissive") else steps.provoked,
        cut_in_at=None if spoke_since or murmured else steps.cut_in_at,
        leave=steps.leave or has("asks_permission"),
    )


def ways(words: str) -> int:
    """How many ways forward an offer holds: "a refund or a replacement" are two."""
    return 1 + len(re.findall(r"\bor\b", words.lower()))


AGAINST: dict[Step, tuple[str, ...]] = {
    "empathise": ("formulaic", "dismissive", "argues", "negative_language"),
    "explain": (
        "jargon",
        "dismissive",
        "argues",
        "negative_language",
        "asks_detail",
        "checks_understanding",
        "holds_or_transfers",
    ),
}
"""What keeps words from being evidence of a step: a feeling brushed off is not named, a refusal explains nothing."""

_NAMED: dict[Step, str] = {"empathise": "empathy", "explain": "explains"}


def is_evidence(step: Step, heard: Heard, at_least: float) -> bool:
    """Whether these words name the feeling, or explain something, and are nothing against that."""

    def has(signal: str) -> bool:
        return heard.signals.get(signal, 0.0) >= at_least

    return has(_NAMED[step]) and not any(map(has, AGAINST[step]))


_MURMUR_WORDS = 4


def only_listens(heard: Heard, at_least: float) -> bool:
    """Whether these are a few words that show listening and nothing else, which take the floor from nobody."""
    said = [signal for signal, likely in heard.signals.items() if likely >= at_least]
    return said == ["acknowledges"] and len(heard.quote.split()) <= _MURMUR_WORDS


_NOT_YET_HELP = ("acknowledges", "greeting", "asks_detail", "holds_or_transfers")


def _takes_a_turn(steps: Steps, evidence: Evidence) -> bool:
    """The agent says something of substance: not a sign of listening, a detail asked, or a sorry for cutting in."""
    slight = (*_NOT_YET_HELP, "apologises") if steps.cut_in_at is not None else _NOT_YET_HELP
    return any(likely >= evidence.at_least for signal, likely in evidence.heard.signals.items() if signal not in slight)


def _explains_fitly(steps: Steps, evidence: Evidence) -> bool:
    """In words anyone would use, against nobody, and to an angry customer with leave only."""
    leave = steps.leave or evidence.has("asks_permission")
    return evidence.is_clearly("explain") and (leave or not evidence.angry)


def _commits(steps: Steps, evidence: Evidence) -> bool:
    ours = [promise for promise in evidence.heard.promises if promise.who != "customer"]
    dated = any(map(promises.is_dated, ours)) or (evidence.promises.dated and not ours)
    personal = steps.owned or evidence.has("takes_ownership") or any(p.who == "agent" for p in evidence.promises.heard)
    return dated and personal and (bool(ours) or evidence.has("takes_ownership"))


def _stung(steps: Steps, evidence: Evidence) -> bool:
    """Heat jumped right after the agent argued or brushed off."""
    return (
        steps.done("empathise") and bool(steps.provoked) and evidence.heat_now - evidence.heat_before >= evidence.jump
    )


Rule = Callable[[Steps, Evidence], bool]

_AGENT: tuple[tuple[Step, Literal["done", "reopened"], Rule], ...] = (
    ("greet", "done", lambda s, e: e.has("greeting")),
    ("listen", "done", lambda s, e: s.told and not s.cut_off and _takes_a_turn(s, e)),
    ("empathise", "done", lambda s, e: s.told and e.is_clearly("empathise")),
    (
        "apologise",
        "done",
        lambda s, e: s.told and s.cut_in_at is None and e.has("apologises") and not e.has("formulaic"),
    ),
    ("ask", "done", lambda s, e: e.has("asks_outcome")),
    ("explain", "done", lambda s, e: s.asked and _explains_fitly(s, e)),
    ("commit", "done", _commits),
    ("close", "done", lambda s, e: s.asked and e.has("closes_warmly")),
)

_CUSTOMER: tuple[tuple[Step, Literal["done", "reopened"], Rule], ...] = (
    ("restate", "done", lambda s, e: bool(s.restated) and e.has("confirms") and not e.corrects),
    ("restate", "reopened", lambda s, e: e.puts_right(s) and (bool(s.restated) or s.done("restate"))),
    ("ask", "done", lambda s, e: e.has("states_outcome")),
    ("resolve", "done", lambda s, e: bool(s.offered) and e.takes_up(s) and not e.turns_down(s)),
    ("resolve", "reopened", lambda s, e: e.turns_down(s) and (bool(s.offered) or s.done("resolve"))),
    ("empathise", "reopened", _stung),
)
