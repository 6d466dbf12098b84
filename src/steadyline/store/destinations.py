"""
Where messages go, on disk, and who said so.

Every change is kept with who and when, and none is ever taken back. Of two who change the same one, on whatever servers
they are, the second changes nothing. Secrets are named here, and never held.
"""

from functools import partial

import msgspec
from sqlalchemy import Connection, delete, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from steadyline.core.ledger import Moment
from steadyline.service.delivering import Destination
from steadyline.service.outbox import DestinationChanged
from steadyline.store import tables
from steadyline.store.disk import Disk

_row = tables.destination.c


class SqlDestinations:
    """The `Destinations` in the database."""

    def __init__(self, disk: Disk) -> None:
        self._disk = disk

    async def all(self) -> list[Destination]:
        return await self._disk.read(_all)

    async def save(self, destination: Destination, by: str, at: Moment, seen: Destination | None = None) -> bool:
        return await self._disk.write(partial(_save, destination=destination, by=by, at=at, seen=seen))

    async def remove(self, seen: Destination, by: str, at: Moment) -> bool:
        return await self._disk.write(partial(_remove, seen=seen, by=by, at=at))

    async def changes(self, limit: int = 100) -> list[DestinationChanged]:
        return await self._disk.read(partial(_changes, limit=limit))


def _all(connection: Connection) -> list[Destination]:
    bodies = connection.execute(select(_row.body).order_by(_row.name, _row.id)).scalars()
    return [msgspec.json.decode(body, type=Destination) for body in bodies]


def _save(connection: Connection, *, destination: Destination, by: str, at: Moment, seen: Destination | None) -> bool:
    values = {"name": destination.name, "body": msgspec.json.encode(destination).decode()}
    if seen is None:
        dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
        made = dialect.insert(tables.destination).on_conflict_do_nothing().returning(_row.id)
        if connection.execute(made.values(values | {"id": destination.id})).scalar() is None:
            return False
    elif not _held(connection, seen, destination.id):
        return False
    else:
        connection.execute(update(tables.destination).where(_row.id == destination.id).values(values))
    _note(connection, DestinationChanged(at=at, by=by, id=destination.id, now=destination))
    return True


def _remove(connection: Connection, *, seen: Destination, by: str, at: Moment) -> bool:
    if not _held(connection, seen, seen.id):
        return False
    connection.execute(delete(tables.destination).where(_row.id == seen.id))
    _note(connection, DestinationChanged(at=at, by=by, id=seen.id, now=None))
    return True


def _held(connection: Connection, seen: Destination, id: str) -> bool:
    """Whether this is what holds: no other server changes it until this transaction ends."""
    body = connection.execute(select(_row.body).where(_row.id == id).with_for_update()).scalar()
    return body is not None and msgspec.json.decode(body, type=Destination) == seen


def _note(connection: Connection, changed: DestinationChanged) -> None:
    connection.execute(insert(tables.destination_change), {"body": msgspec.json.encode(changed).decode()})


def _changes(connection: Connection, *, limit: int) -> list[DestinationChanged]:
    row = tables.destination_change.c
    bodies = connection.execute(select(row.body).order_by(row.number.desc()).limit(limit)).scalars()
    return [msgspec.json.decode(body, type=DestinationChanged) for body in bodies]
