"""
Words of a line that are a problem or a promise's time: from the tags of its word pieces.

A stretch is whole words in the order said; nothing is added and nothing in the middle is left out. How sure it is, is
the mean of what its pieces say. Which stretches count is for `concerns` and `timing` to decide; which words are a
promise is told in `acts`.
"""

# ruff: noqa: E501  patterns are not folded

import itertools
import re
from collections.abc import Iterator, Sequence
from typing import Final, Literal, NamedTuple

import numpy as np

from steadyline.understanding import dialogue

Kind = Literal["concern", "when"]

_IN: Final[dict[Kind, int]] = {"concern": 0, "when": 4}
_BEGINS: Final[dict[Kind, int]] = {"concern": 1}
_LIKELY: Final[dict[Kind, float]] = {"concern": 0.65, "when": 0.5}
"""How sure a word must be, and a problem in the mean: chosen on writers left out."""
_OPENS: Final = 0.5
_LEANS: Final = 0.25
"""How much each neighbour's likelihood weighs beside a word's own: of one alone the encoder is often mistaken."""
_BEGUN: Final = 0.2
"""A stretch begins with a word that is at least this likely to begin one: what begins nowhere is a scrap."""
_LEAST_WORDS: Final = 2
_STILL: Final = 0.25
"""A piece this likely goes on with a stretch that stands on both sides of it."""
_GAP: Final = 3
_STOPS: Final = ".!?;\u2026"
_THING: Final = re.compile(
    r"(?:^|[.,;:!?\u2026-]\s*|\b(?:and|but|so|because|cos|that|it's|about|hi|hello|well|yes|yeah|no)\s+)"
    r"(?:the|my|our|your|this|that|these|those|an?|his|her|their|both|half|some|one|two|three)"
    r"(?: (?!(?:is|are|was|were|has|have|had|do|does|did|will|would|keeps?|went|came|broke|got|says?|said|not|never|still)\b)"
    r"(?!\w+(?:n't|'s|ed)\b)[\w'-]+){1,4}(?<! on)(?<! off)(?<! in)(?<! out)(?<! up)(?<! of)(?<! to)(?: that| which| who)? $",
    re.IGNORECASE,
)
"""A thing that is named, and nothing said of it yet."""
_SOMEBODY: Final = re.compile(
    r"(?:I|we|you|he|she|they)(?:'(?:ve|d|m|re|s))? (?!(?:is|are|am|was not)\b)\w|(?:the|my|your|our) \w+ (?:gave|sent|sold|told|fitted|left|did|made|put|took)\b",
    re.IGNORECASE,
)
_LONGEST_THING: Final = 60


class Stretch(NamedTuple):
    """Characters ``start`` to ``end`` of the clean text, and how sure: 0 to 1."""

    start: int
    end: int
    sure: float


def find(kind: Kind, text: str, read: dialogue.Read, enough: float | None = None) -> list[Stretch]:
    """The stretches of this kind in ``text`` (clean), in order; ``enough``: how sure a word must be for once."""
    inside = likely(read.tags[:, _IN[kind]])
    begins = likely(read.tags[:, _BEGINS[kind]]) if kind in _BEGINS else np.zeros(len(inside), np.float32)
    words = list(whole_words(text, read.places))
    own = [max(float(inside[i]) for i in pieces) for _, _, pieces in words]
    held = leant(own, [text[end - 1] not in _STOPS for _, end, _ in words[:-1]]) if kind in _BEGINS else own
    opens = [float(begins[pieces[0]]) for _, _, pieces in words]
    anew = [p >= _OPENS and not _is_said_of(text[: words[at][0]], text[words[at][0] :]) for at, p in enumerate(opens)]
    found, likely_enough = list[Stretch](), _LIKELY[kind] if enough is None else enough
    for first, last in _runs(_closed([p >= likely_enough for p in held], held), anew):
        while last > first and own[last] < _BEGUN:
            last -= 1
        sure = float(np.mean(held[first : last + 1]))
        scrap = last - first + 1 < _LEAST_WORDS or max(opens[first : first + 2]) < _BEGUN or sure < likely_enough
        if kind not in _BEGINS or not scrap:
            found.append(Stretch(words[first][0], words[last][1], sure))
    return found


def _is_said_of(before: str, clause: str) -> bool:
    """Whether the ``clause`` only says which thing is meant that is named ``before`` it: "the sofa" I ordered."""
    return bool(_SOMEBODY.match(clause) and _THING.search(before[-_LONGEST_THING:]))


def leant(sure: Sequence[float], beside: Sequence[bool]) -> list[float]:
    """How sure each word is, with what its neighbours say of it; ``beside``: whether each word but the last stands
    next to the one after it, in one sentence.
    """
    told = []
    for at, own in enumerate(sure):
        near = [
            *(sure[at - 1 : at] if at and beside[at - 1] else ()),
            *(sure[at + 1 : at + 2] if beside[at : at + 1] == [True] else ()),
        ]
        told.append((own + _LEANS * sum(near)) / (1 + _LEANS * len(near)))
    return told


def likely(scores: dialogue.Vector) -> dialogue.Vector:
    """Probabilities, from the encoder's scores."""
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(scores, -30, 30))), np.float32)


def whole_words(text: str, places: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int, list[int]]]:
    """Where each word stands in ``text``, and its pieces: what no space parts is one word."""
    said = [(start, end, at) for at, (start, end) in enumerate(places) if end > start]
    held: list[tuple[int, int, int]] = []
    for piece in said:
        if held and " " in text[held[-1][1] : piece[0]]:
            yield held[0][0], held[-1][1], [at for _, _, at in held]
            held = []
        held.append(piece)
    if held:
        yield held[0][0], held[-1][1], [at for _, _, at in held]


def _closed(chosen: list[bool], held: Sequence[float]) -> list[bool]:
    """``chosen`` with small gaps closed, where what lies between is still likely enough."""
    at = [n for n, yes in enumerate(chosen) if yes]
    for a, b in itertools.pairwise(at):
        if 1 < b - a <= _GAP + 1 and min(held[a + 1 : b]) >= _STILL:
            chosen[a + 1 : b] = [True] * (b - a - 1)
    return chosen


def _runs(chosen: Sequence[bool], opens: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """First and last word of each run; one that opens anew begins another."""
    first: int | None = None
    for at, yes in enumerate([*chosen, False]):
        new = yes and first is not None and opens[at] and at - first > 1
        if first is not None and (not yes or new):
            yield first, at - 1
            first = at if new else None
        elif yes and first is None:
            first = at
