"""
Any server that speaks the OpenAI transcription interface: ``POST {base}/audio/transcriptions``.

Sound leaves this process here and nowhere else in this room, so a site must name the server itself. Each request is
boxed in time, connecting and answering together: a server that is slow, wrong or gone costs these words, no more.
"""

import io
import time
from typing import Final

import httpx
import soundfile

from steadyline.service.ports import Audio, RecogniserFailed

_RATE_HZ: Final = 16000
_LARGEST_ANSWER_BYTES: Final = 100_000


class OpenAIServer:
    """A transcription server. Blocking; safe to call from several threads."""

    def __init__(
        self,
        base_url: str,
        *,
        model: str = "whisper-1",
        key: str = "",
        language: str = "en",
        timeout_seconds: float = 10.0,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        """``base_url`` ends before ``/audio``: ``http://speech.internal:8000/v1``. ``transport`` is for tests."""
        self._url = base_url.rstrip("/") + "/audio/transcriptions"
        self._model = model
        self._language = language
        self._timeout_seconds = timeout_seconds
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        self._client = httpx.Client(headers=headers, timeout=timeout_seconds, transport=transport)

    @property
    def name(self) -> str:
        return f"server-{self._model}"

    def transcribe(self, audio: Audio) -> str:
        fields = {"model": self._model, "language": self._language, "response_format": "json", "temperature": "0"}
        files = {"file": ("speech.wav", _wav(audio), "audio/wav")}
        try:
            with self._client.stream("POST", self._url, data=fields, files=files) as answer:
                body = self._read(answer)
        except httpx.HTTPError as error:
            raise RecogniserFailed(f"{self._url} did not answer: {error!r}") from error
        if answer.status_code != httpx.codes.OK:
            raise RecogniserFailed(f"{self._url} answered {answer.status_code}: {body[:200].decode(errors='replace')}")
        return self._words(body)

    def _read(self, answer: httpx.Response) -> bytes:
        """The whole answer, bounded in size and in time: a drip must not hold a worker."""
        until = time.monotonic() + self._timeout_seconds
        body = b""
        for chunk in answer.iter_bytes():
            body += chunk
            if len(body) > _LARGEST_ANSWER_BYTES:
                raise RecogniserFailed(f"{self._url} sent more than {_LARGEST_ANSWER_BYTES} bytes for one segment")
            if time.monotonic() > until:
                raise RecogniserFailed(f"{self._url} took more than {self._timeout_seconds:g} s")
        return body

    def _words(self, body: bytes) -> str:
        try:
            text = httpx.Response(200, content=body).json()["text"]
        except (ValueError, KeyError, TypeError) as error:
            raise RecogniserFailed(f"{self._url} sent no JSON object with a `text` in it") from error
        if not isinstance(text, str):
            raise RecogniserFailed(f"{self._url} sent a `text` that is not text")
        return text.strip()


def _wav(audio: Audio) -> bytes:
    packed = io.BytesIO()
    soundfile.write(packed, audio, _RATE_HZ, format="WAV", subtype="PCM_16")
    return packed.getvalue()
