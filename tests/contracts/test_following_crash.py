"""
Two servers on one Postgres, killed at any moment, again and again: no promise is lost, no reminder missed, none written
twice, all news told; nothing is sent twice but what was under way at a kill, and that under the same id.

``CRASH_KILLS`` says how often: twenty times, unless it is set; 200 in the run that is reported.
"""

import asyncio
import multiprocessing
import os
import random
import socket
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from itertools import pairwise
from multiprocessing.context import ForkServerProcess
from threading import Lock

import msgspec
import pytest
from aiosmtpd.controller import Controller

import postgres
from contracts import follower
from steadyline.core.ledger import Made, Reminded, stamp
from steadyline.service.outbox import Sought
from steadyline.store.destinations import SqlDestinations
from steadyline.store.disk import Disk
from steadyline.store.ledger import SqlLedger
from steadyline.store.outbox import SqlOutbox

KILLS = int(os.environ.get("CRASH_KILLS", "20"))
AT_ONCE = int(os.environ.get("CRASH_AT_ONCE", "1"))
LONGEST_LIFE = 6.0
"""Seconds that a server lives at most: some are killed while they start, some in the midst of their work."""

READ_LATE = 1.0
"""Seconds by which a receiver may read late what was on its way to it at the kill."""

STAGES = ["tell_customer", "named_person"]
"""What a promise made ten hours ago and due in a moment is reminded of."""

EACH = {"mail": 2, "hook": 3}
"""Messages about each promise: its reminders, and to the hook also that it was made, which its maker knows."""


class Received:
    """What arrived, by the id that a receiver drops repeats by: when, each time. Now and then it is too busy."""

    def __init__(self) -> None:
        self.at: dict[str, list[float]] = {}
        self.busy = 0
        self._lock = Lock()

    def takes(self, id: str) -> bool:
        with self._lock:
            if random.random() < 0.05:
                self.busy += 1
                return False
            self.at.setdefault(id, []).append(time.time())
            return True

    @property
    def repeats(self) -> list[tuple[float, float]]:
        """When a message arrived, and when it came again."""
        return [pair for times in self.at.values() for pair in pairwise(times)]


class MailReceiver:
    def __init__(self, received: Received) -> None:
        self._received = received

    async def handle_DATA(self, server: object, session: object, envelope: object) -> str:
        mail = message_from_bytes(envelope.content)  # type: ignore[attr-defined]
        taken = self._received.takes(mail["Message-ID"].strip("<>").partition("@")[0])
        return "250 taken" if taken else "451 try again"


@contextmanager
def mail_server(received: Received) -> Iterator[int]:
    port = free_port()
    controller = Controller(MailReceiver(received), hostname="127.0.0.1", port=port)
    controller.start()
    yield port
    controller.stop()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@asynccontextmanager
async def web_server(received: Received) -> AsyncIterator[int]:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                headers = dict(line.split(": ", 1) for line in head.decode().lower().split("\r\n")[1:] if line)
                await reader.readexactly(int(headers["content-length"]))
                taken = received.takes(headers["webhook-id"])
                status = b"200 OK" if taken else b"503 Busy\r\nRetry-After: 1"
                writer.write(b"HTTP/1.1 " + status + b"\r\nContent-Length: 0\r\n\r\n")
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    yield server.sockets[0].getsockname()[1]
    server.close()


def start(database: str) -> ForkServerProcess:
    """A server of its own, that need not read its program first."""
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, sys.path))
    forks = multiprocessing.get_context("forkserver")
    forks.set_forkserver_preload([follower.__name__])
    server = forks.Process(target=follower.run, args=(database, AT_ONCE), daemon=True)
    server.start()
    return server


async def made(ledger: SqlLedger, number: int) -> str:
    now = datetime.now(UTC)
    due = stamp(now + timedelta(seconds=random.uniform(-30, 3)))
    change = Made(at=stamp(now - timedelta(hours=10)), by="Ana", act=f"call back {number}", owner="Ana", due=due)
    return (await ledger.write(f"prm_{number}", 0, change)).id


async def kill_again_and_again(
    database: str, ledger: SqlLedger
) -> tuple[list[str], list[float], list[ForkServerProcess]]:
    """Promises are made all the while. Returns them, when the kills were, and two servers that are left running."""
    promises: list[str] = []
    kills: list[float] = []
    servers = [start(database), start(database)]
    ends = [time.time() + random.uniform(0, LONGEST_LIFE) for _ in servers]
    while len(kills) < KILLS:
        promises += await asyncio.gather(*(made(ledger, len(promises) + more) for more in range(2)))
        await asyncio.sleep(random.uniform(0, 0.4))
        for place, end in enumerate(ends):
            if time.time() > end:
                servers[place].kill()
                kills.append(time.time())
                servers[place].join()
                servers[place] = start(database)
                ends[place] = time.time() + random.uniform(0, LONGEST_LIFE)
    return promises, kills, servers


async def all_settled(outbox: SqlOutbox, ledger: SqlLedger, promises: list[str], seconds: float) -> None:
    """Wait until every stage was claimed, all news was told, and nothing waits to be sent any more."""
    end = time.time() + seconds
    while time.time() < end:
        waiting = (await outbox.find(Sought(state="waiting"), limit=1)).deliveries
        if not waiting and not await outbox.notes() and not await ledger.next_due():
            return
        await asyncio.sleep(0.5)
    raise AssertionError(f"after {seconds} seconds there is still work: {waiting or await outbox.notes()}")


@pytest.mark.timeout(300 + 8 * KILLS)
def test_two_servers_killed_again_and_again_miss_nothing_and_send_nothing_twice(postgres_server: str):
    with postgres.fresh(postgres_server) as database:
        asyncio.run(run(database))


async def run(database: str) -> None:
    mails, hooks = Received(), Received()
    disk = Disk(database)
    ledger, outbox = SqlLedger(disk, follower.POLICY), SqlOutbox(disk, follower.POLICY)
    with mail_server(mails) as mail:
        async with web_server(hooks) as web:
            for destination in follower.destinations(mail, web):
                await SqlDestinations(disk).save(destination, "Ana", stamp(datetime.now(UTC)))
            promises, kills, servers = await kill_again_and_again(database, ledger)
            await all_settled(outbox, ledger, promises, 180 + 2 * KILLS)
            for server in servers:
                server.kill()
                server.join()
            await check(ledger, outbox, promises, kills, {"mail": mails, "hook": hooks})
    outbox.close()
    await disk.close()


def unaccounted(repeats: list[tuple[float, float]], kills: list[float]) -> list[tuple[float, float]]:
    """What came twice without a kill in between that no other repeat is held against: there are `AT_ONCE` at each."""
    left = sorted(repeats, key=lambda repeat: repeat[1])
    for kill in [kill for kill in kills for _ in range(AT_ONCE)]:
        matched = next((repeat for repeat in left if repeat[0] - READ_LATE < kill < repeat[1]), None)
        if matched:
            left.remove(matched)
    return left


async def check(
    ledger: SqlLedger, outbox: SqlOutbox, promises: list[str], kills: list[float], received: dict[str, Received]
) -> None:
    for promise in promises:
        history = await ledger.history(promise)
        assert STAGES == [change.stage for change in history if isinstance(change, Reminded)]
        deliveries = (await outbox.find(Sought(promise=promise))).deliveries
        assert {("mail", "sent"): 2, ("hook", "sent"): 3} == Counter((d.destination, d.state) for d in deliveries)
        assert 1 == sum(d.message.kind == "promise_made" for d in deliveries)
        for delivery in deliveries:
            assert delivery.id in received[delivery.destination].at
    for name, receiver in received.items():
        assert EACH[name] * len(promises) == len(receiver.at), "nothing arrived that was not kept"
        assert [] == unaccounted(receiver.repeats, kills), "no more came twice than was under way at a kill"
        print(
            msgspec.json.encode(
                {
                    "receiver": name,
                    "kills": len(kills),
                    "promises": len(promises),
                    "messages": len(receiver.at),
                    "came twice": len(receiver.repeats),
                    "was busy": receiver.busy,
                }
            ).decode()
        )
