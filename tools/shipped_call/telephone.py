"""
What a telephone does to a voice.

Each party's side is worked on alone: band-passed to 300-3400 Hz, gently compressed, laid over that line's own quiet
hiss, and put through 8-bit mu-law at 8 kHz. Nothing here moves sound in time, so the script's times hold.
"""

import io

import numpy as np
import numpy.typing as npt
import soundfile  # type: ignore[import-untyped]
import soxr  # type: ignore[import-untyped]
from scipy import signal  # type: ignore[import-untyped]

RATE = 8_000
PEAK_DB = -2.5

Sound = npt.NDArray[np.float32]


def side(sound: Sound, rate: int, *, gain_db: float, hiss_db: float, seed: int) -> Sound:
    """One party's whole side of the call as the line carries it, at 8 kHz; ``hiss_db`` is full scale."""
    narrow = _banded(soxr.resample(sound, rate, RATE, quality="VHQ"))
    level = _limited(_compressed(narrow) * np.float32(10 ** (gain_db / 20)))
    return through_mulaw(level + _hiss(len(level), hiss_db, seed))


def through_mulaw(sound: Sound) -> Sound:
    """The same samples after G.711 mu-law and back."""
    coded = io.BytesIO()
    soundfile.write(coded, sound, RATE, format="WAV", subtype="ULAW")
    coded.seek(0)
    back, _ = soundfile.read(coded, dtype="float32")
    return np.asarray(back, np.float32)


def _banded(sound: Sound) -> Sound:
    # Forwards and backwards: no delay, so the times of the transcript stay true.
    low, high = signal.butter(2, 280, "highpass", fs=RATE, output="sos"), signal.butter(4, 3450, fs=RATE, output="sos")
    return np.asarray(signal.sosfiltfilt(np.vstack([low, high]), sound), np.float32)


def _compressed(sound: Sound, above_db: float = -26.0, ratio: float = 1.8, seconds: float = 0.02) -> Sound:
    """Above ``above_db``, every ``ratio`` decibels in become one out; the level is followed over ``seconds``."""
    a = np.exp(-1 / (seconds * RATE))
    power = signal.filtfilt([1 - a], [1, -a], sound.astype(np.float64) ** 2)
    over = np.maximum(0.0, 10 * np.log10(np.maximum(power, 1e-10)) - above_db)
    return np.asarray(sound * 10 ** (-over * (1 - 1 / ratio) / 20), np.float32)


def _limited(sound: Sound) -> Sound:
    """Peaks bent, not cut, as they near `PEAK_DB`."""
    top = 10 ** (PEAK_DB / 20)
    knee = 0.6 * top
    size = np.abs(sound)
    bent = knee + (top - knee) * np.tanh((size - knee) / (top - knee))
    return np.asarray(np.sign(sound) * np.where(size > knee, bent, size), np.float32)


def _hiss(length: int, db: float, seed: int) -> Sound:
    """A room and a line: noise that leans to the low side, and wavers slowly."""
    rng = np.random.default_rng(seed)
    noise = _banded(signal.lfilter([1.0], [1.0, -0.7], rng.standard_normal(length)).astype(np.float32))
    steps = np.interp(np.arange(length), np.arange(0, length + RATE, RATE), rng.uniform(-1, 1, -(-length // RATE) + 1))
    noise *= 10 ** (steps / 20)
    return np.asarray(noise * (10 ** (db / 20) / np.sqrt(np.mean(noise**2))), np.float32)
