"""
Makes the model file from the labelled calls: ``python -m training.train``.

The weights are learnt from ``training/data`` alone. Where the decision point of each signal lies is learnt by leaving
one writer out at a time, so that it holds for people the weights have not seen. ``training/gold`` is only
read to report.
"""

import argparse
import random
from pathlib import Path

import msgspec
import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize, minimize_scalar

from steadyline.understanding import encoder, features, heads, signals
from training import calls, corpus, report

Array = npt.NDArray[np.float32]

MODEL = Path(features.__file__).parent / "model" / heads.FILE
VERSION = "1"
SHRINK = 3.0
"""Weight decay: chosen on left-out writers among 1, 3 and 10."""
ROUNDS = 80
COLUMNS = {"customer": (*signals.CUSTOMER, heads.HEAT), "agent": signals.AGENT}
FEW = 8
"""Under this many examples the decision point is not fitted by F1 but left where probability is one half."""


class Lines(msgspec.Struct):
    """Utterances of one party as numbers: features ``(n, SIZE)``, wanted ``(n, columns)``, writer and call of each."""

    x: Array
    y: Array
    writer: npt.NDArray[np.str_]
    call: npt.NDArray[np.str_]


def heard(labelled: list[calls.Call], words: encoder.Encoder) -> dict[str, Lines]:
    """The calls as each party's `Lines`, read in order as the engine reads them."""
    rows: dict[str, list[tuple[Array, list[float], str, str]]] = {"customer": [], "agent": []}
    for call in labelled:
        memory = features.Memory(words)
        for line in call.lines:
            wanted = [float(name in line.signals) for name in signals.OF[line.party]]
            if line.party == "customer":
                wanted.append(line.heat or 0.0)
            rows[line.party].append(
                (memory.take(line.party, line.text), wanted, call.writer, f"{call.writer}/{call.slug}")
            )
    return {
        party: Lines(
            x=np.stack([r[0] for r in found]),
            y=np.array([r[1] for r in found], np.float32),
            writer=np.array([r[2] for r in found]),
            call=np.array([r[3] for r in found]),
        )
        for party, found in rows.items()
    }


def as_recognised(labelled: list[calls.Call], seed: int) -> list[calls.Call]:
    """The same calls as a recogniser would have given them."""
    dice = random.Random(seed)
    return [
        msgspec.structs.replace(
            call,
            lines=[msgspec.structs.replace(li, text=corpus.as_recognised(li.text, dice)) for li in call.lines],
        )
        for call in labelled
    ]


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


def left_out(plain: Lines, rough: Lines) -> tuple[Array, Array]:
    """Scores of every line by weights that never saw its writer: on the plain text, and on the recogniser-like."""
    scores = np.zeros_like(plain.y), np.zeros_like(plain.y)
    for writer in sorted(set(plain.writer)):
        seen = plain.writer != writer
        weights, bias = fit(np.concatenate([plain.x[seen], rough.x[seen]]), np.concatenate([plain.y[seen]] * 2))
        for into, lines in zip(scores, (plain, rough), strict=True):
            into[~seen] = lines.x[~seen] @ weights + bias
        print(f"  left out {writer}", flush=True)
    return scores


def decision(score: Array, wanted: Array) -> tuple[float, float]:
    """Slope and pivot of the map to probabilities: as calibrated as can be with one half where F1 is best."""
    if wanted.sum() < FEW:
        return 1.0, 0.0
    order = np.argsort(-score)
    right = np.cumsum(wanted[order])
    f1 = 2 * right / (np.arange(1, len(order) + 1) + wanted.sum())
    good = np.flatnonzero(f1 >= f1.max() - 0.01)
    pivot = float(np.mean(score[order][good]))

    def off(slope: float) -> float:
        z = slope * (score - pivot)
        return float((np.logaddexp(0, z) - wanted * z).mean())

    return float(minimize_scalar(off, bounds=(0.3, 3.0), method="bounded").x), pivot


def settle_heat(score: Array, wanted: Array, call: npt.NDArray[np.str_]) -> Array:
    """The coefficients of `heads.settle`, from the left-out scores: nearest to the wanted heat in absolute terms."""
    run = np.zeros_like(score)
    for at in range(1, len(score)):
        if call[at] == call[at - 1]:
            run[at] = heads.RUN_KEEPS * run[at - 1] + (1 - heads.RUN_KEEPS) * score[at - 1]

    def off(c: npt.NDArray[np.float64]) -> float:
        heat = 1 / (1 + np.exp(-(c[0] * score + c[1] * run + c[2])))
        return float(((heat - wanted) ** 2).mean() + 0.1 * np.abs(heat - wanted).mean())

    best: Array = minimize(off, np.array([1.0, 0.0, 0.0]), method="Nelder-Mead").x.astype(np.float32)
    return best


def make(data: Path, into: Path) -> None:
    """Learn from the calls under ``data`` and write the model file."""
    words = encoder.Encoder()
    labelled = calls.read_all(data)
    plain, rough = heard(labelled, words), heard(as_recognised(labelled, seed=5), words)
    held: dict[str, npt.NDArray[np.generic]] = {"version": np.array(VERSION)}
    for party, names in COLUMNS.items():
        smooth, misheard = left_out(plain[party], rough[party])
        both, wanted = np.concatenate([smooth, misheard]), np.concatenate([plain[party].y] * 2)
        maps = np.array([decision(both[:, c], wanted[:, c]) for c in range(wanted.shape[1])], np.float32)
        if party == "customer":
            maps[-1] = (1.0, 0.0)
            line_call = np.concatenate([plain[party].call, np.char.add(rough[party].call, "~")])
            held["heat"] = settle_heat(both[:, -1], wanted[:, -1], line_call)
        weights, bias = fit(np.concatenate([plain[party].x, rough[party].x]), wanted)
        held |= {
            f"{party}_names": np.array(names),
            f"{party}_weights": weights.astype(np.float16),
            f"{party}_bias": bias,
            f"{party}_slope": maps[:, 0],
            f"{party}_pivot": maps[:, 1],
        }
        spared = smooth[:, :-1] if party == "customer" else smooth
        report.left_out(party, spared, plain[party].y, maps)
    into.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(into, **held)  # type: ignore[arg-type]
    lines = sum(len(p.y) for p in plain.values())
    print(f"{into}: {into.stat().st_size / 1e6:.2f} MB, from {len(labelled)} calls and {lines} lines")


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--data", type=Path, default=calls.DATA, help="the labelled calls to learn from")
    asked.add_argument("--into", type=Path, default=MODEL, help="the model file to write")
    asked.add_argument("--no-report", action="store_true", help="do not judge the gold set afterwards")
    chosen = asked.parse_args()
    make(chosen.data, chosen.into)
    if not chosen.no_report and chosen.into == MODEL:
        report.gold()


if __name__ == "__main__":
    main()
