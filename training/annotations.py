"""
A second pair of eyes: the same lines labelled again by people who saw no labels.

``training/annotations/<annotator>/*.lab`` holds what each made of a writer's calls, line by line, problems and
promises in the exact words of the line. What was never labelled twice is taken at the writer's word.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import msgspec

from steadyline.core.events import Party
from steadyline.service.evaluation.labelled import Promised, check_heat, check_signals

ROOT = Path(__file__).parent / "annotations"
PARTIES: dict[str, Party] = {"A": "agent", "C": "customer"}
UNKNOWN = frozenset({"-", "none"})
"""What stands for a due time that nobody could reckon."""


class Judged(msgspec.Struct):
    """What one annotator made of one line. ``heat`` is None on the agent's."""

    party: Party
    signals: frozenset[str]
    heat: float | None = None
    concerns: list[str] = msgspec.field(default_factory=list)
    promises: list[Promised] = msgspec.field(default_factory=list)


Judgements = dict[str, dict[int, Judged]]
"""By call (its slug), by the number of the line from 1."""


def read(path: Path) -> Judgements:
    """What stands in one ``.lab`` file. Raises `ValueError` naming the line that cannot be read."""
    calls: Judgements = {}
    lines: dict[int, Judged] = {}
    last: Judged | None = None
    for number, raw in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        line = raw.strip()
        try:
            if line.startswith("##"):
                lines = calls.setdefault(line.lstrip("# ").split("|")[0].strip(), {})
            elif line.startswith(">") and last is not None:
                _note(last, line[1:].strip())
            elif line:
                place, last = _judged(line)
                lines[place] = last
        except (ValueError, KeyError) as wrong:
            raise ValueError(f"{path}:{number}: {wrong}") from wrong
    return calls


class Sheet(NamedTuple):
    """One annotator's labels of one writer's calls."""

    annotator: str
    writer: str
    calls: Judgements


def read_all(root: Path = ROOT) -> Iterator[Sheet]:
    """All labels below ``root``, in a fixed order."""
    for path in sorted(root.glob("*/*.lab")):
        yield Sheet(path.parent.name, path.stem, read(path))


def _judged(line: str) -> tuple[int, Judged]:
    place, party, *rest = line.split()
    who = PARTIES[party]
    heat = float(rest.pop(0)) if who == "customer" else None
    if heat is not None:
        check_heat(heat)
    named = frozenset(rest)
    check_signals(who, named)
    return int(place), Judged(who, named, heat)


def _note(judged: Judged, note: str) -> None:
    kind, _, rest = note.partition(" ")
    if kind == "concern":
        judged.concerns.append(rest.strip())
    elif kind == "promise":
        who, act, when, due = [*(part.strip() for part in rest.split("|")), "", "", ""][:4]
        told: dict[str, str | None] = {"due": None if due in UNKNOWN else due} if due else {}
        judged.promises.append(msgspec.convert({"who": who, "act": act, "when": when, **told}, Promised))
    else:
        raise ValueError(f"unknown note {kind!r}")
