"""
The one database of this process: a thread that writes, and a few that read.

What `write` returned for is committed and synced: killed at any moment, nothing acknowledged is lost and nothing is
half there. Reading never waits for writing. Everything kept here (the journal, the ledger) shares both.
"""

import asyncio
import secrets
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from sqlalchemy import Connection

from steadyline.service.ports import JournalFailed
from steadyline.store import database
from steadyline.store.writer import Writer

READERS = 4
"""Threads that read. A page takes about two milliseconds, so a few carry many screens."""

T = TypeVar("T")


class Disk:
    """Callers wait for the disk, not the event loop. A cancelled `write` may still be written."""

    def __init__(self, where: str, *, wait_seconds: float = 5.0) -> None:
        """Open the database at ``where``, a file's path or an address, and bring it up to this version. Blocks.

        ``wait_seconds`` is how long to wait for another program's lock. Raises `JournalFailed`.
        """
        url = database.locate(where)
        database.make_room(url)
        self.writing = database.connect(url, writes=True, connections=1, wait_seconds=wait_seconds)
        self.server = secrets.token_hex(8)
        self.writing.update_execution_options(server=self.server)
        try:
            database.migrate(self.writing)
        except JournalFailed:
            self.writing.dispose()
            raise
        self._reading = database.connect(url, writes=False, connections=READERS, wait_seconds=wait_seconds)
        self._writer = Writer(self.writing)
        self._readers = ThreadPoolExecutor(READERS, thread_name_prefix="steadyline-reader")

    async def close(self) -> None:
        """Finish what was asked, then let go of the database."""
        await asyncio.to_thread(self._writer.close)
        await asyncio.to_thread(self._readers.shutdown)
        self._reading.dispose()
        self.writing.dispose()

    async def write(self, work: Callable[[Connection], T]) -> T:
        """What ``work`` returned in a transaction, once that is committed. Where it raises, nothing of it stays."""
        return await asyncio.wrap_future(self._writer.submit(work))

    async def read(self, work: Callable[[Connection], T]) -> T:
        """What ``work`` returned. It may run beside others, and sees what is committed."""
        try:
            answer = asyncio.get_running_loop().run_in_executor(self._readers, self._query, work)
        except RuntimeError as error:
            raise JournalFailed("the journal is closed; open it again to read") from error
        return await answer

    def _query(self, work: Callable[[Connection], T]) -> T:
        with database.explained(self._reading.url), self._reading.connect() as connection:
            return work(connection)
