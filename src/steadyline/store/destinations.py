"""
Where messages go, on disk, and who said so.

Every change is kept with who and when, and none is ever taken back. Secrets are named here, and never held.
"""

from functools import partial

import msgspec
from sqlalchemy import Connection, delete, insert, select, update

from steadyline.core.ledger import Moment
from steadyline.service.delivering import Destination
from steadyline.service.outbox import DestinationChanged
from steadyline.store import tables
from steadyline.store.disk import Disk


class SqlDestinations:
    """The `Destinations` in the database."""

    def __init__(self, disk: Disk) -> None:
        self._disk = disk

    async def all(self) -> list[Destination]:
        return await self._disk.read(_all)

    async def save(self, destination: Destination, by: str, at: Moment) -> None:
        await self._disk.write(partial(_save, destination=destination, by=by, at=at))

    async def remove(self, id: str, by: str, at: Moment) -> bool:
        return await self._disk.write(partial(_remove, id=id, by=by, at=at))

    async def changes(self, limit: int = 100) -> list[DestinationChanged]:
        return await self._disk.read(partial(_changes, limit=limit))


def _all(connection: Connection) -> list[Destination]:
    row = tables.destination.c
    bodies = connection.execute(select(row.body).order_by(row.name, row.id)).scalars()
    return [msgspec.json.decode(body, type=Destination) for body in bodies]


def _save(connection: Connection, *, destination: Destination, by: str, at: Moment) -> None:
    values = {"name": destination.name, "body": msgspec.json.encode(destination).decode()}
    here = tables.destination.c.id == destination.id
    if connection.execute(update(tables.destination).where(here).values(values)).rowcount == 0:
        connection.execute(insert(tables.destination), values | {"id": destination.id})
    _note(connection, DestinationChanged(at=at, by=by, id=destination.id, now=destination))


def _remove(connection: Connection, *, id: str, by: str, at: Moment) -> bool:
    if connection.execute(delete(tables.destination).where(tables.destination.c.id == id)).rowcount == 0:
        return False
    _note(connection, DestinationChanged(at=at, by=by, id=id, now=None))
    return True


def _note(connection: Connection, changed: DestinationChanged) -> None:
    connection.execute(insert(tables.destination_change), {"body": msgspec.json.encode(changed).decode()})


def _changes(connection: Connection, *, limit: int) -> list[DestinationChanged]:
    row = tables.destination_change.c
    bodies = connection.execute(select(row.body).order_by(row.number.desc()).limit(limit)).scalars()
    return [msgspec.json.decode(body, type=DestinationChanged) for body in bodies]
