"""Recognisers outside this process or this package: what goes out, and what is made of bad answers."""

import io
import sys
import time

import httpx
import numpy as np
import pytest
import soundfile

from steadyline.service.ports import RecogniserFailed
from steadyline.speech.recognisers.openai_server import OpenAIServer
from steadyline.speech.recognisers.whisper import Whisper

TONE = (0.3 * np.sin(np.arange(16000) * 0.2)).astype(np.float32)


def server(answer, **settings) -> OpenAIServer:
    return OpenAIServer("http://speech.test/v1/", model="m", transport=httpx.MockTransport(answer), **settings)


def test_the_request_is_the_one_that_such_servers_know():
    seen = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append((request.method, str(request.url), request.headers.get("authorization"), request.read()))
        return httpx.Response(200, json={"text": " I was charged twice. "})

    assert "I was charged twice." == server(answer, key="secret").transcribe(TONE)
    method, url, authorization, body = seen[0]
    assert ("POST", "http://speech.test/v1/audio/transcriptions", "Bearer secret") == (method, url, authorization)
    assert b'name="model"\r\n\r\nm\r\n' in body and b'name="language"\r\n\r\nen\r\n' in body
    wav = body[body.index(b"RIFF") :]
    sound, rate_hz = soundfile.read(io.BytesIO(wav), dtype="float32")
    assert 16000 == rate_hz
    np.testing.assert_allclose(TONE, sound, atol=1e-4)


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (httpx.Response(500, text="out of memory"), "answered 500: out of memory"),
        (httpx.Response(401, json={"error": "no key"}), "answered 401"),
        (httpx.Response(200, text="<html>hello</html>"), "no JSON object"),
        (httpx.Response(200, json=["text"]), "no JSON object"),
        (httpx.Response(200, json={"words": "x"}), "no JSON object"),
        (httpx.Response(200, json={"text": 7}), "not text"),
        (httpx.Response(200, content=b"x" * 200_000), "more than 100000 bytes"),
    ],
)
def test_a_bad_answer_is_a_failure_that_says_what_came(answer, why):
    with pytest.raises(RecogniserFailed, match=why):
        server(lambda request: answer).transcribe(TONE)


def test_a_server_that_is_gone_is_a_failure():
    def gone(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused")

    with pytest.raises(RecogniserFailed, match="did not answer"):
        server(gone).transcribe(TONE)


def test_a_server_that_drips_is_given_up_in_time():
    def drip(request: httpx.Request) -> httpx.Response:
        def slowly():
            for _ in range(100):
                time.sleep(0.02)
                yield b" "

        return httpx.Response(200, content=slowly())

    began = time.monotonic()
    with pytest.raises(RecogniserFailed, match=r"more than 0\.1 s"):
        server(drip, timeout_seconds=0.1).transcribe(TONE)
    assert time.monotonic() - began < 1.0


def test_whisper_without_its_extra_says_how_to_get_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "faster_whisper", None)

    with pytest.raises(RecogniserFailed, match=r"pip install 'steadyline\[whisper\]'"):
        Whisper("tiny.en")
