"""Real speech for tests: the samples that come with moonshine-voice, made into calls."""

from functools import cache
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import soundfile
import soxr


@cache
def speech(name: str = "beckett", rate_hz: int = 8000) -> np.ndarray:
    """``beckett`` is ten seconds, ``two_cities`` 44 s, of one speaker reading."""
    spec = find_spec("moonshine_voice")
    sound, rate = soundfile.read(Path(spec.origin).parent / "assets" / f"{name}.wav", dtype="float32")
    return soxr.resample(sound, rate, rate_hz).astype(np.float32)


def silence(seconds: float, rate_hz: int = 8000) -> np.ndarray:
    return np.zeros(round(seconds * rate_hz), dtype=np.float32)


@cache
def call(rate_hz: int = 8000) -> np.ndarray:
    """Customer from 1 s, ten seconds long; agent from 13 s, four seconds long; 18.5 s in all."""
    sound = np.zeros((round(18.5 * rate_hz), 2), dtype=np.float32)
    for channel, start, voice in ((0, 1.0, "beckett"), (1, 13.0, "clone-test")):
        words = speech(voice, rate_hz)
        at = round(start * rate_hz)
        sound[at : at + len(words), channel] = words
    return sound + np.random.default_rng(1).normal(0, 1e-4, sound.shape).astype(np.float32)
