"""What only an outbox on disk can get into: what its database refuses, and how much it has to hold."""

import asyncio
from collections.abc import AsyncIterator, Callable

import pytest
from dbos import DBOS
from structlog.testing import capture_logs

from contracts.test_outbox import POLICY, Carrying, Shelved, delivery, now
from steadyline.core.ledger import Asked, Reminded
from steadyline.service.outbox import Claim, Sought
from steadyline.store import work
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

    def look(life: object) -> None:
        looks.append("looked")
        if len(looks) == 1:
            raise RuntimeError("nobody thought of this")

    for kind in (work._OnFile, work._OnPostgres):
        monkeypatch.setattr(kind, "look", look)
    monkeypatch.setattr(work, "FIRST_WAIT_SECONDS", 0.1)

    async with kept.outbox.working(Carrying(kept.outbox).attempt):
        await until(lambda: len(looks) > 1)
        await kept.outbox.put(delivery("msg_1"))
        assert "sent" == (await kept.settled("msg_1")).state
    assert "" == kept.outbox.trouble
