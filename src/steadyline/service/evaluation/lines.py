"""
Each line of a gold set beside what people heard in it: for looking at what the figures only count.

It holds the words that were said; the report never does.
"""

from collections.abc import Iterator

import msgspec

from steadyline.core.events import Party
from steadyline.service.evaluation.gold import Gold
from steadyline.service.evaluation.judging import Judged, Line


class Promised(msgspec.Struct, frozen=True):
    """A promise as people noted it, or as it was heard; ``due``: None where no moment is told."""

    who: str
    act: str
    due_text: str
    due: str | None


class Beside(msgspec.Struct, frozen=True):
    """One line. ``signals``, ``heat``, ``concerns`` and ``promises`` are people's; ``missed`` are those signals of
    theirs that were not heard, ``extra`` those heard that are not theirs, each with its probability.
    """

    call: str
    turn: int
    party: Party
    text: str
    signals: list[str]
    missed: dict[str, float]
    extra: dict[str, float]
    heat: float | None
    heard_heat: float | None
    concerns: list[str]
    heard_concerns: list[str]
    promises: list[Promised]
    heard_promises: list[Promised]


def beside(gold: Gold, judged: Judged, heard_at: float) -> Iterator[Beside]:
    """Every line of ``judged``, in order; a signal is heard from the probability ``heard_at`` on."""
    for line in judged.lines:
        yield _beside(gold.calls[line.call].name, line, heard_at)


def _beside(call: str, line: Line, heard_at: float) -> Beside:
    said, heard = line.said, line.heard
    sure = {name for name, probability in heard.signals.items() if probability >= heard_at}
    return Beside(
        call=call,
        turn=said.utterance.turn,
        party=said.utterance.party,
        text=said.utterance.text,
        signals=sorted(said.signals),
        missed={name: heard.signals.get(name, 0.0) for name in sorted(said.signals - sure)},
        extra={name: heard.signals[name] for name in sorted(sure - said.signals)},
        heat=said.heat,
        heard_heat=heard.heat if line.party == "customer" else None,
        concerns=list(said.concerns),
        heard_concerns=[concern.text for concern in heard.concerns],
        promises=[Promised(p.who, p.act, p.when, p.due or None) for p in said.promises],
        heard_promises=[Promised(p.who, p.act, p.due_text, p.due) for p in line.promised],
    )
