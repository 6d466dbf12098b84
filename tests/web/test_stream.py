"""A live call over a socket: heard to its end, broken and taken up again, at whatever speed it comes."""

import asyncio
import tracemalloc
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from time import monotonic

import pytest

from service import tones
from service.test_live import until
from service.tones import Pitch, words
from steadyline.core.events import CallEnded, CallStarted, QualityChanged
from steadyline.service import conversation as conversations
from steadyline.service import live
from steadyline.web import stream
from web import serving
from web.serving import Served

TWO = (("customer", 1.0, 3.0, 1), ("agent", 4.0, 6.0, 2))
SAID = [("customer", words(1)), ("agent", words(2))]


@pytest.fixture(autouse=True)
def _as_fast_as_it_comes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "AHEAD_SECONDS", 1000.0)


@pytest.fixture
async def server() -> AsyncIterator[Served]:
    async with serving.served() as served:
        yield served


async def test_a_call_is_heard_to_its_end(server: Served):
    async with server.dial("/api/stream") as line:
        ready = await serving.start(line, company="Northwind", agent={"name": "Sam"}, customer={"name": "Dana"})
        await serving.send(line, tones.call(*TWO, seconds=7.0))
        ended = await serving.stop(line)
        await line.wait_closed()

    assert {"type": "ready", "call": "c1", "from": 0.0} == ready
    assert ("ended", "c1") == (ended["type"], ended["call"])
    assert 1000 == line.close_code
    assert SAID == await tones.texts(server.calls.journal)
    events = [recorded async for recorded in server.calls.journal.read("c1")]
    assert ended["revision"] == events[-1].revision
    assert isinstance(events[0].event, CallStarted)
    assert ("Northwind", "Sam", "Dana", "stream") == (
        events[0].event.header.company,
        events[0].event.header.agent.name,
        events[0].event.header.customer.name,
        events[0].event.source,
    )


@pytest.mark.parametrize("seconds", [0.0, 3600.0])
async def test_a_call_that_does_not_say_when_it_began_begins_now(server: Served, seconds: float):
    async with server.dial("/api/stream") as line:
        await serving.start(line, **{"from": seconds})
        await serving.stop(line)
    started = [r.event async for r in server.calls.journal.read("c1") if isinstance(r.event, CallStarted)]

    ago = datetime.now(UTC) - datetime.fromisoformat(started[0].header.started)
    assert timedelta(seconds=seconds) <= ago < timedelta(seconds=seconds + 30), "second 0 of the call, not of the line"


async def test_a_call_without_an_id_is_given_one(server: Served):
    async with server.dial("/api/stream") as line:
        ready = await serving.start(line, call="")
        ended = await serving.stop(line)

    assert ready["call"].startswith("call_")
    assert ready["call"] == ended["call"]


async def test_the_channels_are_as_the_sender_says(server: Served):
    async with server.dial("/api/stream") as line:
        await serving.start(line, channels=["agent", "customer"])
        await serving.send(line, tones.call(*TWO, seconds=7.0))
        await serving.stop(line)

    assert [("agent", words(1)), ("customer", words(2))] == await tones.texts(server.calls.journal)


async def test_the_sender_hears_how_far_everything_is_on_disk(server: Served):
    async with server.dial("/api/stream") as line:
        await serving.start(line)
        await serving.send(line, tones.call(*TWO, seconds=9.0), pace=0.002)
        kept = [await serving.said(line, "kept") for _ in range(8)]
        await serving.stop(line)

    untils = [message["until"] for message in kept]
    assert untils == sorted(untils)
    assert 7.0 < untils[-1] <= 9.0


async def test_a_line_that_breaks_in_the_middle_of_a_word_is_taken_up_again(server: Served):
    sound = tones.call(*TWO, seconds=7.0)
    async with server.dial("/api/stream") as line:
        await serving.start(line)
        await serving.send(line, sound[: round(2.2 * tones.RATE_HZ)])
        kept = 0.0
        for _ in range(2):
            kept = (await serving.said(line, "kept"))["until"]
        line.transport.abort()
    await until(lambda: server.calls.count == 0)
    async with server.dial("/api/stream") as line:
        ready = await serving.start(line, **{"from": kept})
        assert kept == ready["from"]
        await serving.send(line, sound[round(kept * tones.RATE_HZ) :])
        await serving.stop(line)

    assert SAID == await tones.texts(server.calls.journal)
    _, written, again = await conversations.replay("c1", server.calls.journal)
    assert written == again


async def test_a_sender_that_does_not_say_from_where_is_told_from_where(server: Served):
    sound = tones.call(*TWO, seconds=7.0)
    async with server.dial("/api/stream") as line:
        await serving.start(line)
        await serving.send(line, sound[: 5 * tones.RATE_HZ], pace=0.002)
    await until(lambda: server.calls.count == 0)
    async with server.dial("/api/stream") as line:
        start = (await serving.start(line))["from"]
        await serving.send(line, sound[round(start * tones.RATE_HZ) :])
        await serving.stop(line)

    assert SAID == await tones.texts(server.calls.journal)


@pytest.mark.parametrize("frame_bytes", [1, 3, 4097, 100_000])
async def test_frames_may_end_anywhere_even_within_a_sample(server: Served, frame_bytes: int):
    sound = tones.call(("customer", 0.3, 1.1, 1), seconds=2.0)
    async with server.dial("/api/stream") as line:
        await serving.start(line)
        await serving.send(line, sound, frame_bytes=frame_bytes)
        await serving.stop(line)

    assert [("customer", words(1))] == await tones.texts(server.calls.journal)
    ended = [r.event.at async for r in server.calls.journal.read("c1") if isinstance(r.event, CallEnded)]
    assert [2.0] == ended, "not a sample was lost"


async def test_a_sender_faster_than_real_time_is_read_at_real_time(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(stream, "AHEAD_SECONDS", 0.5)
    async with serving.served() as server, server.dial("/api/stream") as line:
        await serving.start(line)
        began = monotonic()
        await serving.send(line, tones.call(("customer", 0.5, 1.5, 1), seconds=3.0))
        await serving.stop(line)

        assert 2.3 < monotonic() - began < 6.0
        assert [("customer", words(1))] == await tones.texts(server.calls.journal)


async def test_a_flood_fills_no_memory_and_holds_up_nobody(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(stream, "AHEAD_SECONDS", 0.5)
    flood = bytes(64_000)  # two seconds
    async with (
        serving.served() as server,
        server.dial("/api/stream", ping_interval=None) as flooding,
        server.dial("/api/stream") as calm,
    ):
        await serving.start(flooding, "flood")
        await serving.start(calm, "calm")
        tracemalloc.start()

        async def pour() -> int:
            sent = 0
            while True:
                await flooding.send(flood)
                sent += len(flood)
                await asyncio.sleep(0)

        pouring = asyncio.create_task(pour())
        began = monotonic()
        await serving.send(calm, tones.call(*TWO, seconds=7.0), pace=0.02)
        took = monotonic() - began
        held, _ = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        heard = server.calls.now("flood")
        pouring.cancel()
        await serving.stop(calm)
        flooding.transport.abort()

        assert heard is not None
        assert heard < took + 4.0, "read at real time"
        assert held < 30e6
        assert SAID == await tones.texts(server.calls.journal, "calm")


async def test_a_line_that_stalls_is_let_go_and_the_call_can_be_taken_up(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(stream, "STALL_SECONDS", 0.3)
    async with serving.served() as server:
        async with server.dial("/api/stream") as line:
            await serving.start(line)
            await serving.send(line, tones.call(("customer", 0.2, 1.0, 1), seconds=2.0))
            problem = await serving.said(line, "problem")
            await line.wait_closed()
        assert "stalled" == problem["code"]
        assert 1001 == line.close_code
        assert 0 == server.calls.count
        async with server.dial("/api/stream") as line:
            assert "ready" == (await serving.start(line))["type"]


async def test_a_line_that_drips_is_one_that_stalls(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(stream, "STALL_SECONDS", 0.4)
    async with serving.served() as server, server.dial("/api/stream") as line:
        await serving.start(line)

        async def drip() -> None:
            while True:
                await line.send(b"\0")
                await asyncio.sleep(0.02)

        dripping = asyncio.create_task(drip())
        assert "stalled" == (await serving.said(line, "problem"))["code"]
        dripping.cancel()
        await asyncio.gather(dripping, return_exceptions=True)


async def test_a_line_that_says_nothing_at_all_is_let_go(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(stream, "STALL_SECONDS", 0.2)
    async with serving.served() as server, server.dial("/api/stream") as line:
        assert "stalled" == (await serving.said(line))["code"]


# --- too much to do -------------------------------------------------------------------------------------------------


async def test_a_slow_recogniser_delays_words_and_loses_none(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(live, "LATE_SECONDS", 0.4)
    pitch = Pitch(seconds=0.25)
    many = [("customer" if n % 2 else "agent", 1.0 + 2 * n, 2.2 + 2 * n, n) for n in range(12)]
    async with serving.served(pitch=pitch, workers=1) as server, server.dial("/api/stream") as line:
        await serving.start(line)
        await serving.send(line, tones.call(*many, seconds=26.0), pace=0.005)
        await serving.stop(line)
        told = [r.event.quality async for r in server.calls.journal.read("c1") if isinstance(r.event, QualityChanged)]

        assert [(party, words(n)) for party, _, _, n in many] == await tones.texts(server.calls.journal)
        assert "late" in told
