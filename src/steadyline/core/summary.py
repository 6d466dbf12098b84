"""
What is left when the call is over: a brief for the next person, the steps with their evidence, a draft to send.

Every line rests on something said. Where nothing was heard it says so, and guesses nothing. The wording is the
playbook's; a line that a playbook leaves out is not said. The brief can be had at any moment of the call, for a warm
transfer. The drafts are for a person to read, mend and send.
"""

from collections.abc import Mapping, Sequence
from typing import Literal, TypeVar

import msgspec

from steadyline.core import restate, spoken, wording
from steadyline.core import steps as progress
from steadyline.core.concerns import Concerns
from steadyline.core.events import CallSummedUp, Evidence, Header, PromiseHeard, Seconds
from steadyline.core.heat import Heat
from steadyline.core.names import STEPS, Level, Step
from steadyline.core.playbook import Playbook
from steadyline.core.promises import Promises
from steadyline.core.steps import Change, Steps
from steadyline.core.story import Story

MOST_LINES = 4
"""Of each kind in the brief, which is one screen: the first told and the latest."""

MOST_WORDS = 18
"""Of a quote in the brief."""


T = TypeVar("T")


class SoFar(msgspec.Struct, frozen=True, kw_only=True):
    """A call as it stands, for those who write of it."""

    playbook: Playbook
    header: Header
    heat: Heat
    concerns: Concerns
    promises: Promises
    steps: Steps
    story: Story


class Recovery(msgspec.Struct, frozen=True, kw_only=True):
    """How far heat fell from its peak: credit goes to this, not to a call that was never hot."""

    peak: float
    peak_at: Seconds
    peak_level: Level
    end: float
    end_level: Level
    fall: float


def sum_up(call: SoFar, *, at: Seconds) -> CallSummedUp:
    """The call in one page."""
    return CallSummedUp(
        at=at,
        brief=brief(call, over=True),
        scorecard=scorecard(call.steps),
        promises=call.promises.heard,
        follow_up=follow_up(call.playbook, call.header, call.concerns, call.promises.heard),
    )


def recovery(playbook: Playbook, heat: Heat) -> Recovery:
    """How heat fell."""
    return Recovery(
        peak=heat.peak,
        peak_at=heat.peak_at,
        peak_level=playbook.level(heat.peak),
        end=heat.now,
        end_level=playbook.level(heat.now),
        fall=round(heat.peak - heat.now, 4),
    )


# --- the brief -----------------------------------------------------------------------------------------------------


def brief(call: SoFar, *, over: bool = False) -> str:
    """What the next person needs, on one screen. ``over``: the call has ended."""
    playbook, header, story = call.playbook, call.header, call.story
    words, dates = playbook.words.brief, playbook.words.follow_up
    page = _Page(words)
    page.line("problem", problem="; ".join(_few(call.concerns.texts)) or words["no_problem"])
    if story.outcome:
        page.line("outcome", outcome=_short(story.outcome))
    peak, now = playbook.level(call.heat.peak), playbook.level(call.heat.now)
    page.line("feeling" if over or "feeling_now" not in words else "feeling_now", peak=peak, now=now)
    if story.hottest and peak not in ("calm", "displeased"):
        page.line("hottest", hottest=_short(story.hottest))
    done = [playbook.steps[name].title for name in STEPS if call.steps.done(name)]
    page.line("done", steps=", ".join(done) or words["nothing"])
    for offer in _few(story.offers):
        page.line(f"tried_{offer.answer or 'open'}", offer=_short(offer.quote))
    for promise in _few(call.promises.heard):
        page.line("promise", act=_act(dates, promise), who=promise.who)
    asked = [f"“{_short(answer.asked)}” “{_short(answer.quote)}”" for answer in _few(story.answers)]
    if asked:
        page.line("asked", asked="; ".join(asked))
    attacks = [what for what in story.abuse if what.what not in ("sets_boundary", "apologises")]
    if attacks:
        times, warned = str(story.attacks), str(story.boundaries)
        page.line("abuse", times=times, warned=warned, quote=_short(attacks[-1].quote))
    if header.customer.history:
        page.line("history", history="; ".join(header.customer.history))
    return "\n".join(page.lines)


class _Page:
    """Lines, written with a playbook's words."""

    def __init__(self, words: Mapping[str, str]) -> None:
        self._words = words
        self.lines: list[str] = []

    def line(self, name: str, **slots: str) -> None:
        if (pattern := self._words.get(name)) is not None:
            self.lines.append(pattern.format(**slots))


def _few(things: Sequence[T]) -> Sequence[T]:
    """All of them, or the first and the latest."""
    return things if len(things) <= MOST_LINES else [things[0], *things[1 - MOST_LINES :]]


def _short(quote: str) -> str:
    words = quote.strip().strip("\"“”'").split()
    return " ".join(words) if len(words) <= MOST_WORDS else " ".join(words[:MOST_WORDS]).rstrip(",;:.") + " …"


def _act(dates: Mapping[str, str], promise: PromiseHeard) -> str:
    by = spoken.when(dates, promise)
    return f"{promise.act}, {by}" if by else promise.act


# --- the scorecard -------------------------------------------------------------------------------------------------


def scorecard(steps: Steps) -> tuple[Evidence, ...]:
    """Every step, with what its state rests on: a step skipped, on what was done in its place."""
    skipped, late = progress.skipped(steps), progress.late(steps)
    return tuple(_evidence(steps, name, skipped=name in skipped, late=name in late) for name in STEPS)


def _evidence(steps: Steps, name: Step, *, skipped: bool, late: bool) -> Evidence:
    change = steps.changes.get(name)
    if change is None:
        instead = _instead(steps, name) if skipped else None
        if instead is None:
            return Evidence(step=name, state="not_enough_evidence")
        return Evidence(step=name, state="skipped", turn=instead.turn, at=instead.at, quote=instead.quote)
    state: Literal["done", "late", "open"] = "late" if late else "done"
    if change.state == "reopened":
        state = "open"
    return Evidence(step=name, state=state, turn=change.turn, at=change.at, quote=change.quote)


def _instead(steps: Steps, name: Step) -> Change | None:
    """What took the call past a step: the first done of those that come after it."""
    passed = [step for step in progress.AFTER[name] if step in steps.first and step in steps.changes]
    return steps.changes[min(passed, key=lambda step: steps.first[step])] if passed else None


# --- the follow-up message -----------------------------------------------------------------------------------------


def follow_up(playbook: Playbook, header: Header, concerns: Concerns, promised: Sequence[PromiseHeard]) -> str:
    """A message to the customer that thanks, says the problem back, and lists what ``promised`` says of ours."""
    words = playbook.words.follow_up
    name = wording.called(header.customer.name)
    lines = [words["greeting"].format(name=name).replace(" ,", ","), "", words["thanks"]]
    if concerns.notes:
        told = restate.join([restate.to_you(text) for text in concerns.texts])
        lines.append(words["told"].format(concerns=told))
    ours = [promise for promise in promised if promise.who != "customer"]
    if ours:
        lines += ["", words["promised"]]
        lines += [commitment(words, promise) for promise in ours]
    lines += ["", words["closing"], header.agent.name or header.company]
    return "\n".join(lines).strip()


def commitment(words: Mapping[str, str], promise: PromiseHeard) -> str:
    """One promise of ours as a sentence of the message."""
    form = spoken.form(promise)
    pattern = words.get(f"promise_{form}", words["promise"]) if form != "whole" else words["promise"]
    by = spoken.when(words, promise)
    said = spoken.act(promise)
    if by:
        said = f"{said}, {by}" if promise.due_text else f"{said}: {by}"
    return pattern.format(act=said if said.endswith((".", "!", "?")) else f"{said}.")
