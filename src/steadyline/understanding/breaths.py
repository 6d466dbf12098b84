"""
A long turn, breath by breath.

In a story of a hundred words the one clause that counts drowns: of threats in such turns two of three were not heard,
cut out of them nearly all. So what is longer than people say in one go is read in pieces of a few dozen words, as a
recogniser would have cut it: between sentences where there are any, else before a word that joins.
"""

import re
from collections.abc import Iterator
from typing import Final

LONG: Final = 60
"""Turns of more words than this are cut..."""
MOST: Final = 24
"""... into pieces of at most so many."""
LEAST: Final = 10
"""No piece is cut shorter than this, if the words allow it."""

_WORD: Final = re.compile(r"\S+")
_ENDS: Final = re.compile(r"(?<!mr)(?<!mrs)(?<!ms)(?<!dr)[.!?;\u2026][\"'\u201d)]*$", re.IGNORECASE)
_JOINS: Final = re.compile(r"(?:and|but|so|because|cause|cos|then|anyway|well|or|now|look|listen)\b", re.IGNORECASE)
_SUBJECT: Final = re.compile(
    r"(?:i|we|you|he|she|they|it|that|there|my|your|the|nobody|somebody)(?:['\u2019]\w+)?$|(?:im|ill|ive|youre|youll)$",
    re.IGNORECASE,
)


def cut(text: str) -> list[tuple[int, int]]:
    """Where each piece of ``text`` (clean) begins and ends: of a turn that is not long, one. No word is left out."""
    words = list(_WORD.finditer(text))
    if len(words) <= LONG:
        return [(0, len(text))]
    return list(_pieces(text, words))


def _pieces(text: str, words: list[re.Match[str]]) -> Iterator[tuple[int, int]]:
    begin = 0
    while begin < len(words):
        end = _end(words, begin)
        last = len(text) if end == len(words) else words[end].start()
        yield words[begin].start(), last
        begin = end


def _end(words: list[re.Match[str]], begin: int) -> int:
    """Which word the next piece begins with: after the last sentence that fits, else before a word that joins,
    best where somebody does something after it.
    """
    if len(words) - begin <= MOST:
        return len(words)
    ahead = range(begin + MOST, begin + LEAST - 1, -1)
    sentence = next((at for at in ahead if _ENDS.search(words[at - 1][0])), None)
    joins = [at for at in ahead if _JOINS.match(words[at][0])]
    anew = next((at for at in joins if at + 1 < len(words) and _SUBJECT.match(words[at + 1][0])), None)
    at = sentence or anew or next(iter(joins), begin + MOST)
    return at - 1 if at - 1 >= begin + LEAST and _JOINS.match(words[at - 1][0]) else at
