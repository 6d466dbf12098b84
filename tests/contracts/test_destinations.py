"""What every keeper of destinations must do: the fake, SQLite and Postgres alike; two servers beside each other too."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import msgspec
import pytest

import postgres
from steadyline.service.delivering import Destination
from steadyline.service.outbox import Destinations
from steadyline.store.destinations import SqlDestinations
from steadyline.store.disk import Disk
from steadyline.testing import MemoryDestinations

NOW = "2026-03-10T09:00:00Z"
MAIL = Destination(id="mail", kind="mail", name="Mail", options={"server": "mx.example", "port": 25})
MOVED = msgspec.structs.replace(MAIL, name="The other mail")


@pytest.fixture(params=["memory", "sqlite", "postgres"])
async def kept(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Destinations]:
    if request.param == "memory":
        yield MemoryDestinations()
        return
    if request.param == "sqlite":
        disk = await asyncio.to_thread(Disk, str(tmp_path / "site.sqlite"))
        yield SqlDestinations(disk)
        await disk.close()
        return
    with postgres.fresh(request.getfixturevalue("postgres_server")) as address:
        disk = await asyncio.to_thread(Disk, address)
        yield SqlDestinations(disk)
        await disk.close()


async def test_a_destination_is_kept_changed_and_removed_each_on_record(kept: Destinations):
    assert await kept.save(MAIL, "Ana", NOW)
    assert await kept.save(MOVED, "Ben", NOW, MAIL)
    assert [MOVED] == await kept.all()
    assert await kept.remove(MOVED, "Cleo", NOW)

    assert [] == await kept.all()
    assert [("Cleo", None), ("Ben", MOVED), ("Ana", MAIL)] == [(c.by, c.now) for c in await kept.changes()]


async def test_over_what_is_not_there_as_it_was_seen_nothing_is_saved_and_nothing_removed(kept: Destinations):
    await kept.save(MAIL, "Ana", NOW)

    assert not await kept.save(MOVED, "Ben", NOW), "its id is taken"
    assert not await kept.save(MAIL, "Ben", NOW, MOVED)
    assert not await kept.remove(MOVED, "Ben", NOW)
    assert not await kept.save(msgspec.structs.replace(MOVED, id="gone"), "Ben", NOW, MOVED)
    assert [MAIL] == await kept.all()
    assert 1 == len(await kept.changes())


async def test_of_two_servers_that_change_the_same_at_once_one_does(address: str):
    disks = [await asyncio.to_thread(Disk, address) for _ in range(2)]
    one, two = map(SqlDestinations, disks)
    seen = MAIL
    assert [False, True] == sorted(await asyncio.gather(one.save(seen, "Ana", NOW), two.save(seen, "Ben", NOW)))
    for round in range(10):
        wanted = [msgspec.structs.replace(MAIL, name=f"{round} of {by}") for by in ("Ana", "Ben")]
        won = await asyncio.gather(one.save(wanted[0], "Ana", NOW, seen), two.save(wanted[1], "Ben", NOW, seen))
        assert [False, True] == sorted(won)
        (seen,) = await one.all()
        assert wanted[won.index(True)] == seen
    assert 11 == len(await one.changes())
    for disk in disks:
        await disk.close()
