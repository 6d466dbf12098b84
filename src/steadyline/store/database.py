"""
Opening the database: where it is, how it is tuned, and that its tables are this version's.

A database comes up through the migrations, a fresh one included; of programs that begin at once one makes the tables,
and the others wait. One that is not ours, or was written by a newer version, is refused untouched. Whatever the
database or the disk refuses is said in words, with what to do about it.
"""

import fcntl
import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from sqlite3 import Connection as SqliteConnection
from typing import Final

from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError

from steadyline.service.ports import JournalFailed
from steadyline.store import tables

VERSION_TABLE = "steadyline_version"

_MIGRATING = 1_937_007_204
"""The lock that one program holds while it brings a Postgres up to its version; any number that is ours alone."""

MAKING_SECONDS: Final = 60.0
"""How long to wait for another program that makes the tables: some seconds' work, on a slow disk and a busy machine."""

_REMEDIES = {
    "SQLITE_BUSY": "another program holds the database; close it, or wait for its work to end",
    "SQLITE_CANTOPEN": "check that the folder exists and that this user may write to it",
    "SQLITE_CORRUPT": "the file is damaged; restore it from a backup, or save what is readable with sqlite3's .recover",
    "SQLITE_FULL": "the disk is full; free some space, and what is asked from then on is written again",
    "SQLITE_IOERR": "the disk did not do its work; look at its free space, its quota and the system's log",
    "SQLITE_LOCKED": "another program holds the database; close it, or wait for its work to end",
    "SQLITE_NOTADB": "the file is not an SQLite database; name another file in the setting 'database'",
    "SQLITE_PERM": "check that this user may read and write the file and its folder",
    "SQLITE_READONLY": "the file or its folder cannot be written; check their permissions and the mount",
    "08": "the database server cannot be reached; check that it runs, and the setting 'database'",
    "25006": "the database is open for reading alone; name the server that may write in the setting 'database'",
    "28": "the database server does not let this user in; check the name and the password in the setting 'database'",
    "3D000": "there is no such database; make it, or name another in the setting 'database'",
    "42501": "this user may not do that in the database; grant it the right to make and change tables",
    "53": "the database server has run out of room, memory or connections; make some free",
    "55P03": "another program holds what is to be written; close it, or wait for its work to end",
    "57": "the database server was stopped, or stopped the work; what is asked from then on is written again",
}
"""What to do, by the beginning of SQLite's name for the error or of Postgres's code for it."""

KEPT_ALIVE = {"keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3, "connect_timeout": 5}
"""For a connection to Postgres that mostly waits: that the other machine lost its power is noticed in half a minute."""

_TRY_AGAIN = frozenset({"40001", "40P01"})
"""Postgres undid a transaction because of another one, and asks to try again: a deadlock, or none of our order."""


def locate(database: str) -> URL:
    """Where ``database`` points: a file's path means SQLite; an address (``postgresql+psycopg://…``) is taken as is."""
    if "://" not in database:
        return URL.create("sqlite", database=str(Path(database).expanduser().absolute()))
    try:
        url = make_url(database)
    except ArgumentError as error:
        raise JournalFailed(f"the database address cannot be read: {error}") from error
    if url.drivername in ("postgres", "postgresql"):
        url = url.set(drivername="postgresql+psycopg")
    if url.get_backend_name() == "sqlite" and url.database in (None, "", ":memory:"):
        raise JournalFailed("a journal in memory keeps nothing; name a file in the setting 'database'")
    return url


def connect(url: URL, *, writes: bool, connections: int, wait_seconds: float) -> Engine:
    """An engine of at most ``connections`` connections that waits ``wait_seconds`` for another program's lock."""
    if url.get_backend_name() != "sqlite":
        arguments = _arguments(url, writes=writes, wait_seconds=wait_seconds)
        return create_engine(url, pool_size=connections, max_overflow=0, pool_pre_ping=True, connect_args=arguments)
    engine = create_engine(
        url,
        pool_size=connections,
        max_overflow=0,
        connect_args={"timeout": wait_seconds, "isolation_level": None, "check_same_thread": False},
    )
    event.listen(engine, "connect", _tune_writer if writes else _tune_reader)
    event.listen(engine, "begin", _begin_writing if writes else _begin_reading)
    return engine


def _arguments(url: URL, *, writes: bool, wait_seconds: float) -> dict[str, object]:
    """For Postgres: how long to wait for a lock and for the server; and that readers cannot write."""
    told = url.query.get("options", ())
    options = [told] if isinstance(told, str) else [*told]
    options.append(f"-c lock_timeout={round(wait_seconds * 1000)}")
    if not writes:
        options.append("-c default_transaction_read_only=on")
    return {"options": " ".join(options), "connect_timeout": max(2, round(wait_seconds))}


def _to_wal(connection: sqlite3.Connection) -> str:
    """Switch to a write-ahead log. SQLite does not wait for another program that switches too, so we do."""
    for _ in range(50):
        try:
            return str(connection.execute("PRAGMA journal_mode = WAL").fetchone()[0])
        except sqlite3.OperationalError:
            time.sleep(0.02)
    return str(connection.execute("PRAGMA journal_mode = WAL").fetchone()[0])


def _tune_writer(connection: SqliteConnection, _record: object) -> None:
    """FULL: a commit is on the disk itself, so a power cut loses nothing either (see decision 0003)."""
    mode = _to_wal(connection)
    if mode != "wal":
        raise JournalFailed("this folder's file system cannot carry the database; keep it on a local disk")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA fullfsync = ON")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute(f"PRAGMA journal_size_limit = {64 << 20}")


def _tune_reader(connection: SqliteConnection, _record: object) -> None:
    connection.execute("PRAGMA query_only = ON")


def _begin_writing(connection: Connection) -> None:
    """Take the write lock at once, so that what is read before a write is still so when it is written."""
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _begin_reading(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")


def make_room(url: URL) -> None:
    """For a new SQLite file: its folder, and the file, for its owner alone. What SQLite puts beside it is the same."""
    if url.get_backend_name() != "sqlite":
        return
    path = Path(str(url.database))
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.touch(mode=0o600, exist_ok=True)
    except OSError as error:
        raise JournalFailed(
            f"cannot open the database {path}: {error}; check the setting 'database' and this user's rights"
        ) from error


@contextmanager
def alone(url: URL) -> Iterator[None]:
    """While this is entered, no other program makes tables in this SQLite file: whoever comes second waits.

    SQLite's own lock is not enough: it is none before the file has a write-ahead log, each transaction of several lets
    go of it, and who waits for it gives up soon. This one is on a file beside, and goes with its process.
    """
    if url.get_backend_name() != "sqlite":
        yield
        return
    try:
        file = os.open(f"{url.database}.making", os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise JournalFailed(f"cannot open the database {url.database}: {error}; check this user's rights") from error
    try:
        _wait_for(file, url)
        yield
    finally:
        os.close(file)


def _wait_for(file: int, url: URL) -> None:
    until = time.monotonic() + MAKING_SECONDS
    while True:
        try:
            return fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > until:
                raise JournalFailed(f"{_shown(url)}: {_REMEDIES['SQLITE_LOCKED']}") from None
            time.sleep(0.02)


def migrate(engine: Engine) -> None:
    """Bring the tables up to this version, all or nothing; a second program that starts at once waits for the first."""
    with alone(engine.url), explained(engine.url), engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SET LOCAL lock_timeout = 0"))
            connection.execute(text(f"SELECT pg_advisory_xact_lock({_MIGRATING})"))
        version = _version(connection, engine.url)
        if version != tables.VERSION:
            _upgrade(connection, version, engine.url)


def _version(connection: Connection, url: URL) -> str | None:
    names = inspect(connection).get_table_names()
    if VERSION_TABLE in names:
        return str(connection.execute(text(f"SELECT version_num FROM {VERSION_TABLE}")).scalar_one())
    if names:
        raise JournalFailed(
            f"{_shown(url)} is another program's database (it holds {', '.join(names[:3])}); "
            "name another in the setting 'database'"
        )
    return None


def _upgrade(connection: Connection, version: str | None, url: URL) -> None:
    from alembic import command  # costs a third of a second, and most starts have nothing to upgrade
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", "steadyline.store:migrations")
    config.set_main_option("path_separator", "os")
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if version is not None and version not in known:
        raise JournalFailed(
            f"{_shown(url)} was written by a newer Steadyline (its version is {version}, this one knows "
            f"{tables.VERSION}); install the newer one again, or name another database"
        )
    config.attributes["connection"] = connection
    config.attributes["version_table"] = VERSION_TABLE
    command.upgrade(config, "head")


@contextmanager
def explained(url: URL) -> Iterator[None]:
    """Turn what the database refuses into `JournalFailed`, in words, with what to do about it."""
    try:
        yield
    except DBAPIError as error:
        name = str(getattr(error.orig, "sqlite_errorname", "") or _code(error))
        remedy = next((remedy for code, remedy in _REMEDIES.items() if name.startswith(code)), "")
        raise JournalFailed(f"{_shown(url)}: {error.orig}{'; ' if remedy else ''}{remedy}") from error
    except SQLAlchemyError as error:
        raise JournalFailed(f"{_shown(url)}: {error}") from error


def try_again(error: Exception) -> bool:
    """Whether the same, asked again, may well succeed at once."""
    return isinstance(error, DBAPIError) and _code(error) in _TRY_AGAIN


def _code(error: DBAPIError) -> str:
    """Postgres's code. A server that was never reached gives none, though it fails in the same way as one that went."""
    unreached = "08" if error.connection_invalidated or type(error.orig).__name__ == "OperationalError" else ""
    return str(getattr(error.orig, "sqlstate", None) or unreached)


def _shown(url: URL) -> str:
    return str(url.database) if url.get_backend_name() == "sqlite" else url.render_as_string(hide_password=True)
