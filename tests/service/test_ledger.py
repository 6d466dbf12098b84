"""From the call to the ledger: what a person confirmed is there once, whatever stopped in between."""

import asyncio
import os
import random
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import numpy as np
import pytest

from contracts.journals import started
from promised import PROOF
from service import settler
from service.test_clips import Shelf
from steadyline.core import ledger
from steadyline.core.events import Agent, CallStarted, Customer, Header, PromiseHeard, PromiseSettled, Utterance
from steadyline.core.ledger import (
    Change,
    Dropped,
    Edited,
    Kept,
    Made,
    Origin,
    Postponed,
    Promise,
    Reopened,
)
from steadyline.core.reminding import Policy
from steadyline.service.clips import Keeper
from steadyline.service.ledger import FromCalls
from steadyline.service.ledger_ports import LedgerConflict
from steadyline.service.ports import JournalFailed
from steadyline.store.journal import SqlJournal
from steadyline.store.ledger import SqlLedger
from steadyline.testing import MemoryJournal, MemoryLedger

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
ID = ledger.id_of("c1", "prm_1")
DUE = "2026-11-24T17:00:00-05:00"
HEADER = Header(
    call="c1",
    started="2026-11-23T04:00:00-05:00",
    team="billing",
    customer=Customer(ref="C-1182", name="Dana", timezone="America/New_York"),
)


def promise(id: str = "prm_1", act: str = "refund the fee", **more: Any) -> PromiseHeard:
    words = {"who": "agent", "due": DUE, "due_text": "by five tomorrow", "turn": 4, "quote": "I'll refund it by five"}
    return PromiseHeard(at=63.0, id=id, act=act, **(words | more))


def confirmed(act: str = "refund the fee", due: str | None = DUE, by: str = "Sam", id: str = "prm_1") -> PromiseSettled:
    return PromiseSettled(at=90.0, id=id, verdict="confirmed", act=act, due=due, due_text="by five tomorrow", by=by)


MOVED = Postponed(at="2026-11-23T09:30:00Z", by="Ada", due="2026-12-01T17:00:00-05:00", cause="stock", agreed=True)
DROPPED = PromiseSettled(at=91.0, id="prm_1", verdict="dropped", by="Sam")


class Desk:
    """A call that goes on being settled, and the ledger that takes it."""

    def __init__(self) -> None:
        self.journal = MemoryJournal()
        self.ledger = MemoryLedger()
        self.from_calls = FromCalls(self.journal, self.ledger, lambda: NOW)
        self.revision = 0

    async def hear(self, *events: Any, header: Header = HEADER) -> None:
        said = Utterance(at=63.0, turn=4, party="agent", t0=60.0, t1=63.0, text="I'll refund it by five")
        opening = [CallStarted(at=0.0, header=header, playbook="steady@1"), said, *events]
        self.revision = await self.journal.append("c1", 0, opening)

    async def settle(self, *facts: PromiseSettled) -> Promise | None:
        self.revision = await self.journal.append("c1", self.revision, facts)
        await self.from_calls.take("c1")
        assert [] == await self.journal.settled()
        return await self.ledger.get(ID)

    async def history(self) -> list[Change]:
        return await self.ledger.history(ID)


@pytest.fixture
async def desk() -> Desk:
    desk = Desk()
    await desk.hear(promise())
    return desk


# --- what comes onto the ledger -------------------------------------------------------------------------------------


async def test_a_promise_confirmed_is_made_at_the_moment_it_was_said_with_its_quote_and_seconds(desk: Desk):
    await desk.settle(confirmed())

    assert [
        Made(
            at="2026-11-23T09:01:00Z",
            by="Sam",
            revision=4,
            act="refund the fee",
            kind="money",
            customer="C-1182",
            customer_name="Dana",
            timezone="America/New_York",
            due=DUE,
            due_text="by five tomorrow",
            owner="Sam",
            team="billing",
            origin=Origin(call="c1", draft="prm_1", turn=4, t0=60.0, t1=63.0, quote="I'll refund it by five"),
            confirmed_at="2026-11-23T09:30:00Z",
        )
    ] == await desk.history()


async def test_a_draft_that_nobody_confirmed_never_comes_onto_the_ledger(desk: Desk):
    await desk.from_calls.take("c1")
    assert await desk.settle(DROPPED) is None


async def test_what_the_customer_promised_is_not_ours_to_keep():
    desk = Desk()
    await desk.hear(promise(who="customer"))

    assert await desk.settle(confirmed()) is None


async def test_it_is_theirs_who_promised_it_whoever_confirms_it():
    desk = Desk()
    await desk.hear(promise(), header=msgspec.structs.replace(HEADER, agent=Agent(name="Sam")))
    found = await desk.settle(confirmed(by="Lena"))

    assert found is not None
    assert ("Sam", "Lena") == (found.owner, found.made_by)
    assert ["Lena"] == [change.by for change in await desk.history()]


@pytest.mark.parametrize(("by", "owner"), [("", ""), ("Lena", "Lena")])
async def test_what_the_company_promised_is_theirs_who_confirms_it_and_nobodys_where_that_is_not_known(
    by: str, owner: str
):
    desk = Desk()
    await desk.hear(promise(who="company"), header=msgspec.structs.replace(HEADER, agent=Agent(name="Sam")))
    found = await desk.settle(confirmed(by=by))

    assert found is not None
    assert (owner, "billing") == (found.owner, found.team)


@pytest.mark.parametrize("began", ["", "2026-11-23T04:00:00", "2030-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "soon"])
async def test_where_nobody_knows_when_it_was_said_it_was_made_when_it_was_taken(began: str):
    desk = Desk()
    await desk.hear(promise(), header=Header(call="c1", started=began))
    found = await desk.settle(confirmed())

    assert found is not None
    assert ledger.stamp(NOW) == found.made_at


@pytest.mark.parametrize("due", ["by Friday", "2026-11-24T17:00:00", "9999-12-31T23:59:59-12:00"])
async def test_a_date_that_is_none_leaves_its_words(desk: Desk, due: str):
    found = await desk.settle(confirmed(due=due))

    assert found is not None
    assert (None, "by five tomorrow") == (found.due, found.due_text)


async def test_a_deadline_in_the_past_or_in_an_unknown_zone_is_on_the_ledger_and_late():
    desk = Desk()
    await desk.hear(promise(), header=Header(call="c1", customer=Customer(timezone="Mars/Olympus")))
    found = await desk.settle(confirmed(due="2026-11-20T09:00:00+00:00"))

    assert found is not None
    assert found.late(ledger.stamp(NOW))
    assert ["named_person"] == [due.reminder.stage for due in await desk.ledger.due(ledger.stamp(NOW))]


# --- what is said of it later ---------------------------------------------------------------------------------------


async def test_a_later_edit_reaches_it_as_a_change(desk: Desk):
    await desk.settle(confirmed())
    await desk.settle(confirmed(act="call back", due=None, by="Ada"))

    now = ledger.stamp(NOW)
    assert (
        Edited(at=now, by="Ada", revision=5, act="call back", kind="call_back", due=None, due_text="by five tomorrow")
        == (await desk.history())[-1]
    )


async def test_the_same_confirmed_again_changes_nothing(desk: Desk):
    await desk.settle(confirmed())
    await desk.settle(confirmed(by="Ada"))

    assert 1 == len(await desk.history())


async def test_dropped_later_it_is_dropped_and_confirmed_again_it_is_open_as_it_now_reads(desk: Desk):
    await desk.settle(confirmed())
    await desk.settle(DROPPED)
    dropped = await desk.ledger.get(ID)
    assert dropped is not None
    assert "dropped" == dropped.state

    again = await desk.settle(confirmed(act="refund both fees"))

    assert again is not None
    assert ("open", "refund both fees") == (again.state, again.act)
    assert [Made, Dropped, Reopened, Edited] == [type(change) for change in await desk.history()]


async def test_all_settled_while_nothing_was_taken_over_comes_out_as_the_last_word(desk: Desk):
    found = await desk.settle(confirmed(), DROPPED, confirmed(act="refund both fees"))

    assert found is not None
    assert ("open", "refund both fees") == (found.state, found.act)


async def test_what_was_kept_stays_kept_whatever_the_wrap_up_says(desk: Desk):
    await desk.settle(confirmed())
    await desk.ledger.write(ID, 1, Kept(at=ledger.stamp(NOW), by="Sam", proof=PROOF))
    for fact in (DROPPED, confirmed(act="call back")):
        found = await desk.settle(fact)
        assert found is not None
        assert ("kept", "refund the fee") == (found.state, found.act)


@pytest.mark.parametrize("fact", [DROPPED, confirmed(act="call back")])
async def test_what_has_gone_on_at_the_ledger_stays_as_it_is_there_whatever_the_wrap_up_says(
    desk: Desk, fact: PromiseSettled
):
    await desk.settle(confirmed())
    await desk.ledger.write(ID, 1, MOVED)
    found = await desk.settle(fact)

    assert found is not None
    assert ("open", "refund the fee", MOVED.due) == (found.state, found.act, found.due)


# --- its sound -----------------------------------------------------------------------------------------------------

SOUND = np.zeros(16, np.float32)


def shelved(desk: Desk, *turns: int) -> Shelf:
    """The sound of these turns of the desk's call, which goes where the desk says."""
    shelf = Shelf()
    for turn in turns:
        shelf.keep("c1", turn, SOUND)
    desk.from_calls = FromCalls(desk.journal, desk.ledger, lambda: NOW, clips=Keeper(shelf))
    return shelf


def dropped(id: str) -> PromiseSettled:
    return PromiseSettled(at=91.0, id=id, verdict="dropped", by="Sam")


@pytest.mark.parametrize("before", [(), (confirmed(),)])
async def test_what_is_dropped_in_the_wrap_up_takes_its_sound_along(desk: Desk, before: tuple[PromiseSettled, ...]):
    shelf = shelved(desk, 4, 9)
    await desk.settle(*before)
    assert {("c1", 4), ("c1", 9)} == shelf.kept.keys()

    await desk.settle(DROPPED)

    assert {("c1", 9)} == shelf.kept.keys()


async def test_what_is_confirmed_keeps_its_sound_its_days_and_what_nobody_settles_stays_a_draft(desk: Desk):
    shelf = shelved(desk, 4, 9)
    await desk.settle(confirmed())

    assert {("c1", 4)} == shelf.confirmed


async def test_what_was_dropped_and_confirmed_again_before_it_was_taken_over_keeps_its_sound(desk: Desk):
    shelf = shelved(desk, 4)
    await desk.settle(confirmed(), DROPPED, confirmed())

    assert {("c1", 4)} == shelf.kept.keys()


async def test_what_was_kept_meanwhile_keeps_its_sound(desk: Desk):
    shelf = shelved(desk, 4)
    await desk.settle(confirmed())
    await desk.ledger.write(ID, 1, Kept(at=ledger.stamp(NOW), by="Sam", proof=PROOF))
    await desk.settle(DROPPED)

    assert {("c1", 4)} == shelf.kept.keys()


@pytest.mark.parametrize("before", [(), (confirmed(), confirmed(id="prm_2")), (confirmed(id="prm_2"),)])
async def test_of_two_promises_of_one_turn_the_last_that_is_dropped_takes_the_sound(before: tuple[PromiseSettled, ...]):
    desk = Desk()
    await desk.hear(promise(), promise("prm_2", "send the form"), promise("prm_3", "send it back", who="customer"))
    shelf = shelved(desk, 4)
    await desk.settle(*before)

    await desk.settle(dropped("prm_1"))
    assert {("c1", 4)} == shelf.kept.keys()

    await desk.settle(dropped("prm_2"))
    assert {} == shelf.kept


# --- once, whatever happens -----------------------------------------------------------------------------------------


class Stopping(MemoryLedger):
    """A ledger whose process is gone right after so many writes, before anybody hears of them."""

    def __init__(self, after: int) -> None:
        super().__init__()
        self.left = after

    async def write(self, id: str, edition: int, change: Change) -> Promise:
        written = await super().write(id, edition, change)
        self.left -= 1
        if self.left == 0:
            raise KeyboardInterrupt
        return written


@pytest.mark.parametrize("after", [1, 2, 3, 4])
async def test_stopped_after_any_write_it_goes_on_where_it_was(after: int):
    desk = Desk()
    desk.ledger = Stopping(after)
    desk.from_calls = FromCalls(desk.journal, desk.ledger, lambda: NOW)
    await desk.hear(promise())
    await desk.journal.append("c1", desk.revision, [confirmed(), DROPPED, confirmed(act="refund both fees")])
    with pytest.raises(KeyboardInterrupt):
        await desk.from_calls.catch_up()

    await FromCalls(desk.journal, desk.ledger, lambda: NOW).catch_up()

    found = await desk.ledger.get(ID)
    assert found is not None
    assert ("open", "refund both fees") == (found.state, found.act)
    assert [Made, Dropped, Reopened, Edited] == [type(change) for change in await desk.history()]
    assert [] == await desk.journal.settled()


async def test_taken_over_days_later_it_comes_out_the_same():
    async def taken(days: int) -> list[Change]:
        desk = Desk()
        await desk.hear(promise())
        confirm = msgspec.structs.replace(confirmed(), settled_at="2026-11-23T09:30:00Z")
        drop = msgspec.structs.replace(DROPPED, settled_at="2026-11-23T10:30:00Z")
        await desk.journal.append(
            "c1", desk.revision, [confirm, drop, msgspec.structs.replace(drop, verdict="confirmed")]
        )
        await FromCalls(desk.journal, desk.ledger, lambda: NOW + timedelta(days=days)).catch_up()
        return await desk.history()

    made, dropped, *_ = await taken(3)

    assert isinstance(made, Made)
    assert ("2026-11-23T09:30:00Z", "2026-11-23T10:30:00Z") == (made.confirmed_at, dropped.at)
    assert await taken(1) == await taken(3)


async def test_two_servers_that_take_over_the_same_write_it_once(address: str):
    async with SqlJournal(address) as one, SqlJournal(address) as two:
        facts = [confirmed(id=f"prm_{number}") for number in range(12)]
        await one.append("c1", 0, [started("c1"), *(promise(f"prm_{number}") for number in range(12)), *facts])
        await asyncio.gather(
            *(FromCalls(journal, SqlLedger(journal.disk, Policy())).catch_up() for journal in (one, two))
        )

        book = SqlLedger(one.disk, Policy())
        histories = [await book.history(ledger.id_of("c1", f"prm_{number}")) for number in range(12)]
        assert [[Made]] * 12 == [[type(change) for change in history] for history in histories]
        assert [] == await one.settled() == await two.settled()


async def test_whatever_goes_wrong_once_what_is_settled_is_looked_for_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
):
    settled, faults = desk.journal.settled, iter([RuntimeError("odd"), JournalFailed("the disk is full")])

    async def odd_at_first(*asked: Any) -> Any:
        for fault in faults:
            raise fault
        return await settled(*asked)

    monkeypatch.setattr(desk.journal, "settled", odd_at_first)
    await desk.journal.append("c1", desk.revision, [confirmed()])
    keeping_up = asyncio.create_task(desk.from_calls.keep_up(0.01))
    async with asyncio.timeout(20):
        while await desk.ledger.get(ID) is None and not keeping_up.done():  # noqa: ASYNC110 (the ledger tells nobody)
            await asyncio.sleep(0.01)
    keeping_up.cancel()

    assert await desk.ledger.get(ID) is not None


async def test_where_the_ledger_cannot_be_written_the_note_stays(desk: Desk, monkeypatch: pytest.MonkeyPatch):
    async def fails(*_: object) -> Promise:
        raise JournalFailed("the disk is full")

    await desk.journal.append("c1", desk.revision, [confirmed()])
    with monkeypatch.context() as patch:
        patch.setattr(desk.ledger, "write", fails)
        await desk.from_calls.take("c1")
    assert 1 == len(await desk.journal.settled())

    assert 1 == await desk.from_calls.catch_up()
    assert await desk.ledger.get(ID) is not None


async def test_a_change_made_at_the_same_moment_is_taken_into_account(desk: Desk, monkeypatch: pytest.MonkeyPatch):
    await desk.settle(confirmed())
    write, met = desk.ledger.write, []

    async def beaten(id: str, edition: int, change: Change) -> Promise:
        if not met:
            met.append(await write(id, edition, Kept(at=ledger.stamp(NOW), by="Ada", proof=PROOF)))
            raise LedgerConflict(met[0])
        return await write(id, edition, change)

    monkeypatch.setattr(desk.ledger, "write", beaten)
    found = await desk.settle(DROPPED)

    assert found is not None
    assert "kept" == found.state


ROUNDS = int(os.environ.get("CRASH_ROUNDS", "3"))


def killed(where: str) -> list[str]:
    """The calls acknowledged before a kill that falls at any moment after the first."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    command = [sys.executable, settler.__file__, where]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stdout is not None
        done = [process.stdout.readline()]
        time.sleep(random.uniform(0, 0.3))
        process.kill()
        done += [line for line in process.stdout if line.endswith("\n")]
    return [line.strip() for line in done]


async def test_killed_at_any_moment_every_promise_confirmed_is_on_the_ledger_once(address: str):
    acknowledged: list[str] = []
    for _ in range(ROUNDS):
        acknowledged += await asyncio.to_thread(killed, address)

    async with SqlJournal(address) as journal:
        book = SqlLedger(journal.disk, Policy())
        await FromCalls(journal, book).catch_up()
        calls = await journal.calls(limit=100_000)
        for call in calls:
            facts = [r.event async for r in journal.read(call.id) if isinstance(r.event, PromiseSettled)]
            history = await book.history(ledger.id_of(call.id, "prm_1"))
            assert [Made, Edited][: len(facts)] == [type(change) for change in history]
            assert len(facts) == 2 or call.id not in acknowledged
        assert [] == await journal.settled()
        assert set(acknowledged) <= {call.id for call in calls}
