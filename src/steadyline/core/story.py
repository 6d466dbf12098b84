"""
What the next person must know, gathered as the call goes.

What was asked for, what was offered and how that was taken, what the customer was asked already and answered, and the
evidence of abuse kept together. Every piece is a quote with its turn and second; nothing here is guessed, and each list
is bounded however long the call runs.
"""

from typing import Literal

import msgspec

from steadyline.core.events import Heard, Seconds
from steadyline.core.playbook import Playbook

OFFERS_KEPT = 6
ANSWERS_KEPT = 6
INCIDENTS_KEPT = 20
TELLING_WORDS = 5

Outcome = Literal["", "accepted", "rejected"]
Incident = Literal["personal_attack", "threat_harm", "sets_boundary", "apologises"]


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
    """One act of the abuse ladder: an attack or a threat, a boundary set, or the customer's apology."""

    what: Incident
    turn: int
    at: Seconds
    quote: str


class Story(msgspec.Struct, frozen=True, kw_only=True):
    """The pieces so far. ``asking``: the agent's question that waits for its answer. ``hottest``: the most heated thing
    that the customer said, in more than a few words, and how heated it was judged.
    """

    outcome: str = ""
    hottest: str = ""
    hottest_heat: float = 0.0
    offers: tuple[Offer, ...] = ()
    answers: tuple[Answer, ...] = ()
    asking: str = ""
    abuse: tuple[Happened, ...] = ()


def step(playbook: Playbook, story: Story, heard: Heard) -> Story:
    """Take one judged utterance."""

    def has(signal: str) -> bool:
        return heard.signals.get(signal, 0.0) >= playbook.heard_at

    story = _ladder(playbook, story, heard)
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


def _ladder(playbook: Playbook, story: Story, heard: Heard) -> Story:
    """Abuse must be as sure here as for the ladder itself; an apology counts only where there was something before."""
    kinds: tuple[tuple[Incident, float], ...]
    if heard.party == "customer":
        sure = playbook.ladder.sure_at
        kinds = (("threat_harm", sure), ("personal_attack", sure))
    else:
        kinds = (("sets_boundary", playbook.heard_at),)
    for what, at_least in kinds:
        if heard.signals.get(what, 0.0) >= at_least:
            return _keep(story, Happened(what=what, turn=heard.turn, at=heard.at, quote=heard.quote))
    if heard.party == "customer" and story.abuse and heard.signals.get("apologises", 0.0) >= playbook.heard_at:
        return _keep(story, Happened(what="apologises", turn=heard.turn, at=heard.at, quote=heard.quote))
    return story


def _keep(story: Story, happened: Happened) -> Story:
    """The first of them and the latest: what began it is not lost."""
    abuse = (*story.abuse, happened)
    if len(abuse) > INCIDENTS_KEPT:
        abuse = (*abuse[: INCIDENTS_KEPT // 2], *abuse[-INCIDENTS_KEPT // 2 :])
    return msgspec.structs.replace(story, abuse=abuse)
