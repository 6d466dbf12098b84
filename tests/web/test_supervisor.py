"""The supervisor's socket: the calls that need somebody first, and acts that are on disk before they show."""

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from websockets.asyncio.client import ClientConnection

from service import tones
from service.test_live import hear, opened, until
from steadyline.core.events import AlertJudged, AnyEvent, BreakGranted, CallStarted, HelpAsked, Judged, LimitRaised
from steadyline.service import conversation as conversations
from steadyline.service.ports import JournalFailed
from steadyline.testing import Meaning, MemoryJournal, ScriptedUnderstanding
from web import serving
from web.serving import Served

THREAT, CALM = 7, 3
UNDERSTANDING = ScriptedUnderstanding(
    {
        f"number {THREAT}": Meaning(signals=("threat_harm",), heat=1.0),
        f"number {CALM}": Meaning(signals=("thanking",), heat=0.0),
    }
)
THREATENS = tones.call(("customer", 1.0, 3.0, THREAT), seconds=5.0)
THANKS = tones.call(("customer", 1.0, 3.0, CALM), seconds=5.0)


@pytest.fixture
async def server() -> AsyncIterator[Served]:
    async with serving.served(understanding=UNDERSTANDING) as served:
        yield served


async def board(line: ClientConnection, wanted: Any = lambda board: True) -> dict[str, Any]:
    """The next board that is as wanted."""
    while True:
        message = await serving.said(line, "supervisor")
        if wanted(message["board"]):
            shown: dict[str, Any] = message["board"]
            return shown


def ids(calls: list[dict[str, Any]]) -> list[str]:
    return [call["call"] for call in calls]


async def say(line: ClientConnection, **message: Any) -> None:
    await line.send(json.dumps(message))


async def facts(served: Served, kind: type[AnyEvent], call: str = "c1") -> list[Any]:
    return [r.event async for r in served.calls.journal.read(call) if isinstance(r.event, kind)]


async def test_with_no_call_nothing_needs_anybody(server: Served):
    async with server.dial("/api/supervisor") as line:
        message = await serving.said(line)

    assert "supervisor" == message["type"]
    assert 1 == message["revision"]
    assert ([], [], []) == tuple(message["board"][part] for part in ("needed", "calm", "over"))
    assert {"threat_harm", "help_asked"} < {kind["alert"] for kind in message["board"]["judged"]}


async def test_the_call_that_needs_somebody_stands_apart_from_the_calm_one(server: Served):
    async with server.dial("/api/supervisor") as line:
        calm, angry = await opened(server.calls, "calm"), await opened(server.calls, "angry")
        await hear(calm, THANKS, pace=0.002)
        await hear(angry, THREATENS, pace=0.002)
        shown = await board(line, lambda board: board["needed"])
        await server.calls.rest(calm)
        await server.calls.rest(angry)

    (needed,) = shown["needed"]
    assert ["calm"] == ids(shown["calm"])
    assert "angry" == needed["call"]
    assert "threat_harm" == needed["alert"]["alert"]
    assert f"sentence number {THREAT}" == needed["alert"]["quote"]
    assert needed["alert"]["why"].startswith("The customer has said something")
    assert needed["running"]


async def test_revisions_rise_and_a_quiet_room_still_shows_that_the_line_lives(
    server: Served, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("steadyline.web.supervisor.REFRESH_SECONDS", 0.05)
    async with server.dial("/api/supervisor") as line:
        revisions = [(await serving.said(line, "supervisor"))["revision"] for _ in range(3)]

    assert [1, 2, 3] == revisions


async def test_a_verdict_takes_the_alert_down_counts_once_and_is_known_to_the_next_call(server: Served):
    async with server.dial("/api/supervisor") as line:
        live = await opened(server.calls)
        await hear(live, THREATENS, pace=0.002)
        alert = (await board(line, lambda board: board["needed"]))["needed"][0]["alert"]["id"]
        for _ in range(2):
            await say(line, type="judge", call="c1", alert=alert, useful=False)
        shown = await board(line, lambda board: not board["needed"])
        await server.calls.rest(live)
    following = await opened(server.calls, "c2")
    await server.calls.rest(following)

    (kind,) = [kind for kind in shown["judged"] if kind["alert"] == "threat_harm"]
    assert (0, 1, 0.0) == (kind["useful"], kind["not_useful"], kind["bar"])
    assert 1 == len(await facts(server, AlertJudged))
    (started,) = await facts(server, CallStarted, "c2")
    assert {"threat_harm": Judged(useful=0, not_useful=1)} == started.judged
    _, written, again = await conversations.replay("c1", server.calls.journal)
    assert written == again


async def test_an_alert_can_be_judged_when_the_call_is_over(server: Served):
    async with server.dial("/api/supervisor") as line:
        live = await opened(server.calls)
        await hear(live, THREATENS, pace=0.002)
        await board(line, lambda board: board["needed"])
        await server.calls.close(live, "hung_up")
        over = (await board(line, lambda board: board["over"]))["over"][0]
        assert "call_ended" == over["past"][0]["cleared"]
        await say(line, type="judge", call="c1", alert=over["past"][0]["id"], useful=True)
        shown = await board(line, lambda board: not board["over"])

    assert {"threat_harm": Judged(useful=1)} == await server.calls.journal.judged(40)
    assert [] == shown["needed"]


async def test_a_limit_is_raised_for_one_call_and_both_screens_say_so(server: Served):
    async with server.dial("/api/supervisor") as line:
        live = await opened(server.calls)
        for _ in range(2):
            await say(line, type="limit", call="c1", kind=" refund ", amount=120.0)
        shown = await board(line, lambda board: board["calm"] and board["calm"][0]["raised"])
        await server.calls.rest(live)

    assert [{"kind": "refund", "amount": 120.0}] == shown["calm"][0]["raised"]
    assert [("refund", 120.0)] == [(fact.kind, fact.amount) for fact in await facts(server, LimitRaised)]
    assert ["refund"] == [limit.kind for limit in live.conversation.desk().limits_raised]


async def test_a_break_is_granted_once(server: Served):
    async with server.dial("/api/supervisor") as line:
        live = await opened(server.calls)
        for _ in range(2):
            await say(line, type="break", call="c1", minutes=10)
        shown = await board(line, lambda board: board["calm"] and board["calm"][0]["break_minutes"])
        await server.calls.rest(live)

    assert 10 == shown["calm"][0]["break_minutes"]
    assert 1 == len(await facts(server, BreakGranted))
    assert 10 == live.conversation.desk().break_minutes


@pytest.mark.parametrize(
    ("message", "why"),
    [
        ("{", "Not understood"),
        ('{"type":"judge","call":"c1"}', "Not understood"),
        ('{"type":"judge","call":"c1","alert":"alert_9","useful":true}', "no alert alert_9"),
        ('{"type":"judge","call":"nobody","alert":"alert_1","useful":true}', "No call nobody"),
        ('{"type":"limit","call":"c1","kind":"","amount":5}', "a word or two"),
        ('{"type":"limit","call":"c1","kind":"refund","amount":-5}', "above 0"),
        ('{"type":"break","call":"c1","minutes":0}', "1 to 120"),
        ('{"type":"break","call":"c1","minutes":99999}', "1 to 120"),
    ],
)
async def test_what_makes_no_sense_is_answered_in_words_and_writes_nothing(server: Served, message: str, why: str):
    live = await opened(server.calls)
    before = live.conversation.revision
    async with server.dial("/api/supervisor") as line:
        await line.send(message)
        problem = await serving.said(line, "problem")
    await server.calls.rest(live)

    assert why in problem["message"]
    assert before == live.conversation.revision


async def test_an_agent_who_asks_for_help_is_on_top_at_once_and_asks_once(server: Served):
    live = await opened(server.calls)
    async with server.dial("/api/supervisor") as line, server.dial("/api/desk") as desk:
        await serving.said(desk, "view")
        for _ in range(2):
            await say(desk, type="help", call="c1")
        (needed,) = (await board(line, lambda board: board["needed"]))["needed"]
        assert "The agent asks for your help with the customer." == needed["alert"]["why"]
        while (await serving.said(desk, "view"))["view"]["help"] != "asked":
            pass
        await say(line, type="judge", call="c1", alert=needed["alert"]["id"], useful=True)
        while (await serving.said(desk, "view"))["view"]["help"] != "seen":
            pass
    await server.calls.rest(live)

    assert 1 == len(await facts(server, HelpAsked))


async def test_an_agent_whose_call_for_help_was_put_aside_is_told_so_and_may_ask_again(server: Served):
    live = await opened(server.calls)
    async with server.dial("/api/supervisor") as line, server.dial("/api/desk") as desk:
        await serving.said(desk, "view")
        for useful, told in ((False, "declined"), (True, "seen")):
            await say(desk, type="help", call="c1")
            (needed,) = (await board(line, lambda board: board["needed"]))["needed"]
            await say(line, type="judge", call="c1", alert=needed["alert"]["id"], useful=useful)
            while (await serving.said(desk, "view"))["view"]["help"] != told:
                pass
            await board(line, lambda board: not board["needed"])
    await server.calls.rest(live)

    assert 2 == len(await facts(server, HelpAsked))


async def test_what_cannot_be_written_is_said_and_not_shown():
    class Full(MemoryJournal):
        async def append(self, call: str, after: int, events: list[AnyEvent]) -> int:
            if any(isinstance(event, BreakGranted) for event in events):
                raise JournalFailed("the disk is full")
            return await super().append(call, after, events)

    async with serving.served(journal=Full()) as server, server.dial("/api/supervisor") as line:
        live = await opened(server.calls)
        await say(line, type="break", call="c1", minutes=10)
        assert "the disk is full" in (await serving.said(line, "problem"))["message"]
        assert 0 == (await board(line, lambda board: board["calm"]))["calm"][0]["break_minutes"]
        await server.calls.rest(live)


async def test_a_call_whose_line_broke_stays_on_the_board(server: Served):
    live = await opened(server.calls)
    await hear(live, THREATENS, pace=0.002)
    await until(lambda: live.conversation.progress.call.alerts.up is not None)
    await server.calls.rest(live)
    shown = (await server.get("/api/board")).json()

    assert ["c1"] == ids(shown["needed"])
    assert not shown["needed"][0]["running"]


async def test_pages_of_other_origins_get_no_board(server: Served):
    from websockets.exceptions import InvalidStatus

    with pytest.raises(InvalidStatus):
        async with server.dial("/api/supervisor", origin="https://elsewhere.example"):
            pass
