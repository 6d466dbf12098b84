"""
How well the shipped engine judges people it never learnt from: ``python -m training.report``.

The gold set is read through the engine itself, as written and as a recogniser would give it. Intervals come from
drawing whole calls again and again, so that one odd call cannot flatter or sink a figure.
"""

import random
import time
from collections.abc import Callable
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt

from steadyline.understanding import signals
from steadyline.understanding.engine import Engine
from training import calls, corpus

Array = npt.NDArray[np.float32]
DRAWS = 400
ENOUGH = 10
"""A signal with fewer positives is shown, but left out of the mean."""
SERIOUS = ("personal_attack", "threat_harm", "asks_supervisor")
SURE = 0.9


class Judged(msgspec.Struct):
    """One gold line judged: its call, the wanted and given numbers by name."""

    call: int
    wanted: dict[str, float]
    given: dict[str, float]


def f1(wanted: Array, said: Array) -> float:
    return float(2 * (wanted * said).sum() / max(1.0, wanted.sum() + said.sum()))


def ranks(values: Array) -> Array:
    """Ranks, ties sharing their mean."""
    _, inverse, count = np.unique(values, return_inverse=True, return_counts=True)
    ends = np.cumsum(count)
    shared: Array = (ends - (count - 1) / 2)[inverse]
    return shared


def spearman(a: Array, b: Array) -> float:
    return float(np.corrcoef(ranks(a), ranks(b))[0, 1])


def left_out(party: str, score: Array, wanted: Array, maps: Array) -> None:
    """Print F1 at the decision point on writers left out: mildly flattering, as the point was set on them."""
    names = signals.OF[party]  # type: ignore[index]
    found = {n: f1(wanted[:, c], (score[:, c] > maps[c, 1]).astype(np.float32)) for c, n in enumerate(names)}
    print(f"{party}, writers left out: mean F1 {np.mean(list(found.values())):.3f}")
    print("  " + ", ".join(f"{n} {v:.2f} ({int(wanted[:, c].sum())})" for c, (n, v) in enumerate(found.items())))


def gold(rough: float | None = None) -> None:
    """Print the report on the gold set; nothing where there is none yet."""
    labelled = calls.read_all(calls.GOLD)
    if not labelled:
        print("no gold set yet")
        return
    engine = Engine()
    print(f"{engine.name} on gold: {len(labelled)} calls by {sorted({c.writer for c in labelled})}")
    for name, change in (("as written", lambda text: text), ("as recognised", _roughener())):
        judged, seconds = judge(engine, labelled, change)
        print(f"\n== {name}: {len(judged)} lines, {1000 * seconds / len(judged):.1f} ms of one core a line")
        show(judged)


def _roughener() -> Callable[[str], str]:
    dice = random.Random(11)
    return lambda text: corpus.as_recognised(text, dice)


def judge(engine: Engine, labelled: list[calls.Call], change: Callable[[str], str]) -> tuple[list[Judged], float]:
    """Every line judged in its call, and the processor time it took."""
    found: list[Judged] = []
    began = time.process_time()
    for number, call in enumerate(labelled):
        reader = engine.open(call.header)
        for line, spoken in zip(call.lines, call.utterances(), strict=True):
            heard = reader.read(msgspec.structs.replace(spoken, text=change(line.text)))
            wanted = {name: float(name in line.signals) for name in signals.OF[line.party]}
            given: dict[str, Any] = dict(heard.signals)
            if heard.heat is not None:
                wanted["heat"], given["heat"] = line.heat or 0.0, heard.heat
            found.append(Judged(number, wanted, given))
    return found, time.process_time() - began


def show(judged: list[Judged]) -> None:
    """Print a line for each signal, the means, and heat."""
    dice = np.random.default_rng(3)
    scores = []
    print(f"{'signal':22} {'n':>4} {'prec':>5} {'rec':>5} {'F1':>5}  95 % interval")
    for name in corpus.NAMES:
        call, wanted, given = _columns(judged, name)
        said = (given >= 0.5).astype(np.float32)
        right, n = float((wanted * said).sum()), int(wanted.sum())
        low, high = _interval(call, dice, lambda rows, w=wanted, s=said: f1(w[rows], s[rows]))
        value = f1(wanted, said)
        if n >= ENOUGH:
            scores.append(value)
        print(
            f"{name:22} {n:4} {right / max(1.0, said.sum()):5.2f} {right / max(1, n):5.2f} {value:5.2f}"
            f"  {low:.2f}-{high:.2f}{'' if n >= ENOUGH else '  (too few)'}"
        )
    call, wanted, given = _columns(judged, "heat")
    low, high = _interval(call, dice, lambda rows: spearman(wanted[rows], given[rows]))
    print(f"mean F1 of {len(scores)} signals with {ENOUGH} or more: {np.mean(scores):.3f}")
    error = float(np.abs(wanted - given).mean())
    print(f"heat: Spearman {spearman(wanted, given):.3f} ({low:.2f}-{high:.2f}), mean error {error:.3f}")
    for name in SERIOUS:
        print(f"{name}: recall {_recall_when_sure(*_columns(judged, name)[1:]):.2f} at precision {SURE}")


def _columns(judged: list[Judged], name: str) -> tuple[npt.NDArray[np.int64], Array, Array]:
    rows = [j for j in judged if name in j.wanted]
    return (
        np.array([j.call for j in rows]),
        np.array([j.wanted[name] for j in rows], np.float32),
        np.array([j.given[name] for j in rows], np.float32),
    )


def _interval(
    call: npt.NDArray[np.int64], dice: np.random.Generator, figure: Callable[[npt.NDArray[np.int64]], float]
) -> tuple[float, float]:
    rows_of = [np.flatnonzero(call == c) for c in np.unique(call)]
    drawn = [
        figure(np.concatenate([rows_of[at] for at in dice.integers(0, len(rows_of), len(rows_of))]))
        for _ in range(DRAWS)
    ]
    low, high = np.percentile(drawn, [2.5, 97.5])
    return float(low), float(high)


def _recall_when_sure(wanted: Array, given: Array) -> float:
    """The most that is found with at least `SURE` of what is found right."""
    order = np.argsort(-given)
    right = np.cumsum(wanted[order])
    sure = right / np.arange(1, len(order) + 1) >= SURE
    return float((right[sure] / max(1.0, wanted.sum())).max(initial=0.0))


if __name__ == "__main__":
    gold()
