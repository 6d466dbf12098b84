"""
What the next person must know, gathered as the call goes.

What was asked for, what was offered and how that was taken, what the customer was asked and has answered, what was said
beyond the agent's limits, and in which other languages somebody spoke. Every piece is a quote with its turn and the
second it began; nothing here is guessed, and each list is bounded however long the call runs.
"""

import re
from typing import Final, Literal

import msgspec

from steadyline.core import concerns, memory, phrases
from steadyline.core.events import Heard, Seconds
from steadyline.core.limits import Beyond
from steadyline.core.playbook import Playbook
from steadyline.core.steps import SURE_NO, ways

OFFERS_KEPT: Final = 6
ANSWERS_KEPT: Final = 6
BREACHES_KEPT: Final = 4
TELLING_WORDS: Final = 5
REPLY_WITHIN: Final = 5
"""Turns after an offer within which a yes or no can be to that offer; later on, people answer other things."""

Outcome = Literal["", "accepted", "rejected"]

_QUESTION = re.compile(
    r"\?|\b(?:what|what's|which|when|where|who|whose|how)\b|"
    r"\b(?:can|could|may|do|did|have|has|are|is|was|were|would) (?:i|you|he|she|it|they|there|that|your|the)\b"
)
_OF_NOW = re.compile(r"\b(?:right now|right this minute|this minute|just now|at the moment|at this moment)\b")
_KNOWS_NOT = re.compile(
    r"^(?:\W*\w+\W+){0,3}?(?:don't know|do not know|no idea|not sure|haven't got|have not got|can't see|can't find|"
    r"can't remember|how should i know|how would i know|look it up|you tell me)\b"
)
_NOT_YET = re.compile(r"\b(?:hang on|hold on|look it up|one moment|just a second)\b")
_NO_ANSWER = ("confused", "rejects", "asks_supervisor", "personal_attack", "threat_harm", "corrects")
_TELLING_REPLY: Final = 3
_SHORT_QUESTION: Final = 5
_AFTER_QUESTION: Final = 8
_SAME_QUESTION: Final = 0.5


class Offer(msgspec.Struct, frozen=True, kw_only=True):
    """A way forward that the agent offered, in their words, and what the customer said to it (``reply``), and how
    they took it (empty: not answered, or not plainly).
    """

    turn: int
    at: Seconds
    quote: str
    answer: Outcome = ""
    reply: str = ""


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """A detail that the agent asked for, and what the customer said next: not to be asked again."""

    turn: int
    at: Seconds
    asked: str
    quote: str


class Breach(msgspec.Struct, frozen=True, kw_only=True):
    """More was said than the agent may give: of what kind, and how much they may ("50 dollars"; empty: none of it)."""

    turn: int
    at: Seconds
    quote: str
    kind: str
    limit: str = ""


class Story(msgspec.Struct, frozen=True, kw_only=True):
    """The pieces so far. ``asking``: the agent's question that waits for its answer. ``hottest``: the most heated thing
    that the customer said, in more than a few words, and how heated it was judged. ``judged``: how many things said
    were judged; ``foreign``: how many were not, being in one of ``languages`` (ISO 639-1).
    """

    outcome: str = ""
    hottest: str = ""
    hottest_heat: float = 0.0
    offers: tuple[Offer, ...] = ()
    answers: tuple[Answer, ...] = ()
    asking: str = ""
    breaches: tuple[Breach, ...] = ()
    judged: int = 0
    foreign: int = 0
    languages: tuple[str, ...] = ()


_replace = msgspec.structs.replace


def step(playbook: Playbook, story: Story, heard: Heard, *, began: Seconds, over: Beyond | None = None) -> Story:
    """Take one judged utterance; ``over``: what the agent gives in it that is not theirs to give."""
    if heard.language:
        languages = tuple(dict.fromkeys((*story.languages, heard.language)))
        return _replace(story, foreign=story.foreign + 1, languages=languages, asking="")
    story = _replace(story, judged=story.judged + 1)

    def has(*signals: str) -> bool:
        return any(heard.signals.get(signal, 0.0) >= playbook.heard_at for signal in signals)

    if heard.party == "agent":
        return _agent(playbook, story, heard, began, over, offers=has("offers_option"), asks=has("asks_detail"))
    heat = heard.heat or 0.0
    if heat > story.hottest_heat and len(heard.quote.split()) >= TELLING_WORDS:
        story = _replace(story, hottest=heard.quote, hottest_heat=heat)
    if has("states_outcome"):
        story = _replace(story, outcome=heard.quote)
    story = _replace(story, offers=_replied(story.offers, heard, answers=has("rejects", "accepts")))
    if not story.asking:
        return story
    answered = not has(*_NO_ANSWER) and _answers(playbook, heard.quote, heated=has("venting"))
    return _replace(story, asking="", answers=_told(story, heard, began) if answered else story.answers)


def _agent(
    playbook: Playbook, story: Story, heard: Heard, began: Seconds, over: Beyond | None, *, offers: bool, asks: bool
) -> Story:
    if offers:
        offer = Offer(turn=heard.turn, at=began, quote=heard.quote)
        story = _replace(story, offers=(*story.offers, offer)[-OFFERS_KEPT:])
    if over is not None:
        breach = Breach(turn=heard.turn, at=began, quote=heard.quote, kind=over.kind, limit=over.limit)
        story = _replace(story, breaches=(*story.breaches, breach)[-BREACHES_KEPT:])
    if not asks:
        return story
    return _replace(story, asking=heard.quote if _asks(playbook, heard.quote) else "")


def _replied(offers: tuple[Offer, ...], heard: Heard, *, answers: bool) -> tuple[Offer, ...]:
    """The customer's yes or no belongs to the latest offer; earlier ones keep the answer they got, and a yes stands.

    What they say first is their reply ("the heaters"), though it is only later that they agree ("okay, nine").
    """
    if not offers or offers[-1].answer == "accepted" or heard.turn - offers[-1].turn > REPLY_WITHIN:
        return offers
    first = offers[-1].reply
    telling = len(first.split()) >= _TELLING_REPLY and not first.endswith("?") and not offers[-1].answer
    reply = first if telling else heard.quote
    if not answers:
        return offers if first else (*offers[:-1], _replace(offers[-1], reply=reply))
    no, yes = heard.signals.get("rejects", 0.0), heard.signals.get("accepts", 0.0)
    if no > yes and offers[-1].answer:
        return offers
    plain = ways(offers[-1].quote) < 2 or no >= SURE_NO
    answer: Outcome = "accepted" if yes >= no else "rejected" if plain else ""
    return (*offers[:-1], _replace(offers[-1], answer=answer, reply=reply))


# --- asked and answered --------------------------------------------------------------------------------------------


def _asks(playbook: Playbook, text: str) -> bool:
    """Whether it is a question whose answer stays true: no identity check, and nothing that holds just now."""
    line = text.lower().replace("\u2019", "'")
    goes_on = "?" in line and len(line.rsplit("?", 1)[1].split()) > _AFTER_QUESTION
    asks = (_QUESTION.search(line) is not None and not goes_on) or len(line.split()) <= _SHORT_QUESTION
    return asks and not _OF_NOW.search(line) and phrases.found(playbook.memory.identity, text) is None


def _answers(playbook: Playbook, text: str, *, heated: bool) -> bool:
    """Whether it tells something: no protest, no "I don't know", and in anger only what holds a number."""
    line = text.lower().replace("\u2019", "'")
    words = re.findall(r"\w+", line)
    number = sum(word in phrases.NUMBER_WORDS for word in words) > 1 or any(word[0].isdigit() for word in words)
    if _KNOWS_NOT.search(line):
        return False
    if not number and (heated or _NOT_YET.search(line) or line.rstrip().endswith("?")):
        return False
    return number or not memory.protests(playbook.memory, text)


def _told(story: Story, heard: Heard, began: Seconds) -> tuple[Answer, ...]:
    """With this answer; one to the same question, asked before, gives way to it."""
    words = set(concerns.content(story.asking))
    others = [known for known in story.answers if not _alike(words, set(concerns.content(known.asked)))]
    answer = Answer(turn=heard.turn, at=began, asked=story.asking, quote=heard.quote)
    return (*others, answer)[-ANSWERS_KEPT:]


def _alike(some: set[str], others: set[str]) -> bool:
    return bool(some and others) and len(some & others) / min(len(some), len(others)) > _SAME_QUESTION
