"""
Promises taken back: "actually I can't do Friday after all", "scrap that".

By exact wording, since few say it and all of them much alike. What is meant is for the call's rules to find
(`core.promises`): words that fit no promise made before take nothing back.
"""

# ruff: noqa: E501  patterns are not folded

import re
from collections.abc import Iterator, Sequence
from typing import Final, Literal, NamedTuple

from steadyline.core.events import Party, PromiseDraft
from steadyline.understanding import clauses

_SCRAP: Final = re.compile(
    r"\b(?:(?:scrap|scratch|strike|ignore|forget|disregard) (?:that|what (?:i|we)(?:'ve|'d| have| had)? (?:just )?(?:said|promised|told you))|(?:i|we) take (?:that|it) back|"
    r"(?:i|we) should(?:n't| not|nt) have (?:promised|said) that)(?=\s*[.,!?;]|\W*$|\W+(?:i|we|sorry|actually|it's|it'll|let|about|then|please|the|no)\b)",
    re.IGNORECASE,
)
_CANNOT: Final = re.compile(
    r"\b(?P<who>i|we|he|she|they|it|(?:the|our|your|my) \w+)(?:'m| am|'re| are|'s| is)? ?(?:really |just )?"
    r"(?:can't|cannot|can not|cant|won't|wont|will not|not going to be able to|not able to|unable to)(?: now)?(?: be able to)? (?P<act>[^.!?;,]*)",
    re.IGNORECASE,
)
_AFTER_ALL: Final = re.compile(
    r"\b(?:after all|actually|i know i (?:said|promised)|(?:i|we)(?:'d)? (?:said|promised)|i have to take)\b",
    re.IGNORECASE,
)
_SMALL: Final = re.compile(
    r"\b(?:after all|actually|now|sorry|i'm afraid|do|make|manage|it|that|this|either)\b", re.IGNORECASE
)
_LONG: Final = re.compile(r"\w{4,}")
_PRONOUN: Final = re.compile(r"(?:i|we|he|she|they|it)$", re.IGNORECASE)


class Unsaid(NamedTuple):
    """Where words take a promise back, and what they say of it; ``act`` is empty where they only point to it."""

    start: int
    act: str


def find(text: str) -> list[Unsaid]:
    """Where promises are taken back in ``text`` (clean), in order."""
    return sorted({found.start: found for found in (*_named(text), *_pointed(text))}.values())


def drafts(party: Party, found: Sequence[Unsaid]) -> tuple[PromiseDraft, ...]:
    """As the journal keeps them."""
    who: Literal["agent", "customer"] = "customer" if party == "customer" else "agent"
    return tuple(PromiseDraft(who=who, act=unsaid.act) for unsaid in found)


def fits(unsaid: Unsaid, draft: PromiseDraft) -> bool:
    """Whether a word of more than three letters is of both."""
    said = set(_LONG.findall(f"{draft.act} {draft.due_text}".lower()))
    return any(word in said for word in _LONG.findall(unsaid.act.lower()))


def _pointed(text: str) -> Iterator[Unsaid]:
    for found in _SCRAP.finditer(text):
        about = re.match(r"\W*about (?P<what>[^.!?;,]*)", text[found.end() :], re.IGNORECASE)
        yield Unsaid(found.start(), _cut(about["what"]) if about else "")


def _named(text: str) -> Iterator[Unsaid]:
    for found in _CANNOT.finditer(text):
        sentence = text[clauses.start(text, found.start()) : clauses.end(text, found.end())]
        act = _cut(found["act"] if _PRONOUN.match(found["who"]) else f"{found['who']} {found['act']}")
        if act and _AFTER_ALL.search(sentence):
            yield Unsaid(found.start(), act)


def _cut(said: str) -> str:
    return " ".join(_SMALL.sub(" ", said).split()).strip(clauses.EDGES)
