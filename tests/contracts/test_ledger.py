"""What every ledger promises, asked of the one in memory and of the one on disk, in SQLite and in Postgres, alike."""

import asyncio

import pytest
from hypothesis import HealthCheck, given, settings

from contracts.ledgers import KEPT, NOW, found, write
from promised import at, histories, made
from steadyline.core import ledger
from steadyline.core.ledger import (
    Change,
    HandedOver,
    NotAllowed,
    Planned,
    Postponed,
    Promise,
    Reminded,
    Told,
    Withdrawn,
)
from steadyline.core.reminding import Reminder
from steadyline.service.ledger_ports import Ledger, LedgerConflict, Query

# --- writing --------------------------------------------------------------------------------------------------------


async def test_what_was_written_is_read_back_with_who_and_when(book: Ledger):
    changes = [made(), HandedOver(at=at("23 10:00"), by="Sam", owner="Ada", note="she knows the bank"), KEPT]
    written = await write(book, "prm_1", *changes)

    assert written == await book.get("prm_1") == ledger.fold("prm_1", changes)
    assert changes == await book.history("prm_1")


async def test_an_unknown_promise_is_none_and_has_no_history(book: Ledger):
    assert await book.get("prm_9") is None
    assert [] == await book.history("prm_9")
    assert await book.next_due() is None


async def test_of_two_editors_the_second_is_told_what_holds_and_nothing_of_theirs_is_kept(book: Ledger):
    await write(book, "prm_1", made())
    ada = Planned(at=at("23 10:00"), by="Ada", how="by transfer")
    sam = Planned(at=at("23 10:01"), by="Sam", how="by cheque")
    holds = await book.write("prm_1", 1, ada)

    with pytest.raises(LedgerConflict) as told:
        await book.write("prm_1", 1, sam)

    assert holds == told.value.promise
    assert "by transfer" == (await write(book, "prm_1")).how
    assert [made(), ada] == await book.history("prm_1")


async def test_a_promise_is_made_once(book: Ledger):
    first = await write(book, "prm_1", made())

    with pytest.raises(LedgerConflict) as told:
        await book.write("prm_1", 0, made(owner="Ada"))

    assert first == told.value.promise


async def test_of_a_promise_that_is_not_there_no_edition_is_right(book: Ledger):
    with pytest.raises(LedgerConflict) as told:
        await book.write("prm_9", 3, KEPT)

    assert told.value.promise is None


async def test_what_makes_no_sense_is_refused_and_not_kept(book: Ledger):
    await write(book, "prm_1", made())
    with pytest.raises(NotAllowed, match="Only the customer"):
        await book.write("prm_1", 1, Withdrawn(at=NOW, agreed=""))
    with pytest.raises(NotAllowed, match="no such promise"):
        await book.write("prm_2", 0, KEPT)

    assert [made()] == await book.history("prm_1")
    assert await book.get("prm_2") is None


async def test_of_many_writers_at_once_one_wins_each_edition(book: Ledger):
    await write(book, "prm_1", made())
    tries = [book.write("prm_1", 1, Planned(at=NOW, how=f"way {number}")) for number in range(8)]
    outcomes = await asyncio.gather(*tries, return_exceptions=True)

    won = [outcome for outcome in outcomes if isinstance(outcome, Promise)]
    lost = [outcome.promise for outcome in outcomes if isinstance(outcome, LedgerConflict)]
    assert [won[0]] * 7 == lost
    assert 2 == len(await book.history("prm_1"))


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(history=histories())
def test_whatever_befalls_a_promise_the_ledger_holds_what_its_changes_say(book: Ledger, history: list[Change]):
    asyncio.run(written_and_read_back(book, history))


async def written_and_read_back(book: Ledger, history: list[Change]) -> None:
    id = f"prm_{1 + await book.count(Query(states=ledger.STATES), 1000)}"

    assert ledger.fold(id, history) == await write(book, id, *history) == await book.get(id)
    assert history == await book.history(id)


async def test_odd_letters_are_kept(book: Ledger):
    odd = made(act="ring \x00 back ☎\n«Żółć» 'DROP' \"x\" %", owner="O'Neill \\", customer="C'1", team="té:am*")
    await write(book, "prm_1", odd)

    assert [odd] == await book.history("prm_1")
    assert ["prm_1"] == await found(book, owner="O'Neill \\", team="té:am*", customer="C'1", words="zolc DROP")


async def test_names_may_hold_what_postgres_has_no_place_for(book: Ledger):
    await write(book, "prm_1", made(owner="S\0am", team="bil\0ling", customer="C\0-1182"))

    assert ["prm_1"] == await found(book, owner="S\0am", team="bil\0ling", customer="C\0-1182")
    assert ["prm_1"] == [promise.id for promise in await book.story("C\0-1182")]


# --- reminders ------------------------------------------------------------------------------------------------------


async def test_reminders_are_due_from_their_moment_on_those_due_longest_first(book: Ledger):
    await write(book, "prm_1", made())
    await write(book, "prm_2", made(due=at("23 13:00")))

    assert at("23 11:00") == await book.next_due()
    assert [] == await book.due(at("23 10:59"))
    assert [("prm_2", Reminder("halfway", at("23 11:00")))] == [
        (due.promise.id, due.reminder) for due in await book.due(at("23 11:00"))
    ]
    late = await book.due(at("25 09:00"))
    assert [("prm_2", "tell_customer"), ("prm_1", "tell_customer")] == [
        (due.promise.id, due.reminder.stage) for due in late
    ]
    assert ["prm_2"] == [due.promise.id for due in await book.due(at("25 09:00"), 1)]


async def test_a_reminder_that_was_claimed_is_due_no_more_and_nobody_claims_it_again(book: Ledger):
    await write(book, "prm_1", made())
    [due] = await book.due(at("24 09:00"))
    claim = Reminded(at=at("24 09:00"), by=ledger.BY_ITSELF, stage=due.reminder.stage, to="Sam")
    await book.write("prm_1", due.promise.edition, claim)

    assert [] == await book.due(at("24 09:00"))
    with pytest.raises(LedgerConflict):
        await book.write("prm_1", due.promise.edition, claim)


async def test_a_missed_reminder_waits_while_the_site_is_closed_unless_its_date_does_not(book: Ledger):
    await write(book, "prm_tomorrow", made(due=at("24 11:00")))
    await write(book, "prm_tonight", made(due=at("23 22:00")))

    assert ["prm_tonight"] == [due.promise.id for due in await book.due(at("23 20:00"), 1)]
    assert [] == await book.due(at("24 06:00"))
    assert ["prm_tonight", "prm_tomorrow"] == [due.promise.id for due in await book.due(at("24 09:00"))]


async def test_what_is_due_when_business_closes_goes_out_then(book: Ledger):
    told = Told(at=at("23 12:00"), what="late", how="phone")
    await write(book, "prm_1", made(due=at("23 17:00")), told, Reminded(at=at("23 16:00"), stage="soon"))

    assert [Reminder("named_person", at("23 17:00"))] == [due.reminder for due in await book.due(at("23 17:05"))]
    assert [] == await book.due(at("23 22:00"))


async def test_what_is_settled_or_has_no_date_reminds_nobody(book: Ledger):
    await write(book, "prm_1", made(), KEPT)
    await write(book, "prm_2", made(due=None))

    assert [] == await book.due(ledger.FOREVER)
    assert await book.next_due() is None


async def test_a_new_date_is_reminded_of_anew(book: Ledger):
    later = Postponed(at=at("24 10:00"), due="2026-11-30T17:00:00+00:00", cause="stock", agreed=True)
    await write(book, "prm_1", made(), Reminded(at=at("24 09:00"), stage="tell_customer"), later)

    assert ["halfway"] == [due.reminder.stage for due in await book.due("2026-11-27T12:00:00Z")]
