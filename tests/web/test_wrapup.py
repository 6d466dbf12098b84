"""The doors of the wrap-up: a page of a call, acts on it, and errors in words."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from service.test_review import heard
from steadyline.core.events import AnyEvent, PromiseSettled
from steadyline.service.ports import JournalFailed
from steadyline.testing import MemoryJournal
from web import serving
from web.serving import Served

PATH = "/api/calls/c1/wrap-up"


@pytest.fixture
async def server() -> AsyncIterator[Served]:
    async with serving.served() as served:
        await heard(served.calls.journal)
        yield served


async def post(server: Served, body: Any, path: str = PATH, **how: Any) -> httpx.Response:
    async with httpx.AsyncClient() as client:
        given = {"content": body} if isinstance(body, (str, bytes)) else {"json": body}
        return await client.post(server.http + path, **given, **how)


def confirm(edition: int, **more: Any) -> dict[str, Any]:
    return {"type": "confirm", "edition": edition, "by": "Sam", "promise": "prm_1", "act": "refund it", **more}


async def test_the_page_of_a_call_is_given_whole(server: Served):
    page = (await server.get(PATH)).json()

    assert ("c1", "ended", 0, None) == (page["call"], page["state"], page["edition"], page["audio"])
    assert ["prm_1", "prm_2"] == [promise["id"] for promise in page["promises"]]
    assert 10 == len(page["scorecard"])
    assert {"peak", "fall", "points"} <= page["heat"].keys()


async def test_an_act_is_answered_with_the_page_as_it_is_then(server: Served):
    answer = await post(server, confirm(0))

    assert 200 == answer.status_code
    assert (1, "confirmed") == (answer.json()["edition"], answer.json()["promises"][0]["verdict"])
    assert answer.json() == (await server.get(PATH)).json()


async def test_every_act_has_its_way_in(server: Served):
    acts = [
        confirm(0),
        {"type": "drop", "edition": 1, "promise": "prm_2"},
        {"type": "approve", "edition": 2, "text": "Dear Dana"},
        {"type": "dispute", "edition": 3, "step": "ask", "words": "I asked"},
        {"type": "sign", "edition": 4, "by": "Lee"},
        {"type": "grant_break", "edition": 5, "minutes": 10, "by": "Lee"},
        {"type": "take_break", "edition": 6},
    ]

    assert [200] * len(acts) == [(await post(server, act)).status_code for act in acts]
    page = (await server.get(PATH)).json()
    assert ("Dear Dana", "Lee", 10, True) == (
        page["text"],
        page["signed_by"],
        page["break_minutes"],
        page["break_taken"],
    )


async def test_the_second_editor_is_told_and_given_what_holds(server: Served):
    await post(server, confirm(0))
    answer = await post(server, {"type": "drop", "edition": 0, "promise": "prm_1"})

    assert 409 == answer.status_code
    assert "Somebody changed this wrap-up" in answer.json()["message"]
    assert "confirmed" == answer.json()["view"]["promises"][0]["verdict"]


@pytest.mark.parametrize(
    ("body", "status", "words"),
    [
        ("", 400, "Not understood"),
        ("[]", 400, "Not understood"),
        ({"type": "burn", "edition": 0}, 400, "Not understood"),
        ({"type": "sign"}, 400, "edition"),
        ({"type": "sign", "edition": 0, "by": "Lee", "score": 5}, 400, "score"),
        ({"type": "dispute", "edition": 0, "step": "dance", "words": "x"}, 400, "dance"),
        ({"type": "sign", "edition": 0}, 422, "your name"),
        (confirm(0, due="Friday"), 422, "no date and time"),
        (confirm(0, promise="prm_9"), 422, "heard on this call"),
    ],
)
async def test_what_cannot_be_settled_is_told_in_words(server: Served, body: Any, status: int, words: str):
    answer = await post(server, body)

    assert status == answer.status_code
    assert words in answer.json()["message"]
    assert 0 == (await server.get(PATH)).json()["edition"]


async def test_a_call_nobody_knows_is_told_in_words(server: Served):
    for answer in (
        await server.get("/api/calls/nobody/wrap-up"),
        await post(server, confirm(0), "/api/calls/nobody/wrap-up"),
    ):
        assert (404, True) == (answer.status_code, "nobody" in answer.json()["message"])


async def test_more_than_an_act_can_hold_is_refused(server: Served):
    assert 413 == (await post(server, {"type": "approve", "edition": 0, "text": "x" * 100_000})).status_code


async def test_pages_of_another_origin_settle_nothing(server: Served):
    answer = await post(server, confirm(0), headers={"origin": "https://elsewhere.example"})

    assert 403 == answer.status_code
    assert 0 == (await server.get(PATH)).json()["edition"]


async def test_what_cannot_be_written_is_told():
    class Full(MemoryJournal):
        async def append(self, call: str, after: int, events: list[AnyEvent]) -> int:  # type: ignore[override]
            if any(isinstance(event, PromiseSettled) for event in events):
                raise JournalFailed("the disk is full")
            return await super().append(call, after, events)

    async with serving.served(journal=Full()) as server:
        await heard(server.calls.journal)
        answer = await post(server, confirm(0))

    assert (503, "That was not written down: the disk is full") == (answer.status_code, answer.json()["message"])


async def test_a_page_that_reads_along_on_the_events_sees_what_was_settled(server: Served):
    await post(server, confirm(0))
    events = [recorded.event async for recorded in server.calls.journal.read("c1")]

    assert isinstance(events[-1], PromiseSettled)


@pytest.mark.parametrize("path", ["/calls", "/regroup", "/wrapup/c1"])
async def test_the_pages_are_there(server: Served, path: str):
    page = await server.get(path)

    assert 200 == page.status_code
    assert '<div id="desk">' in page.text
    assert "unsafe" not in page.headers["content-security-policy"]


async def test_no_door_takes_a_regroup_note(server: Served):
    schema = (await server.get("/api/schema/openapi.json")).json()

    assert not [path for path in schema["paths"] if "regroup" in path]
    assert "regroup" not in str(schema["components"]).lower()
