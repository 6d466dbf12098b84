"""Recordings made on the spot: a tone on the left, a lower one on the right, so that sides and lengths can be told."""

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import soundfile

LEFT_HZ, RIGHT_HZ = 1000, 400


def tones(seconds: float = 2.0, rate_hz: int = 8000, channels: int = 2) -> np.ndarray:
    time = np.arange(round(seconds * rate_hz)) / rate_hz
    both = [0.4 * np.sin(2 * np.pi * hz * time) for hz in (LEFT_HZ, RIGHT_HZ)]
    return np.stack((both * channels)[:channels], axis=1).astype(np.float32)


def write(path: Path, *, subtype: str | None = None, form: str | None = None, **shape) -> Path:
    soundfile.write(path, tones(**shape), shape.get("rate_hz", 8000), subtype=subtype, format=form)
    return path


def write_with_av(path: Path, codec: str, rate_hz: int, form: str, seconds: float = 2.0) -> Path:
    sound = (tones(seconds, rate_hz) * 32767).astype(np.int16)
    with av.open(path, "w", format=form) as container:
        stream = container.add_stream(codec, rate=rate_hz, layout="stereo")
        frame = av.AudioFrame.from_ndarray(sound.reshape(1, -1), format="s16", layout="stereo")
        frame.sample_rate, frame.time_base, frame.pts = rate_hz, Fraction(1, rate_hz), 0
        for made in av.AudioResampler(stream.format, "stereo", rate_hz, frame_size=stream.frame_size or 1024).resample(
            frame
        ):
            container.mux(stream.encode(made))
        container.mux(stream.encode(None))
    return path


def pitch_hz(sound: np.ndarray, rate_hz: int) -> float:
    return float(np.abs(np.fft.rfft(sound)).argmax() * rate_hz / len(sound))
