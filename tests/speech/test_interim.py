"""Interim words: not too often, not too dear, and never taken back."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from steadyline.speech.interim import Interim, Settings


def attempts(interim: Interim, until: float, cost: float, t0: float = 0.0) -> list[float]:
    """When it asked, if every 32 ms it may."""
    asked = []
    for frame in range(round(until / 0.032)):
        now = frame * 0.032
        if interim.due(t0, now):
            asked.append(now)
            interim.heard(t0, "so I", cost)
    return asked


def test_a_short_utterance_costs_nothing():
    assert [] == attempts(Interim(), until=1.5, cost=0.05)


def test_attempts_come_about_every_second_and_a_bit():
    assert 6 == len(attempts(Interim(), until=10, cost=0.05))


def test_dear_attempts_come_less_often_so_that_the_share_of_a_core_holds():
    for cost in (0.1, 0.3, 1.0):
        asked = attempts(Interim(Settings(share=0.1)), until=60, cost=cost)
        assert len(asked) * cost <= 0.1 * 60 + cost


def test_only_words_that_two_attempts_agree_on_are_shown():
    interim = Interim()
    assert interim.due(0.0, 2.0)

    assert [None, "I was charged", "I was charged twice in", None] == [
        interim.heard(0.0, "I was charged tries", 0.1),
        interim.heard(0.0, "I was charged twice in much", 0.1),
        interim.heard(0.0, "I was charged twice in March", 0.1),
        interim.heard(0.0, "Eye was charged", 0.1),
    ]


def test_a_new_segment_starts_afresh_and_late_words_of_the_old_one_are_dropped():
    interim = Interim()
    assert interim.due(0.0, 2.0)
    interim.heard(0.0, "I was", 0.1)
    assert interim.due(5.0, 7.0)

    assert interim.heard(0.0, "I was charged", 0.1) is None
    assert interim.heard(5.0, "And then", 0.1) is None
    assert "And then" == interim.heard(5.0, "And then nobody", 0.1)


@given(st.lists(st.lists(st.sampled_from(["a", "b", "c"]), max_size=6).map(" ".join), max_size=12))
def test_what_was_shown_is_never_taken_back(texts):
    interim = Interim()
    interim.due(0.0, 2.0)
    shown = [words for text in texts if (words := interim.heard(0.0, text, 0.1)) is not None]

    assert all((after + " ").startswith(before + " ") for before, after in itertools.pairwise(shown))
