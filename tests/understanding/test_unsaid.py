"""Promises taken back, by the words that people use for it."""

import re
from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from tests.understanding.marking import marked

from steadyline.understanding import deadlines, promises, unsaid

MONDAY_AT_FIVE = "2026-03-16T17:00:00-04:00"
TUESDAY = datetime(2026, 3, 10, 9, 5, tzinfo=ZoneInfo("America/New_York"))


@pytest.mark.parametrize(
    ("said", "act"),
    [
        ("Actually I can't do Friday after all.", "Friday"),
        ("actually i cant ring you tomorrow after all", "ring you tomorrow"),
        ("I know I said Friday, but I won't be able to post it.", "post"),
        ("The engineer can't come on Thursday after all, sorry.", "The engineer come on Thursday"),
        ("Scrap that, I'll ring on Monday.", ""),
        ("forget what I said about the call back", "the call back"),
        ("I take that back.", ""),
    ],
)
def test_words_that_take_a_promise_back(said: str, act: str) -> None:
    assert [act] == [found.act for found in unsaid.find(said)]


@pytest.mark.parametrize(
    "said",
    [
        "I can't get a card out of a machine once it's in.",
        "We won't charge you for it.",
        "You can scrap that old router.",
        "Ignore that letter, please.",
        "I'm so sorry, I shouldn't have said that.",
        "I'll ring you on Friday.",
        "",
    ],
)
def test_words_that_take_nothing_back(said: str) -> None:
    assert [] == unsaid.find(said)


def test_what_one_breath_makes_and_unmakes_was_never_promised() -> None:
    line = "I'll ring you on Friday. Actually, scrap that, I'll ring you on Monday."
    acts, times = ("I'll ring you", "that, I'll ring you"), ("on Friday", "on Monday")
    said = promises.find("agent", line, marked(line, promise=acts, when=times), TUESDAY)

    assert ["on Monday"] == [draft.due_text for draft in said.made]
    assert () == said.taken_back


def test_what_was_promised_before_is_taken_back() -> None:
    line = "Actually I can't do Friday after all."
    said = promises.find("agent", line, marked(line), TUESDAY)

    assert () == said.made
    assert [("agent", "Friday")] == [(draft.who, draft.act) for draft in said.taken_back]


def put_right(line: str) -> list[tuple[str, str, str]]:
    """What each unsaying says of the promise, the time it had and the time it has, in the words said."""
    found = unsaid.find(line, deadlines.find_all(line, TUESDAY))
    return [(one.act, one.was.words if one.was else "", one.to.words if one.to else "") for one in found]


@pytest.mark.parametrize(
    "said",
    [
        "Sorry, not Friday, Monday.",
        "Not Friday but Monday.",
        "Sorry, it'll be Monday, not Friday.",
        "Actually it'll be Monday instead of Friday.",
        "I said Friday, but it'll be Monday.",
        "I know I said Friday but it's going to be Monday now.",
        "Actually scrap that, I can't do Friday after all. It'll be Monday.",
        "I can't do Friday, it'll be Monday.",
        "I can't make Friday after all, I'm off, but I can do Monday.",
        "No wait, I can't do Friday, Monday instead.",
        "Sorry, it won't be Friday, more like Monday.",
        "Friday won't work, so let's say Monday.",
        "Okay, so that's all put through. Sorry, not Friday, Monday.",
    ],
)
@pytest.mark.parametrize("heard", [str, lambda said: said.lower().replace(",", "").replace(".", "")])
def test_a_day_put_right_names_the_day_that_was_and_the_day_that_is(said: str, heard: Callable[[str], str]) -> None:
    assert [["friday", "friday", "monday"]] == [[w.split()[-1].lower() for w in one] for one in put_right(heard(said))]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("Make that Monday.", ("", "", "Monday")),
        ("Actually scrap that, it'll be first thing Monday.", ("", "", "first thing Monday")),
        ("The refund will be Monday, not Friday.", ("The refund will", "Friday", "Monday")),
    ],
)
def test_what_is_moved_may_be_named_by_its_act_or_be_the_last(said: str, expected: tuple[str, str, str]) -> None:
    assert [expected] == put_right(said)


@pytest.mark.parametrize(
    "said",
    [
        "No, not Friday, Monday.",
        "You want it on Monday, not Friday?",
        "It was taken on Monday, not Friday.",
        "No, I'm off on Friday. On Monday the engineer comes.",
        "I can't do Friday, I can do Monday.",
        "I can't do that on Friday but I'll do it on Monday.",
        "I can't refund postage, sorry, but I'll send you a label by Monday.",
        "It should've been this morning, and I'm sorry.",
        "I'm not in tomorrow, so it'll be Wednesday when I ring you.",
        "It won't be before Friday. Monday, I'd say.",
        "It goes out on Friday and I'll ring you on Monday.",
    ],
)
def test_an_answer_an_offer_and_what_was_move_nothing(said: str) -> None:
    assert [] == [one for one in put_right(said) if one[2]]


@pytest.mark.parametrize(
    "line",
    [
        "I'll email you on Friday. No wait, I can't do Friday, I'll email you on Monday instead.",
        "I'll email you on Friday. Actually, I can't do Friday. I'll email you on Monday.",
        "I'll email you on Friday. Actually I can't do Friday after all, it'll be Monday.",
        "I'll email you by Friday. Sorry, not Friday, Monday.",
        "I'll email you on Monday, not Friday.",
    ],
)
@pytest.mark.parametrize("heard", [str, lambda said: said.lower().replace(",", "").replace(".", "")])
def test_put_right_in_one_breath_a_promise_has_its_last_day(line: str, heard: Callable[[str], str]) -> None:
    line = heard(line)
    acts = tuple(re.findall(r"i'll email you (?:on|by) \w+", line, re.IGNORECASE))
    said = promises.find("agent", line, marked(line, promise=acts), TUESDAY)

    assert [("email you", MONDAY_AT_FIVE)] == [(draft.act, draft.due) for draft in said.made]
    assert ((), ()) == (said.taken_back, said.moved)


def test_what_was_promised_before_is_moved_and_its_clause_promises_nothing() -> None:
    line = "actually scrap that i can't do friday after all it'll be monday"
    said = promises.find("agent", line, marked(line, promise=("it'll be",), when=("friday", "monday")), TUESDAY)

    assert ((), ()) == (said.made, said.taken_back)
    assert [("friday", "2026-03-13", "monday", MONDAY_AT_FIVE)] == [
        (move.act, (move.was or "")[:10], move.due_text, move.due) for move in said.moved
    ]


@pytest.mark.parametrize(
    "line",
    ["Oh no, sorry, Friday's fully booked, it'll have to be Monday.", "friday's no good so it'll have to be monday"],
)
def test_a_day_that_is_full_is_moved_to_the_one_that_holds(line: str) -> None:
    ((_, was, to),) = put_right(line)

    assert (was[:6].lower(), to.lower()) == ("friday", "monday")


def test_who_tells_a_lie_says_what_holds() -> None:
    assert ["Friday"] == [to for _, _, to in put_right("I tell a lie, it's Friday.")]


def test_a_day_that_owns_something_is_put_right_like_any_other() -> None:
    ((_, was, to),) = put_right("Not Friday's, Monday's.")

    assert (was[:6], to[:6]) == ("Friday", "Monday")
