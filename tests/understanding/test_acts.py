"""Which words of a line are an act promised: whole clauses, each once, from tags that are never quite so."""

import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.understanding.marking import TOKENS, marked

from steadyline.understanding import acts, dialogue

INSIDE, BEGINS = dialogue.TAGS.index("promise"), dialogue.TAGS.index("promise begins")
MAYBE, HARDLY = -0.7, -1.2
"""A third, and not quite a quarter."""


def found(text: str, read: dialogue.Read) -> list[str]:
    return [text[act.start : act.end] for act in acts.find(text, read)]


def at(text: str, read: dialogue.Read, word: str) -> int:
    place = text.index(word)
    return next(n for n, (a, b) in enumerate(read.places) if b > a >= place)


def test_an_act_is_the_words_that_are_marked() -> None:
    line = "So I'll send it by noon and you'll get a text."

    assert ["I'll send it", "you'll get a text."] == found(
        line, marked(line, promise=("I'll send it", "you'll get a text"))
    )


def test_neighbours_that_each_begin_anew_are_two() -> None:
    line = "i'll send it you'll get a text"

    assert ["i'll send it", "you'll get a text"] == found(
        line, marked(line, promise=("i'll send it", "you'll get a text"))
    )


def test_a_noun_in_the_act_begins_no_other() -> None:
    line = "I'll send the credit and the restart to your email by three."
    read = marked(line, promise=("I'll send the credit and the restart to your email",), when=("by three",))
    read.tags[at(line, read, "the restart"), BEGINS] = 2.0

    assert ["I'll send the credit and the restart to your email"] == found(line, read)


def test_an_act_goes_on_with_words_that_are_half_sure() -> None:
    line = "I'll message the locker folks while we talk."
    read = marked(line, promise=("I'll message the locker",))
    read.tags[at(line, read, "folks"), INSIDE] = MAYBE + 0.4

    assert ["I'll message the locker folks"] == found(line, read)


@pytest.mark.parametrize(
    ("line", "act"),
    [
        ("There'll be a letter about the vet's bill. Anything else?", "There'll be a letter about the vet's bill."),
        ("I'll keep it till she's back and fill her in.", "I'll keep it till she's back"),
        ("I'll put the account on ice while I read your papers.", "I'll put the account on ice while I read"),
    ],
)
def test_no_act_ends_with_half_a_name_or_half_a_clause(line: str, act: str) -> None:
    cut = act.rstrip(".").rsplit(" ", 2 if "while" in act else 1)[0]

    assert [act] == found(line, marked(line, promise=(cut,)))


def test_a_number_goes_on_over_its_and() -> None:
    for rest in ("forty six", "twelve", "half"):
        line = f"I'll have the other five hundred and {rest} sent back"
        read = marked(line, promise=(line,))
        read.tags[at(line, read, rest), BEGINS] = 2.0

        assert [line] == found(line, read)


def test_an_act_is_of_one_sentence() -> None:
    line = "Not today, Ms. Vance. I'll put it in an email."

    assert ["I'll put it in an email."] == found(line, marked(line, promise=("Vance. I'll put it in an email",)))


def test_a_name_before_it_is_not_of_the_act() -> None:
    line = "right mr vance i'll put it in an email"
    read = marked(line, promise=("vance i'll put it in an email",))
    read.tags[at(line, read, "i'll"), BEGINS] = 4.0

    assert ["i'll put it in an email"] == found(line, read)


def test_an_act_goes_on_over_a_time_in_its_middle_but_takes_in_no_other_act() -> None:
    line = "Then I'll take this week off your account."
    over = marked(line, promise=("I'll take", "off your account"), when=("this week",))
    over.tags[at(line, over, "off"), BEGINS] = -4.0
    other = "the surveyor will be there at ten the heater will be with you by four"

    assert ["I'll take this week off your account."] == found(line, over)
    assert ["the surveyor will be there", "the heater will be with you"] == found(
        other,
        marked(
            other, promise=("the surveyor will be there", "the heater will be with you"), when=("at ten", "by four")
        ),
    )


def test_an_act_takes_in_the_subject_that_leads_into_it() -> None:
    line = "Twelve big bottles will be at your door by two."
    read = marked(line, promise=("bottles will be at your door",), when=("by two",))
    read.tags[at(line, read, "big"), INSIDE] = MAYBE
    read.tags[at(line, read, "Twelve"), INSIDE] = HARDLY

    assert ["Twelve big bottles will be at your door"] == found(line, read)


def test_a_word_that_is_taken_for_none_is_one_between_those_that_are() -> None:
    line = "I'm sending a courier for the box tonight."
    read = marked(line, promise=("I'm sending a courier for the box",), when=("tonight",))
    for unsure in ("I'm", "a courier", "for"):
        read.tags[at(line, read, unsure), INSIDE] = MAYBE

    assert ["I'm sending a courier for the box"] == found(line, read)


def test_an_act_without_its_subject_takes_in_the_pledge_that_it_follows() -> None:
    line = "and i'll be watching this account myself till it comes"
    read = marked(line, promise=("this account myself",), when=("till it comes",))
    for unsure in ("i'll", "be"):
        read.tags[at(line, read, unsure), INSIDE] = MAYBE

    assert ["i'll be watching this account myself"] == found(line, read)


def test_a_thing_already_known_is_no_act_by_itself() -> None:
    line = "You send me the photographs and the bill. It is paid on Friday."

    assert ["It is paid"] == found(line, marked(line, promise=("and the bill", "It is paid"), when=("on Friday",)))


def test_one_act_after_another_is_two_where_only_the_first_has_a_subject() -> None:
    line = "i'll phone the delivery boy myself and ring you back in half an hour"
    read = marked(line, promise=("i'll phone the delivery boy myself", "ring you back"), when=("in half an hour",))
    read.tags[at(line, read, "and ring"), INSIDE] = -MAYBE

    assert ["i'll phone the delivery boy myself", "ring you back"] == [
        act.removesuffix(" and").removeprefix("and ") for act in found(line, read)
    ]


def test_a_lone_noun_is_an_act_where_its_time_stands_beside_it() -> None:
    line = "plumber tomorrow between nine and twelve"

    assert ["plumber"] == found(line, marked(line, promise=("plumber",), when=("tomorrow between nine and twelve",)))
    assert [] == found(line, marked(line, promise=("plumber",)))


@pytest.mark.parametrize("sure", [0.2, 0.45])
def test_what_is_not_sure_enough_in_the_mean_is_none(sure: float) -> None:
    line = "I'm looking at the scan"
    read = marked(line, promise=(line,))
    read.tags[read.tags[:, INSIDE] > 0, INSIDE] = np.log(sure / (1 - sure))

    assert [] == found(line, read)


@given(st.text(max_size=80), st.randoms(use_true_random=False))
def test_any_tags_give_acts_within_the_text_in_order_and_apart(text: str, dice: random.Random) -> None:
    clean = " ".join(text.split())
    pieces = dialogue.pieces(TOKENS, "agent", clean)
    tags = np.array([[dice.uniform(-4, 4) for _ in dialogue.TAGS] for _ in pieces.ids], np.float32)
    told = acts.find(clean, dialogue.Read(np.zeros(0, np.float32), tags, pieces.places))

    edges = [edge for act in told for edge in (act.start, act.end)]
    assert edges == sorted(edges)
    assert all(0 <= act.start < act.end <= len(clean) and 0 <= act.sure <= 1 for act in told)
