"""
What promises are searched by: the words of `core.searching`, in SQLite's full-text table or Postgres's vectors.

Whose a promise is stands among its words, marked with ``=``, so that a search of one owner's promises is as fast as one
of all. Found are the newest made first, and only as many as are asked for: no search waits for all that it could find.
"""

import hashlib
from typing import Any

from sqlalchemy import Connection, String, bindparam, text

from steadyline.core import searching
from steadyline.core.ledger import Promise
from steadyline.service.ledger_ports import Query, When, shown
from steadyline.store.tables import SEARCH

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

_FOUND = {
    # CROSS: SQLite takes tables in this order, and so walks along the words, the newest first, until it has enough
    "sqlite": f"{SEARCH} CROSS JOIN promise ON promise.number = {SEARCH}.rowid WHERE {SEARCH} MATCH :match",
    "postgresql": f"{SEARCH} JOIN promise USING (number) WHERE {SEARCH}.words @@ CAST(:match AS tsquery)",
}


def asks(query: Query) -> bool:
    """Whether the query asks for any word."""
    return bool(searching.words(query.words))


def keep(connection: Connection, number: int, known: Promise | None, promise: Promise) -> None:
    """Let this promise be found as it now reads."""
    if known is not None and _kept(known) == _kept(promise):
        return
    dialect = connection.dialect.name
    update = f"UPDATE {SEARCH} SET words = {_KEPT[dialect]} WHERE {_KEY[dialect]} = :number"
    connection.execute(text(INSERT[dialect] if known is None else update), row(connection, number, promise))


def row(connection: Connection, number: int, promise: Promise) -> dict[str, Any]:
    """What is kept of this promise to search by."""
    kept = _kept(promise)
    words = " ".join(map(_plain, kept)) if connection.dialect.name == "sqlite" else list(kept)
    return {"number": number, "words": words}


def numbers(connection: Connection, query: Query, before: int | None, limit: int) -> list[int]:
    """The numbers of the newest promises that the query finds, of those made before this one."""
    dialect = connection.dialect.name
    key = f"{SEARCH}.{_KEY[dialect]}"
    older = "" if before is None else f" AND {key} < :before"
    states = " AND promise.state IN :states"
    found = f"SELECT {key} FROM {_FOUND[dialect]}{states}{_WHEN[query.when]}{older} ORDER BY {key} DESC LIMIT :limit"
    values = {"match": _match(query, dialect), "states": shown(query), "before": before, "limit": limit}
    values |= {"now": query.now, "day_ends": query.day_ends}
    statement = text(found).bindparams(bindparam("states", expanding=True, type_=String))
    known = {name: value for name, value in values.items() if f":{name}" in found}
    return [*connection.execute(statement, known).scalars()]


def _kept(promise: Promise) -> tuple[str, ...]:
    whose = _whose(owner=promise.owner, team=promise.team, customer=promise.customer)
    return (*searching.words_of(promise), *whose)


def _match(query: Query, dialect: str) -> str:
    words = searching.words(query.words)[: searching.MOST_ASKED]
    whose = _whose(owner=query.owner, team=query.team, customer=query.customer)
    if dialect == "sqlite":
        return " AND ".join([*(f'"{_plain(word)}" *' for word in words), *(f'"{mark}"' for mark in whose)])
    return " & ".join([*(f"'{word}':*" for word in words), *(f"'{mark}'" for mark in whose)])


def _whose(**names: str) -> list[str]:
    """Words that no text has: a mark of what, and a digest of whom."""
    return [
        f"={what[0]}{hashlib.blake2b(name.encode(), digest_size=8).hexdigest()}" for what, name in names.items() if name
    ]


def _plain(word: str) -> str:
    """The word in letters that every SQLite takes for letters; what a word began with, it still begins with."""
    return word if word.isascii() else "".join(letter if letter.isascii() else f"_{ord(letter):x}_" for letter in word)
