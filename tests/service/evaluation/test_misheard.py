"""A copy as a recogniser might have given it."""

import random

from hypothesis import given
from hypothesis import strategies as st

from steadyline.service.evaluation.misheard import as_recognised

TEXT = " ".join(f"Word{number}," for number in range(1000))


def test_capitals_and_punctuation_are_lost():
    assert "well it's off again isn't it" == as_recognised(
        "Well, it’s OFF again; isn't it?!", random.Random(4), misheard=0
    )


def test_a_few_words_are_lost_and_fewer_are_said_twice():
    heard = as_recognised(TEXT, random.Random(1)).split()

    assert 0.02 < 1 - len(set(heard)) / 1000 < 0.06
    assert 0.005 < (len(heard) - len(set(heard))) / 1000 < 0.03


def test_a_few_words_are_heard_as_others():
    heard = as_recognised("account " * 1000, random.Random(1))

    assert 80 < heard.count("a count") < 160


def test_the_same_dice_give_the_same_copy():
    assert as_recognised(TEXT, random.Random(1)) == as_recognised(TEXT, random.Random(1))
    assert as_recognised(TEXT, random.Random(1)) != as_recognised(TEXT, random.Random(2))


@given(st.text(min_size=1), st.integers())
def test_something_said_stays_something_said(text: str, seed: int):
    assert as_recognised(text, random.Random(seed))
