"""Durable work on a disk that takes nothing more: it is told while it lasts, and all goes out once it is over."""

import asyncio
import os
import resource
import subprocess
import sys
from pathlib import Path

from contracts.test_outbox import POLICY, Carrying, Shelved, delivery
from steadyline.core.events import Seconds
from steadyline.store import work
from steadyline.store.disk import Disk
from steadyline.store.ledger import SqlLedger
from steadyline.store.outbox import SqlOutbox

MANY = 20


async def told(outbox: SqlOutbox, expected: str, seconds: Seconds = 60.0) -> str:
    """The trouble, once it is what is expected, or after so long."""
    for _ in range(round(seconds / 0.05)):
        if outbox.trouble == expected:
            break
        await asyncio.sleep(0.05)
    return outbox.trouble


async def _through(path: str) -> None:
    """What is told while no file of this process may grow, and what becomes of what was on its way."""
    disk = await asyncio.to_thread(Disk, path)
    outbox = await asyncio.to_thread(SqlOutbox, disk, POLICY)
    kept = Shelved(SqlLedger(disk, POLICY), outbox)
    async with outbox.working(Carrying(outbox).attempt):
        await outbox.put(delivery("msg_0"))
        print((await kept.settled("msg_0")).state, repr(outbox.trouble))
        await asyncio.gather(*(outbox.put(delivery(f"msg_{number}")) for number in range(1, MANY)))
        limits = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, limits[1]))
        print(await told(outbox, work.TAKES_NOTHING))
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        print(repr(await told(outbox, "")))
        await outbox.put(delivery(f"msg_{MANY}"))
        print({(await kept.settled(f"msg_{number}", 60.0)).state for number in range(MANY + 1)})
    await asyncio.to_thread(outbox.close)
    await disk.close()


def test_a_disk_that_takes_nothing_is_told_while_it_lasts_and_what_waited_goes_out(tmp_path: Path):
    paths = os.pathsep.join(filter(None, sys.path))
    run = subprocess.run(
        [sys.executable, __file__, str(tmp_path / "x.sqlite")],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": paths},
        timeout=300,
        check=False,
    )

    assert ["sent ''", work.TAKES_NOTHING, "''", "{'sent'}"] == [
        line for line in run.stdout.splitlines() if "warning" not in line and "Error" not in line
    ], run.stdout + run.stderr


if __name__ == "__main__":
    work.LOOK_SECONDS = 0.3
    asyncio.run(_through(sys.argv[1]))
