"""What the customer complains of: each problem once, corrected ones replaced."""

import pytest

from script import Talk
from steadyline.core import concerns, grievance
from steadyline.core.events import ConcernNoted


def test_each_problem_is_noted_once_in_the_order_told():
    talk = Talk().customer("One.", concern="I was charged twice in March").customer("Two.", concern="nobody called me")
    talk.customer("One again.", concern="I was charged twice")

    assert ["I was charged twice in March", "nobody called me"] == talk.concerns


def test_a_problem_told_better_takes_the_place_of_the_note():
    talk = Talk().customer("One.", concern="the router is broken").customer("Two.", concern="nobody called me")
    talk.customer("More.", concern="the router is broken since the engineer moved the cable on Tuesday")

    assert "the router is broken since the engineer moved the cable on Tuesday" == talk.concerns[0]
    assert 2 == len(talk.concerns)


def test_a_corrected_problem_replaces_the_one_corrected_and_says_which():
    talk = Talk().customer("One.", concern="I was charged twice in March").customer("Two.", concern="nobody called me")
    talk.customer("No, in April.", "corrects", concern="I was charged twice in April")

    assert ["I was charged twice in April", "nobody called me"] == talk.concerns
    assert ["", "", "con_1"] == [noted.replaces for noted in talk.found(ConcernNoted)]


def test_what_is_close_to_nothing_told_is_a_problem_of_its_own_even_in_a_correction():
    talk = Talk().customer("One.", concern="I was charged twice in March")
    talk.customer("No!", "corrects", concern="the engineer never came")

    assert 2 == len(talk.concerns)


def test_words_that_say_nothing_are_no_problem():
    assert [] == Talk().customer("Hm.", concern=("it is what it is", "", "...", "🙂")).concerns


def test_there_are_only_so_many_problems_to_a_call():
    talk = Talk()
    for number in range(40):
        talk.customer("And.", concern=f"thing{number} broke{number} down{number}")

    assert concerns.MOST == len(talk.concerns)


def test_ids_are_never_used_twice():
    talk = Talk().customer("One.", concern="I was charged twice in March")
    talk.customer("No.", "corrects", concern="I was charged twice in April").customer(
        "Two.", concern="nobody called me"
    )
    ids = [noted.id for noted in talk.found(ConcernNoted)]

    assert 3 == len(set(ids))


def test_what_the_agent_says_is_no_concern_of_the_customers():
    assert [] == Talk().agent("You were charged twice.", concern="you were charged twice").concerns


@pytest.mark.parametrize(
    "told",
    [
        "I work from home",
        "and we live in the country",
        "I'm a customer of thirty years",
        "my husband works nights",
        "By ont I mean",
        "when I say the box I mean the router",
    ],
)
def test_how_somebody_lives_and_what_a_word_means_is_no_problem(told: str):
    assert [] == Talk().customer(f"Yes. {told}.", "states_problem", concern=told).concerns


@pytest.mark.parametrize(
    "told",
    [
        "I work from home and the line is down",
        "I live in a flat with no heating",
        "I use the app, it locks me out",
        "I rent a car that stalls",
        "I mean it's been three weeks",
        "my tap runs all night",
        "I'm a month behind",
    ],
)
def test_what_is_amiss_is_a_problem_however_it_begins(told: str):
    assert [told] == Talk().customer(f"Yes. {told}.", "states_problem", concern=told).concerns


@pytest.mark.parametrize(
    "scrap",
    [
        "you can find my package is how",
        "You can find my goddamn package",
        "the boy tells",
        "sir, it is included",
        "they sent it to my",
        "he's been coughing since about",
    ],
)
def test_scraps_and_orders_are_never_read_back(scrap: str):
    assert not grievance.is_one(scrap)


@pytest.mark.parametrize(
    "told",
    [
        "you can smell the damp in every room",
        "you can get nobody on the phone",
        "the internet goes",
        "nobody came when I stayed in",
        "it has been off since",
    ],
)
def test_a_problem_that_only_looks_like_one_is_read_back(told: str):
    assert grievance.is_one(told)


@pytest.mark.parametrize(
    ("said", "clean"),
    [
        ("Dude, you charged me", "you charged me"),
        ("I've had, what, an hour and a half", "I've had an hour and a half"),
        ("the floor is swimming, I am telling you", "the floor is swimming"),
        ("nobody tells me what you know", "nobody tells me what you know"),
        ("mate of mine saw it", "mate of mine saw it"),
        ("look at this mess", "look at this mess"),
    ],
)
def test_whom_it_is_said_to_and_what_gains_time_is_no_part_of_a_problem(said: str, clean: str):
    assert clean == grievance.clean(said)
