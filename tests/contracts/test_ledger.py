"""What every ledger promises, asked of the one in memory and of the one on disk, in SQLite and in Postgres, alike."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from promised import PROOF, at, histories, made
from steadyline.core import ledger
from steadyline.core.figures import Period, Tally
from steadyline.core.ledger import (
    Broke,
    Change,
    Dropped,
    Edited,
    HandedOver,
    Kept,
    NotAllowed,
    Planned,
    Postponed,
    Promise,
    Reminded,
    Reopened,
    State,
    Told,
    Withdrawn,
)
from steadyline.core.reminding import Policy, Reminder
from steadyline.service.ledger_ports import BadCursor, Ledger, LedgerConflict, Query
from steadyline.store.journal import SqlJournal
from steadyline.store.ledger import SqlLedger
from steadyline.testing import MemoryLedger

POLICY = Policy(timezone="Europe/London")
NOW = at("23 12:00")


@contextmanager
def opened(where: str) -> Iterator[SqlLedger]:
    journal = SqlJournal(where)
    yield SqlLedger(journal.disk, POLICY)
    asyncio.run(journal.close())


@pytest.fixture(params=["memory", "sqlite", "postgres"])
def book(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Ledger]:
    if request.param == "memory":
        yield MemoryLedger(POLICY)
    elif request.param == "sqlite":
        with opened(str(tmp_path / "journal.sqlite")) as book:
            yield book
    else:
        import postgres

        with postgres.fresh(request.getfixturevalue("postgres_server")) as address, opened(address) as book:
            yield book


async def write(book: Ledger, id: str, *changes: Change) -> Promise:
    """These changes, one after the other, on whatever is there."""
    promise = await book.get(id)
    for change in changes:
        promise = await book.write(id, promise.edition if promise else 0, change)
    assert promise is not None
    return promise


def ids(promises: list[Promise]) -> list[str]:
    return [promise.id for promise in promises]


async def found(book: Ledger, **query: object) -> list[str]:
    page = await book.find(Query(now=NOW, day_ends=at("24 00:00"), **query))  # type: ignore[arg-type]
    assert len(page.promises) == await book.count(Query(now=NOW, day_ends=at("24 00:00"), **query))  # type: ignore[arg-type]
    return ids(page.promises)


KEPT = Kept(at=at("24 10:00"), by="Sam", proof=PROOF)


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


# --- finding --------------------------------------------------------------------------------------------------------


async def five(book: Ledger) -> None:
    """Sam's: late, for today and at risk, for tomorrow, undated, and kept; and one of Ada's in another team."""
    await write(book, "prm_late", made(act="call back", due=at("23 10:00")))
    await write(book, "prm_today", made(act="send the label", due=at("23 12:30")))
    await write(book, "prm_later", made(act="refund the fee", due="2026-11-25T17:00:00+00:00"))
    await write(book, "prm_undated", made(act="look into it", due=None))
    await write(book, "prm_kept", made(at("20 09:00"), act="refund postage", due=at("20 17:00"), customer="C-9"), KEPT)
    await write(book, "prm_ada", made(owner="Ada", team="field", act="visit on Friday", customer_name="Jürgen Groß"))


async def test_an_owners_promises_come_by_date_with_those_that_have_none_last(book: Ledger):
    await five(book)

    assert ["prm_kept", "prm_late", "prm_today", "prm_later", "prm_undated"] == await found(book, owner="Sam")
    assert ["prm_ada"] == await found(book, owner="Ada")
    assert [] == await found(book, owner="Nobody")


async def test_the_three_lists_of_the_day(book: Ledger):
    await five(book)

    assert ["prm_late"] == await found(book, owner="Sam", when="late")
    assert ["prm_today"] == await found(book, owner="Sam", when="today")
    assert ["prm_today"] == await found(book, owner="Sam", when="at_risk")
    assert [] == await found(book, owner="Sam", when="late", states=("kept",))


async def test_what_is_asked_for_is_asked_all_together(book: Ledger):
    await five(book)

    assert ["prm_ada"] == await found(book, team="field")
    assert ["prm_kept"] == await found(book, customer="C-9", states=("kept", "broken"))
    assert [] == await found(book, team="field", owner="Sam")
    assert ["prm_ada", "prm_kept", "prm_undated", "prm_later", "prm_today", "prm_late"] == await found(
        book, latest=True
    )


async def test_words_are_found_by_their_beginnings_whatever_case_and_accents_the_newest_first(book: Ledger):
    await five(book)

    assert ["prm_kept", "prm_later"] == await found(book, words="REF")
    assert ["prm_later"] == await found(book, words="fee refund")
    assert ["prm_ada"] == await found(book, words="jurgen gross")
    assert ["prm_later"] == await found(book, words="ref", states=("open",), owner="Sam")
    assert [] == await found(book, words="ref", owner="Ada")
    assert [] == await found(book, words="fund")
    assert 6 == len(await found(book, words=" -- ' "))


async def test_a_promise_is_found_by_what_it_says_now_and_by_whose_it_is_now(book: Ledger):
    await write(book, "prm_1", made())
    edit = Edited(at=NOW, act="replace the kettle", kind="replacement", due=None)
    await write(book, "prm_1", edit, HandedOver(at=NOW, owner="Ada"))

    assert ["prm_1"] == await found(book, words="kettle", owner="Ada")
    assert [] == await found(book, words="march")
    assert [] == await found(book, words="kettle", owner="Sam")


async def test_what_was_dropped_is_found_only_where_it_is_asked_for(book: Ledger):
    await write(book, "prm_1", made(), Dropped(at=NOW))

    assert [] == await found(book, owner="Sam") == await found(book, words="refund")
    assert [] == await book.story("C-1182")
    assert ["prm_1"] == await found(book, states=("dropped",)) == await found(book, words="refund", states=("dropped",))
    await write(book, "prm_1", Reopened(at=NOW, why="it was one"))
    assert ["prm_1"] == await found(book, owner="Sam")


@pytest.mark.parametrize(
    "query", [Query(), Query(latest=True), Query(words="refund"), Query(owner="Sam", states=("open",))]
)
async def test_pages_hold_every_promise_once_in_order_even_where_dates_are_the_same(book: Ledger, query: Query):
    for number in range(7):
        await write(book, f"prm_{number}", made(due=None if number % 3 == 2 else at("24 17:00")))
    whole = ids((await book.find(query)).promises)

    seen, after = [], ""
    while True:
        page = await book.find(query, after, 2)
        seen += ids(page.promises)
        after = page.after
        if not after:
            break

    assert 7 == len(whole)
    assert whole == seen


async def test_a_page_of_just_as_many_as_there_are_is_the_last(book: Ledger):
    await write(book, "prm_1", made())

    assert "" == (await book.find(Query(), "", 1)).after


@pytest.mark.parametrize(
    "after", ["x", "1", "-1.2026-11-23T09:00:00Z", "99999999999999999999.2026-11-23T09:00:00Z", "²."]
)
async def test_a_place_that_no_page_gave_is_refused(book: Ledger, after: str):
    with pytest.raises(BadCursor, match="Begin at the first page"):
        await book.find(Query(), after)


async def test_counting_stops_where_it_is_told_to(book: Ledger):
    await five(book)

    assert 2 == await book.count(Query(owner="Sam"), 2)
    assert 2 == await book.count(Query(words="ref"), 2)


async def test_a_customers_story_is_the_newest_first_and_of_nobody_else(book: Ledger):
    await five(book)

    assert ["prm_ada", "prm_undated", "prm_later"] == ids(await book.story("C-1182", 3))
    assert [] == await book.story("")


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


# --- figures --------------------------------------------------------------------------------------------------------


def settled(state: State, when: str) -> list[Change]:
    match state:
        case "kept":
            return [Kept(at=at(when), proof=PROOF, cause="stock")]
        case "broken":
            return [Broke(at=at(when), cause="supplier")]
        case "withdrawn":
            return [Withdrawn(at=at(when), agreed="Leave it")]
        case "dropped":
            return [Dropped(at=at(when))]
        case "open":
            return []


WEEK = Period(since=at("16 00:00"), until="2026-12-07T00:00:00Z", now=at("30 12:00"))


async def test_the_headline_is_kept_on_time_of_all_whose_date_has_come_and_that_stood(book: Ledger):
    came: list[tuple[State, str]] = [
        ("kept", "24 16:00"),
        ("kept", "24 15:00"),
        ("kept", "25 09:00"),
        ("broken", "26 09:00"),
        ("withdrawn", "23 12:00"),
        ("dropped", "23 12:00"),
        ("open", ""),
    ]
    for number, (state, when) in enumerate(came):
        await write(book, f"prm_{number}", made(), *settled(state, when))
    await write(book, "prm_not_yet", made(due="2026-12-01T12:00:00+00:00"))
    await write(book, "prm_before", made(at("10 09:00"), due=at("12 12:00")))
    await write(book, "prm_undated", made(due=None), *settled("kept", "24 09:00"))

    figures = await book.figures(WEEK)

    assert Tally(on_time=2, late=1, overdue=1, broken=1, withdrawn=1) == figures.all
    assert 0.4 == figures.all.kept_on_time
    assert {"2026-11-23": figures.all} == figures.by_week
    assert {"": Tally(overdue=1), "stock": Tally(late=1), "supplier": Tally(broken=1)} == figures.by_cause
    assert {} == figures.by_owner


async def test_figures_are_told_by_kind_and_week_and_by_owner_only_where_asked(book: Ledger):
    await write(book, "prm_1", made(), *settled("kept", "24 09:30"))
    await write(book, "prm_2", made(kind="visit", owner="Ada", team="field"), *settled("kept", "26 11:00"))
    await write(book, "prm_3", made(at("16 09:00"), due=at("18 17:00")), *settled("kept", "16 09:07"))

    figures = await book.figures(WEEK)
    assert {"money": Tally(on_time=2), "visit": Tally(late=1)} == figures.by_kind
    assert {"2026-11-16": Tally(on_time=1), "2026-11-23": Tally(on_time=1, late=1)} == figures.by_week
    assert {"money": 7, "visit": 74 * 60} == figures.median_minutes_by_kind
    assert (24 * 60, 42 * 60) == (figures.median_minutes, figures.median_late_minutes)

    field = Period(since=WEEK.since, until=WEEK.until, now=WEEK.now, team="field", by_owner=True)
    assert {"Ada": Tally(late=1)} == (await book.figures(field)).by_owner


@pytest.mark.parametrize(
    ("zone", "last_of_its_week", "first_of_the_next"),
    [
        ("Europe/London", "2026-03-29T22:59:59Z", "2026-03-29T23:00:00Z"),  # summer time begins on this Sunday
        ("Europe/London", "2026-10-25T23:59:59Z", "2026-10-26T00:00:00Z"),  # and ends on this one
        ("America/New_York", "2026-11-09T04:59:59Z", "2026-11-09T05:00:00Z"),
        ("Asia/Kolkata", "2026-11-08T18:29:59Z", "2026-11-08T18:30:00Z"),
        ("No/Where", "2026-11-08T23:59:59Z", "2026-11-09T00:00:00Z"),
    ],
)
async def test_a_week_begins_on_monday_at_midnight_on_the_sites_clock(
    book: Ledger, zone: str, last_of_its_week: str, first_of_the_next: str
):
    await write(book, "prm_1", made("2026-02-02T09:00:00Z", due=last_of_its_week))
    await write(book, "prm_2", made("2026-02-02T09:00:00Z", due=first_of_the_next))
    year = Period(since="2026-01-01T00:00:00Z", until="2027-01-01T00:00:00Z", now="2026-12-31T00:00:00Z", timezone=zone)

    weeks = list((await book.figures(year)).by_week)

    assert 2 == len(weeks)
    assert timedelta(days=7) == date.fromisoformat(weeks[1]) - date.fromisoformat(weeks[0])


@pytest.mark.parametrize("zone", ["UTC", "America/New_York", "Asia/Tokyo"])
async def test_dates_at_the_calendars_ends_are_counted_in_some_week(book: Ledger, zone: str):
    first, last = "0001-01-01T00:00:00+00:00", "9999-12-31T12:00:00+00:00"
    await write(book, "prm_1", made(due=first), *settled("broken", "24 09:00"))
    await write(book, "prm_2", made(due=last), *settled("kept", "24 09:00"))

    ever = Period(since="0001-01-01T00:00:00Z", until=ledger.FOREVER, now=ledger.FOREVER, timezone=zone)
    figures = await book.figures(ever)

    assert {"0001-01-01": Tally(broken=1), "9999-12-27": Tally(on_time=1)} == figures.by_week


async def test_without_promises_there_is_no_share(book: Ledger):
    figures = await book.figures(WEEK)

    assert (Tally(), None, None) == (figures.all, figures.all.kept_on_time, figures.median_minutes)


# --- any question, any ledger ---------------------------------------------------------------------------------------

ASKED = st.builds(
    Query,
    owner=st.sampled_from(["", "Sam", "Ada"]),
    team=st.sampled_from(["", "billing", "field"]),
    states=st.lists(st.sampled_from(ledger.STATES), max_size=3, unique=True).map(tuple),
    when=st.sampled_from(["any", "today", "at_risk", "late"]),
    now=st.just("2026-06-01T00:00:00Z"),
    day_ends=st.just("2027-01-01T00:00:00Z"),
    words=st.sampled_from(["", "", "ref", "m bill", "it ca", "c-1182", "zzz"]),
    latest=st.booleans(),
)


@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate])
@given(stories=st.lists(histories(5), min_size=1, max_size=8), asked=st.lists(ASKED, min_size=1, max_size=12))
def test_every_ledger_finds_what_the_one_in_memory_finds(book: Ledger, stories: list[list[Change]], asked: list[Query]):
    asyncio.run(the_same_is_found(book, stories, asked))


async def the_same_is_found(book: Ledger, stories: list[list[Change]], asked: list[Query]) -> None:
    begin = await book.count(Query(states=ledger.STATES))
    for number, history in enumerate(stories, start=begin):
        await write(book, f"prm_{number}", *history)
    sure = MemoryLedger(POLICY)
    for number in range(begin + len(stories)):
        await write(sure, f"prm_{number}", *await book.history(f"prm_{number}"))

    for query in asked:
        assert await sure.find(query) == await book.find(query)
    for now in ("2026-01-01T00:00:00Z", ledger.FOREVER):
        assert await sure.due(now) == await book.due(now)
    began, ended = "2025-06-01T00:00:00Z", "2027-06-01T00:00:00Z"
    year = Period(since=began, until=ended, now="2027-01-01T00:00:00Z", by_owner=True, timezone="Europe/London")
    assert await sure.figures(year) == await book.figures(year)
    assert await sure.next_due() == await book.next_due()
