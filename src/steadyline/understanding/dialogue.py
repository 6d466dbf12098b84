"""
An utterance read together with what it answers: the fine-tuned encoder.

What words do in a call hangs on what they follow: "yes" to a question and "yes" to a plan are two things. The last few
lines before are read, and of a long utterance its head and tail. One thread, one utterance at a time, nothing random:
the same words give the same scores on every run.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Final

import msgspec
import numpy as np
import numpy.typing as npt
import onnxruntime
import tokenizers

from steadyline.core.events import Party
from steadyline.understanding import signals
from steadyline.understanding import text as reading

Vector = npt.NDArray[np.float32]

WEIGHTS: Final = Path(__file__).parent / "model" / "dialogue.onnx"
LINES_BEFORE: Final = 3
TOKENS_BEFORE: Final = 56
TOKENS: Final = 112
_HEAD_TOKENS: Final = 72
_HEAD_WORDS, _TAIL_WORDS = 12, 28
_LONGEST_CHARACTERS: Final = 4000
_START, _END = 101, 102


class Pieces(msgspec.Struct, frozen=True):
    """Token ids, and for each 1 if it is of the utterance or 0 if of what came before."""

    ids: list[int]
    types: list[int]


def tokeniser() -> tokenizers.Tokenizer:
    """The tokeniser, without padding or cutting."""
    shipped = (WEIGHTS.parent / "tokenizer.json").read_text(encoding="utf-8")
    tokens = tokenizers.Tokenizer.from_str(shipped)
    tokens.no_padding()
    tokens.no_truncation()
    return tokens


def pieces(tokens: tokenizers.Tokenizer, before: Iterable[tuple[Party, str]], party: Party, text: str) -> Pieces:
    """What the model is fed for ``text`` by ``party`` after the lines ``before``."""
    context = _ids(tokens, " ".join(_line(who, said) for who, said in list(before)[-LINES_BEFORE:]))[-TOKENS_BEFORE:]
    said = _ids(tokens, f"{party}: {reading.clean(text)[:_LONGEST_CHARACTERS]}")
    if len(said) > TOKENS:
        said = said[:_HEAD_TOKENS] + said[_HEAD_TOKENS - TOKENS :]
    return Pieces([_START, *context, _END, *said, _END], [0] * (len(context) + 2) + [1] * (len(said) + 1))


def _line(party: Party, text: str) -> str:
    said = reading.words(text)
    if len(said) > _HEAD_WORDS + _TAIL_WORDS:
        said = said[:_HEAD_WORDS] + said[-_TAIL_WORDS:]
    return f"{party}: {' '.join(said)}"


def _ids(tokens: tokenizers.Tokenizer, text: str) -> list[int]:
    return list(tokens.encode(text, add_special_tokens=False).ids)


class Listener:
    """The model, loaded once. Safe to share by threads."""

    def __init__(self) -> None:
        self._tokens = tokeniser()
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(str(WEIGHTS), options, providers=["CPUExecutionProvider"])

    def scores(self, before: Iterable[tuple[Party, str]], party: Party, text: str, clues: Vector) -> Vector:
        """A score for each signal of ``party``; of the customer, heat comes last."""
        fed = pieces(self._tokens, before, party, text)
        ids = np.array([fed.ids], np.int64)
        given = {
            "ids": ids,
            "mask": np.ones_like(ids),
            "types": np.array([fed.types], np.int64),
            "clues": clues[None, :],
        }
        scored = np.asarray(self._session.run(None, given)[0], np.float32)[0]
        theirs = len(signals.CUSTOMER)
        return scored[theirs:-1] if party == "agent" else np.append(scored[:theirs], scored[-1])
