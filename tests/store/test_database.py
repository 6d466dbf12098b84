"""What only the journal on disk can get into, and what it says then."""

import asyncio
import json
import os
import sqlite3
import subprocess
import sys
import threading
import tracemalloc
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import msgspec
import pytest
import sqlalchemy
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from contracts.journals import said, started, ticks
from promised import PROOF, at, promised
from steadyline.core.events import CallStarted, ConcernNoted, Customer, Header, HeatMoved, PromiseSettled
from steadyline.core.gist import Gist
from steadyline.core.ledger import Kept, Promise
from steadyline.core.reminding import Policy
from steadyline.service.delivering import Message
from steadyline.service.ledger_ports import Query, Settled
from steadyline.service.outbox import Delivery
from steadyline.service.ports import JournalFailed
from steadyline.store import database, outbox, searching, tables
from steadyline.store import ledger as stored
from steadyline.store.disk import Disk
from steadyline.store.journal import PAGE, SqlJournal
from steadyline.store.ledger import SqlLedger


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "journal.sqlite"


@contextmanager
def pragma(statement: str) -> Iterator[None]:
    """Run ``statement`` on every connection opened from now on."""

    def tune(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute(statement)

    sqlalchemy.event.listen(sqlalchemy.Engine, "connect", tune)
    yield
    sqlalchemy.event.remove(sqlalchemy.Engine, "connect", tune)


async def written(path: Path, call: str, count: int) -> None:
    async with SqlJournal(str(path)) as journal:
        await journal.append(call, 0, [started(call), *ticks(2, count - 1)])


async def length(path: Path, call: str) -> int:
    async with SqlJournal(str(path)) as journal:
        return len([recorded async for recorded in journal.read(call)])


# --- opening ------------------------------------------------------------------------------------------------------


def test_the_migrations_make_the_tables_that_the_code_uses(address: str):
    asyncio.run(SqlJournal(address).close())

    with sqlalchemy.create_engine(database.locate(address)).connect() as connection:

        def of_every_database(found: object, name: str | None, *_: object) -> bool:
            table = getattr(found, "table", found)
            return not str(getattr(table, "name", name)).startswith((tables.SEARCH, tables.VOCABULARY))

        context = MigrationContext.configure(
            connection,
            opts={"version_table": database.VERSION_TABLE, "include_object": of_every_database},
        )
        assert [] == compare_metadata(context, tables.metadata)
        assert tables.VERSION == context.get_current_revision()


def test_the_version_is_the_newest_migration():
    config = Config()
    config.set_main_option("script_location", "steadyline.store:migrations")
    config.set_main_option("path_separator", "os")

    assert tables.VERSION == ScriptDirectory.from_config(config).get_current_head()


OLDEST = {"call", "event", "state", "playbook", "judgement"}
"""The tables that every version which `make_older` makes has."""


def make_older(path: Path, version: str) -> None:
    """Undo what later versions made."""
    with closing(sqlite3.connect(path)) as connection:
        for table in {*tables.metadata.tables, tables.SEARCH, tables.VOCABULARY} - OLDEST:
            connection.execute(f"DROP TABLE {table}")
        connection.execute("DROP INDEX call_by_customer")
        connection.execute("ALTER TABLE call DROP COLUMN customer")
        if version < "0003":
            connection.execute("ALTER TABLE call DROP COLUMN gist")
        connection.execute(f"UPDATE {database.VERSION_TABLE} SET version_num = '{version}'")
        connection.commit()


async def test_calls_of_an_older_version_are_listed_with_what_they_were_about(path: Path):
    told = ConcernNoted(at=1.0, id="con_1", text="the bill", turn=1, quote="")
    better = ConcernNoted(at=2.0, id="con_2", text="the bill doubled", turn=2, quote="", replaces="con_1")
    hot = [HeatMoved(at=1.0, turn=1, quote="", heat=heat, trend=0.0, escalation=0.0) for heat in (0.4, 0.9, 0.3)]
    async with SqlJournal(str(path)) as journal:
        await journal.append("c1", 0, [started("c1"), told, *hot, better])
        await journal.append("quiet", 0, [started("quiet")])
    make_older(path, "0002")

    async with SqlJournal(str(path)) as journal:
        quiet, heard = [call.gist for call in await journal.calls()]

    assert Gist(problem="the bill doubled", of="con_2", peak=0.9, heat=0.3) == heard
    assert Gist() == quiet


async def test_what_was_settled_before_there_was_a_ledger_is_noted_for_it_and_customers_are_found(path: Path):
    dana = CallStarted(at=0.0, header=Header(call="c1", customer=Customer(ref="C-1182")), playbook="steady@1")
    settled = PromiseSettled(at=2.0, id="prm_1", verdict="confirmed", act="call back")
    async with SqlJournal(str(path)) as journal:
        await journal.append("c1", 0, [dana, *ticks(2, 1), settled])
        await journal.append("c2", 0, [started("c2")])
    make_older(path, "0003")

    async with SqlJournal(str(path)) as journal:
        assert [Settled("c1", 3)] == await journal.settled()
        assert ["c1"] == [call.id for call in await journal.calls(customer="C-1182")]


def make_empty(address: str, version: str) -> None:
    """A database as this version first made it."""
    config = Config()
    config.set_main_option("script_location", "steadyline.store:migrations")
    config.set_main_option("path_separator", "os")
    engine = sqlalchemy.create_engine(database.locate(address))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        config.attributes["version_table"] = database.VERSION_TABLE
        command.upgrade(config, version)
    engine.dispose()


def older_row(promise: Promise) -> dict[str, object]:
    """The row of a promise as versions before 0009 had it."""
    row = stored.row(promise, Policy())
    told = stored.Tally(*json.loads(row.pop("tally") or '["", "", "", null, null]'))
    return {**row, **told._asdict(), "number": 1}


async def test_what_was_sent_and_promised_before_is_found_by_its_time_whatever_it_says(address: str):
    make_empty(address, "0007")
    kept = promised(Kept(at=at("24 10:00"), proof=PROOF), customer="C\0-1182")
    odd = {"promise": {"customer": "C\0-1182"}}
    message = Message(id="msg_1", kind="reminder_soon", at=at("23 10:00"), subject="Due", text="Soon.", data=odd)
    waits = Delivery(message=message, destination="mail", made_at=at("23 10:00"), next_at=at("23 11:00"))
    went = msgspec.structs.replace(waits, state="sent", next_at="", settled_at=at("23 12:00"))
    engine = sqlalchemy.create_engine(database.locate(address))
    with engine.begin() as connection:
        row = older_row(kept)
        names = ", ".join(row), ", ".join(f":{name}" for name in row)
        connection.execute(sqlalchemy.text("INSERT INTO promise ({}) VALUES ({})".format(*names)), row)
        insert = sqlalchemy.text(searching.INSERT[connection.dialect.name])
        connection.execute(insert, searching.row(connection, 1, kept))
        deliver = sqlalchemy.text(
            "INSERT INTO delivery (number, id, promise, destination, state, attempts, body) "
            "VALUES (:number, :id, 'prm_1', 'mail', :state, 1, :body)"
        )
        for number, delivery in enumerate([waits, went, went] * 100, start=1):
            body = msgspec.json.encode(delivery).decode()
            values = {"number": number, "id": f"msg_{number}", "state": delivery.state, "body": body}
            connection.execute(deliver, values)
    engine.dispose()

    disk = await asyncio.to_thread(Disk, address)
    times = sqlalchemy.select(tables.delivery.c.at).order_by(tables.delivery.c.number)
    eleven, noon = at("23 11:00"), at("23 12:00")
    found = await disk.read(lambda connection: connection.execute(times).scalars().all())
    tally = await disk.read(lambda connection: connection.execute(sqlalchemy.select(tables.promise.c.tally)).scalar())
    stock = await disk.read(lambda connection: outbox.stock(connection, now=noon))
    assert [eleven, noon, noon] * 100 == found
    assert json.loads(stored.row(kept, Policy())["tally"]) == json.loads(str(tally))
    assert ({"waiting": 100, "sent": 200}, eleven) == stock
    book = SqlLedger(disk, Policy())
    assert 1 == await book.count(Query(words="march bil", customer="C\0-1182"))
    assert 1 == await book.count(Query(owner="SAM", team="Billing")), "names written before are one whatever their case"
    await disk.close()


def test_a_new_database_and_its_folder_belong_to_their_owner_alone(tmp_path: Path):
    path = tmp_path / "deep" / "down" / "journal.sqlite"
    journal = SqlJournal(str(path))
    modes = {file.name: file.stat().st_mode & 0o777 for file in path.parent.iterdir()}
    asyncio.run(journal.close())

    files = ("journal.sqlite", "journal.sqlite-wal", "journal.sqlite-shm", "journal.sqlite.making")
    assert dict.fromkeys(files, 0o600) == modes
    assert 0o700 == path.parent.stat().st_mode & 0o777


def test_what_is_committed_is_synced(path: Path):
    journal = SqlJournal(str(path))
    with journal.disk.writing.connect() as connection:
        levels = [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("journal_mode", "synchronous")]
    asyncio.run(journal.close())

    assert ["wal", 2] == levels


def test_programs_that_start_at_once_make_the_tables_once(path: Path):
    opened: list[SqlJournal] = []
    threads = [threading.Thread(target=lambda: opened.append(SqlJournal(str(path)))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert 4 == len(opened)
    for journal in opened:
        asyncio.run(journal.close())


def test_a_newer_database_is_refused_and_left_as_it_is(path: Path):
    asyncio.run(written(path, "c1", 3))
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"UPDATE {database.VERSION_TABLE} SET version_num = '0999'")
        connection.commit()
    before = path.read_bytes()

    with pytest.raises(JournalFailed, match=r"a newer Steadyline \(its version is 0999, .* install the newer"):
        SqlJournal(str(path))

    assert before == path.read_bytes()


def test_another_programs_database_is_refused_and_left_as_it_is(path: Path):
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE invoices (id INTEGER)")

    with pytest.raises(JournalFailed, match=r"another program's database \(it holds invoices\)"):
        SqlJournal(str(path))

    with closing(sqlite3.connect(path)) as connection:
        assert [("invoices",)] == connection.execute("SELECT name FROM sqlite_master").fetchall()


@pytest.mark.parametrize("content", [b"RIFF\x00 not a database at all" * 50, b"SQLite format 3\x00" + b"\xff" * 4080])
def test_a_file_that_is_no_database_is_refused_and_left_as_it_is(path: Path, content: bytes):
    path.write_bytes(content)

    with pytest.raises(JournalFailed, match="not an SQLite database; name another file"):
        SqlJournal(str(path))

    assert content == path.read_bytes()


def test_a_folder_is_no_database(tmp_path: Path):
    with pytest.raises(JournalFailed, match="check that the folder exists"):
        SqlJournal(str(tmp_path))


def test_a_place_that_cannot_be_made_is_named(tmp_path: Path):
    (tmp_path / "file").write_text("in the way")

    with pytest.raises(JournalFailed, match=r"file/journal.sqlite: .* File exists: .*/file'; check"):
        SqlJournal(str(tmp_path / "file" / "journal.sqlite"))


@pytest.mark.parametrize("where", ["sqlite://", "sqlite:///:memory:"])
def test_a_journal_in_memory_is_refused(where: str):
    with pytest.raises(JournalFailed, match="keeps nothing; name a file"):
        SqlJournal(where)


def test_an_address_that_makes_no_sense_is_refused():
    with pytest.raises(JournalFailed, match="the database address cannot be read"):
        SqlJournal("post gres://")


# --- when the disk or the database says no ------------------------------------------------------------------------


async def test_a_full_disk_is_said_and_what_was_acknowledged_stays(path: Path):
    with pragma("PRAGMA max_page_count = 100"):
        async with SqlJournal(str(path)) as journal:
            revision = await journal.append("c1", 0, [started("c1")])
            with pytest.raises(JournalFailed, match="database or disk is full; the disk is full; free some space"):
                while True:
                    revision = await journal.append("c1", revision, said(revision, 50))
            assert (await journal.calls())[0].revision == revision
            assert revision + 1 == await journal.append("c1", revision, ticks(1, 1))

    assert revision + 1 == await length(path, "c1") > 50


LIMITED = """
import asyncio, resource, sys
from contracts.journals import said, started
from steadyline.service.ports import JournalFailed
from steadyline.store.journal import SqlJournal

async def main(path):
    async with SqlJournal(path) as journal:
        revision = await journal.append("c1", 0, [started("c1")])
        resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))
        try:
            while True:
                revision = await journal.append("c1", revision, said(revision, 50))
        except JournalFailed as failure:
            print(revision, failure)

asyncio.run(main(sys.argv[1]))
"""


async def test_a_disk_that_refuses_to_write_loses_nothing_acknowledged(path: Path):
    run = await asyncio.to_thread(
        subprocess.run,
        [sys.executable, "-c", LIMITED, str(path)],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )

    assert "" == run.stderr
    revision, _, said_why = run.stdout.partition(" ")
    assert "disk" in said_why
    assert int(revision) == await length(path, "c1") > 50


async def test_a_database_that_cannot_be_written_says_so(path: Path):
    await written(path, "c1", 3)
    async with SqlJournal(str(path)) as journal:
        with journal.disk.writing.connect() as connection:
            connection.exec_driver_sql("PRAGMA query_only = ON")
        with pytest.raises(JournalFailed, match="check their permissions and the mount"):
            await journal.append("c1", 3, ticks(4, 1))

    assert 3 == await length(path, "c1")


async def test_while_another_program_holds_the_database_appends_fail_and_then_go_on(path: Path):
    await written(path, "c1", 3)
    async with SqlJournal(str(path), wait_seconds=0.1) as journal:
        with closing(sqlite3.connect(path)) as other:
            other.execute("BEGIN IMMEDIATE")
            outcomes = await asyncio.gather(
                journal.append("c1", 3, ticks(4, 1)), journal.append("c2", 0, [started("c2")]), return_exceptions=True
            )
            assert [isinstance(outcome, JournalFailed) for outcome in outcomes] == [True, True]
            assert outcomes[0] is not outcomes[1]
            assert "another program holds the database; close it" in str(outcomes[0])
            assert 3 == len([recorded async for recorded in journal.read("c1")])
            other.rollback()
        assert 4 == await journal.append("c1", 3, ticks(4, 1))


def damage(path: Path) -> None:
    with path.open("r+b") as file:
        file.seek(100 * 4096)
        file.write(os.urandom(path.stat().st_size - 120 * 4096))


async def test_a_damaged_file_says_so_and_what_to_do(path: Path):
    await written(path, "c1", 20_000)
    damage(path)

    async with SqlJournal(str(path)) as journal:
        with pytest.raises(JournalFailed, match="the file is damaged; restore it from a backup"):
            async for _ in journal.read("c1"):
                pass


async def test_an_event_that_no_version_wrote_is_named_and_those_before_it_are_read(path: Path):
    await written(path, "c1", PAGE + 5)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute('UPDATE event SET body = \'{"type":"sneezed"}\' WHERE revision = ?', [PAGE + 2])
        connection.commit()

    async with SqlJournal(str(path)) as journal:
        seen = []
        with pytest.raises(JournalFailed, match=rf"event {PAGE + 2} of call c1 cannot be read"):
            async for recorded in journal.read("c1"):
                seen.append(recorded.revision)

    assert list(range(1, PAGE + 2)) == seen


async def test_a_closed_journal_says_so(path: Path):
    journal = SqlJournal(str(path))
    await journal.close()
    await journal.close()

    with pytest.raises(JournalFailed, match="closed"):
        await journal.append("c1", 0, [started("c1")])
    with pytest.raises(JournalFailed, match="closed"):
        await journal.calls()


# --- how it works together ----------------------------------------------------------------------------------------


async def test_appends_that_queue_up_share_a_commit(path: Path):
    async with SqlJournal(str(path)) as journal:
        commits = []
        sqlalchemy.event.listen(journal.disk.writing, "commit", commits.append)
        await asyncio.gather(*(journal.append(f"c{n}", 0, [started(f"c{n}")]) for n in range(200)))

        assert 1 <= len(commits) < 50


async def test_a_slow_write_does_not_hold_up_reading_or_the_event_loop(path: Path):
    await written(path, "c1", 3)
    async with SqlJournal(str(path), wait_seconds=1.0) as journal:
        with closing(sqlite3.connect(path)) as other:
            other.execute("BEGIN IMMEDIATE")
            waiting = asyncio.create_task(journal.append("c1", 3, ticks(4, 1)))
            async with asyncio.timeout(0.5):
                assert 3 == len([recorded async for recorded in journal.read("c1")])
            assert not waiting.done()
            other.rollback()
        assert 4 == await waiting


async def test_an_append_given_up_before_its_turn_is_not_written(path: Path):
    await written(path, "c1", 3)
    async with SqlJournal(str(path), wait_seconds=5.0) as journal:
        with closing(sqlite3.connect(path)) as other:
            other.execute("BEGIN IMMEDIATE")
            first = asyncio.create_task(journal.append("c1", 3, ticks(4, 1)))
            await asyncio.sleep(0.05)
            given_up = asyncio.create_task(journal.append("c2", 0, [started("c2")]))
            await asyncio.sleep(0.05)
            given_up.cancel()
            await asyncio.sleep(0)
            other.rollback()
        assert 4 == await first

        assert [listed.id for listed in await journal.calls()] == ["c1"]


async def test_reading_a_long_call_takes_the_memory_of_a_page(path: Path):
    async with SqlJournal(str(path)) as journal:
        await journal.append("c1", 0, [started("c1")])
        for batch in range(20):
            await journal.append("c1", 1 + batch * 1000, said(batch, 1000))
        tracemalloc.start()
        async for _ in journal.read("c1"):
            pass
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()

    assert peak < 2_000_000
