"""
The evaluation as one page: no script, nothing fetched, light and dark, to be read by a manager and by an engineer.

First what it comes to, in words; then every figure. A figure that the set cannot bear is a dash.
"""

from collections.abc import Iterable, Sequence
from html import escape
from importlib import resources
from pathlib import Path

from steadyline.core.playbook import PolicyRules
from steadyline.service.evaluation import plots
from steadyline.service.evaluation.forecast import Forecast
from steadyline.service.evaluation.notes import Deadlines
from steadyline.service.evaluation.results import ENOUGH, Evaluation, Heat, Signal
from steadyline.service.evaluation.scores import Bin, Found, Interval

_DASH = "–"
_SHOWN = 5


def page(found: Evaluation) -> str:
    """The whole page."""
    style = resources.files(__package__ or "").joinpath("report.css").read_text("utf-8")
    body = "".join(
        (
            _opening(found),
            _headlines(found),
            _trust(found.signals),
            _signals(found.signals),
            _calibration(found.signals),
            _heat(found),
            _notes(found),
            _forecast(found.forecast),
            _method(found),
        )
    )
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="color-scheme" content="light dark">'
        f"<title>{escape(found.engine)}: "
        f"evaluation</title><style>{style}</style></head><body><main>{body}</main></body></html>\n"
    )


def _opening(found: Evaluation) -> str:
    copy = "a copy as a speech recogniser might have given it" if found.as_heard else "the text as it was written"
    return (
        f"<h1>How well Steadyline hears</h1><p class=lead>{escape(found.engine)}, judged on "
        f"{counted(found.calls, 'call')} that people labelled, {counted(found.utterances, 'utterance')}, on {copy}. "
        f"<span class=quiet>Set: {escape(_set(found.gold))}</span></p>"
    )


def counted(number: int, what: str) -> str:
    """So many, in words that fit one too."""
    return f"{number} {what}{'' if number == 1 else 's'}"


def _set(sources: Sequence[str]) -> str:
    """The set by the names of its folders and files: where they lie is nobody's business to whom the page is passed."""
    names = [Path(source).resolve().name for source in sources]
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return ", ".join(names[:_SHOWN]) + more


def _headlines(found: Evaluation) -> str:
    m, h, f = found.means, found.heat, found.forecast
    tiles = [
        ("signals, mean F1", _two(m.f1), f"of {m.signals} signals; {_likely(m.f1_interval)}"),
        ("calibration error", _three(m.calibration_error), "how far a probability is from what it says"),
    ]
    if h:
        tiles += [
            ("heat, rank correlation", _two(h.spearman), f"1 is the same order; {_likely(h.spearman_interval)}"),
            ("heat, mean error", _three(h.mean_error), "on a scale from 0 to 1; a level is 0.25"),
        ]
    if found.promises:
        tiles.append(("promises found, F1", _two(found.promises.f1), _likely(found.promises.interval)))
    if not found.restatement.nothing:
        answered = found.restatement
        tiles.append(("restatement answered, F1", _two(answered.f1), _likely(answered.interval)))
    if f:
        wrong = _percent(f.false_positive_rate)
        tiles.append(
            ("forecast, accuracy", _percent(f.accuracy), f"false alarms in {wrong} of the times it stayed calm")
        )
    if found.utterances_a_second:
        tiles.append(("speed", f"{found.utterances_a_second:.0f}", "utterances a second of processor time"))
    shown = "".join(f"<li><b>{value}</b><span>{name}</span><small>{note}</small></li>" for name, value, note in tiles)
    return f"<ul class=tiles>{shown}</ul>"


def _trust(signals: Sequence[Signal]) -> str:
    """Where to trust it, and where not, in words."""
    ranked = sorted((s for s in signals if s.found.gold >= ENOUGH), key=lambda s: -(s.found.f1 or 0.0))
    if len(ranked) < 2 * _SHOWN:
        return ""
    best, worst = ranked[:_SHOWN], ranked[: -_SHOWN - 1 : -1]
    return (
        f"<p><b>Trust it most</b> on {_named(best)}. <b>Look twice</b> at {_named(worst)}.</p>"
        "<p class=quiet>F1 weighs two shares alike: how much of what people heard was found (recall), and how many of "
        "the finds people had heard too (precision). It is 1 where both are all, and 0.5 where, say, half was found "
        "and half of the finds were wrong.</p>"
    )


def _named(signals: Iterable[Signal]) -> str:
    return ", ".join(f"{_words(s.signal)} ({_two(s.found.f1)})" for s in signals)


def _words(name: str) -> str:
    return name.replace("_", " ")


def _signals(signals: Sequence[Signal]) -> str:
    head = "".join(
        f"<th scope=col{extra}>{name}</th>"
        for name, extra in (
            ("Signal", ""),
            ("In gold", ""),
            ("F1 with its interval", " colspan=2"),
            ("Precision", ""),
            ("Recall", ""),
            ("Average precision", ""),
            ("Recall at precision 0.9", ""),
            ("Calibration error", ""),
        )
    )
    parties = "".join(
        f"<tr class=party><th colspan=9 scope=rowgroup>{title}</th></tr>"
        + "".join(_row(s) for s in signals if s.party == party)
        for party, title in (("customer", "The customer"), ("agent", "The agent"))
    )
    return (
        "<h2>Signals</h2><p>Each bar is F1; the line across it is where 95 of 100 sets of such calls would put it. "
        "Pale rows "
        f"have fewer than {ENOUGH} in gold: too few to say, and left out of the means.</p>"
        f"<div class=scroll><table class=signals><thead><tr>{head}</tr></thead><tbody>{parties}</tbody></table></div>"
    )


def _row(s: Signal) -> str:
    f = s.found
    cells = "".join(
        f"<td>{value}</td>"
        for value in (
            _two(f.precision),
            _two(f.recall),
            _two(s.average_precision),
            _two(s.recall_when_sure),
            _three(s.calibration_error),
        )
    )
    return (
        f"<tr{'' if f.gold >= ENOUGH else ' class=few'}><th scope=row>{_words(s.signal)}</th><td>{f.gold}</td>"
        f"<td>{_two(f.f1)}</td><td class=plot>{plots.bar(f.f1, f.interval)}</td>{cells}</tr>"
    )


def _calibration(signals: Sequence[Signal]) -> str:
    enough = [s for s in signals if s.found.gold >= ENOUGH]
    shown = "".join(
        f"<figure>{plots.calibration(_words(s.signal), s.reliability, size=118)}"
        f"<figcaption>{_words(s.signal)}</figcaption></figure>"
        for s in enough
    )
    if not shown:
        return ""
    return (
        "<h2>Does a probability mean what it says?</h2><p>Across: the probability said; up: the share that was so; "
        "both from "
        "0 to 1. On the dashed diagonal it does. A dot above it was too modest, below it too sure; a big dot stands "
        "for many utterances. A small pale dot stands for fewer than "
        f"{plots.FEW}, too few to say: no line is drawn to it, nor across a gap.</p><div class=many>{shown}</div>"
    )


def _heat(found: Evaluation) -> str:
    if found.heat is None:
        return ""
    return (
        f"<h2>Heat</h2>{_heat_words(found.heat)}<div "
        f"class=pair><figure>{plots.grid(found.heat.confusion)}<figcaption>How "
        "often each level, as people heard it, was judged as which. The outlined cells are the same."
        f"</figcaption></figure></div>{_course(found)}"
    )


def _heat_words(heat: Heat) -> str:
    lines = sum(map(sum, heat.confusion))
    near = sum(n for i, row in enumerate(heat.confusion) for j, n in enumerate(row) if abs(i - j) == 1)
    same = sum(row[i] for i, row in enumerate(heat.confusion))
    return (
        f"<p>Of {counted(lines, 'customer utterance')}, {same} ({_percent(same / lines)}) were judged at the very "
        f"level that people heard, {near} ({_percent(near / lines)}) at the next one, and {lines - same - near} "
        f"further off. Rank correlation {_three(heat.spearman)} ({_span(heat.spearman_interval)}), "
        f"mean absolute error {_three(heat.mean_error)} ({_span(heat.mean_error_interval)}).</p>"
    )


def _course(found: Evaluation) -> str:
    if found.course is None or found.forecast is None:
        return ""
    drawn = plots.course(found.course, found.forecast.policy.alarm)
    chosen = "neither the best nor the worst, but the median of those that got hot"
    return (
        f"<figure><div class=scroll><div class=wide>{drawn}</div></div><figcaption>One call, "
        f"{escape(found.course.call)}: {chosen if found.course.of > 1 else 'the only one that got hot'}. "
        "<span class=key-gold>━ people</span> <span class=key-judged>━ judged</span>; below, the forecast of rising as "
        "it stood after each utterance (dashed: the alarm), and ▲ where it did rise.</figcaption></figure>"
    )


def _notes(found: Evaluation) -> str:
    rows = (
        ("Restatement confirmed or corrected", found.restatement),
        ("Promises", found.promises),
        ("Concerns", found.concerns),
    )
    body = "".join(_found_row(name, f) for name, f in rows if f and not f.nothing)
    if not body:
        return ""
    return (
        "<h2>Promises, concerns, restatement</h2><div class=scroll><table><thead><tr><th scope=col></th><th "
        "scope=col>In gold"
        "</th><th scope=col>Heard</th><th scope=col>F1</th><th scope=col>95 %</th><th scope=col>Precision</th>"
        f"<th scope=col>Recall</th></tr></thead><tbody>{body}</tbody></table></div>{_deadlines(found.deadlines)}"
    )


def _found_row(name: str, f: Found) -> str:
    figures = (str(f.gold), str(f.heard), _two(f.f1), _span(f.interval), _two(f.precision), _two(f.recall))
    return f"<tr><th scope=row>{name}</th>{''.join(f'<td>{figure}</td>' for figure in figures)}</tr>"


def _deadlines(d: Deadlines | None) -> str:
    if d is None:
        return ""
    told = (
        f"{d.exact} of {d.told} exact, to within three minutes, where gold says when, or that no time was named"
        if d.told
        else ""
    )
    words = f"{d.same_words} of {d.in_words} from the very words that gold keeps" if d.in_words else ""
    said = "; ".join(filter(None, (told, words)))
    return f"<p>Deadlines of the promises found: {said}.</p>" if said else ""


def _forecast(f: Forecast | None) -> str:
    if f is None:
        return ""
    ahead = f", on average {f.mean_ahead:.1f} of the customer's utterances ahead" if f.mean_ahead else ""
    rows = (
        ("Accuracy", f"{_percent(f.accuracy)} ({_percents(f.accuracy_interval)})"),
        ("False positive rate", f"{_percent(f.false_positive_rate)} ({_percents(f.false_positive_interval)})"),
        ("Rises foreseen", f"{f.foreseen} of {f.onsets}{ahead}"),
        ("Precision, recall", f"{_two(f.precision)}, {_two(f.recall)}"),
        ("Average precision", _two(f.average_precision)),
        ("Brier score", f"{_three(f.brier)}; saying the base rate always would score {_three(f.brier_of_base_rate)}"),
        ("Calibration error", _three(f.calibration_error)),
        ("Recovery", f"{f.recovery:+.2f}: wrong alarms taken back, less right ones, a call"),
    )
    table = "".join(f"<tr><th scope=row>{name}</th><td>{figure}</td></tr>" for name, figure in rows)
    return (
        f"<h2>Forecast of escalation</h2><p>After each of {counted(f.forecasts, 'customer utterance')}: will the call "
        f"get worse within the next six? It did {_percent(f.base_rate)} of the time. An alarm is a probability of "
        f"{f.policy.alarm:g} or more{_patience(f.policy)}. It was on before {f.foreseen} of {f.onsets} "
        f"rises{ahead}.</p><div class=pair>"
        f"<figure>{_standing('the forecast', f.reliability)}<figcaption>Does the forecast mean what it "
        f"says?</figcaption></figure>"
        f"<figure>{plots.ahead(f.ahead, f.onsets - f.foreseen)}<figcaption>How long before each rise the alarm was "
        f"on.</figcaption>"
        f"</figure></div><div class=scroll><table class=plain><tbody>{table}</tbody></table></div>"
    )


def _patience(policy: PolicyRules) -> str:
    running = f", {policy.in_a_row} utterances in a row" if policy.in_a_row > 1 else ""
    return running + (", unless heat falls and a step was just done" if policy.wait else "")


def _standing(title: str, curve: Sequence[Bin]) -> str:
    return plots.calibration(title, curve, size=250, axes=True)


def _method(found: Evaluation) -> str:
    return (
        "<h2>How this was measured</h2><p>Each utterance was judged by it and those before it, as on a live "
        "call; a call is read in one go, which rounds a little otherwise. A signal counts as heard at a probability "
        "of 0.5. Intervals come from drawing whole calls with "
        "replacement, 1,000 times: they speak of calls like these, by people who label like these. A promise counts "
        "as found in "
        "its own utterance, by the same promiser, with a telling word in common; a concern with half of them. A call "
        "escalates "
        "when heat stands at a higher level than now, the customer asks for a supervisor, attacks or threatens, or "
        "the call ends "
        "in anger. docs/evaluate.md says all of it.</p>"
        + (
            "<p>The copy lost, doubled or misheard some of its words at random, but always the same.</p>"
            if found.as_heard
            else ""
        )
    )


def _two(figure: float | None) -> str:
    return _DASH if figure is None else f"{figure:.2f}"


def _three(figure: float | None) -> str:
    return _DASH if figure is None else f"{figure:.3f}"


def _percent(figure: float | None) -> str:
    return _DASH if figure is None else escape(plots.percent(figure))


def _span(interval: Interval | None) -> str:
    return _DASH if interval is None else f"{interval.low:.2f}–{interval.high:.2f}"


def _likely(interval: Interval | None) -> str:
    return "too few calls to say how sure" if interval is None else f"95 % {_span(interval)}"


def _percents(interval: Interval | None) -> str:
    return _DASH if interval is None else f"{_percent(interval.low)}–{_percent(interval.high)}"
