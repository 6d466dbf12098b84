"""A live call over a socket: heard to its end, broken and taken up again, and every kind of nonsense."""

import asyncio
import json
import tracemalloc
from collections.abc import AsyncIterator
from time import monotonic

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus

from service import tones
from service.test_live import until
from service.tones import ANGRY, Pitch, words
from steadyline.core.events import CallEnded, CallStarted, QualityChanged
from steadyline.service import calls as live_calls
from steadyline.service import conversation as conversations
from steadyline.service import live
from steadyline.telephony import sender
from steadyline.telephony.sender import Refused, Sender
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


# --- nonsense -------------------------------------------------------------------------------------------------------

NONSENSE = [
    "",
    "hello",
    "[]",
    "{}",
    "null",
    '{"type":"begin"}',
    '{"type":"stop"}',
    '{"type":"start","rate":"8000"}',
    '{"type":"start","rate":7999}',
    '{"type":"start","rate":1e9}',
    '{"type":"start","rate":null}',
    '{"type":"start","channels":["customer"]}',
    '{"type":"start","channels":["customer","customer"]}',
    '{"type":"start","channels":["customer","robot"]}',
    '{"type":"start","agent":"Sam"}',
    '{"type":"start","customer":{"history":"none"}}',
    '{"type":"start","call":7}',
    '{"type":"start","from":-1}',
    '{"type":"start","from":1e300}',
    '{"type":"start","from":"now"}',
    b"\0\0\0\0",
    b"",
    "\u0000" * 1000,
    '{"type":"start"' + "[" * 10_000,
]


@pytest.mark.parametrize("first", NONSENSE, ids=lambda first: repr(first)[:50])
async def test_nonsense_at_the_start_is_told_and_opens_nothing(server: Served, first: str | bytes):
    async with server.dial("/api/stream") as line:
        await line.send(first)
        problem = await serving.said(line)
        await line.wait_closed()

    assert ("problem", "bad_message") == (problem["type"], problem["code"])
    assert problem["message"]
    assert 1003 == line.close_code
    assert [] == await server.calls.journal.calls()


@pytest.mark.parametrize(
    "text", ["more", '{"type":"start"}', '{"type":"stop","why":7}', '{"type":"stop","why":"%s"}' % ("x" * 101)]
)
async def test_nonsense_during_a_call_ends_the_line_and_the_call_keeps_what_it_has(server: Served, text: str):
    async with server.dial("/api/stream") as line:
        await serving.start(line)
        await serving.send(line, tones.call(("customer", 0.5, 1.5, 1), seconds=3.0), pace=0.002)
        await until(lambda: _words(server, 1))
        await line.send(text)
        problem = await serving.said(line, "problem")
        await line.wait_closed()
    assert "bad_message" == problem["code"]
    async with server.dial("/api/stream") as line:
        assert "ready" == (await serving.start(line, **{"from": 3.0}))["type"]
        await serving.stop(line)

    assert [("customer", words(1))] == await tones.texts(server.calls.journal)


async def _words(server: Served, count: int) -> bool:
    return len(await tones.texts(server.calls.journal)) == count


@pytest.mark.parametrize(
    "field",
    [
        {"started": "yesterday"},
        {"customer": {"timezone": "Mars/Olympus"}},
        {"agent": {"limits": {"refund": "much"}}},
        {"more": 1},
    ],
)
async def test_what_makes_no_sense_in_a_header_harms_nothing(server: Served, field: dict[str, object]):
    async with server.dial("/api/stream") as line:
        assert "ready" == (await serving.start(line, **field))["type"]
        await serving.send(line, tones.call(*TWO, seconds=7.0))
        await serving.stop(line)

    assert SAID == await tones.texts(server.calls.journal)


async def test_a_sender_that_is_gone_before_it_could_be_told_leaves_no_trace(
    server: Served, caplog: pytest.LogCaptureFixture
):
    for _ in range(5):
        line = await server.dial("/api/stream")
        await line.send("nonsense")
        line.transport.abort()
    await asyncio.sleep(0.1)

    assert 0 == server.calls.count
    assert [] == [record for record in caplog.records if record.levelname == "ERROR"]


async def test_a_frame_beyond_all_measure_ends_the_line_and_not_the_call(server: Served):
    async with server.dial("/api/stream") as line:
        await serving.start(line)
        with pytest.raises(ConnectionClosed):
            await line.send(bytes(5_000_000))
            while True:
                await serving.said(line)
    assert 1009 == line.close_code
    await until(lambda: server.calls.count == 0)
    async with server.dial("/api/stream") as line:
        assert "ready" == (await serving.start(line))["type"]


# --- who may come in ------------------------------------------------------------------------------------------------


async def test_a_second_line_for_the_same_call_is_refused_and_the_first_goes_on(server: Served):
    async with server.dial("/api/stream") as line, server.dial("/api/stream") as second:
        await serving.start(line)
        refused = await serving.start(second)
        await second.wait_closed()
        await serving.send(line, tones.call(*TWO, seconds=7.0))
        await serving.stop(line)

    assert ("problem", "heard_already") == (refused["type"], refused["code"])
    assert SAID == await tones.texts(server.calls.journal)


async def test_a_call_that_has_ended_is_not_taken_up(server: Served):
    async with server.dial("/api/stream") as line:
        await serving.start(line)
        await serving.stop(line)
    async with server.dial("/api/stream") as line:
        refused = await serving.start(line)

    assert ("problem", "over") == (refused["type"], refused["code"])


async def test_one_call_too_many_is_refused_and_told(server: Served):
    lines = [await server.dial("/api/stream") for _ in range(5)]
    answers = [await serving.start(line, f"c{n}") for n, line in enumerate(lines)]
    for line in lines:
        await line.close()

    assert ["ready"] * 4 + ["problem"] == [answer["type"] for answer in answers]
    assert "too_many" == answers[-1]["code"]
    assert "4 calls" in answers[-1]["message"]


@pytest.mark.parametrize("id", ["../../etc", "a b", "x" * 200, "<script>"])
async def test_an_id_that_is_none_is_refused(server: Served, id: str):
    async with server.dial("/api/stream") as line:
        refused = await serving.start(line, id)

    assert ("problem", "not_welcome") == (refused["type"], refused["code"])


@pytest.mark.parametrize("path", ["/api/stream", "/api/desk", "/api/calls/c1/events"])
@pytest.mark.parametrize(
    "origin", ["https://elsewhere.example", "null", "http://127.0.0.1", "http://[", "https://127.0.0.1:1"]
)
async def test_a_page_of_another_origin_opens_no_socket(server: Served, path: str, origin: str):
    with pytest.raises(InvalidStatus) as refused:
        await server.dial(path, origin=origin)
    assert 403 == refused.value.response.status_code


async def test_our_own_page_and_one_that_is_named_may(server: Served):
    async with server.dial("/api/desk", origin=server.http) as line:
        assert "idle" == (await serving.said(line))["type"]
    async with (
        serving.served(origins=("https://desk.example",)) as other,
        other.dial("/api/desk", origin="https://desk.example") as line,
    ):
        assert "idle" == (await serving.said(line))["type"]


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


# --- our own sender -------------------------------------------------------------------------------------------------


def blocks(*said: tones.Said, seconds: float) -> list:
    return tones.blocks(tones.call(*said, seconds=seconds), 0.1)


async def test_our_sender_plays_a_call_to_its_end(server: Served):
    told: list[float] = []
    ended = await Sender(f"{server.ws}/api/stream", {"call": "c1"}, tones.RATE_HZ, speed=50).send(
        blocks(*TWO, seconds=7.03), told.append
    )

    assert "c1" == ended
    assert 7.03 == pytest.approx(told[-1])
    assert SAID == await tones.texts(server.calls.journal)


async def test_our_sender_goes_on_after_a_break_and_the_call_is_as_without_it(server: Served):
    """Broken every now and then, at no moment in particular."""
    many = [("customer" if n % 2 else "agent", 1.0 + 2 * n, 2.2 + 2 * n, n) for n in range(10)]
    sending = asyncio.create_task(
        Sender(f"{server.ws}/api/stream", {"call": "c1"}, tones.RATE_HZ, speed=8).send(blocks(*many, seconds=23.0))
    )
    broken = 0
    while not sending.done():
        await asyncio.sleep(0.47)
        if server.calls.count and broken < 4:
            broken += 1
            for connection in list(_connections(server)):
                connection.transport.abort()
    assert "c1" == await sending

    assert 4 == broken
    assert [(party, words(n)) for party, _, _, n in many] == await tones.texts(server.calls.journal)


def _connections(server: Served) -> list:
    import gc

    from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

    return [one for one in gc.get_objects() if type(one) is WebSocketsSansIOProtocol and one.transport]


async def test_our_sender_waits_until_a_dead_line_is_known_for_dead(server: Served, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sender, "WAIT_SECONDS", 0.05)
    async with server.dial("/api/stream") as dead:
        await serving.start(dead)
        client = Sender(f"{server.ws}/api/stream", {"call": "c1"}, tones.RATE_HZ, speed=50)
        with pytest.raises(Refused, match="heard already"):
            await client.send(blocks(seconds=1.0))
        retrying = asyncio.create_task(client._dial_again(ConnectionError("gone")))
        await asyncio.sleep(0.2)
        assert not retrying.done()
        dead.transport.abort()
        line = await asyncio.wait_for(retrying, 5)
        assert line is not None
        await line.close()


async def test_our_sender_says_at_once_that_there_is_no_server():
    began = monotonic()
    with pytest.raises(OSError):
        await Sender("ws://127.0.0.1:9/api/stream", {}, 8000).send(blocks(seconds=1.0))
    assert monotonic() - began < 3


async def test_our_sender_learns_that_its_call_has_ended_on_the_server(server: Served, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(live_calls, "LINE_LOST_SECONDS", 0.01)
    client = Sender(f"{server.ws}/api/stream", {"call": "c1"}, tones.RATE_HZ, speed=1)
    sending = asyncio.create_task(client.send(blocks(*TWO, seconds=7.0)))
    await until(lambda: server.calls.count == 1)
    monkeypatch.setattr(sender, "WAIT_SECONDS", 0.2)
    for connection in _connections(server):
        connection.transport.abort()
    conversation = await server.calls.find("c1")
    assert conversation is not None
    await conversation.take(CallEnded(at=1.0))

    with pytest.raises(Refused, match="ended on the server"):
        await sending


async def test_an_angry_caller_brings_a_cue_over_the_socket(server: Served):
    async with server.dial("/api/stream") as line:
        await serving.start(line)
        await serving.send(line, tones.call(("customer", 1.0, 4.0, ANGRY), seconds=8.5), pace=0.005)
        desk = json.loads((await server.get("/api/calls/c1")).content)
        await until(lambda: _cue(server))
        await serving.stop(line)

    assert "c1" == desk["call"]


async def _cue(server: Served) -> bool:
    return json.loads((await server.get("/api/calls/c1")).content)["cue"] is not None
