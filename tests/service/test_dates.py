"""Dates as people write them: with a time or without, on a day on which nobody is there, on a clock that jumps."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from steadyline.core.hours import Hours
from steadyline.service import dates
from steadyline.service.dates import NoDate

NEW_YORK = ZoneInfo("America/New_York")
MONDAY_MORNING = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
BUSINESS = Hours(opens=time(8, 30), closes=time(18, 30), holidays=frozenset({date(2026, 11, 26)}))


def written(said: str, now: datetime = MONDAY_MORNING) -> str:
    return dates.read(said, NEW_YORK, BUSINESS, now).isoformat()


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("2026-11-24", "2026-11-24T18:30:00-05:00"),
        ("20261124", "2026-11-24T18:30:00-05:00"),
        ("2026-07-01", "2026-07-01T18:30:00-04:00"),
        ("2026-11-24T00:00", "2026-11-24T00:00:00-05:00"),
        ("2026-11-28T10:00", "2026-11-28T10:00:00-05:00"),
        ("2026-11-24T17:00:00Z", "2026-11-24T12:00:00-05:00"),
        ("2026-03-08T03:30", "2026-03-08T03:30:00-04:00"),
        ("2026-11-01T01:30-04:00", "2026-11-01T01:30:00-04:00"),
        ("2026-11-01T01:30-05:00", "2026-11-01T01:30:00-05:00"),
        ("2026-11-01T02:00", "2026-11-01T02:00:00-05:00"),
    ],
)
def test_a_day_alone_is_until_business_closes_and_a_time_is_that_time(said: str, meant: str):
    assert meant == written(said)


def test_today_is_until_business_closes_and_once_it_has_until_the_day_is_over():
    assert "2026-11-23T18:30:00-05:00" == written("2026-11-23")
    assert "2026-11-23T23:59:00-05:00" == written("2026-11-23", datetime(2026, 11, 24, 0, 0, tzinfo=UTC))


@pytest.mark.parametrize(
    ("closed", "near"),
    [
        ("2026-11-28", "Friday 2026-11-27 or Monday 2026-11-30"),
        ("2026-11-26", "Wednesday 2026-11-25 or Friday 2026-11-27"),
    ],
)
def test_a_day_on_which_business_is_closed_is_asked_about_with_the_days_beside_it(closed: str, near: str):
    with pytest.raises(NoDate, match=f"closed on .* {closed}.*time.*{near}"):
        written(closed)


def test_a_business_that_never_opens_names_no_day():
    with pytest.raises(NoDate, match=r"another day\.$"):
        dates.read("2026-11-28", UTC, Hours(days=frozenset()), MONDAY_MORNING)


def test_a_time_that_the_clock_skips_is_asked_about_with_both_that_may_be_meant():
    with pytest.raises(NoDate, match=r"no 02:30 on Sunday 2026-03-08: .*Give 01:30 or 03:30"):
        written("2026-03-08T02:30")


def test_a_time_that_comes_twice_is_asked_about_with_both():
    with pytest.raises(NoDate, match=r"01:30 twice .*2026-11-01T01:30-04:00 for the first, 2026-11-01T01:30-05:00 for"):
        written("2026-11-01T01:30")


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("Friday", "no date"),
        ("2026-13-01", "no date"),
        ("24.11.2026", "no date"),
        ("2026-11-24T", "no date"),
        ("0001-01-01T00:00:00+14:00", "too far"),
        ("9999-12-31T23:59:59-12:00", "too far"),
    ],
)
def test_what_is_no_date_is_told_in_words(said: str, why: str):
    with pytest.raises(NoDate, match=why):
        dates.read(said, ZoneInfo("Pacific/Apia") if "far" in why else NEW_YORK, Hours(), MONDAY_MORNING)


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("1999-12-31T23:59", "before the year 2000"),
        ("1999-12-30", "before the year 2000"),
        ("2036-11-24T09:01", "more than ten years away"),
        ("9999-12-29T12:00:00Z", "more than ten years away"),
    ],
)
def test_a_date_of_another_age_is_asked_about_whoever_writes_it(said: str, why: str):
    with pytest.raises(NoDate, match=f"{why}.*Is the year right"):
        written(said)


@pytest.mark.parametrize("said", ["2000-01-01T00:00", "2036-11-23T09:00"])
def test_a_date_within_bounds_is_a_date(said: str):
    assert said == written(said)[:16]
