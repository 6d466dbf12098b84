"""
A call read line by line: the fine-tuned encoder.

What words do in a call hangs on what they follow: "yes" to a question and "yes" to a plan are two things. Every line is
read once, together with what was kept of the few lines before it; of a very long one, its head and tail. One thread,
nothing random: the same call gives the same scores on every run.
"""

from collections import deque
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
TAGS: Final = ("concern", "concern begins", "promise", "promise begins", "when")
"""What may be told of a word: that it is of a problem, a promise, or a promise's time, or begins one."""
TOKENS: Final = 160
_HEAD_TOKENS: Final = 104
_LONGEST_CHARACTERS: Final = 4000
_START, _END = 101, 102
_NOWHERE: Final = (0, 0)


class Pieces(NamedTuple):
    """Word pieces of a line: ids, and where each stands in the clean text (``start``, ``end``; both 0 for a mark)."""

    ids: list[int]
    places: list[tuple[int, int]]


class Read(NamedTuple):
    """What the model makes of a line. ``scores``: for each signal of the party; of the customer, heat comes last.
    ``tags``: for each piece a score for each of `TAGS`, shape ``(n, len(TAGS))``; ``places`` as in `Pieces`.
    """

    scores: Vector
    tags: Vector
    places: list[tuple[int, int]]


class _Kept(NamedTuple):
    """Of one line, what those after it look at: shape ``(layers, pieces, width)`` each."""

    keys: Vector
    values: Vector


Memory = deque[_Kept]
"""What is kept of a call: of its last lines only, however long it runs."""


def memory() -> Memory:
    """The memory of a call of which nothing was heard."""
    return deque(maxlen=LINES_BEFORE)


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
        layers, _, width = self._session.get_inputs()[2].shape
        self._nothing = np.zeros((layers, 0, width), np.float32)

    def read(self, before: Memory, party: Party, text: str, clues: Vector) -> Read:
        """What ``party`` says now, after what ``before`` keeps; it is kept there too."""
        fed = pieces(self._tokens, party, reading.clean(text))
        ago = np.concatenate([[0.0], *(np.full(k.keys.shape[1], len(before) - n) for n, k in enumerate(before))])
        given = {
            "ids": np.array(fed.ids, np.int64),
            "ago": ago[1:].astype(np.float32),
            "keys": np.concatenate([self._nothing, *(k.keys for k in before)], axis=1),
            "values": np.concatenate([self._nothing, *(k.values for k in before)], axis=1),
            "clues": clues,
        }
        scores, tags, keys, values = self._session.run(None, given)
        before.append(_Kept(keys, values))
        theirs = len(signals.CUSTOMER)
        own = scores[theirs:-1] if party == "agent" else np.append(scores[:theirs], scores[-1])
        return Read(np.asarray(own, np.float32), np.asarray(tags, np.float32), fed.places)
