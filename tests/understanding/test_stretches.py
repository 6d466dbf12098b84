"""From tags of word pieces to whole words, in the order said."""

import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.understanding.marking import TOKENS, marked

from steadyline.understanding import dialogue, stretches

LINE = "well I was overcharged twice, and nobody rang back"


def words(kind: stretches.Kind, text: str, read: dialogue.Read) -> list[str]:
    return [text[s.start : s.end] for s in stretches.find(kind, text, read)]


def test_what_is_marked_is_found_as_whole_words() -> None:
    read = marked(LINE, concern=("I was overcharged twice", "nobody rang back"))

    assert ["I was overcharged twice,", "nobody rang back"] == words("concern", LINE, read)
    assert [] == words("when", LINE, read)


def test_neighbours_that_each_begin_anew_are_two() -> None:
    line = "they lost it nobody rang back"

    assert ["they lost it", "nobody rang back"] == words(
        "concern", line, marked(line, concern=("they lost it", "nobody rang back"))
    )


def test_a_piece_of_a_word_marks_the_word_and_a_small_gap_is_closed() -> None:
    read = marked(LINE, concern=("I was overcharged twice",))
    at = next(n for n, (a, b) in enumerate(read.places) if LINE[a:b].startswith("was"))
    read.tags[at, 0] = -0.5

    assert ["I was overcharged twice,"] == words("concern", LINE, read)


@given(st.text(max_size=80), st.randoms(use_true_random=False))
def test_any_tags_give_stretches_within_the_text_in_order_and_apart(text: str, dice: random.Random) -> None:
    clean = " ".join(text.split())
    pieces = dialogue.pieces(TOKENS, "customer", clean)
    tags = np.array([[dice.uniform(-4, 4) for _ in dialogue.TAGS] for _ in pieces.ids], np.float32)
    found = stretches.find("concern", clean, dialogue.Read(np.zeros(0, np.float32), tags, pieces.places))

    edges = [edge for s in found for edge in (s.start, s.end)]
    assert edges == sorted(edges)
    assert all(0 <= s.start < s.end <= len(clean) and 0 <= s.sure <= 1 for s in found)


def test_a_word_leans_on_its_neighbours_but_not_over_the_end_of_a_sentence() -> None:
    assert [0.8, pytest.approx(1 / 3), 0.8] == stretches.leant([1.0, 0.0, 1.0], [True, True])
    assert [1.0, 0.2, 0.8] == stretches.leant([1.0, 0.0, 1.0], [False, True])
    assert [] == stretches.leant([], [])
