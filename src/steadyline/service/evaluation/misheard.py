"""
Text as a speech recogniser might have given it.

Lower case, no punctuation, and some words lost, doubled or heard as others, by the dice it is given and nothing else.
One implementation for training and for evaluation.
"""

import random
import re
from collections.abc import Iterator
from typing import Final, NamedTuple

_WORD: Final = re.compile(r"[\w'*]+")
_MISHEARD: Final = {
    "their": "there", "there": "their", "to": "too", "two": "to", "for": "four", "four": "for", "your": "you're",
    "you're": "your", "bill": "bell", "refund": "re fund", "manager": "manger", "account": "a count", "won": "one",
    "i'll": "all", "we'll": "will", "it's": "its", "than": "then", "hear": "here", "our": "are", "are": "our",
    "been": "bin", "by": "buy", "meter": "meeter", "router": "rooter", "right": "write", "of": "off", "a": "the",
    "and": "an", "an": "and", "was": "were", "would": "wood", "know": "no", "can't": "can", "policy": "police he",
    "in": "and", "that": "the", "charged": "charge", "called": "call", "waited": "wait it", "email": "e mail",
}  # fmt: skip


class Heard(NamedTuple):
    """A word as heard, and where what was said stands in the text."""

    word: str
    start: int
    end: int


def words(text: str, dice: random.Random, misheard: float = 0.04) -> Iterator[Heard]:
    """The words heard, in order: about ``misheard`` of them lost, doubled or taken for others."""
    for said in _WORD.finditer(text.lower().replace("\u2019", "'")):
        word, (start, end), roll = said[0], said.span(), dice.random()
        if roll < misheard:
            continue
        yield Heard(_MISHEARD.get(word, word) if roll < 4 * misheard else word, start, end)
        if roll > 1 - misheard / 3:
            yield Heard(word, start, end)


def as_recognised(text: str, dice: random.Random, misheard: float = 0.04) -> str:
    """Lower case, no punctuation, and about ``misheard`` of the words lost, doubled or heard as others."""
    return " ".join(heard.word for heard in words(text, dice, misheard)) or text.lower()
