"""
`steadyline evaluate`: how good the judgement is on calls that people have labelled.
"""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Final

import msgspec
from cyclopts import Parameter
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from steadyline import bootstrap, settings
from steadyline.cli.say import Stop, err, out, remark
from steadyline.service.evaluation.report import counted
from steadyline.service.evaluation.results import ENOUGH, Evaluation, Signal
from steadyline.service.evaluation.scores import Found, Interval

_TITLES: Final = ("signal", "gold", "prec", "rec", "F1", "95 %", "AP", "R@0.9", "cal")
_LEAST: Final = 5
"""A window too narrow for every column shows the first five at least."""
_BETWEEN: Final = 2


def evaluate(
    *gold: Path,
    asr: Annotated[bool, Parameter(negative="")] = False,
    html: Path | None = None,
    lines: Path | None = None,
    json: Annotated[bool, Parameter(negative="")] = False,
) -> None:
    """Judge labelled calls, and say how well: signals, heat, promises, restatement, forecast, speed.

    Parameters
    ----------
    gold: Path
        Labelled calls (.jsonl or .call), or folders of them. docs/evaluate.md says how they are written.
    asr: bool
        Judge a copy as a speech recogniser might have given it: lower case, no punctuation, words misheard and lost.
    html: Path
        Write a report with plots here: one page that needs nothing else.
    lines: Path
        Write every line here beside what people heard in it, as JSON Lines: which signals were missed, which were
        heard too many. It holds the words that were said.
    json: bool
        Print every figure as JSON instead of tables for people.
    """
    from steadyline.service.evaluation import gold as golds
    from steadyline.service.evaluation import judging, report, results
    from steadyline.service.evaluation import lines as lined

    if not gold:
        raise Stop("evaluate on what? Name labelled calls (.jsonl or .call), or folders of them.")
    for path, what in ((html, "the report"), (lines, "the lines")):
        if path is not None and not path.parent.is_dir():
            raise Stop(f"{path}: there is no folder {path.parent} to write {what} into.")
    read = golds.read(gold)
    chosen = settings.load()
    playbook = bootstrap.playbook(chosen).playbook
    understanding = bootstrap.understanding(chosen)
    with _progress(read.utterances) as progress:
        task = progress.add_task("Judging", total=read.utterances)
        judged = judging.judge(read, understanding, playbook, as_heard=asr, told=lambda: progress.advance(task))
        progress.update(task, description="Counting")
        found = results.evaluate(
            read,
            judged,
            engine=understanding.name,
            heard_at=playbook.heard_at,
            policy=playbook.policy,
            as_heard=asr,
        )
    if json:
        sys.stdout.buffer.write(msgspec.json.encode(found) + b"\n")
        sys.stdout.buffer.flush()
    else:
        _show(found)
    if html is not None:
        _write(html, report.page(found), "Report")
    if lines is not None:
        rows = (msgspec.json.encode(row).decode() for row in lined.beside(read, judged, playbook.heard_at))
        _write(lines, "".join(f"{row}\n" for row in rows), "Lines")


def _write(path: Path, page: str, what: str) -> None:
    try:
        path.write_text(page, encoding="utf-8")
    except OSError as error:
        raise Stop(f"{path}: it cannot be written ({error.strerror}). Name another file.") from error
    remark(f"{what}: {path}")


@contextmanager
def _progress(utterances: int) -> Iterator[Progress]:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=err, transient=True) as progress:
        yield progress


def _show(found: Evaluation) -> None:
    copy = ", as a recogniser might have given them" if found.as_heard else ""
    calls, utterances = counted(found.calls, "labelled call"), counted(found.utterances, "utterance")
    out.print(f"{found.engine} on {calls}, {utterances}{copy}")
    _show_signals(found)
    table = Table(box=None, show_header=False, pad_edge=False)
    for name, figure in _figures(found):
        table.add_row(name, figure)
    out.print(table)


def _show_signals(found: Evaluation) -> None:
    """The table of signals, with as many columns as the window shows whole, and what its columns mean."""
    rows = [_row(s) for s in found.signals]
    shown = _fitting(rows, out.width)
    table = Table(box=None, pad_edge=False, padding=(0, _BETWEEN, 0, 0))
    for title in _TITLES[:shown]:
        first = title == _TITLES[0]
        table.add_column(title, justify="left" if first else "right", no_wrap=not first, overflow="fold")
    for s, row in zip(found.signals, rows, strict=True):
        table.add_row(*row[:shown], style=None if s.found.gold >= ENOUGH else "dim")
    out.print(table)
    if any(s.found.gold < ENOUGH for s in found.signals):
        out.print(f"* fewer than {ENOUGH} in gold: left out of the means")
    if left_out := _TITLES[shown:]:
        out.print(f"No room for {', '.join(left_out)}: widen the window, or see --html.")
    out.print(
        "gold: how often people heard it. 95 %: the interval of F1. AP: average precision. R@0.9: recall at a "
        "precision of 0.9. cal: calibration error. docs/evaluate.md says what each means.",
        style="dim",
    )


def _row(s: Signal) -> tuple[str, ...]:
    f = s.found
    return (
        f"{s.signal}{'' if f.gold >= ENOUGH else ' *'}",
        str(f.gold),
        *map(_two, (f.precision, f.recall, f.f1)),
        _span(f.interval),
        *map(_two, (s.average_precision, s.recall_when_sure)),
        _three(s.calibration_error),
    )


def _fitting(rows: Sequence[tuple[str, ...]], width: int) -> int:
    """How many of the columns stand whole in a window of this ``width``."""
    taken = 0
    for number, column in enumerate(zip(_TITLES, *rows, strict=True)):
        taken += max(map(len, column)) + _BETWEEN
        if taken - _BETWEEN > width and number >= _LEAST:
            return number
    return len(_TITLES)


def _figures(found: Evaluation) -> Iterator[tuple[str, str]]:
    """The figures beside the table of signals, each by its name."""
    m, h, f = found.means, found.heat, found.forecast
    if m.signals:
        yield (
            "signals, mean of those with 10 or more",
            f"F1 {_three(m.f1)} ({_span(m.f1_interval)}), AP {_three(m.average_precision)}, "
            f"calibration error {_three(m.calibration_error)}, over {m.signals}",
        )
    if h:
        yield (
            "heat",
            f"Spearman {_three(h.spearman)} ({_span(h.spearman_interval)}), mean absolute error "
            f"{_three(h.mean_error)} ({_span(h.mean_error_interval)})",
        )
    if found.promises and not found.promises.nothing:
        yield "promises found", _found(found.promises)
    if found.deadlines and (d := found.deadlines).told:
        yield "  deadline exact, where gold says when", f"{d.exact} of {d.told}"
    if found.deadlines and (d := found.deadlines).in_words:
        yield "  deadline from the same words, where gold has words alone", f"{d.same_words} of {d.in_words}"
    if found.concerns and not found.concerns.nothing:
        yield "concerns found", _found(found.concerns)
    if not found.restatement.nothing:
        yield "restatement confirmed or corrected", _found(found.restatement)
    if f:
        yield (
            "forecast of escalation",
            f"accuracy {_three(f.accuracy)} ({_span(f.accuracy_interval)}), false positive rate "
            f"{_three(f.false_positive_rate)} ({_span(f.false_positive_interval)}), recall {_three(f.recall)}",
        )
        yield (
            "",
            f"it came {f.base_rate:.0%} of the time; Brier {_three(f.brier)} (always that: "
            f"{_three(f.brier_of_base_rate)}), calibration error {_three(f.calibration_error)}",
        )
        lead = f", {f.mean_ahead:.1f} customer utterances ahead" if f.mean_ahead else ""
        yield "", f"{f.foreseen} of {f.onsets} rises foreseen{lead}; recovery {f.recovery:+.2f}"
    if found.utterances_a_second:
        yield "speed", f"{found.utterances_a_second:.0f} utterances a second of processor time"


def _found(f: Found) -> str:
    return (
        f"F1 {_three(f.f1)} ({_span(f.interval)}), precision {_three(f.precision)}, recall {_three(f.recall)}; "
        f"{f.gold} in gold, {f.heard} heard"
    )


def _two(figure: float | None) -> str:
    return "-" if figure is None else f"{figure:.2f}"


def _three(figure: float | None) -> str:
    return "-" if figure is None else f"{figure:.3f}"


def _span(interval: Interval | None) -> str:
    return "-" if interval is None else f"{interval.low:.2f}-{interval.high:.2f}"
