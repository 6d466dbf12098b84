"""What only an outbox on disk can get into: what its database refuses, and how much it has to hold."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from structlog.testing import capture_logs

from contracts.test_outbox import POLICY, Shelved, delivery, now
from steadyline.core.ledger import Asked, Reminded
from steadyline.service.outbox import Claim, Sought
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
