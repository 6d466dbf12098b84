"""
The embedded recogniser: Moonshine tiny for English, whose weights ship inside the package ``moonshine-voice``.

Only the model files of that package are used, never its code: its library decodes on all cores at once, spins while it
waits, and mixes up calls from two threads. Here one thread decodes greedily through onnxruntime, at half the processor
time; the loaded model may be shared by any number of threads, and how sure the model was of its words is known, so that
words made up from noise can be held back.
"""

from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import onnxruntime

from steadyline.service.ports import Audio, RecogniserFailed

_START: Final = 1
_END: Final = 2
_FIRST_WORD: Final = 3
_RATE_HZ: Final = 16000
_SHORTEST_SAMPLES: Final = 1600
_TOKENS_A_SECOND: Final = 6.5  # what people say at most; a model caught in a loop wants more
_TOKENS_ALWAYS: Final = 6
_SURE_ENOUGH: Final = -1.0  # mean natural log probability of a token


class Moonshine:
    """Moonshine tiny-en. Blocking; safe to call from several threads at once."""

    def __init__(self) -> None:
        """Load the model, once a process. Raises `RecogniserFailed` where the package is missing or broken."""
        self._model = _model()

    @property
    def name(self) -> str:
        return f"moonshine-tiny-en/{self._model.version}"

    def transcribe(self, audio: Audio) -> str:
        text, sure = self.transcribe_and_rate(audio)
        return text if sure >= _SURE_ENOUGH else ""

    def transcribe_and_rate(self, audio: Audio) -> tuple[str, float]:
        """The words, and how sure the model is of them: the mean log probability of a token, 0 at best."""
        if len(audio) < _SHORTEST_SAMPLES:
            return "", 0.0
        try:
            tokens, sure = self._model.decode(audio)
        except Exception as error:  # onnxruntime raises its own kinds
            seconds = len(audio) / _RATE_HZ
            raise RecogniserFailed(f"moonshine could not decode {seconds:.1f} s of sound: {error}") from error
        return self._model.words(tokens), sure


class _Model:
    def __init__(self, folder: Path, version: str) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        on_cpu = ["CPUExecutionProvider"]
        self.version = version
        self._encode = onnxruntime.InferenceSession(str(folder / "encoder_model.ort"), options, providers=on_cpu).run
        decoder = onnxruntime.InferenceSession(str(folder / "decoder_model_merged.ort"), options, providers=on_cpu)
        self._decode = decoder.run
        self._memories = [entry.name for entry in decoder.get_inputs() if entry.name.startswith("past_key_values")]
        heads = next(entry for entry in decoder.get_inputs() if entry.name == self._memories[0]).shape
        self._nothing = np.zeros((1, heads[1], 0, heads[3]), dtype=np.float32)
        self._pieces = _read_pieces((folder / "tokenizer.bin").read_bytes())

    def decode(self, audio: Audio) -> tuple[list[int], float]:
        """Greedily, a token at a time, feeding back what the decoder remembers. Tokens, and how sure it was of them."""
        sound = np.ascontiguousarray(audio, dtype=np.float32)[None]
        mask = np.ones(sound.shape, dtype=np.int64)
        heard = self._encode(None, {"input_values": sound, "attention_mask": mask})[0]
        feed: dict[str, Any] = dict.fromkeys(self._memories, self._nothing)
        feed |= {"encoder_hidden_states": heard, "encoder_attention_mask": mask, "use_cache_branch": np.array([False])}
        token, tokens, total = _START, list[int](), 0.0
        most = int(len(audio) / _RATE_HZ * _TOKENS_A_SECOND) + _TOKENS_ALWAYS
        for step in range(1, most + 1):
            feed["input_ids"] = np.array([[token]], dtype=np.int64)
            scores, *memories = self._decode(None, feed)
            token, sure = _best(scores[0, -1])
            total += sure
            if token == _END:
                return tokens, total / step
            tokens.append(token)
            for name, memory in zip(self._memories, memories, strict=True):
                # What the decoder remembers of the sound is complete after the first step.
                if step == 1 or ".decoder." in name:
                    feed[name] = memory
            feed["use_cache_branch"] = np.array([True])
        return tokens, total / most

    def words(self, tokens: list[int]) -> str:
        pieces = b"".join(self._pieces[token] for token in tokens if token >= _FIRST_WORD)
        return pieces.decode("utf-8", errors="replace").replace("\u2581", " ").strip()


def _best(scores: npt.NDArray[np.float32]) -> tuple[int, float]:
    token = int(scores.argmax())
    return token, -float(np.log(np.exp(scores - scores[token]).sum()))


def _read_pieces(packed: bytes) -> list[bytes]:
    """The vocabulary: for each token its length (a second byte where that is 128 or more), then its UTF-8 bytes."""
    pieces, at = [], 0
    while at < len(packed):
        length = packed[at]
        at += 1
        if length >= 128:
            length += packed[at] * 128 - 128
            at += 1
        pieces.append(packed[at : at + length])
        at += length
    return pieces


@cache
def _model() -> _Model:
    # Found, not imported: the package's own start-up reads in much that is not wanted here.
    spec = find_spec("moonshine_voice")
    if spec is None or spec.origin is None:
        raise RecogniserFailed(
            "moonshine-voice is not installed: run `make setup` or pip install moonshine-voice==0.1.0"
        )
    try:
        return _Model(Path(spec.origin).parent / "assets" / "tiny-en", version("moonshine-voice"))
    except (OSError, PackageNotFoundError, onnxruntime.capi.onnxruntime_pybind11_state.Fail) as error:
        raise RecogniserFailed(f"moonshine-voice has no readable model ({error}): install it again") from error
