"""
The one thread that writes.

What queues up while a transaction commits goes into the next one together, so the cost of a safe commit is shared. A
piece of work that is refused is undone alone; one that the disk or the database fails takes its whole group with it,
and nothing of the group is kept. Work that crossed another server's is done again, so it may be called more than once.
Nobody is answered before the commit.
"""

from collections.abc import Callable
from concurrent.futures import Future
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, ProgrammingError

from steadyline.service.ports import JournalFailed
from steadyline.store import database, searching

GROUP = 256
"""Most pieces of work in one transaction: bounds how long the first of them waits for the last."""

ATTEMPTS = 4
"""How often work is tried that another server's work undid: they hold what each other waits for."""

ALONE = (DataError, IntegrityError, ProgrammingError)
"""What the database says of one statement alone; after anything else the whole transaction may be gone."""

T = TypeVar("T")


class _Job(NamedTuple):
    work: Callable[[Connection], Any]
    answer: "Future[Any]"


class Writer:
    """Runs each piece of work in a transaction of ``engine``, in the order it was submitted. Safe from any thread."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._queue: SimpleQueue[_Job | None] = SimpleQueue()
        self._lock = Lock()
        self._closed = False
        self._thread = Thread(target=self._run, name="steadyline-writer", daemon=True)
        self._thread.start()

    def submit(self, work: Callable[[Connection], T]) -> "Future[T]":
        """What ``work`` returned, once it is committed; or what it raised, once it is undone."""
        job = _Job(work, Future())
        with self._lock:
            if self._closed:
                raise JournalFailed("the journal is closed; open it again to write")
            self._queue.put(job)
        return job.answer

    def close(self) -> None:
        """Finish what was submitted, then stop. Blocks until then."""
        with self._lock:
            if not self._closed:
                self._closed = True
                self._queue.put(None)
        self._thread.join()

    def _run(self) -> None:
        while (job := self._queue.get()) is not None:
            jobs, last = self._gather(job)
            self._write([job for job in jobs if job.answer.set_running_or_notify_cancel()])
            if last:
                return

    def _gather(self, job: _Job) -> tuple[list[_Job], bool]:
        """``job`` and those already waiting behind it; and whether the queue ended there."""
        jobs = [job]
        while len(jobs) < GROUP:
            try:
                following = self._queue.get_nowait()
            except Empty:
                break
            if following is None:
                return jobs, True
            jobs.append(following)
        return jobs, False

    def _write(self, jobs: list[_Job], attempts: int = ATTEMPTS) -> None:
        try:
            outcomes = self._together(jobs)
        except Exception as failure:
            if attempts > 1 and database.try_again(failure):
                for job in jobs:  # alone each holds less, and waits for less
                    self._write([job], attempts - 1)
                return
            for job in jobs:
                job.answer.set_exception(_again(_in_words(failure, self._engine)))
        else:
            for job, (result, refusal) in zip(jobs, outcomes, strict=True):
                if refusal is None:
                    job.answer.set_result(result)
                else:
                    job.answer.set_exception(refusal)

    def _together(self, jobs: list[_Job]) -> list[tuple[Any, Exception | None]]:
        if len(jobs) == 1:
            return [self._alone(jobs[0])]
        with self._engine.begin() as connection, searching.learning(connection):
            return [_attempt(connection, job) for job in jobs]

    def _alone(self, job: _Job) -> tuple[Any, Exception | None]:
        """What is asked most often: the transaction is its own, and undoes it as well as a savepoint would."""
        try:
            with self._engine.begin() as connection, searching.learning(connection):
                return job.work(connection), None
        except Exception as error:
            return None, _refusal(error, self._engine)


def _attempt(connection: Connection, job: _Job) -> tuple[Any, Exception | None]:
    """The result of one job, or what refused it; in the latter case nothing of it stays."""
    savepoint = connection.begin_nested()
    try:
        result = job.work(connection)
    except Exception as error:
        refusal = _refusal(error, connection.engine)
        savepoint.rollback()
        return None, refusal
    savepoint.commit()
    return result, None


def _refusal(error: Exception, engine: Engine) -> Exception:
    """What is wrong with one piece of work. Raises ``error`` where it is more than that."""
    if isinstance(error, DBAPIError) and not isinstance(error, ALONE):
        raise error
    return _in_words(error, engine)


def _in_words(error: Exception, engine: Engine) -> Exception:
    try:
        with database.explained(engine.url):
            raise error
    except Exception as explained:
        return explained


def _again(failure: Exception) -> Exception:
    """One exception for each who waits: a traceback belongs to one."""
    told = type(failure)(*failure.args)
    told.__cause__ = failure.__cause__
    return told
