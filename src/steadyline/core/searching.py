"""
What is searched by: the words of a text, without case or accents.

A search finds what has, for each of its words, a word that begins with it; one that holds no word finds nothing. The
same words are kept and asked for, on every database, so that none of them has an opinion of its own on what a word is.
"""

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

from steadyline.core.ledger import Promise

LONGEST: Final = 40
"""Letters of a word that count."""

MOST_KEPT: Final = 200
"""Words of a promise that count."""

MOST_ASKED: Final = 8
"""Words of a search that count."""


_STRUCK: Final = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ħ": "h", "ŧ": "t", "ı": "i", "æ": "ae", "œ": "oe"})
"""Letters that a keyboard may lack and that no accent can be taken from."""


_WORD: Final = re.compile(r"[^\W_]+")


def words(*texts: str) -> tuple[str, ...]:
    """The different words of these texts, in their order."""
    plain = " ".join(texts).casefold()
    if not plain.isascii():
        apart = unicodedata.normalize("NFKD", plain.translate(_STRUCK))
        plain = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return tuple(dict.fromkeys(word[:LONGEST] for word in _WORD.findall(plain)))


def words_of(promise: Promise) -> tuple[str, ...]:
    """What a promise is found by: what will be done, for whom, and what was said."""
    quote = promise.origin.quote if promise.origin else ""
    return words(promise.act, promise.customer_name, promise.customer, quote)[:MOST_KEPT]


def asks(asked: str) -> bool:
    """Whether anything is asked for, be it no word: such a search is none for everything."""
    return bool(asked.strip())


def found(asked: str, among: Iterable[str]) -> bool:
    """Whether each word asked for begins one of these words. Nothing asked for finds everything."""
    known = tuple(among)
    if asks(asked) and not words(asked):
        return False
    return all(any(word.startswith(begin) for word in known) for begin in words(asked)[:MOST_ASKED])
