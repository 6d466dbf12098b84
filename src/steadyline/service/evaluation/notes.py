"""
Notes taken from an utterance, held against those that people took: concerns, and promises with their deadlines.

Two promises are the same when they come from the same utterance and promiser and share a telling word (or half of all
their words, where one has no telling word); two concerns, when they come from the same utterance and at least half the
telling words of the shorter stand in the other. Each note is matched once, the best matches first.
"""

import re
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Final, TypeVar

import msgspec
import numpy as np
from msgspec import UNSET

from steadyline.core.events import PromiseHeard
from steadyline.service.evaluation import scores
from steadyline.service.evaluation.judging import Line
from steadyline.service.evaluation.labelled import Promised, instant
from steadyline.service.evaluation.scores import Counts, Found, Numbers

SAME_CONCERN: Final = 0.5
BY_HAND: Final = timedelta(minutes=3)
_STEM: Final = 5
_HALF: Final = 0.5
_WORD: Final = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_SMALL: Final = frozenset(
    "a an the and or but so to of in on at by for with from up out it its that this these those there then i me my we "
    "us our you your he him his she her they them their is are was were be been am do does did have has had will would "
    "can could ll re ve s m d t just not no".split()
)

A = TypeVar("A")
B = TypeVar("B")


class Deadlines(msgspec.Struct, frozen=True):
    """Of promises found: those whose gold says the instant, or that none was named, and how many are right to within
    three minutes; and those whose gold keeps only the words, and how many rest on the same words.
    """

    told: int
    exact: int
    in_words: int
    same_words: int


def overlap(a: str, b: str) -> float:
    """Shared telling words, as a share of the shorter's; 0 to 1. Endings and small words count for nothing, unless one
    has no others ("you'll have it"): then all words do, and less than half is nothing.
    """
    ours, theirs = _telling(a), _telling(b)
    if ours and theirs:
        return _share(ours, theirs)
    alike = _share(_all(a), _all(b))
    return alike if alike >= _HALF else 0.0


def _share(a: frozenset[str], b: frozenset[str]) -> float:
    return len(a & b) / min(len(a), len(b)) if a and b else 0.0


def _same_concern(gold: str, heard: str) -> float:
    alike = overlap(gold, heard)
    return alike if alike >= SAME_CONCERN else 0.0


def _telling(text: str) -> frozenset[str]:
    return frozenset(word.removesuffix("s")[:_STEM] for word in _all(text) if word not in _SMALL)


def _all(text: str) -> frozenset[str]:
    spoken = text.lower().replace("\u2019", "'")
    return frozenset(word for found in _WORD.findall(spoken) for word in found.split("'"))


def pairs(gold: Sequence[A], heard: Sequence[B], alike: Callable[[A, B], float]) -> list[tuple[A, B]]:
    """Each of ``gold`` with the one of ``heard`` that is most like it, where they are alike at all."""
    likeness = [(alike(g, h), i, j) for i, g in enumerate(gold) for j, h in enumerate(heard)]
    matched: dict[int, int] = {}
    for alikeness, i, j in sorted(likeness, key=lambda found: -found[0]):
        if alikeness > 0 and i not in matched and j not in matched.values():
            matched[i] = j
    return [(gold[i], heard[j]) for i, j in sorted(matched.items())]


def concerns(lines: Sequence[Line], weights: Numbers) -> Found:
    """How many of the customer's problems were noted in the utterance in which they were told."""
    counts = _nothing(weights)
    for line in lines:
        noted = [concern.text for concern in line.heard.concerns]
        found = pairs(line.said.concerns, noted, _same_concern)
        counts[line.call] += (len(found), len(noted), len(line.said.concerns))
    return scores.found(counts, weights)


def promises(lines: Sequence[Line], weights: Numbers) -> tuple[Found, Deadlines]:
    """How many promises were heard, and how many deadlines are right among those; one only said again is none."""
    counts, matched = _nothing(weights), list[tuple[Promised, PromiseHeard]]()
    for line in lines:
        gold, heard = line.said.promises, line.promised
        found = pairs(gold, heard, lambda g, h: overlap(g.act, h.act) if g.who == h.who else 0.0)
        counts[line.call] += (len(found), len(heard), len(gold))
        matched += found
    return scores.found(counts, weights), _deadlines(matched)


def _deadlines(matched: Sequence[tuple[Promised, PromiseHeard]]) -> Deadlines:
    exact, same_words = list[bool](), list[bool]()
    for gold, heard in matched:
        if gold.due is UNSET and gold.when:
            same_words.append(bool(heard.due_text) and _words(gold.when) == _words(heard.due_text))
        else:
            exact.append(_same_moment(None if gold.due is UNSET else gold.due, heard.due))
    return Deadlines(len(exact), sum(exact), len(same_words), sum(same_words))


def _words(text: str) -> frozenset[str]:
    return _telling(text) or _all(text)


def _same_moment(gold: str | None, heard: str | None) -> bool:
    """The same instant, as near as people reckon "in ten minutes" from when it was said; or no time in both."""
    if not gold or not heard:
        return bool(gold) == bool(heard)
    return abs(instant(gold) - instant(heard)) <= BY_HAND


def _nothing(weights: Numbers) -> Counts:
    return np.zeros((weights.shape[1], 3), np.int64)
