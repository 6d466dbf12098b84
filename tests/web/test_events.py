"""A call's events over a socket: every one, once, in order, from anywhere on."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from websockets.asyncio.client import ClientConnection
from websockets.exceptions import ConnectionClosedOK

from service import tones
from service.test_live import hear, opened, until
from steadyline.bus import local
from steadyline.core.events import is_public, wire
from web import serving
from web.serving import Served

SOUND = tones.call(*(("customer" if n % 2 else "agent", 1.0 + 2 * n, 2.2 + 2 * n, n) for n in range(8)), seconds=18.0)


@pytest.fixture
async def server() -> AsyncIterator[Served]:
    async with serving.served() as served:
        yield served


async def everything(line: ClientConnection) -> list[dict[str, Any]]:
    """All that comes until the server closes."""
    told = []
    try:
        async with asyncio.timeout(15):
            while True:
                told.append(json.loads(await line.recv()))
    except ConnectionClosedOK:
        return told


async def written(server: Served) -> list[dict[str, Any]]:
    """What the world outside hears of the call, from the journal."""
    return [
        json.loads(wire("c1", recorded.event)) | {"revision": recorded.revision}
        async for recorded in server.calls.journal.read("c1")
        if is_public(recorded.event)
    ]


async def test_who_watches_from_the_start_hears_every_event_once(server: Served):
    live = await opened(server.calls)
    async with server.dial("/api/calls/c1/events") as line:
        reading = asyncio.create_task(everything(line))
        await hear(live, SOUND, pace=0.003)
        await server.calls.close(live, "hung_up")
        told = await reading

    assert await written(server) == told
    assert ("call_started", "call_summed_up") == (told[0]["type"], told[-1]["type"])
    assert {"c1"} == {event["call"] for event in told}
    assert [event["at"] for event in told] == sorted(event["at"] for event in told)


async def test_from_any_revision_on_over_any_number_of_breaks_nothing_is_lost_or_doubled(server: Served):
    live = await opened(server.calls)
    told: list[dict[str, Any]] = []
    hearing = asyncio.create_task(hear(live, SOUND, pace=0.01))
    while not hearing.done():
        after = told[-1]["revision"] if told else 0
        async with server.dial(f"/api/calls/c1/events?after={after}") as line:
            for _ in range(5):
                try:
                    told.append(json.loads(await asyncio.wait_for(line.recv(), 0.3)))
                except TimeoutError:
                    break
            line.transport.abort()
    await server.calls.close(live, "hung_up")
    async with server.dial(f"/api/calls/c1/events?after={told[-1]['revision']}") as line:
        told += await everything(line)

    assert await written(server) == told


async def test_a_call_that_has_ended_is_told_from_the_journal_and_the_line_closed(server: Served):
    live = await opened(server.calls)
    await hear(live, SOUND)
    await server.calls.close(live, "hung_up")
    whole = await written(server)
    for after in (-3, 0, 7, whole[-1]["revision"], 10_000):
        async with server.dial(f"/api/calls/c1/events?after={after}") as line:
            assert [event for event in whole if event["revision"] > after] == await everything(line)


async def test_a_reader_that_falls_behind_is_served_from_the_journal(server: Served, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(server.calls, "bus", local.LocalBus(depth=2))
    live = await opened(server.calls)
    async with server.dial("/api/calls/c1/events") as line:
        reading = asyncio.create_task(everything(line))
        await hear(live, SOUND)
        await server.calls.close(live, "hung_up")
        told = await reading

    assert await written(server) == told


async def test_a_call_that_nobody_knows_closes_the_line_and_says_why(server: Served):
    async with server.dial("/api/calls/nobody/events") as line:
        await line.wait_closed()

    assert (4404, "no such call") == (line.close_code, line.close_reason)


async def test_a_reader_that_goes_away_from_a_quiet_call_is_forgotten(server: Served):
    live = await opened(server.calls)
    bus = server.calls.bus
    assert isinstance(bus, local.LocalBus)
    async with server.dial("/api/calls/c1/events") as line:
        await serving.said(line)
        await line.send("what a reader says is passed over")
        await until(lambda: "call.c1.events" in bus._watching)
    await until(lambda: "call.c1.events" not in bus._watching)
    await server.calls.rest(live)


async def test_a_revision_that_is_no_number_is_refused(server: Served):
    live = await opened(server.calls)
    with pytest.raises(Exception, match="rejected|4000|close|received"):
        async with server.dial("/api/calls/c1/events?after=soon") as line:
            await everything(line)
    await server.calls.rest(live)
