"""What every recogniser promises, kept by the public fake and by the embedded one alike."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from speech import voices
from steadyline.service.ports import Recogniser, RecogniserFailed
from steadyline.speech.plausible import Plausible
from steadyline.speech.recognisers.moonshine import Moonshine
from steadyline.testing import ScriptedRecogniser

SPEECH = voices.speech("beckett", 16000)[: 16000 * 5]
WORDS = "ever tried ever failed no matter"


@pytest.fixture(scope="module", params=["scripted", "moonshine"])
def recogniser(request) -> Recogniser:
    return Plausible(Moonshine() if request.param == "moonshine" else ScriptedRecogniser([WORDS]))


def plain(text: str) -> str:
    return "".join(sign for sign in text.lower() if sign.isalpha() or sign == " ")


def test_its_name_says_model_and_version(recogniser):
    assert recogniser.name.count("/") == 1


def test_it_puts_speech_into_words(recogniser):
    assert WORDS in plain(recogniser.transcribe(SPEECH))


def test_the_same_sound_gives_the_same_words(recogniser):
    assert recogniser.transcribe(SPEECH) == recogniser.transcribe(SPEECH.copy())


@pytest.mark.parametrize("seconds", [0, 0.01, 0.3, 5])
def test_silence_has_no_words(recogniser, seconds):
    assert "" == recogniser.transcribe(np.zeros(round(seconds * 16000), dtype=np.float32))


def test_several_threads_may_ask_at_once(recogniser):
    alone = recogniser.transcribe(SPEECH)
    with ThreadPoolExecutor(4) as threads:
        together = list(threads.map(recogniser.transcribe, [SPEECH] * 8))

    assert {alone} == set(together)


def test_what_it_is_given_is_left_as_it_was(recogniser):
    given = SPEECH.copy()
    recogniser.transcribe(given)

    np.testing.assert_array_equal(SPEECH, given)


@pytest.mark.parametrize("loudness", [0.3, 0.1, 0.01])
@pytest.mark.parametrize("seconds", [0.5, 1, 3, 8])
def test_moonshine_hears_no_words_in_noise(loudness, seconds):
    noise = np.random.default_rng(0).normal(0, loudness, round(seconds * 16000)).clip(-1, 1).astype(np.float32)

    assert len(Plausible(Moonshine()).transcribe(noise).split()) <= 1


def test_the_fake_fails_when_told_to():
    with pytest.raises(RecogniserFailed, match="on purpose"):
        ScriptedRecogniser([RecogniserFailed("on purpose")]).transcribe(SPEECH)


def test_the_embedded_recogniser_needs_no_sound_card_library():
    import subprocess
    import sys

    program = (
        "import sys; sys.modules['sounddevice'] = None\n"
        "from steadyline.speech.recognisers.moonshine import Moonshine\n"
        "Moonshine(); assert 'moonshine_voice' not in sys.modules"
    )

    assert 0 == subprocess.run([sys.executable, "-c", program], timeout=60).returncode
