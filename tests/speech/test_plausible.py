"""Words that nobody said are kept out, and words that somebody said are not."""

import numpy as np
import pytest

from steadyline.speech import plausible


@pytest.mark.parametrize(
    ("text", "seconds", "kept"),
    [
        ("I was charged twice in March.", 2.0, "I was charged twice in March."),
        ("no no no no no", 1.5, "no no no no no"),
        ("no no no no no no no no no no", 3.0, "no no no"),
        ("Can you learn? Can you learn? Can you learn? Okay.", 3.0, "Can you learn? Okay."),
        ("again and again and I told you", 3.0, "again and again and I told you"),
        ("to use the to use the to use the to use the to use the", 8.0, ""),
        ("He" * 60, 1.0, ""),
        ("one two three four five six seven eight nine ten", 0.5, ""),
        ("Thank you for watching!", 2.0, ""),
        ("Thank you.", 1.0, "Thank you."),
        ("You", 3.0, ""),
        ("You did.", 1.0, "You did."),
        ("", 1.0, ""),
    ],
)
def test_text_is_kept_where_it_can_have_been_said(text, seconds, kept):
    assert kept == plausible.words(text, seconds)


def test_silence_never_reaches_the_recogniser():
    class MustNotBeAsked:
        name = "untouched"

        def transcribe(self, audio):
            raise AssertionError("asked about silence")

    guarded = plausible.Plausible(MustNotBeAsked())

    assert "" == guarded.transcribe(np.zeros(16000, dtype=np.float32))
    assert "" == guarded.transcribe(np.zeros(0, dtype=np.float32))
    assert "untouched" == guarded.name
