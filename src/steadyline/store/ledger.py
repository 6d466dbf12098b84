"""
The ledger on disk.

A change moves its promise from the edition that its author saw to the next, in one statement, or not at all: no row
back means that another got there first. A promise is kept whole beside what it is found by, so that a page of them is
one walk along an index; what they are searched by is each database's own means (`store.searching`).
"""

import hashlib
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    bindparam,
    func,
    insert,
    literal_column,
    select,
    tuple_,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from steadyline.core import figures, ledger, people, reminding
from steadyline.core.figures import Counted, Figures, Outcome, Period, Timed
from steadyline.core.ledger import Change, Moment, Promise
from steadyline.core.reminding import Closed, Policy
from steadyline.service.heralding import TOPIC, Written
from steadyline.service.ledger_ports import (
    MOST_AT_ONCE,
    Due,
    LedgerConflict,
    Page,
    Place,
    Query,
    place,
    shown,
)
from steadyline.store import neighbours, searching, tables
from steadyline.store.disk import Disk


class Tally(NamedTuple):
    """What figures are told of a promise: one column, because what is alike in one is counted several times cheaper.

    The times are None where it is not kept, ``late_minutes`` also where it was kept on time.
    """

    kind: str
    cause: str
    outcome: Outcome
    minutes: int | None
    late_minutes: int | None


RECKONED_AT_ONCE = 200
"""Promises reckoned again in one transaction: others wait for it for about a third of a second."""

_promise = msgspec.json.Decoder(Promise)
_tallied = msgspec.json.Decoder(Tally)
_row_of = tables.promise.c

# Made once: thousands fall due in a minute, and to make a statement takes longer than to run it.
_BODY = select(_row_of.body).where(_row_of.id == bindparam("id"))
_INSERT = {
    name: dialect.insert(tables.promise).on_conflict_do_nothing().returning(_row_of.number)
    for name, dialect in (("postgresql", postgresql), ("sqlite", sqlite))
}
_MOVE = (
    update(tables.promise)
    .where(_row_of.id == bindparam("seen"), _row_of.edition == bindparam("seen_edition"))
    .returning(_row_of.number)
)
_CHANGED = neighbours.Telling(insert(tables.change))


class SqlLedger:
    """The `Ledger` in SQLite or Postgres, on the disk of the journal, which outlives it."""

    def __init__(self, disk: Disk, policy: Policy) -> None:
        self._disk = disk
        self._policy = policy

    async def write(self, id: str, edition: int, change: Change) -> Promise:
        return await self._disk.write(partial(write, id=id, edition=edition, change=change, policy=self._policy))

    async def get(self, id: str) -> Promise | None:
        return await self._disk.read(partial(get, id=id))

    async def history(self, id: str) -> list[Change]:
        return await self._disk.read(partial(_history, id=id))

    async def find(self, query: Query, after: str = "", limit: int = 50) -> Page:
        begin, limit = place(after), max(1, min(limit, MOST_AT_ONCE))
        return await self._disk.read(partial(_find, query=query, begin=begin, limit=limit))

    async def count(self, query: Query, most: int = 1000) -> int:
        return await self._disk.read(partial(_count, query=query, most=most))

    async def story(self, customer: str, limit: int = 50) -> list[Promise]:
        return await self._disk.read(partial(_story, customer=customer, limit=limit)) if people.fit(customer) else []

    async def due(self, now: Moment, limit: int = 100) -> list[Due]:
        night = reminding.closed(self._policy, now)
        promises = await self._disk.read(partial(_due, now=now, night=night, limit=limit))
        found = [(promise, reminding.due(promise, self._policy, now)) for promise in promises]
        return [Due(promise, reminder) for promise, reminder in found if reminder]

    async def next_due(self) -> Moment | None:
        return await self._disk.read(_next_due)

    async def figures(self, period: Period) -> Figures:
        counts, times = await self._disk.read(partial(_figures, period=period))
        return figures.tell(counts, times, by_owner=period.by_owner)

    async def reckon(self) -> int:
        """Where the site's hours are others than when reminders were last reckoned: reckon those of all that is open.

        Returns how many promises that were. Stopped in between, it begins again at the next start.
        """
        policy, after, many = _digest(self._policy), 0, 0
        if await self._disk.read(partial(_reckoned, policy=policy)):
            return 0
        while numbers := await self._disk.read(partial(_open_ones, after=after)):
            await self._disk.write(partial(_reckon, numbers=numbers, policy=self._policy))
            after, many = numbers[-1], many + len(numbers)
        await self._disk.write(partial(_keep_reckoned, policy=policy))
        return many


# --- writing --------------------------------------------------------------------------------------------------------


def write(connection: Connection, *, id: str, edition: int, change: Change, policy: Policy) -> Promise:
    """`Ledger.write` within a transaction that others have a part in."""
    known = get(connection, id=id)
    if edition != (known.edition if known else 0):
        raise LedgerConflict(known)
    after = ledger.step(known, change, id)
    number = _insert(connection, after, policy) if known is None else _update(connection, known, after, policy)
    if number is None:
        raise LedgerConflict(get(connection, id=id))
    searching.keep(connection, number, known, after)
    body, kind = ledger.encode(change).decode(), ledger.name(change)
    row = {"promise": id, "edition": after.edition, "at": change.at, "type": kind, "body": body}
    _CHANGED(connection, row, Written(TOPIC, id, after.edition))
    if isinstance(change, ledger.NEWS):
        noted = {"kind": kind, "about": id, "edition": after.edition, "at": change.at}
        connection.execute(insert(tables.note), noted)
    return after


def _insert(connection: Connection, promise: Promise, policy: Policy) -> int | None:
    """The number of the new row; None where another server made this promise just now."""
    return connection.execute(_INSERT[connection.dialect.name], row(promise, policy)).scalar()


def _update(connection: Connection, known: Promise, promise: Promise, policy: Policy) -> int | None:
    """The number of the row; None where another server changed it just now."""
    seen = {"seen": known.id, "seen_edition": known.edition}
    return connection.execute(_MOVE, row(promise, policy) | seen).scalar()


def row(promise: Promise, policy: Policy) -> dict[str, Any]:
    """The row of a promise, as it holds now."""
    return {
        "id": promise.id,
        "edition": promise.edition,
        "state": promise.state,
        "owner": people.fit(promise.owner),
        "team": people.fit(promise.team),
        "customer": people.fit(promise.customer),
        "due_at": promise.due_at,
        "promised_at": promise.promised_at,
        "tally": _tally(promise),
        "body": msgspec.json.encode(promise).decode(),
        **_reckoned_row(promise, policy),
    }


def _tally(promise: Promise) -> str:
    """Empty where it never counts."""
    came, timed = figures.outcome(promise), figures.time(promise)
    if came is None:
        return ""
    minutes, late = (timed.minutes, timed.late_minutes) if timed else (None, None)
    return msgspec.json.encode(Tally(promise.kind, promise.cause or "", came, minutes, late)).decode()


def _reckoned_row(promise: Promise, policy: Policy) -> dict[str, Any]:
    following = reminding.next(promise, policy)
    return {"next_at": following.at if following else None, "risk_at": reminding.at_risk_from(promise, policy)}


# --- reading --------------------------------------------------------------------------------------------------------


def get(connection: Connection, *, id: str) -> Promise | None:
    """`Ledger.get` within a transaction."""
    body = connection.execute(_BODY, {"id": id}).scalar()
    return None if body is None else _promise.decode(body)


def _history(connection: Connection, *, id: str) -> list[Change]:
    change = tables.change.c
    bodies = select(change.body).where(change.promise == id).order_by(change.edition)
    return [ledger.decode(body) for body in connection.execute(bodies).scalars()]


def _find(connection: Connection, *, query: Query, begin: Place | None, limit: int) -> Page:
    """Each spelling of a name is a walk along the index of its own: all of them at once would be sorted whole."""
    walks = [_walk(connection, one, begin, limit + 1) for one in searching.spelt(connection, query)]
    rows = walks[0] if len(walks) == 1 else _together(walks, newest=searching.asks(query) or query.latest)
    more = Place(rows[limit - 1].due_at, rows[limit - 1].number).write() if len(rows) > limit else ""
    return Page([_promise.decode(row.body) for row in rows[:limit]], more)


def _walk(connection: Connection, query: Query, begin: Place | None, limit: int) -> Sequence[Row[Any]]:
    chosen = select(_row_of.number, _row_of.due_at, _row_of.body)
    if searching.asks(query):
        numbers = searching.numbers(connection, query, begin.number if begin else None, limit)
        chosen = chosen.where(_row_of.number.in_(numbers)).order_by(_row_of.number.desc())
    else:
        chosen = _in_order(chosen.where(*_conditions(query)), query, begin).limit(limit)
    return connection.execute(chosen).all()


def _together(walks: list[Sequence[Row[Any]]], *, newest: bool) -> list[Row[Any]]:
    rows = [row for walk in walks for row in walk]
    return sorted(rows, key=lambda row: -row.number if newest else (row.due_at, row.number))


def _in_order(chosen: Select[Any], query: Query, begin: Place | None) -> Select[Any]:
    if query.latest:
        behind = _row_of.number < begin.number if begin else None
        order: tuple[ColumnElement[Any], ...] = (_row_of.number.desc(),)
    else:
        behind = tuple_(_row_of.due_at, _row_of.number) > begin if begin else None
        order = (_row_of.due_at, _row_of.number)
    return (chosen if behind is None else chosen.where(behind)).order_by(*order)


def _count(connection: Connection, *, query: Query, most: int) -> int:
    return min(most, sum(_count_one(connection, one, most) for one in searching.spelt(connection, query)))


def _count_one(connection: Connection, query: Query, most: int) -> int:
    if searching.asks(query):
        return len(searching.numbers(connection, query, None, most))
    found = select(_row_of.number).where(*_conditions(query)).limit(most).subquery()
    return connection.execute(select(func.count()).select_from(found)).scalar_one()


def _conditions(query: Query) -> list[ColumnElement[bool]]:
    states = shown(query)
    asked = ((_row_of.owner, query.owner), (_row_of.team, query.team), (_row_of.customer, query.customer))
    conditions = [column == people.fit(value) for column, value in asked if value]
    if set(states) != {"open", "kept", "broken", "withdrawn"}:
        conditions.append(_row_of.state.in_(states) if len(states) != 1 else _row_of.state == states[0])
    else:
        conditions.append(_row_of.state != "dropped")
    match query.when:
        case "any":
            pass
        case "today":
            conditions += [_row_of.due_at >= query.now, _row_of.due_at < query.day_ends]
        case "at_risk":
            conditions += [_row_of.due_at >= query.now, _row_of.risk_at <= query.now]
        case "late":
            conditions.append(_row_of.due_at < query.now)
    return conditions


def _story(connection: Connection, *, customer: str, limit: int) -> list[Promise]:
    theirs = select(_row_of.body).where(_row_of.customer == people.fit(customer), _row_of.state != "dropped")
    newest = connection.execute(theirs.order_by(_row_of.number.desc()).limit(limit)).scalars()
    return [_promise.decode(body) for body in newest]


def _due(connection: Connection, *, now: Moment, night: Closed | None, limit: int) -> list[Promise]:
    past = select(_row_of.next_at, _row_of.number, _row_of.body).where(_row_of.next_at <= now).limit(limit)
    in_order = past.order_by(_row_of.next_at, _row_of.number)
    if night is None:
        return [_promise.decode(row.body) for row in connection.execute(in_order)]
    # As `Closed.holds`, each of its two parts by the index that leads past all that waits, which may be very much.
    fresh = connection.execute(in_order.where(_row_of.next_at > night.missed)).all()
    falls_before = (_row_of.state == "open", _row_of.due_at > night.now, _row_of.due_at < night.opens)
    missed = past.where(*falls_before, _row_of.next_at <= night.missed).order_by(func.coalesce(_row_of.next_at, ""))
    rows = sorted([*fresh, *connection.execute(missed)], key=lambda row: (row.next_at, row.number))
    return [_promise.decode(row.body) for row in rows[:limit]]


def _next_due(connection: Connection) -> Moment | None:
    first = select(_row_of.next_at).where(_row_of.next_at.is_not(None)).order_by(_row_of.next_at).limit(1)
    return connection.execute(first).scalar()


def _figures(connection: Connection, *, period: Period) -> tuple[list[Counted], list[Timed]]:
    counts: list[Counted] = []
    times: list[Timed] = []
    for week, owner, body, many in _tallies(connection, period):
        tally = _tallied.decode(body)
        counts.append(Counted(week, tally.kind, tally.cause, owner, tally.outcome, many))
        if tally.minutes is not None:
            times.append(Timed(tally.kind, tally.minutes, tally.late_minutes, many))
    return counts, times


def _tallies(connection: Connection, period: Period) -> Iterator[tuple[str, str, str, int]]:
    """For each week its name, an owner (where they are told apart), what is alike, and how many.

    A week at a time, each a walk along the index; weeks without promises, of which there may be thousands, are passed
    over.
    """
    owner: ColumnElement[str] = _row_of.owner if period.by_owner else literal_column("''")
    alike = (_row_of.owner, _row_of.tally) if period.by_owner else (_row_of.tally,)
    counted = [_row_of.tally != ""]
    if period.team:
        counted.append(_row_of.team.in_(searching.names(connection, "team", period.team)))
    begin: Moment | None = period.since
    while begin is not None and begin < period.until and begin <= period.now:
        week = figures.week(begin, period.where)
        of_it = [*_between(begin, min(week.until, period.until), period.now), *counted]
        rows = connection.execute(select(owner, _row_of.tally, func.count()).where(*of_it).group_by(*alike)).all()
        yield from ((week.name, *row) for row in rows)
        rest = [*_between(week.until, period.until, period.now), *counted]
        begin = week.until if rows else _first(connection, rest)


def _between(since: Moment, until: Moment, now: Moment) -> list[ColumnElement[bool]]:
    """One end on each side: of two, SQLite may walk along the index to the further one."""
    return [_row_of.promised_at >= since, _row_of.promised_at <= now if now < until else _row_of.promised_at < until]


def _first(connection: Connection, within: list[ColumnElement[bool]]) -> Moment | None:
    """The first date of these promises."""
    return connection.execute(select(func.min(_row_of.promised_at)).where(*within)).scalar()


# --- reckoning again ------------------------------------------------------------------------------------------------


def _digest(policy: Policy) -> str:
    said = msgspec.json.encode(policy, order="deterministic")
    return hashlib.blake2b(said, digest_size=16).hexdigest()


def _reckoned(connection: Connection, *, policy: str) -> bool:
    return connection.execute(select(tables.reckoned.c.policy)).scalars().all() == [policy]


def _open_ones(connection: Connection, *, after: int) -> list[int]:
    some = select(_row_of.number).where(_row_of.state == "open", _row_of.number > after)
    return [*connection.execute(some.order_by(_row_of.number).limit(RECKONED_AT_ONCE)).scalars()]


def _reckon(connection: Connection, *, numbers: list[int], policy: Policy) -> None:
    rows = select(_row_of.number, _row_of.edition, _row_of.body).where(_row_of.number.in_(numbers))
    for row in connection.execute(rows.with_for_update()).all():
        times = _reckoned_row(_promise.decode(row.body), policy)
        connection.execute(update(tables.promise).where(_row_of.number == row.number).values(times))


def _keep_reckoned(connection: Connection, *, policy: str) -> None:
    connection.execute(tables.reckoned.delete())
    connection.execute(insert(tables.reckoned), {"policy": policy})
