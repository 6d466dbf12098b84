"""Problems in the customer's own words, fit to be read back to them."""

from time import process_time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.understanding.marking import marked

from steadyline.understanding import concerns, tidying


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("I was charged twice in March", "I was charged twice in March"),
        ("um, I was, I was charged twice", "I was charged twice"),
        ("the thing is the engineer never turned up", "the engineer never turned up"),
        ("my fucking boiler has been off for six days", "my boiler has been off for six days"),
        ("im still without heating", "I'm still without heating"),
        ("And nobody called me back, and", "nobody called me back"),
        ("nobody called me back and then", "nobody called me back"),
        ("Charged twice", "Charged twice"),
        ("We'll call you back by Friday, and nobody called, nobody", "nobody called"),
        ("you charged me a hundred and twelve dollars. Twice.", "you charged me a hundred and twelve dollars, twice"),
        ("the rent. The bank took thirty five dollars", "the bank took thirty five dollars"),
        ("meanwhile, your second charge emptied my account", "your second charge emptied my account"),
        ("it's, you know, leaking again", "it's, leaking again"),
        ("I get home and he's bleeding on the carpet", "I get home and he's bleeding on the carpet"),
        ("I felt stupid standing there for an hour", "I felt stupid standing there for an hour"),
        ("the stupid website keeps logging me out", "the website keeps logging me out"),
        ("No hot water since Thursday", "no hot water since Thursday"),
        ("No one told me the clinic was shut", "no one told me the clinic was shut"),
        ("no, it's the second charge that's wrong", "it's the second charge that's wrong"),
        ("me mam's oxygen's not been delivered", "my mam's oxygen's not been delivered"),
        ("you took me money out twice", "you took my money out twice"),
        ("nobody called me back about the tickets", "nobody called me back about the tickets"),
        ("you sold me tickets for the wrong day", "you sold me tickets for the wrong day"),
        ("I booked a cot for the baby. There wasn't one.", "I booked a cot for the baby, there wasn't one"),
        ("The oven smells of gas when it's on", "the oven smells of gas when it's on"),
        ("You sold me car insurance that I never asked for", "you sold me car insurance that I never asked for"),
        ("you sent her a bill again its disgusting", "you sent her a bill again"),
        ("My bank card has been used by scammers", "my bank card has been used by scammers"),
        ("your salesman lied to my dad", "your salesman lied to my dad"),
    ],
)
def test_a_problem_is_told_in_their_own_words_without_the_noise(said: str, told: str) -> None:
    assert told == tidying.tidy(said)


@pytest.mark.parametrize(
    "said",
    [
        "your driver is a useless moron",
        "you're all liars",
        "boiler",
        "",
        "we lost",
        "the bank charged",
        "what a sh*tshow",
        "they'd ring me Monday",
        "you would refund it by Friday",
        "when I picked him up",
        "you lied to me about the price",
        "they're robbing people blind",
    ],
)
def test_name_calling_single_words_and_scraps_are_never_read_back(said: str) -> None:
    assert not tidying.fit(tidying.tidy(said))


@pytest.mark.parametrize(
    ("line", "mark", "told"),
    [
        (
            "The sofa I ordered in January has arrived with one leg missing.",
            ("The sofa", "I ordered in January has arrived with one leg missing"),
            "the sofa I ordered in January has arrived with one leg missing",
        ),
        (
            "the tablets the doctor gave me have brought me out in a rash",
            ("the tablets", "the doctor gave me have brought me out in a rash"),
            "the tablets the doctor gave me have brought me out in a rash",
        ),
        (
            "My heating hasn't worked since the engineer came on Monday.",
            ("My heating hasn't worked since",),
            "my heating hasn't worked since the engineer came on Monday",
        ),
        ("Why has my direct debit doubled?", ("my direct debit doubled",), "why has my direct debit doubled"),
        (
            "Your colleague promised me a call back on Friday and nobody rang",
            ("nobody rang",),
            "your colleague promised me a call back on Friday and nobody rang",
        ),
    ],
)
def test_a_problem_is_told_with_the_thing_that_it_is_of_and_to_its_end(
    line: str, mark: tuple[str, ...], told: str
) -> None:
    assert (told,) == concerns.find(line, marked(line, "customer", concern=mark))


def test_two_problems_of_one_line_are_two_notes_in_order() -> None:
    line = "So the washer leaks, right, and the engineer never turned up on Tuesday."
    read = marked(line, "customer", concern=("the washer leaks", "the engineer never turned up on Tuesday"))

    assert ("the washer leaks", "the engineer never turned up on Tuesday") == concerns.find(line, read)


def test_a_problem_told_twice_in_one_line_is_one_note() -> None:
    line = "I was charged twice in March. Twice I was charged in March!"
    read = marked(line, "customer", concern=("I was charged twice in March", "Twice I was charged in March"))

    assert ("I was charged twice in March",) == concerns.find(line, read)


@pytest.mark.parametrize(
    ("line", "mark", "told"),
    [
        ("And he said they'd ring me and nobody did.", "they'd ring me", "he said they'd ring me and nobody did"),
        (
            "well, they'd ring me Monday and nobody did",
            "they'd ring me Monday and",
            "they'd ring me Monday and nobody did",
        ),
        (
            "you said you'd refund it, but you never did",
            "you'd refund it",
            "you said you'd refund it, but you never did",
        ),
    ],
)
def test_what_they_were_told_is_a_problem_with_what_came_of_it(line: str, mark: str, told: str) -> None:
    assert (told,) == concerns.find(line, marked(line, "customer", concern=(mark,)))


@pytest.mark.parametrize(
    ("line", "mark", "told"),
    [
        ("your app locked me out when I tried", "your app locked", "your app locked me out"),
        (
            "my card got declined in front of my kids and I left",
            "my card got declined in front of",
            "my card got declined in front of my kids",
        ),
        (
            "I was charged twice in march sorry april not march",
            "I was charged twice in",
            "I was charged twice in march",
        ),
        ("the washer leaks, right, and it stinks", "the washer leaks", "the washer leaks"),
        ("the washer leaks and nobody has been to see it", "the washer leaks", "the washer leaks"),
        ("the washer leaks all over the kitchen floor every time", "the washer leaks", "the washer leaks"),
    ],
)
def test_a_clause_that_is_marked_but_for_its_last_words_is_told_to_its_end(line: str, mark: str, told: str) -> None:
    assert (told,) == concerns.find(line, marked(line, "customer", concern=(mark,)))


def test_a_clause_that_is_marked_without_who_did_it_is_told_with_them() -> None:
    line = "While I'm on, I noticed my bill went up by six pounds and I'm not sure why."

    (told,) = concerns.find(line, marked(line, concern=("noticed my bill went up by six pounds",)))

    assert "I noticed my bill went up by six pounds" == told


@pytest.mark.parametrize(
    ("line", "mark"),
    [
        ("Why was I charged twice this month?", "charged twice this month"),
        ("the coat I bought from you arrived with a hole", "arrived with a hole"),
    ],
)
def test_who_stands_before_a_clause_is_not_always_its_subject(line: str, mark: str) -> None:
    assert (mark,) == concerns.find(line, marked(line, "customer", concern=(mark,)))


def test_words_marked_faintly_are_the_problem_only_where_one_is_surely_told() -> None:
    line = "anyway the washer leaks, and I have guests"
    faint = marked(line, "customer", concern=("the washer leaks",), sure=-1.0)

    assert () == concerns.find(line, faint, problem=0.5)
    assert ("the washer leaks",) == concerns.find(line, faint, problem=0.9)


def test_words_marked_faintly_add_nothing_to_a_problem_that_is_marked_plainly() -> None:
    line = "The washer leaks. The hose is old."
    plain = marked(line, "customer", concern=("The washer leaks",))
    faint = marked(line, "customer", concern=("The hose is old",), sure=-1.0)
    both = plain._replace(tags=np.maximum(plain.tags, faint.tags))

    assert ("the washer leaks",) == concerns.find(line, both, problem=0.9)


def test_where_nothing_is_marked_there_is_none() -> None:
    assert () == concerns.find("I was charged twice", marked("I was charged twice", "customer"))


def test_the_same_problem_in_near_the_same_words_is_known() -> None:
    assert concerns.known("I was charged twice", ["I was charged twice in March"])
    assert not concerns.known("nobody called me back", ["I was charged twice in March"])


@given(st.text(max_size=200))
def test_any_words_are_tidied_without_harm(text: str) -> None:
    told = tidying.tidy(text)

    assert told == told.strip()
    assert "\n" not in told


def test_a_word_without_an_end_is_tidied_at_once() -> None:
    began = process_time()
    tidying.tidy("a'" * 2000)

    assert process_time() - began < 0.2
