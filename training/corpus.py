"""
The labelled calls as examples to learn from.

One example is one utterance with what came before it, never after. `as_recognised` makes the copy that a recogniser
might have heard: it is what keeps the model from leaning on capitals and commas.
"""

import random
from collections.abc import Iterable, Sequence

import msgspec
import numpy as np
import numpy.typing as npt

from steadyline.core.events import Party
from steadyline.service.evaluation.misheard import as_recognised
from steadyline.understanding import signals
from training import calls

NAMES = (*signals.CUSTOMER, *signals.AGENT)
"""All signals, the customer's first: the columns of `targets`."""

MURMUR_WORDS = 2


class Example(msgspec.Struct):
    """An utterance of ``call``, with the ``(party, words)`` of all before it."""

    writer: str
    call: str
    party: Party
    text: str
    before: list[tuple[Party, str]]
    signals: frozenset[str]
    heat: float | None


def examples(labelled: Iterable[calls.Call]) -> list[Example]:
    """Every line of every call, in order."""
    found = []
    for call in labelled:
        said: list[tuple[Party, str]] = []
        for line in call.lines:
            slug = f"{call.writer}/{call.slug}"
            found.append(Example(call.writer, slug, line.party, line.text, list(said), line.signals, line.heat))
            said.append((line.party, line.text))
    return found


def joined(found: Sequence[Example]) -> list[Example]:
    """Neighbouring lines of one party as one, as a recogniser joins them where at most a murmur lies between."""
    both = []
    for at, first in enumerate(found):
        for second in found[at + 1 : at + 3]:
            between = second.before[len(first.before) + 1 :]
            murmur = all(who != first.party and len(said.split()) <= MURMUR_WORDS for who, said in between)
            if second.call == first.call and second.party == first.party and murmur:
                both.append(_one(first, second))
                break
    return both


def _one(first: Example, second: Example) -> Example:
    hottest = None if first.heat is None or second.heat is None else max(first.heat, second.heat)
    return msgspec.structs.replace(
        first, text=f"{first.text} {second.text}", signals=first.signals | second.signals, heat=hottest
    )


def targets(found: Sequence[Example]) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    """What is there and what can be: both ``(n, len(NAMES))``, 1 or 0; the second is 1 for the party's own signals."""
    there = np.zeros((len(found), len(NAMES)), np.float32)
    possible = np.zeros_like(there)
    for row, example in enumerate(found):
        for column, name in enumerate(NAMES):
            there[row, column] = name in example.signals
            possible[row, column] = name in signals.OF[example.party]
    return there, possible


def recognised(found: Sequence[Example], dice: random.Random, misheard: float = 0.04) -> list[Example]:
    """The same examples as a recogniser would give them, context too."""
    return [
        msgspec.structs.replace(
            e,
            text=as_recognised(e.text, dice, misheard),
            before=[(p, as_recognised(t, dice, misheard)) for p, t in e.before[-3:]],
        )
        for e in found
    ]
