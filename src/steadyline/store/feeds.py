"""
Calendars to subscribe to, on disk: of what opens one there is a digest alone.
"""

from functools import partial

import msgspec
from sqlalchemy import Connection, insert, select, update

from steadyline.core.ledger import Moment
from steadyline.service.feeds import Feed
from steadyline.store import tables
from steadyline.store.disk import Disk

_row = tables.feed.c


class SqlFeeds:
    """The `Feeds` in the database."""

    def __init__(self, disk: Disk) -> None:
        self._disk = disk

    async def keep(self, feed: Feed, digest: str) -> None:
        await self._disk.write(partial(_keep, feed=feed, digest=digest))

    async def opened_by(self, digest: str) -> Feed | None:
        return await self._disk.read(partial(_opened_by, digest=digest))

    async def all(self) -> list[Feed]:
        return await self._disk.read(_all)

    async def revoke(self, id: str, at: Moment) -> bool:
        return await self._disk.write(partial(_revoke, id=id, at=at))


def _keep(connection: Connection, *, feed: Feed, digest: str) -> None:
    body = msgspec.json.encode(feed).decode()
    connection.execute(insert(tables.feed), {"id": feed.id, "digest": digest, "body": body})


def _opened_by(connection: Connection, *, digest: str) -> Feed | None:
    row = connection.execute(select(_row.body, _row.revoked_at).where(_row.digest == digest)).one_or_none()
    return _read(*row) if row else None


def _all(connection: Connection) -> list[Feed]:
    return [_read(*row) for row in connection.execute(select(_row.body, _row.revoked_at).order_by(_row.number))]


def _read(body: str, revoked_at: str | None) -> Feed:
    return msgspec.structs.replace(msgspec.json.decode(body, type=Feed), revoked_at=revoked_at)


def _revoke(connection: Connection, *, id: str, at: Moment) -> bool:
    known = _row.id == id
    shut = update(tables.feed).where(known, _row.revoked_at.is_(None)).values(revoked_at=at)
    if connection.execute(shut).rowcount:
        return True
    return connection.execute(select(_row.number).where(known)).scalar() is not None
