"""
Recordings to sound, a block at a time: a three-hour call takes no more memory than a short one.

A file is judged by what is in it, never by its name. It may have been made to do harm: only plain files are opened, no
file can name another or reach the network, and rate, channels and length are checked before anything is believed. What
is damaged is heard as far as it goes, and `Recording.warnings` says so; what cannot be a call is a `BadRecording`.
"""

import stat
import struct
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO, Final, Literal

import av
import av.error
import numpy as np
import numpy.typing as npt
import soundfile

from steadyline.recordings import BadRecording

Side = Literal["left", "right"]
Block = npt.NDArray[np.float32]
"""Sound, -1 to 1, shape ``(n, channels)``: the customer first, then the agent; one channel for a mono call."""

LOWEST_HZ: Final = 8_000
HIGHEST_HZ: Final = 192_000
LONGEST_SECONDS: Final = 12 * 3600.0
_SILENT: Final = 1e-4
_FORMATS: Final = "aac,ac3,aiff,amr,au,caf,flac,gsm,matroska,mov,mp3,mpegts,ogg,w64,wav"
"""What PyAV may take a file for. Playlists and other formats that name further files are not among them."""

_Blocks = Iterator[Block]


class Recording:
    """A call that can be heard. Its facts are known before `blocks` is asked for; its damage, after."""

    def __init__(
        self,
        path: Path,
        *,
        rate_hz: int,
        channels: int,
        seconds: float | None,
        customer: Side,
        read: Callable[[int], _Blocks],
    ) -> None:
        self.path: Final = path
        self.rate_hz: Final = rate_hz
        self.channels: Final = channels
        self.seconds: Final = seconds
        """How long it says it is; None where the file does not say. It may be wrong where the file is damaged."""
        self.warnings: Final[list[str]] = []
        self._swap = channels == 2 and customer == "right"
        self._read = read

    def blocks(self, block_seconds: float = 0.5) -> _Blocks:
        """The sound, in order, in blocks of about ``block_seconds``. Raises `BadRecording` where there is none at all.

        Afterwards `warnings` says what was wrong with the file, if anything.
        """
        most = int(LONGEST_SECONDS * self.rate_hz)
        heard, loud, same = 0, False, self.channels == 2
        try:
            for block in self._read(max(1, round(block_seconds * self.rate_hz))):
                sound = _tame(block)
                heard += len(sound)
                loud = loud or bool(np.max(np.abs(sound), initial=0.0) > _SILENT)
                same = same and bool(np.array_equal(sound[:, 0], sound[:, 1]))
                yield sound[:, ::-1] if self._swap else sound
                if heard >= most:
                    self.warnings.append(f"only the first {LONGEST_SECONDS / 3600:g} hours were heard: split the file")
                    break
        except (soundfile.SoundFileError, av.error.FFmpegError, OSError) as error:
            self.warnings.append(f"damaged after {heard / self.rate_hz:.1f} s, and heard up to there ({error})")
        if not heard:
            raise BadRecording(f"{self.path}: there is no sound in it. Export the call again.")
        self._judge(heard / self.rate_hz, loud, same)

    def _judge(self, heard_seconds: float, loud: bool, same: bool) -> None:
        cut_short = self.seconds is not None and heard_seconds < min(self.seconds, LONGEST_SECONDS) - 1.0
        if cut_short and not self.warnings:
            self.warnings.append(f"cut short: it says {self.seconds:.1f} s and holds {heard_seconds:.1f} s")
        if not loud:
            self.warnings.append("silent from start to end: check which tracks were recorded")
        elif same:
            self.warnings.append(
                "both channels are the same: a mono recording in disguise, in which everything is heard twice; "
                "record each party on a channel of their own, or mix it down and use --mono"
            )


def open_recording(path: str | Path, *, customer: Side = "left", mono: bool = False) -> Recording:
    """A two-channel call with ``customer`` on that side; a one-channel call only if ``mono``. Raises `BadRecording`."""
    path = Path(path)
    _check_file(path)
    try:
        return _checked(_with_soundfile(path, customer), mono)
    except soundfile.SoundFileError as first:
        try:
            return _checked(_with_av(path, customer), mono)
        except (av.error.FFmpegError, ValueError) as second:
            raise BadRecording(
                f"{path}: this is not audio that can be read ({_short(first)}; {_short(second)}). "
                "Export the call as WAV, FLAC, MP3, Ogg, Opus or M4A; a transcript needs the ending .jsonl."
            ) from second


def _check_file(path: Path) -> None:
    try:
        about = path.stat()
    except FileNotFoundError:
        raise BadRecording(f"{path}: there is no such file. Check the name.") from None
    except OSError as error:
        raise BadRecording(f"{path}: it cannot be opened ({error.strerror}). Check who may read it.") from error
    if not stat.S_ISREG(about.st_mode):
        raise BadRecording(
            f"{path}: this is not a file. Name one recording; to hear a folder, name its files one by one."
        )
    if not about.st_size:
        raise BadRecording(f"{path}: the file is empty. Export or copy the call again.")


def _checked(recording: Recording, mono: bool) -> Recording:
    path, channels, rate_hz = recording.path, recording.channels, recording.rate_hz
    if channels == 1 and not mono:
        raise BadRecording(
            f"{path}: this is mono, with both parties on one channel, so who says what cannot be told for sure. "
            "Record the customer and the agent on a channel each, or accept the doubt with --mono."
        )
    if channels > 2:
        raise BadRecording(
            f"{path}: it has {channels} channels, and a call has two. Export it with one party left and one right."
        )
    if not LOWEST_HZ <= rate_hz <= HIGHEST_HZ:
        raise BadRecording(
            f"{path}: its rate is {rate_hz} Hz. Record or export it at {LOWEST_HZ} Hz (telephone quality) or more, "
            f"{HIGHEST_HZ} Hz at most."
        )
    return recording


def _with_soundfile(path: Path, customer: Side) -> Recording:
    with path.open("rb") as opened, _soundfile(opened) as file:
        rate_hz, channels, frames = file.samplerate, file.channels, file.frames
    counted = 0 < frames < 2**62 and rate_hz  # a stream of unknown length says so with a number beyond reason
    seconds = frames / rate_hz if counted else None
    recording = Recording(
        path,
        rate_hz=rate_hz,
        channels=channels,
        seconds=seconds,
        customer=customer,
        read=lambda frames: _read_with_soundfile(path, frames),
    )
    if missing := _missing_bytes(path):
        recording.warnings.append(
            f"cut short: {missing} bytes that its header promises are missing; heard as far as it goes"
        )
    return recording


def _read_with_soundfile(path: Path, frames: int) -> _Blocks:
    with path.open("rb") as opened, _soundfile(opened) as file:
        while len(block := file.read(frames, dtype="float32", always_2d=True)):
            yield block


def _soundfile(opened: BinaryIO) -> soundfile.SoundFile:
    # By its number, not its name: an ending such as .raw would be believed.
    return soundfile.SoundFile(opened.fileno(), closefd=False)


def _missing_bytes(path: Path) -> int:
    """How much shorter a WAV file is than its own header says. The decoder quietly makes do with what is there."""
    with path.open("rb") as file:
        kind, promised, form = struct.unpack("<4sI4s", file.read(12).ljust(12, b"\0"))
    if (
        kind != b"RIFF" or form != b"WAVE" or promised in (0, 0xFFFFFFFF)
    ):  # a live recorder cannot know, and writes these
        return 0
    return max(0, int(promised) + 8 - path.stat().st_size - 1)  # the last byte may be left-out padding


def _with_av(path: Path, customer: Side) -> Recording:
    with path.open("rb") as file, _container(file) as container:
        stream = _sound(container)
        seconds = float(container.duration / av.time_base) if container.duration else None
        return Recording(
            path,
            rate_hz=stream.rate or 0,
            channels=stream.codec_context.channels,
            seconds=seconds,
            customer=customer,
            read=lambda frames: _read_with_av(path, frames),
        )


def _container(file: BinaryIO) -> av.container.InputContainer:
    # An open file, never its name: a name can be a protocol. Nothing may be opened beside it.
    return av.open(file, mode="r", options={"format_whitelist": _FORMATS, "protocol_whitelist": "file"})


def _sound(container: av.container.InputContainer) -> av.AudioStream:
    """The first sound in it. Raises `ValueError` where there is none, or none that can be decoded."""
    if not container.streams.audio:
        raise ValueError("no sound in it")
    stream = container.streams.audio[0]
    if getattr(stream, "codec_context", None) is None:
        raise ValueError("its codec is not known")
    return stream


def _read_with_av(path: Path, frames: int) -> _Blocks:
    with path.open("rb") as file, _container(file) as container:
        stream = _sound(container)
        stream.codec_context.thread_count = 1
        layout = "mono" if stream.codec_context.channels == 1 else "stereo"
        even = av.AudioResampler(format="flt", layout=layout, rate=stream.rate, frame_size=frames)
        for frame in container.decode(stream):
            for made in even.resample(frame):
                yield _samples(made)
        for made in even.resample(None):
            yield _samples(made)


def _samples(frame: av.AudioFrame) -> Block:
    return frame.to_ndarray().reshape(frame.samples, -1).astype(np.float32, copy=False)


def _tame(block: Block) -> Block:
    """Float files may hold anything: what is no number is silence, and what is too loud is clipped."""
    if np.isfinite(block).all() and np.max(np.abs(block), initial=0.0) <= 1.0:
        return block
    return np.nan_to_num(block, nan=0.0, posinf=1.0, neginf=-1.0).clip(-1.0, 1.0)


def _short(error: Exception) -> str:
    said = str(error).strip() or type(error).__name__
    return said.splitlines()[0][-160:].strip(" .")
