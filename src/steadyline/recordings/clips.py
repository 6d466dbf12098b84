"""
Sound of promises as files in one folder, for some days; for fewer until they are confirmed.

A file's name is a digest of the call and the number of the turn, and says whether it is a draft's: no name that came
with a call is ever part of a path. What is older than its days is not given out, and goes at the next `sweep`.
"""

import hashlib
import io
import os
import tempfile
import time
from contextlib import suppress
from pathlib import Path

import numpy as np
import soundfile

from steadyline.service.ports import Audio, KeptClip

RATE_HZ = 16_000
DAY_SECONDS = 86_400
DRAFT = ".draft.flac"


class FolderClips:
    """The `Clips` in this folder, which is made if it is not there; nobody else may read it. Raises `OSError`."""

    def __init__(self, folder: Path, days: int, draft_days: int) -> None:
        """``draft_days``: for how many of the ``days`` what nobody confirmed is kept."""
        self._folder = folder
        self._seconds = days * DAY_SECONDS
        self._draft_seconds = min(days, draft_days) * DAY_SECONDS
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def keep(self, call: str, turn: int, sound: Audio) -> None:
        file = io.BytesIO()
        samples = np.clip(sound, -1.0, 1.0)
        soundfile.write(file, samples, RATE_HZ, format="FLAC", subtype="PCM_16")
        handle, fresh = tempfile.mkstemp(dir=self._folder, suffix=".part")
        try:
            with os.fdopen(handle, "wb") as part:
                part.write(file.getbuffer())
                part.flush()
                os.fsync(part.fileno())
            confirmed = self._confirmed(call, turn)
            Path(fresh).replace(confirmed if confirmed.exists() else self._draft(call, turn))
        except OSError:
            Path(fresh).unlink(missing_ok=True)
            raise

    def find(self, call: str, turn: int) -> KeptClip | None:
        return self._read(self._confirmed(call, turn)) or self._read(self._draft(call, turn))

    def confirm(self, call: str, turn: int) -> None:
        with suppress(FileNotFoundError):  # nothing was kept, or it was confirmed before
            self._draft(call, turn).replace(self._confirmed(call, turn))

    def forget(self, call: str, turn: int) -> None:
        self._draft(call, turn).unlink(missing_ok=True)
        self._confirmed(call, turn).unlink(missing_ok=True)

    def sweep(self) -> int:
        """Delete what is older than its days; returns how many that were."""
        many = 0
        for path in [path for path in self._folder.iterdir() if path.suffix in (".flac", ".part")]:
            with suppress(FileNotFoundError):  # another server, or somebody who was asked to, was faster
                if self._is_over(path):
                    path.unlink()
                    many += 1
        return many

    def _read(self, path: Path) -> KeptClip | None:
        try:
            if self._is_over(path):
                return None
            sound = path.read_bytes()
        except FileNotFoundError:
            return None
        try:
            return KeptClip(sound, soundfile.info(io.BytesIO(sound)).duration)
        except soundfile.SoundFileError as error:
            raise OSError(f"{path} holds no sound: {error}") from error

    def _draft(self, call: str, turn: int) -> Path:
        return self._confirmed(call, turn).with_suffix(DRAFT)

    def _confirmed(self, call: str, turn: int) -> Path:
        digest = hashlib.blake2b(call.encode(), digest_size=16).hexdigest()
        return self._folder / f"{digest}-{turn}.flac"

    def _is_over(self, path: Path) -> bool:
        confirmed = path.suffix == ".flac" and not path.name.endswith(DRAFT)
        return time.time() - path.stat().st_mtime > (self._seconds if confirmed else self._draft_seconds)
