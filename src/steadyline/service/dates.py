"""
A date as people and programs write it.

With a time it is that time, on the customer's clock unless it names an offset. A day alone is the whole of it: until
business closes, by the same rule as where somebody says "by Friday" on a call. On a day on which business is closed
that has no meaning, and a wrong guess breaks a promise: it is asked, with the days to choose from. So is a time that
the clock skips or shows twice, with the times to choose from. A date of another age is a slip of the pen.
"""

from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Final

from steadyline.core import hours, ledger
from steadyline.core.hours import Hours

FIRST_YEAR: Final = 2000
LONGEST: Final = timedelta(days=3653)
"""A date before that year, or further away than that, is a slip of the pen."""


class NoDate(ValueError):
    """This says no time by which something can be done. The message says what to write instead."""


def read(said: str, clock: tzinfo, business: Hours, now: datetime) -> datetime:
    """The time that is meant, on this clock, ``now`` being the moment at which it was said. Raises `NoDate`."""
    try:
        day = _day(said)
        if day is not None:
            due = _end(day, clock, business, now)
        else:
            found = datetime.fromisoformat(said)
            due = found.astimezone(clock) if found.tzinfo else _once(found, clock)
        ledger.stamp(due)
    except (ledger.NoMoment, OverflowError):
        raise NoDate(f"{said[:40]!r} is too far away to be a deadline.") from None
    except NoDate:
        raise
    except ValueError:
        raise NoDate(
            f"{said[:40]!r} is no date and time. Write it like 2026-11-24T17:00, or 2026-11-24 for that day's close."
        ) from None
    return of_our_age(due, said, now)


def of_our_age(due: datetime, said: str, now: datetime) -> datetime:
    """``due``, which was ``said`` so. Raises `NoDate` where no promise can be for then."""
    if due.year < FIRST_YEAR:
        raise NoDate(f"{said[:40]!r} is before the year {FIRST_YEAR}, which is no deadline. Is the year right?")
    if due - now > LONGEST:
        raise NoDate(f"{said[:40]!r} is more than ten years away, which is no deadline. Is the year right?")
    return due


def _day(said: str) -> date | None:
    try:
        return date.fromisoformat(said)
    except ValueError:
        return None


def _once(wall: datetime, clock: tzinfo) -> datetime:
    """The one moment at which the clock shows this. Raises `NoDate` where it never does, or does twice."""
    first = hours.at_wall(wall, clock)
    second = wall.replace(tzinfo=clock, fold=1).astimezone(UTC).astimezone(clock)
    if first.utcoffset() == second.utcoffset():
        return first
    day, said = _words(wall.date()), f"{wall:%H:%M}"
    if first.replace(tzinfo=None) != wall:
        raise NoDate(
            f"There is no {said} on {day}: the clocks go forward over it. Give "
            f"{_on(second, wall)} or {_on(first, wall)}, whichever is meant."
        )
    raise NoDate(
        f"It is {said} twice on {day}: the clocks go back. Write {first.isoformat(timespec='minutes')} for the first, "
        f"{second.isoformat(timespec='minutes')} for the second, or give a time outside that hour."
    )


def _on(moment: datetime, beside: datetime) -> str:
    return f"{moment:%H:%M}" if moment.date() == beside.date() else moment.isoformat(timespec="minutes")


def _end(day: date, clock: tzinfo, business: Hours, now: datetime) -> datetime:
    if not business.open_on(day):
        near = " or ".join(_words(other) for other in business.open_near(day))
        raise NoDate(
            f"Business is closed on {_words(day)}, so that day has no close. Give a time with it, or another day"
            + (f": {near}." if near else ".")
        )
    return hours.at_wall(datetime.combine(day, business.end_of(day, now.astimezone(clock))), clock)


def _words(day: date) -> str:
    return f"{_DAYS[day.weekday()]} {day.isoformat()}"


_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
