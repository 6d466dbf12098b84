"""What the socket of live calls makes of nonsense, and whom it does not let in."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus

from service import tones
from service.test_live import until
from service.tones import words
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
