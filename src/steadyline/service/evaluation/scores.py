"""
The statistics, in plain numpy.

Each function says what it takes by shape and unit. Where a figure has no meaning (nothing to find, nothing found) it is
None. Intervals are 95 %, by drawing whole calls with replacement: lines of one call are not independent.
"""

from collections.abc import Callable
from typing import Final

import msgspec
import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Counts = npt.NDArray[np.int64]

DRAWS: Final = 1000
LEAST_CALLS: Final = 5
"""Fewer calls bear no interval."""
BINS: Final = 10
SURE: Final = 0.9
"""The precision at which recall is asked for."""


class Interval(msgspec.Struct, frozen=True):
    """95 % of the drawn sets fall between the two."""

    low: float
    high: float


class Bin(msgspec.Struct, frozen=True):
    """Judgements of about the same probability: their mean, the share that was so, how many they are."""

    said: float
    was: float
    count: int


class Found(msgspec.Struct, frozen=True):
    """How well something was found: ``gold`` there were, ``heard`` were said, ``right`` were both."""

    gold: int
    heard: int
    right: int
    precision: float | None
    recall: float | None
    f1: float | None
    interval: Interval | None

    @property
    def nothing(self) -> bool:
        """Whether there was nothing to find, and nothing was taken for it."""
        return not (self.gold or self.heard)


def f1(right: float, heard: float, gold: float) -> float | None:
    """The harmonic mean of precision and recall, from counts."""
    return 2 * right / (heard + gold) if heard + gold else None


def found(counts: Counts, weights: Numbers) -> Found:
    """From ``counts`` by call, shape ``(calls, 3)``: right, heard, gold; and the drawn ``weights``."""
    right, heard, gold = (int(n) for n in counts.sum(axis=0))
    return Found(
        gold=gold,
        heard=heard,
        right=right,
        precision=right / heard if heard else None,
        recall=right / gold if gold else None,
        f1=f1(right, heard, gold),
        interval=interval(f1_drawn(counts[:, None, :], weights)[:, 0]),
    )


def by_call(call: Counts, wanted: Flags, said: Flags, calls: int) -> Counts:
    """Right, heard and gold for each call, shape ``(calls, 3)``; ``call`` is each line's place in the set."""
    columns = (wanted & said, said, wanted)
    return np.stack([np.bincount(call[column], minlength=calls) for column in columns], axis=1).astype(np.int64)


def draw(calls: int, seed: int = 3) -> Numbers:
    """How often each call is in each drawn set, shape ``(DRAWS, calls)``; no set is drawn of too few calls."""
    dice = np.random.default_rng(seed)
    draws = DRAWS if calls >= LEAST_CALLS else 0
    return dice.multinomial(calls, np.full(calls, 1 / calls), draws).astype(np.float64)


def f1_drawn(counts: Counts, weights: Numbers) -> Numbers:
    """F1 in each drawn set, shape ``(DRAWS, k)``, of ``counts`` shaped ``(calls, k, 3)``; NaN where there is none."""
    right, heard, gold = np.moveaxis(np.einsum("dc,ckx->dkx", weights, counts), 2, 0)
    with np.errstate(invalid="ignore"):
        drawn: Numbers = 2 * right / (heard + gold)
    return drawn


def mean_drawn(drawn: Numbers) -> Numbers:
    """The mean of each drawn set's figures, shape ``(DRAWS, k)`` to ``(DRAWS,)``, of those that have a meaning."""
    there = np.isfinite(drawn)
    some = there.sum(axis=1)
    means: Numbers = np.full(len(drawn), np.nan)
    np.divide(np.where(there, drawn, 0.0).sum(axis=1), some, out=means, where=some > 0)
    return means


def interval(drawn: Numbers) -> Interval | None:
    """Where 95 % of the drawn figures lie; those without meaning are left out."""
    drawn = drawn[np.isfinite(drawn)]
    if not len(drawn):
        return None
    low, high = np.percentile(drawn, [2.5, 97.5])
    return Interval(float(low), float(high))


def drawn_figure(call: Counts, weights: Numbers, figure: Callable[[Counts], float | None]) -> Interval | None:
    """The interval of any ``figure`` of rows, given by their places; slow, so not for many."""
    rows = [np.flatnonzero(call == number) for number in range(weights.shape[1])]
    figures = [
        figure(np.concatenate([np.tile(rows[c], int(times)) for c, times in enumerate(drawn) if times]))
        for drawn in weights
    ]
    return interval(np.array([np.nan if value is None else value for value in figures]))


def average_precision(wanted: Flags, given: Numbers) -> float | None:
    """The area under precision against recall, as steps; equal probabilities count as one step."""
    if not wanted.any():
        return None
    precision, recall = _curve(wanted, given)
    return float((np.diff(recall, prepend=0.0) * precision).sum())


def recall_when_sure(wanted: Flags, given: Numbers, sure: float = SURE) -> float | None:
    """The most that is found at any threshold with a precision of at least ``sure``."""
    if not wanted.any():
        return None
    precision, recall = _curve(wanted, given)
    return float(recall[precision >= sure].max(initial=0.0))


def _curve(wanted: Flags, given: Numbers) -> tuple[Numbers, Numbers]:
    """Precision and recall at every threshold that can be told from the next, the highest first."""
    order = np.argsort(-given, kind="stable")
    ends = np.append(np.flatnonzero(np.diff(given[order])), len(order) - 1)
    right = np.cumsum(wanted[order])[ends]
    return right / (ends + 1), right / wanted.sum()


def reliability(wanted: Flags, given: Numbers, bins: int = BINS) -> list[Bin]:
    """What was said against what was so, in bins of equal width; empty ones are left out."""
    place = np.minimum((given * bins).astype(np.int64), bins - 1)
    return [
        Bin(float(given[rows].mean()), float(wanted[rows].mean()), int(rows.sum()))
        for number in range(bins)
        if (rows := place == number).any()
    ]


def calibration_error(curve: list[Bin]) -> float | None:
    """The mean distance of what was said from what was so, weighted by how often it was said."""
    lines = sum(b.count for b in curve)
    return sum(b.count * abs(b.said - b.was) for b in curve) / lines if lines else None


def ranks(values: Numbers) -> Numbers:
    """Ranks from 1; equal values share their mean."""
    _, inverse, count = np.unique(values, return_inverse=True, return_counts=True)
    shared: Numbers = (np.cumsum(count) - (count - 1) / 2)[inverse]
    return shared


def spearman(a: Numbers, b: Numbers) -> float | None:
    """The correlation of ranks; None where either never changes."""
    if len(a) < 2 or np.ptp(a) == 0 or np.ptp(b) == 0:
        return None
    return float(np.corrcoef(ranks(a), ranks(b))[0, 1])


def confusion(a: Counts, b: Counts, size: int) -> list[list[int]]:
    """How often each level of ``a`` (rows) met each of ``b`` (columns)."""
    table = np.zeros((size, size), np.int64)
    np.add.at(table, (a, b), 1)
    return [[int(n) for n in row] for row in table]
