"""
What promises are searched by: the words of `core.searching`, in SQLite's full-text table or Postgres's vectors.

Whose a promise is, and its state, stand among its words, marked with ``=``, so that a search of one owner's promises is
as fast as one of all. The newest made come first, and only as many as are asked for: what is common is found among the
newest; what is not found there often enough is rare, and looked up. A word asked for is the beginning of some: where
those are few they are looked up themselves, because for a mere beginning a database gathers every place at which any
word with it stands.

The spellings of each name of a person or a team are kept beside the words, so that who asks for one finds all.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Literal

import msgspec
from sqlalchemy import Connection, text

from steadyline.core import people, searching
from steadyline.core.ledger import Promise, State
from steadyline.service.ledger_ports import Query, When, shown
from steadyline.store.tables import SEARCH, VOCABULARY

_WHEN: dict[When, str] = {
    "any": "",
    "today": " AND promise.due_at >= :now AND promise.due_at < :day_ends",
    "at_risk": " AND promise.due_at >= :now AND promise.risk_at <= :now",
    "late": " AND promise.due_at < :now",
}

_KEY = {"sqlite": "rowid", "postgresql": "number"}
_KEPT = {"sqlite": ":words", "postgresql": "array_to_tsvector(CAST(:words AS text[]))"}
INSERT = {name: f"INSERT INTO {SEARCH} ({_KEY[name]}, words) VALUES (:number, {kept})" for name, kept in _KEPT.items()}
"""How the words of a new promise are written, by dialect; the values are `row`."""

_LEARN = {
    "sqlite": f"INSERT OR IGNORE INTO {VOCABULARY} (word) SELECT value FROM json_each(:words)",
    "postgresql": f"INSERT INTO {VOCABULARY} (word) SELECT unnest(CAST(:words AS text[])) ON CONFLICT DO NOTHING",
}

_heard: ContextVar[set[str] | None] = ContextVar("_heard", default=None)
"""The words of a transaction under way, to be learned at its end."""

_DROPPED = "=sdropped"
_SHOWN = frozenset({"open", "kept", "broken", "withdrawn"})

RECENT = 3_000
"""Promises that are looked through one by one: what is common is found there. What is not has few, and is looked up."""

FEW = 8
"""Words with the same beginning that are looked up one by one."""


def asks(query: Query) -> bool:
    """Whether the query asks for any word, or for what is none and so finds nothing."""
    return searching.asks(query.words)


def keep(connection: Connection, number: int, known: Promise | None, promise: Promise) -> None:
    """Let this promise be found as it now reads."""
    if known is not None and _kept(known) == _kept(promise):
        return
    dialect = connection.dialect.name
    update = f"UPDATE {SEARCH} SET words = {_KEPT[dialect]} WHERE {_KEY[dialect]} = :number"
    connection.execute(text(INSERT[dialect] if known is None else update), row(connection, number, promise))
    words = learned(promise)
    if (heard := _heard.get()) is None:
        learn(connection, words)
    else:
        heard.update(words)


@contextmanager
def learning(connection: Connection) -> Iterator[None]:
    """Within a transaction: what `keep` hears meanwhile is learned at the end of it, all at once.

    A new word is held until the commit. Whoever holds some then asks for nothing but words, and for these in one order,
    so no two servers wait for each other's.
    """
    words: set[str] = set()
    before = _heard.set(words)
    try:
        yield
    finally:
        _heard.reset(before)
    if words:
        learn(connection, words)


def row(connection: Connection, number: int, promise: Promise) -> dict[str, Any]:
    """What is kept of this promise to search by."""
    kept = _kept(promise)
    words = " ".join(map(_plain, kept)) if _in_sqlite(connection) else list(kept)
    return {"number": number, "words": words}


def learned(promise: Promise) -> tuple[str, ...]:
    """What is to be known once this promise is kept: its words, and how its owner and its team are spelt."""
    whose = [(what, name) for what, name in (("owner", promise.owner), ("team", promise.team)) if people.fit(name)]
    return (*searching.words_of(promise), *(spelling(what, name) for what, name in whose))


def learn(connection: Connection, words: Iterable[str]) -> None:
    """Know these words, of which some may be new; in their order."""
    sqlite = _in_sqlite(connection)
    values = json.dumps([_known_as(word) for word in words]) if sqlite else sorted(words)
    connection.execute(text(_LEARN[connection.dialect.name]), {"words": values})


def spelling(whose: str, name: str) -> str:
    """A spelling of somebody's name, as it is known: behind what all spellings of it have in common."""
    return _name(whose, name) + people.fit(name)


def spelt(connection: Connection, query: Query) -> list[Query]:
    """The query, for every spelling of whose it asks for: as it asks for it, and as the ledger has it."""
    if query.customer and not people.fit(query.customer):
        return []
    owners, teams = names(connection, "owner", query.owner), names(connection, "team", query.team)
    return [msgspec.structs.replace(query, owner=owner, team=team) for owner in owners for team in teams]


def names(connection: Connection, whose: Literal["owner", "team"], name: str) -> list[str]:
    """Every spelling of this name that the ledger may have: of "", which asks for whichever, itself alone.

    None where nothing is left of the name (`people.folded`): it was asked for, and nobody has it.
    """
    if not people.folded(name):
        return [] if name else [""]
    begin = _name(whose, name)
    found = text(f"SELECT word FROM {VOCABULARY} WHERE word >= :begin AND word < :beyond")
    words = connection.execute(found, {"begin": begin, "beyond": _beyond(begin)}).scalars()
    return sorted({people.fit(name), *(word.removeprefix(begin) for word in words)})


def numbers(connection: Connection, query: Query, before: int | None, limit: int) -> list[int]:
    """The numbers of the newest promises that the query finds, of those made before this one."""
    if not shown(query) or not searching.words(query.words):
        return []
    asked = _Asked(query, before, limit)
    sqlite = _in_sqlite(connection)
    newest = _run(connection, asked, _sqlite_recent(asked) if sqlite else _postgres_recent(asked))
    if len(newest) == limit:
        return newest
    asked.known = [_known(connection, word) for word in asked.words]
    if [] in asked.known:  # no promise has such a word
        return newest
    return _run(connection, asked, _sqlite_all(asked, common=bool(newest)) if sqlite else _postgres_all(asked))


def _known(connection: Connection, word: str) -> list[str] | None:
    """The words that begin so, as they are kept; None where they are many."""
    begin = _plain(word) if _in_sqlite(connection) else word
    found = f"SELECT word FROM {VOCABULARY} WHERE word >= :begin AND word < :beyond LIMIT {FEW + 1}"
    words = [*connection.execute(text(found), {"begin": begin, "beyond": _beyond(begin)}).scalars()]
    return words if len(words) <= FEW else None


def _beyond(begin: str) -> str:
    return begin + "\U0010ffff"


class _Asked:
    """What is asked: words, marks that must all be there, states of which one must, and the values for it all.

    ``known``: for each word those that begin with it, or None where nobody looked or they are many. No ``states``: any
    but the dropped.
    """

    def __init__(self, query: Query, before: int | None, limit: int) -> None:
        self.words = searching.words(query.words)[: searching.MOST_ASKED]
        self.whose = _whose(owner=query.owner, team=query.team, customer=query.customer)
        self.known: list[list[str] | None] = [None for _ in self.words]
        self.states = [_state(state) for state in shown(query)] if set(shown(query)) != _SHOWN else []
        self.when = _WHEN[query.when]
        self.older = "" if before is None else " AND {} < :before"
        self.values: dict[str, Any] = {
            "before": before,
            "limit": limit,
            "recent": RECENT,
            "now": query.now,
            "day_ends": query.day_ends,
        }

    def keep(self, name: str, value: str) -> str:
        """The placeholder of this value."""
        self.values[name] = value
        return f":{name}"


def _in_sqlite(connection: Connection) -> bool:
    return connection.dialect.name == "sqlite"


def _run(connection: Connection, asked: _Asked, statement: str) -> list[int]:
    values = {name: value for name, value in asked.values.items() if f":{name}" in statement}
    return [*connection.execute(text(statement), values).scalars()]


def _sqlite_recent(asked: _Asked) -> str:
    """The newest, read one by one."""
    older = asked.older.format("rowid").replace(" AND ", " WHERE ")
    begins = [f"instr(kept, {asked.keep(f'word{n}', f' {_plain(word)}')}) > 0" for n, word in enumerate(asked.words)]
    marked = [f"instr(kept, {asked.keep(f'mark{n}', f' {mark} ')}) > 0" for n, mark in enumerate(asked.whose)]
    states = [f"instr(kept, {asked.keep(f'state{n}', f' {state} ')}) > 0" for n, state in enumerate(asked.states)]
    of_state = f"({' OR '.join(states)})" if states else f"instr(kept, {asked.keep('dropped', f' {_DROPPED} ')}) = 0"
    fits = " AND ".join([*begins, *marked, of_state])
    return (
        f"SELECT lately.number FROM (SELECT rowid AS number, ' ' || words || ' ' AS kept FROM {SEARCH}{older} "
        f"ORDER BY rowid DESC LIMIT :recent) AS lately CROSS JOIN promise ON promise.number = lately.number "
        f"WHERE {fits}{asked.when} "
        "ORDER BY lately.number DESC LIMIT :limit"
    )


def _sqlite_all(asked: _Asked, *, common: bool) -> str:
    """All. Of one owner, team or customer, where the words are ``common``, only the marks are looked up and the words
    read: to look up the beginning of a word SQLite gathers every place where any word begins so.
    """
    read_them = common and bool(asked.whose)
    words = [_sqlite_word(word, known) for word, known in zip(asked.words, asked.known, strict=True)]
    known = " AND ".join([*(f'"{mark}"' for mark in asked.whose), *([] if read_them else words)])
    states = " OR ".join(f'"{state}"' for state in asked.states)
    read = [
        f" AND instr(' ' || words, {asked.keep(f'word{n}', f' {_plain(word)}')}) > 0"
        for n, word in enumerate(asked.words)
    ]
    match = asked.keep("match", f"({known}) AND ({states})" if states else f'({known}) NOT "{_DROPPED}"')
    return (  # CROSS: SQLite takes tables in this order, and so walks along the words until it has enough
        f"SELECT {SEARCH}.rowid FROM {SEARCH} CROSS JOIN promise ON promise.number = {SEARCH}.rowid "
        f"WHERE {SEARCH} MATCH {match}{''.join(read) if read_them else ''}{asked.when}"
        f"{asked.older.format(f'{SEARCH}.rowid')} ORDER BY {SEARCH}.rowid DESC LIMIT :limit"
    )


def _sqlite_word(begin: str, known: list[str] | None) -> str:
    if known is None:
        return f'"{_plain(begin)}" *'
    return "(" + " OR ".join(f'"{word}"' for word in known) + ")"


def _postgres_recent(asked: _Asked) -> str:
    """The newest, read one by one."""
    older = asked.older.format("number").replace(" AND ", " WHERE ")
    return (
        f"SELECT number FROM (SELECT number, words FROM {SEARCH}{older} ORDER BY number DESC LIMIT :recent) AS lately "
        f"JOIN promise USING (number) WHERE words @@ CAST({_tsquery(asked)} AS tsquery){asked.when} "
        "ORDER BY number DESC LIMIT :limit"
    )


def _postgres_all(asked: _Asked) -> str:
    """All, by the index of words: an array, so that Postgres does not read every promise because there may be many."""
    enough = "" if asked.when else " LIMIT :limit"
    return (
        f"SELECT number FROM promise WHERE number = ANY(ARRAY(SELECT number FROM {SEARCH} "
        f"WHERE words @@ CAST({_tsquery(asked)} AS tsquery){asked.older.format('number')} "
        f"ORDER BY number + 0 DESC{enough})){asked.when} ORDER BY number DESC LIMIT :limit"
    )


def _tsquery(asked: _Asked) -> str:
    words = [_postgres_word(word, known) for word, known in zip(asked.words, asked.known, strict=True)]
    states = " | ".join(f"'{state}'" for state in asked.states)
    of_state = f"({states})" if states else f"!'{_DROPPED}'"
    return asked.keep("match", " & ".join([*words, *(f"'{mark}'" for mark in asked.whose), of_state]))


def _postgres_word(begin: str, known: list[str] | None) -> str:
    return f"'{begin}':*" if known is None else "(" + " | ".join(f"'{word}'" for word in known) + ")"


def _kept(promise: Promise) -> tuple[str, ...]:
    whose = _whose(owner=promise.owner, team=promise.team, customer=promise.customer)
    return (*searching.words_of(promise), *whose, _state(promise.state))


def _whose(**names: str) -> list[str]:
    """Words that no text has: a mark of what, and a digest of whom, as their row has them."""
    fit = {what: people.fit(name) for what, name in names.items()}
    return [f"={what[0]}{_digest(name)}" for what, name in fit.items() if name]


def _name(whose: str, name: str) -> str:
    return f"={whose[0]}{_digest(people.folded(name))}="


def _digest(name: str) -> str:
    return hashlib.blake2b(name.encode(), digest_size=8).hexdigest()


def _known_as(word: str) -> str:
    """A name is known as it is spelt; a word in the letters in which it is searched by."""
    return word if word.startswith("=") else _plain(word)


def _state(state: State) -> str:
    return f"=s{state}"


def _plain(word: str) -> str:
    """The word in letters that every SQLite takes for letters; what a word began with, it still begins with."""
    return word if word.isascii() else "".join(letter if letter.isascii() else f"_{ord(letter):x}_" for letter in word)
