"""
The words of an utterance as numbers.

By themselves they tell who speaks; with what they answer, they tell plainly worded signals more surely than the
encoder does.

Clues, and words and pairs of words, each in a bucket by its checksum. The layout is the model file's: changing
anything here means training again.
"""

import itertools
import zlib
from typing import Final

import numpy as np
import numpy.typing as npt

from steadyline.understanding import clues
from steadyline.understanding import text as reading

Vector = npt.NDArray[np.float32]

BUCKETS: Final = 4096
ALONE: Final = clues.SIZE + BUCKETS
SIZE: Final = ALONE + clues.SIZE
_SCALE_ANSWERED: Final = 0.6


def alone(text: str) -> Vector:
    """The features of ``text``, whoever says it and whatever came before: shape ``(ALONE,)``."""
    said = reading.words(text)
    held = np.zeros(BUCKETS, np.float32)
    for gram in (*said, *(f"{a} {b}" for a, b in itertools.pairwise(said))):
        held[zlib.crc32(gram.encode()) % BUCKETS] = 1.0
    total = float(held.sum())
    return np.concatenate([clues.find(text, said), held / np.sqrt(total) if total else held]).astype(np.float32)


def answering(said: Vector, asked: Vector) -> Vector:
    """The features of words ``said`` (as `alone` gave them) after what the other party last ``asked``: ``(SIZE,)``."""
    return np.concatenate([said, _SCALE_ANSWERED * asked[: clues.SIZE]])


def nothing() -> Vector:
    """What was asked by a party that has not spoken."""
    return np.zeros(ALONE, np.float32)


def clues_in(said: Vector) -> Vector:
    """The clues among the features that `alone` gave."""
    return said[: clues.SIZE]
