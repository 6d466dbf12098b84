"""What is kept on disk, opened when it is asked for."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from steadyline.service.ports import (
    Journal,
)
from steadyline.settings import Settings

if TYPE_CHECKING:
    from steadyline.store.journal import SqlJournal
    from steadyline.store.outbox import SqlOutbox


def outbox_store() -> "type[SqlOutbox]":
    """Half a second to load at first."""
    from steadyline.store.outbox import SqlOutbox

    return SqlOutbox


@asynccontextmanager
async def journal(settings: Settings) -> "AsyncIterator[SqlJournal]":
    """The journal on disk. Raises `service.ports.JournalFailed`."""

    def opened() -> "SqlJournal":
        from steadyline.store.journal import SqlJournal

        return SqlJournal(settings.database)

    async with await asyncio.to_thread(opened) as kept:
        yield kept


def memory_journal() -> Journal:
    """A journal that is gone with the process."""
    from steadyline.testing import MemoryJournal

    return MemoryJournal()
