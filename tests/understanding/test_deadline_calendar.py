"""Deadlines against the calendar: weekends, closing time, holidays, dates and years, and clocks that change."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from tests.understanding.moments import NEW_YORK, TUESDAY, due

from steadyline.core.hours import Hours
from steadyline.understanding import clock, deadlines


def test_the_end_of_the_month_said_on_its_last_weekend_is_not_past() -> None:
    saturday = datetime(2026, 5, 30, 10, 0, tzinfo=NEW_YORK)

    assert "Sun 31 May 17:00" == due("by the end of the month", saturday)


def test_friday_said_on_a_friday_is_the_next_one() -> None:
    friday = datetime(2026, 3, 13, 10, 0, tzinfo=NEW_YORK)

    assert "Fri 20 Mar 17:00" == due("by Friday", friday)


def test_today_after_closing_lasts_until_the_day_does() -> None:
    late = datetime(2026, 3, 10, 18, 0, tzinfo=NEW_YORK)

    assert "Tue 10 Mar 23:59" == due("today", late)


def test_business_days_skip_the_weekend_that_this_business_keeps() -> None:
    sunday_to_thursday = Hours(days=frozenset({6, 0, 1, 2, 3}), closes=time(16, 0))
    wednesday = datetime(2026, 3, 11, 9, 0, tzinfo=NEW_YORK)

    found = deadlines.find("within two business days", wednesday, sunday_to_thursday)

    assert found is not None
    assert found.due == datetime(2026, 3, 15, 16, 0, tzinfo=NEW_YORK)


def test_half_an_hour_is_half_an_hour_while_the_clocks_go_back() -> None:
    before_the_change = datetime(2026, 11, 1, 1, 45, tzinfo=NEW_YORK)

    found = deadlines.find("in half an hour", before_the_change)

    assert found is not None and found.due is not None
    assert "2026-11-01T01:15:00-05:00" == clock.iso(found.due)


def test_a_clock_change_keeps_the_hour_on_the_wall() -> None:
    before_the_change = datetime(2026, 3, 6, 9, 0, tzinfo=NEW_YORK)

    found = deadlines.find("by Monday at noon", before_the_change)

    assert found is not None and found.due is not None
    assert "2026-03-09T12:00:00-04:00" == clock.iso(found.due)


def test_a_holiday_is_no_business_day_and_neither_is_a_day_the_site_is_closed() -> None:
    christmas = datetime(2026, 12, 23, 10, 0, tzinfo=ZoneInfo("Europe/London"))
    hours = Hours(holidays=frozenset({date(2026, 12, 25), date(2026, 12, 28)}))

    found = deadlines.find("within three business days", christmas, hours)

    assert found is not None and found.due is not None
    assert date(2026, 12, 30) == found.due.date()


@pytest.mark.parametrize(
    ("said", "when"),
    [
        ("on 20 March 2027", date(2027, 3, 20)),
        ("May 5th next year", date(2027, 5, 5)),
        ("by 20.03.2026", date(2026, 3, 20)),
        ("on 20/03/26", date(2026, 3, 20)),
        ("on 4/4/2026", date(2026, 4, 4)),
        ("on 18-03-2026", date(2026, 3, 18)),
        ("on 20/03/2026", date(2026, 3, 20)),
        ("on 3/31/2026", date(2026, 3, 31)),
        ("a year from today", date(2027, 3, 10)),
        ("before March", date(2027, 2, 26)),
        ("in 1,000 hours", date(2026, 4, 21)),
    ],
)
def test_a_year_that_is_told_or_meant_is_the_one(said: str, when: date) -> None:
    found = deadlines.find(f"I'll do it {said}", TUESDAY)

    assert found is not None and found.due is not None
    assert when == found.due.date()


@pytest.mark.parametrize(
    "said",
    ["by 3/4/2026", "on 2/4/26", "on 20 March 2025", "on the bank holiday Monday", "on the twelfth of the fourth"],
)
def test_a_date_of_two_readings_or_of_a_year_past_is_not_reckoned(said: str) -> None:
    found = deadlines.find(said, TUESDAY)

    assert found is None or found.due is None


def test_a_day_that_the_next_month_lacks_is_its_last() -> None:
    assert "Sat 28 Feb 17:00" == due("on the 30th of next month", datetime(2026, 1, 31, 9, 0, tzinfo=NEW_YORK))


@pytest.mark.parametrize(
    ("said", "when"),
    [
        ("by the end of the day", "Fri 13 Mar 23:59"),
        ("by the end of today", "Fri 13 Mar 23:59"),
        ("by EOD", "Fri 13 Mar 23:59"),
        ("by COB today", "Fri 13 Mar 23:59"),
        ("before we close", "Fri 13 Mar 23:59"),
        ("today", "Fri 13 Mar 23:59"),
        ("first thing", "Mon 16 Mar 09:00"),
        ("by morning", "Mon 16 Mar 09:00"),
        ("in the morning", "Sat 14 Mar 12:00"),
    ],
)
def test_after_closing_today_lasts_until_midnight_and_business_begins_when_it_opens(said: str, when: str) -> None:
    assert when == due(said, datetime(2026, 3, 13, 17, 30, tzinfo=NEW_YORK))


@pytest.mark.parametrize(
    ("said", "at", "due_at"),
    [
        ("at the top of the hour", datetime(2026, 11, 1, 1, 30, tzinfo=NEW_YORK), "2026-11-01T01:00:00-05:00"),
        ("at quarter past", datetime(2026, 11, 1, 1, 30, tzinfo=NEW_YORK), "2026-11-01T01:15:00-05:00"),
        ("by 1:50 am", datetime(2026, 11, 1, 1, 40, fold=1, tzinfo=NEW_YORK), "2026-11-01T01:50:00-05:00"),
        ("by 2:30 am tomorrow", datetime(2026, 3, 7, 9, 0, tzinfo=NEW_YORK), "2026-03-08T03:30:00-04:00"),
    ],
)
def test_where_the_clocks_change_a_deadline_is_a_time_that_the_wall_shows(said: str, at: datetime, due_at: str) -> None:
    found = deadlines.find(said, at)

    assert found is not None and found.due is not None
    assert due_at == clock.iso(found.due)
