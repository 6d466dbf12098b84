"""What every keeper of calendars must do: the fake, SQLite and Postgres alike; and what a calendar holds."""

import threading
from collections.abc import AsyncIterator, Sequence
from datetime import timedelta
from pathlib import Path

import pytest

import postgres
from steadyline.core import ledger
from steadyline.core.ledger import Broke, Change, Kept, Made, Moment, Postponed, Proof, Withdrawn
from steadyline.core.reminding import Policy
from steadyline.service.delivering import Entry
from steadyline.service.feeds import BadFeed, Calendars, Feed, Feeds, Form, NoSuchFeed
from steadyline.service.reminding import People
from steadyline.store.feeds import SqlFeeds
from steadyline.store.journal import SqlJournal
from steadyline.testing import MemoryFeeds, MemoryLedger

NOW = "2026-03-10T09:00:00Z"
FEED = Feed(id="cal_1", owner="Sam", made_at=NOW, made_by="Lena")


@pytest.fixture(params=["memory", "sqlite", "postgres"])
async def kept(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Feeds]:
    if request.param == "memory":
        yield MemoryFeeds()
    elif request.param == "sqlite":
        async with SqlJournal(str(tmp_path / "journal.sqlite")) as journal:
            yield SqlFeeds(journal.disk)
    else:
        with postgres.fresh(request.getfixturevalue("postgres_server")) as address:
            async with SqlJournal(address) as journal:
                yield SqlFeeds(journal.disk)


async def test_a_calendar_is_found_by_the_digest_of_what_opens_it_and_by_nothing_else(kept: Feeds):
    other = Feed(id="cal_2", team="billing", form="todo", made_at=NOW)
    await kept.keep(FEED, "digest")
    await kept.keep(other, "another")

    assert FEED == await kept.opened_by("digest")
    assert await kept.opened_by("cal_1") is None
    assert [FEED, other] == await kept.all()


async def test_it_is_revoked_for_good_and_the_first_time_stands(kept: Feeds):
    await kept.keep(FEED, "digest")

    assert await kept.revoke("cal_1", "2026-03-11T09:00:00Z")
    assert await kept.revoke("cal_1", "2026-03-12T09:00:00Z")
    assert not await kept.revoke("cal_9", NOW)
    found = await kept.opened_by("digest")
    assert found is not None
    assert "2026-03-11T09:00:00Z" == found.revoked_at


# --- what a calendar holds --------------------------------------------------------------------------------------------


def at(days: float) -> Moment:
    return ledger.stamp(ledger.when(NOW) + timedelta(days=days))


def listed(entries: Sequence[Entry], name: str, form: Form) -> bytes:
    """A calendar that a test can read."""
    lines = [
        f"{each.uid} {each.sequence} {'done' if each.done else 'off' if each.cancelled else ''}" for each in entries
    ]
    return "\n".join([name, form, *(line.strip() for line in lines)]).encode()


class Site:
    """Calendars over a ledger of its own."""

    def __init__(self) -> None:
        self.ledger = MemoryLedger(Policy(timezone="UTC"))
        self.feeds = MemoryFeeds()
        self.calendars = Calendars(self.feeds, self.ledger, people=People(), write=listed, now=lambda: NOW)

    async def write(self, id: str, *changes: Change, owner: str = "Sam", team: str = "", due: float = 1) -> None:
        made = Made(at=at(-50), by="Sam", act=id, owner=owner, team=team, due=at(due))
        for edition, change in enumerate([made, *changes]):
            await self.ledger.write(id, edition, change)

    async def opened(self, path: str, seen: str = "") -> tuple[list[str] | None, str]:
        body, tag = await self.calendars.read(path.removeprefix("/calendar/").removesuffix(".ics"), seen)
        return (None if body is None else body.decode().splitlines()), tag


async def test_it_holds_what_is_open_and_ticks_off_or_strikes_out_what_was_settled_lately():
    site = Site()
    await site.write("prm_open")
    await site.write("prm_kept", Kept(at=at(-1), by="Sam", proof=Proof(kind="note", text="done")), due=-1)
    await site.write("prm_broken", Broke(at=at(-1), by="Sam", cause="stock"), due=-2)
    await site.write("prm_off", Withdrawn(at=at(-1), by="Sam", agreed="leave it"), due=-3)
    await site.write("prm_old", Withdrawn(at=at(-40), by="Sam", agreed="leave it"), due=-31)
    await site.write("prm_lenas", owner="Lena")
    await site.write("prm_late", due=-45)
    _, path = await site.calendars.make(owner="Sam", form="todo", by="Sam")

    told, _ = await site.opened(path)
    assert told is not None
    assert ["Promises of Sam", "todo"] == told[:2]
    assert {"prm_open 1", "prm_late 1", "prm_kept 2 done", "prm_broken 2 off", "prm_off 2 off"} == set(told[2:])


async def test_a_reader_that_saw_it_as_it_stands_gets_nothing_until_something_changes():
    site = Site()
    await site.write("prm_a", team="billing")
    _, path = await site.calendars.make(team="billing")
    _, tag = await site.opened(path)

    assert (None, tag) == await site.opened(path, f'W/"{tag}"')
    await site.ledger.write("prm_a", 1, Postponed(at=NOW, by="Sam", due=at(3), cause="stock", agreed=True))
    told, fresh = await site.opened(path, tag)
    assert fresh != tag
    assert told is not None
    assert "prm_a 2" == told[2]


async def test_it_is_written_beside_the_event_loop_that_hears_calls():
    threads: list[str] = []

    def write(entries: Sequence[Entry], name: str, form: Form) -> bytes:
        threads.append(threading.current_thread().name)
        return b""

    calendars = Calendars(MemoryFeeds(), MemoryLedger(), people=People(), write=write, now=lambda: NOW)
    _, path = await calendars.make(owner="Sam")
    await calendars.read(path.removeprefix("/calendar/").removesuffix(".ics"))

    assert [threading.current_thread().name] != threads
    assert 1 == len(threads)


async def test_what_opens_it_is_kept_nowhere_and_opens_nothing_once_revoked():
    site = Site()
    feed, path = await site.calendars.make(owner="Sam")
    secret = path.removeprefix("/calendar/").removesuffix(".ics")

    assert secret not in repr(site.feeds.__dict__)
    await site.calendars.revoke(feed.id)
    with pytest.raises(NoSuchFeed):
        await site.opened(path)
    assert [] == await site.calendars.all()


@pytest.mark.parametrize("whose", [{}, {"owner": "Sam", "team": "billing"}, {"owner": "x" * 101}])
async def test_it_is_of_one_person_or_one_team(whose: dict[str, str]):
    with pytest.raises(BadFeed):
        await Site().calendars.make(**whose)
