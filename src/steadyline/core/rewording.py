"""
Which text holds, where a helper has said it in other words.

A helper's words are a witness's word: journalled with the passage they are for, and believed only if `faithful` finds
nothing else in them. They stand for exactly that passage; where the passage has changed since, or no helper spoke, our
own words hold. Our own words are never lost: every rewording carries them.
"""

from collections.abc import Iterable, Mapping
from typing import Final

import msgspec

from steadyline.core import faithful
from steadyline.core.events import Reworded

MOST: Final = 200
"""Rewordings kept of a call."""

_BULLET: Final = "- "


class Better(msgspec.Struct, frozen=True):
    """The words that stand for a passage, and the model that said them."""

    text: str
    model: str


Rewordings = Mapping[str, Better]
"""Better words, by the passage that they are for."""

NO_BETTER: Final[Rewordings] = {}


def step(known: Rewordings, said: Reworded) -> Rewordings:
    """Take a helper's words, if they are fit to be used."""
    fit = faithful.may_be_reworded(said.original) and not faithful.why_not(said.original, said.text)
    if not fit or (len(known) >= MOST and said.original not in known):
        return known
    return {**known, said.original: Better(said.text, said.model)}


def holds(known: Rewordings, text: str) -> str:
    """``text`` as it is to be shown: line by line in the better words where there are any."""
    return "\n".join(_line(known, line) for line in text.split("\n")) if known else text


def models(known: Rewordings, text: str) -> str:
    """The models whose words are in ``holds(known, text)``; empty where every word is our own."""
    used = {known[passage].model for passage in _passages(text) if passage in known}
    return ", ".join(sorted(used))


def wanted(known: Rewordings, text: str, told: Iterable[str]) -> list[str]:
    """The passages of ``text`` to put to a helper: those that say something ``told`` on this call, and may be reworded.

    What else stands there (greetings, names, records, what the site words itself) needs no helper, and is not shown it.
    """
    parts = [part.lower() for part in told if part.strip()]
    return [
        passage
        for passage in dict.fromkeys(_passages(text))
        if passage not in known and any(part in passage.lower() for part in parts) and faithful.may_be_reworded(passage)
    ]


def _line(known: Rewordings, line: str) -> str:
    passage = line.removeprefix(_BULLET)
    better = known.get(passage)
    return line if better is None else line[: len(line) - len(passage)] + better.text


def _passages(text: str) -> list[str]:
    return [line.removeprefix(_BULLET) for line in text.split("\n")]
