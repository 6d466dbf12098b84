"""What the server answers over plain HTTP."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

import steadyline
from service import tones
from service.test_live import hear, opened
from steadyline.core.events import CallStarted, ConcernNoted, Header, HeatMoved
from steadyline.web.demo import Demo
from web import serving
from web.serving import Served

SOUND = bytes(range(256)) * 40


@pytest.fixture
async def server() -> AsyncIterator[Served]:
    async with serving.served() as served:
        yield served


@pytest.fixture
async def demo(tmp_path: Path) -> AsyncIterator[Served]:
    """A server with a call of its own, which is playing."""
    recording = tmp_path / "call.flac"
    recording.write_bytes(SOUND)
    played = asyncio.Event()

    async def play(id: str) -> None:
        played.set()
        await asyncio.sleep(60)

    show = Demo(recording, lambda: "c1", play)
    async with serving.served(demo=show) as served:
        show.start()
        await played.wait()
        yield served
        await show.stop()


async def test_health_says_that_it_is_up_and_how_busy(server: Served):
    live = await opened(server.calls)
    answer = await server.get("/api/health")
    await server.calls.rest(live)

    assert 200 == answer.status_code
    assert {
        "version": steadyline.__version__,
        "live_calls": 1,
        "most_live_calls": 4,
        "behind_seconds": 0.0,
        "trouble": "",
    } == answer.json()


async def test_calls_are_listed_newest_first(server: Served):
    for id in ("c1", "c2", "c3"):
        await server.calls.close(await opened(server.calls, id), "hung_up")
    live = await opened(server.calls, "c4")
    listed = {
        path: (await server.get(path)).json() for path in ("/api/calls", "/api/calls?live=true", "/api/calls?limit=2")
    }
    await server.calls.rest(live)

    assert ["c4", "c3", "c2", "c1"] == [call["id"] for call in listed["/api/calls"]]
    assert [("c4", False)] == [(call["id"], call["ended"]) for call in listed["/api/calls?live=true"]]
    assert ["c4", "c3"] == [call["id"] for call in listed["/api/calls?limit=2"]]


async def test_a_call_is_shown_as_its_desk_shows_it(server: Served):
    live = await opened(server.calls)
    await hear(live, tones.call(("customer", 1.0, 2.0, 1), seconds=4.0), pace=0.005)
    await server.calls.close(live, "hung_up")
    shown = (await server.get("/api/calls/c1")).json()

    assert ("c1", "ended", [tones.words(1)]) == (
        shown["call"],
        shown["state"],
        [line["text"] for line in shown["lines"]],
    )


@pytest.mark.parametrize(
    "path", ["/api/calls/nobody", "/api/calls/c1/audio", "/nowhere", "/static/../app.py", "/static/%2e%2e/app.py"]
)
async def test_what_is_not_there_is_not_found(server: Served, path: str):
    assert 404 == (await server.get(path)).status_code


@pytest.mark.parametrize("path", ["/api/calls?limit=many", "/api/calls?live=perhaps"])
async def test_a_question_that_makes_no_sense_is_refused(server: Served, path: str):
    assert 400 == (await server.get(path)).status_code


async def test_the_list_says_what_each_call_is_about_and_how_hot_it_got(server: Served):
    told = ConcernNoted(at=1.0, id="con_1", text="I was charged twice", turn=1, quote="")
    hot = [HeatMoved(at=1.0, turn=1, quote="", heat=heat, trend=0.0, escalation=0.0) for heat in (0.7, 0.2)]
    for id, events in (("quiet", []), ("c1", [told, *hot])):
        start = CallStarted(at=0.0, header=Header(call=id), playbook="p@1")
        await server.calls.journal.append(id, 0, [start, *events])

    heard, quiet = (await server.get("/api/calls")).json()

    assert {
        "problem": "I was charged twice",
        "peak": 0.7,
        "peak_level": "angry",
        "end": 0.2,
        "end_level": "displeased",
    } == {name: heard[name] for name in ("problem", "peak", "peak_level", "end", "end_level")}
    assert ["", None, None, None] == [quiet[name] for name in ("problem", "peak", "peak_level", "end_level")]


@pytest.mark.parametrize(
    ("asked", "status", "first", "last"),
    [
        ("", 200, 0, len(SOUND) - 1),
        ("bytes=0-", 206, 0, len(SOUND) - 1),
        ("bytes=0-99", 206, 0, 99),
        ("bytes=100-199", 206, 100, 199),
        ("bytes=10239-", 206, 10239, 10239),
        ("bytes=100-99999999", 206, 100, len(SOUND) - 1),
        ("bytes=-5", 200, 0, len(SOUND) - 1),
        ("bytes=a-b", 200, 0, len(SOUND) - 1),
        ("bytes=0-1,5-6", 200, 0, len(SOUND) - 1),
    ],
)
async def test_the_demonstrations_sound_is_served_in_ranges(
    demo: Served, asked: str, status: int, first: int, last: int
):
    answer = await demo.get("/api/calls/c1/audio", headers={"range": asked} if asked else {})

    assert status == answer.status_code
    assert SOUND[first : last + 1] == answer.content
    assert "audio/flac" == answer.headers["content-type"]
    if status == 206:
        assert f"bytes {first}-{last}/{len(SOUND)}" == answer.headers["content-range"]


async def test_a_range_beyond_the_end_is_refused(demo: Served):
    answer = await demo.get("/api/calls/c1/audio", headers={"range": "bytes=10240-"})

    assert (416, f"bytes */{len(SOUND)}") == (answer.status_code, answer.headers["content-range"])


async def test_the_demonstration_plays_once_at_a_time_and_only_where_there_is_one(demo: Served, server: Served):
    import httpx

    async with httpx.AsyncClient() as client:
        again = await client.post(demo.http + "/api/demo/play")
        none = await client.post(server.http + "/api/demo/play")

    assert (202, {"started": False}) == (again.status_code, again.json())
    assert 404 == none.status_code


async def test_the_schema_describes_what_is_answered(server: Served):
    schema = (await server.get("/api/schema/openapi.json")).json()

    assert {"/api/health", "/api/calls", "/api/calls/{id}", "/api/calls/{id}/audio", "/api/demo/play"} <= set(
        schema["paths"]
    )
    assert steadyline.__version__ == schema["info"]["version"]
    assert "revision" in schema["components"]["schemas"]["Desk"]["properties"]


async def test_no_page_is_served_that_would_fetch_from_elsewhere(server: Served):
    shown = await server.get("/api/schema")

    assert shown.headers["content-type"].endswith("json")
    assert "https://" not in (await server.get("/api/schema/redoc")).text


@pytest.mark.parametrize("path", ["/nowhere", "/promises/prm_1/nothing", "/wrapup", "/api"])
async def test_a_browser_at_an_address_that_leads_nowhere_gets_a_page_that_says_so(server: Served, path: str):
    page = await server.get(path, headers={"accept": "text/html,application/xhtml+xml,*/*;q=0.8"})

    assert 404 == page.status_code
    assert page.headers["content-type"].startswith("text/html")
    assert '<div id="desk" data-missing>' in page.text


@pytest.mark.parametrize("path", ["/api/nowhere", "/api/calls/nobody", "/api/promises/prm_none", "/static/none.js"])
async def test_what_is_for_programs_stays_json_whoever_asks(server: Served, path: str):
    missing = await server.get(path, headers={"accept": "text/html"})

    assert (404, "application/json") == (missing.status_code, missing.headers["content-type"])


async def test_a_program_at_an_address_that_leads_nowhere_gets_json(server: Served):
    assert "application/json" == (await server.get("/nowhere")).headers["content-type"]


async def test_the_front_page_is_the_desk(server: Served):
    page = await server.get("/")

    assert 200 == page.status_code, page.text
    assert '<div id="desk">' in page.text
    assert "no-cache" == page.headers["cache-control"]


@pytest.mark.parametrize("path", ["/", "/api/health", "/nowhere", "/static/early.js"])
async def test_every_answer_forbids_inline_script_framing_and_guessing(server: Served, path: str):
    headers = (await server.get(path)).headers

    policy = headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert ("nosniff", "no-referrer") == (headers["x-content-type-options"], headers["referrer-policy"])


@pytest.mark.parametrize(
    "host", ["elsewhere.example", "127.0.0.1.elsewhere.example", "", "[", "[::1", "a:b:c", "127.0.0.2"]
)
async def test_a_foreign_name_made_to_point_here_gets_no_answer(server: Served, host: str):
    answer = await server.get("/api/health", headers={"host": host})

    assert answer.status_code in (400, 403)
    assert "live_calls" not in answer.text
    if answer.status_code == 403:
        assert "content-security-policy" in answer.headers


@pytest.mark.parametrize("host", ["127.0.0.1:8700", "localhost", "localhost:1", "[::1]:8700", "LOCALHOST"])
async def test_this_machines_own_names_are_answered(server: Served, host: str):
    assert 200 == (await server.get("/api/health", headers={"host": host})).status_code


async def test_a_page_elsewhere_presses_no_button_here(demo: Served):
    import httpx

    async with httpx.AsyncClient() as client:
        pressed = await client.post(demo.http + "/api/demo/play", headers={"origin": "https://elsewhere.example"})

    assert 403 == pressed.status_code
    assert "elsewhere.example" in pressed.text
