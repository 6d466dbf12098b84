"""A site's hours on its own wall clock, summer time and holidays included."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from steadyline.core import hours
from steadyline.core.hours import Hours, Site

NEW_YORK = ZoneInfo("America/New_York")
OFFICE = Site(Hours(), NEW_YORK)
ZONES = st.sampled_from(["America/New_York", "Europe/London", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Apia"])
MOMENTS = st.datetimes(datetime(2025, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC))


@st.composite
def sites(draw: st.DrawFn) -> Site:
    first, last = sorted(draw(st.lists(st.integers(0, 23 * 60 + 59), min_size=2, max_size=2, unique=True)))
    days = draw(st.frozensets(st.integers(0, 6), min_size=1))
    off = draw(st.frozensets(st.dates(date(2025, 1, 1), date(2028, 1, 1)), max_size=5))
    return Site(
        Hours(time(*divmod(first, 60)), time(*divmod(last, 60)), days, off),
        hours.zone(draw(ZONES)),
    )


def new_york(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=NEW_YORK).astimezone(UTC)


def test_a_time_that_the_clock_skips_is_as_much_later():
    # on 8 March 2026 the clock goes from 02:00 to 03:00
    skipped = hours.at_wall(datetime(2026, 3, 8, 2, 30), NEW_YORK)

    assert "2026-03-08T03:30:00-04:00" == skipped.isoformat()


def test_a_time_that_the_clock_shows_twice_is_the_first():
    # on 1 November 2026 the clock goes from 02:00 back to 01:00
    twice = hours.at_wall(datetime(2026, 11, 1, 1, 30), NEW_YORK)

    assert "2026-11-01T01:30:00-04:00" == twice.isoformat()


@settings(deadline=None)
@given(where=ZONES, wall=st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)))
def test_every_wall_time_is_a_moment_that_its_clock_shows(where: str, wall: datetime):
    found = hours.at_wall(wall, ZoneInfo(where))
    shown = found.replace(tzinfo=None)

    assert found.astimezone(UTC).astimezone(ZoneInfo(where)) == found
    assert timedelta() <= shown - wall <= timedelta(hours=24)  # Apia once skipped a day


def test_an_unknown_zone_is_passed_over():
    assert "Europe/London" == str(hours.zone("", "Mars/Olympus", "../etc/passwd", "Europe/London"))
    assert UTC == hours.zone("\0", "Nowhere")


def test_a_week_of_five_days_is_forty_hours_summer_time_or_not():
    for monday in ("2026-03-02T00:00", "2026-03-09T00:00", "2026-10-26T00:00", "2026-07-06T00:00"):
        start = new_york(monday)
        assert timedelta(hours=40) == OFFICE.open_between(start, start + timedelta(days=6))


def test_an_hour_that_the_clock_skips_is_no_open_time():
    always = Site(Hours(time(0, 0), time(4, 0), frozenset(range(7))), NEW_YORK)

    assert timedelta(hours=3) == always.open_between(new_york("2026-03-08T00:00"), new_york("2026-03-08T12:00"))
    assert timedelta(hours=5) == always.open_between(new_york("2026-11-01T00:00"), new_york("2026-11-01T12:00"))


def test_half_of_friday_afternoon_to_monday_noon_is_monday_morning():
    half = OFFICE.after(new_york("2026-11-20T16:00"), new_york("2026-11-23T12:00"), 0.5)

    assert new_york("2026-11-23T10:00") == half


def test_the_whole_of_a_long_time_ends_at_the_last_open_moment_in_it():
    mondays = Site(Hours(days=frozenset({0})), NEW_YORK)
    start = new_york("2026-01-01T00:00")

    assert new_york("2026-11-16T17:00") == mondays.after(start, new_york("2026-11-22T12:00"), 1.0)


def test_a_holiday_is_passed_over():
    thanksgiving = Site(Hours(holidays=frozenset({date(2026, 11, 26), date(2026, 11, 27)})), NEW_YORK)

    assert new_york("2026-11-30T09:00") == thanksgiving.not_before(new_york("2026-11-25T17:01"))


def test_a_site_that_never_opens_makes_no_time_better_than_another():
    closed = Site(Hours(days=frozenset()), NEW_YORK)
    start, end = new_york("2026-11-20T16:00"), new_york("2026-11-20T18:00")

    assert closed.not_before(start) is None
    assert new_york("2026-11-20T17:00") == closed.after(start, end, 0.5)


@pytest.mark.parametrize("edge", [datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)])
def test_the_ends_of_the_calendar_are_no_error(edge: datetime):
    for where in ("Pacific/Apia", "America/New_York"):
        site = Site(Hours(), ZoneInfo(where))
        site.not_before(edge)
        site.is_open(edge)
        assert timedelta() <= site.open_between(edge, edge)
    assert edge <= OFFICE.after(edge, datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC), 0.5)


@settings(deadline=None)
@given(site=sites(), start=MOMENTS, length=st.timedeltas(timedelta(), timedelta(days=90)), share=st.floats(0, 1))
def test_a_share_of_the_time_lies_in_it_and_in_open_time_if_there_is_any(
    site: Site, start: datetime, length: timedelta, share: float
):
    found = site.after(start, start + length, share)

    assert start <= found <= start + length
    if site.open_between(start, start + length):
        assert site.is_open(found)


@settings(deadline=None)
@given(
    site=sites(),
    start=MOMENTS,
    length=st.timedeltas(timedelta(), timedelta(days=90)),
    shares=st.tuples(st.floats(0, 1), st.floats(0, 1)),
)
def test_a_larger_share_is_never_earlier(site: Site, start: datetime, length: timedelta, shares: tuple[float, float]):
    less, more = sorted(shares)

    assert site.after(start, start + length, less) <= site.after(start, start + length, more)


@settings(deadline=None)
@given(site=sites(), moment=MOMENTS)
def test_the_next_opening_is_open_and_not_before(site: Site, moment: datetime):
    found = site.not_before(moment)

    assert found is not None
    assert moment <= found
    assert site.is_open(found)
    assert not site.is_open(moment) or found == moment


@given(sites(), MOMENTS)
def test_a_site_is_closed_from_its_last_close_to_its_next_opening(site: Site, moment: datetime):
    closed = site.closed(moment)

    if site.is_open(moment):
        assert closed is None
    elif closed is not None:
        since, until = closed
        assert since < moment < until == site.not_before(moment)
        assert site.open_between(since, until) == timedelta()
