"""
The outbox on disk.

A change of a promise, the deliveries that follow from it and the attempts that these need are one transaction: whatever
stops the process, there is all of it or nothing. What others are to be told of a change, or of a message that is
parked, is noted with it, and the note struck with the deliveries that tell of it. What came of an attempt is written
from what its author saw, so of two servers that made the same attempt one is told that the other got there first.
"""

import asyncio
from collections.abc import Iterable, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime
from functools import partial
from typing import Final

import msgspec
import structlog
from sqlalchemy import Connection, bindparam, delete, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from steadyline.core.ledger import Asked, Moment, NotAllowed, Promise, Told, when
from steadyline.core.reminding import Policy
from steadyline.service.heralding import Written
from steadyline.service.ledger_ports import MOST_AT_ONCE, BadCursor, LedgerConflict
from steadyline.service.outbox import (
    OVER,
    PARKED,
    TOPIC,
    Attempt,
    Claim,
    Deliveries,
    Delivery,
    Held,
    Note,
    Sought,
    Stock,
)
from steadyline.store import ledger, neighbours, tables, writer
from steadyline.store.disk import Disk
from steadyline.store.work import Work

_row = tables.delivery.c
_note = tables.note.c
_log = structlog.get_logger(__name__)

# Made once, as in `store.ledger`.
_KEEP = {
    name: dialect.insert(tables.delivery).on_conflict_do_nothing().returning(_row.number)
    for name, dialect in (("postgresql", postgresql), ("sqlite", sqlite))
}
_SETTLE = neighbours.Telling(
    update(tables.delivery).where(
        _row.id == bindparam("seen"),
        _row.attempts == bindparam("seen_attempts"),
        _row.state == bindparam("seen_state"),
    )
)
_BODY = select(_row.body).where(_row.id == bindparam("id"))
_BOTH = (
    select(_row.body, tables.promise.c.body)
    .select_from(tables.delivery.outerjoin(tables.promise, tables.promise.c.id == _row.promise))
    .where(_row.id == bindparam("id"))
)

_CHANGED_MEANWHILE: Final = 20
"""How often a promise may change under our hands, before what was sent is left off the ledger."""


class _Struck(Exception):
    """Another server told of one of these notes first."""


class SqlOutbox:
    """The `Outbox` in SQLite or Postgres, on the disk of the ledger."""

    def __init__(self, disk: Disk, policy: Policy) -> None:
        """``policy``: the ledger's. Blocks."""
        self._disk = disk
        self._policy = policy
        self._work = Work(disk)

    def close(self) -> None:
        """Let go of the database; the disk stays open."""
        self._work.close()

    @property
    def trouble(self) -> str:
        return self._work.trouble

    async def claim(self, claims: Sequence[Claim]) -> list[Promise | None]:
        return await self._disk.write(partial(self._claim, claims=claims))

    async def put(self, delivery: Delivery) -> Delivery:
        return await self._disk.write(partial(self._put, delivery=delivery))

    async def settle(self, before: Delivery, after: Delivery) -> bool:
        return await self._disk.write(partial(self._settle, before=before, after=after))

    async def get(self, id: str) -> Delivery | None:
        return await self._disk.read(partial(_get, id=id))

    async def several(self, ids: Sequence[str]) -> list[Delivery]:
        return await self._disk.read(partial(_several, ids=ids))

    async def held(self, id: str) -> Held | None:
        return await self._disk.read(partial(_held, id=id))

    async def find(self, sought: Sought, after: str = "", limit: int = 50) -> Deliveries:
        begin, limit = _place(after), max(1, min(limit, MOST_AT_ONCE))
        return await self._disk.read(partial(_find, sought=sought, begin=begin, limit=limit))

    async def notes(self, after: int = 0, limit: int = 100, *, parked: bool | None = None) -> list[Note]:
        return await self._disk.read(partial(_notes, after=after, limit=limit, parked=parked))

    async def strike(self, numbers: Sequence[int], deliveries: Sequence[Delivery]) -> bool:
        try:
            await self._disk.write(partial(self._strike, numbers=numbers, deliveries=deliveries))
        except _Struck:
            return False
        return True

    async def stock(self, now: Moment) -> Stock:
        return await self._disk.read(partial(stock, now=now))

    async def clear(self, sent_before: Moment, done_before: Moment, most: int) -> int:
        forgotten = await self._disk.write(partial(_clear, before=sent_before, most=most))
        return forgotten + await asyncio.to_thread(self._work.clear, done_before, most)

    def working(self, attempt: Attempt) -> AbstractAsyncContextManager[None]:
        return self._work.working(attempt)

    def _claim(self, connection: Connection, claims: Sequence[Claim]) -> list[Promise | None]:
        """All together, as a savepoint for each would cost as much again; where one cannot be, each alone."""
        outcomes: list[tuple[Promise | None, list[Delivery]]]
        try:
            with connection.begin_nested():
                outcomes = [self._claim_one(connection, claim) for claim in claims]
        except (LedgerConflict, NotAllowed, *writer.ALONE):
            outcomes = [self._claim_alone(connection, claim) for claim in claims]
        self._begin_together(connection, [delivery for _, kept in outcomes for delivery in kept])
        return [promise for promise, _ in outcomes]

    def _claim_alone(self, connection: Connection, claim: Claim) -> tuple[Promise | None, list[Delivery]]:
        """The others of its batch are none the worse for one that cannot be written."""
        try:
            with connection.begin_nested():
                return self._claim_one(connection, claim)
        except LedgerConflict:
            return None, []
        except (NotAllowed, *writer.ALONE) as error:
            _log.warning("nothing is sent for a promise", promise=claim.promise, why=str(error))
            return None, []

    def _claim_one(self, connection: Connection, claim: Claim) -> tuple[Promise, list[Delivery]]:
        """The promise as it holds since, and those deliveries that were not there before."""
        id, edition, change, deliveries = claim
        after = ledger.write(connection, id=id, edition=edition, change=change, policy=self._policy)
        return after, [delivery for delivery in deliveries if self._keep(connection, delivery)]

    def _strike(self, connection: Connection, numbers: Sequence[int], deliveries: Sequence[Delivery]) -> None:
        struck = connection.execute(delete(tables.note).where(_note.number.in_(numbers)))
        if struck.rowcount != len(numbers):
            raise _Struck
        self._begin_together(connection, [each for each in deliveries if self._keep(connection, each)])

    def _begin_together(self, connection: Connection, deliveries: Iterable[Delivery]) -> None:
        """To one destination they are one piece of durable work, which costs as much as ten rows."""
        begun: dict[str, list[str]] = {}
        for delivery in deliveries:
            begun.setdefault(delivery.destination, []).append(delivery.id)
        for destination, ids in begun.items():
            self._work.begin(connection, ids, 1, destination, 0.0)

    def _put(self, connection: Connection, delivery: Delivery) -> Delivery:
        if not self._keep(connection, delivery):
            return _get(connection, id=delivery.id) or delivery
        self._begin(connection, delivery)
        return delivery

    def _keep(self, connection: Connection, delivery: Delivery) -> bool:
        """False where it is there already."""
        row = {"id": delivery.id, "promise": delivery.promise}
        return connection.execute(_KEEP[connection.dialect.name], row | _changing(delivery)).scalar() is not None

    def _settle(self, connection: Connection, before: Delivery, after: Delivery) -> bool:
        seen = {"seen": before.id, "seen_attempts": before.attempts, "seen_state": before.state}
        if _SETTLE(connection, _changing(after) | seen, Written(TOPIC, after.id, after.attempts)) != 1:
            return False
        if after.state == "waiting":
            self._begin(connection, after)
        if after.state == "sent" and after.then is not None:
            self._stand(connection, after.promise, msgspec.structs.replace(after.then, at=after.settled_at))
        if after.state == "parked" and after.message.kind != PARKED:
            noted = {"kind": PARKED, "about": after.id, "edition": after.attempts, "at": after.settled_at}
            connection.execute(insert(tables.note), noted)
        return True

    def _begin(self, connection: Connection, delivery: Delivery) -> None:
        after = (when(delivery.next_at) - datetime.now(UTC)).total_seconds()
        self._work.begin(connection, [delivery.id], delivery.attempts + 1, delivery.destination, after)

    def _stand(self, connection: Connection, promise: str, then: Told | Asked) -> None:
        """What was sent stands on the ledger, whatever became of the promise meanwhile, if it can be said of it."""
        for _ in range(_CHANGED_MEANWHILE):
            known = ledger.get(connection, id=promise)
            if known is None:
                return
            try:
                ledger.write(connection, id=promise, edition=known.edition, change=then, policy=self._policy)
            except LedgerConflict:
                continue
            except NotAllowed as error:
                _log.warning("what was sent has no place on the ledger", promise=promise, why=str(error))
            return


def _changing(delivery: Delivery) -> dict[str, object]:
    body = msgspec.json.encode(delivery).decode()
    return {
        "destination": delivery.destination,
        "state": delivery.state,
        "attempts": delivery.attempts,
        "at": delivery.next_at or delivery.settled_at,
        "body": body,
    }


def _get(connection: Connection, *, id: str) -> Delivery | None:
    body = connection.execute(_BODY, {"id": id}).scalar()
    return None if body is None else msgspec.json.decode(body, type=Delivery)


def _several(connection: Connection, *, ids: Sequence[str]) -> list[Delivery]:
    bodies = connection.execute(select(_row.body).where(_row.id.in_(ids)).order_by(_row.number)).scalars()
    return [msgspec.json.decode(body, type=Delivery) for body in bodies]


def _held(connection: Connection, *, id: str) -> Held | None:
    found = connection.execute(_BOTH, {"id": id}).first()
    if found is None:
        return None
    delivery, about = found
    return Held(msgspec.json.decode(delivery, type=Delivery), about and msgspec.json.decode(about, type=Promise))


def _find(connection: Connection, *, sought: Sought, begin: int | None, limit: int) -> Deliveries:
    chosen = select(_row.number, _row.body).order_by(_row.number.desc()).limit(limit + 1)
    for column, value in ((_row.state, sought.state), (_row.promise, sought.promise)):
        chosen = chosen.where(column == value) if value else chosen
    if sought.destination:
        chosen = chosen.where(_row.destination == sought.destination)
    if begin is not None:
        chosen = chosen.where(_row.number < begin)
    found = connection.execute(chosen).all()
    after = str(found[limit - 1].number) if len(found) > limit else ""
    return Deliveries([msgspec.json.decode(body, type=Delivery) for _, body in found[:limit]], after)


def _notes(connection: Connection, *, after: int, limit: int, parked: bool | None) -> list[Note]:
    columns = (_note.number, _note.kind, _note.about, _note.edition, _note.at)
    chosen = select(*columns).where(_note.number > after).order_by(_note.number).limit(limit)
    if parked is not None:
        chosen = chosen.where(_note.kind == PARKED if parked else _note.kind != PARKED)
    return [Note(*row) for row in connection.execute(chosen)]


def stock(connection: Connection, *, now: Moment) -> Stock:
    """`Outbox.stock` without an outbox."""
    counted = connection.execute(select(_row.state, func.count()).group_by(_row.state))
    late = select(func.min(_row.at)).where(_row.state == "waiting", _row.at < now)
    return Stock({row[0]: row[1] for row in counted}, connection.execute(late).scalar() or "")


def _clear(connection: Connection, *, before: Moment, most: int) -> int:
    over = _row.state.in_(OVER) & (_row.at < before)
    oldest = select(_row.number).where(over).order_by(_row.at).limit(most)
    numbers = connection.execute(oldest).scalars().all()
    return connection.execute(delete(tables.delivery).where(_row.number.in_(numbers), over)).rowcount


def _place(after: str) -> int | None:
    if after and not (after.isascii() and after.isdigit() and len(after) < 19):
        raise BadCursor(f"{after[:60]!r} is no place to go on from. Begin at the first page.")
    return int(after) if after else None
