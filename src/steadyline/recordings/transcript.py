"""
Transcripts: a call as lines of JSON (`CALL.jsonl`), read one line at a time.

A line that cannot be read is told with its number and a remedy, and the rest is still read. Lines come in order of
``t0``: one that is late is put in its place while that is near, and taken as now where it is not; one that stands there
twice is left out once. Each is told. Time never runs backwards. Unknown fields are ignored.
"""

import heapq
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, Any, Final

import msgspec

from steadyline.core.events import Header, Party, Seconds, Utterance
from steadyline.recordings import BadRecording
from steadyline.service.ports import BadLine, Held

_LONGEST_LINE_BYTES: Final = 1_000_000
_HELD_BACK: Final = 64
"""So many lines are read ahead, to put a late one in its place."""
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
    clock = _Clock()
    for number, item in _in_order(_each(lines, reader)):
        empty = False
        yield from clock.take(number, item) if isinstance(item, _Line) else (item,)
    if empty:
        raise BadRecording(f"{path}: the transcript is empty. Write a header line and a line for each thing said.")
    yield from reader.finish()


def _each(
    lines: Iterable[tuple[int, bytes | BadLine]], reader: "_Reader"
) -> Iterator[tuple[int, "Header | BadLine | _Line"]]:
    for number, raw in lines:
        for item in reader.read(number, raw):
            yield number, item


def _in_order(
    items: Iterable[tuple[int, "Header | BadLine | _Line"]],
) -> Iterator[tuple[int, "Header | BadLine | _Line"]]:
    """Lines of talk in order of ``t0``, as far as that can be seen some lines ahead, and none of them twice."""
    held = list[tuple[Seconds, int, int, Header | BadLine | _Line]]()
    first = dict[tuple[str, float, float, str | None, bool], int]()
    above, count = 0.0, 0
    for number, item in items:
        said: list[Header | BadLine | _Line] = [item]
        if isinstance(item, _Line):
            same = first.setdefault((item.party, item.t0, item.t1, item.text, item.hold), number)
            if same != number:
                said = [BadLine(line=number, why=f"the same as line {same}: left out", kept=True)]
            else:
                if item.t0 < above:
                    why = (
                        f"it starts at {item.t0:g} s, before the line above it; put in its place: sort the lines by t0"
                    )
                    said.insert(0, BadLine(line=number, why=why, kept=True))
                above = item.t0
        at = item.t0 if isinstance(item, _Line) else above
        for one in said:
            heapq.heappush(held, (at, number, count := count + 1, one))
        while len(held) > _HELD_BACK:
            _, number, _, one = heapq.heappop(held)
            yield number, one
    while held:
        _, number, _, one = heapq.heappop(held)
        yield number, one


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
    """Makes of each line what it says."""

    def __init__(self, stem: str) -> None:
        self._stem = stem
        self._told_header = False

    def read(self, number: int, raw: bytes | BadLine) -> Iterator[Header | BadLine | _Line]:
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

    def finish(self) -> Iterator[Header]:
        if not self._told_header:
            yield from self._make_header("")

    def _header(self, number: int, raw: bytes, found: dict[str, Any]) -> Iterator[Header | BadLine]:
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

    def _make_header(self, call: str) -> Iterator[Header]:
        self._told_header = True
        yield Header(call=call or self._stem)

    def _talk(self, number: int, raw: bytes) -> Iterator[Header | BadLine | _Line]:
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
        yield line


class _Clock:
    """Turns that grow, and times that do not fall."""

    def __init__(self) -> None:
        self._turn = 0
        self._now = 0.0

    def take(self, number: int, line: _Line) -> Iterator[Item]:
        """The line as it can have been said, after a word about what was mended."""
        turn, t0, t1, mended = self._mend(line)
        if mended:
            yield BadLine(line=number, why=mended, kept=True)
        if line.hold:
            yield Held(t0=t0, t1=t1)
        else:
            yield Utterance(at=t1, turn=turn, party=line.party, t0=t0, t1=t1, text=line.text or "")

    def _mend(self, line: _Line) -> tuple[int, Seconds, Seconds, str]:
        """Its turn, its times, and what was mended, in words."""
        mended = []
        t0, length = line.t0, line.t1 - line.t0
        if length < 0:
            mended.append("it ends before it starts; taken as ending where it starts")
            length = 0.0
        if t0 < self._now:
            mended.append(f"it starts at {t0:g} s, far too late for its place; taken as {self._now:g} s")
            t0 = self._now
        turn = self._turn + 1 if line.turn is None else line.turn
        if turn <= self._turn:
            mended.append(
                f"turn {turn} does not follow turn {self._turn}; taken as {self._turn + 1}: leave turn out, or count up"
            )
            turn = self._turn + 1
        self._turn, self._now = turn, t0
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
