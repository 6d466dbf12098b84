"""Another time than was promised, settled between two."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from steadyline.core.events import PromiseDraft
from steadyline.understanding import another_time

TUESDAY = datetime(2026, 3, 10, 9, 0, tzinfo=ZoneInfo("Europe/London"))
AT_FOUR = PromiseDraft(
    who="agent", act="send the engineer", due="2026-03-12T16:00:00+00:00", due_text="Thursday at four"
)


def moved(wish: str, answer: str, promise: PromiseDraft = AT_FOUR) -> tuple[str, str | None] | None:
    """The time that holds after both, as said and as reckoned."""
    wished = another_time.wished(promise, wish, TUESDAY)
    move = another_time.settled(wished, answer, TUESDAY) if wished else None
    return (move.due_text, move.due) if move else None


@pytest.mark.parametrize(
    ("wish", "answer", "due_text", "due"),
    [
        ("I'm out Thursday.", "Friday then.", "Friday", "2026-03-13T16:00:00+00:00"),
        ("I'm at work Thursday. Can he come Friday?", "Yes he can.", "Friday", "2026-03-13T16:00:00+00:00"),
        ("Four's no good.", "Okay, I'll make that five.", "Thursday at five", "2026-03-12T17:00:00+00:00"),
        ("can you make it five", "five it is", "Thursday at five", "2026-03-12T17:00:00+00:00"),
        ("Can you make it five?", "Yes, of course.", "Thursday at five", "2026-03-12T17:00:00+00:00"),
        ("Could it be Friday instead, please?", "Sure, no problem.", "Friday", "2026-03-13T16:00:00+00:00"),
        ("can he come on friday", "yes he can", "on friday", "2026-03-13T16:00:00+00:00"),
        ("im at work thursday", "no problem friday morning then", "friday morning", "2026-03-13T12:00:00+00:00"),
        (
            "That's too early for me, sorry.",
            "Five o'clock then.",
            "Thursday at five o'clock",
            "2026-03-12T17:00:00+00:00",
        ),
        ("That's too late.", "Tomorrow then.", "Tomorrow", "2026-03-11T16:00:00+00:00"),
        ("Anything sooner?", "Tomorrow at ten.", "Tomorrow at ten", "2026-03-11T10:00:00+00:00"),
    ],
)
def test_the_time_that_suits_holds(wish: str, answer: str, due_text: str, due: str) -> None:
    assert moved(wish, answer) == (due_text, due)


@pytest.mark.parametrize(
    "answer",
    [
        "Okay.",
        "Let me look.",
        "No, I'm afraid not.",
        "Sorry, I'm not sure.",
        "Yeah, no.",
        "No, not five.",
        "would six be okay",
        "should we say six",
        "How about six?",
        "We close at five on Fridays.",
    ],
)
def test_what_is_no_yes_and_no_time_settles_nothing(answer: str) -> None:
    assert moved("Can you make it five?", answer) is None


@pytest.mark.parametrize(
    "line",
    [
        "That's fine.",
        "I can't believe this.",
        "I can't log in at all.",
        "It won't turn on.",
        "Okay, I won't forget.",
        "It cannot be returned then.",
        "how about the refund",
        "can you have someone look at the boiler",
        "I can't find it, when do you close?",
        "What about Thursday, are you open?",
        "It doesn't work.",
        "I can't do it.",
        "It's too long, I've waited already.",
        "That's no good. The last one never came.",
        "I'm out Thursday. I'll come in on Monday.",
        "I'm busy then, can I ring you?",
        "That's too late.",
    ],
)
def test_a_line_of_something_else_wishes_for_no_later_time(line: str) -> None:
    assert moved(line, "Monday.") is None


@pytest.mark.parametrize(
    "line",
    [
        "And the refund, could that be Monday?",
        "My appointment, could it be Monday?",
        "The delivery's tomorrow. Could you make it Monday?",
        "And can you ring me Monday?",
    ],
)
def test_a_yes_to_what_is_asked_of_something_else_moves_nothing(line: str) -> None:
    assert moved(line, "Yes, of course.") is None


def test_how_long_it_has_been_is_no_other_time() -> None:
    assert moved("That's no good.", "Three weeks, I'm sorry.") is None


@pytest.mark.parametrize(
    ("act", "due_text", "due", "wish"),
    [
        ("send you two parcels", "on Thursday", "2026-03-12T17:00:00+00:00", "can you make it three"),
        ("pay", "on Friday", "2026-03-13T17:00:00+00:00", "can you make it twelve"),
        ("send you a sim card", "tomorrow", "2026-03-11T17:00:00+00:00", "can you make it two"),
        ("book you a table", "on Friday", "2026-03-13T17:00:00+00:00", "can we say six"),
        ("refund it", "in five days", "2026-03-15T17:00:00+00:00", "can you make it three"),
        ("send the form", "Friday", "2026-03-13T16:00:00+00:00", "and can you call me tomorrow"),
        ("ring you", "on the 27th", "2026-03-27T17:00:00+00:00", "can you make it monday"),
        ("send the engineer", "today at four", "2026-03-10T16:00:00+00:00", "can you make it nine"),
    ],
)
def test_a_yes_to_how_many_or_to_another_act_moves_nothing(act: str, due_text: str, due: str, wish: str) -> None:
    promise = PromiseDraft(who="agent", act=act, due=due, due_text=due_text)

    assert moved(wish, "yes of course", promise) is None


def test_an_hour_is_of_the_day_promised_when_the_clocks_change_too() -> None:
    early = datetime(2026, 3, 26, 9, 0, tzinfo=ZoneInfo("Europe/London"))
    promise = PromiseDraft(who="agent", act="ring you", due="2026-03-29T16:00:00+01:00", due_text="Sunday at four")
    wish = another_time.wished(promise, "can you make it half past eleven at night", early)

    assert wish is not None
    move = another_time.settled(wish, "Sure.", early)
    assert move is not None
    assert "2026-03-29T23:30:00+01:00" == move.due
