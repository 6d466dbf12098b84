"""
What other servers on the same Postgres write, as they write it.

Each transaction tells of what it wrote, under the name of its server: the others hear of it once it is committed, and
not before (NOTIFY), each on a connection of its own. A line that broke is dialled again, and what was told meanwhile is
lost: whoever listens is told so. An SQLite file has no neighbours.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping
from typing import Any, Final

import msgspec
import structlog
from sqlalchemy import Connection, Insert, Update, bindparam, func

from steadyline.core.events import Seconds
from steadyline.service.heralding import Written
from steadyline.store import database
from steadyline.store.disk import Disk

CHANNEL: Final = "steadyline"
AGAIN_SECONDS: Final[Seconds] = 2.0
"""How long to wait before a line that broke is dialled again."""

_log = structlog.get_logger(__name__)


class _Said(msgspec.Struct, frozen=True, array_like=True):
    server: str
    written: Written


class Telling:
    """A statement that writes a row, and lets the other servers know of it once it is committed.

    Both are one statement, made once: whoever writes thousands of rows would notice another for each, and the making.
    """

    def __init__(self, writing: Insert | Update) -> None:
        """``writing``: with its values left open; none of them is called ``said``."""
        self._alone = writing
        self._telling = writing.returning(func.pg_notify(CHANNEL, bindparam("said")))

    def __call__(self, connection: Connection, values: Mapping[str, Any], written: Written) -> int:
        """How many rows were written."""
        if connection.dialect.name != "postgresql":
            return connection.execute(self._alone, values).rowcount
        said = _Said(connection.get_execution_options().get("server", ""), written)
        told = connection.execute(self._telling, {**values, "said": msgspec.json.encode(said).decode()})
        return len(told.all())


class SqlNeighbours:
    """The `service.heralding.Neighbours` of the server with this disk."""

    def __init__(self, disk: Disk) -> None:
        self._url = disk.writing.url
        self._server = disk.server

    async def heard(self) -> AsyncIterator[Written | None]:
        if self._url.get_backend_name() == "sqlite":
            return
        import psycopg.conninfo

        address = self._url.set(drivername="postgresql").render_as_string(hide_password=False)
        address = psycopg.conninfo.make_conninfo(address, **database.KEPT_ALIVE)
        while True:
            try:
                async with await psycopg.AsyncConnection.connect(address, autocommit=True) as line:
                    await line.execute(f"LISTEN {CHANNEL}")
                    yield None
                    async for notice in line.notifies():
                        try:
                            said = msgspec.json.decode(notice.payload, type=_Said)
                        except msgspec.DecodeError as error:  # as one of another version may tell it
                            _log.warning("what another server wrote cannot be read here", why=str(error))
                            yield None
                            continue
                        if said.server != self._server:
                            yield said.written
            except psycopg.Error as error:
                _log.warning("pages here do not hear of what other servers write", why=str(error))
            await asyncio.sleep(AGAIN_SECONDS)
