"""The desk's socket: whole views, the newest call, and buttons that count once."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from websockets.asyncio.client import ClientConnection

from script import Talk, promise
from service import tones
from service.test_live import hear, opened, until
from service.tones import ANGRY, words
from steadyline.core.events import AnyEvent, CueDismissed, CuesSwitched, CueTaken, LevelChosen, PromiseSettled
from steadyline.service import conversation
from steadyline.service import live as live_calls
from steadyline.service.ports import JournalFailed
from steadyline.speech.interim import Interim
from steadyline.testing import MemoryJournal
from web import serving
from web.serving import Served

PROBLEM = tones.call(("customer", 1.0, 4.0, ANGRY), seconds=8.5)


@pytest.fixture
async def server() -> AsyncIterator[Served]:
    async with serving.served() as served:
        yield served


async def view(line: ClientConnection, wanted: Any = lambda view: True) -> dict[str, Any]:
    """The next view that is as wanted."""
    while True:
        message = await serving.said(line, "view")
        if wanted(message["view"]):
            return message


def with_cue(view: dict[str, Any]) -> bool:
    return view["cue"] is not None


def without_cue(view: dict[str, Any]) -> bool:
    return view["cue"] is None


async def test_with_no_call_the_desk_is_told_so(server: Served):
    async with server.dial("/api/desk") as desk:
        assert {"type": "idle", "demo": False} == await serving.said(desk)


async def test_a_desk_that_is_open_already_shows_the_call_that_begins(server: Served):
    async with server.dial("/api/desk") as desk:
        await serving.said(desk, "idle")
        live = await opened(server.calls)
        shown = await view(desk)
        await server.calls.rest(live)

    assert ("c1", "live", True, None) == (
        shown["view"]["call"],
        shown["view"]["state"],
        shown["running"],
        shown["audio"],
    )


async def test_the_first_view_is_all_there_is_and_then_come_newer_ones_only(server: Served):
    live = await opened(server.calls)
    await hear(live, tones.call(("customer", 1.0, 3.0, 1), seconds=5.0), pace=0.005)
    await until(lambda: len(live.conversation.desk().lines) == 1)
    async with server.dial("/api/desk") as desk:
        first = await view(desk)
        assert live.conversation.revision == first["view"]["revision"]
        assert [words(1)] == [line["text"] for line in first["view"]["lines"]]
        await hear(live, PROBLEM, pace=0.005)
        revisions = [first["view"]["revision"]]
        while revisions[-1] < live.conversation.revision:
            revisions.append((await view(desk))["view"]["revision"])
    await server.calls.rest(live)

    assert revisions == sorted(revisions)
    assert len(revisions) > 2


async def test_a_desk_that_comes_back_sees_what_it_missed_and_nothing_older(server: Served):
    live = await opened(server.calls)
    async with server.dial("/api/desk") as desk:
        before = (await view(desk))["view"]["revision"]
        desk.transport.abort()
    await hear(live, tones.call(("customer", 1.0, 3.0, 1), ("agent", 4.0, 6.0, 2), seconds=8.0), pace=0.005)
    await until(lambda: len(live.conversation.desk().lines) == 2)
    async with server.dial("/api/desk") as desk:
        after = await view(desk)
    await server.calls.rest(live)

    assert before < after["view"]["revision"] == live.conversation.revision
    assert [words(1), words(2)] == [line["text"] for line in after["view"]["lines"]]


@pytest.mark.parametrize(("kind", "event"), [("take", CueTaken), ("dismiss", CueDismissed)])
async def test_a_cue_is_answered_once_however_often_it_is_said(server: Served, kind: str, event: type[AnyEvent]):
    live = await opened(server.calls)
    async with server.dial("/api/desk") as desk, server.dial("/api/desk") as other:
        await hear(live, PROBLEM, pace=0.005)
        cue = (await view(desk, with_cue))["view"]["cue"]["id"]
        await view(other, with_cue)
        for line in (desk, other, desk):
            await line.send(json.dumps({"type": kind, "call": "c1", "cue": cue}))
        await view(desk, without_cue)
        await view(other, without_cue)
    answered = [r.event async for r in server.calls.journal.read("c1") if isinstance(r.event, CueTaken | CueDismissed)]
    await server.calls.rest(live)

    assert [(event, cue)] == [(type(one), one.id) for one in answered]


async def test_the_switch_and_the_level_are_the_agents_own_and_count_once(server: Served):
    live = await opened(server.calls)
    async with server.dial("/api/desk") as desk, server.dial("/api/desk") as other:
        await hear(live, PROBLEM, pace=0.005)
        await view(desk, with_cue)
        for line in (desk, other, desk):
            await line.send('{"type":"switch","call":"c1","on":false}')
            await line.send('{"type":"level","call":"c1","level":"expert"}')
        off = await view(desk, lambda view: view["cues"]["level"] == "expert")
        assert (False, None) == (off["view"]["cues"]["on"], off["view"]["cue"])
        await view(other, lambda view: view["cues"]["level"] == "expert")
        await desk.send('{"type":"switch","call":"c1","on":true}')
        await view(desk, lambda view: view["cues"]["on"])
        await desk.send('{"type":"level","call":"c1","level":"boss"}')
        assert "Not understood" in (await serving.said(desk, "problem"))["message"]
    said = [r.event async for r in server.calls.journal.read("c1") if isinstance(r.event, CuesSwitched | LevelChosen)]
    shown = live.conversation.desk()
    await server.calls.rest(live)
    again = await conversation.resume("c1", server.calls.journal, server.calls.bus)

    assert [CuesSwitched, LevelChosen, CuesSwitched] == [type(one) for one in said]
    assert shown == again.desk(), "stopped and resumed, it is the same"


async def test_a_press_for_another_call_or_without_one_is_told_and_changes_nothing(server: Served):
    async with server.dial("/api/desk") as desk:
        await desk.send('{"type":"take","call":"c1","cue":"cue_1"}')
        assert "not on this screen" in (await serving.said(desk, "problem"))["message"]
        live = await opened(server.calls)
        await hear(live, PROBLEM, pace=0.005)
        cue = (await view(desk, with_cue))["view"]["cue"]["id"]
        await desk.send(json.dumps({"type": "take", "call": "other", "cue": cue}))
        await serving.said(desk, "problem")
        assert live.conversation.desk().cue is not None
        await server.calls.rest(live)


@pytest.mark.parametrize(
    "text", ["", "hello", "{}", "[]", '{"type":"take"}', '{"type":"view"}', '{"type":"take","call":1,"cue":2}']
)
async def test_nonsense_from_a_page_is_told_and_the_line_stays(server: Served, text: str):
    live = await opened(server.calls)
    async with server.dial("/api/desk") as desk:
        await desk.send(text)
        assert "Not understood" in (await serving.said(desk, "problem"))["message"]
        await hear(live, PROBLEM, pace=0.005)
        await view(desk, with_cue)
    await server.calls.rest(live)


async def test_a_press_that_cannot_be_written_down_is_told():
    class Full(MemoryJournal):
        async def append(self, call: str, after: int, events: list[AnyEvent]) -> int:
            if any(isinstance(event, CueTaken) for event in events):
                raise JournalFailed("the disk is full")
            return await super().append(call, after, events)

    async with serving.served(journal=Full()) as server, server.dial("/api/desk") as desk:
        live = await opened(server.calls)
        await hear(live, PROBLEM, pace=0.005)
        cue = (await view(desk, with_cue))["view"]["cue"]["id"]
        await desk.send(json.dumps({"type": "take", "call": "c1", "cue": cue}))
        assert "the disk is full" in (await serving.said(desk, "problem"))["message"]
        assert cue == (await view(desk))["view"]["cue"]["id"], "it is still there to be taken"
        await server.calls.rest(live)


async def test_the_desk_follows_the_newest_call_and_keeps_one_that_has_ended(server: Served):
    first = await opened(server.calls, "c1")
    async with server.dial("/api/desk") as desk:
        await view(desk, lambda view: view["call"] == "c1")
        second = await opened(server.calls, "c2")
        await view(desk, lambda view: view["call"] == "c2")
        await server.calls.close(second, "hung_up")
        await view(desk, lambda view: view["call"] == "c1")
        await server.calls.close(first, "hung_up")
        last = await view(desk, lambda view: view["state"] == "ended")

    assert "c1" == last["view"]["call"]
    assert last["view"]["brief"]
    assert not last["running"]


async def test_a_desk_that_asks_for_a_call_is_shown_that_one_alone(server: Served):
    first, second = await opened(server.calls, "c1"), await opened(server.calls, "c2")
    async with server.dial("/api/desk?call=c1") as desk:
        await view(desk)
        await hear(second, tones.call(("customer", 0.5, 1.5, 1), seconds=3.0), pace=0.002)
        await hear(first, tones.call(("customer", 0.5, 1.5, 2), seconds=3.0), pace=0.002)
        shown = await view(desk, lambda view: view["lines"])
    await server.calls.rest(first)
    await server.calls.rest(second)

    assert ("c1", [words(2)]) == (shown["view"]["call"], [line["text"] for line in shown["view"]["lines"]])


async def test_a_call_of_long_ago_is_shown_from_the_journal(server: Served):
    await server.calls.close(await opened(server.calls), "hung_up")
    async with server.dial("/api/desk?call=c1") as desk:
        assert "ended" == (await view(desk))["view"]["state"]


async def test_what_is_settled_of_a_promise_after_the_end_is_marked_on_a_desk_that_is_open(server: Served):
    live = await opened(server.calls)
    heard = Talk().agent("I'll email you.", promises=[promise("email you")]).facts[1:]
    await live.conversation.take(*heard)
    await server.calls.close(live, "hung_up")
    async with server.dial("/api/desk?call=c1") as desk:
        (draft,) = (await view(desk))["view"]["promises"]
        over = await server.calls.find("c1")
        assert over is not None
        await over.settle(PromiseSettled(at=9.0, id=draft["id"], verdict="dropped"))
        marked = await view(desk, lambda view: view["promises"][0]["verdict"] != "draft")

    assert ("draft", "dropped") == (draft["verdict"], marked["view"]["promises"][0]["verdict"])


async def test_a_call_that_nobody_knows_is_a_problem_told(server: Served):
    async with server.dial("/api/desk?call=nobody") as desk:
        assert "nobody" in (await serving.said(desk, "problem"))["message"]


async def test_after_a_break_the_call_stays_on_the_desk_while_it_may_be_taken_up(server: Served):
    live = await opened(server.calls)
    await hear(live, tones.call(("customer", 0.5, 1.5, 1), seconds=3.0), pace=0.005)
    await server.calls.rest(live)
    async with server.dial("/api/desk") as desk:
        resting = await view(desk)
        again = await opened(server.calls)
        taken_up = await view(desk, lambda view: True)
        while not taken_up["running"]:
            taken_up = await view(desk)
        await server.calls.rest(again)

    assert ("c1", "live", False) == (resting["view"]["call"], resting["view"]["state"], resting["running"])


async def test_words_show_while_they_are_said_and_are_taken_back():
    async with serving.served(interim=Interim) as server, server.dial("/api/desk") as desk:
        live = await opened(server.calls)
        await hear(live, tones.call(("customer", 0.5, 6.0, 3), seconds=7.5), pace=0.02)
        shown = await serving.said(desk, "interim")
        assert ("c1", "customer", words(3)) == (shown["call"], shown["party"], shown["text"])
        while shown["text"]:
            shown = await serving.said(desk, "interim")
        await view(desk, lambda view: view["lines"])
        await server.calls.rest(live)


async def test_a_desk_hears_at_least_every_few_seconds_that_the_line_lives(
    server: Served, monkeypatch: pytest.MonkeyPatch
):
    from steadyline.web import desk as module

    assert module.REFRESH_SECONDS <= 5, "docs/desk-socket.md promises it"
    monkeypatch.setattr(module, "REFRESH_SECONDS", 0.1)
    live = await opened(server.calls)
    async with server.dial("/api/desk") as desk:
        views = [await view(desk) for _ in range(4)]
    await server.calls.rest(live)

    assert 1 == len({shown["view"]["revision"] for shown in views[1:]})


async def test_a_page_that_does_not_read_harms_nobody(server: Served):
    live = await opened(server.calls)
    async with (
        server.dial("/api/desk", max_queue=1, ping_interval=None) as stuck,
        server.dial("/api/desk") as desk,
    ):
        stuck.transport.pause_reading()
        long = [("customer" if n % 2 else "agent", 1.0 + 2 * n, 2.0 + 2 * n, n) for n in range(20)]
        async with asyncio.timeout(20):
            await hear(live, tones.call(*long, seconds=42.0), pace=0.002)
            last = await view(desk, lambda view: len(view["lines"]) + view["earlier_lines"] == 20)
        stuck.transport.abort()
    await server.calls.rest(live)

    assert last["view"]["call"] == "c1"


async def test_load_is_told_on_the_desk(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(live_calls, "LATE_SECONDS", 0.2)
    pitch = tones.Pitch()
    async with serving.served(pitch=pitch) as server, server.dial("/api/desk") as desk:
        live = await opened(server.calls)
        pitch.gate.clear()
        await hear(live, tones.call(("customer", 0.5, 1.5, 1), seconds=5.0), pace=0.02)
        late = await view(desk, lambda view: view["quality"] == "late")
        assert "busy" in late["view"]["quality_why"]
        pitch.gate.set()
        await until(lambda: bool(live.conversation.desk().lines))
        await hear(live, tones.call(seconds=1.0), pace=0.02)
        await view(desk, lambda view: view["quality"] == "full")
        await server.calls.rest(live)
