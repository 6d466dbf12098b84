"""
A gold set: calls in which people have labelled every line.

Read from transcripts (`.jsonl`, one call a file) and from `.call` files. A set is whole or it is refused, every mistake
named with file and line: figures on a set read in part would pass for figures on the whole.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final, Literal

import msgspec
from msgspec import UNSET, UnsetType

from steadyline.core.events import Header, Party, Seconds, Utterance
from steadyline.service.evaluation import labelled
from steadyline.service.evaluation.labelled import Promised
from steadyline.service.ports import Held
from steadyline.service.trouble import Trouble

ENDINGS: Final = (".jsonl", ".ndjson", ".call")
_SHOWN: Final = 20


class BadGold(Trouble):
    """The gold set cannot be evaluated on. Mend what the message names; docs/evaluate.md says how a set is written."""


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """One utterance and what people heard in it. ``heat`` stands on the customer's alone."""

    utterance: Utterance
    signals: frozenset[str]
    heat: float | None = None
    concerns: tuple[str, ...] = ()
    promises: tuple[Promised, ...] = ()


class Call(msgspec.Struct, frozen=True):
    """One labelled call, its lines in order of when each began."""

    name: str
    header: Header
    lines: tuple[Said | Held, ...]

    @property
    def said(self) -> list[Said]:
        """The utterances, without the holds."""
        return [line for line in self.lines if isinstance(line, Said)]


class Gold(msgspec.Struct, frozen=True):
    """Calls to be judged; and whether anybody noted concerns and promises in them: if not, none can be missed."""

    sources: tuple[str, ...]
    calls: tuple[Call, ...]
    notes_concerns: bool
    notes_promises: bool

    @property
    def utterances(self) -> int:
        """How many lines there are to judge."""
        return sum(len(call.said) for call in self.calls)


def read(paths: Iterable[Path]) -> Gold:
    """The calls in these files, and in all files below these folders. Raises `BadGold` where anything is wrong."""
    sources = list(paths)
    files = {path.resolve(): path for source in sources for path in _files(source)}  # a call named twice counts once
    noted, wrong = set[str](), list[str]()
    calls = [call for path in files.values() if (call := _File(path, wrong, noted).read()) is not None]
    if wrong:
        more = f"\n... and {len(wrong) - _SHOWN} more" if len(wrong) > _SHOWN else ""
        head = "the gold set has a mistake" if len(wrong) == 1 else f"the gold set has {len(wrong)} mistakes"
        raise BadGold(f"{head}; nothing was evaluated.\n" + "\n".join(wrong[:_SHOWN]) + more)
    if not calls:
        raise BadGold("the gold set is empty: name labelled calls (.jsonl or .call), or folders of them.")
    return Gold(tuple(map(str, sources)), tuple(calls), "concerns" in noted, "promises" in noted)


def _files(source: Path) -> list[Path]:
    if source.is_dir():
        found = sorted(path for path in source.rglob("*") if path.suffix.lower() in ENDINGS and path.is_file())
        if not found:
            raise BadGold(f"{source}: the gold set is empty: no {', '.join(ENDINGS)} file is in this folder.")
        return found
    if not source.exists():
        raise BadGold(f"{source}: there is no such file or folder. Check the name.")
    if source.suffix.lower() not in ENDINGS:
        raise BadGold(f"{source}: a gold set is made of {', '.join(ENDINGS)} files. docs/evaluate.md says how.")
    return [source]


class _Note(msgspec.Struct, frozen=True):
    who: Literal["agent", "company", "customer"]
    act: str
    due_text: str = ""
    due: str | UnsetType | None = UNSET


class _Line(msgspec.Struct, frozen=True):
    """A line of talk as written; times in seconds, reckoned from the words where there are none."""

    party: Party
    t0: float | None = None
    t1: float | None = None
    text: str | None = None
    turn: int | None = None
    hold: bool = False
    signals: list[str] | UnsetType = UNSET
    heat: float | UnsetType | None = UNSET
    concerns: list[str] | UnsetType = UNSET
    promises: list[_Note] | UnsetType = UNSET


_as_anything: Final = msgspec.json.Decoder(dict[str, msgspec.Raw])
_as_header: Final = msgspec.json.Decoder(Header)
_as_line: Final = msgspec.json.Decoder(_Line)


class _File:
    """One file being read. Mistakes go to ``wrong``; ``noted`` gathers which kinds of notes there are at all."""

    def __init__(self, path: Path, wrong: list[str], noted: set[str]) -> None:
        self._path = path
        self._wrong = wrong
        self._noted = noted
        self._header: Header | None = None
        self._lines: list[Said | Held] = []
        self._turns: set[int] = set()
        self._spoken = self._labels = 0

    def read(self) -> Call | None:
        """The call, or None where it has mistakes."""
        before = len(self._wrong)
        try:
            self._read()
        except OSError as error:
            self._mistake(None, f"it cannot be read ({error.strerror}). Check who may read it")
        except UnicodeDecodeError:
            self._mistake(None, "this is not text in UTF-8")
        if len(self._wrong) > before:
            return None
        if not self._spoken:
            self._mistake(None, "nothing is said in it")
            return None
        return Call(self._path.stem, self._header or Header(call=self._path.stem), tuple(self._lines))

    def _read(self) -> None:
        if self._path.suffix.lower() == ".call":
            self._by_hand()
            return
        mistakes: list[tuple[int, str]] = []
        for number, raw in self._raw():
            try:
                self._take(raw)
            except ValueError as error:
                mistakes.append((number, _plain(error)))
        if self._spoken and not self._labels:
            self._mistake(None, 'no labels: write "signals" on each line, and "heat" on each of the customer\'s')
            return
        for number, why in mistakes:
            self._mistake(number, why)

    def _raw(self) -> Iterator[tuple[int, str]]:
        for number, line in enumerate(self._path.read_text(encoding="utf-8-sig").split("\n"), start=1):
            if line.strip():
                yield number, line

    def _take(self, raw: str) -> None:
        found = _as_anything.decode(raw)
        if "party" not in found and not {"t0", "text"} & set(found):
            if self._header is not None or self._lines:
                raise ValueError("a header after the first line: one file holds one call")
            self._header = _as_header.decode(raw)
            labelled.check_header(self._header)
            return
        self._spoken += "hold" not in found
        self._labels += "signals" in found
        line = _as_line.decode(raw)
        if line.hold:
            t0, t1 = self._times(line, "")
            self._lines.append(Held(t0=t0, t1=t1))
        else:
            self._say(line)

    def _say(self, line: _Line) -> None:
        if line.text is None:
            raise ValueError('it has no "text": write what was said, or "hold": true')
        if not line.text.strip():
            raise ValueError('its "text" is empty: write what was said, or take the line out')
        t0, t1 = self._times(line, line.text)
        turn = self._turn(line.turn)
        spoken = Utterance(at=t1, turn=turn, party=line.party, t0=t0, t1=t1, text=line.text)
        # Kept before its labels are looked at: what is wrong with them is no mistake of the lines after it.
        self._lines.append(Said(utterance=spoken, signals=frozenset()))
        self._lines[-1] = Said(
            utterance=spoken,
            signals=_signals(line),
            heat=_heat(line),
            concerns=tuple(line.concerns) if line.concerns is not UNSET else (),
            promises=_promises(line, self._header or Header(call="")),
        )
        self._noted |= {"concerns"} if line.concerns is not UNSET else set()
        self._noted |= {"promises"} if line.promises is not UNSET else set()

    def _turn(self, wanted: int | None) -> int:
        turn = max(self._turns, default=0) + 1 if wanted is None else wanted
        if turn in self._turns:
            raise ValueError(f"turn {turn} was there already: number the lines of a call from 1 up, each once")
        self._turns.add(turn)
        return turn

    def _times(self, line: _Line, text: str) -> tuple[Seconds, Seconds]:
        last = self._lines[-1] if self._lines else None
        if line.t0 is None and line.t1 is None and not line.hold:
            ended = 0.0 if last is None else last.t1 if isinstance(last, Held) else last.utterance.t1
            t0 = ended + labelled.PAUSE_SECONDS if self._lines else 0.0
            return t0, t0 + max(0.4, len(text.split()) / labelled.WORDS_A_SECOND)
        if line.t0 is None or line.t1 is None:
            raise ValueError('it has only one of "t0" and "t1": write both, or neither')
        began = 0.0 if last is None else last.t0 if isinstance(last, Held) else last.utterance.t0
        if not began <= line.t0 <= line.t1:
            raise ValueError("its times run backwards: lines stand in order of t0, and t1 is not before t0")
        return line.t0, line.t1

    def _by_hand(self) -> None:
        call = labelled.read(self._path, self._wrong.append)
        self._header = call.header
        self._spoken = len(call.lines)
        self._noted |= {"concerns", "promises"}
        for spoken, line in zip(call.utterances(), call.lines, strict=True):
            self._lines.append(
                Said(
                    utterance=spoken,
                    signals=line.signals,
                    heat=line.heat,
                    concerns=tuple(line.concerns),
                    promises=tuple(line.promises),
                )
            )

    def _mistake(self, line: int | None, why: str) -> None:
        self._wrong.append(f"{self._path}:{line}: {why}" if line else f"{self._path}: {why}")


def _signals(line: _Line) -> frozenset[str]:
    if line.signals is UNSET:
        raise ValueError('it has no labels: write "signals", a list of names; [] where nothing is heard')
    named = frozenset(line.signals)
    labelled.check_signals(line.party, named)
    return named


def _heat(line: _Line) -> float | None:
    heat = None if line.heat is UNSET else line.heat
    if line.party == "agent":
        if heat is not None:
            raise ValueError('"heat" on a line of the agent: heat is the customer\'s alone')
        return None
    if heat is None:
        raise ValueError('a line of the customer without "heat": write a number from 0 (calm) to 1 (enraged)')
    labelled.check_heat(heat)
    return heat


def _promises(line: _Line, header: Header) -> tuple[Promised, ...]:
    if line.promises is UNSET:
        return ()
    for note in line.promises:
        if isinstance(note.due, str):
            labelled.check_due(note.due, header)
    return tuple(Promised(note.who, note.act, note.due_text, note.due) for note in line.promises)


def _plain(error: ValueError) -> str:
    if isinstance(error, msgspec.ValidationError):
        return f"it cannot be read: {error}"
    if isinstance(error, msgspec.DecodeError):
        return f"this is not a line of JSON: {error}"
    return str(error)
