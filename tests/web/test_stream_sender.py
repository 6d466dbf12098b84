"""Our own sender plays calls into a server: to the end, over breaks, and told when it may not."""

import asyncio
import json
from collections.abc import AsyncIterator
from time import monotonic

import pytest

from service import tones
from service.test_live import until
from service.tones import ANGRY, words
from steadyline.core.events import CallEnded
from steadyline.service import calls as live_calls
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
