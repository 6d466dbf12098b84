"""
When a site is open, and what time it is there.

A site's hours are on its own wall clock, so summer time moves them with everybody else. A time that the clock skips is
read as the one that far later; one that it shows twice, as the first. An unknown zone is no reason to fail: the next
best one is taken. All arithmetic is on moments in UTC; the wall is only looked at.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

LONGEST_CLOSED_DAYS: Final = 60
"""A site that is closed for longer is closed for good: then no time is better than another."""

LAST_MINUTE: Final = time(23, 59)
"""When a day ends that business has closed on already: what is due by then is due by the end of the day."""

LONGEST_COUNTED_DAYS: Final = 60
"""Over a longer stretch its open time is not counted, but taken to be spread evenly."""


class Hours(msgspec.Struct, frozen=True):
    """When the business is open: local hours, weekdays with Monday 0, and the days on which it is closed all the
    same."""

    opens: time = time(9, 0)
    closes: time = time(17, 0)
    days: frozenset[int] = frozenset({0, 1, 2, 3, 4})
    holidays: frozenset[date] = frozenset()

    def open_on(self, day: date) -> bool:
        """Whether ``day`` is a business day."""
        return day.weekday() in self.days and day not in self.holidays

    def open_near(self, day: date) -> list[date]:
        """The last business day before ``day`` and the first one after it, where they are near."""
        found: list[date] = []
        for ahead in (-1, 1):
            other = day
            for _ in range(LONGEST_CLOSED_DAYS):
                other += timedelta(days=ahead)
                if self.open_on(other):
                    found.append(other)
                    break
        return found

    def end_of(self, day: date, now: datetime | None = None) -> time:
        """When ``day`` is over: at the close of business; where the wall shows ``now`` and that has passed, when the
        day itself is."""
        closed = now is not None and day == now.date() and now.time() >= self.closes
        return LAST_MINUTE if closed else self.closes


def zone(*names: str) -> tzinfo:
    """The first of these that is a time zone's name, or UTC."""
    for name in names:
        try:
            if name:
                return ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            continue
    return UTC


def at_wall(wall: datetime, where: tzinfo) -> datetime:
    """The moment at which the clock in ``where`` shows ``wall`` (without a zone), as that clock shows it.

    Skipped by the clock: as much later. Shown twice: the first. Raises `OverflowError` at the calendar's ends.
    """
    return wall.replace(tzinfo=where, fold=0).astimezone(UTC).astimezone(where)


class Site(msgspec.Struct, frozen=True):
    """Hours at a place. All moments taken and given are in UTC."""

    hours: Hours = Hours()
    where: tzinfo = UTC

    def is_open(self, moment: datetime) -> bool:
        """Whether the site is open, its closing minute included."""
        return any(opens <= moment <= closes for opens, closes in self._around(moment))

    def not_before(self, moment: datetime) -> datetime | None:
        """The first open moment from ``moment`` on; None where it opens no more."""
        for opens, closes in self._on(moment, 1, LONGEST_CLOSED_DAYS):
            if moment <= closes:
                return max(moment, opens)
        return None

    def closed(self, moment: datetime) -> tuple[datetime, datetime] | None:
        """From the close before ``moment`` to the opening after it; None where it is open, or opens no more."""
        opening = None if self.is_open(moment) else self.not_before(moment)
        if opening is None:
            return None
        closes = [close for _, close in self._on(moment, LONGEST_CLOSED_DAYS, 0) if close < moment]
        return (closes[-1] if closes else moment - timedelta(days=LONGEST_CLOSED_DAYS)), opening

    def open_between(self, start: datetime, end: datetime) -> timedelta:
        """How long the site is open from ``start`` to ``end``, over `LONGEST_COUNTED_DAYS` at most."""
        return sum((late - early for early, late in self._stretches(start, end)), timedelta())

    def after(self, start: datetime, end: datetime, share: float) -> datetime:
        """When this share (0 to 1) of the open time from ``start`` to ``end`` has passed.

        Always an open moment, and an opening rather than the close before it, unless the site is not open at all in
        between: then the share is of all the time.
        """
        if end - start > timedelta(days=LONGEST_COUNTED_DAYS):
            spread = start + (end - start) * share
            opening = self.not_before(spread) or spread
            lately = end - timedelta(days=LONGEST_COUNTED_DAYS)
            return opening if opening <= end else self.after(lately, end, 1.0)
        left = timedelta(seconds=round((self.open_between(start, end) * share).total_seconds()))
        last: datetime | None = None
        for early, late in self._stretches(start, end):
            if late - early > left:
                return early + left
            left -= late - early
            last = late
        return last or start + (end - start) * share

    def _stretches(self, start: datetime, end: datetime) -> Iterator[tuple[datetime, datetime]]:
        for opens, closes in self._on(start, 1, LONGEST_COUNTED_DAYS + 2):
            if opens >= end:
                return
            early, late = max(opens, start), min(closes, end)
            if early < late:
                yield early, late

    def _around(self, moment: datetime) -> Iterator[tuple[datetime, datetime]]:
        return self._on(moment, 1, 1)

    def _on(self, moment: datetime, before: int, days: int) -> Iterator[tuple[datetime, datetime]]:
        """When it opens and closes, on each business day from so many days before the day of ``moment``."""
        try:
            today = moment.astimezone(self.where).date()
            for ahead in range(-before, days + 1):
                day = today + timedelta(days=ahead)
                if self.hours.open_on(day):
                    yield _span(self.hours.opens, self.hours.closes, self.where, day)
        except OverflowError:
            return


@lru_cache(maxsize=10_000)
def _span(opens: time, closes: time, where: tzinfo, day: date) -> tuple[datetime, datetime]:
    """From opening to closing, in UTC: remembered, because the same days are asked of for every promise."""
    first, last = (at_wall(datetime.combine(day, wall), where).astimezone(UTC) for wall in (opens, closes))
    return first, last
