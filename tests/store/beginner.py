"""
Run in a process of its own by `test_begun_together`: opens new databases as a server or as a listener does.

For each line that comes in, a file's path, it opens that database, writes to it, and answers ``ok``, or what failed.
Told to be slow, it takes longer to make the tables than anybody waits for a lock of the database.
"""

import asyncio
import sys
import time
from functools import partial

from sqlalchemy import URL, Connection

from contracts.journals import started, ticks
from contracts.test_outbox import POLICY, delivery
from steadyline.store import database
from steadyline.store.disk import Disk
from steadyline.store.journal import SqlJournal
from steadyline.store.outbox import SqlOutbox

SLOW_SECONDS = 2.5
waits_seconds = 5.0


async def serve(path: str, call: str) -> None:
    """The journal's tables, then those of the durable work, and a message that waits."""
    disk = await asyncio.to_thread(Disk, path)
    outbox = await asyncio.to_thread(SqlOutbox, disk, POLICY)
    await outbox.put(delivery(f"msg_{call}"))
    await asyncio.to_thread(outbox.close)
    await disk.close()


async def listen(path: str, call: str) -> None:
    """The journal's tables, and a call, event by event."""
    async with await asyncio.to_thread(partial(SqlJournal, path, wait_seconds=waits_seconds)) as journal:
        await journal.append(call, 0, [started(call)])
        for revision in range(1, 20):
            await journal.append(call, revision, ticks(revision + 1, 1))


def be_slow() -> None:
    """Whoever makes the tables takes longer over it than anybody waits for a lock."""
    global waits_seconds
    waits_seconds = SLOW_SECONDS / 2.5
    upgrade = database._upgrade

    def slowly(connection: Connection, version: str | None, url: URL) -> None:
        time.sleep(SLOW_SECONDS)
        upgrade(connection, version, url)

    database._upgrade = slowly


def main(does: str, call: str, slow: str = "") -> None:
    """Until nothing comes any more."""
    if slow:
        be_slow()
    begin = {"serve": serve, "listen": listen}[does]
    print("ready", flush=True)
    for path in map(str.strip, sys.stdin):
        try:
            asyncio.run(begin(path, call))
        except Exception as error:
            print(f"{does}: {error!r}".replace("\n", " "), flush=True)
        else:
            print("ok", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
