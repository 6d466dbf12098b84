"""What only the ledger on disk can get into: other servers, other hours than yesterday's, every script there is."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import time
from threading import Barrier, BrokenBarrierError

import pytest
from sqlalchemy import Connection, text

from promised import PROOF, at, made
from steadyline.core import searching
from steadyline.core.hours import Hours
from steadyline.core.ledger import Dropped, HandedOver, Kept, Planned, Promise
from steadyline.core.reminding import Policy
from steadyline.service.ledger_ports import LedgerConflict, Query
from steadyline.store import database
from steadyline.store import ledger as stored
from steadyline.store.journal import SqlJournal
from steadyline.store.ledger import SqlLedger
from steadyline.store.writer import Writer

OFFICE = Policy(timezone="Europe/London")
LATE_SHIFT = Policy(hours=Hours(opens=time(14, 0), closes=time(22, 0)), timezone="Europe/London")


async def test_two_servers_write_the_same_promise_and_one_wins_each_edition(address: str):
    async with SqlJournal(address) as one, SqlJournal(address) as two:
        books = [SqlLedger(journal.disk, OFFICE) for journal in (one, two)]
        outcomes = await asyncio.gather(
            *(book.write(f"prm_{n}", 0, made()) for n in range(20) for book in books), return_exceptions=True
        )
        for edition in range(1, 4):
            plans = [Planned(at=at("23 10:00"), how=f"{edition} {way}") for way in range(2)]
            outcomes += await asyncio.gather(
                *(
                    book.write(f"prm_{n}", edition, plan)
                    for n in range(20)
                    for book, plan in zip(books, plans, strict=True)
                ),
                return_exceptions=True,
            )

        won = [outcome for outcome in outcomes if isinstance(outcome, Promise)]
        lost = [outcome for outcome in outcomes if isinstance(outcome, LedgerConflict)]
        assert (80, 80) == (len(won), len(lost))
        assert all(conflict.promise is not None for conflict in lost)
        assert [4] * 20 == [len(await books[0].history(f"prm_{n}")) for n in range(20)]


async def test_with_other_hours_what_is_open_is_reckoned_again_once(address: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(stored, "RECKONED_AT_ONCE", 2)
    async with SqlJournal(address) as journal:
        office, shift = SqlLedger(journal.disk, OFFICE), SqlLedger(journal.disk, LATE_SHIFT)
        await office.reckon()
        for number in range(5):
            await office.write(f"prm_{number}", 0, made())
        await office.write("prm_5", 0, made())
        await office.write("prm_5", 1, Kept(at=at("23 10:00"), proof=PROOF))
        assert at("24 09:00") == await office.next_due()

        assert 5 == await shift.reckon()
        assert at("23 19:30") == await shift.next_due()
        assert 0 == await shift.reckon()
        assert 5 == await office.reckon()
        assert at("24 09:00") == await office.next_due()
        assert [] == await office.due(at("24 08:59"))


async def test_after_many_changes_a_promise_is_still_found_once(address: str):
    async with SqlJournal(address) as journal:
        book = SqlLedger(journal.disk, OFFICE)
        promise = await book.write("prm_1", 0, made())
        for way in range(3):
            promise = await book.write("prm_1", promise.edition, Planned(at=at("23 10:00"), how=f"way {way}"))
        await book.write("prm_1", promise.edition, HandedOver(at=at("23 11:00"), owner="Ada"))

        assert ["prm_1"] == [p.id for p in (await book.find(Query(words="march", owner="Ada"))).promises]


@pytest.mark.parametrize(
    "asked",
    ["дом", "ДОМ привет", "東京", "①", "½", "ሀ፩", "ﬀ", "x_y", "a\u0301b", "=o", "\x00", "' OR 1", '"', "*", "ẞ"],
)
async def test_no_letter_of_any_script_is_too_odd_to_search_by(address: str, asked: str):
    async with SqlJournal(address) as journal:
        book = SqlLedger(journal.disk, OFFICE)
        await book.write("prm_1", 0, made(act=f"ring {asked} back"))

        assert bool(searching.words(asked)) == await book.count(Query(words=asked))
        assert 0 == await book.count(Query(words=f"{asked} zzz"))
        for word in searching.words(asked):
            assert 1 == await book.count(Query(words=word[:1]))


async def test_a_word_finds_all_that_begin_with_it_whether_they_are_few_or_many(
    address: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(stored.searching, "RECENT", 1)
    async with SqlJournal(address) as journal:
        book = SqlLedger(journal.disk, OFFICE)
        for number, word in enumerate(["kettle", "kettles", "kettle-Łódź", *(f"lamp{n}" for n in range(12)), "Łódka"]):
            await book.write(f"prm_{number}", 0, made(act=f"replace the {word}"))
        dropped = await book.write("prm_99", 0, made(act="replace the kettle"))
        await book.write("prm_99", dropped.edition, Dropped(at=at("23 10:00"), why="never was one"))

        assert 3 == await book.count(Query(words="kett"))
        assert 2 == await book.count(Query(words="lod"))
        assert 1 == await book.count(Query(words="kettles repl"))
        assert 12 == await book.count(Query(words="lamp replace"))
        assert (3, 2) == (await book.count(Query(words="lamp1")), await book.count(Query(words="lamp1"), most=2))
        assert 0 == await book.count(Query(words="lamp kettle"))
        assert 0 == await book.count(Query(words="kettle toaster"))
        assert 1 == await book.count(Query(words="kettle", states=("dropped",)))


# --- servers that cross ---------------------------------------------------------------------------------------------


@pytest.fixture
def writers(postgres_server: str) -> Iterator[tuple[Writer, Writer]]:
    import postgres

    with postgres.fresh(postgres_server) as address:
        engines = [
            database.connect(database.locate(address), writes=True, connections=1, wait_seconds=20) for _ in range(2)
        ]
        with engines[0].begin() as connection:
            connection.execute(text("CREATE TABLE note (name TEXT PRIMARY KEY, many INTEGER)"))
            connection.execute(text("INSERT INTO note VALUES ('a', 0), ('b', 0)"))
        writers = Writer(engines[0]), Writer(engines[1])
        yield writers
        for writer, engine in zip(writers, engines, strict=True):
            writer.close()
            engine.dispose()


def test_of_two_servers_that_hold_what_each_other_waits_for_both_get_there(writers: tuple[Writer, Writer]):
    both_hold = Barrier(2)

    def add(first: str, then: str) -> Callable[[Connection], None]:
        def work(connection: Connection) -> None:
            statement = text("UPDATE note SET many = many + 1 WHERE name = :name")
            connection.execute(statement, {"name": first})
            with suppress(BrokenBarrierError):  # what is tried again is alone there
                both_hold.wait(2)
            connection.execute(statement, {"name": then})

        return work

    answers = [writers[0].submit(add("a", "b")), writers[1].submit(add("b", "a"))]
    for answer in answers:
        answer.result(20)

    many = writers[0].submit(lambda connection: list(connection.execute(text("SELECT many FROM note")).scalars()))
    assert [2, 2] == many.result(20)


async def test_servers_that_learn_the_same_new_words_do_not_undo_each_other(postgres_server: str):
    import postgres

    both_wrote, runs = Barrier(2), {"one": 0, "two": 0}

    def make(server: str, *acts: str) -> Callable[[Connection], None]:
        def work(connection: Connection) -> None:
            runs[server] += 1
            for number, act in enumerate(acts):
                stored.write(connection, id=f"prm_{server}_{number}", edition=0, change=made(act=act), policy=OFFICE)
                if number == 0:
                    with suppress(BrokenBarrierError):  # what is tried again is alone there
                        both_wrote.wait(2)

        return work

    with postgres.fresh(postgres_server) as address:
        async with SqlJournal(address) as one, SqlJournal(address) as two:
            book = SqlLedger(one.disk, OFFICE)
            await book.write("prm_known", 0, made())  # so that the words which all have are known
            await asyncio.gather(
                one.disk.write(make("one", "zither", "accordion")), two.disk.write(make("two", "accordion", "zither"))
            )

            assert {"one": 1, "two": 1} == runs
            assert [2, 2] == [await book.count(Query(words=word)) for word in ("zither", "accordion")]
            known = text("SELECT count(*) FROM promise_vocabulary WHERE word IN ('zither', 'accordion')")
            assert 2 == await one.disk.read(lambda connection: connection.execute(known).scalar())
