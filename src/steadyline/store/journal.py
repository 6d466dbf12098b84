"""
The journal on disk.

What `append` returned for is committed and synced: killed at any moment, nothing acknowledged is lost and nothing is
half there. Each append moves the call's revision from what its writer last saw, in one statement, or not at all: no row
back means that another writer got there first. Reading never waits for writing, and holds one page at a time.
"""

from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime
from functools import partial, reduce
from types import TracebackType
from typing import Self

import msgspec
from sqlalchemy import Connection, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from steadyline.core import gist
from steadyline.core.events import (
    AlertJudged,
    AnyEvent,
    CallEnded,
    CallStarted,
    ConcernNoted,
    ConcernTakenBack,
    Header,
    HeatMoved,
    Judged,
    PromiseSettled,
    decode,
    encode_exactly,
)
from steadyline.core.gist import Gist
from steadyline.core.names import Alert
from steadyline.service.ledger_ports import Settled
from steadyline.service.ports import CallListed, JournalConflict, JournalFailed, Recorded, Revision
from steadyline.store import tables
from steadyline.store.disk import Disk

PAGE = 500
"""Events read at a time: bounds the memory of a reader, however long the call."""


class SqlJournal:
    """The `Journal` in SQLite, or in any database that SQLAlchemy reaches and the migrations fit.

    Callers wait for the disk, not the event loop. A cancelled call of a method that writes may still be written.
    """

    def __init__(self, where: str, *, wait_seconds: float = 5.0) -> None:
        """Open the database at ``where``, a file's path or an address, and bring it up to this version. Blocks.

        ``wait_seconds`` is how long to wait for another program's lock. Raises `JournalFailed`.
        """
        self.disk = Disk(where, wait_seconds=wait_seconds)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Finish what was asked, then let go of the database."""
        await self.disk.close()

    async def append(self, call: str, after: Revision, events: Sequence[AnyEvent]) -> Revision:
        rows = [_row(call, after + place, event) for place, event in enumerate(events, start=1)]
        header = _header(call, events) if after == 0 and rows else None
        ended = any(isinstance(event, CallEnded) for event in events)
        work = partial(_append, call=call, after=after, rows=rows, header=header, ended=ended, events=events)
        return await self.disk.write(work)

    async def read(self, call: str, after: Revision = 0) -> AsyncIterator[Recorded]:
        while page := await self.disk.read(partial(_page, call=call, after=after)):
            for revision, body in page:
                yield _recorded(call, revision, body)
            if len(page) < PAGE:
                return
            after = page[-1][0]

    async def calls(self, *, live: bool | None = None, customer: str = "", limit: int = 50) -> list[CallListed]:
        return await self.disk.read(partial(_calls, live=live, customer=customer, limit=limit))

    async def judged(self, latest: int) -> dict[Alert, Judged]:
        return await self.disk.read(partial(_judged, latest=latest))

    async def settled(self, call: str = "", limit: int = 100) -> list[Settled]:
        return await self.disk.read(partial(_settled, call=call, limit=limit))

    async def taken(self, settled: Settled) -> None:
        await self.disk.write(partial(_taken, settled=settled))

    async def save(self, call: str, revision: Revision, state: bytes) -> None:
        await self.disk.write(partial(_save, call=call, revision=revision, state=state))

    async def saved(self, call: str) -> tuple[Revision, bytes] | None:
        return await self.disk.read(partial(_saved, call=call))

    async def keep_playbook(self, reference: str, body: bytes) -> None:
        await self.disk.write(partial(_keep_playbook, reference=reference, body=body))

    async def playbook(self, reference: str) -> bytes | None:
        return await self.disk.read(partial(_playbook, reference=reference))


def _row(call: str, revision: Revision, event: AnyEvent) -> dict[str, object]:
    kind = event.__struct_config__.tag
    return {"call": call, "revision": revision, "at": event.at, "type": kind, "body": encode_exactly(event).decode()}


def _header(call: str, events: Sequence[AnyEvent]) -> Header:
    first = events[0]
    if not isinstance(first, CallStarted):
        raise ValueError(f"the first event of call {call} must be CallStarted, not {type(first).__name__}")
    return first.header


def _append(
    connection: Connection,
    *,
    call: str,
    after: Revision,
    rows: list[dict[str, object]],
    header: Header | None,
    ended: bool,
    events: Sequence[AnyEvent],
) -> Revision:
    revision = after + len(rows)
    if header is not None:
        _open(connection, call, header, revision, ended)
    else:
        _move(connection, call, after, revision, ended)
    if rows:
        connection.execute(insert(tables.event), rows)
    for place, event in enumerate(events, start=after + 1):
        if isinstance(event, AlertJudged):
            _judge(connection, call, event)
        elif isinstance(event, PromiseSettled):
            connection.execute(insert(tables.settled), {"call": call, "revision": place})
    telling = ConcernNoted | ConcernTakenBack | HeatMoved
    _keep_gist(connection, call, [event for event in events if isinstance(event, telling)])
    return revision


def _judge(connection: Connection, call: str, verdict: AlertJudged) -> None:
    alert = verdict.id.replace("\0", "")  # which Postgres has no place for
    known = (tables.judgement.c.call == call) & (tables.judgement.c.alert == alert)
    row: dict[str, object] = {"kind": verdict.alert, "useful": verdict.useful}
    if connection.execute(update(tables.judgement).where(known).values(row)).rowcount == 0:
        connection.execute(insert(tables.judgement), row | {"call": call, "alert": alert})


def _keep_gist(connection: Connection, call: str, events: Sequence[AnyEvent]) -> None:
    if not events:
        return
    here = tables.call.c.id == call
    known = msgspec.json.decode(connection.execute(select(tables.call.c.gist).where(here)).scalar_one(), type=Gist)
    now = reduce(gist.step, events, known)
    connection.execute(update(tables.call).where(here).values(gist=msgspec.json.encode(now).decode()))


def _open(connection: Connection, call: str, header: Header, revision: Revision, ended: bool) -> None:
    opened = datetime.now(UTC).isoformat()
    kept = msgspec.json.encode(header).decode()
    row = {"id": call, "header": kept, "opened": opened, "revision": revision, "ended": ended}
    row["customer"] = header.customer.ref.replace("\0", "")  # which Postgres has no place for
    try:
        connection.execute(insert(tables.call), row)
    except IntegrityError as error:
        raise _conflict(call, 0) from error


def _move(connection: Connection, call: str, after: Revision, revision: Revision, ended: bool) -> None:
    if after == revision == _revision(connection, call):
        return
    moved: dict[str, object] = {"revision": revision, "ended": True} if ended else {"revision": revision}
    here = (tables.call.c.id == call) & (tables.call.c.revision == after)
    if connection.execute(update(tables.call).where(here).values(moved)).rowcount != 1:
        raise _conflict(call, after)


def _conflict(call: str, after: Revision) -> JournalConflict:
    return JournalConflict(f"call {call} is not at revision {after}; read the journal again and go on from there")


def _revision(connection: Connection, call: str) -> Revision:
    found = connection.execute(select(tables.call.c.revision).where(tables.call.c.id == call)).scalar()
    return found or 0


def _page(connection: Connection, *, call: str, after: Revision) -> list[tuple[Revision, str]]:
    event = tables.event.c
    later = select(event.revision, event.body).where(event.call == call, event.revision > after)
    return [(row.revision, row.body) for row in connection.execute(later.order_by(event.revision).limit(PAGE))]


def _recorded(call: str, revision: Revision, body: str) -> Recorded:
    try:
        return Recorded(revision, decode(body))
    except msgspec.DecodeError as error:
        raise JournalFailed(
            f"event {revision} of call {call} cannot be read ({error}): it is damaged, or a newer Steadyline wrote it; "
            "restore the database from a backup, or install the newer version"
        ) from error


def _calls(connection: Connection, *, live: bool | None, customer: str, limit: int) -> list[CallListed]:
    call = tables.call.c
    listed = select(call.id, call.header, call.revision, call.ended, call.opened, call.gist)
    if live is not None:
        listed = listed.where(call.ended.is_(not live))
    if customer:
        listed = listed.where(call.customer == customer)
    newest = connection.execute(listed.order_by(call.number.desc()).limit(limit))
    return [
        CallListed(
            id=row.id,
            header=msgspec.json.decode(row.header, type=Header),
            revision=row.revision,
            ended=row.ended,
            opened=row.opened,
            gist=msgspec.json.decode(row.gist, type=Gist),
        )
        for row in newest
    ]


def _judged(connection: Connection, *, latest: int) -> dict[Alert, Judged]:
    row = tables.judgement.c
    place = func.row_number().over(partition_by=row.kind, order_by=row.number.desc()).label("place")
    newest = select(row.kind, row.useful, place).subquery().c
    counted = select(newest.kind, newest.useful, func.count()).where(newest.place <= latest)
    counts: dict[Alert, Judged] = {}
    for kind, useful, count in connection.execute(counted.group_by(newest.kind, newest.useful)):
        changed = {"useful" if useful else "not_useful": count}
        counts[kind] = msgspec.structs.replace(counts.get(kind, Judged()), **changed)
    return counts


def _settled(connection: Connection, *, call: str, limit: int) -> list[Settled]:
    row = tables.settled.c
    waiting = select(row.call, row.revision).order_by(row.call, row.revision).limit(limit)
    return [Settled(*found) for found in connection.execute(waiting.where(row.call == call) if call else waiting)]


def _taken(connection: Connection, *, settled: Settled) -> None:
    row = tables.settled.c
    connection.execute(delete(tables.settled).where(row.call == settled.call, row.revision == settled.revision))


def _save(connection: Connection, *, call: str, revision: Revision, state: bytes) -> None:
    if not 0 < revision <= _revision(connection, call):
        raise ValueError(f"call {call} has not reached revision {revision}")
    kept = connection.execute(select(tables.state.c.revision).where(tables.state.c.call == call)).scalar()
    row = {"revision": revision, "body": state}
    if kept is None:
        connection.execute(insert(tables.state), row | {"call": call})
    elif kept <= revision:
        connection.execute(update(tables.state).where(tables.state.c.call == call).values(row))


def _saved(connection: Connection, *, call: str) -> tuple[Revision, bytes] | None:
    found = select(tables.state.c.revision, tables.state.c.body).where(tables.state.c.call == call)
    row = connection.execute(found).first()
    return (row.revision, row.body) if row else None


def _keep_playbook(connection: Connection, *, reference: str, body: bytes) -> None:
    if _playbook(connection, reference=reference) is None:
        connection.execute(insert(tables.playbook), {"reference": reference, "body": body})


def _playbook(connection: Connection, *, reference: str) -> bytes | None:
    found = select(tables.playbook.c.body).where(tables.playbook.c.reference == reference)
    return connection.execute(found).scalar()
