"""What every ledger must count: the fake, SQLite and Postgres alike."""

from datetime import date, timedelta

import msgspec
import pytest

from contracts.ledgers import write
from promised import PROOF, at, made
from steadyline.core import ledger
from steadyline.core.figures import Period, Tally
from steadyline.core.ledger import Broke, Change, Dropped, Kept, State, Withdrawn
from steadyline.service.ledger_ports import Ledger


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


async def test_figures_take_a_name_for_one_whatever_its_case_and_tell_it_as_most_have_it(book: Ledger):
    for number, (owner, team) in enumerate([("sam", "billing"), ("Sam", "Billing"), ("Sam", "billing"), ("Ada", "")]):
        await write(book, f"prm_{number}", made(owner=owner, team=team), *settled("kept", "24 09:30"))
    told = await book.figures(msgspec.structs.replace(WEEK, team="BILLING", by_owner=True))

    assert Tally(on_time=3) == told.all
    assert {"Sam": Tally(on_time=3)} == told.by_owner


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
