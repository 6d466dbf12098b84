"""
A call read line by line: the fine-tuned encoder.

What words do in a call hangs on what they follow: "yes" to a question and "yes" to a plan are two things. Every line is
read once, together with what was kept of the few lines before it; of a very long one, its head and tail. Lines known
already are read several at once, which costs less; each still sees only those before it. One thread, nothing random:
the same call, read the same way, gives the same scores on every run.
"""

from collections import deque
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt
import onnxruntime
import tokenizers

from steadyline.core.events import Party
from steadyline.understanding import signals
from steadyline.understanding import text as reading

Vector = npt.NDArray[np.float32]
A = TypeVar("A")

WEIGHTS: Final = Path(__file__).parent / "model" / "dialogue.onnx"
LINES_BEFORE: Final = 6
KEPT: Final = ("keys_", "values_")
"""What the names of the inputs begin with that are of lines before, one for each layer."""
TAGS: Final = ("concern", "concern begins", "promise", "promise begins", "when")
"""What may be told of a word: that it is of a problem, a promise, or a promise's time, or begins one."""
TOKENS: Final = 160
AT_ONCE: Final = 112
"""The most pieces of lines read in one go; a longer line goes by itself. More would look at much they may not see."""
_HEAD_TOKENS: Final = 104
_APART: Final = 100
"""How far apart lines are numbered that must not see each other."""
_LONGEST_CHARACTERS: Final = 4000
_START, _END = 101, 102
_NOWHERE: Final = (0, 0)


class Pieces(NamedTuple):
    """Word pieces of a line: ids, and where each stands in the clean text (``start``, ``end``; both 0 for a mark)."""

    ids: list[int]
    places: list[tuple[int, int]]


class Line(NamedTuple):
    """What is read: who speaks, the words, and the clues in them (`clues.find`). ``alone``: it sees no line before it,
    and none after sees it.
    """

    party: Party
    text: str
    clues: Vector
    alone: bool = False


class Read(NamedTuple):
    """What the model makes of a line. ``scores``: for each signal of the party; of the customer, heat comes last.
    ``tags``: for each piece a score for each of `TAGS`, shape ``(n, len(TAGS))``; ``places`` as in `Pieces`.
    """

    scores: Vector
    tags: Vector
    places: list[tuple[int, int]]


def together(parts: Sequence[tuple[int, Read]]) -> Read:
    """What was made of the parts of one turn, each with where it begins in the turn; of each score the highest."""
    if len(parts) == 1:
        return parts[0][1]
    return Read(
        scores=np.max([part.scores for _, part in parts], axis=0),
        tags=np.concatenate([part.tags for _, part in parts]),
        places=[(a + start, b + start) if b > a else _NOWHERE for start, part in parts for a, b in part.places],
    )


class Memory:
    """What is kept of a call: of its last lines only, however long it runs, what later lines look at.

    Of every layer the keys, then the values, of the lines' pieces, oldest first, each in one piece ``(pieces, width)``:
    what grows at one end and is left behind at the other is seldom copied.
    """

    def __init__(self) -> None:
        self._lines: deque[int] = deque(maxlen=LINES_BEFORE)
        self._rows: list[Vector] = []
        self._begin = self._end = 0

    @property
    def rows(self) -> list[Vector]:
        """Of each layer the keys, then of each layer the values; none of a call of which nothing was heard."""
        return [row[self._begin : self._end] for row in self._rows]

    @property
    def ago(self) -> Vector:
        """How many lines ago each piece was said."""
        return np.repeat(np.arange(len(self._lines), 0, -1, dtype=np.float32), self._lines)

    def keep(self, new: Sequence[Vector], lengths: Sequence[int]) -> None:
        """Take in what lines of so many pieces leave, as `rows` has it; of more than `LINES_BEFORE`, the last."""
        lasting = sum(lengths[-LINES_BEFORE:])
        added = [told[sum(lengths) - lasting : sum(lengths)] for told in new]
        for length in lengths[-LINES_BEFORE:]:
            if len(self._lines) == LINES_BEFORE:
                self._begin += self._lines[0]
            self._lines.append(length)
        if not self._rows or self._end + lasting > len(self._rows[0]):
            self._make_room(added)
        for row, told in zip(self._rows, added, strict=True):
            row[self._end : self._end + lasting] = told
        self._end += lasting

    def _make_room(self, new: Sequence[Vector]) -> None:
        kept = self._end - self._begin
        room = 2 * kept + len(new[0])
        rows = [np.empty((room, told.shape[1]), np.float32) for told in new]
        for row, before in zip(rows, self.rows, strict=False):
            row[:kept] = before
        self._rows, self._begin, self._end = rows, 0, kept


def tokeniser() -> tokenizers.Tokenizer:
    """The tokeniser, without padding or cutting."""
    shipped = (WEIGHTS.parent / "tokenizer.json").read_text(encoding="utf-8")
    tokens = tokenizers.Tokenizer.from_str(shipped)
    tokens.no_padding()
    tokens.no_truncation()
    return tokens


def pieces(tokens: tokenizers.Tokenizer, party: Party, text: str) -> Pieces:
    """What the model is fed for ``text`` (clean) by ``party``."""
    lead = f"{party}: "
    found = tokens.encode(lead + text[:_LONGEST_CHARACTERS], add_special_tokens=False)
    ids, offsets = list(found.ids), list(found.offsets)
    if len(ids) > TOKENS:
        ids, offsets = _cut(ids), _cut(offsets)
    places = [(start - len(lead), end - len(lead)) if start >= len(lead) else _NOWHERE for start, end in offsets]
    return Pieces([_START, *ids, _END], [_NOWHERE, *places, _NOWHERE])


def _cut(row: list[A]) -> list[A]:
    return row[:_HEAD_TOKENS] + row[_HEAD_TOKENS - TOKENS :]


class Listener:
    """The model, loaded once. Safe to share by threads."""

    def __init__(self, weights: Path = WEIGHTS) -> None:
        self._tokens = tokeniser()
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(str(weights), options, providers=["CPUExecutionProvider"])
        kept = [given for given in self._session.get_inputs() if given.name.startswith(KEPT)]
        self._kept = [given.name for given in kept]
        self._nothing = [np.zeros((0, given.shape[1]), np.float32) for given in kept]

    def read(self, before: Memory, lines: Sequence[Line]) -> list[Read]:
        """What is said in ``lines``, one after the other, after what ``before`` keeps; they are kept there too, but for
        those read alone.

        Read together, the arithmetic in 8 bits rounds otherwise than one by one: the scores differ by 0.05 in the mean.
        """
        fed = [pieces(self._tokens, line.party, reading.clean(line.text)) for line in lines]
        told: dict[int, Read] = {}
        for stride in _strides(fed):
            ordered = sorted(stride, key=lambda at: lines[at].alone)
            reads = self._go(before, [lines[at] for at in ordered], [fed[at] for at in ordered])
            told |= zip(ordered, reads, strict=True)
        return [told[at] for at in range(len(lines))]

    def _go(self, before: Memory, lines: Sequence[Line], fed: Sequence[Pieces]) -> list[Read]:
        """Lines read in one go: first those that are kept, then those alone."""
        lengths = [len(line.ids) for line in fed]
        starts = np.cumsum([0, *lengths])
        numbers = [(at + 1) * _APART if line.alone else at for at, line in enumerate(lines)]
        given = {
            "ids": np.array([piece for line in fed for piece in line.ids], np.int64),
            "places": np.concatenate([np.arange(length) for length in lengths]),
            "line": np.repeat(np.array(numbers, np.float32), lengths),
            "starts": starts[:-1],
            "ago": before.ago,
            "clues": np.stack([line.clues for line in lines]),
        }
        given |= zip(self._kept, before.rows or self._nothing, strict=True)
        scores, tags, *left = self._session.run(None, given)
        if kept := [length for length, line in zip(lengths, lines, strict=True) if not line.alone]:
            before.keep(left, kept)
        return [
            Read(_own(line.party, row), tags[start:end], read.places)
            for line, row, read, start, end in zip(lines, scores, fed, starts[:-1], starts[1:], strict=True)
        ]


def _strides(fed: Sequence[Pieces]) -> Iterator[list[int]]:
    """Which lines are read in one go: as many as come to `AT_ONCE` pieces, one at the least."""
    stride, held = list[int](), 0
    for at, line in enumerate(fed):
        if stride and held + len(line.ids) > AT_ONCE:
            yield stride
            stride, held = [], 0
        stride.append(at)
        held += len(line.ids)
    if stride:
        yield stride


def _own(party: Party, scores: Vector) -> Vector:
    """Of all columns, those of the party; heat, the last, is the customer's."""
    theirs = len(signals.CUSTOMER)
    return scores[theirs:-1] if party == "agent" else np.append(scores[:theirs], scores[-1])
