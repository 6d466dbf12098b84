"""
The report's plots, as SVG to stand within a page.

Pure: figures in, markup out. Colours are the page's (classes, no literal colour), so light and dark hold for plots too.
Every plot says in words what it shows, for those who cannot see it.
"""

from collections.abc import Callable, Iterator, Sequence
from html import escape
from typing import Final

from steadyline.core.names import LEVELS
from steadyline.service.evaluation.results import Course, Moment
from steadyline.service.evaluation.scores import BINS, Bin, Interval

_MARGIN: Final = 44
FEW: Final = 5
"""A bin with fewer lines is a dot of its own: a line through it would be a line through chance."""


def percent(share: float) -> str:
    """In whole percent, where 100 % is all and 0 % is none: 393 of 394 are >99 %."""
    if 0.995 <= share < 1:
        return ">99%"
    return "<1%" if 0 < share < 0.005 else f"{share:.0%}"


def bar(value: float | None, interval: Interval | None) -> str:
    """A bar from 0 to 1 as wide as its place, with a whisker for the interval."""
    if value is None:
        return ""
    marks = [f'<rect class="bar" x="0" y="3" width="{100 * value:.1f}" height="8"/>']
    if interval:
        low, high = 100 * interval.low, 100 * interval.high
        marks.append(f'<path class="whisker" d="M{low:.1f} 7H{high:.1f}M{low:.1f} 4V10M{high:.1f} 4V10"/>')
    spoken = f"{value:.2f}" + (f", 95 % between {interval.low:.2f} and {interval.high:.2f}" if interval else "")
    guides = '<path class="guide" d="M0 0V14M25 0V14M50 0V14M75 0V14M100 0V14"/>'
    return _svg(100, 14, spoken, guides + "".join(marks), 'class="stretch" preserveAspectRatio="none"')


def calibration(title: str, curve: Sequence[Bin], *, size: int = 150, axes: bool = False) -> str:
    """What was said against what was so: on the diagonal, a probability means what it says. Dots grow with their count.

    A line joins neighbouring bins of five or more; where one is left out, nothing is known between those beside it.
    ``axes``: write the scales and their names, for a plot that stands alone.
    """
    left = _MARGIN if axes else 6
    top, side = (10, size - _MARGIN - 10) if axes else (6, size - 12)

    def x(p: float) -> float:
        return left + p * side

    def y(p: float) -> float:
        return top + (1 - p) * side

    most = max((b.count for b in curve), default=1)
    marks = [
        f'<rect class="frame" x="{left}" y="{top}" width="{side}" height="{side}"/>',
        f'<path class="ideal" d="M{x(0)} {y(0)}L{x(1)} {y(1)}"/>',
        *(_line("judged", [(x(b.said), y(b.was)) for b in run]) for run in _runs(curve)),
    ]
    for b in curve:
        radius, kind = (1.5 + 3.5 * (b.count / most) ** 0.25, "dot") if b.count >= FEW else (1.5, "dot few")
        tip = f"said {b.said:.2f}, was so {b.was:.2f}, {b.count} lines"
        marks.append(
            f'<circle class="{kind}" cx="{x(b.said):.1f}" cy="{y(b.was):.1f}" '
            f'r="{radius:.1f}"><title>{tip}</title></circle>'
        )
    if axes:
        marks += [_text(x(p), top + side + 14, f"{p:g}", "middle") for p in (0, 0.5, 1)]
        marks += [_text(left - 5, y(p) + 4, f"{p:g}", "end") for p in (0, 0.5, 1)]
        marks.append(_text(left + side / 2, size - 2, "probability said", "middle"))
        marks.append(
            f'<g transform="rotate(-90 9 {y(0.5):.0f})">{_text(9, y(0.5) + 4, "share that was so", "middle")}</g>'
        )
    return _svg(size, size, f"Calibration of {title}", "".join(marks), f'width="{size}" height="{size}"')


def _runs(curve: Sequence[Bin]) -> Iterator[list[Bin]]:
    """The bins of five or more, as stretches of neighbours."""
    run: list[Bin] = []
    for b in curve:
        if b.count < FEW:
            continue
        if run and _place(b) > _place(run[-1]) + 1:
            yield run
            run = []
        run.append(b)
    if run:
        yield run


def _place(b: Bin) -> int:
    return int(b.said * BINS + 1e-9)


def grid(table: Sequence[Sequence[int]]) -> str:
    """The five levels of heat: rows as people heard it, columns as judged; shaded by the share of the row."""
    cell, left, top = 66, 92, 44
    marks = [
        _text(left + 2.5 * cell, 14, "judged", "middle", "strong"),
        _text(0, 32, "people heard", "start", "strong"),
    ]
    for i, row in enumerate(table):
        marks.append(_text(left - 8, top + (i + 0.5) * cell + 4, LEVELS[i], "end"))
        marks.append(_text(left + (i + 0.5) * cell, top - 8, LEVELS[i], "middle"))
        for j, count in enumerate(row):
            share = count / sum(row) if sum(row) else 0.0
            x, y = left + j * cell, top + i * cell
            marks.append(
                f'<rect class="cell{" same" if i == j else ""}" x="{x + 1}" y="{y + 1}" width="{cell - 2}" '
                f'height="{cell - 2}" style="--share:{share:.2f}"><title>{count} lines heard as {LEVELS[i]} were '
                f"judged {LEVELS[j]}: {escape(percent(share))} of them</title></rect>"
            )
            if count:
                marks.append(_text(x + cell / 2, y + cell / 2, str(count), "middle", "strong"))
                marks.append(_text(x + cell / 2, y + cell / 2 + 14, percent(share), "middle", "ink"))
    side = 5 * cell
    return _svg(left + side + 2, top + side + 2, "Levels of heat, as people heard them and as judged", "".join(marks))


def course(shown: Course, alarm: float) -> str:
    """One call: heat as people heard it and as judged, and below, the forecast after each utterance.

    ``alarm``: from which forecast on there is one.
    """
    wide, high, low, left = 700, 210, 70, 86
    moments = shown.moments
    step = (wide - left - 24) / max(1, len(moments) - 1)

    def x(at: int) -> float:
        return left + 12 + at * step

    def y(heat: float) -> float:
        return 12 + (1 - heat) * (high - 24)

    under = high + 26
    marks = [
        f'<path class="guide" d="M{left} {y(i / 4):.1f}H{wide - 12}"/>{_text(left - 8, y(i / 4) + 4, LEVELS[i], "end")}'
        for i in range(len(LEVELS))
    ]
    marks.append(_line("gold", [(x(i), y(m.gold)) for i, m in enumerate(moments)]))
    marks.append(_line("judged", [(x(i), y(m.judged)) for i, m in enumerate(moments)]))
    marks += [_dots(m, x(i), y) for i, m in enumerate(moments)]
    marks.append(_text(left - 8, under + 8, "forecast", "end"))
    marks.append(_text(left - 8, under + low, "0", "end") + _text(left - 8, under + 22, "of rising", "end"))
    marks.append(f'<path class="ideal" d="M{left} {under + (1 - alarm) * low:.1f}H{wide - 12}"/>')
    width = min(14.0, 0.6 * step)
    for i, m in enumerate(moments):
        tall = m.escalation * low
        marks.append(
            f'<rect class="forecast" x="{x(i) - width / 2:.1f}" y="{under + low - tall:.1f}" width="{width:.1f}" '
            f'height="{tall:.1f}"><title>turn {m.turn}: {m.escalation:.0%} likely to escalate</title></rect>'
        )
        if m.escalated:
            marks.append(f'<path class="rise" d="M{x(i):.1f} {under + low + 6}l5 9h-10z"><title>it rose</title></path>')
    marks.append(_text((left + wide) / 2, under + low + 32, "the customer's utterances, in order", "middle"))
    return _svg(wide, under + low + 38, f"Heat along the call {shown.call}", "".join(marks))


def _dots(moment: Moment, x: float, y: Callable[[float], float]) -> str:
    tip = f"<title>turn {moment.turn}: people heard {moment.gold:g}, judged {moment.judged:.2f}</title>"
    return (
        f'<circle class="dot of-gold" cx="{x:.1f}" cy="{y(moment.gold):.1f}" r="3.5">{tip}</circle>'
        f'<circle class="dot" cx="{x:.1f}" cy="{y(moment.judged):.1f}" r="3">{tip}</circle>'
    )


def ahead(counts: Sequence[int], missed: int) -> str:
    """How long before each rise the alarm was on: not at all, then 1 to 6 customer utterances."""
    wide, high, left, top = 300, 190, 8, 22
    bars = [missed, *counts]
    most, step = max([*bars, 1]), (wide - 2 * left) / len(bars)
    marks = []
    for i, count in enumerate(bars):
        tall = (high - 40 - top) * count / most
        x, y = left + i * step, high - 40 - tall
        kind, name = ("bar", f"{i}+" if i == len(counts) else f"{i}") if i else ("missed", "none")
        size = f'width="{step - 6:.1f}" height="{tall:.1f}"'
        marks.append(f'<rect class="{kind}" x="{x + 3:.1f}" y="{y:.1f}" {size}/>')
        marks.append(_text(x + step / 2, y - 5, str(count), "middle"))
        marks.append(_text(x + step / 2, high - 24, name, "middle"))
    marks.append(_text(wide / 2, high - 6, "customer utterances of warning", "middle"))
    return _svg(
        wide, high, "How long before each rise the alarm was on", "".join(marks), f'width="{wide}" height="{high}"'
    )


def _line(kind: str, points: Sequence[tuple[float, float]]) -> str:
    if len(points) < 2:
        return ""
    return f'<path class="line {kind}" d="M' + "L".join(f"{x:.1f} {y:.1f}" for x, y in points) + '"/>'


def _text(x: float, y: float, words: str, anchor: str, kind: str = "") -> str:
    emphasis = f' class="{kind}"' if kind else ""
    return f'<text{emphasis} x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(words)}</text>'


def _svg(width: float, height: float, says: str, marks: str, more: str = "") -> str:
    return f'<svg viewBox="0 0 {width:g} {height:g}" role="img" aria-label="{escape(says)}" {more}>{marks}</svg>'
