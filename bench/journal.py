"""
What the journal on disk costs: an acknowledged append, many calls at once, reading back.

Run with ``python bench/journal.py [FOLDER]``; the database is made in FOLDER, by default the working one, because the
disk is what is measured. Rates are per second of wall time; CPU time is of the whole process, as a share of one core.
"""

import asyncio
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable
from pathlib import Path
from typing import TypeVar

from steadyline.core.events import AnyEvent, CallStarted, Header, Utterance
from steadyline.store.journal import SqlJournal

EVENTS_AT_ONCE = 3
"""About what one utterance makes: the words, what was heard in them, where the heat went."""

T = TypeVar("T")


def start(call: str) -> CallStarted:
    """The first event of ``call``."""
    return CallStarted(at=0.0, header=Header(call=call), playbook="steady@1")


def turn(number: int) -> list[AnyEvent]:
    """Events of the size that one utterance makes."""
    words = "and every time it's oh we'll call you back and nobody does"
    said = Utterance(at=number * 4.0, turn=number, party="customer", t0=number * 4.0, t1=number * 4.0 + 3, text=words)
    return [said] * EVENTS_AT_ONCE


async def timed(work: Awaitable[T]) -> tuple[float, float, T]:
    """Wall seconds, CPU seconds and the result of ``work``."""
    wall, cpu = time.perf_counter(), time.process_time()
    result = await work
    return time.perf_counter() - wall, time.process_time() - cpu, result


async def one_call(journal: SqlJournal, call: str, turns: int) -> list[float]:
    """Seconds that each append of a call took until it was acknowledged."""
    revision = await journal.append(call, 0, [start(call)])
    took = []
    for number in range(turns):
        since = time.perf_counter()
        revision = await journal.append(call, revision, turn(number))
        took.append(time.perf_counter() - since)
    return took


async def many_calls(journal: SqlJournal, calls: int, turns: int) -> list[float]:
    """The same of many calls, each appending as fast as it is acknowledged."""
    took = await asyncio.gather(*(one_call(journal, f"{calls}/{number}", turns) for number in range(calls)))
    return [seconds for of_call in took for seconds in of_call]


async def read_all(journal: SqlJournal, call: str) -> int:
    """How many events were read."""
    return len([recorded async for recorded in journal.read(call)])


def synchronous(journal: SqlJournal, level: str) -> None:
    """Commit at another level than the journal's own, to see what that level costs."""
    connection = journal.disk.writing.raw_connection()
    connection.cursor().execute(f"PRAGMA synchronous = {level}")
    connection.close()


async def appending(folder: Path, level: str, calls: int, turns: int) -> None:
    """Print rate and latency of ``calls`` calls at once."""
    async with SqlJournal(str(folder / f"{level}-{calls}.sqlite")) as journal:
        synchronous(journal, level)
        wall, cpu, took = await timed(many_calls(journal, calls, turns))
    rate = len(took) * EVENTS_AT_ONCE / wall
    middle, high = statistics.median(took) * 1000, statistics.quantiles(took, n=100)[94] * 1000
    print(f"{level:9} {calls:6} {rate:10.0f} {middle:12.2f} {high:12.2f} {cpu / wall:8.0%}", flush=True)


async def reading(folder: Path) -> None:
    """Print how fast a long call and a ten-minute call are read back."""
    async with SqlJournal(str(folder / "read.sqlite")) as journal:
        await journal.append("long", 0, [start("long")])
        for number in range(100):
            await journal.append("long", 1 + number * 300, turn(number) * 100)
        await journal.append("ten minutes", 0, [start("ten minutes"), *turn(0) * 400])
        wall, _, count = await timed(read_all(journal, "long"))
        short = min([(await timed(read_all(journal, "ten minutes")))[0] for _ in range(10)])
    print(f"\nread back: {count / wall:.0f} events/s; 1,201 events (ten minutes of call) in {short * 1000:.1f} ms")


async def main(folder: Path) -> None:
    """Print the table."""
    print("commit     calls   events/s  median ms/append  95th ms   CPU")
    for level in ("FULL", "NORMAL"):
        for calls, turns in [(1, 1000), (10, 300), (100, 60)]:
            await appending(folder, level, calls, turns)
    await reading(folder)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(dir=sys.argv[1] if len(sys.argv) > 1 else ".") as temporary:
        asyncio.run(main(Path(temporary)))
