"""
``steadyline judge``: lines in, judgements out, as docs/formats.md says.

Each line is judged by it and the lines of its own call before it, and answered before the next is read. A line that
cannot be read is told with its number and costs nothing else. Only the newest calls are remembered: one that falls
silent while many others go on starts afresh if it comes back.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

import msgspec

from steadyline.core.events import Header, Heard, Party, Utterance
from steadyline.service.ports import Reader, Understanding

CALLS_KEPT: Final = 512
LONGEST_LINE: Final = 1_000_000
UTF8_MARK: Final = b"\xef\xbb\xbf"

_HEADED: Final = frozenset(Header.__struct_fields__)
_SPOKEN: Final = frozenset({"turn", "party", "t0", "t1", "text", "hold"})

_decode: Final = msgspec.json.Decoder().decode
_encode: Final = msgspec.json.Encoder().encode


class _Unreadable(Exception):
    """Why a line cannot be read, in words for the person who wrote it."""


class _Call:
    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.lines = 0
        self.at = 0.0
        self.heat = 0.0


def judge_lines(
    understanding: Understanding,
    lines: Iterable[bytes],
    on_error: Callable[[int, str], None],
    calls_kept: int = CALLS_KEPT,
) -> Iterator[bytes]:
    """A judgement, line end included, for each line that holds words; ``on_error(number, why)`` for one unreadable.

    Headers (neither ``party`` nor ``text``), holds and empty lines are passed over. Write out and flush each answer
    as it comes to keep up with a live call.
    """
    calls: OrderedDict[str, _Call] = OrderedDict()
    for number, line in enumerate(lines, start=1):
        try:
            row = _row(line.removeprefix(UTF8_MARK) if number == 1 else line)
            if row is None:
                continue
            slug, party, text = _required(row)
        except _Unreadable as wrong:
            on_error(number, str(wrong))
            continue
        if text is None:
            continue
        call = calls.get(slug) or _Call(understanding.open(Header(call=slug)))
        calls[slug] = call
        calls.move_to_end(slug)
        if len(calls) > calls_kept:
            calls.popitem(last=False)
        heard = call.reader.read(_utterance(call, row, party, text))
        call.heat = call.heat if heard.heat is None else heard.heat
        yield _answer(slug, row, heard, call.heat)


def _row(line: bytes) -> dict[str, Any] | None:
    if not line.strip():
        return None
    if len(line) > LONGEST_LINE:
        raise _Unreadable(f"longer than {LONGEST_LINE} bytes")
    try:
        row = _decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError) as wrong:
        raise _Unreadable(f"not JSON: {wrong}") from wrong
    except RecursionError:
        raise _Unreadable("not JSON that can be read: nested too deep") from None
    if not isinstance(row, dict):
        raise _Unreadable("want a JSON object with call, party and text")
    return row


def _required(row: dict[str, Any]) -> tuple[str, Party, str | None]:
    call = row.get("call", "")
    if isinstance(call, int | float):
        call = str(call)
    if not isinstance(call, str):
        raise _Unreadable("call: want text")
    if _HEADED & row.keys() and not _SPOKEN & row.keys():
        return call, "agent", None
    party, text = row.get("party"), row.get("text")
    if text is None and row.get("hold") is True:
        return call, "agent", None
    if text is None:
        raise _Unreadable('no "text": write what was said, or "hold": true')
    if party not in ("agent", "customer"):
        raise _Unreadable(f"party: want agent or customer, not {party!r}")
    if not isinstance(text, str):
        raise _Unreadable(f"text: want words, not {type(text).__name__}")
    return call, party, text


def _utterance(call: _Call, row: dict[str, Any], party: Party, text: str) -> Utterance:
    call.lines += 1
    t0 = _seconds(row.get("t0"), call.at)
    t1 = max(t0, _seconds(row.get("t1"), t0))
    call.at = max(call.at, t1)
    turn = row.get("turn")
    number = turn if isinstance(turn, int) and not isinstance(turn, bool) else call.lines
    return Utterance(at=call.at, turn=number, party=party, t0=t0, t1=t1, text=text)


def _seconds(value: object, otherwise: float) -> float:
    sane = isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < 1e7
    return float(value) if sane else otherwise  # type: ignore[arg-type]


def _answer(call: str, row: dict[str, Any], heard: Heard, heat: float) -> bytes:
    """``heat``: the customer's now, or as last heard where this line could not be judged."""
    answer: dict[str, Any] = {"call": row.get("call", call)}
    if "turn" in row:
        answer["turn"] = row["turn"]
    if heard.party == "customer":
        answer["heat"] = round(heat, 3)
    if heard.language:
        answer["language"] = heard.language
    answer["signals"] = {name: round(p, 3) for name, p in heard.signals.items()}
    return _encode(answer) + b"\n"
