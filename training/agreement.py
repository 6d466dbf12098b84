"""
What people agree on: ``python -m training.agreement``.

Every gold call was labelled by its author and, blind, by two others. ``--write`` makes the calls of ``training/gold``
from all three: a signal stands where two of them heard it, heat is the middle one, a problem or promise stands where
two noted it, in the author's words if they did. What the author alone said stays in ``training/annotations/author``.
Without it, prints how well the two blind annotators agree, per signal.
"""

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from typing import TypeVar

from msgspec import UNSET
from scipy.stats import spearmanr

from steadyline.service.evaluation import notes
from steadyline.service.evaluation.labelled import Promised
from steadyline.understanding import signals
from training import annotations, calls, corpus
from training.annotations import Judged

A = TypeVar("A")
AUTHOR = "author"
SAME_PROMISE = 0.34
MEASURES = ("signal", "both", "one only", "F1", "kappa")


def sheets(writer: str) -> dict[str, annotations.Judgements]:
    """By annotator, what they made of the writer's calls."""
    return {sheet.annotator: sheet.calls for sheet in annotations.read_all() if sheet.writer == writer}


def majority(judged: Sequence[Judged]) -> Judged:
    """What most of three say of a line."""
    heard = {name for one in judged for name in one.signals}
    heats = [one.heat for one in judged if one.heat is not None]
    return Judged(
        party=judged[0].party,
        signals=frozenset(name for name in heard if 2 * sum(name in one.signals for one in judged) > len(judged)),
        heat=median(heats) if heats else None,
        concerns=_shared([one.concerns for one in judged], notes.overlap, notes.SAME_CONCERN),
        promises=[_dated(p, judged) for p in _shared([one.promises for one in judged], _alike, SAME_PROMISE)],
    )


def _shared(noted: Sequence[Sequence[A]], alike: Callable[[A, A], float], least: float) -> list[A]:
    """Of all that was noted, what two people noted, in the words of whoever comes first."""
    kept: list[A] = []
    for at, mine in enumerate(noted):
        for note in mine:
            others = [theirs for other, theirs in enumerate(noted) if other != at]
            known = any(alike(note, old) >= least for old in kept)
            if not known and any(alike(note, theirs) >= least for row in others for theirs in row):
                kept.append(note)
    return kept


def _alike(a: Promised, b: Promised) -> float:
    return notes.overlap(a.act, b.act) if a.who == b.who else 0.0


def _dated(promise: Promised, judged: Sequence[Judged]) -> Promised:
    """The promise with the deadline that somebody worked out by hand."""
    for one in judged:
        for other in one.promises:
            dated = other.due is not UNSET and not (other.due is None and (other.when or promise.when))
            if dated and _alike(promise, other) >= SAME_PROMISE:
                return Promised(promise.who, promise.act, promise.when or other.when, other.due)
    unknown = promise.due is None and promise.when
    return Promised(promise.who, promise.act, promise.when) if unknown else promise


def own(call: calls.Call) -> dict[int, Judged]:
    """The author's labels as an annotator's."""
    return {
        n: Judged(li.party, li.signals, li.heat, li.concerns, li.promises) for n, li in enumerate(call.lines, start=1)
    }


def report(writers: Sequence[str]) -> None:
    """Print how well the blind annotators agree, per signal, over all gold calls."""
    pairs: list[tuple[Judged, Judged]] = []
    for writer in writers:
        first, second = (judgements for who, judgements in sorted(sheets(writer).items()) if who != AUTHOR)
        pairs += [(first[slug][n], second[slug][n]) for slug in first for n in first[slug]]
    print("{:22} {:>5} {:>8} {:>6} {:>6}".format(*MEASURES))
    f1s = []
    for name in corpus.NAMES:
        of = [p for p in pairs if name in signals.OF[p[0].party]]
        both = sum(name in a.signals and name in b.signals for a, b in of)
        a_says, b_says = (sum(name in p[side].signals for p in of) for side in (0, 1))
        one = a_says + b_says - 2 * both
        f1 = 2 * both / max(1, a_says + b_says)
        chance = (a_says * b_says + (len(of) - a_says) * (len(of) - b_says)) / len(of) ** 2
        kappa = (1 - one / len(of) - chance) / (1 - chance)
        f1s.append(f1)
        print(f"{name:22} {both:5} {one:8} {f1:6.2f} {kappa:6.2f}")
    heats = [(a.heat, b.heat) for a, b in pairs if a.heat is not None and b.heat is not None]
    apart = sum(abs(a - b) for a, b in heats) / len(heats)
    print(f"mean F1 {sum(f1s) / len(f1s):.3f} over {len(pairs)} lines")
    print(f"heat: Spearman {spearmanr(heats)[0]:.3f}, {apart:.3f} apart in the mean")
    told = [(a.concerns, b.concerns) for a, b in pairs]
    made = [(a.promises, b.promises) for a, b in pairs]
    print(f"problems: F1 {_noted_alike(told, _same_concern):.2f}; promises: F1 {_noted_alike(made, _alike):.2f}")


def _noted_alike(noted: Sequence[tuple[Sequence[A], Sequence[A]]], alike: Callable[[A, A], float]) -> float:
    """F1 of one person's notes held against the other's, line by line."""
    both = sum(len(notes.pairs(a, b, alike)) for a, b in noted)
    return 2 * both / max(1, sum(len(a) + len(b) for a, b in noted))


def _same_concern(a: str, b: str) -> float:
    alike = notes.overlap(a, b)
    return alike if alike >= notes.SAME_CONCERN else 0.0


def write(writers: Sequence[str]) -> None:
    """Make the gold calls from all three."""
    for writer in writers:
        authored = {path: calls.read(path) for path in sorted((calls.GOLD / writer).glob("*.call"))}
        known = sheets(writer)
        if AUTHOR not in known:
            known[AUTHOR] = {call.slug: own(call) for call in authored.values()}
            _keep(writer, known[AUTHOR])
        order = [AUTHOR, *sorted(who for who in known if who != AUTHOR)]
        for path, call in authored.items():
            agreed = [majority([known[who][call.slug][n] for who in order]) for n in range(1, len(call.lines) + 1)]
            _rewrite(path, agreed)


def _keep(writer: str, judgements: annotations.Judgements) -> None:
    into = annotations.ROOT / AUTHOR / f"{writer}.lab"
    into.parent.mkdir(exist_ok=True)
    rows = []
    for slug, lines in judgements.items():
        rows.append(f"## {slug}")
        for n, judged in lines.items():
            heat = [] if judged.heat is None else [f"{judged.heat:g}"]
            rows.append(" ".join([str(n), "C" if heat else "A", *heat, *sorted(judged.signals)]))
            rows += [f"> {note}" for note in _notes(judged)]
        rows.append("")
    into.write_text("\n".join(rows), encoding="utf-8")


def _notes(judged: Judged) -> list[str]:
    told = [f"concern {words}" for words in judged.concerns]
    for p in judged.promises:
        due = "" if p.due is UNSET else f" | {p.due or 'none'}"
        told.append(f"promise {p.who} | {p.act} | {p.when}{due}")
    return told


def _rewrite(path: Path, agreed: Sequence[Judged]) -> None:
    rows, left = [], list(agreed)
    for raw in path.read_text(encoding="utf-8").splitlines():
        if raw[:1] in {"A", "C"}:
            judged = left.pop(0)
            heat = "" if judged.heat is None else f" {judged.heat:g}"
            names = ", ".join(name for name in corpus.NAMES if name in judged.signals)
            rows.append(f"{raw[0]}{heat} [{names}]{raw[raw.index(']') + 1 :]}")
            rows += [f"  > {note}" for note in _notes(judged)]
        elif not raw.strip().startswith(">"):
            rows.append(raw)
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--write", action="store_true", help="make the gold calls again from the labels of all")
    writers = sorted(folder.name for folder in calls.GOLD.iterdir() if folder.is_dir())
    if asked.parse_args().write:
        write(writers)
    report(writers)


if __name__ == "__main__":
    main()
