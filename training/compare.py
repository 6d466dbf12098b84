"""
What each step towards the shipped model buys: ``python -m training.compare``.

Every way learns from the same writers and is measured on the one left out, each signal at its own best threshold, so
that all are treated alike. ``words``: a bag of words. ``examples``: the labels of the most similar known lines, by
the encoder as it was before training. ``frozen``: weights over that encoder's vectors. ``trained``: the shipped
encoder. Needs what ``finetune`` needs.
"""

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnxruntime
import torch
import transformers
from scipy.stats import spearmanr

from steadyline.understanding import clues, dialogue, signals, words
from training import calls, corpus, finetune, train

Array = npt.NDArray[np.float32]
LIKE = 12
"""How many similar lines are asked."""
SHARPNESS = 12.0


def vectors(lines: Sequence[corpus.Taught]) -> Array:
    """The mean vector of each line by the encoder before training: shape ``(n, width)``, length 1."""
    bert = transformers.BertModel.from_pretrained(finetune.pretrained(), add_pooling_layer=False).eval()
    tokens = dialogue.tokeniser()
    found = []
    with torch.no_grad():
        for line in lines:
            ids = torch.tensor([[101, *tokens.encode(line.text, add_special_tokens=False).ids[:126], 102]])
            found.append(bert(input_ids=ids).last_hidden_state[0].mean(0).numpy())
    held = np.stack(found)
    return np.asarray(held / np.linalg.norm(held, axis=1, keepdims=True), np.float32)


def by_words(known: Sequence[corpus.Taught], wanted: Array, new: Sequence[corpus.Taught]) -> Array:
    x, y = (np.stack([words.alone(line.text)[clues.SIZE :] for line in lines]) for lines in (known, new))
    weights, bias = train.fit(x, wanted)
    return np.asarray(y @ weights + bias, np.float32)


def by_examples(known: Array, wanted: Array, new: Array) -> Array:
    rows = []
    for vector in new:
        alike = known @ vector
        near = np.argpartition(-alike, LIKE)[:LIKE]
        share = np.exp(SHARPNESS * alike[near])
        rows.append(share @ wanted[near] / share.sum())
    return np.stack(rows)


def by_frozen(known: Array, wanted: Array, new: Array) -> Array:
    weights, bias = train.fit(known * 8, wanted)
    return np.asarray(new * 8 @ weights + bias, np.float32)


def measured(scores: Array, wanted: Array, party: str) -> tuple[list[float], float, float]:
    """Best F1 of each signal with ten positives; heat's Spearman and mean error (NaN for the agent)."""
    names = signals.OF[party]  # type: ignore[index]
    there = wanted[:, : len(names)] > 0.5
    f1 = []
    for column in range(len(names)):
        if there[:, column].sum() >= 10:
            right = np.cumsum(there[np.argsort(-scores[:, column]), column])
            f1.append(float((2 * right / (np.arange(1, len(right) + 1) + there[:, column].sum())).max()))
    if party == "agent":
        return f1, float("nan"), float("nan")
    heat, gold = 1 / (1 + np.exp(-scores[:, -1])), wanted[:, -1]
    return f1, float(spearmanr(heat, gold).statistic), float(np.abs(heat - gold).mean())


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--data", type=Path, default=calls.DATA)
    asked.add_argument("--left-out", default=train.LEFT_OUT)
    chosen = asked.parse_args()
    onnxruntime.set_default_logger_severity(3)
    lessons = corpus.lessons(chosen.data)
    known = [le for le in lessons if le.writer != chosen.left_out]
    theirs = [le for le in lessons if le.writer == chosen.left_out]
    ways: dict[str, Callable[..., Array]] = {"words": by_words, "examples": by_examples, "frozen": by_frozen}
    listener = dialogue.Listener()
    for title, new in (("as written", theirs), ("as recognised", corpus.recognised(theirs, seed=5))):
        taught = [*known, *corpus.recognised(known, seed=6)] if title == "as recognised" else known
        f1: dict[str, list[float]] = {way: [] for way in (*ways, "trained")}
        heat: dict[str, tuple[float, float]] = {}
        trained = train.heard(new, listener)
        for party in signals.OF:
            ours, others = (
                [line for le in lessons_ for line in le.lines if line.party == party] for lessons_ in (taught, new)
            )
            wanted, gold = (_wanted(lines, party) for lines in (ours, others))
            seen, unseen = vectors(ours), vectors(others)
            for way, judge in ways.items():
                scores = judge(ours, wanted, others) if way == "words" else judge(seen, wanted, unseen)
                if way == "examples" and party == "customer":
                    mean = np.clip(scores[:, -1], 1e-4, 1 - 1e-4)
                    scores[:, -1] = np.log(mean / (1 - mean))
                found, rank, off = measured(scores, gold, party)
                f1[way] += found
                heat.setdefault(way, (rank, off))
            found, rank, off = measured(trained[party].scores, gold, party)
            f1["trained"] += found
            heat.setdefault("trained", (rank, off))
        print(f"{chosen.left_out}, {title}")
        for way, found in f1.items():
            print(
                f"  {way:9} mean F1 {np.mean(found):.3f}, heat: Spearman {heat[way][0]:.3f}, off by {heat[way][1]:.3f}"
            )


def _wanted(lines: Sequence[corpus.Taught], party: str) -> Array:
    names = signals.OF[party]  # type: ignore[index]
    rows = [[line.signals.get(name, 0.0) for name in names] for line in lines]
    if party == "customer":
        rows = [[*row, line.heat or 0.0] for row, line in zip(rows, lines, strict=True)]
    return np.array(rows, np.float32)


if __name__ == "__main__":
    main()
