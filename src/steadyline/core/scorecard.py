"""
The scorecard: how every step went, and the words that this rests on.

The steps say what was done; here is what shows it. Listening rests on what the customer could tell, a restatement and a
way forward on the agent's words and the customer's answer, a feeling named and an explanation only on words that are
nothing else beside. "Not enough evidence" is said where something was nearly heard, nothing was judged, there was no
occasion, or the call was ended over abuse before its time; a step plainly not done was skipped.
"""

from collections.abc import Iterable, Sequence
from typing import Final, Literal

import msgspec

from steadyline.core.events import Evidence, Finding, Heard, Seconds, StepChanged
from steadyline.core.incidents import Incidents
from steadyline.core.names import STEPS, Step
from steadyline.core.playbook import Playbook
from steadyline.core.steps import AFTER, AGAINST, Steps, is_evidence
from steadyline.core.story import Story

NEAR: Final = 0.3
"""From this probability on, somebody may have heard it otherwise: not heard, but no proof that it was not there."""

LEAST_JUDGED: Final = 0.5
"""The share of what was said that must have been judged for a step to be called skipped."""

_SIGNAL: Final[dict[Step, tuple[str, ...]]] = {
    "greet": ("greeting",),
    "empathise": ("empathy",),
    "restate": ("restates",),
    "apologise": ("apologises",),
    "ask": ("asks_outcome",),
    "explain": ("explains",),
    "resolve": ("offers_option",),
    "commit": ("promises", "takes_ownership"),
    "close": ("closes_warmly",),
}
"""What the agent would be heard doing."""

LEAST_WORDS: Final = 5
"""Of words that are shown as evidence of a feeling named, or of an explanation."""

_HURT: Final = ("states_problem", "venting", "repeat_contact", "hardship")
_WITH_PROBLEM: Final[tuple[Step, ...]] = ("listen", "restate", "apologise", "ask", "resolve")


class Said(msgspec.Struct, frozen=True):
    """Words, their turn, and the second they began. ``answer``: what the other said to it."""

    turn: int
    at: Seconds
    quote: str
    answer: str = ""


class Nearest(msgspec.Struct, frozen=True):
    """Words that come nearest to a step, how near, and the turn of the first such words."""

    likely: float
    said: Said
    first: int

    def or_nearer(self, likely: float, said: Said) -> "Nearest":
        """These words, or those if they come nearer."""
        return Nearest(likely, said, self.first) if likely > self.likely else self


class Proofs(msgspec.Struct, frozen=True):
    """What was said that a step may rest on.

    ``rests``: on which words each step last changed. ``clear``: words that are that step and nothing against it.
    ``tried``: words that may be it. ``told``: how the customer told the first problem. ``hurt``:
    something went wrong for them. ``restated``, ``offered``, ``provoked``: how the agent last said it back, offered or
    promised something, argued or brushed off.
    """

    rests: dict[Step, Said] = {}
    clear: dict[Step, Nearest] = {}
    tried: dict[Step, Nearest] = {}
    told: Said | None = None
    hurt: bool = False
    restated: Said | None = None
    offered: Said | None = None
    provoked: Said | None = None


_replace = msgspec.structs.replace


def step(
    playbook: Playbook, proofs: Proofs, heard: Heard, found: Sequence[Finding], *, began: Seconds, told: bool
) -> Proofs:
    """Take one judged utterance and what it changed (``found``); ``told``: it brought a problem to note."""
    said = Said(heard.turn, began, heard.quote)

    def has(*signals: str) -> bool:
        return any(heard.signals.get(signal, 0.0) >= playbook.heard_at for signal in signals)

    rests = proofs.rests
    for change in found:
        if isinstance(change, StepChanged):
            rests = {**rests, change.step: _resting(proofs, change, said)}
    proofs = _replace(proofs, rests=rests)
    if heard.party == "customer":
        telling = proofs.told is None and (told or has("states_problem"))
        return _replace(proofs, told=said if telling else proofs.told, hurt=proofs.hurt or has(*_HURT))
    enough = len(heard.quote.split()) >= LEAST_WORDS
    clearly = [name for name in AGAINST if enough and is_evidence(name, heard, playbook.heard_at)]
    return _replace(
        proofs,
        clear=_nearest(proofs.clear, clearly, heard, said, playbook.heard_at),
        tried=_nearest(proofs.tried, _SIGNAL, heard, said, NEAR),
        restated=said if has("restates") else proofs.restated,
        offered=said if has("offers_option", "promises") else proofs.offered,
        provoked=said if has("argues", "dismissive") else proofs.provoked,
    )


def _resting(proofs: Proofs, change: StepChanged, said: Said) -> Said:
    """The words that show the change: those of the agent where the customer's only answer them."""
    asked = {"restate": proofs.restated, "resolve": proofs.offered}.get(change.step)
    if change.state == "done" and asked is not None:
        return _replace(asked, answer=said.quote)
    if change.step == "empathise" and change.state == "reopened" and proofs.provoked is not None:
        return _replace(proofs.provoked, answer=said.quote)
    return said


def _nearest(
    known: dict[Step, Nearest], names: Iterable[Step], heard: Heard, said: Said, least: float
) -> dict[Step, Nearest]:
    for name in names:
        likely = max(heard.signals.get(signal, 0.0) for signal in _SIGNAL[name])
        if likely >= least:
            here = Nearest(likely, said, said.turn)
            known = {**known, name: known[name].or_nearer(likely, said) if name in known else here}
    return known


# --- the card ------------------------------------------------------------------------------------------------------


def card(
    playbook: Playbook, steps: Steps, proofs: Proofs, story: Story, incidents: Incidents, peak: float, *, over: bool
) -> tuple[Evidence, ...]:
    """Every step. ``peak``: heat at its highest; ``over``: the call has ended."""
    enough = story.judged > 0 and story.judged >= LEAST_JUDGED * (story.judged + story.foreign)

    def one(name: Step) -> Evidence:
        change = steps.changes.get(name)
        if change is not None and change.state == "reopened":
            return _evidence(name, "open", proofs.rests.get(name))
        if change is not None:
            return _done(steps, proofs, name)
        if not enough:
            return _evidence(name, "not_enough_evidence")
        if name in proofs.tried:
            return _evidence(name, "not_enough_evidence", proofs.tried[name].said)
        passed = _passed_with(steps, proofs, story, name)
        due = _called_for(playbook, steps, proofs, name, peak)
        if due and passed is not None:
            return _evidence(name, "skipped", passed)
        plainly = due and over and not incidents.parted and name != "explain"
        return _evidence(name, "skipped" if plainly else "not_enough_evidence")

    return tuple(one(name) for name in STEPS)


def _done(steps: Steps, proofs: Proofs, name: Step) -> Evidence:
    rest, turn = proofs.rests.get(name), steps.first[name]
    if name == "listen":
        rest = proofs.told or rest
    elif name in AGAINST:
        if name not in proofs.clear:
            return _evidence(name, "not_enough_evidence", rest)
        rest, turn = proofs.clear[name].said, max(turn, proofs.clear[name].first)
    passed = min((steps.first[after] for after in AFTER[name] if after in steps.first), default=turn)
    return _evidence(name, "late" if passed < turn else "done", rest)


def _passed_with(steps: Steps, proofs: Proofs, story: Story, name: Step) -> Said | None:
    """What the call went on with past a step: the first done, or offered, of what comes after it."""
    later = [step for step in AFTER[name] if step in steps.first and step in proofs.rests]
    gone_on = [proofs.rests[min(later, key=lambda step: steps.first[step])]] if later else []
    if "resolve" in AFTER[name] and story.offers:
        first = story.offers[0]
        gone_on.append(Said(first.turn, first.at, first.quote))
    return min(gone_on, key=lambda said: said.turn, default=None)


def _called_for(playbook: Playbook, steps: Steps, proofs: Proofs, name: Step, peak: float) -> bool:
    """Whether the call gave occasion for a step: with nothing to be sorry for, nobody misses an apology."""
    if name in _WITH_PROBLEM:
        return proofs.told is not None and (name != "apologise" or proofs.hurt)
    if name == "empathise":
        return peak >= playbook.heat.levels["frustrated"]
    if name == "commit":
        return "resolve" in steps.first
    if name == "close":
        return "resolve" in steps.first or "commit" in steps.first
    return True


def _evidence(
    name: Step, state: Literal["done", "late", "skipped", "open", "not_enough_evidence"], said: Said | None = None
) -> Evidence:
    if said is None:
        return Evidence(step=name, state=state)
    return Evidence(step=name, state=state, turn=said.turn, at=said.at, quote=said.quote, answer=said.answer)
