"""Deadlines: the words people use for when, turned to a moment the customer can hold us to."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from steadyline.core.events import Customer, Header
from steadyline.understanding import clock, deadlines

NEW_YORK = ZoneInfo("America/New_York")
TUESDAY = datetime(2026, 3, 10, 9, 5, tzinfo=NEW_YORK)


def due(text: str, now: datetime = TUESDAY) -> str | None:
    found = deadlines.find(text, now)
    return found.due.strftime("%a %d %b %H:%M") if found and found.due else None


@pytest.mark.parametrize(
    ("said", "when"),
    [
        ("by Friday", "Fri 13 Mar 17:00"),
        ("by end of play Friday", "Fri 13 Mar 17:00"),
        ("by close of business on Friday", "Fri 13 Mar 17:00"),
        ("next Friday", "Fri 20 Mar 17:00"),
        ("a week on Friday", "Fri 20 Mar 17:00"),
        ("on Monday morning", "Mon 16 Mar 12:00"),
        ("between nine and twelve on Thursday", "Thu 12 Mar 12:00"),
        ("Wednesday between eight and eleven", "Wed 11 Mar 11:00"),
        ("no later than Thursday at 3", "Thu 12 Mar 15:00"),
        ("within two hours", "Tue 10 Mar 11:05"),
        ("within the hour", "Tue 10 Mar 10:05"),
        ("in half an hour", "Tue 10 Mar 09:35"),
        ("in an hour and a half", "Tue 10 Mar 10:35"),
        ("within 24 hours", "Wed 11 Mar 09:05"),
        ("within eighty-five minutes", "Tue 10 Mar 10:30"),
        ("in three to five business days", "Tue 17 Mar 17:00"),
        ("within ten working days", "Tue 24 Mar 17:00"),
        ("a couple of days", "Thu 12 Mar 17:00"),
        ("in two weeks' time", "Tue 24 Mar 17:00"),
        ("in a fortnight", "Tue 24 Mar 17:00"),
        ("first thing tomorrow", "Wed 11 Mar 09:00"),
        ("tomorrow at half past four", "Wed 11 Mar 16:30"),
        ("before noon tomorrow", "Wed 11 Mar 12:00"),
        ("by five o'clock today", "Tue 10 Mar 17:00"),
        ("by 5:30 pm", "Tue 10 Mar 17:30"),
        ("by half nine tonight", "Tue 10 Mar 21:30"),
        ("tonight", "Tue 10 Mar 23:59"),
        ("this evening at half six", "Tue 10 Mar 18:30"),
        ("this afternoon", "Tue 10 Mar 17:00"),
        ("by lunchtime", "Tue 10 Mar 14:00"),
        ("before the 28th", "Fri 27 Mar 17:00"),
        ("by the twenty-eighth of March", "Sat 28 Mar 17:00"),
        ("Thursday the twelfth", "Thu 12 Mar 17:00"),
        ("the sixth of May, ten fifteen", "Wed 06 May 10:15"),
        ("by the end of the week", "Fri 13 Mar 17:00"),
        ("by the end of the month", "Tue 31 Mar 17:00"),
        ("next week", "Fri 20 Mar 17:00"),
        ("by the weekend", "Fri 13 Mar 17:00"),
    ],
)
def test_the_words_name_a_moment(said: str, when: str) -> None:
    assert when == due(f"I'll send it {said}")
    assert when == due(said.lower().replace(",", ""))


@pytest.mark.parametrize(
    "said",
    [
        "I'll refund it",
        "twenty pounds",
        "call me at 555 1234",
        "for two people",
        "by then",
        "the second it goes",
        "soon",
        "",
    ],
)
def test_where_no_time_is_named_there_is_no_deadline(said: str) -> None:
    assert deadlines.find(said, TUESDAY) is None


@pytest.mark.parametrize(
    "said", ["I've waited for three weeks", "that was two days ago", "it's been five hours already"]
)
def test_how_long_it_has_been_is_no_deadline(said: str) -> None:
    assert deadlines.find(said, TUESDAY) is None


def test_at_once_is_said_but_cannot_be_pinned_down() -> None:
    found = deadlines.find("I'll do it right now", TUESDAY)

    assert found is not None
    assert ("right now", None) == (found.words, found.due)


def test_the_words_are_quoted_as_they_were_said() -> None:
    found = deadlines.find("We'll have it back to you by End of Play Friday, I promise.", TUESDAY)

    assert found is not None
    assert "by End of Play Friday" == found.words


def test_friday_said_on_a_friday_is_the_next_one() -> None:
    friday = datetime(2026, 3, 13, 10, 0, tzinfo=NEW_YORK)

    assert "Fri 20 Mar 17:00" == due("by Friday", friday)


def test_today_after_closing_lasts_until_the_day_does() -> None:
    late = datetime(2026, 3, 10, 18, 0, tzinfo=NEW_YORK)

    assert "Tue 10 Mar 23:59" == due("today", late)


def test_business_days_skip_the_weekend_that_this_business_keeps() -> None:
    sunday_to_thursday = clock.Hours(days=frozenset({6, 0, 1, 2, 3}), closes=time(16, 0))
    wednesday = datetime(2026, 3, 11, 9, 0, tzinfo=NEW_YORK)

    found = deadlines.find("within two business days", wednesday, sunday_to_thursday)

    assert found is not None
    assert found.due == datetime(2026, 3, 15, 16, 0, tzinfo=NEW_YORK)


def test_a_clock_change_keeps_the_hour_on_the_wall() -> None:
    before_the_change = datetime(2026, 3, 6, 9, 0, tzinfo=NEW_YORK)

    found = deadlines.find("by Monday at noon", before_the_change)

    assert found is not None and found.due is not None
    assert "2026-03-09T12:00:00-04:00" == clock.iso(found.due)


def test_the_customers_zone_comes_first_then_the_calls() -> None:
    begun = "2026-03-10T09:00:00-05:00"
    theirs = Header(call="c", started=begun, customer=Customer(timezone="Europe/London"))
    unknown = Header(call="c", started=begun, customer=Customer(timezone="Nowhere/Land"))

    assert ZoneInfo("Europe/London") == clock.zone(theirs)
    assert timedelta(hours=-5) == clock.zone(unknown).utcoffset(None)
    assert timedelta(0) == clock.zone(Header(call="c")).utcoffset(None)


def test_the_sites_zone_serves_where_the_call_names_none() -> None:
    tokyo = ZoneInfo("Asia/Tokyo")
    bare = Header(call="c", started="2026-03-10T09:00:00")
    stamped = Header(call="c", started="2026-03-10T09:00:00-05:00")

    assert tokyo == clock.zone(bare, tokyo)
    assert datetime(2026, 3, 10, 9, tzinfo=tokyo) == clock.started(bare, tokyo)
    assert timedelta(hours=-5) == clock.zone(stamped, tokyo).utcoffset(None)


@pytest.mark.parametrize("begun", ["", "yesterday", "2026-03-10T09:00:00"])
def test_a_start_without_a_zone_is_no_start(begun: str) -> None:
    assert clock.started(Header(call="c", started=begun)) is None


@given(st.text(max_size=200), st.datetimes(min_value=datetime(2000, 1, 1), max_value=datetime(2090, 1, 1)))
def test_no_words_make_it_fail_and_no_deadline_is_past(text: str, now: datetime) -> None:
    found = deadlines.find(text, now.replace(tzinfo=NEW_YORK))

    assert found is None or found.words in text


@given(
    st.sampled_from(
        "by Friday|within two hours|tomorrow|tonight|by noon|in three business days|by the 3rd|next week".split("|")
    ),
    st.datetimes(min_value=datetime(2000, 1, 1), max_value=datetime(2090, 1, 1)),
)
def test_a_deadline_lies_ahead(said: str, now: datetime) -> None:
    begun = now.replace(tzinfo=ZoneInfo("Asia/Kolkata"))
    found = deadlines.find(said, begun)

    assert found is not None and found.due is not None
    assert found.due >= begun.replace(second=0, microsecond=0) or found.due.date() == begun.date()


def test_a_holiday_is_no_business_day_and_neither_is_a_day_the_site_is_closed() -> None:
    christmas = datetime(2026, 12, 23, 10, 0, tzinfo=ZoneInfo("Europe/London"))
    hours = clock.Hours(holidays=frozenset({date(2026, 12, 25), date(2026, 12, 28)}))

    found = deadlines.find("within three business days", christmas, hours)

    assert found is not None and found.due is not None
    assert date(2026, 12, 30) == found.due.date()
