"""The pool: finals before interim words, fair turns, bounded room, and a worker that survives its recogniser."""

import asyncio
import threading

import numpy as np
import pytest

from steadyline.service.ports import RecogniserFailed
from steadyline.speech.pool import Overloaded, Pool

pytestmark = pytest.mark.anyio


def sound(value: float, seconds: float = 1.0) -> np.ndarray:
    return np.full(round(seconds * 16000), value, dtype=np.float32)


class Gated:
    """Says the first sample of what it hears, once the gate is open; remembers the order."""

    name = "gated"

    def __init__(self) -> None:
        self.gate = threading.Event()
        self.busy = threading.Event()
        self.order: list[float] = []

    def transcribe(self, audio: np.ndarray) -> str:
        self.busy.set()
        assert self.gate.wait(10)
        value = round(float(audio[0]), 3)
        self.order.append(value)
        if value < 0:
            raise ValueError("cannot say that")
        return str(value)


@pytest.fixture
def gated():
    return Gated()


@pytest.fixture
async def pool(gated):
    pool = Pool(lambda: gated, workers=1, room_seconds=10.0)
    yield pool
    gated.gate.set()
    pool.close()


async def occupied(pool: Pool, gated: Gated) -> asyncio.Task:
    """The only worker has its hands full until the gate opens."""
    task = asyncio.create_task(pool.final("busy", sound(0.9)))
    await asyncio.to_thread(gated.busy.wait)
    return task


async def begun(*coroutines) -> list[asyncio.Task]:
    tasks = [asyncio.create_task(each) for each in coroutines]
    await asyncio.sleep(0.02)
    return tasks


async def test_words_come_back(pool, gated):
    gated.gate.set()

    assert "0.5" == await pool.final("c1", sound(0.5))
    assert "0.25" == await pool.interim("c1", "customer", sound(0.25))


async def test_calls_take_turns(pool, gated):
    first = await occupied(pool, gated)
    tasks = await begun(*(pool.final("loud", sound(n / 10)) for n in (1, 2, 3)), pool.final("quiet", sound(0.7)))
    gated.gate.set()
    await asyncio.gather(first, *tasks)

    assert [0.9, 0.1, 0.7, 0.2, 0.3] == gated.order


async def test_finals_push_interim_words_out(pool, gated):
    first = await occupied(pool, gated)
    [interim] = await begun(pool.interim("c1", "customer", sound(0.1)))
    [final] = await begun(pool.final("c2", sound(0.2)))

    assert await interim is None
    assert await pool.interim("c3", "agent", sound(0.3)) is None
    assert 2 == pool.load.interim_dropped
    gated.gate.set()
    assert ["0.9", "0.2"] == await asyncio.gather(first, final)


async def test_a_newer_attempt_takes_the_place_of_the_one_still_waiting(pool, gated):
    first = await occupied(pool, gated)
    older, newer, other = await begun(
        pool.interim("c1", "customer", sound(0.1)),
        pool.interim("c1", "customer", sound(0.2)),
        pool.interim("c1", "agent", sound(0.3)),
    )

    assert await older is None
    gated.gate.set()
    assert ["0.9", "0.2", "0.3"] == await asyncio.gather(first, newer, other)


async def test_a_live_call_is_told_at_once_when_the_room_is_full(pool, gated):
    first = await occupied(pool, gated)
    waiting = await begun(*(pool.final("c1", sound(0.1, 4.0)) for _ in range(2)))

    with pytest.raises(Overloaded, match="8 s of speech"):
        await pool.final("c1", sound(0.2, 4.0))
    assert (2, 8.0, 1) == (pool.load.waiting, pool.load.waiting_seconds, pool.load.lost)
    assert pool.load.behind_seconds > 0
    gated.gate.set()
    await asyncio.gather(first, *waiting)
    assert (0, 0.0, 0.0) == (pool.load.waiting, pool.load.waiting_seconds, pool.load.behind_seconds)


async def test_a_file_waits_for_room_and_loses_nothing(pool, gated):
    first = await occupied(pool, gated)
    tasks = await begun(*(pool.final("file", sound(n / 10, 4.0), patient=True) for n in range(1, 8)))

    assert pool.load.waiting_seconds <= 10.0
    gated.gate.set()
    assert ["0.9", *(str(n / 10) for n in range(1, 8))] == await asyncio.gather(first, *tasks)


async def test_a_recogniser_that_breaks_costs_its_own_words_only(pool, gated):
    gated.gate.set()

    with pytest.raises(RecogniserFailed, match="cannot say that"):
        await pool.final("c1", sound(-0.5))
    assert "0.5" == await pool.final("c1", sound(0.5))


async def test_a_recogniser_that_cannot_be_opened_says_why():
    def missing():
        raise RecogniserFailed("no model here")

    pool = Pool(missing, workers=1)
    with pytest.raises(RecogniserFailed, match="no model here"):
        await pool.final("c1", sound(0.5))
    pool.close()


async def test_who_went_away_leaves_no_trace(pool, gated):
    first = await occupied(pool, gated)
    [gone] = await begun(pool.final("c1", sound(0.1)))
    gone.cancel()
    await asyncio.gather(gone, return_exceptions=True)

    assert 0 == pool.load.waiting
    gated.gate.set()
    await first
    assert [0.9] == gated.order


async def test_closing_fails_what_waits_and_refuses_what_comes(gated):
    pool = Pool(lambda: gated, workers=1)
    first = await occupied(pool, gated)
    [waiting] = await begun(pool.final("c1", sound(0.1)))
    gated.gate.set()
    await asyncio.to_thread(pool.close)

    assert "0.9" == await first
    # The worker may have reached it before it was closed; either way somebody was told.
    outcome = (await asyncio.gather(waiting, return_exceptions=True))[0]
    assert outcome == "0.1" or isinstance(outcome, RecogniserFailed)
    with pytest.raises(RecogniserFailed, match="stopped"):
        await pool.final("c1", sound(0.1))


async def test_the_share_of_work_is_between_none_and_all(pool, gated):
    assert 0.0 == pool.load.share
    gated.gate.set()
    await pool.final("c1", sound(0.1))

    assert 0.0 <= pool.load.share <= 1.0
