"""Times in a line that are of something else than what is promised in it."""

import pytest
from tests.understanding.marking import drafts


@pytest.mark.parametrize(
    ("line", "act", "marks"),
    [
        ("he'll knock at flat twelve on his way back", "he'll knock at flat", "twelve"),
        ("I'll go through them one by one.", "I'll go through them one", "by one"),
        ("I'll knock two days off.", "I'll knock two days off", "two"),
    ],
)
def test_the_number_of_a_door_and_one_that_counts_are_no_hours(line: str, act: str, marks: str) -> None:
    (found,) = drafts(line, (act,), (marks,))

    assert not found.due_text


def test_a_day_after_a_place_is_a_day() -> None:
    line = "he'll be at your door tomorrow"

    (found,) = drafts(line, ("he'll be at your door",), ("tomorrow",))

    assert "tomorrow" == found.due_text


def test_a_story_without_full_stops_makes_no_later_promise_one_of_what_was() -> None:
    line = "it started in february I'll remove it tonight and by friday we'll refund the last one"

    found = drafts(line, ("I'll remove it", "we'll refund the last one"), ("tonight", "by friday"))

    assert [draft.due_text for draft in found] == ["tonight", "by friday"]


def test_the_day_of_a_charge_is_not_that_of_its_refund() -> None:
    (draft,) = drafts(
        "We'll refund the charge from the 3rd of March.", ("We'll refund the charge",), ("from the 3rd of March",)
    )

    assert draft.due is None


@pytest.mark.parametrize(("when", "due"), [("for tonight", ""), ("by tonight", "by tonight")])
def test_the_night_that_is_paid_back_is_not_when_it_is_paid_back(when: str, due: str) -> None:
    (draft,) = drafts(f"We'll refund the difference {when}.", ("We'll refund the difference",), (when,))

    assert due == draft.due_text


def test_an_act_that_goes_on_waits_for_nothing_that_the_one_before_it_waits_for() -> None:
    line = "I'll text you when we hang up, and I'll send you a picture within the hour."
    acts = ("I'll text you", "I'll send you a picture")

    assert "2026-03-10T10:05:00-04:00" == drafts(line, acts, ("within the hour",))[-1].due


def test_the_time_of_an_order_is_not_that_of_the_promise_beside_it() -> None:
    line = "Bring the van back by three and I'll do the transfer while you wait."

    (draft,) = drafts(line, ("Bring the van back", "I'll do the transfer while you wait"), ("by three",))

    assert ("do the transfer while you wait", "") == (draft.act, draft.due_text)


@pytest.mark.parametrize(
    ("line", "act", "when", "due"),
    [
        ("We'll refund what you paid us on the 2nd.", "We'll refund what you paid us", "on the 2nd", ""),
        ("I'll move your Friday delivery.", "I'll move your Friday delivery", "Friday", ""),
        ("I'll put it in tonight's post.", "I'll put it", "in tonight's", "in tonight's"),
        (
            "I'll let you know what was said by Thursday.",
            "I'll let you know what was said",
            "by Thursday",
            "by Thursday",
        ),
        ("I'll send the part you ordered tomorrow.", "I'll send the part you ordered", "tomorrow", "tomorrow"),
        ("I'll have it on Friday's delivery.", "I'll have it", "on Friday's", "on Friday's"),
        ("We'll drop it off for this evening.", "We'll drop it off", "for this evening", "for this evening"),
        ("I'll refund the £7.30 today.", "I'll refund the £7.30", "7.30 today", "today"),
        ("I'll credit you fifteen forty today.", "I'll credit you fifteen forty", "today", "today"),
        ("We'll pay you back eleven twenty tomorrow.", "We'll pay you back eleven twenty", "tomorrow", "tomorrow"),
        ("I'll pay you ten fifteen Friday.", "I'll pay you ten fifteen", "Friday", "Friday"),
        ("I'll pay ten thirty tomorrow.", "I'll pay", "ten thirty tomorrow", "ten thirty tomorrow"),
        ("I'll send out order four one seven tomorrow.", "I'll send out order four one", "seven tomorrow", "tomorrow"),
    ],
)
def test_a_day_or_a_number_of_the_thing_is_not_when_it_is_done(line: str, act: str, when: str, due: str) -> None:
    (draft,) = drafts(line, (act,), (when,))

    assert due == draft.due_text
