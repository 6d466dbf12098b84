"""
Work that outlives the process: DBOS on the same database.

Attempts are begun in the transaction that makes them needed, so there is none without the other; their id is the first
delivery's with the attempt's number, so asking twice begins them once. What a dead server left is taken over by a
living one: on Postgres a server holds a lock for as long as its connection lives, and whoever can take it knows that it
is dead; an SQLite file has one server at a time that does this work, held by a lock on a file beside it. Work that
cannot begin, or stops, is begun anew until it goes on; records of what is long done are cleared away.
"""

import asyncio
import contextlib
import fcntl
import os
import secrets
import socket
import threading
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from functools import partial
from typing import Final, Protocol

import structlog
from dbos import DBOS, DBOSClient, DBOSPortableJSONSerializer, EnqueueOptions
from sqlalchemy import URL, Connection, NullPool, create_engine, delete, insert, select, text
from sqlalchemy.exc import SQLAlchemyError

from steadyline.core.events import Seconds
from steadyline.core.ledger import Moment
from steadyline.service.outbox import Attempt
from steadyline.service.ports import JournalFailed
from steadyline.store import database, tables
from steadyline.store.disk import Disk

NAME: Final = "steadyline"
VERSION: Final = "1"
"""Of the work, not of Steadyline: work begun by another version waits for a server of that version."""

QUEUE: Final = "deliveries"
AHEAD: Final = 32
"""Attempts that a server takes on ahead for each destination: where one destination hangs, others go on."""

POLL_SECONDS: Final[Seconds] = 0.2
LOOK_SECONDS: Final[Seconds] = 3.0
"""How often to look for servers that died."""

FIRST_WAIT_SECONDS: Final[Seconds] = 1.0
LONGEST_WAIT_SECONDS: Final[Seconds] = 60.0
"""How long to wait before work that failed is begun anew: twice as long each time, up to this."""

HANGS_SECONDS: Final[Seconds] = 30.0
"""A disk that has not taken a row after so long takes nothing."""

TROUBLE: Final = (
    "The work on messages failed here, and is begun again and again. Nothing is lost: what waits goes out as soon as "
    "it can. The server's log says why."
)

TAKES_NOTHING: Final = (
    "Nothing can be written to the database: its disk is full, or fails. Nothing is lost of what it has: what waits "
    "goes out as soon as it can be written again. The server's log says why."
)

_DONE: Final = ["SUCCESS", "ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"]
"""What DBOS calls work that nothing more is done about."""

_SETTLE_SECONDS: Final[Seconds] = 5.0
"""How long attempts under way have to come to their end when a server stops."""

_log = structlog.get_logger(__name__)


class Work:
    """The attempts to be made, kept in the database. In one process one may be `working` at a time."""

    def __init__(self, disk: Disk) -> None:
        """Make DBOS's own tables where they are not. ``disk``: what transactions are of. Blocks."""
        self._disk = disk
        self._url = url = disk.writing.url
        self._address = url.render_as_string(hide_password=False)
        self._postgres = url.get_backend_name() != "sqlite"
        self.trouble = ""
        with database.alone(url), database.explained(url):
            _quietly(lambda: DBOS.migrate(self._address))
            self._client = DBOSClient(
                system_database_engine=disk.writing,
                serializer=DBOSPortableJSONSerializer(),
                application_name=NAME,
                lazy=True,
            )

    def begin(self, connection: Connection, ids: Sequence[str], number: int, destination: str, after: Seconds) -> None:
        """Attempt ``number`` of these deliveries, ``after`` seconds from now, if this transaction is committed."""
        options: EnqueueOptions = {
            "workflow_name": _WORKFLOW,
            "queue_name": QUEUE,
            "workflow_id": f"{ids[0]}.{number}",
            "queue_partition_key": destination,
            "app_version": VERSION,
        }
        if after > 0:
            options["delay_seconds"] = after
        self._client.enqueue_in_transaction(connection, options, list(ids), number)

    def clear(self, before: Moment, most: int) -> int:
        """Forget what was done before this moment, up to ``most`` pieces; returns how many those were. Blocks."""
        with database.explained(self._url):
            done = self._client.list_workflows(
                status=_DONE, completed_before=before, limit=most, load_input=False, load_output=False
            )
            self._client.delete_workflows([piece.workflow_id for piece in done])
        return len(done)

    def close(self) -> None:
        """Let go of the database."""
        self._client.destroy()

    @asynccontextmanager
    async def working(self, attempt: Attempt) -> AsyncIterator[None]:
        """See `service.outbox.Outbox.working`."""
        life: _Life = _OnPostgres(self._url) if self._postgres else _OnFile(self._url)
        worker = asyncio.create_task(self._work(life, attempt))
        worker.add_done_callback(_tell_of_end)
        try:
            yield
        finally:
            worker.cancel()
            await asyncio.gather(worker, return_exceptions=True)
            await asyncio.to_thread(life.end)

    async def _work(self, life: "_Life", attempt: Attempt) -> None:
        """Until it is cancelled. What fails is begun anew, and later each time that it fails again."""
        await self._until_alive(life)
        wait = FIRST_WAIT_SECONDS
        while True:
            try:
                await self._attend(life, attempt)
            except Exception as error:
                wait = min(2 * wait, LONGEST_WAIT_SECONDS) if self.trouble else FIRST_WAIT_SECONDS
                self.trouble = TROUBLE
                _log.error("no messages are sent: the work on them failed", why=repr(error), again_in_seconds=wait)
            await asyncio.sleep(wait)

    async def _until_alive(self, life: "_Life") -> None:
        """Ask again and again: the server that stands in the way tells nobody when it ends."""
        while True:
            try:
                alive = await asyncio.to_thread(life.begin)
                self.trouble = ""
                if alive:
                    return
            except Exception as error:
                self.trouble = TROUBLE
                _log.warning("no messages are sent: the database cannot be reached", why=str(error))
            await asyncio.sleep(LOOK_SECONDS)

    async def _attend(self, life: "_Life", attempt: Attempt) -> None:
        """Begin attempts, and look for what others left, until something fails. DBOS is gone afterwards."""
        global _carrying
        _carrying = carrying = _Carrying(asyncio.get_running_loop(), attempt)
        launching = asyncio.create_task(asyncio.to_thread(self._launch, life.id))
        try:
            await asyncio.shield(launching)
            while True:
                self.trouble = await self._why_not(life)
                await asyncio.sleep(LOOK_SECONDS)
        finally:
            await asyncio.gather(launching, return_exceptions=True)
            await carrying.stop()
            await asyncio.to_thread(DBOS.destroy)

    async def _why_not(self, life: "_Life") -> str:
        """Why nothing is sent from here; empty where it is. DBOS itself tries on and on, and says nothing."""
        if not await asyncio.to_thread(life.look):
            return TROUBLE
        try:
            async with asyncio.timeout(HANGS_SECONDS):
                await self._disk.write(partial(_touch, id=f"touched-{self._disk.server}"))
        except (JournalFailed, TimeoutError) as error:
            _log.warning("no messages are sent: the database takes nothing", why=str(error) or "the disk hangs")
            return TAKES_NOTHING
        return ""

    def _launch(self, id: str) -> None:
        """In a thread without an event loop, so that DBOS keeps to its own threads and never holds up a call."""

        def launch() -> None:
            DBOS(
                config={
                    "name": NAME,
                    "system_database_url": self._address,
                    "serializer": DBOSPortableJSONSerializer(),
                    "application_version": VERSION,
                    "executor_id": id,
                    "log_level": "ERROR",
                    "sys_db_pool_size": 8 if self._postgres else 2,
                }
            )
            DBOS.launch()
            DBOS.register_queue(QUEUE, partition_worker_concurrency=AHEAD, polling_interval_sec=POLL_SECONDS)

        _quietly(launch)


def _touch(connection: Connection, id: str) -> None:
    """Write something that leaves nothing behind."""
    connection.execute(insert(tables.worker), {"id": id})
    connection.execute(delete(tables.worker).where(_worker.id == id))


def _quietly(act: Callable[[], object]) -> None:
    """DBOS tells what it does on the standard output of whoever uses it; errors it may tell."""
    import logging

    logging.getLogger("dbos").setLevel("ERROR")
    act()


def _tell_of_end(task: "asyncio.Task[None]") -> None:
    if not task.cancelled() and (error := task.exception()) is not None:
        _log.error("no messages are sent: the work on them stopped", why=str(error))


# --- being alive ----------------------------------------------------------------------------------------------------


class _Life(Protocol):
    """Which of the servers this is, and how the others are known to be dead. Blocks."""

    id: str

    def begin(self) -> bool:
        """Take on work from here on. False where another server does that, and only one can."""
        ...

    def look(self) -> bool:
        """Take over what dead servers left. False where the database cannot be reached."""
        ...

    def end(self) -> None:
        """Others may take over from here."""
        ...


class _OnFile:
    """An SQLite file: whoever holds the lock beside it works; the one before is dead, and had the same name."""

    def __init__(self, url: URL) -> None:
        self.id = f"{VERSION}-one"
        self._path = f"{url.database}.work"
        self._held: int | None = None

    def begin(self) -> bool:
        file = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(file)
            return False
        self._held = file
        return True

    def look(self) -> bool:
        """DBOS took up what this name left when it was started."""
        return True

    def end(self) -> None:
        if self._held is not None:
            os.close(self._held)
            self._held = None


class _OnPostgres:
    """Every server has a name, a row that says so, and a lock on the name that goes when its connection goes."""

    def __init__(self, url: URL) -> None:
        self.id = f"{VERSION}-{socket.gethostname()}-{os.getpid()}-{secrets.token_hex(4)}"
        self._engine = create_engine(
            url, poolclass=NullPool, isolation_level="AUTOCOMMIT", connect_args=database.KEPT_ALIVE
        )
        self._connection: Connection | None = None

    def begin(self) -> bool:
        """The lock first: a row without a lock is a dead server's."""
        connection = self._engine.connect()
        for setting in _FOUND_DEAD:
            connection.execute(text(setting))
        if not _locked(connection, self.id):
            connection.close()
            return False
        if connection.execute(select(_worker.id).where(_worker.id == self.id)).first() is None:
            connection.execute(insert(tables.worker), {"id": self.id})
        self._connection = connection
        return True

    def look(self) -> bool:
        try:
            if self._connection is None:
                self.begin()
            else:
                self._take_over(self._connection)
        except SQLAlchemyError as error:
            _log.warning("the database cannot be reached to look for servers that died", why=str(error))
            self.end()
            return False
        return True

    def _take_over(self, connection: Connection) -> None:
        mine = _worker.id.startswith(f"{VERSION}-", autoescape=True)
        for id in connection.execute(select(_worker.id).where(mine, _worker.id != self.id)).scalars().all():
            if _locked(connection, id):
                left = DBOS._recover_pending_workflows([id])
                connection.execute(delete(tables.worker).where(_worker.id == id))
                connection.execute(_UNLOCK, {"id": id})
                _log.info("took over what a server left", server=id, attempts=len(left))

    def end(self) -> None:
        if self._connection is not None:
            with contextlib.suppress(SQLAlchemyError):
                self._connection.close()
            self._connection = None
        self._engine.dispose()


_worker = tables.worker.c
_LOCK = text("SELECT pg_try_advisory_lock(hashtextextended(:id, 5))")
_UNLOCK = text("SELECT pg_advisory_unlock(hashtextextended(:id, 5))")
_FOUND_DEAD: Final = ("SET tcp_keepalives_idle = 10", "SET tcp_keepalives_interval = 5", "SET tcp_keepalives_count = 3")
"""A machine that lost its power says no goodbye: both ends notice within half a minute."""


def _locked(connection: Connection, id: str) -> bool:
    return bool(connection.execute(_LOCK, {"id": id}).scalar())


# --- the one workflow -----------------------------------------------------------------------------------------------

_WORKFLOW: Final = "attempts"


class _Carrying:
    """What this process makes attempts with. DBOS knows functions alone, so the workflow finds it here."""

    def __init__(self, loop: asyncio.AbstractEventLoop, attempt: Attempt) -> None:
        self._loop = loop
        self._attempt = attempt
        self._under_way: set[asyncio.Task[None]] = set()
        self._stop = threading.Event()

    @property
    def stopped(self) -> bool:
        """Whether no attempt begins any more."""
        return self._stop.is_set()

    def make(self, id: str, number: int) -> None:
        """Make the attempt on the event loop, and wait for it, in a thread of DBOS."""
        asyncio.run_coroutine_threadsafe(self._make(id, number), self._loop).result()

    def rest(self) -> None:
        """Wait before the attempt is made again."""
        self._stop.wait(LOOK_SECONDS)

    async def stop(self) -> None:
        """Attempts under way get some seconds to come to their end."""
        self._stop.set()
        if self._under_way:
            _, late = await asyncio.wait(self._under_way, timeout=_SETTLE_SECONDS)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    async def _make(self, id: str, number: int) -> None:
        if self.stopped:
            raise asyncio.CancelledError
        task = asyncio.current_task()
        assert task is not None
        self._under_way.add(task)
        try:
            await self._attempt(id, number)
        finally:
            self._under_way.discard(task)


_carrying: _Carrying | None = None


class _Left(BaseException):
    """The attempt stays under way, for the server that takes over: an outcome would settle it."""


@DBOS.workflow(name=_WORKFLOW, max_recovery_attempts=None)
def _attempts(ids: list[str], number: int) -> None:
    """An attempt of each, one after another. What came of it is a row of ours, so there are no steps to record: begun
    again, each finds whether it was made."""
    for id in ids:
        _attempt(id, number)


def _attempt(id: str, number: int) -> None:
    while (carrying := _carrying) is not None and not carrying.stopped:
        try:
            return carrying.make(id, number)
        except Exception as error:
            if not carrying.stopped:
                _log.warning("an attempt could not be made, and is made again", delivery=id, why=str(error))
                carrying.rest()
    raise _Left
