"""A copy as a recogniser might have given it."""

import difflib
import random
import re

from hypothesis import given
from hypothesis import strategies as st

from steadyline.service.evaluation.misheard import as_recognised

TEXT = "I'll refund your account today, and you've been charged for two routers. " * 20


def test_capitals_and_punctuation_are_lost_and_a_few_words_differ():
    copy = as_recognised(TEXT, random.Random(1))

    assert copy == copy.lower() and not re.search(r"[.,]", copy)
    words = re.sub("[.,]", "", TEXT.lower()).split()
    assert 0.7 < difflib.SequenceMatcher(a=words, b=copy.split(), autojunk=False).ratio() < 0.95


def test_the_same_dice_give_the_same_copy():
    assert as_recognised(TEXT, random.Random(1)) == as_recognised(TEXT, random.Random(1))
    assert as_recognised(TEXT, random.Random(1)) != as_recognised(TEXT, random.Random(2))


@given(st.text(min_size=1), st.integers())
def test_something_said_stays_something_said(text: str, seed: int):
    assert as_recognised(text, random.Random(seed))
