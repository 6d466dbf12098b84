"""
Transcripts: a call as lines of JSON (`CALL.jsonl`), read one line at a time.

A line that cannot be read is told with its number and a remedy, and the rest is still read. The order of the lines is
the order of the talk; where the times disagree with it, they are mended so that time never runs backwards, and that is
told too. Unknown fields are ignored.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Final

import msgspec

from steadyline.core.events import Header, Party, Seconds, Utterance
from steadyline.recordings import BadRecording
from steadyline.service.ports import BadLine, Held

_LONGEST_LINE_BYTES: Final = 1_000_000
_Time = Annotated[float, msgspec.Meta(ge=0, le=172_800)]


Item = Header | Utterance | Held | BadLine


class _Line(msgspec.Struct, frozen=True):
    """A line of talk as written. Times in seconds; two days at most."""

    party: Party
    t0: _Time
    t1: _Time
    text: str | None = None
    turn: int | None = None
    hold: bool = False
    call: str = ""


_as_line: Final = msgspec.json.Decoder(_Line)
_as_header: Final = msgspec.json.Decoder(Header)
_as_anything: Final = msgspec.json.Decoder(dict[str, Any])


def is_transcript(path: str | Path) -> bool:
    """Whether to read this as a transcript rather than hear it: by its ending, or because it begins like JSON."""
    path = Path(path)
    if path.suffix.lower() in (".jsonl", ".ndjson"):
        return True
    try:
        with path.open("rb") as file:
            return file.read(64).removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{")
    except OSError:
        return False


def read(path: str | Path) -> Iterator[Item]:
    """The header first (made from what there is if the file has none), then each line. Raises `BadRecording`.

    ``Utterance.at`` is its ``t1``. What is mended is yielded, and the `BadLine` that says so comes just before it.
    """
    path = Path(path)
    lines = _lines(path)
    reader = _Reader(path.stem)
    empty = True
    for number, raw in lines:
        empty = False
        yield from reader.read(number, raw)
    if empty:
        raise BadRecording(f"{path}: the transcript is empty. Write a header line and a line for each thing said.")
    yield from reader.finish()


def _lines(path: Path) -> Iterator[tuple[int, bytes | BadLine]]:
    """Each line that is not blank, with its number; in place of one without end, what is wrong with it."""
    try:
        file = path.open("rb")
    except FileNotFoundError:
        raise BadRecording(f"{path}: there is no such file. Check the name.") from None
    except OSError as error:
        raise BadRecording(f"{path}: it cannot be opened ({error.strerror}). Check who may read it.") from error
    with file:
        if b"\0" in file.read(4096):
            raise BadRecording(f"{path}: this is not text. A recording must not have the ending of a transcript.")
        file.seek(0)
        number = 0
        while raw := file.readline(_LONGEST_LINE_BYTES):
            number += 1
            if len(raw) == _LONGEST_LINE_BYTES and not raw.endswith(b"\n"):
                while (more := file.readline(_LONGEST_LINE_BYTES)) and not more.endswith(b"\n"):
                    pass
                yield number, BadLine(line=number, why="longer than a megabyte: write one utterance on each line")
            elif line := raw.removeprefix(b"\xef\xbb\xbf" if number == 1 else b"").strip():
                yield number, line


class _Reader:
    def __init__(self, stem: str) -> None:
        self._stem = stem
        self._told_header = False
        self._turn = 0
        self._clock = 0.0

    def read(self, number: int, raw: bytes | BadLine) -> Iterator[Item]:
        if isinstance(raw, BadLine):
            yield raw
            return
        try:
            found = _as_anything.decode(raw)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            yield BadLine(line=number, why=f"this is not a JSON object ({error}): mend or remove the line")
            return
        if "party" not in found and not ("t0" in found or "text" in found):
            yield from self._header(number, raw, found)
        else:
            yield from self._talk(number, raw)

    def finish(self) -> Iterator[Item]:
        if not self._told_header:
            yield from self._make_header("")

    def _header(self, number: int, raw: bytes, found: dict[str, Any]) -> Iterator[Item]:
        if self._told_header:
            yield BadLine(line=number, why="a header after the first line: one file holds one call")
            return
        try:
            header = (
                _as_header.decode(raw) if found.get("call") else msgspec.convert({**found, "call": self._stem}, Header)
            )
        except msgspec.ValidationError as error:
            yield BadLine(
                line=number, why=f"the header cannot be read ({error}): see formats.md; the call goes on without"
            )
            named = found.get("call")
            yield from self._make_header(named if isinstance(named, str) else "")
            return
        self._told_header = True
        yield header

    def _make_header(self, call: str) -> Iterator[Item]:
        self._told_header = True
        yield Header(call=call or self._stem)

    def _talk(self, number: int, raw: bytes) -> Iterator[Item]:
        try:
            line = _as_line.decode(raw)
        except msgspec.ValidationError as error:
            yield BadLine(line=number, why=_remedy(str(error)))
            return
        if not self._told_header:
            yield from self._make_header(line.call)
        if line.text is None and not line.hold:
            yield BadLine(line=number, why='it has no "text": write what was said, or "hold": true')
            return
        turn, t0, t1, mended = self._mend(line)
        if mended:
            yield BadLine(line=number, why=mended, kept=True)
        if line.hold:
            yield Held(t0=t0, t1=t1)
        else:
            yield Utterance(at=t1, turn=turn, party=line.party, t0=t0, t1=t1, text=line.text or "")

    def _mend(self, line: _Line) -> tuple[int, Seconds, Seconds, str]:
        """Turns that grow and times that do not fall; what was mended, in words."""
        mended = []
        t0, length = line.t0, line.t1 - line.t0
        if length < 0:
            mended.append("it ends before it starts; taken as ending where it starts")
            length = 0.0
        if t0 < self._clock:
            mended.append(
                f"it starts at {t0:g} s, before the line above it; taken as {self._clock:g} s: sort the lines by t0"
            )
            t0 = self._clock
        turn = self._turn + 1 if line.turn is None else line.turn
        if turn <= self._turn:
            mended.append(f"turn {turn} was there already; taken as {self._turn + 1}: leave turn out, or count up")
            turn = self._turn + 1
        self._turn, self._clock = turn, t0
        end = line.t1 if t0 == line.t0 and length else t0 + length
        return turn, t0, end, "; ".join(mended)


_MISSING: Final = re.compile(r"missing required field `(\w+)`")


def _remedy(problem: str) -> str:
    if missing := _MISSING.search(problem):
        return f'it has no "{missing[1]}": add it (party, t0, t1 and text are needed)'
    if "$.party" in problem:
        return 'the party must be "agent" or "customer"'
    if "$.t0" in problem or "$.t1" in problem:
        return f"the time cannot be right ({problem}): write seconds from the start of the call"
    return f"{problem}: see formats.md"
