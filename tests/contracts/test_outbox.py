"""What whoever keeps deliveries must do: in memory, in SQLite and in Postgres alike."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from contracts.follower import POLICY
from steadyline.core.ledger import Asked, Kept, Made, Proof, Reminded, Told, Withdrawn, stamp
from steadyline.service.delivering import Message, Never, NotNow, Receipt
from steadyline.service.ledger_ports import BadCursor, Ledger
from steadyline.service.outbox import PARKED, Claim, Delivery, Outbox, Patience, Sought, again, brought, failed
from steadyline.store.disk import Disk
from steadyline.store.ledger import SqlLedger
from steadyline.store.outbox import SqlOutbox
from steadyline.testing import MemoryLedger, MemoryOutbox

SOON = Patience(first=1.0, longest=1.0, attempts=3)


def now() -> str:
    return stamp(datetime.now(UTC))


def delivery(id: str = "msg_1", promise: str = "prm_1", **changes: Any) -> Delivery:
    message = Message(id=id, kind="reminder_soon", at=now(), subject="Due soon", text="Soon.", about=promise)
    fields: dict[str, Any] = {"message": message, "destination": "mail", "made_at": now(), "next_at": now()}
    return Delivery(**(fields | changes))


class Shelved:
    """An outbox, and the ledger that it writes."""

    def __init__(self, ledger: Ledger, outbox: Outbox) -> None:
        self.ledger = ledger
        self.outbox = outbox

    async def promised(self, id: str = "prm_1") -> None:
        made = Made(at=stamp(datetime.now(UTC) - timedelta(hours=1)), by="Ana", act="call back", owner="Ana")
        await self.ledger.write(id, 0, made)

    async def settled(self, id: str, seconds: float = 20.0) -> Delivery:
        """The delivery as soon as it waits no more."""
        for _ in range(round(seconds / 0.05)):
            found = await self.outbox.get(id)
            if found is not None and found.state != "waiting":
                return found
            await asyncio.sleep(0.05)
        raise AssertionError(f"{id} still waits")


@pytest.fixture(params=["memory", "sqlite", "postgres"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str | None]:
    """Where a fresh database is; None for memory."""
    if request.param != "postgres":
        yield str(tmp_path / "outbox.sqlite") if request.param == "sqlite" else None
        return
    import postgres

    with postgres.fresh(request.getfixturevalue("postgres_server")) as fresh:
        yield fresh


@pytest.fixture
async def kept(place: str | None) -> AsyncIterator[Shelved]:
    if place is None:
        ledger = MemoryLedger(POLICY)
        yield Shelved(ledger, MemoryOutbox(ledger))
        return
    disk = await asyncio.to_thread(Disk, place)
    outbox = await asyncio.to_thread(SqlOutbox, disk, POLICY)
    yield Shelved(SqlLedger(disk, POLICY), outbox)
    outbox.close()
    await disk.close()


class Carrying:
    """Makes attempts as its script says: one line for each, and after the last all arrive."""

    def __init__(self, outbox: Outbox, *script: NotNow | Exception) -> None:
        self._outbox = outbox
        self._script = list(script)
        self.made: list[tuple[str, int]] = []

    async def attempt(self, id: str, number: int) -> None:
        before = await self._outbox.get(id)
        if before is None or before.state != "waiting" or before.attempts != number - 1:
            return
        self.made.append((id, number))
        line = self._script.pop(0) if self._script else Receipt(reference="r1")
        if isinstance(line, NotNow):
            await self._outbox.settle(before, failed(before, line, now(), SOON, 0.0))
        elif isinstance(line, Exception):
            raise line
        else:
            await self._outbox.settle(before, brought(before, line, now(), SOON, 0.0))


async def test_a_change_and_what_is_sent_because_of_it_are_kept_together(kept: Shelved):
    await kept.promised()
    change = Reminded(at=now(), stage="soon", to="Ana")

    (promise,) = await kept.outbox.claim([Claim("prm_1", 1, change, [delivery("msg_1"), delivery("msg_2")])])

    assert promise and ("soon",) == promise.reminded
    assert {"msg_1", "msg_2"} == {d.id for d in (await kept.outbox.find(Sought())).deliveries}


async def test_of_two_who_claim_the_same_the_second_sends_nothing(kept: Shelved):
    await kept.promised()
    change = Reminded(at=now(), stage="soon", to="Ana")
    await kept.promised("prm_2")
    claims = [Claim("prm_1", 1, change, [delivery("msg_1")]), Claim("prm_1", 1, change, [delivery("msg_2")])]

    first, second, third, fourth = await kept.outbox.claim(
        [
            *claims,
            Claim("prm_2", 1, change, [delivery("msg_3", "prm_2")]),
            Claim("prm_0", 1, change, [delivery("msg_4")]),
        ]
    )

    assert (True, None, True, None) == (bool(first), second, bool(third), fourth)
    assert ["msg_3", "msg_1"] == [d.id for d in (await kept.outbox.find(Sought())).deliveries]


async def test_what_was_claimed_together_is_sent_each_by_itself(kept: Shelved):
    carrying = Carrying(kept.outbox, NotNow("busy"))
    await kept.promised("prm_1")
    await kept.promised("prm_2")
    change = Reminded(at=now(), stage="soon", to="Ana")
    await kept.outbox.claim(
        [Claim("prm_1", 1, change, [delivery("msg_1")]), Claim("prm_2", 1, change, [delivery("msg_2", "prm_2")])]
    )

    async with kept.outbox.working(carrying.attempt):
        settled = [await kept.settled(id) for id in ("msg_1", "msg_2")]

    assert [("sent", 1), ("sent", 2)] == sorted((d.state, d.attempts) for d in settled)


async def test_what_is_put_twice_is_kept_once(kept: Shelved):
    first = await kept.outbox.put(delivery(by="Ana"))

    assert first == await kept.outbox.put(delivery(by="Ben"))
    assert 1 == len((await kept.outbox.find(Sought())).deliveries)


async def test_an_attempt_is_made_and_its_outcome_kept(kept: Shelved):
    carrying = Carrying(kept.outbox)
    await kept.outbox.put(delivery())

    async with kept.outbox.working(carrying.attempt):
        settled = await kept.settled("msg_1")

    assert ("sent", 1, "r1") == (settled.state, settled.attempts, settled.reference)
    assert [("msg_1", 1)] == carrying.made


async def test_what_was_put_while_nobody_worked_is_sent_as_soon_as_somebody_does(kept: Shelved):
    carrying = Carrying(kept.outbox)
    async with kept.outbox.working(carrying.attempt):
        await kept.outbox.put(delivery("msg_1"))
        await kept.settled("msg_1")
    await kept.outbox.put(delivery("msg_2"))

    async with kept.outbox.working(carrying.attempt):
        await kept.settled("msg_2")

    assert [("msg_1", 1), ("msg_2", 1)] == carrying.made


async def test_a_failed_attempt_is_followed_by_the_next_in_its_time(kept: Shelved):
    carrying = Carrying(kept.outbox, NotNow("busy"), NotNow("busy"))
    await kept.outbox.put(delivery())

    async with kept.outbox.working(carrying.attempt):
        settled = await kept.settled("msg_1")

    assert ("sent", 3) == (settled.state, settled.attempts)
    assert [("msg_1", 1), ("msg_1", 2), ("msg_1", 3)] == carrying.made


async def test_parked_after_so_many_attempts_it_is_sent_again_by_a_person_under_the_same_id(kept: Shelved):
    carrying = Carrying(kept.outbox, *[NotNow("busy")] * SOON.attempts)
    await kept.outbox.put(delivery())

    async with kept.outbox.working(carrying.attempt):
        parked = await kept.settled("msg_1")
        assert ("parked", "busy") == (parked.state, parked.why)
        assert [parked] == (await kept.outbox.find(Sought(state="parked"))).deliveries
        assert await kept.outbox.settle(parked, again(parked, "Ana", now()))
        sent = await kept.settled("msg_1")

    assert ("sent", "Ana", SOON.attempts + 1) == (sent.state, sent.by, sent.attempts)


async def test_an_attempt_that_raises_is_made_again(kept: Shelved):
    carrying = Carrying(kept.outbox, RuntimeError("the disk was full"))
    await kept.outbox.put(delivery())

    async with kept.outbox.working(carrying.attempt):
        assert "sent" == (await kept.settled("msg_1")).state

    assert [("msg_1", 1), ("msg_1", 1)] == carrying.made


async def test_an_attempt_under_way_when_its_server_stops_is_made_by_the_next(kept: Shelved):
    begun = asyncio.Event()

    async def hang(id: str, number: int) -> None:
        begun.set()
        await asyncio.sleep(3600)

    await kept.outbox.put(delivery())
    async with kept.outbox.working(hang):
        await asyncio.wait_for(begun.wait(), 20)
    carrying = Carrying(kept.outbox)
    async with kept.outbox.working(carrying.attempt):
        assert "sent" == (await kept.settled("msg_1")).state

    assert [("msg_1", 1)] == carrying.made


async def test_what_came_of_an_attempt_is_written_once(kept: Shelved):
    before = await kept.outbox.put(delivery())
    after = brought(before, Receipt(), now(), SOON, 0.0)

    assert await kept.outbox.settle(before, after)
    assert not await kept.outbox.settle(before, after)


async def test_that_the_customer_was_told_stands_on_the_ledger_with_the_sending(kept: Shelved):
    await kept.promised()
    told = Told(at=now(), by="Ana", what="late", how="mail", text="It will be later.")
    before = await kept.outbox.put(delivery(then=told))
    assert {} == (await kept.ledger.get("prm_1")).told  # type: ignore[union-attr]

    await kept.outbox.settle(before, brought(before, Receipt(), "2026-11-22T10:00:00Z", SOON, 0.0))

    assert msgspec.structs.replace(told, at="2026-11-22T10:00:00Z") == (await kept.ledger.history("prm_1"))[-1]


async def test_it_stands_there_though_the_promise_changed_while_it_was_sent(kept: Shelved):
    await kept.promised()
    before = await kept.outbox.put(delivery(then=Asked(at=now(), by="Ana", how="mail")))
    await kept.ledger.write("prm_1", 1, Kept(at=now(), by="Ana", proof=Proof(kind="note", text="Done")))

    await kept.outbox.settle(before, brought(before, Receipt(), now(), SOON, 0.0))

    assert (await kept.ledger.get("prm_1")).asked_at  # type: ignore[union-attr]


async def test_what_cannot_stand_there_any_more_was_sent_all_the_same(kept: Shelved):
    await kept.promised()
    before = await kept.outbox.put(delivery(then=Asked(at=now(), by="Ana", how="mail")))
    await kept.ledger.write("prm_1", 1, Withdrawn(at=now(), by="Ana", agreed="Never mind."))

    assert await kept.outbox.settle(before, brought(before, Receipt(), now(), SOON, 0.0))

    assert "sent" == (await kept.outbox.get("msg_1")).state  # type: ignore[union-attr]
    assert Withdrawn is type((await kept.ledger.history("prm_1"))[-1])


# --- notes ------------------------------------------------------------------------------------------------------------


async def test_each_change_that_is_news_is_noted_and_nothing_else(kept: Shelved):
    await kept.promised()
    await kept.outbox.claim([Claim("prm_1", 1, Reminded(at=now(), stage="soon", to="Ana"), [])])
    await kept.ledger.write(
        "prm_1", 2, Kept(at="2026-11-22T10:00:00Z", by="Ana", proof=Proof(kind="note", text="Done"))
    )

    made, done = await kept.outbox.notes()

    assert ("promise_made", "prm_1", 1) == (made.kind, made.about, made.edition)
    assert ("promise_kept", "prm_1", 3, "2026-11-22T10:00:00Z") == (done.kind, done.about, done.edition, done.at)
    assert [done] == await kept.outbox.notes(made.number)
    assert [made] == await kept.outbox.notes(limit=1)


async def test_a_note_is_struck_with_the_messages_that_tell_of_it_and_these_are_sent(kept: Shelved):
    carrying = Carrying(kept.outbox)
    await kept.promised("prm_1")
    await kept.promised("prm_2")
    one, two = await kept.outbox.notes()

    assert await kept.outbox.strike([one.number, two.number], [delivery("msg_1"), delivery("msg_2", "prm_2")])
    assert [] == await kept.outbox.notes()
    async with kept.outbox.working(carrying.attempt):
        assert {"sent"} == {(await kept.settled(id)).state for id in ("msg_1", "msg_2")}


async def test_of_two_who_tell_of_the_same_note_the_second_sends_nothing_and_strikes_nothing(kept: Shelved):
    await kept.promised("prm_1")
    await kept.promised("prm_2")
    one, two = await kept.outbox.notes()
    assert await kept.outbox.strike([one.number], [delivery("msg_1")])

    assert not await kept.outbox.strike([one.number, two.number], [delivery("msg_2", "prm_2")])
    assert ["msg_1"] == [d.id for d in (await kept.outbox.find(Sought())).deliveries]
    assert [two] == await kept.outbox.notes()


async def test_a_note_written_once_all_were_struck_has_a_number_of_its_own(kept: Shelved):
    await kept.promised("prm_1")
    (struck,) = await kept.outbox.notes()
    assert await kept.outbox.strike([struck.number], [])
    await kept.promised("prm_2")
    (left,) = await kept.outbox.notes()

    assert left.number > struck.number
    assert not await kept.outbox.strike([struck.number], [delivery("msg_1")]), "whoever is late strikes nothing new"
    assert [left] == await kept.outbox.notes()


async def test_a_message_that_is_parked_is_noted_each_time_unless_it_is_about_parked_ones(kept: Shelved):
    for id, kind in (("msg_1", "reminder_soon"), ("msg_2", PARKED)):
        put = await kept.outbox.put(delivery(id, "prm_1"))
        before = msgspec.structs.replace(put, message=msgspec.structs.replace(put.message, kind=kind))
        for _ in range(2):
            parked = failed(before, Never("no such mailbox"), now(), SOON, 0.0)
            assert await kept.outbox.settle(before, parked)
            before = again(parked, "Ana", now())
            assert await kept.outbox.settle(parked, before)

    assert [(PARKED, "msg_1"), (PARKED, "msg_1")] == [(note.kind, note.about) for note in await kept.outbox.notes()]


async def test_notes_of_parked_messages_can_be_read_alone_and_so_can_all_others(kept: Shelved):
    put = await kept.outbox.put(delivery("msg_1"))
    await kept.outbox.settle(put, failed(put, Never("no such mailbox"), now(), SOON, 0.0))
    await kept.promised("prm_2")

    assert ["msg_1"] == [note.about for note in await kept.outbox.notes(limit=1, parked=True)]
    assert ["prm_2"] == [note.about for note in await kept.outbox.notes(limit=1, parked=False)]


async def test_several_are_read_at_once(kept: Shelved):
    for id in ("msg_1", "msg_2", "msg_3"):
        await kept.outbox.put(delivery(id))

    assert ["msg_1", "msg_3"] == [each.id for each in await kept.outbox.several(["msg_3", "msg_0", "msg_1"])]


async def test_a_parked_message_may_be_sent_again_by_another_way(kept: Shelved):
    before = await kept.outbox.put(delivery(destination="mail"))
    parked = failed(before, Never("no such mailbox"), now(), SOON, 0.0)
    await kept.outbox.settle(before, parked)

    assert await kept.outbox.settle(parked, msgspec.structs.replace(again(parked, "Ana", now()), destination="desk"))
    assert ["msg_1"] == [d.id for d in (await kept.outbox.find(Sought(destination="desk"))).deliveries]
    assert [] == (await kept.outbox.find(Sought(destination="mail"))).deliveries


# --- the log ----------------------------------------------------------------------------------------------------------


async def test_the_log_is_read_a_page_at_a_time_the_newest_first(kept: Shelved):
    for number in range(5):
        await kept.outbox.put(delivery(f"msg_{number}", promise=f"prm_{number % 2}"))

    first = await kept.outbox.find(Sought(), limit=3)
    rest = await kept.outbox.find(Sought(), first.after, limit=3)

    assert ["msg_4", "msg_3", "msg_2"] == [d.id for d in first.deliveries]
    assert (["msg_1", "msg_0"], "") == ([d.id for d in rest.deliveries], rest.after)
    assert "" == (await kept.outbox.find(Sought(), first.after, limit=2)).after, "a full page may be the last"
    assert ["msg_3", "msg_1"] == [d.id for d in (await kept.outbox.find(Sought(promise="prm_1"))).deliveries]
    assert [] == (await kept.outbox.find(Sought(destination="elsewhere"))).deliveries


async def test_what_went_out_long_ago_is_forgotten_and_what_somebody_must_look_at_is_not(kept: Shelved):
    old, late = "2026-03-01T10:00:00Z", "2026-03-02T10:00:00Z"
    for number, (state, at) in enumerate(
        [("sent", old), ("sent", old), ("lapsed", old), ("sent", late), ("parked", old), ("waiting", old)]
    ):
        before = await kept.outbox.put(delivery(f"msg_{number}", made_at=old, next_at=old))
        if state != "waiting":
            after = msgspec.structs.replace(before, state=state, next_at="", settled_at=at, attempts=1)
            assert await kept.outbox.settle(before, after)
    stock = await kept.outbox.stock(late)
    assert ({"sent": 3, "lapsed": 1, "parked": 1, "waiting": 1}, old) == (stock.by_state, stock.late_since)

    assert [2, 1, 0] == [await kept.outbox.clear(late, late, 2) for _ in range(3)]

    assert ["msg_5", "msg_4", "msg_3"] == [d.id for d in (await kept.outbox.find(Sought())).deliveries]
    assert "" == (await kept.outbox.stock(old)).late_since


async def test_a_cursor_from_elsewhere_is_refused(kept: Shelved):
    with pytest.raises(BadCursor):
        await kept.outbox.find(Sought(), "yesterday")
