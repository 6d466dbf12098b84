"""What is written by one server is heard of at the others on the same Postgres."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

import msgspec
import psycopg
import pytest

import postgres
from contracts.test_outbox import POLICY, delivery, now
from steadyline.bus.local import LocalBus, LocalSubscription
from steadyline.core.ledger import Kept, Made, Proof, Reminded
from steadyline.service import heralding
from steadyline.service import outbox as outboxes
from steadyline.service.delivering import Never
from steadyline.service.outbox import Claim, Patience, failed
from steadyline.store import neighbours
from steadyline.store.disk import Disk
from steadyline.store.ledger import SqlLedger
from steadyline.store.neighbours import SqlNeighbours
from steadyline.store.outbox import SqlOutbox

MADE = Made(at="2026-11-20T10:00:00Z", by="Ana", act="call back", owner="Ana")
KEPT = Kept(at="2026-11-20T11:00:00Z", by="Ana", proof=Proof(kind="note", text="Done"))


class Server:
    """A server as far as it has a part in this, and what whoever watches at it hears."""

    def __init__(self, disk: Disk) -> None:
        self.ledger = SqlLedger(disk, POLICY)
        self.outbox = SqlOutbox(disk, POLICY)
        self.bus = LocalBus()
        self.neighbours = SqlNeighbours(disk)
        self.watching: LocalSubscription = self.bus.subscribe([heralding.TOPIC, outboxes.TOPIC])

    async def hears(self, within: float = 5.0) -> dict[str, Any]:
        async with asyncio.timeout(within):
            _, message = await anext(self.watching)
        return dict(msgspec.json.decode(message))

    async def hears_of(self, promise: str) -> dict[str, Any]:
        while True:
            message = await self.hears()
            if message["type"] != "missed" and message["promise"]["id"] == promise:
                return message


@asynccontextmanager
async def started(address: str) -> AsyncIterator[Server]:
    disk = await asyncio.to_thread(Disk, address)
    server = await asyncio.to_thread(Server, disk)
    relaying = asyncio.create_task(heralding.relay(server.neighbours, server.ledger, server.outbox, server.bus))
    try:
        yield server
    finally:
        relaying.cancel()
        await asyncio.gather(relaying, return_exceptions=True)
        server.outbox.close()
        await disk.close()


@pytest.fixture
def address(postgres_server: str) -> Iterator[str]:
    with postgres.fresh(postgres_server) as fresh:
        yield fresh


@pytest.fixture
async def two(address: str) -> AsyncIterator[tuple[Server, Server]]:
    """Two servers that listen, and whose watchers were told to look again."""
    async with AsyncExitStack() as stack:
        one, other = [await stack.enter_async_context(started(address)) for _ in range(2)]
        for server in (one, other):
            assert ["missed", "missed"] == [(await server.hears())["type"] for _ in range(2)]
        yield one, other


async def test_a_change_is_heard_of_at_the_other_server_as_it_was_written(two: tuple[Server, Server]):
    one, other = two
    await one.ledger.write("prm_1", 0, MADE)
    await one.ledger.write("prm_1", 1, KEPT)

    first, second = await other.hears(), await other.hears()

    assert ("promise_made", "open", 1) == (first["type"], first["promise"]["state"], first["promise"]["edition"])
    assert ("promise_kept", "kept", 2) == (second["type"], second["promise"]["state"], second["promise"]["edition"])
    assert "Done" == second["change"]["proof"]["text"]


async def test_nobody_hears_twice_of_what_their_own_server_wrote(two: tuple[Server, Server]):
    one, other = two
    await one.ledger.write("prm_1", 0, MADE)
    await other.hears_of("prm_1")
    await other.ledger.write("prm_2", 0, MADE)

    assert "prm_2" == (await one.hears())["promise"]["id"], "the first that one hears of is not its own"


async def test_of_what_was_undone_nobody_hears(two: tuple[Server, Server]):
    one, other = two
    await one.ledger.write("prm_1", 0, MADE)
    odd = delivery("msg_1", destination=None)
    assert [None] == await one.outbox.claim([Claim("prm_1", 1, Reminded(at=now(), stage="soon", to="Ana"), [odd])])
    await one.ledger.write("prm_2", 0, MADE)

    assert ["prm_1", "prm_2"] == [(await other.hears())["promise"]["id"] for _ in range(2)]


async def test_what_becomes_of_a_message_is_heard_of_too(two: tuple[Server, Server]):
    one, other = two
    before = await one.outbox.put(delivery("msg_1"))
    await one.outbox.settle(before, failed(before, Never("no such mailbox"), now(), Patience(), 0.0))

    assert ("msg_1", "parked") == ((heard := await other.hears())["message"]["id"], heard["state"])


async def test_after_a_break_whoever_watches_is_told_to_look_again_and_hears_on(
    two: tuple[Server, Server], address: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(neighbours, "AGAIN_SECONDS", 0.1)
    one, other = two
    end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN %'"
    with psycopg.connect(address, autocommit=True) as connection:
        assert 2 == len(connection.execute(end).fetchall())

    assert ["missed", "missed"] == [(await other.hears(15))["type"] for _ in range(2)]
    await one.ledger.write("prm_1", 0, MADE)
    assert "promise_made" == (await other.hears_of("prm_1"))["type"]


async def test_a_notice_of_another_shape_keeps_nobody_from_hearing_of_the_next(
    two: tuple[Server, Server], address: str
):
    one, other = two
    with psycopg.connect(address, autocommit=True) as connection:
        for odd in ("not JSON", '["srv", {"topic": "ledger"}]'):
            connection.execute("SELECT pg_notify(%s, %s)", (neighbours.CHANNEL, odd))
    await one.ledger.write("prm_1", 0, MADE)

    assert "missed" == (await other.hears())["type"], "it may have been anything"
    assert "promise_made" == (await other.hears_of("prm_1"))["type"]


async def test_an_sqlite_file_has_no_neighbours(tmp_path: Any):
    disk = await asyncio.to_thread(Disk, str(tmp_path / "x.sqlite"))

    assert [] == [heard async for heard in SqlNeighbours(disk).heard()]
    await disk.close()
