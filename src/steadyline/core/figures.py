"""
How the word given was kept: counts, shares and medians, of the process and never of a person.

A promise counts in the week of the date that it answers to, on the site's clock, once that date has come: the headline
is how many of those were kept by then. One that the customer let us off counts apart; one without a date has no time to
be on. Figures by owner are told only where they are asked for.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta, tzinfo
from typing import Final, Literal, NamedTuple

import msgspec

from steadyline.core import hours, ledger, people
from steadyline.core.ledger import Moment, NoMoment, Promise

Outcome = Literal["on_time", "late", "open", "broken", "withdrawn"]
"""What came of a promise by the date that it answers to; ``open`` is overdue once that date has passed."""

EXACT_MINUTES: Final = 600
"""Longer times are told to the hour."""


class Period(msgspec.Struct, frozen=True, kw_only=True):
    """Promises whose date fell from ``since`` until before ``until``, as things stand ``now``; of a team, if one is
    named. ``by_owner``: tell them apart by owner too. ``timezone``: on whose clock a week begins.
    """

    since: Moment
    until: Moment
    now: Moment
    team: str = ""
    by_owner: bool = False
    timezone: str = "UTC"

    @property
    def where(self) -> tzinfo:
        """The zone, or UTC where it is unknown."""
        return hours.zone(self.timezone)

    def has(self, promise: Promise) -> bool:
        """Whether this promise counts in it."""
        of_team = not self.team or people.same(self.team, promise.team)
        return of_team and self.since <= promise.promised_at < self.until and promise.promised_at <= self.now


class Counted(NamedTuple):
    """Promises alike, and how many. ``week``: that of the date they answer to, by the Monday it began on."""

    week: str
    kind: str
    cause: str
    owner: str
    outcome: Outcome
    many: int


class Week(NamedTuple):
    """A week on some clock: ``name`` is its Monday (``2026-11-16``), and at ``until`` the next one begins."""

    name: str
    until: Moment


class Timed(NamedTuple):
    """Kept promises that took as long, and how many. ``minutes``: from made to kept; ``late_minutes``: from the date
    to kept, None where that was on time. Both are `rounded`.
    """

    kind: str
    minutes: int
    late_minutes: int | None
    many: int


class Tally(msgspec.Struct, frozen=True, kw_only=True):
    """``on_time``: kept by their date. ``late``: kept after it. ``overdue``: still open, the date past. ``broken``.
    ``withdrawn``: the customer let us off. ``kept_on_time``: the share of all but the withdrawn; None where there are
    none.
    """

    on_time: int = 0
    late: int = 0
    overdue: int = 0
    broken: int = 0
    withdrawn: int = 0

    @property
    def counted(self) -> int:
        """How many the share is of."""
        return self.on_time + self.late + self.overdue + self.broken

    @property
    def kept_on_time(self) -> float | None:
        """The headline, 0 to 1."""
        return self.on_time / self.counted if self.counted else None


class Figures(msgspec.Struct, frozen=True, kw_only=True):
    """The whole, and the same by kind, by week (the Monday it began on) and, where asked for, by owner.

    ``by_cause``: those that were late, overdue or broken, by why; an empty name where nobody said. Medians in minutes:
    from made to kept, and from the date to kept where that was late; None where there are none.
    """

    all: Tally = Tally()
    by_kind: dict[str, Tally] = {}
    by_cause: dict[str, Tally] = {}
    by_week: dict[str, Tally] = {}
    by_owner: dict[str, Tally] = {}
    median_minutes: int | None = None
    median_late_minutes: int | None = None
    median_minutes_by_kind: dict[str, int] = {}


def outcome(promise: Promise) -> Outcome | None:
    """What came of this promise; None where it never counts: it has no date, or was none."""
    if promise.answers_to is None or promise.state == "dropped":
        return None
    if promise.state == "kept":
        return "on_time" if promise.on_time else "late"
    return promise.state


def count(promise: Promise, where: tzinfo) -> Counted | None:
    """This promise as one to be counted, in the week that this clock shows; None where it never counts."""
    came = outcome(promise)
    if came is None:
        return None
    return Counted(week(promise.promised_at, where).name, promise.kind, promise.cause or "", promise.owner, came, 1)


def time(promise: Promise) -> Timed | None:
    """How long this promise took; None where it is not kept."""
    if promise.state != "kept" or promise.settled_at is None:
        return None
    late = promise.settled_at if promise.on_time is False else None
    return Timed(
        promise.kind,
        rounded(_minutes(promise.made_at, promise.settled_at)),
        None if late is None else rounded(_minutes(promise.promised_at, late)),
        1,
    )


def rounded(minutes: int) -> int:
    """To the minute where it is short, else to the hour."""
    return minutes if minutes < EXACT_MINUTES else minutes // 60 * 60


def week(moment: Moment, where: tzinfo) -> Week:
    """The week of this moment, on this clock; at the calendar's ends, where the clock shows no day, on that of UTC."""
    try:
        day = ledger.when(moment).astimezone(where).date()
    except OverflowError:
        day = date.fromisoformat(moment[:10])
    monday = day - timedelta(days=day.weekday())
    try:
        next_monday = datetime.combine(monday, datetime.min.time()) + timedelta(days=7)
        return Week(monday.isoformat(), ledger.stamp(hours.at_wall(next_monday, where)))
    except (OverflowError, NoMoment):
        return Week(monday.isoformat(), ledger.FOREVER)


def tell(counts: Iterable[Counted], times: Iterable[Timed], *, by_owner: bool) -> Figures:
    """Figures of what was counted."""
    rows, timed = list(counts), list(times)
    unkept = [row for row in rows if row.outcome in ("late", "open", "broken")]
    kinds = sorted({row.kind for row in timed})
    medians = {kind: median((row.minutes, row.many) for row in timed if row.kind == kind) for kind in kinds}
    return Figures(
        all=_by(rows, lambda row: "").get("", Tally()),
        by_kind=_by(rows, lambda row: row.kind),
        by_cause=_by(unkept, lambda row: row.cause),
        by_week=_by(rows, lambda row: row.week),
        by_owner=_by_owner(rows) if by_owner else {},
        median_minutes=median((row.minutes, row.many) for row in timed),
        median_late_minutes=median((row.late_minutes, row.many) for row in timed),
        median_minutes_by_kind={kind: minutes for kind, minutes in medians.items() if minutes is not None},
    )


def median(values: Iterable[tuple[int | None, int]]) -> int | None:
    """The lower median of values, each with how often it stands; None among them count for nothing."""
    known = sorted((value, many) for value, many in values if value is not None)
    half = (sum(many for _, many in known) + 1) // 2
    for value, many in known:
        half -= many
        if half <= 0:
            return value
    return None


def _by_owner(rows: list[Counted]) -> dict[str, Tally]:
    """Under the spelling of the name that most of theirs have."""
    spellings: Counter[str] = Counter()
    for row in rows:
        spellings[row.owner] += row.many
    name: dict[str, str] = {}
    for spelling, _ in sorted(spellings.items(), key=lambda one: (-one[1], one[0])):
        name.setdefault(people.folded(spelling), spelling)
    return _by(rows, lambda row: name[people.folded(row.owner)])


def _by(rows: list[Counted], name: Callable[[Counted], str]) -> dict[str, Tally]:
    counts: dict[str, dict[str, int]] = {}
    for row in rows:
        of = counts.setdefault(name(row), {})
        field = "overdue" if row.outcome == "open" else row.outcome
        of[field] = of.get(field, 0) + row.many
    return {of: Tally(**counts[of]) for of in sorted(counts)}


def _minutes(start: Moment, end: Moment) -> int:
    return int((ledger.when(end) - ledger.when(start)).total_seconds() // 60)
