"""
What the next person must know, gathered as the call goes.

What was asked for, what was offered and how that was taken, what the customer was asked already and answered, and the
evidence of abuse kept together. Every piece is a quote with its turn and second; nothing here is guessed, and each list
is bounded however long the call runs.
"""

from typing import Literal

import msgspec

from steadyline.core.events import Heard, Seconds
from steadyline.core.ladder import Rungs
from steadyline.core.playbook import Playbook

OFFERS_KEPT = 6
ANSWERS_KEPT = 6
INCIDENTS_KEPT = 20
TELLING_WORDS = 5

Outcome = Literal["", "accepted", "rejected"]
Incident = Literal["personal_attack", "threat_harm", "profanity", "sets_boundary", "apologises"]


class Offer(msgspec.Struct, frozen=True, kw_only=True):
    """A way forward that the agent offered, in their words, and how the customer took it (empty: not answered)."""

    turn: int
    at: Seconds
    quote: str
    answer: Outcome = ""


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """A detail that the agent asked for, and what the customer said next: not to be asked again."""

    turn: int
    at: Seconds
    asked: str
    quote: str


class Happened(msgspec.Struct, frozen=True, kw_only=True):
    """One act of the abuse ladder: an attack, a threat, swearing; a boundary set; the customer's apology."""

    what: Incident
    turn: int
    at: Seconds
    quote: str


class Story(msgspec.Struct, frozen=True, kw_only=True):
    """The pieces so far. ``asking``: the agent's question that waits for its answer. ``hottest``: the most heated thing
    that the customer said, in more than a few words, and how heated it was judged. ``attacks`` and ``boundaries``: how
    many ever, while ``abuse`` keeps the first and the latest.
    """

    outcome: str = ""
    hottest: str = ""
    hottest_heat: float = 0.0
    offers: tuple[Offer, ...] = ()
    answers: tuple[Answer, ...] = ()
    asking: str = ""
    abuse: tuple[Happened, ...] = ()
    attacks: int = 0
    boundaries: int = 0


def step(playbook: Playbook, story: Story, heard: Heard, before: Rungs, after: Rungs) -> Story:
    """Take one judged utterance, with the ladder before and after it."""

    def has(signal: str) -> bool:
        return heard.signals.get(signal, 0.0) >= playbook.heard_at

    story = _ladder(playbook, story, heard, before, after)
    replace = msgspec.structs.replace
    if heard.party == "agent":
        if has("offers_option"):
            offer = Offer(turn=heard.turn, at=heard.at, quote=heard.quote)
            story = replace(story, offers=(*story.offers, offer)[-OFFERS_KEPT:])
        return replace(story, asking=heard.quote) if has("asks_detail") else story
    heat = heard.heat or 0.0
    if heat > story.hottest_heat and len(heard.quote.split()) >= TELLING_WORDS:
        story = replace(story, hottest=heard.quote, hottest_heat=heat)
    if has("states_outcome"):
        story = replace(story, outcome=heard.quote)
    if has("rejects") or has("accepts"):
        story = replace(story, offers=_answered(story.offers, "rejected" if has("rejects") else "accepted"))
    if story.asking:
        answer = Answer(turn=heard.turn, at=heard.at, asked=story.asking, quote=heard.quote)
        kept = story.answers if has("confused") else (*story.answers, answer)[-ANSWERS_KEPT:]
        story = replace(story, answers=kept, asking="")
    return story


def _answered(offers: tuple[Offer, ...], answer: Outcome) -> tuple[Offer, ...]:
    """The customer's yes or no belongs to the latest offer; an earlier one keeps the answer it got."""
    if not offers or (offers[-1].answer and answer == "rejected"):
        return offers
    return (*offers[:-1], msgspec.structs.replace(offers[-1], answer=answer))


def _ladder(playbook: Playbook, story: Story, heard: Heard, before: Rungs, after: Rungs) -> Story:
    """What the ladder took for an act or for taking it back, and every boundary that the agent set in words."""
    what: Incident | None = None
    if (act := after.acted(heard.turn)) is not None:
        what = act.kind
    elif heard.party == "customer" and len(after.warnings) < len(before.warnings):
        what = "apologises"
    elif heard.party == "agent" and heard.signals.get("sets_boundary", 0.0) >= playbook.heard_at:
        what = "sets_boundary"
    if what is None:
        return story
    return _keep(story, Happened(what=what, turn=heard.turn, at=heard.at, quote=heard.quote))


def _keep(story: Story, happened: Happened) -> Story:
    """The first of them and the latest: what began it is not lost, and all are counted."""
    abuse = (*story.abuse, happened)
    if len(abuse) > INCIDENTS_KEPT:
        abuse = (*abuse[: INCIDENTS_KEPT // 2], *abuse[-INCIDENTS_KEPT // 2 :])
    return msgspec.structs.replace(
        story,
        abuse=abuse,
        attacks=story.attacks + (happened.what not in ("sets_boundary", "apologises")),
        boundaries=story.boundaries + (happened.what == "sets_boundary"),
    )
