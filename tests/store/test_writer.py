"""The one thread that writes: what becomes of a group when one of its pieces is refused, or all of it fails."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import IntegrityError

from steadyline.service.ports import JournalFailed
from steadyline.store import database
from steadyline.store.writer import GROUP, Writer


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = database.connect(database.locate(str(tmp_path / "w.sqlite")), writes=True, connections=1, wait_seconds=1)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE note (word TEXT UNIQUE)"))
    yield engine
    engine.dispose()


@pytest.fixture
def writer(engine: Engine) -> Iterator[Writer]:
    writer = Writer(engine)
    yield writer
    writer.close()


def note(word: str, *, then: BaseException | None = None) -> Callable[[Connection], str]:
    def work(connection: Connection) -> str:
        connection.execute(text("INSERT INTO note VALUES (:word)"), {"word": word})
        if then is not None:
            raise then
        return word

    return work


def together(writer: Writer, *work: Callable[[Connection], Any]) -> list["Future[Any]"]:
    """The answers to pieces of work that share a transaction: they queue up while the first one holds the thread."""
    begun, go = Event(), Event()
    writer.submit(lambda _: begun.set() or go.wait(5))
    begun.wait(5)
    answers = [writer.submit(piece) for piece in work]
    go.set()
    return answers


def noted(writer: Writer) -> list[str]:
    return writer.submit(lambda connection: list(connection.execute(text("SELECT word FROM note")).scalars())).result(5)


def test_what_a_refused_piece_wrote_is_undone_and_its_neighbours_stay(writer: Writer):
    one, two, three = together(writer, note("one"), note("two", then=ValueError("no")), note("three"))

    assert ["one", "three"] == [one.result(5), three.result(5)]
    with pytest.raises(ValueError, match="no"):
        two.result(5)
    assert ["one", "three"] == noted(writer)


def test_a_statement_that_the_database_refuses_harms_no_neighbour(writer: Writer):
    one, again, three = together(writer, note("one"), note("one"), note("three"))

    assert ["one", "three"] == [one.result(5), three.result(5)]
    with pytest.raises(JournalFailed, match="UNIQUE"):
        again.result(5)
    assert ["one", "three"] == noted(writer)


def test_where_the_database_fails_the_whole_group_is_told_and_nothing_is_kept(writer: Writer, engine: Engine):
    with engine.begin() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 10")
    answers = together(writer, note("one"), note("x" * 100_000), note("three"))

    for answer in answers:
        with pytest.raises(JournalFailed, match="disk is full"):
            answer.result(5)
    assert [] == noted(writer)


def test_nobody_is_answered_before_the_commit(writer: Writer):
    first, second = together(writer, note("one"), lambda _: first.done())

    assert second.result(5) is False
    assert "one" == first.result(5)


def test_a_long_queue_is_written_in_groups(writer: Writer):
    answers = together(writer, *(note(str(number)) for number in range(2 * GROUP + 1)))

    assert [str(number) for number in range(2 * GROUP + 1)] == [answer.result(10) for answer in answers]


def test_closing_finishes_what_was_submitted(writer: Writer):
    answers = together(writer, *(note(str(number)) for number in range(5)))
    writer.close()

    assert ["0", "1", "2", "3", "4"] == [answer.result(0) for answer in answers]
    with pytest.raises(JournalFailed, match="closed"):
        writer.submit(note("late"))


def test_a_refusal_of_the_database_is_said_in_words_with_its_cause(writer: Writer):
    together(writer, note("one"))
    again = writer.submit(note("one"))

    with pytest.raises(JournalFailed) as told:
        again.result(5)
    assert isinstance(told.value.__cause__, IntegrityError)
