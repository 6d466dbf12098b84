"""What is cleared away, and what never is."""

import msgspec
import pytest

from steadyline.service import clearing
from steadyline.service.clearing import Clearing, Terms
from steadyline.service.delivering import Message
from steadyline.service.outbox import Delivery, Sought, State
from steadyline.testing import MemoryLedger, MemoryOutbox

MADE = "2026-01-01T10:00:00Z"


async def kept(outbox: MemoryOutbox, id: str, state: State, settled_at: str) -> None:
    message = Message(id=id, kind="reminder_soon", at=MADE, subject="Soon", text="Soon.", about="prm_1")
    before = await outbox.put(Delivery(message=message, destination="mail", made_at=MADE, next_at=MADE))
    await outbox.settle(before, msgspec.structs.replace(before, state=state, next_at="", settled_at=settled_at))


async def test_what_is_over_its_time_goes_a_little_at_a_time(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(clearing, "AT_ONCE", 2)
    monkeypatch.setattr(clearing, "REST_SECONDS", 0.0)
    outbox = MemoryOutbox(MemoryLedger())
    for number in range(5):
        await kept(outbox, f"old_{number}", "sent", "2026-03-01T09:59:59Z")
    await kept(outbox, "young", "sent", "2026-03-01T10:00:00Z")
    await kept(outbox, "parked", "parked", MADE)

    cleared = await Clearing(outbox, Terms(sent_days=90), lambda: "2026-05-30T10:00:00Z").clear()

    assert 5 == cleared
    assert ["parked", "young"] == [d.id for d in (await outbox.find(Sought())).deliveries]


async def test_with_no_terms_given_what_was_sent_is_kept_for_ninety_days():
    outbox = MemoryOutbox(MemoryLedger())
    await kept(outbox, "sent", "sent", "2026-01-01T10:00:00Z")

    assert 0 == await Clearing(outbox, Terms(), lambda: "2026-04-01T10:00:00Z").clear()
    assert 1 == await Clearing(outbox, Terms(), lambda: "2026-04-01T10:00:01Z").clear()
