"""
Makes ``heads.npz`` from the labelled calls: ``python -m training.train``.

What plain words tell is learnt from the writers that the encoder learnt from (``training.finetune``). Where the
decision point of each signal lies is learnt from one writer whom neither has read, so that it holds for other people;
so is how a score makes heat. Who speaks is learnt from all. ``training/gold`` is only ever read to report.
"""

import argparse
import re
from collections.abc import Sequence
from pathlib import Path

import msgspec
import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from steadyline.core.events import Party
from steadyline.understanding import dialogue, heads, signals, words
from training import calls, corpus

Array = npt.NDArray[np.float32]

MODEL = Path(words.__file__).parent / "model" / heads.FILE
VERSION = "13"
LEFT_OUT = "dogwood"
COLUMNS: dict[Party, tuple[str, ...]] = {"customer": (*signals.CUSTOMER, heads.HEAT), "agent": signals.AGENT}
SHRINK = 1.0
"""Weight decay of who speaks: chosen on a left-out writer among 1 and 3."""
ROUNDS = 80
TASTE = 20
"""One call of so many is enough to see that the recipe runs."""
TO_COMMON = 3.0
"""How strongly a signal's map is drawn to that of all: as much as so many lines say against it."""
SENTENCE_END = re.compile(r"(?<=[.!?])\s+")


class Lines(msgspec.Struct):
    """Utterances of one party: the encoder's scores and what is wanted, ``(n, columns)`` both; the words,
    ``(n, words.SIZE)``; the call of each.
    """

    scores: Array
    words: Array
    wanted: Array
    call: npt.NDArray[np.str_]


def heard(lessons: Sequence[corpus.Lesson], listener: dialogue.Listener | None = None) -> dict[Party, Lines]:
    """The calls as each party's `Lines`, read in order as the engine reads them; without a listener, no scores."""
    rows: dict[Party, list[tuple[Array, Array, list[float], str]]] = {"customer": [], "agent": []}
    for number, lesson in enumerate(lessons):
        last = {"agent": words.nothing(), "customer": words.nothing()}
        own = [words.alone(line.text) for line in lesson.lines]
        scores = _scores(lesson, own, listener) if listener else [np.zeros(0, np.float32)] * len(own)
        for line, said, score in zip(lesson.lines, own, scores, strict=True):
            wanted = [line.signals.get(name, 0.0) for name in signals.OF[line.party]]
            if line.party == "customer":
                wanted.append(line.heat or 0.0)
            asked = last["agent" if line.party == "customer" else "customer"]
            rows[line.party].append((score, words.answering(said, asked), wanted, f"{lesson.slug}/{number}"))
            last[line.party] = said
    return {
        party: Lines(
            scores=np.stack([r[0] for r in found]),
            words=np.stack([r[1] for r in found]),
            wanted=np.array([r[2] for r in found], np.float32),
            call=np.array([r[3] for r in found]),
        )
        for party, found in rows.items()
    }


def _scores(lesson: corpus.Lesson, own: Sequence[Array], listener: dialogue.Listener) -> list[Array]:
    lines = [
        dialogue.Line(line.party, line.text, words.clues_in(said)) for line, said in zip(lesson.lines, own, strict=True)
    ]
    return [read.scores for read in listener.read(dialogue.Memory(), lines)]


def fit(x: Array, y: Array) -> tuple[Array, Array]:
    """Logistic regression of all columns at once; a column may hold shares between 0 and 1. Weights, then bias."""
    width, columns = x.shape[1], y.shape[1]
    mean = y.mean(axis=0)
    start = np.concatenate([np.zeros(width * columns), np.log((mean + 1e-3) / (1 - mean + 1e-3))])

    def loss(flat: npt.NDArray[np.float64]) -> tuple[float, npt.NDArray[np.float64]]:
        weights = flat[: width * columns].reshape(width, columns).astype(np.float32)
        score = x @ weights + flat[width * columns :].astype(np.float32)
        wrong = 1 / (1 + np.exp(-score)) - y
        total = float((np.logaddexp(0, score) - y * score).sum(dtype=np.float64))
        slope = np.concatenate([(x.T @ wrong + SHRINK * weights).ravel(), wrong.sum(axis=0)])
        return total + SHRINK / 2 * float((weights.astype(np.float64) ** 2).sum()), slope.astype(np.float64)

    best = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": ROUNDS, "maxcor": 8}).x
    return best[: width * columns].reshape(width, columns).astype(np.float32), best[width * columns :].astype(
        np.float32
    )


def calibrated(
    score: Array, wanted: Array, common: tuple[float, float] = (1.0, 0.0), pull: float = 0.0
) -> tuple[float, float]:
    """Slope and shift that make scores likely, drawn to a ``common`` map as far as few lines say otherwise."""

    def off(c: npt.NDArray[np.float64]) -> float:
        z = c[0] * score + c[1]
        drawn = pull * ((c[0] - common[0]) ** 2 + (c[1] - common[1]) ** 2)
        return float((np.logaddexp(0, z) - wanted * z).sum() + drawn) / len(score)

    slope, shift = minimize(off, np.array(common), method="Nelder-Mead").x
    return max(float(slope), 0.1), float(shift)


def decision(score: Array, slope: float, shift: float) -> tuple[float, float]:
    """Slope and pivot of the map to probabilities: calibrated, then moved so that one half is where F1 is best.

    Where F1 is best is reckoned from the calibrated probabilities, not counted: that holds better for other people.
    """
    sure = np.sort(1 / (1 + np.exp(-np.clip(slope * score + shift, -30, 30))))[::-1]
    f1 = 2 * np.cumsum(sure) / (np.arange(1, len(sure) + 1) + sure.sum())
    best = float(np.clip(f1.max() / 2, 1e-3, 0.9))
    return slope, (float(np.log(best / (1 - best))) - shift) / slope


def maps(score: Array, wanted: Array) -> Array:
    """For each column its slope and pivot, ``(columns, 2)``."""
    free = [calibrated(score[:, c], wanted[:, c]) for c in range(wanted.shape[1])]
    common = (float(np.median([f[0] for f in free])), float(np.median([f[1] for f in free])))
    drawn = [calibrated(score[:, c], wanted[:, c], common, TO_COMMON) for c in range(wanted.shape[1])]
    return np.array([decision(score[:, c], *drawn[c]) for c in range(wanted.shape[1])], np.float32)


def settle_heat(score: Array, wanted: Array, call: npt.NDArray[np.str_]) -> Array:
    """The coefficients of `heads.settle`: nearest to the wanted heat, in absolute terms and squared."""
    run = np.zeros_like(score)
    for at in range(1, len(score)):
        if call[at] == call[at - 1]:
            run[at] = heads.RUN_KEEPS * run[at - 1] + (1 - heads.RUN_KEEPS) * score[at - 1]

    def off(c: npt.NDArray[np.float64]) -> float:
        heat = 1 / (1 + np.exp(-(c[0] * score + c[1] * run + c[2])))
        return float(((heat - wanted) ** 2).mean() + 0.3 * np.abs(heat - wanted).mean())

    best: Array = minimize(off, np.array([1.0, 0.0, 0.0]), method="Nelder-Mead").x.astype(np.float32)
    return best


def speaker(lessons: Sequence[corpus.Lesson]) -> dict[str, npt.NDArray[np.generic]]:
    """What tells the customer's words from the agent's, in whole lines and in their sentences."""
    said = [(line.party, line.text) for lesson in lessons for line in lesson.lines]
    said += [(party, piece) for party, text in said for piece in SENTENCE_END.split(text) if piece and piece != text]
    x = np.stack([words.alone(text) for _, text in said])
    weights, bias = fit(x, np.array([[float(party == "customer")] for party, _ in said], np.float32))
    return {"speaker_weights": weights[:, 0].astype(np.float16), "speaker_bias": bias[0]}


def make(lessons: Sequence[corpus.Lesson], encoder: Path, into: Path, writer: str) -> None:
    """Learn from ``lessons``; set the decision points by those of ``writer``, unread by the encoder."""
    theirs = [lesson for lesson in lessons if lesson.writer == writer]
    others = [lesson for lesson in lessons if lesson.writer != writer]
    both = heard([*theirs, *corpus.recognised(theirs, seed=5)], dialogue.Listener(encoder))
    taught = heard([*others, *corpus.recognised(others, seed=6)])
    held: dict[str, npt.NDArray[np.generic]] = {"version": np.array(VERSION)}
    for party, names in COLUMNS.items():
        weights, bias = (
            part.astype(np.float16).astype(np.float32) for part in fit(taught[party].words, taught[party].wanted)
        )
        mixed = heads.mixed(both[party].words @ weights + bias, both[party].scores)
        found = maps(mixed, both[party].wanted)
        if party == "customer":
            held["heat"] = settle_heat(mixed[:, -1], both[party].wanted[:, -1], both[party].call)
            found[-1] = (1.0, 0.0)
        held |= {f"{party}_names": np.array(names), f"{party}_slope": found[:, 0], f"{party}_pivot": found[:, 1]}
        held |= {f"{party}_weights": weights.astype(np.float16), f"{party}_bias": bias}
    held |= speaker([*lessons, *corpus.recognised(lessons, seed=6)])
    into.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(into, **held)  # type: ignore[arg-type]
    print(f"{into}: {into.stat().st_size / 1e3:.0f} kB, decision points by {writer}")


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--data", type=Path, default=calls.DATA, help="the labelled calls to learn from")
    asked.add_argument("--into", type=Path, default=MODEL, help="the model file to write")
    asked.add_argument("--left-out", default=LEFT_OUT, help="the writer whom the encoder never read")
    asked.add_argument("--encoder", type=Path, default=dialogue.WEIGHTS, help="what `training.finetune` made")
    asked.add_argument("--taste", action="store_true", help="a few calls only: to see that the recipe runs")
    chosen = asked.parse_args()
    lessons = corpus.lessons(chosen.data)
    make(lessons[:: TASTE if chosen.taste else 1], chosen.encoder, chosen.into, chosen.left_out)


if __name__ == "__main__":
    main()
