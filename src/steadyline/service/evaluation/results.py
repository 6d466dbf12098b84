"""
The whole evaluation: every figure of one gold set judged once, ready to be shown or written as JSON.
"""

from collections.abc import Iterable, Sequence
from typing import Final

import msgspec
import numpy as np

from steadyline.core.events import Party
from steadyline.core.playbook import PolicyRules
from steadyline.service.evaluation import forecast, notes, restatement, scores
from steadyline.service.evaluation.forecast import Forecast
from steadyline.service.evaluation.gold import Gold
from steadyline.service.evaluation.judging import Judged, Line
from steadyline.service.evaluation.labelled import SIGNALS
from steadyline.service.evaluation.notes import Deadlines
from steadyline.service.evaluation.scores import Bin, Found, Interval, Numbers

ENOUGH: Final = 10
"""A signal with fewer positives is shown, but left out of the means."""
LEVELS: Final = 5
SLOW_DRAWS: Final = 300
"""Sets drawn for the interval of a rank correlation, which has to be reckoned anew for each."""


class Signal(msgspec.Struct, frozen=True):
    """How one signal is judged, on all lines of its party."""

    signal: str
    party: Party
    found: Found
    average_precision: float | None
    recall_when_sure: float | None
    calibration_error: float | None
    reliability: list[Bin]


class Means(msgspec.Struct, frozen=True):
    """Over the signals with ten or more positives."""

    signals: int
    f1: float | None
    f1_interval: Interval | None
    average_precision: float | None
    calibration_error: float | None


class Heat(msgspec.Struct, frozen=True):
    """Judged heat against gold, on the customer's lines. ``confusion``: rows are gold's levels, columns the judged."""

    lines: int
    spearman: float | None
    spearman_interval: Interval | None
    mean_error: float
    mean_error_interval: Interval | None
    confusion: list[list[int]]


class Moment(msgspec.Struct, frozen=True):
    """One customer utterance of a call shown whole. ``escalated``: by gold it stands higher than the one before."""

    turn: int
    gold: float
    judged: float
    escalation: float
    escalated: bool


class Course(msgspec.Struct, frozen=True):
    """One call shown whole: of those in which heat moves by half or more, the one with the median error; ``of`` how
    many such there are.
    """

    call: str
    moments: list[Moment]
    of: int


class Evaluation(msgspec.Struct, frozen=True, kw_only=True):
    """All figures. ``as_heard``: on the copy that a recogniser might have given. Without gold notes, their figures are
    None.
    """

    engine: str
    gold: tuple[str, ...]
    calls: int
    utterances: int
    as_heard: bool
    signals: list[Signal]
    means: Means
    heat: Heat | None
    concerns: Found | None
    promises: Found | None
    deadlines: Deadlines | None
    restatement: Found
    forecast: Forecast | None
    utterances_a_second: float | None
    course: Course | None


def evaluate(
    gold: Gold, judged: Judged, *, engine: str, heard_at: float, policy: PolicyRules, as_heard: bool = False
) -> Evaluation:
    """Every figure. ``heard_at``: from which probability on a signal counts as heard; ``policy``: when
    a forecast is an alarm.
    """
    lines, weights = judged.lines, scores.draw(len(gold.calls))
    signals = [_signal(party, name, lines, weights, heard_at) for party in SIGNALS for name in SIGNALS[party]]
    promised = notes.promises(lines, weights) if gold.notes_promises else None
    return Evaluation(
        engine=engine,
        gold=gold.sources,
        calls=len(gold.calls),
        utterances=len(lines),
        as_heard=as_heard,
        signals=signals,
        means=_means(signals, lines, weights, heard_at),
        heat=_heat(lines, weights),
        concerns=notes.concerns(lines, weights) if gold.notes_concerns else None,
        promises=promised[0] if promised else None,
        deadlines=promised[1] if promised else None,
        restatement=restatement.score(lines, weights, heard_at),
        forecast=forecast.score(lines, weights, policy),
        utterances_a_second=len(lines) / judged.cpu_seconds if judged.cpu_seconds else None,
        course=_course(gold, lines),
    )


class _Column(msgspec.Struct):
    """One signal on every line of its party, shape ``(n,)`` each."""

    call: scores.Counts
    wanted: scores.Flags
    given: Numbers


def _column(party: Party, name: str, lines: Sequence[Line]) -> _Column:
    own = [line for line in lines if line.party == party]
    return _Column(
        np.array([line.call for line in own], np.int64),
        np.array([name in line.said.signals for line in own], np.bool_),
        np.array([line.heard.signals.get(name, 0.0) for line in own], np.float64),
    )


def _signal(party: Party, name: str, lines: Sequence[Line], weights: Numbers, heard_at: float) -> Signal:
    column = _column(party, name, lines)
    counts = scores.by_call(column.call, column.wanted, column.given >= heard_at, weights.shape[1])
    curve = scores.reliability(column.wanted, column.given)
    return Signal(
        signal=name,
        party=party,
        found=scores.found(counts, weights),
        average_precision=scores.average_precision(column.wanted, column.given),
        recall_when_sure=scores.recall_when_sure(column.wanted, column.given),
        calibration_error=scores.calibration_error(curve),
        reliability=curve,
    )


def _means(signals: Sequence[Signal], lines: Sequence[Line], weights: Numbers, heard_at: float) -> Means:
    enough = [s for s in signals if s.found.gold >= ENOUGH]
    if not enough:
        return Means(0, None, None, None, None)
    columns = [_column(s.party, s.signal, lines) for s in enough]
    counts = [scores.by_call(c.call, c.wanted, c.given >= heard_at, weights.shape[1]) for c in columns]
    drawn = scores.f1_drawn(np.stack(counts, axis=1), weights)
    return Means(
        signals=len(enough),
        f1=_mean(s.found.f1 for s in enough),
        f1_interval=scores.interval(scores.mean_drawn(drawn)),
        average_precision=_mean(s.average_precision for s in enough),
        calibration_error=_mean(s.calibration_error for s in enough),
    )


def _mean(figures: Iterable[float | None]) -> float:
    return float(np.mean([figure or 0.0 for figure in figures]))


def _heat(lines: Sequence[Line], weights: Numbers) -> Heat | None:
    own = [line for line in lines if line.party == "customer"]
    if not own:
        return None
    call = np.array([line.call for line in own], np.int64)
    gold = np.array([line.said.heat or 0.0 for line in own])
    judged = np.array([line.heard.heat or 0.0 for line in own])
    calls = weights.shape[1]
    off = np.bincount(call, np.abs(gold - judged), calls)
    return Heat(
        lines=len(own),
        spearman=scores.spearman(gold, judged),
        spearman_interval=scores.drawn_figure(
            call, weights[:SLOW_DRAWS], lambda rows: scores.spearman(gold[rows], judged[rows])
        ),
        mean_error=float(np.abs(gold - judged).mean()),
        mean_error_interval=scores.interval((weights @ off) / (weights @ np.bincount(call, minlength=calls))),
        confusion=scores.confusion(_levels(gold), _levels(judged), LEVELS),
    )


def _levels(heat: Numbers) -> scores.Counts:
    return np.array([forecast.level(h) for h in heat], np.int64)


def _course(gold: Gold, lines: Sequence[Line]) -> Course | None:
    """The call to show: not the best, not the worst."""
    courses = []
    for number, call in enumerate(gold.calls):
        own = [line for line in lines if line.call == number and line.party == "customer"]
        heats = [line.said.heat or 0.0 for line in own]
        if own and max(heats) - min(heats) >= 0.5:
            off = float(np.mean([abs((line.said.heat or 0.0) - (line.heard.heat or 0.0)) for line in own]))
            courses.append((off, call.name, own))
    if not courses:
        return None
    _, name, own = sorted(courses, key=lambda c: c[:2])[len(courses) // 2]
    moments = [
        Moment(
            turn=line.said.utterance.turn,
            gold=line.said.heat or 0.0,
            judged=line.heard.heat or 0.0,
            escalation=line.escalation or 0.0,
            escalated=at > 0 and forecast.onset(own[at - 1], line),
        )
        for at, line in enumerate(own)
    ]
    return Course(name, moments, len(courses))
