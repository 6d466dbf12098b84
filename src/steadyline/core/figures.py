"""
How the word given was kept: counts, shares and medians, of the process and never of a person.

A promise counts in the week of the date that it answers to, once that date has come: the headline is how many of those
were kept by then. One that the customer let us off counts apart; one without a date has no time to be on. Figures by
owner are told only where they are asked for.
"""

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import NamedTuple

import msgspec

from steadyline.core import ledger
from steadyline.core.ledger import Moment, Promise


class Period(msgspec.Struct, frozen=True, kw_only=True):
    """Promises whose date fell from ``since`` until before ``until``, as things stand ``now``; of a team, if one is
    named. ``by_owner``: tell them apart by owner too.
    """

    since: Moment
    until: Moment
    now: Moment
    team: str = ""
    by_owner: bool = False


class Counted(NamedTuple):
    """Promises alike, and how many: what figures are made of.

    ``outcome``: see `outcome`. ``minutes``: from being made to being kept; ``late_minutes``: from the date to being
    kept; None where it is not kept, or not late.
    """

    week: str
    kind: str
    cause: str
    owner: str
    outcome: str
    minutes: int | None
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


def outcome(promise: Promise, now: Moment) -> str:
    """The field of `Tally` that this promise counts in; empty while its date has not come, and for one dropped."""
    if promise.answers_to is None or promise.state == "dropped" or promise.promised_at > now:
        return ""
    match promise.state:
        case "kept":
            return "on_time" if promise.on_time else "late"
        case "open":
            return "overdue"
        case "broken" | "withdrawn" as settled:
            return settled


def count(promise: Promise, now: Moment) -> Counted | None:
    """This promise as one to be counted; None where it does not count."""
    found = outcome(promise, now)
    if not found:
        return None
    return Counted(
        week=week(promise.promised_at),
        kind=promise.kind,
        cause=promise.cause or "",
        owner=promise.owner,
        outcome=found,
        minutes=_minutes(promise.made_at, promise.settled_at) if promise.state == "kept" else None,
        late_minutes=_minutes(promise.promised_at, promise.settled_at) if found == "late" else None,
        many=1,
    )


def week(moment: Moment) -> str:
    """The Monday (UTC) of the week of this moment: ``2026-11-16``."""
    day = ledger.when(moment).date()
    return (day - timedelta(days=day.weekday())).isoformat()


def tell(counts: Iterable[Counted], *, by_owner: bool) -> Figures:
    """Figures of what was counted."""
    rows = list(counts)
    unkept = [row for row in rows if row.outcome in ("late", "overdue", "broken")]
    kinds = sorted({row.kind for row in rows})
    medians = {kind: median((row.minutes, row.many) for row in rows if row.kind == kind) for kind in kinds}
    return Figures(
        all=_by(rows, lambda row: "").get("", Tally()),
        by_kind=_by(rows, lambda row: row.kind),
        by_cause=_by(unkept, lambda row: row.cause),
        by_week=_by(rows, lambda row: row.week),
        by_owner=_by(rows, lambda row: row.owner) if by_owner else {},
        median_minutes=median((row.minutes, row.many) for row in rows),
        median_late_minutes=median((row.late_minutes, row.many) for row in rows),
        median_minutes_by_kind={kind: minutes for kind, minutes in medians.items() if minutes is not None},
    )


def median(values: Iterable[tuple[int | None, int]]) -> int | None:
    """The lower median of values, each with how often it stands; None among them count for nothing."""
    known = sorted((value, count) for value, count in values if value is not None)
    half = (sum(count for _, count in known) + 1) // 2
    for value, count in known:
        half -= count
        if half <= 0:
            return value
    return None


def _by(rows: list[Counted], name: Callable[[Counted], str]) -> dict[str, Tally]:
    counts: dict[str, dict[str, int]] = {}
    for row in sorted(rows, key=name):
        of = counts.setdefault(name(row), {})
        of[row.outcome] = of.get(row.outcome, 0) + row.many
    return {of: Tally(**outcomes) for of, outcomes in counts.items()}


def _minutes(start: Moment, end: Moment | None) -> int | None:
    return None if end is None else int((ledger.when(end) - ledger.when(start)).total_seconds() // 60)
