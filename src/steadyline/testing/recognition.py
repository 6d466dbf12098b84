"""
A recogniser that hears nothing, and says what its script says.

How long each segment was that it was given can be looked at afterwards.
"""

from collections.abc import Sequence
from threading import Lock

from steadyline.service.ports import Audio, RecogniserFailed


class ScriptedRecogniser:
    """A `Recogniser` that says its lines in order, whatever it hears, and the last one for ever; silence stays silent.

    A line that is a `RecogniserFailed` is raised. ``heard`` counts the seconds of sound of each segment it was given.
    """

    def __init__(self, lines: Sequence[str | RecogniserFailed]) -> None:
        if not lines:
            raise ValueError("a script needs at least one line")
        self._lines = tuple(lines)
        self._lock = Lock()
        self.heard: list[float] = []

    @property
    def name(self) -> str:
        return "scripted/1"

    def transcribe(self, audio: Audio) -> str:
        if not len(audio) or not audio.any():
            return ""
        with self._lock:
            line = self._lines[min(len(self.heard), len(self._lines) - 1)]
            self.heard.append(len(audio) / 16000)
        if isinstance(line, RecogniserFailed):
            raise line
        return line
