"""
Whisper, of any size, through faster-whisper: better words for more processor time, and other languages.

An extra: ``pip install 'steadyline[whisper]'``. The model is a folder, or a name that was downloaded before; nothing is
downloaded while the service runs unless that was asked for.
"""

from importlib import import_module
from importlib.metadata import version
from typing import Any

from steadyline.service.ports import Audio, RecogniserFailed


class Whisper:
    """One loaded Whisper model. Blocking; safe to call from several threads."""

    def __init__(
        self, model: str, *, language: str = "en", threads: int = 1, beam_size: int = 1, download: bool = False
    ) -> None:
        """``model``: a folder, a size ("small.en") or a name. Raises `RecogniserFailed` with what to do about it."""
        try:
            whisper = import_module("faster_whisper")  # the extra may not be here, even when types are checked
        except ImportError as error:
            raise RecogniserFailed("faster-whisper is not installed: pip install 'steadyline[whisper]'") from error
        try:
            self._model: Any = whisper.WhisperModel(
                model, device="cpu", compute_type="int8", cpu_threads=threads, local_files_only=not download
            )
        except Exception as error:  # the hub's own errors differ from version to version
            remedy = "check the name" if download else "give a folder, or allow the download once"
            raise RecogniserFailed(f"the Whisper model {model!r} cannot be loaded ({error}): {remedy}") from error
        self._language = language
        self._beam_size = beam_size
        self._name = f"whisper-{model.rstrip('/').rsplit('/', 1)[-1]}/{version('faster-whisper')}"

    @property
    def name(self) -> str:
        return self._name

    def transcribe(self, audio: Audio) -> str:
        try:
            found, _ = self._model.transcribe(
                audio,
                language=self._language,
                beam_size=self._beam_size,
                temperature=0.0,  # no dice: the same sound gives the same words
                without_timestamps=True,
                condition_on_previous_text=False,
            )
            return " ".join(part.text.strip() for part in found).strip()
        except Exception as error:
            raise RecogniserFailed(f"Whisper could not decode {len(audio) / 16000:.1f} s of sound: {error}") from error
