"""
The clock that deadlines are reckoned by: the customer's, and the hours of the business.

A moment is always in a zone. The zone is the customer's own; without it the offset in which the call's beginning is
stamped; without that the site's.
"""

import calendar
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from steadyline.core.events import Header, Seconds
from steadyline.core.hours import LONGEST_CLOSED_DAYS, Hours, at_wall

Zone = ZoneInfo | timezone

_FAR_DAYS: Final = 36_500


class Clock:
    """Now, and how this business reckons days."""

    def __init__(self, now: datetime, hours: Hours) -> None:
        self.now = now
        self.today = now.date()
        self.hours = hours

    def at(self, day: date, moment: time) -> datetime:
        """When this clock's wall shows ``moment`` on ``day``; of two such moments the first that has not passed."""
        first = at_wall(datetime.combine(day, moment), self.now.tzinfo or UTC)
        return first if first.timestamp() >= self.now.timestamp() else first.replace(fold=1)

    def after(self, time: timedelta) -> datetime:
        """So much later, as time passes: when clocks change, the wall shows otherwise."""
        return (self.now.astimezone(UTC) + time).astimezone(self.now.tzinfo)

    def end(self, day: date) -> datetime:
        """When business closes on ``day``, or the day itself ends if business has closed already."""
        return self.at(day, self.hours.end_of(day, self.now))

    def business(self, count: int) -> date:
        """The ``count``-th business day from now."""
        day, latest = self.today, self.today + timedelta(days=_FAR_DAYS)
        while count > 0 and day < latest:
            day += timedelta(days=1)
            count -= self.hours.open_on(day)
        return day

    def worked(self, long: timedelta) -> datetime:
        """When business has been open for so ``long`` from now; without business days it never closes."""
        left = long
        for ahead in range(LONGEST_CLOSED_DAYS):
            day = self.today + timedelta(days=ahead)
            if self.hours.open_on(day):
                begin = max(self.now, self.at(day, self.hours.opens))
                open_for = self.at(day, self.hours.closes) - begin
                if open_for >= left:
                    return begin + left
                left -= max(open_for, timedelta())
        return self.after(long)

    def next_business(self, day: date) -> date:
        """``day``, or the nearest business day after it; without one ``day`` all the same."""
        later = (day + timedelta(days=ahead) for ahead in range(LONGEST_CLOSED_DAYS))
        return next((one for one in later if self.hours.open_on(one)), day)

    def last_business(self, day: date) -> date:
        """``day``, or the nearest business day before it that is not past; without one ``day`` all the same."""
        before = day
        for _ in range(LONGEST_CLOSED_DAYS):
            if self.hours.open_on(before):
                return before if before >= self.today else day
            before -= timedelta(days=1)
        return day


def months_on(day: date, months: int) -> date:
    """The same day ``months`` later, or that month's last."""
    month = day.month - 1 + months
    first = date(day.year + month // 12, month % 12 + 1, 1)
    return first.replace(day=min(day.day, length(first)))


def length(month: date) -> int:
    """How many days the month of ``month`` has."""
    return calendar.monthrange(month.year, month.month)[1]


def iso(due: datetime) -> str:
    """To the second, with its offset: ``2026-03-13T17:00:00-05:00``."""
    return due.replace(microsecond=0).isoformat()


def zone(header: Header, site: Zone | None = None) -> Zone:
    """The customer's time zone; without a known one the offset of ``header.started``; without that the ``site``'s,
    or UTC.
    """
    try:
        if header.customer.timezone:
            return ZoneInfo(header.customer.timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        pass
    begun = _stamped(header)
    offset = begun.utcoffset() if begun else None
    return (site or UTC) if offset is None else timezone(offset)


def started(header: Header, site: Zone | None = None) -> datetime | None:
    """When the call began, with a zone: a stamp without an offset is the clock on the ``site``'s wall. None where the
    header does not say so readably, or no site is told.
    """
    begun = _stamped(header)
    if begun is None or begun.tzinfo:
        return begun
    return begun.replace(tzinfo=site) if site else None


def _stamped(header: Header) -> datetime | None:
    try:
        return datetime.fromisoformat(header.started)
    except ValueError:
        return None


def moment(begun: datetime | None, at: Seconds, where: Zone) -> datetime | None:
    """The wall clock ``at`` seconds into the call, at the customer's; None where its beginning is unknown."""
    return (begun + timedelta(seconds=at)).astimezone(where) if begun else None
