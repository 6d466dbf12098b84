"""
The labelled calls: one ``.call`` file each, written by hand, a folder for each writer.

``training/data`` is trained on; ``training/gold`` never is, nor tuned on. A line that cannot be read is told to the
caller with file and line, and the rest of the call is still read.
"""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal

import msgspec

from steadyline.core.events import Agent, Customer, Header, Party, Utterance
from steadyline.understanding import signals

ROOT = Path(__file__).parent
DATA = ROOT / "data"
GOLD = ROOT / "gold"

WORDS_A_SECOND = 2.7
PAUSE_SECONDS = 0.5

_SPOKEN = re.compile(r"^(?:A|C\s+(?P<heat>0|0?\.\d+|1|0\.0|1\.0))\s*\[(?P<signals>[^\]]*)\]\s*(?P<text>.*)$")


class Promised(msgspec.Struct, frozen=True):
    """A promise as the writer noted it; ``when`` the words as said, or empty."""

    who: Literal["agent", "company", "customer"]
    act: str
    when: str


class Line(msgspec.Struct):
    """One labelled utterance. ``heat`` is None on the agent's."""

    party: Party
    text: str
    signals: frozenset[str]
    heat: float | None = None
    concerns: list[str] = msgspec.field(default_factory=list)
    promises: list[Promised] = msgspec.field(default_factory=list)


class Call(msgspec.Struct):
    """One labelled call."""

    writer: str
    slug: str
    header: Header
    lines: list[Line]

    def utterances(self) -> list[Utterance]:
        """The lines as they would have been spoken, one after the other, with times reckoned from their length."""
        at, spoken = 0.0, []
        for turn, line in enumerate(self.lines, start=1):
            t1 = at + max(0.4, len(line.text.split()) / WORDS_A_SECOND)
            spoken.append(
                Utterance(at=t1, turn=turn, party=line.party, t0=round(at, 1), t1=round(t1, 1), text=line.text)
            )
            at = t1 + PAUSE_SECONDS
        return spoken


def read(path: Path, on_error: Callable[[str], None] = print) -> Call:
    """The call in one ``.call`` file; its writer is the folder's name."""
    call = Call(writer=path.parent.name, slug=path.stem, header=Header(call=path.stem), lines=[])
    for number, raw in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            _take(call, raw.strip())
        except ValueError as wrong:
            on_error(f"{path}:{number}: {wrong}")
    return call


def read_all(root: Path, on_error: Callable[[str], None] = print) -> list[Call]:
    """Every call below ``root``, in a fixed order; those without a line are left out."""
    return [call for path in sorted(root.glob("*/*.call")) if (call := read(path, on_error)).lines]


def _take(call: Call, line: str) -> None:
    if not line:
        return
    if line.startswith("#"):
        if "call:" in line:
            call.header = _header(line.lstrip("# "))
    elif line.startswith(">"):
        _note(call, line[1:].strip())
    else:
        call.lines.append(_spoken(line))


def _header(line: str) -> Header:
    fields = dict(part.split(":", 1) for part in line.split("|") if ":" in part)
    said = {name.strip(): value.strip() for name, value in fields.items()}
    return Header(
        call=said.get("call", ""),
        started=said.get("started", ""),
        company=said.get("company", ""),
        agent=Agent(name=said.get("agent", "")),
        customer=Customer(name=said.get("customer", ""), timezone=said.get("timezone", "")),
    )


def _spoken(line: str) -> Line:
    found = _SPOKEN.match(line)
    if not found or not found["text"]:
        raise ValueError("not an utterance: want `A [signals] words` or `C heat [signals] words`")
    party: Party = "customer" if line[0] == "C" else "agent"
    named = frozenset(name.strip() for name in found["signals"].split(",") if name.strip())
    if unknown := named - set(signals.OF[party]):
        raise ValueError(f"no such signal of the {party}: {', '.join(sorted(unknown))}")
    return Line(party=party, text=found["text"], signals=named, heat=float(found["heat"]) if found["heat"] else None)


def _note(call: Call, note: str) -> None:
    kind, _, rest = note.partition(" ")
    if not call.lines:
        raise ValueError("a note before the first utterance")
    if kind == "concern":
        call.lines[-1].concerns.append(rest.strip())
    elif kind == "promise":
        who, act, when = ([part.strip() for part in rest.split("|")] + ["", ""])[:3]
        call.lines[-1].promises.append(msgspec.convert(Promised(who, act, when), Promised))  # type: ignore[arg-type]
    else:
        raise ValueError(f"unknown note {kind!r}: want concern or promise")


def transcript(call: Call) -> Iterator[str]:
    """The call as the lines of a ``CALL.jsonl`` (docs/formats.md), each with what the writer heard in it added."""
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
            "promises": [msgspec.to_builtins(p) for p in line.promises],
        }
        if line.heat is not None:
            row["heat"] = line.heat
        yield json.dumps(row)
