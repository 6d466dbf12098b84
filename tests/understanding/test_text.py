"""Words as the model reads them: written and recognised text of the same speech come out alike."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from steadyline.understanding import clues, text


@pytest.mark.parametrize(
    ("written", "recognised"),
    [
        ("This is the THIRD time I\u2019m calling!", "this is the third time im calling"),
        ("Don't, won't \u2014 can't.", "dont wont cant"),
        ("\uff28\uff45llo\u200b there", "hello there"),
    ],
)
def test_written_and_recognised_text_read_alike(written: str, recognised: str) -> None:
    assert text.normal(recognised) == text.normal(written)


def test_masked_swearing_counts_as_what_it_masks() -> None:
    assert "this is fuck nonsense" == text.normal("this is f***ing nonsense")


def test_a_very_long_utterance_is_bounded_and_keeps_its_end() -> None:
    words = text.words("so " * 5000 + "goodbye")

    assert text.HEAD_WORDS + text.TAIL_WORDS == len(words)
    assert "goodbye" == words[-1]


@given(st.text(max_size=500))
def test_any_text_becomes_plain_words_and_clues_between_nothing_and_one(said: str) -> None:
    assert all(word and not word.isspace() for word in text.words(said))
    found = clues.find(said)
    assert found.shape == (clues.SIZE,)
    assert 0 <= found.min() and found.max() <= 1
