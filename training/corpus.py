"""
The labelled calls as examples to learn from.

Where a line was labelled twice, what is learnt is the mean of both: a signal that one of two people heard counts
half. Problems and promises are stretches of the line's own words. `as_heard` makes the copy that a recogniser might
have heard: it is what keeps the model from leaning on capitals and commas.
"""

import functools
import random
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Literal, NamedTuple

import msgspec
import numpy as np
import numpy.typing as npt

from steadyline.core.events import Party
from steadyline.service.evaluation import misheard
from steadyline.understanding import signals
from steadyline.understanding import text as reading
from training import annotations, calls, voiced

NAMES = (*signals.CUSTOMER, *signals.AGENT)
"""All signals, the customer's first: the columns of `targets`."""
LOST_WORDS = 5
"""So short a line may be lost between two of the other party's."""
GRAVE = ("personal_attack", "threat_harm", "asks_supervisor")
"""What must be heard wherever it stands."""
AGREED = 0.5
POURED_LINES, POURED_WORDS = 4, 110
"""A long turn is made of at most so many lines before and after one, and of about as many words as are read."""

Kind = Literal["concern", "promise", "when"]


class Stretch(NamedTuple):
    """Words of a line that are a problem, a promise, or a promise's time: characters ``start`` to ``end``; and which
    share of the people who marked the line marked them.
    """

    kind: Kind
    start: int
    end: int
    share: float = 1.0


class Taught(msgspec.Struct, frozen=True):
    """One utterance with what is to be learnt of it. ``stretches`` is None where nobody marked them; ``aloud``: what a
    recogniser heard of it, if it was said to one.
    """

    party: Party
    text: str
    signals: Mapping[str, float]
    heat: float | None
    stretches: tuple[Stretch, ...] | None
    aloud: str = ""


class Lesson(msgspec.Struct, frozen=True):
    """A call to learn from."""

    writer: str
    slug: str
    lines: tuple[Taught, ...]


def lessons(root: Path = calls.DATA, second: Path = annotations.ROOT, said: Path = voiced.ROOT) -> list[Lesson]:
    """Every call below ``root``, with what stands of it in ``second`` weighed in, and what was heard of it."""
    again = {
        (sheet.writer, slug): lines for sheet in annotations.read_all(second) for slug, lines in sheet.calls.items()
    }
    aloud = voiced.read(said / f"{root.name}.jsonl")
    return [_lesson(call, again.get((call.writer, call.slug), {}), aloud) for call in calls.read_all(root)]


def _lesson(call: calls.Call, again: Mapping[int, annotations.Judged], aloud: Mapping[voiced.Place, str]) -> Lesson:
    lines = (
        msgspec.structs.replace(
            _taught(line, again.get(n)), aloud=aloud.get(voiced.Place(call.writer, call.slug, n), "")
        )
        for n, line in enumerate(call.lines, start=1)
    )
    return Lesson(call.writer, call.slug, tuple(lines))


def _taught(line: calls.Line, other: annotations.Judged | None) -> Taught:
    text = reading.clean(line.text)
    own = _stretches(text, line.concerns, line.promises)
    if other is None:
        return Taught(line.party, text, dict.fromkeys(line.signals, 1.0), line.heat, own)
    share = {
        name: 0.5 * (name in line.signals) + 0.5 * (name in other.signals) for name in line.signals | other.signals
    }
    heat = None if line.heat is None or other.heat is None else (line.heat + other.heat) / 2
    return Taught(line.party, text, share, heat, _mean(own, _stretches(text, other.concerns, other.promises)))


def _mean(one: tuple[Stretch, ...] | None, other: tuple[Stretch, ...] | None) -> tuple[Stretch, ...] | None:
    """What two people marked, half of it each; what one marked alone, if only one marked the line's own words."""
    if one is None or other is None:
        return other if one is None else one
    return tuple(stretch._replace(share=0.5) for marked in (one, other) for stretch in dict.fromkeys(marked))


def _stretches(text: str, concerns: Sequence[str], promises: Sequence[calls.Promised]) -> tuple[Stretch, ...] | None:
    """Where the noted words stand; None where some do not stand in the line as noted."""
    noted: list[tuple[Kind, str]] = [("concern", words) for words in concerns]
    for promise in promises:
        noted.append(("promise", promise.act))
        if promise.when:
            noted.append(("when", promise.when))
    found = []
    for kind, words in noted:
        start = text.lower().find(reading.clean(words).strip(" .,;").lower())
        if start < 0 or not words:
            return None
        found.append(Stretch(kind, start, start + len(reading.clean(words).strip(" .,;"))))
    return tuple(found)


def joined(lines: Sequence[Taught], dice: random.Random, often: float) -> list[Taught]:
    """The lines, neighbouring ones of one party now and then as one, as a recogniser joins them: also over a word or
    two of the other's, which it lost. What counts in a line is then more often one clause of many.
    """
    told: list[Taught] = []
    for line in lines:
        if told and told[-1].party == line.party and dice.random() < often:
            told[-1] = _one(told[-1], line)
        elif len(told) > 1 and _lost(told[-1]) and told[-2].party == line.party and dice.random() < often:
            told[-2:] = [_one(told[-2], line)]
        else:
            told.append(line)
    return told


def poured_out(lines: Sequence[Taught], dice: random.Random) -> list[Taught]:
    """The lines, some of one party's as one long turn, as if the other had not said a word between: what counts most
    stands deep in a story then.
    """
    grave = [n for n, line in enumerate(lines) if any(line.signals.get(name, 0.0) >= AGREED for name in GRAVE)]
    at = dice.choice(grave or range(len(lines)))
    own = [n for n, line in enumerate(lines) if line.party == lines[at].party]
    here = own.index(at)
    begin, end = max(0, here - dice.randint(0, POURED_LINES)), here + 1 + dice.randint(0, POURED_LINES)
    chosen = own[begin:end]
    while len(chosen) > 1 and sum(len(lines[n].text.split()) for n in chosen) > POURED_WORDS:
        chosen.pop(0 if at - chosen[0] > chosen[-1] - at else -1)
    return [*lines[: chosen[0]], functools.reduce(_one, (lines[n] for n in chosen)), *lines[chosen[-1] + 1 :]]


def _lost(line: Taught) -> bool:
    return len(line.text.split()) <= LOST_WORDS


def _one(first: Taught, second: Taught) -> Taught:
    on = len(first.text) + 1
    both = None
    if first.stretches is not None and second.stretches is not None:
        both = (*first.stretches, *(s._replace(start=s.start + on, end=s.end + on) for s in second.stretches))
    names = {*first.signals, *second.signals}
    return Taught(
        party=first.party,
        text=f"{first.text} {second.text}",
        signals={name: max(first.signals.get(name, 0.0), second.signals.get(name, 0.0)) for name in names},
        heat=None if first.heat is None or second.heat is None else max(first.heat, second.heat),
        stretches=both,
    )


def as_heard(line: Taught, dice: random.Random, often: float) -> Taught:
    """The line as a recogniser might have heard it, about ``often`` of its words lost or misheard."""
    heard = list(misheard.words(line.text, dice, often))
    if not heard:
        return msgspec.structs.replace(line, text=line.text.lower())
    places, at = [], 0
    for word in heard:
        places.append((at, at + len(word.word)))
        at += len(word.word) + 1
    text = " ".join(word.word for word in heard)
    if line.stretches is None:
        return msgspec.structs.replace(line, text=text)
    kept = []
    for marked in line.stretches:
        inside = [
            place
            for place, word in zip(places, heard, strict=True)
            if word.start < marked.end and word.end > marked.start
        ]
        if inside:
            kept.append(marked._replace(start=inside[0][0], end=inside[-1][1]))
    return msgspec.structs.replace(line, text=text, stretches=tuple(kept))


def as_recognised(line: Taught) -> Taught:
    """The line as a recogniser really heard it, with the words that were marked found again."""
    if not line.aloud:
        return line
    kept = None
    if line.stretches is not None:
        again = [
            (stretch, voiced.found_again(line.text, line.aloud, stretch.start, stretch.end))
            for stretch in line.stretches
        ]
        kept = tuple(stretch._replace(start=place[0], end=place[1]) for stretch, place in again if place)
    return msgspec.structs.replace(line, text=line.aloud, stretches=kept)


def recognised(found: Iterable[Lesson], seed: int, often: float = 0.04) -> list[Lesson]:
    """The same calls as a recogniser would give them."""
    dice = random.Random(seed)
    return [
        msgspec.structs.replace(lesson, lines=tuple(as_heard(line, dice, often) for line in lesson.lines))
        for lesson in found
    ]


def targets(lines: Sequence[Taught]) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    """What is there and what can be: both ``(n, len(NAMES))``, 0 to 1; the second is 1 for the party's own signals."""
    there = np.array([[line.signals.get(name, 0.0) for name in NAMES] for line in lines], np.float32)
    can = {party: [float(name in signals.OF[party]) for name in NAMES] for party in signals.OF}
    return there, np.array([can[line.party] for line in lines], np.float32)
