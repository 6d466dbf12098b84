"""
Recognition off the event loop: a fixed number of threads, and a bounded room to wait in.

Final words go before interim words, and calls take turns: a call that talks much cannot starve one that talks little.
Interim words are the first to go: each speaker has at most one attempt waiting, a newer one replaces it, and while
final words wait none is taken in. Finals wait in bounded room, counted in seconds of sound. Where it is full a patient
caller (a file being read) is held until there is some, and a live one is told `Overloaded` at once: the words are lost,
their time is not, and the screen says so.
"""

import asyncio
import os
import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from contextlib import suppress
from typing import Final

import msgspec

from steadyline.service.ports import Audio, Recogniser, RecogniserFailed
from steadyline.speech.plausible import Plausible

_RATE_HZ: Final = 16000


class Overloaded(RecogniserFailed):
    """Too much speech is waiting to be recognised; these words are lost. Fewer calls, or more cores, will help."""


class Load(msgspec.Struct, frozen=True, kw_only=True):
    """How recognition is doing. ``share`` is the part of all workers' time lately spent working, 0 to 1."""

    waiting: int
    """Final segments waiting."""
    waiting_seconds: float
    """Seconds of sound in them."""
    behind_seconds: float
    """How long the oldest of them has waited."""
    share: float
    interim_dropped: int
    lost: int


class _Job:
    """One segment, and the future of its words. ``future`` belongs to ``loop``'s thread."""

    def __init__(self, audio: Audio, loop: asyncio.AbstractEventLoop) -> None:
        self.audio = audio
        self.loop = loop
        self.future: asyncio.Future[str | None] = loop.create_future()
        self.since = time.monotonic()
        self.seconds = len(audio) / _RATE_HZ

    def settle(self, text: str | None, error: Exception | None = None) -> None:
        """Hand over the result, from any thread. A caller that has gone away is no error."""
        with suppress(RuntimeError):  # its event loop is closed
            self.loop.call_soon_threadsafe(self._settle, text, error)

    def _settle(self, text: str | None, error: Exception | None) -> None:
        if self.future.done():
            return
        if error is not None:
            self.future.set_exception(error)
        else:
            self.future.set_result(text)


class Pool:
    """Recognisers at work. Use from any event loop; `close` when done.

    ``open_recogniser`` is called once in each worker's thread: give the same one again if it may be shared. What nobody
    said is kept out of its words (`plausible`).
    """

    def __init__(
        self,
        open_recogniser: Callable[[], Recogniser],
        *,
        workers: int | None = None,
        room_seconds: float = 180.0,
    ) -> None:
        self._open = open_recogniser
        self._room_seconds = room_seconds
        self._changed = threading.Condition()
        self._finals: OrderedDict[str, deque[_Job]] = OrderedDict()  # by call; the first call's turn is next
        self._interims: OrderedDict[tuple[str, str], _Job] = OrderedDict()  # by call and party
        self._held_back: deque[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = deque()
        self._waiting_seconds = 0.0
        self._busy = _Busy()
        self._interim_dropped = 0
        self._lost = 0
        self._closed = False
        count = workers or _cores()
        self._workers = [threading.Thread(target=self._work, name=f"recogniser-{n}", daemon=True) for n in range(count)]
        for worker in self._workers:
            worker.start()

    async def final(self, call: str, audio: Audio, *, patient: bool = False) -> str:
        """The words of a segment, 16 kHz mono. Raises `RecogniserFailed`; `Overloaded` unless ``patient``."""
        loop = asyncio.get_running_loop()
        job = _Job(audio, loop)
        while not self._take_in(call, job):
            if not patient:
                with self._changed:
                    self._lost += 1
                raise Overloaded(f"{self._waiting_seconds:.0f} s of speech are waiting already")
            await self._room(loop)
        try:
            return await job.future or ""
        except asyncio.CancelledError:
            self._forget(call, job)
            raise

    async def interim(self, call: str, party: str, audio: Audio) -> str | None:
        """The words so far, or None where there was no time for them: a newer attempt came, or finals are waiting."""
        job = _Job(audio, asyncio.get_running_loop())
        with self._changed:
            self._refuse_after_closing()
            if self._finals:
                self._interim_dropped += 1
                return None
            older = self._interims.pop((call, party), None)
            self._interims[call, party] = job
            self._interim_dropped += older is not None
            self._changed.notify()
        if older is not None:
            older.settle(None)
        return await job.future

    @property
    def load(self) -> Load:
        """How things stand now."""
        with self._changed:
            oldest = min((jobs[0].since for jobs in self._finals.values()), default=None)
            return Load(
                waiting=sum(map(len, self._finals.values())),
                waiting_seconds=self._waiting_seconds,
                behind_seconds=0.0 if oldest is None else time.monotonic() - oldest,
                share=self._busy.share(len(self._workers)),
                interim_dropped=self._interim_dropped,
                lost=self._lost,
            )

    def close(self) -> None:
        """Stop the workers. What is still waiting fails with `RecogniserFailed`; what is being decoded is finished."""
        with self._changed:
            self._closed = True
            waiting = [job for jobs in self._finals.values() for job in jobs] + list(self._interims.values())
            self._finals.clear()
            self._interims.clear()
            self._waiting_seconds = 0.0
            self._let_in()
            self._changed.notify_all()
        for job in waiting:
            job.settle(None, RecogniserFailed("recognition was stopped"))
        for worker in self._workers:
            worker.join()

    def _take_in(self, call: str, job: _Job) -> bool:
        with self._changed:
            self._refuse_after_closing()
            # A segment that alone is more than the room must still get in when nothing waits.
            if self._waiting_seconds and self._waiting_seconds + job.seconds > self._room_seconds:
                return False
            self._finals.setdefault(call, deque()).append(job)
            self._waiting_seconds += job.seconds
            dropped, self._interims = self._interims, OrderedDict()
            self._interim_dropped += len(dropped)
            self._changed.notify()
        for interim in dropped.values():
            interim.settle(None)
        return True

    def _refuse_after_closing(self) -> None:
        if self._closed:
            raise RecogniserFailed("recognition was stopped")

    async def _room(self, loop: asyncio.AbstractEventLoop) -> None:
        """Wait until something has left the waiting room."""
        freed = asyncio.Event()
        with self._changed:
            if not self._waiting_seconds:
                return
            self._held_back.append((loop, freed))
        await freed.wait()

    def _let_in(self) -> None:
        """Wake those held back; they try again, first come first. Called with the lock held."""
        while self._held_back:
            loop, freed = self._held_back.popleft()
            with suppress(RuntimeError):  # its event loop is closed
                loop.call_soon_threadsafe(freed.set)

    def _forget(self, call: str, job: _Job) -> None:
        """The caller no longer wants it: take it out if it still waits."""
        with self._changed:
            jobs = self._finals.get(call)
            if jobs is None or job not in jobs:
                return
            jobs.remove(job)
            self._left(call, jobs, job)

    def _left(self, call: str, jobs: deque[_Job], job: _Job) -> None:
        self._waiting_seconds -= job.seconds
        if not jobs:
            del self._finals[call]
        if not self._finals:
            self._waiting_seconds = 0.0  # no rounding is carried along
        self._let_in()

    def _next(self) -> _Job | None:
        """The next thing to decode; waits for one. None once closed."""
        with self._changed:
            while True:
                if self._closed:
                    return None
                if self._finals:
                    call, jobs = next(iter(self._finals.items()))
                    job = jobs.popleft()
                    self._finals.move_to_end(call)
                    self._left(call, jobs, job)
                    return job
                if self._interims:
                    return self._interims.popitem(last=False)[1]
                self._changed.wait()

    def _work(self) -> None:
        recogniser: Recogniser | None = None
        while (job := self._next()) is not None:
            if job.future.cancelled():
                continue
            began = time.monotonic()
            try:
                recogniser = recogniser or Plausible(self._open())
                job.settle(recogniser.transcribe(job.audio))
            except RecogniserFailed as error:
                job.settle(None, error)
            except Exception as error:  # whatever a recogniser throws, the worker lives on
                job.settle(None, RecogniserFailed(f"the recogniser broke: {error!r}"))
            with self._changed:
                self._busy.add(began, time.monotonic())


def _cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class _Busy:
    """Time spent working, of the last ten seconds or so: fades by half every five."""

    _HALF_LIFE_SECONDS: Final = 5.0

    def __init__(self) -> None:
        self._spent = 0.0
        self._at = time.monotonic()

    def add(self, began: float, ended: float) -> None:
        self._fade(ended)
        self._spent += ended - began

    def share(self, workers: int) -> float:
        self._fade(time.monotonic())
        steady = self._HALF_LIFE_SECONDS / 0.6931  # what one worker that never rests comes to
        return min(1.0, self._spent / (steady * workers))

    def _fade(self, now: float) -> None:
        self._spent *= 0.5 ** (max(0.0, now - self._at) / self._HALF_LIFE_SECONDS)
        self._at = max(self._at, now)
