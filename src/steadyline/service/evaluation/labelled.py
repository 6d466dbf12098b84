"""
Labelled calls as people write them by hand: one ``.call`` file each (docs/evaluate.md).

A line that cannot be read is told to the caller with file and line, and the rest of the call is still read.
"""

import difflib
import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Final, Literal

import msgspec

from steadyline.core import hours
from steadyline.core.events import Agent, Customer, Header, Party, Utterance
from steadyline.core.names import AGENT_SIGNALS, CUSTOMER_SIGNALS

WORDS_A_SECOND: Final = 2.7
PAUSE_SECONDS: Final = 0.5
SIGNALS: Final[dict[Party, tuple[str, ...]]] = {"customer": CUSTOMER_SIGNALS, "agent": AGENT_SIGNALS}

_SPOKEN: Final = re.compile(r"^(?:A|C\s+(?P<heat>-?\d*\.?\d+))\s*\[(?P<signals>[^\]]*)\]\s*(?P<text>.*)$")


class Promised(msgspec.Struct, frozen=True):
    """A promise as noted; ``when`` the words as said, or empty. ``due``: ISO 8601 with zone, None for no time said,
    unset where only the words were noted.
    """

    who: Literal["agent", "company", "customer"]
    act: str
    when: str
    due: str | msgspec.UnsetType | None = msgspec.UNSET


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
    """The call in one ``.call`` file; its writer is the folder's name. Raises `OSError`, `UnicodeDecodeError`."""
    call = Call(writer=path.parent.name, slug=path.stem, header=Header(call=path.stem), lines=[])
    for number, raw in enumerate(path.read_text(encoding="utf-8-sig").splitlines(), start=1):
        try:
            _take(call, raw.strip())
        except ValueError as wrong:
            on_error(f"{path}:{number}: {wrong}")
    return call


def check_signals(party: Party, named: frozenset[str]) -> None:
    """Raises a `ValueError` that says which names are no signals, or signals of the other party."""
    other: Party = "agent" if party == "customer" else "customer"
    for name in sorted(named - set(SIGNALS[party])):
        if name in SIGNALS[other]:
            raise ValueError(f"{name!r} is a signal of the {other}, and this is the {party}'s line")
        raise ValueError(f"no such signal: {name!r}. {_known(party, name)} docs/signals.md says what each is")


def _known(party: Party, name: str) -> str:
    """The signals nearest to ``name``; where none is near, all of the party's."""
    if near := difflib.get_close_matches(name.lower(), SIGNALS[party], n=2):
        return f"Did you mean {' or '.join(near)}?"
    return f"Those of the {party} are {', '.join(SIGNALS[party])}."


def check_heat(heat: float) -> None:
    """Raises a `ValueError` for a heat that is none."""
    if not 0 <= heat <= 1:
        raise ValueError(f"heat {heat:g} is out of range: write a number from 0 (calm) to 1 (enraged)")


def instant(due: str) -> datetime:
    """The moment that ISO 8601 with a zone names. Raises `ValueError` for anything else."""
    found = _moment(due)
    if found is None or found.tzinfo is None:
        raise ValueError(f"due {due!r} is no time with a zone: write it as 2026-03-13T17:00:00-05:00, or null")
    return found


def check_header(header: Header) -> None:
    """Raises a `ValueError` for a beginning or a time zone that is none: it would be passed over without a word, and
    every deadline of the call be judged wrong.
    """
    begun, zone = header.started, header.customer.timezone
    if begun and _moment(begun) is None:
        raise ValueError(f"started {begun!r} is no time: write it as 2026-03-10T09:00:00-05:00, or leave it out")
    if zone and getattr(hours.zone(zone), "key", None) != zone:
        raise ValueError(f"there is no time zone {zone!r}: write one like America/Chicago, or leave it out")


def check_due(due: str, header: Header) -> None:
    """Raises a `ValueError` for a deadline that is no instant, or stands in a call that does not say when it began:
    nothing said in such a call is ever given a date, not even "on the third of March".
    """
    instant(due)
    if not header.started:
        raise ValueError(
            f"due {due!r}, and nothing says when the call began, without which no date can be judged: write "
            '"started" in the header, or leave "due" out'
        )


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _take(call: Call, line: str) -> None:
    if not line:
        return
    if line.startswith("#"):
        if "call:" in line:
            call.header = _header(line.lstrip("# "))
            check_header(call.header)
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
    check_signals(party, named)
    heat = float(found["heat"]) if found["heat"] else None
    if heat is not None:
        check_heat(heat)
    return Line(party=party, text=found["text"], signals=named, heat=heat)


def _note(call: Call, note: str) -> None:
    kind, _, rest = note.partition(" ")
    if not call.lines:
        raise ValueError("a note before the first utterance")
    if kind == "concern":
        call.lines[-1].concerns.append(rest.strip())
    elif kind == "promise":
        call.lines[-1].promises.append(_promised([part.strip() for part in rest.split("|")], call.header))
    else:
        raise ValueError(f"unknown note {kind!r}: want concern or promise")


def _promised(parts: list[str], header: Header) -> Promised:
    who, act, when, due = [*parts, "", "", ""][:4]
    told: dict[str, str | None] = {}
    if due == "none":
        told["due"] = None
    elif due:
        check_due(due, header)
        told["due"] = instant(due).isoformat()
    try:
        return msgspec.convert({"who": who, "act": act, "when": when, **told}, Promised)
    except msgspec.ValidationError:
        raise ValueError(f"a promise by {who!r}: want agent, company or customer") from None
