"""Times that hang together: put right, left open between two, told once more, or counted from one another."""

# ruff: noqa: E501  patterns are not folded

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.understanding.marking import marked

from steadyline.understanding import amended, deadlines, promises

TUESDAY = datetime(2026, 3, 10, 9, 5, tzinfo=ZoneInfo("America/New_York"))

SAID = (
    "by Friday", "tomorrow", "Monday", "at two", "by noon", "no, sorry,", "or", "between", "and", "that's", "which is", "the night before",
    "the following Tuesday", "within two days", "once it's dry", "so", ",", ".", "I'll ring you", "on the 31st", "a week after that", "by then", "that same day",
)  # fmt: skip


def dues(text: str, *acts: str, times: tuple[str, ...] = ()) -> list[str | None]:
    """When each act is due, on the customer's wall; ``times``: the words that name one, but for those of the calendar."""
    times = (*times, *(known.words for known in deadlines.find_all(text, TUESDAY)))
    made = promises.find("agent", text, marked(text, promise=acts, when=times), TUESDAY).made
    return [draft.due and datetime.fromisoformat(draft.due).strftime("%a %d %b %H:%M") for draft in made]


@pytest.mark.parametrize(
    ("said", "when"),
    [
        ("I'll ring you Thursday, no, sorry, Friday.", "Fri 13 Mar 17:00"),
        ("I'll ring you by Tuesday, no, hang on, today's Tuesday, by Wednesday.", "Wed 11 Mar 17:00"),
        ("I'll ring you on Thursday, no, wait, Thursday is a holiday, on Friday.", "Fri 13 Mar 17:00"),
        ("I'll ring you before lunch... no, sorry, before three.", "Tue 10 Mar 15:00"),
        (
            "I'll ring you by Wednesday \u2014 no, wait, she's out Wednesday \u2014 by Thursday at ten.",
            "Thu 12 Mar 10:00",
        ),
        ("I'll ring you Wednesday... tell a lie, Thursday, by noon.", "Thu 12 Mar 12:00"),
        ("I'll ring you tomorrow at three, no, sorry, at four.", "Wed 11 Mar 16:00"),
        ("I'll ring you on Friday by noon, make that by two.", "Fri 13 Mar 14:00"),
    ],
)
def test_of_a_time_that_is_put_right_the_last_holds(said: str, when: str) -> None:
    assert [when] == dues(said, "I'll ring you")


@pytest.mark.parametrize(
    ("said", "when"),
    [
        ("I'll ring you today or tomorrow.", "Wed 11 Mar 17:00"),
        ("I'll ring you tomorrow or the day after.", "Thu 12 Mar 17:00"),
        ("I'll ring you tomorrow or the day after at the latest.", "Thu 12 Mar 17:00"),
        ("I'll ring you tomorrow or the next day.", "Thu 12 Mar 17:00"),
        ("I'll ring you tomorrow or the following day.", "Thu 12 Mar 17:00"),
        ("I'll ring you between today and tomorrow.", "Wed 11 Mar 17:00"),
        ("I'll ring you Thursday, Friday at the outside.", "Fri 13 Mar 17:00"),
    ],
)
def test_of_two_days_left_open_the_later_holds(said: str, when: str) -> None:
    assert [when] == dues(said, "I'll ring you")


@pytest.mark.parametrize(
    ("said", "when"),
    [
        ("I'll ring you tomorrow, that's Wednesday, by ten.", "Wed 11 Mar 10:00"),
        ("i'll ring you tomorrow by one that's wednesday", "Wed 11 Mar 13:00"),
        ("I'll ring you before month end, that's Tuesday the 31st.", "Tue 31 Mar 17:00"),
        ("I'll ring you by the end of the month, so Monday the 30th.", "Mon 30 Mar 17:00"),
        ("I'll ring you Monday by noon Eastern so that'll be nine o'clock your time.", "Mon 16 Mar 12:00"),
        ("I'll ring you in four to six weeks, and that's from today.", "Tue 21 Apr 17:00"),
    ],
)
def test_a_day_told_twice_is_one_and_keeps_its_hour(said: str, when: str) -> None:
    assert [when] == dues(said, said[: len("I'll ring you")])


@pytest.mark.parametrize(
    "after",
    [
        ", so on Friday you can fly.",
        ", so by Friday it's all sorted.",
        ". Sorry, today we're fully booked.",
        ". Actually, on Friday the engineer comes too.",
        ". That's Saturday's job done.",
    ],
)
def test_a_day_in_what_is_said_next_is_its_own(after: str) -> None:
    assert ["Wed 11 Mar 17:00"] == dues(f"I'll ring you tomorrow{after}", "I'll ring you")


def test_the_day_after_at_ten_keeps_its_hour() -> None:
    said = "The van comes Friday and I'll ring you the day after at ten."

    assert ["Fri 13 Mar 17:00", "Sat 14 Mar 10:00"] == dues(
        said, "The van comes", "I'll ring you", times=("the day after",)
    )


def test_the_night_before_is_that_before_the_day_named_last() -> None:
    said = "It'll be delivered on the twenty-third and I'll text you the night before."

    assert ["Mon 23 Mar 17:00", "Sun 22 Mar 23:59"] == dues(
        said, "It'll be delivered", "I'll text you", times=("the night before",)
    )


def test_two_days_after_is_counted_from_the_day_named_last() -> None:
    said = "He'll be there on Monday, and I'll ring you two days after."

    assert ["Mon 16 Mar 17:00", "Wed 18 Mar 17:00"] == dues(
        said, "He'll be there", "I'll ring you", times=("two days after",)
    )


@pytest.mark.parametrize(
    ("back", "when"),
    [
        ("by then", "Thu 12 Mar 15:00"),
        ("that same day", "Thu 12 Mar 17:00"),
        ("that evening", "Thu 12 Mar 21:00"),
        ("that same day at four", "Thu 12 Mar 16:00"),
    ],
)
def test_what_points_back_means_the_time_named_last(back: str, when: str) -> None:
    said = f"He'll be there on Thursday at three, and I'll ring you {back}."

    assert ["Thu 12 Mar 15:00", when] == dues(said, "He'll be there", "I'll ring you", times=(back,))


def test_the_following_tuesday_is_that_after_the_day_named_last() -> None:
    said = "We'll do the gutters a week today, and the lads will be back the following Tuesday."

    assert ["Tue 17 Mar 17:00", "Tue 24 Mar 17:00"] == dues(said, "We'll do the gutters", "the lads will be back")


def test_two_acts_keep_their_two_days() -> None:
    said = "I'll ring you on Thursday, and I'll email you on Friday."

    assert ["Thu 12 Mar 17:00", "Fri 13 Mar 17:00"] == dues(said, "I'll ring you", "I'll email you")


@pytest.mark.parametrize(
    ("said", "act", "when"),
    [
        ("Once it's back we'll pay it within two days.", "we'll pay it", None),
        ("We'll pay it within two days once I have the form.", "We'll pay it", None),
        ("We'll pay it within two days. Once it's in, tell us.", "We'll pay it", "Thu 12 Mar 17:00"),
        ("Once it's dry we'll paint it by Friday.", "we'll paint it", "Fri 13 Mar 17:00"),
    ],
)
def test_how_long_after_nobody_knows_what_is_no_deadline(said: str, act: str, when: str | None) -> None:
    assert [when] == dues(said, act)


def test_the_time_of_a_reason_is_not_that_of_what_follows() -> None:
    assert [None] == dues("We're closing in ten minutes, so I'll leave a note.", "I'll leave a note")


def test_what_is_moved_to_a_day_is_not_due_on_it() -> None:
    said = "I'll extend your due date to the twenty-sixth."

    (made,) = promises.find("agent", said, marked(said, promise=(said[:-1],)), TUESDAY).made

    assert made.due is None


@pytest.mark.parametrize(
    "said", ["I'll resend it, give it five minutes.", "I'll resend it, give me five minutes and it's up."]
)
def test_a_wait_that_is_asked_for_is_not_by_when_it_is_done(said: str) -> None:
    assert [None] == dues(said, "I'll resend it")


def test_a_limit_further_on_in_the_sentence_is_the_acts() -> None:
    said = "I'll have that reissued and in the mail to you by the fifth of June."

    (made,) = promises.find("agent", said, marked(said, promise=("I'll have that reissued",)), TUESDAY).made

    assert made.due == "2026-06-05T17:00:00-04:00"


@pytest.mark.parametrize(
    "said",
    ["It was due out last Friday. I'll chase it before close.", "He came on the Friday, and I'll chase it by noon."],
)
def test_a_day_that_was_is_not_that_of_the_time_after_it(said: str) -> None:
    (due,) = dues(said, "I'll chase it")

    assert due is not None and due.startswith("Tue 10 Mar")


def test_by_then_is_when_they_close() -> None:
    said = "The office closes at half three, so I'll ring you before then."

    assert ["Tue 10 Mar 15:30"] == dues(said, "I'll ring you", times=("before then",))


def test_when_somebody_else_ends_is_not_by_when_i_act() -> None:
    said = "They finish at half four, I'll try again in the morning."

    assert ["Wed 11 Mar 12:00"] == dues(said, "I'll try again")


@pytest.mark.parametrize(
    ("said", "act"),
    [
        ("On the 20th I'm in, I'll ring you at ten.", "I'll ring you"),
        ("On the 20th I'll call you at ten.", "I'll call you"),
        ("On the 20th they'll ring you at ten.", "they'll ring you"),
        ("Friday the 20th works, I'll call you at ten.", "I'll call you"),
        ("Our engineer is coming on the 20th, he'll be there at ten.", "he'll be there"),
        ("I've booked you in for the 20th, he'll be with you at ten.", "he'll be with you"),
        ("It's set for the 20th of March and the driver will be there at ten.", "the driver will be there"),
    ],
)
def test_an_hour_is_of_the_date_that_is_named_before_it(said: str, act: str) -> None:
    assert ["Fri 20 Mar 10:00"] == dues(said, act)


@pytest.mark.parametrize(
    ("said", "act"),
    [
        ("The order went out on the 4th, I'll send you the number.", "I'll send you the number"),
        ("Your appointment was on the 12th, I'll cancel that.", "I'll cancel that"),
        ("Your visit was moved to the 12th, I'll send you the details.", "I'll send you the details"),
        ("You're booked for Thursday, but I'll ring you within the next day.", "I'll ring you"),
    ],
)
def test_a_date_on_which_something_was_or_is_is_not_that_of_what_i_do(said: str, act: str) -> None:
    assert not any(dues(said, act))


@pytest.mark.parametrize(
    "said",
    [
        "You'll have the cheque by the 20th and I'll call you at four.",
        "Your contract renews on the 20th, so I'll call you at four.",
        "We've got him down for the 25th, and I'll call you at four.",
        "It was booked for the 18th and I'll call you back at four.",
    ],
)
def test_an_hour_is_of_today_where_the_date_before_it_is_of_something_else(said: str) -> None:
    assert ["Tue 10 Mar 16:00"] == dues(said, "I'll call you back" if "back" in said else "I'll call you")


@given(st.lists(st.sampled_from(SAID), max_size=14).map(" ".join))
def test_each_time_stands_in_the_text_after_the_one_before(text: str) -> None:
    known = deadlines.find_all(text, TUESDAY)
    settled = amended.settled(text, known, TUESDAY, None)

    ends = [0]
    for time in settled:
        assert ends[-1] <= time.start < time.end <= len(text)
        assert time.due is None or time.due >= TUESDAY
        ends.append(time.end)
