"""
Makes the model file from the labelled calls: ``python -m training.train``.

The weights are learnt from ``training/data`` alone. Where the decision point of each signal lies is learnt from
one writer whom those weights and the dialogue model (``training.finetune``) have not read, so that it holds for other
people. ``training/gold`` is only ever read to report.
"""

import argparse
import random
import re
from pathlib import Path

import msgspec
import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from steadyline.core.events import Party
from steadyline.service.evaluation import notes
from steadyline.service.evaluation.misheard import as_recognised as as_heard
from steadyline.understanding import concerns, dialogue, engine, features, heads, signals, telling
from training import calls, report

Array = npt.NDArray[np.float32]

MODEL = Path(features.__file__).parent / "model" / heads.FILE
VERSION = "4"
SHRINK = 1.0
"""Weight decay: chosen on a left-out writer among 1 and 3."""
ROUNDS = 80
LEFT_OUT = "dogwood"
COLUMNS = {"customer": (*signals.CUSTOMER, heads.HEAT), "agent": signals.AGENT}
SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
DIALOGUE_SHARE = 0.6
"""How much of a score is the dialogue model's: best on a left-out writer among 0, 0.4, 0.5, 0.6, 0.7 and 1."""


class Lines(msgspec.Struct):
    """Utterances of one party as numbers: features ``(n, SIZE)``, the dialogue model's scores and what is wanted (both
    ``(n, columns)``), writer and call of each.
    """

    x: Array
    dialogue: Array
    y: Array
    writer: npt.NDArray[np.str_]
    call: npt.NDArray[np.str_]


def heard(labelled: list[calls.Call], listener: dialogue.Listener) -> dict[str, Lines]:
    """The calls as each party's `Lines`, read in order as the engine reads them."""
    rows: dict[str, list[tuple[Array, Array, list[float], str, str]]] = {"customer": [], "agent": []}
    for call in labelled:
        memory = features.Memory()
        before: list[tuple[Party, str]] = []
        for line in call.lines:
            wanted = [float(name in line.signals) for name in signals.OF[line.party]]
            if line.party == "customer":
                wanted.append(line.heat or 0.0)
            x = memory.take(line.party, line.text)
            score = listener.scores(before, line.party, line.text, features.clues_in(x))
            rows[line.party].append((x, score, wanted, call.writer, f"{call.writer}/{call.slug}"))
            before = [*before[1 - dialogue.LINES_BEFORE :], (line.party, line.text)]
    return {
        party: Lines(
            x=np.stack([r[0] for r in found]),
            dialogue=np.stack([r[1] for r in found]),
            y=np.array([r[2] for r in found], np.float32),
            writer=np.array([r[3] for r in found]),
            call=np.array([r[4] for r in found]),
        )
        for party, found in rows.items()
    }


def as_recognised(labelled: list[calls.Call], seed: int) -> list[calls.Call]:
    """The same calls as a recogniser would have given them."""
    dice = random.Random(seed)
    return [
        msgspec.structs.replace(
            call,
            lines=[msgspec.structs.replace(li, text=as_heard(li.text, dice)) for li in call.lines],
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


def spared(plain: Lines, rough: Lines, writer: str) -> tuple[Array, Array]:
    """The writer's scores by models that never read them: on the plain text, and on the recogniser-like."""
    seen = plain.writer != writer
    weights, bias = fit(np.concatenate([plain.x[seen], rough.x[seen]]), np.concatenate([plain.y[seen]] * 2))
    both = [
        (1 - DIALOGUE_SHARE) * (lines.x[~seen] @ weights + bias) + DIALOGUE_SHARE * lines.dialogue[~seen]
        for lines in (plain, rough)
    ]
    return both[0], both[1]


def decision(score: Array, wanted: Array) -> tuple[float, float]:
    """Slope and pivot of the map to probabilities: calibrated, then moved so that one half is where F1 is best.

    Where F1 is best is reckoned from the calibrated probabilities, not counted: that holds better for other people.
    """

    def off(c: npt.NDArray[np.float64]) -> float:
        z = c[0] * score + c[1]
        return float((np.logaddexp(0, z) - wanted * z).mean())

    slope, shift = minimize(off, np.array([1.0, 0.0]), method="Nelder-Mead").x
    slope = max(float(slope), 0.1)
    with np.errstate(over="ignore"):
        sure = np.sort(1 / (1 + np.exp(-(slope * score + shift))))[::-1]
    f1 = 2 * np.cumsum(sure) / (np.arange(1, len(sure) + 1) + sure.sum())
    best = float(np.clip(f1.max() / 2, 1e-3, 0.9))
    return slope, (float(np.log(best / (1 - best))) - float(shift)) / slope


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


def concern(labelled: list[calls.Call], sure: list[dict[str, float]]) -> dict[str, Array]:
    """What tells the problem among the clauses of a line, from what the writers noted there. ``sure``: what the heads
    hear in each of the customer's lines, in order.
    """
    rows, noted = [], []
    hearing = iter(sure)
    for call in labelled:
        told = [line for line in call.lines if line.party == "customer"]
        for number, line in enumerate(told, start=1):
            heard_here = next(hearing)
            if not engine.worth_looking(heard_here, number):
                continue
            for clause in concerns.candidates(line.text):
                standing = telling.Standing(heard_here, number, clause.place, clause.of)
                rows.append(telling.features(clause.words, standing))
                noted.append([float(any(notes.overlap(n, clause.words) >= notes.SAME_CONCERN for n in line.concerns))])
    weights, bias = fit(np.stack(rows), np.array(noted, np.float32))
    return {"concern_weights": weights[:, 0].astype(np.float16), "concern_bias": bias[0]}


def speaker(plain: list[calls.Call], rough: list[calls.Call]) -> dict[str, Array]:
    """What tells the customer's words from the agent's, in whole lines and in their sentences."""
    said = [(line.party, line.text) for call in (*plain, *rough) for line in call.lines]
    said += [(party, piece) for party, text in said for piece in SENTENCE_END.split(text) if piece and piece != text]
    x = np.stack([features.alone(text) for _, text in said])
    weights, bias = fit(x, np.array([[float(party == "customer")] for party, _ in said], np.float32))
    return {"speaker_weights": weights[:, 0].astype(np.float16), "speaker_bias": bias[0]}


def make(data: Path, into: Path, writer: str) -> None:
    """Learn from the calls under ``data``; set the decision points by ``writer``, unread by the dialogue model."""
    listener = dialogue.Listener()
    labelled = calls.read_all(data)
    misheard_calls = as_recognised(labelled, seed=5)
    plain, rough = heard(labelled, listener), heard(misheard_calls, listener)
    held: dict[str, npt.NDArray[np.generic]] = {"version": np.array(VERSION)}
    for party, names in COLUMNS.items():
        clear, misheard = spared(plain[party], rough[party], writer)
        theirs = plain[party].writer == writer
        both, wanted = np.concatenate([clear, misheard]), np.concatenate([plain[party].y[theirs]] * 2)
        maps = np.array([decision(both[:, c], wanted[:, c]) for c in range(wanted.shape[1])], np.float32)
        if party == "customer":
            maps[-1] = (1.0, 0.0)
            call = plain[party].call[theirs]
            held["heat"] = settle_heat(both[:, -1], wanted[:, -1], np.concatenate([call, np.char.add(call, "~")]))
        weights, bias = fit(np.concatenate([plain[party].x, rough[party].x]), np.concatenate([plain[party].y] * 2))
        held |= {
            f"{party}_names": np.array(names),
            f"{party}_weights": weights.astype(np.float16),
            f"{party}_bias": bias,
            f"{party}_blend": np.repeat(np.array([[1 - DIALOGUE_SHARE], [DIALOGUE_SHARE]], np.float32), len(names), 1),
            f"{party}_slope": maps[:, 0],
            f"{party}_pivot": maps[:, 1],
        }
        if party == "customer":
            score = (1 - DIALOGUE_SHARE) * (plain[party].x @ weights + bias) + DIALOGUE_SHARE * plain[party].dialogue
            sure = 1 / (1 + np.exp(-np.clip(maps[:, 0] * (score - maps[:, 1]), -30, 30)))
            held |= concern(labelled, [dict(zip(names, map(float, row), strict=True)) for row in sure])
        report.left_out(party, clear, plain[party].y[theirs], maps)
    held |= speaker(labelled, misheard_calls)
    into.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(into, **held)  # type: ignore[arg-type]
    lines = sum(len(p.y) for p in plain.values())
    print(f"{into}: {into.stat().st_size / 1e6:.2f} MB, from {len(labelled)} calls and {lines} lines")


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--data", type=Path, default=calls.DATA, help="the labelled calls to learn from")
    asked.add_argument("--into", type=Path, default=MODEL, help="the model file to write")
    asked.add_argument("--left-out", default=LEFT_OUT, help="the writer whom the dialogue model never read")
    asked.add_argument("--no-report", action="store_true", help="do not judge the gold set afterwards")
    chosen = asked.parse_args()
    make(chosen.data, chosen.into, chosen.left_out)
    if not chosen.no_report and chosen.into == MODEL:
        report.gold()


if __name__ == "__main__":
    main()
