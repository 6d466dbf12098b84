"""
What is searched by: the words of a text, without case or accents.

A search finds what has, for each of its words, a word that begins with it. The same words are kept and asked for, on
every database, so that none of them has an opinion of its own on what a word is.
"""

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


def words(*texts: str) -> tuple[str, ...]:
    """The different words of these texts, in their order."""
    plain = unicodedata.normalize("NFKD", " ".join(texts).casefold().translate(_STRUCK))
    letters = "".join(" " if _parts(letter) else letter for letter in plain if not unicodedata.combining(letter))
    return tuple(dict.fromkeys(word[:LONGEST] for word in letters.split()))


def words_of(promise: Promise) -> tuple[str, ...]:
    """What a promise is found by: what will be done, for whom, and what was said."""
    quote = promise.origin.quote if promise.origin else ""
    return words(promise.act, promise.customer_name, promise.customer, quote)[:MOST_KEPT]


def found(asked: str, among: Iterable[str]) -> bool:
    """Whether each word asked for begins one of these words. Nothing asked for finds everything."""
    known = tuple(among)
    return all(any(word.startswith(begin) for word in known) for begin in words(asked)[:MOST_ASKED])


def _parts(letter: str) -> bool:
    return not letter.isalnum()
