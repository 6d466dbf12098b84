"""
Whether a restatement was heard to be confirmed or corrected.

The customer answers a restatement with `confirms` or `corrects` in one of their next two utterances; what answers no
restatement is not one. The same rule is put to the gold labels and to the judged ones, and the answers compared.
"""

from collections.abc import Iterable, Sequence
from typing import Final, Literal

import numpy as np

from steadyline.core.events import Party
from steadyline.service.evaluation import scores
from steadyline.service.evaluation.judging import Line
from steadyline.service.evaluation.scores import Found, Numbers

Answer = Literal["confirmed", "corrected"]
WITHIN: Final = 2
"""Customer utterances in which an answer may come."""


def answers(spoken: Iterable[tuple[Party, frozenset[str]]]) -> list[Answer | None]:
    """For each utterance of one call, by who spoke and its signals: the answer that it gives to a restatement."""
    given: list[Answer | None] = []
    waits = 0
    for party, signals in spoken:
        answer: Answer | None = None
        if party == "agent":
            waits = WITHIN if "restates" in signals else waits
        elif waits:
            answer = "corrected" if "corrects" in signals else "confirmed" if "confirms" in signals else None
            waits = 0 if answer else waits - 1
        given.append(answer)
    return given


def score(lines: Sequence[Line], weights: Numbers, heard_at: float) -> Found:
    """How well the answers were found: right where the same utterance gives the same answer."""
    counts = np.zeros((weights.shape[1], 3), np.int64)
    for call in range(weights.shape[1]):
        own = [line for line in lines if line.call == call]
        gold = answers((line.party, line.said.signals) for line in own)
        heard = answers((line.party, _heard(line, heard_at)) for line in own)
        for g, h in zip(gold, heard, strict=True):
            counts[call] += (g is not None and g == h, h is not None, g is not None)
    return scores.found(counts, weights)


def _heard(line: Line, heard_at: float) -> frozenset[str]:
    return frozenset(name for name, likely in line.heard.signals.items() if likely >= heard_at)
