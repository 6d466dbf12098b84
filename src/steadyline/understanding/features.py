"""
One utterance in its call, as numbers.

What it says (clues, words), what it answers (the clues of the other party's last words), and where the call stands
(position, how hot it has run). Only what was said before is used. The layout is the model file's: changing
anything here means training again.
"""

import itertools
import zlib
from typing import Final

import numpy as np
import numpy.typing as npt

from steadyline.core.events import Party
from steadyline.understanding import clues
from steadyline.understanding import text as reading

Vector = npt.NDArray[np.float32]

BUCKETS: Final = 4096
FADE: Final = 0.6
"""How much of how hot it was is left after each further utterance of the customer."""

_SCALE_ANSWERED = 0.6
_HOT: Final = ("anger", "swearing", "mild_swearing", "insult_word", "still_again", "exclamation", "shouting")
_ANSWERS: Final = ("agreement", "accept_word", "only_yes_no", "no", "reject_word", "confused_word", "thanks")
_ASKED: Final = (
    "question_form",
    "question_mark",
    "check_phrase",
    "say_back",
    "option_word",
    "remedy",
    "promise_word",
    "asks_fact",
    "asks_leave",
    "asks_wish",
    "explaining",
    "negative",
)
_AT: Final = {name: column for column, name in enumerate(clues.NAMES)}
_HOT_AT, _ANSWERS_AT, _ASKED_AT = ([_AT[n] for n in names] for names in (_HOT, _ANSWERS, _ASKED))
_STANDING: Final = 7

_CLUES_AT: Final = clues.SIZE + len(_ANSWERS) * len(_ASKED)
SIZE: Final = 2 * clues.SIZE + len(_ANSWERS) * len(_ASKED) + _STANDING + BUCKETS


ALONE: Final = clues.SIZE + BUCKETS


def alone(text: str) -> Vector:
    """The features of ``text`` by itself, whoever says it and whatever came before: shape ``(ALONE,)``."""
    said = reading.words(text)
    return np.concatenate([clues.find(text, said), _hashed(said)]).astype(np.float32)


def clues_in(vector: Vector) -> Vector:
    """The clues of the utterance itself, as `clues.find` gave them, out of what `Memory.take` returned."""
    return vector[_CLUES_AT : _CLUES_AT + clues.SIZE]


class Memory:
    """What of a call so far bears on the next utterance. Small, and the same however long the call."""

    def __init__(self) -> None:
        self._last: dict[Party, Vector] = {}
        self._said = {"agent": 0, "customer": 0}
        self._hot = 0.0
        self._hottest = 0.0

    def take(self, party: Party, text: str) -> Vector:
        """The features of what ``party`` says now, shape ``(SIZE,)``; it is part of the context from then on."""
        said = reading.words(text)
        found = clues.find(text, said)
        features = np.concatenate(
            [
                *self._before(party, found),
                found,
                self._standing(party),
                _hashed(said),
            ]
        ).astype(np.float32)
        self._remember(party, found)
        return features

    def _before(self, party: Party, found: Vector) -> tuple[Vector, ...]:
        other: Party = "agent" if party == "customer" else "customer"
        asked = self._last.get(other, np.zeros(clues.SIZE, np.float32))
        pairs = np.outer(found[_ANSWERS_AT], asked[_ASKED_AT]).ravel()
        return _SCALE_ANSWERED * asked, pairs

    def _standing(self, party: Party) -> Vector:
        mine, both = self._said[party], sum(self._said.values())
        place = [both == 0, mine == 0, mine == 1, min(both, 30) / 30, self._hot, self._hottest, mine > 12]
        return np.array(place, np.float32)

    def _remember(self, party: Party, found: Vector) -> None:
        self._last[party] = found
        self._said[party] += 1
        if party == "customer":
            self._hot = FADE * self._hot + 0.4 * float(found[_HOT_AT].sum())
            self._hottest = max(self._hottest, self._hot)


def _hashed(said: list[str]) -> Vector:
    """Words and pairs of words, each in a bucket by its checksum; length 1."""
    held = np.zeros(BUCKETS, np.float32)
    for gram in (*said, *(f"{a} {b}" for a, b in itertools.pairwise(said))):
        held[zlib.crc32(gram.encode()) % BUCKETS] = 1.0
    total = float(held.sum())
    return held / np.sqrt(total) if total else held
