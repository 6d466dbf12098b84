"""What only an outbox on disk can get into: what its database refuses, and how much it has to hold."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import psycopg
import pytest
from dbos import DBOS, DBOSClient
from psycopg import sql
from structlog.testing import capture_logs

import postgres
from contracts.test_outbox import POLICY, Carrying, Shelved, delivery, now
from steadyline.core.ledger import Asked, Reminded, stamp
from steadyline.service.outbox import Claim, Sought
from steadyline.store import database, work
from steadyline.store.disk import Disk
from steadyline.store.ledger import SqlLedger
from steadyline.store.outbox import SqlOutbox


@pytest.fixture
async def kept(address: str) -> AsyncIterator[Shelved]:
    disk = await asyncio.to_thread(Disk, address)
    outbox = await asyncio.to_thread(SqlOutbox, disk, POLICY)
    yield Shelved(SqlLedger(disk, POLICY), outbox)
    outbox.close()
    await disk.close()


async def test_a_claim_that_the_database_refuses_is_told_and_takes_no_other_with_it(kept: Shelved):
    for id in ("prm_1", "prm_2", "prm_3"):
        await kept.promised(id)
    change = Reminded(at=now(), stage="soon", to="Ana")
    odd = delivery("msg_1", "prm_1", destination=None)
    senseless = Asked(at=now(), by="Ana", how="mail")

    with capture_logs() as logs:
        claimed = await kept.outbox.claim(
            [
                Claim("prm_1", 1, change, [odd]),
                Claim("prm_2", 1, senseless, [delivery("msg_2", "prm_2")]),
                Claim("prm_3", 1, change, [delivery("msg_3", "prm_3")]),
            ]
        )

    assert [False, False, True] == [promise is not None for promise in claimed]
    assert ["msg_3"] == [d.id for d in (await kept.outbox.find(Sought())).deliveries]
    assert (await kept.ledger.get("prm_1")).edition == 1, "nothing of what was refused stays"  # type: ignore[union-attr]
    assert ["prm_1", "prm_2"] == [line["promise"] for line in logs]


async def work_on_record(address: str) -> list[str]:
    """The states of all pieces of durable work."""
    client = DBOSClient(system_database_url=database.locate(address).render_as_string(hide_password=False))
    found = await asyncio.to_thread(client.list_workflows, load_input=False, load_output=False)
    client.destroy()
    return sorted(piece.status for piece in found)


async def test_records_of_work_long_done_are_cleared_and_what_is_still_to_be_done_stays(address: str, kept: Shelved):
    for number in range(5):
        await kept.outbox.put(delivery(f"msg_{number}"))
    async with kept.outbox.working(Carrying(kept.outbox).attempt):
        for number in range(5):
            await kept.settled(f"msg_{number}")
    await kept.outbox.put(delivery("msg_now"))
    await kept.outbox.put(delivery("msg_later", next_at=stamp(datetime.now(UTC) + timedelta(days=1))))
    ago, soon = "2026-01-01T00:00:00Z", stamp(datetime.now(UTC) + timedelta(hours=1))
    assert ["DELAYED", "ENQUEUED", *["SUCCESS"] * 5] == await work_on_record(address)

    assert 0 == await kept.outbox.clear(ago, ago, 3)
    assert [3, 2, 0] == [await kept.outbox.clear(ago, soon, 3) for _ in range(3)]

    assert ["DELAYED", "ENQUEUED"] == await work_on_record(address)
    assert 7 == len((await kept.outbox.find(Sought())).deliveries), "the log of what was sent has its own time"
    assert "sent" == (await kept.outbox.put(delivery("msg_1"))).state, "it is known as long as it is in the log"
    async with kept.outbox.working(Carrying(kept.outbox).attempt):
        assert "sent" == (await kept.settled("msg_now")).state


async def until(holds: Callable[[], bool], seconds: float = 20.0) -> None:
    for _ in range(round(seconds / 0.02)):
        if holds():
            return
        await asyncio.sleep(0.02)
    raise AssertionError("it never came to that")


async def test_work_that_cannot_begin_is_begun_again_and_what_waits_is_sent(
    kept: Shelved, monkeypatch: pytest.MonkeyPatch
):
    failures, launch = [OSError("no more threads"), OSError("no more threads")], DBOS.launch

    def sometimes() -> None:
        if failures:
            raise failures.pop()
        launch()

    monkeypatch.setattr(DBOS, "launch", sometimes)
    monkeypatch.setattr(work, "FIRST_WAIT_SECONDS", 0.3)
    await kept.outbox.put(delivery("msg_1"))
    assert "" == kept.outbox.trouble

    async with kept.outbox.working(Carrying(kept.outbox).attempt):
        await until(lambda: "Nothing is lost" in kept.outbox.trouble)
        await kept.outbox.put(delivery("msg_2"))
        sent = [await kept.settled(id) for id in ("msg_1", "msg_2")]

    assert ["sent", "sent"] == [d.state for d in sent]
    assert ([], "") == (failures, kept.outbox.trouble)


async def test_work_that_stops_is_begun_again(kept: Shelved, monkeypatch: pytest.MonkeyPatch):
    looks: list[str] = []

    def look(life: object) -> bool:
        looks.append("looked")
        if len(looks) == 1:
            raise RuntimeError("nobody thought of this")
        return True

    for kind in (work._OnFile, work._OnPostgres):
        monkeypatch.setattr(kind, "look", look)
    monkeypatch.setattr(work, "FIRST_WAIT_SECONDS", 0.1)

    async with kept.outbox.working(Carrying(kept.outbox).attempt):
        await until(lambda: len(looks) > 1)
        await kept.outbox.put(delivery("msg_1"))
        assert "sent" == (await kept.settled("msg_1")).state
    assert "" == kept.outbox.trouble


@contextmanager
def away(server: str, address: str) -> Iterator[None]:
    """Nobody can reach this database, and whoever had it lost it."""
    name = database.locate(address).database
    allow = sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS {}")
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(allow.format(sql.Identifier(str(name)), sql.Literal(False)))
        connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])
        try:
            yield
        finally:
            connection.execute(allow.format(sql.Identifier(str(name)), sql.Literal(True)))


async def test_a_database_that_goes_away_is_told_until_it_is_back(
    postgres_server: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(work, "LOOK_SECONDS", 0.1)
    with postgres.fresh(postgres_server) as address:
        disk = await asyncio.to_thread(Disk, address)
        kept = Shelved(SqlLedger(disk, POLICY), await asyncio.to_thread(SqlOutbox, disk, POLICY))
        async with kept.outbox.working(Carrying(kept.outbox).attempt):
            await kept.outbox.put(delivery("msg_1"))
            assert ("sent", "") == ((await kept.settled("msg_1")).state, kept.outbox.trouble)

            with away(postgres_server, address):
                await until(lambda: "Nothing is lost" in kept.outbox.trouble)
            await until(lambda: not kept.outbox.trouble)

            await kept.outbox.put(delivery("msg_2"))
            assert "sent" == (await kept.settled("msg_2")).state
        kept.outbox.close()
        await disk.close()
