"""
The labelled calls: one ``.call`` file each, written by hand, a folder for each writer.

``training/data`` is trained on; ``training/gold`` never is, nor tuned on. How a file is read stands in
`steadyline.service.evaluation.labelled`, since anybody may evaluate on such calls.
"""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec

from steadyline.service.evaluation.labelled import PAUSE_SECONDS, WORDS_A_SECOND, Call, Line, Promised, read

__all__ = ["DATA", "GOLD", "PAUSE_SECONDS", "ROOT", "WORDS_A_SECOND"]
__all__ += ["Call", "Line", "Promised", "read", "read_all", "transcript"]

ROOT = Path(__file__).parent
DATA = ROOT / "data"
GOLD = ROOT / "gold"


def read_all(root: Path, on_error: Callable[[str], None] = print) -> list[Call]:
    """Every call below ``root``, in a fixed order; those without a line are left out."""
    return [call for path in sorted(root.glob("*/*.call")) if (call := read(path, on_error)).lines]


def transcript(call: Call) -> Iterator[str]:
    """The call as the lines of a ``CALL.jsonl`` (docs/formats.md), with the labels that docs/evaluate.md tells of."""
    yield json.dumps(msgspec.to_builtins(call.header))
    for spoken, line in zip(call.utterances(), call.lines, strict=True):
        row: dict[str, object] = {
            "turn": spoken.turn,
            "party": spoken.party,
            "t0": spoken.t0,
            "t1": spoken.t1,
            "text": spoken.text,
            "signals": sorted(line.signals),
            "concerns": line.concerns,
            "promises": [{"who": p.who, "act": p.act, "due_text": p.when} for p in line.promises],
        }
        if line.heat is not None:
            row["heat"] = line.heat
        yield json.dumps(row)
