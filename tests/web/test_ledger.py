"""The ledger over HTTP: found, made, changed once, and told to whoever watches."""

import asyncio
import csv
import io
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pytest

from steadyline.core import ledger
from steadyline.core.events import Agent, CallStarted, ConcernNoted, Customer, Header, HeatMoved, PromiseHeard
from steadyline.core.ledger import Kept, Made, Origin, Promise, Proof, Reminded
from steadyline.recordings.clips import FolderClips
from web import serving
from web.serving import Served, said

YEAR = datetime.now(UTC).year + 1


@pytest.fixture
async def server() -> AsyncIterator[Served]:
    async with serving.served() as served:
        yield served


def hence(**how: float) -> str:
    """A moment from now, as the ledger writes it."""
    return ledger.stamp(datetime.now(UTC) + timedelta(**how))


async def made(server: Served, id: str = "prm_1", **how: Any) -> Promise:
    """A promise on the ledger."""
    given = {"act": "refund the second charge", "customer": "C-1182", "owner": "Sam", "due": hence(days=3)}
    return await server.keeping.ledger.write(id, 0, Made(at=hence(days=-1), by="Sam", **(given | how)))


async def post(server: Served, path: str, body: object, **headers: str) -> httpx.Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    async with httpx.AsyncClient() as client:
        return await client.post(server.http + path, json=body, headers=named)


async def change(server: Served, body: dict[str, object], id: str = "prm_1", **headers: str) -> httpx.Response:
    return await post(server, f"/api/promises/{id}/changes", {"by": "Sam", **body}, **headers)


KEEP = {"type": "keep", "edition": 1, "proof": {"kind": "note", "text": "Paid out, receipt 4411"}}


# --- found ----------------------------------------------------------------------------------------------------------


async def test_the_overview_says_what_is_late_what_is_due_today_what_is_at_risk_and_the_rest(server: Served):
    await made(server, "prm_late", due=hence(hours=-2))
    await made(server, "prm_today", due=server.keeping.day_ends("UTC").replace("00:00:00Z", "00:00:00+00:00"))
    await made(server, "prm_far", due=hence(days=20))
    await made(server, "prm_open", due=None)
    await made(server, "prm_other", owner="Lena", due=hence(hours=-3))
    found = (await server.get("/api/promises/overview", params={"owner": "Sam", "zone": "UTC"})).json()

    assert (["prm_late"], 1) == ([one["id"] for one in found["late"]], found["late_count"])
    assert "late" == found["late"][0]["standing"]
    assert 4 == found["open_count"]
    assert ["prm_far", "prm_open"] == [one["id"] for one in found["rest"]][-2:]


async def test_promises_are_found_page_by_page(server: Served):
    for number in range(5):
        await made(server, f"prm_{number}", due=hence(days=1 + number))
    first = (await server.get("/api/promises", params={"limit": 3})).json()
    second = (await server.get("/api/promises", params={"limit": 3, "after": first["after"]})).json()

    assert ["prm_0", "prm_1", "prm_2"] == [one["id"] for one in first["promises"]]
    assert (["prm_3", "prm_4"], "") == ([one["id"] for one in second["promises"]], second["after"])


async def test_promises_are_found_by_state_by_words_and_by_time(server: Served):
    await made(server, "prm_kept", act="Ring Zoë back")
    await change(server, KEEP, "prm_kept")
    await made(server, "prm_late", due=hence(hours=-2))

    async def found(**asked: str) -> list[str]:
        return [one["id"] for one in (await server.get("/api/promises", params=asked)).json()["promises"]]

    assert ["prm_kept"] == await found(state="kept")
    assert ["prm_kept"] == await found(words="zoe ri")
    assert ["prm_late"] == await found(when="late")
    assert [] == await found(customer="nobody")


@pytest.mark.parametrize("asked", ["limit=0", "limit=many", "when=soon", "state=lost", "after=x", "since=yesterday"])
async def test_a_question_that_makes_no_sense_is_refused_in_words(server: Served, asked: str):
    path = "/api/promises/figures" if asked.startswith("since") else "/api/promises"
    answer = await server.get(f"{path}?{asked}")

    assert 400 == answer.status_code
    assert {"message", "promise"} == set(answer.json())


async def test_a_promise_is_shown_with_its_history_and_what_may_be_done(server: Served):
    await made(server, origin=Origin(call="c1", t0=61.0, t1=64.5, quote="I'll refund it"))
    await server.keeping.ledger.write("prm_1", 1, Reminded(at=hence(), stage="halfway"))
    shown = (await server.get("/api/promises/prm_1")).json()

    assert ["promise_made", "promise_reminded"] == [change["type"] for change in shown["history"]]
    assert (2, "I'll refund it") == (shown["promise"]["edition"], shown["promise"]["origin"]["quote"])
    assert "promise_kept" in shown["promise"]["may"]
    assert "promise_reopened" not in shown["promise"]["may"]
    assert shown["clip"] is None, "no sound of this call is kept"


async def test_what_is_not_on_the_ledger_is_not_found(server: Served):
    answers = [await server.get("/api/promises/prm_9"), await change(server, KEEP, "prm_9")]

    assert [404, 404] == [answer.status_code for answer in answers]
    assert "prm_9" in answers[0].json()["message"]


async def test_a_customers_story_holds_calls_and_promises_the_newest_first(server: Served):
    who = Header(call="c1", agent=Agent(name="Sam"), customer=Customer(ref="C/11 82", name="Dana", timezone="UTC"))
    told = ConcernNoted(at=1.0, id="con_1", text="I was charged twice", turn=1, quote="")
    hot = HeatMoved(at=1.0, turn=1, quote="", heat=0.7, trend=0.0, escalation=0.0)
    await server.calls.journal.append("c1", 0, [CallStarted(at=0.0, header=who, playbook="p@1"), told, hot])
    await made(server, "prm_1", customer="C/11 82")
    await made(server, "prm_2", customer="C/11 82")
    await made(server, "prm_3", customer="another")
    story = (await server.get("/api/story", params={"customer": "C/11 82"})).json()

    assert ("Dana", "UTC") == (story["name"], story["timezone"])
    assert ["prm_2", "prm_1"] == [one["id"] for one in story["promises"]]
    assert [("c1", "I was charged twice", "angry")] == [
        (call["id"], call["problem"], call["peak_level"]) for call in story["calls"]
    ]


async def test_a_recorded_call_stands_in_the_story_and_in_the_list_when_it_was_held_not_when_it_was_heard(
    server: Served,
):
    zones = {
        "today": ("", "Europe/Paris"),
        "long ago": ("2020-03-10T09:00:00-04:00", "UTC"),
        "yet to come": ("2999-01-01T00:00:00Z", ""),
    }
    for id, (started, zone) in zones.items():
        header = Header(call=id, started=started, customer=Customer(ref="C-1182", timezone=zone))
        await server.calls.journal.append(id, 0, [CallStarted(at=0.0, header=header, playbook="p@1")])
    for calls in (
        (await server.get("/api/story?customer=C-1182")).json()["calls"],
        (await server.get("/api/calls")).json(),
    ):
        assert ["yet to come", "today", "long ago"] == [call["id"] for call in calls]
        assert "2020-03-10T13:00:00Z" == calls[2]["held"]
        assert hence() >= calls[0]["held"]
    assert "Europe/Paris" == (await server.get("/api/story?customer=C-1182")).json()["timezone"]


async def test_nobody_has_no_story(server: Served):
    await made(server, customer="")
    header = Header(call="c1", customer=Customer(ref="C-1182", name="Dana"))
    await server.calls.journal.append("c1", 0, [CallStarted(at=0.0, header=header, playbook="p@1")])
    story = (await server.get("/api/story")).json()

    assert ([], [], "") == (story["promises"], story["calls"], story["name"])


# --- the moment it was said ------------------------------------------------------------------------------------------


async def test_the_sound_of_a_promise_is_played_where_it_is_kept_and_goes_with_it(tmp_path: Path):
    clips = FolderClips(tmp_path, days=30, draft_days=30)
    async with serving.served(clips=clips) as server:
        origin = Origin(call="c1", draft="p", turn=7, t0=61.0, t1=63.0, quote="I will refund it.")
        await made(server, origin=origin)
        assert (await server.get("/api/promises/prm_1")).json()["clip"] is None
        assert 404 == (await server.get("/api/promises/prm_1/clip")).status_code

        clips.keep("c1", 7, np.zeros(24_000, np.float32))
        shown = (await server.get("/api/promises/prm_1")).json()["clip"]
        assert {"audio": "/api/promises/prm_1/clip", "t0": 0.0, "t1": 1.5} == shown
        whole = await server.get(shown["audio"])
        part = await server.get(shown["audio"], headers={"range": "bytes=4-7"})
        assert (200, "audio/flac", "no-store", b"fLaC") == (
            whole.status_code,
            whole.headers["content-type"],
            whole.headers["cache-control"],
            whole.content[:4],
        )
        assert (206, whole.content[4:8]) == (part.status_code, part.content)
        _, token = await server.access.make("Ticket desk", ["promises:read", "promises:write", "calls:read"])
        assert 403 == (await server.get(shown["audio"], headers={"authorization": f"Bearer {token}"})).status_code

        await change(server, {"type": "drop", "edition": 1, "why": "was none"})
        assert 404 == (await server.get(shown["audio"])).status_code
        assert clips.find("c1", 7) is None


async def test_a_drop_stands_though_its_sound_cannot_be_deleted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def fails(*_: object) -> None:
        raise OSError("read-only file system")

    monkeypatch.setattr(FolderClips, "forget", fails)
    async with serving.served(clips=FolderClips(tmp_path, days=30, draft_days=30)) as server:
        await made(server, origin=Origin(call="c1", draft="p", turn=7, t0=61.0, t1=63.0, quote="I will refund it."))
        answer = await change(server, {"type": "drop", "edition": 1, "why": "was none"})

        assert (200, "dropped") == (answer.status_code, answer.json()["promise"]["state"])


async def test_a_drop_leaves_the_sound_of_another_promise_of_the_same_words(tmp_path: Path):
    clips = FolderClips(tmp_path, days=30, draft_days=30)
    async with serving.served(clips=clips) as server:
        clips.keep("c1", 7, np.zeros(24_000, np.float32))
        words: dict[str, Any] = {"due": None, "due_text": "", "turn": 7, "quote": "I will."}
        heard = [PromiseHeard(at=63.0, id=id, who="agent", act=id, **words) for id in ("p", "q")]
        began = CallStarted(at=0.0, header=Header(call="c1"), playbook="s@1")
        await server.calls.journal.append("c1", 0, [began, *heard])
        one, two = (ledger.id_of("c1", id) for id in ("p", "q"))
        for id, draft in ((one, "p"), (two, "q")):
            await made(server, id, origin=Origin(call="c1", draft=draft, turn=7, t0=61.0, t1=63.0, quote="I will."))

        await change(server, {"type": "drop", "edition": 1, "why": "was none"}, one)
        assert 404 == (await server.get(f"/api/promises/{one}/clip")).status_code
        assert 200 == (await server.get(f"/api/promises/{two}/clip")).status_code

        await change(server, {"type": "drop", "edition": 1, "why": "was none"}, two)
        assert clips.find("c1", 7) is None


async def test_a_promise_made_by_hand_has_no_sound(tmp_path: Path):
    async with serving.served(clips=FolderClips(tmp_path, days=30, draft_days=30)) as server:
        await made(server)

        assert (await server.get("/api/promises/prm_1")).json()["clip"] is None
        assert 404 == (await server.get("/api/promises/prm_1/clip")).status_code
        assert 404 == (await server.get("/api/promises/prm_nobodys/clip")).status_code


# --- made and changed -----------------------------------------------------------------------------------------------


async def test_a_promise_is_made_by_hand_with_its_date_on_the_customers_clock(server: Served):
    wish = {"by": "Sam", "act": "call back", "due": f"{YEAR}-07-01T17:00", "timezone": "America/New_York"}
    answer = await post(server, "/api/promises", wish)
    promise = answer.json()["promise"]

    assert 201 == answer.status_code
    assert (f"{YEAR}-07-01T17:00:00-04:00", "Sam", 1) == (promise["due"], promise["owner"], promise["edition"])


async def test_without_a_zone_a_promise_is_on_the_clock_of_the_customers_last_call_or_promise_else_the_sites(
    server: Served,
):
    for number, zone in enumerate(("Asia/Tokyo", "America/New_York", "Mars/Olympus"), start=1):
        header = Header(call=f"c{number}", customer=Customer(ref="C-1182", timezone=zone))
        await server.calls.journal.append(f"c{number}", 0, [CallStarted(at=0.0, header=header, playbook="p@1")])
    await made(server, "prm_tokyo", customer="C-2", timezone="Asia/Tokyo")
    wish = {"act": "call back", "due": f"{YEAR}-11-24T17:00"}
    answers = [await post(server, "/api/promises", wish | {"customer": ref}) for ref in (" C-1182 ", "C-2", "C-3", "")]
    held = [answer.json()["promise"] for answer in answers]

    assert ["America/New_York", "Asia/Tokyo", "", ""] == [promise["timezone"] for promise in held]
    assert ["-05:00", "+09:00", "+00:00", "+00:00"] == [promise["due"][-6:] for promise in held]


async def test_a_day_alone_is_until_business_closes_on_the_customers_clock_made_moved_or_corrected(server: Served):
    monday = date(YEAR, 7, 6) - timedelta(days=date(YEAR, 7, 6).weekday())
    close = f"{monday}T17:00:00-04:00"
    wish = {"by": "Sam", "act": "call back", "due": f"{monday}", "timezone": "America/New_York"}
    promise = (await post(server, "/api/promises", wish)).json()["promise"]
    assert close == promise["due"]

    for change_of_it in (
        {"edition": 1, "type": "edit", "act": "call back", "kind": "call_back", "due": f"{monday}"},
        {"edition": 2, "type": "postpone", "due": f"{monday}", "cause": "stock", "agreed": True},
    ):
        assert close == (await change(server, change_of_it, promise["id"])).json()["promise"]["due"]

    sunday = {"type": "postpone", "due": f"{monday - timedelta(days=1)}", "cause": "stock", "agreed": True}
    answer = await change(server, sunday | {"edition": 3}, promise["id"])
    assert 422 == answer.status_code
    assert f"closed on Sunday {monday - timedelta(days=1)}" in answer.json()["message"]
    assert f"Monday {monday}" in answer.json()["message"]


@pytest.mark.parametrize(
    "wish",
    [
        {"act": "  "},
        {"act": "x" * 301},
        {"act": "call", "due": "Thursday"},
        {"act": "call", "timezone": "Mars/Olympus"},
    ],
)
async def test_a_promise_that_makes_no_sense_is_refused_in_words(server: Served, wish: dict[str, str]):
    answer = await post(server, "/api/promises", wish)

    assert 422 == answer.status_code
    assert len(answer.json()["message"]) > 10
    assert [] == (await server.get("/api/promises")).json()["promises"]


@pytest.mark.parametrize("body", [{}, {"act": 7}, {"act": "call", "when": "soon"}, [], "x"])
async def test_what_is_not_understood_is_told_in_words(server: Served, body: object):
    answer = await post(server, "/api/promises", body)

    assert 400 == answer.status_code
    assert answer.json()["message"].startswith("Not understood")


async def test_every_change_is_taken_and_kept_with_who_and_when(server: Served):
    await made(server)
    later, due = hence(days=9), hence(days=4)
    wishes: list[dict[str, object]] = [
        {"type": "edit", "act": "refund 42 dollars", "kind": "money", "due": due},
        {"type": "plan", "how": "by the till"},
        {"type": "hand_over", "owner": "Lena", "team": "billing", "note": "she has the key"},
        {"type": "postpone", "due": later, "cause": "system", "agreed": True},
        {"type": "told", "what": "late", "how": "mail"},
        {"type": "keep", "proof": {"kind": "link", "text": "https://pay.example/4411"}},
        {"type": "asked", "how": "mail"},
        {"type": "answered", "right": False, "words": "not there yet"},
        {"type": "withdraw", "agreed": "leave it"},
        {"type": "reopen", "why": "they called again"},
        {"type": "break", "cause": "stock", "words": "none left"},
        {"type": "reopen", "why": "found one"},
        {"type": "drop", "why": "was none"},
    ]
    for edition, wish in enumerate(wishes, start=1):
        answer = await change(server, {**wish, "edition": edition})
        assert (200, edition + 1) == (answer.status_code, answer.json()["promise"]["edition"]), answer.text
    history = answer.json()["history"]

    assert ["Sam"] * 14 == [one["by"] for one in history]
    assert "promise_edited promise_planned promise_handed_over promise_postponed promise_told promise_kept".split() == [
        one["type"] for one in history[1:7]
    ]
    assert "dropped" == answer.json()["promise"]["state"]


async def test_the_second_of_two_is_told_and_shown_what_holds(server: Served):
    await made(server)
    await change(server, KEEP)
    second = await change(server, {"type": "withdraw", "edition": 1, "agreed": "never mind"})

    assert 409 == second.status_code
    assert ("kept", 2) == (second.json()["promise"]["state"], second.json()["promise"]["edition"])
    assert "look again" in second.json()["message"]


@pytest.mark.parametrize(
    "wish",
    [
        {"type": "keep", "proof": {"kind": "note", "text": " "}},
        {"type": "withdraw", "agreed": ""},
        {"type": "reopen", "why": "but it is open"},
        {"type": "postpone", "due": "2020-01-01T10:00", "cause": "stock", "agreed": True},
        {"type": "postpone", "due": "", "cause": "stock", "agreed": True},
        {"type": "hand_over"},
        {"type": "asked"},
    ],
)
async def test_a_change_that_cannot_be_is_refused_in_words_and_changes_nothing(server: Served, wish: dict[str, Any]):
    await made(server)
    answer = await change(server, {**wish, "edition": 1})

    assert 422 == answer.status_code, answer.text
    assert 1 == (await server.get("/api/promises/prm_1")).json()["promise"]["edition"]


async def test_a_request_too_large_is_refused(server: Served):
    await made(server)
    answer = await change(server, {**KEEP, "proof": {"kind": "note", "text": "x" * 70_000}})

    assert 413 == answer.status_code
    assert "message" in answer.json()


# --- once -----------------------------------------------------------------------------------------------------------


async def test_a_request_sent_again_with_its_key_gets_the_same_answer_and_does_nothing_more(server: Served):
    wish = {"by": "Sam", "act": "call back"}
    first, second = [await post(server, "/api/promises", wish, idempotency_key="k1") for _ in range(2)]
    other = await post(server, "/api/promises", wish, idempotency_key="k2")

    assert (201, first.content) == (second.status_code, second.content)
    assert other.json()["promise"]["id"] != first.json()["promise"]["id"]
    assert 2 == len((await server.get("/api/promises")).json()["promises"])


async def test_the_answer_stays_the_same_though_the_promise_went_on(server: Served):
    await made(server)
    first = await change(server, KEEP, idempotency_key="k1")
    await change(server, {"type": "reopen", "edition": 2, "why": "bounced"})
    again = await change(server, KEEP, idempotency_key="k1")

    assert (200, first.content) == (again.status_code, again.content)


async def test_a_key_that_was_used_for_something_else_is_refused(server: Served):
    await made(server)
    await change(server, KEEP, idempotency_key="k1")
    other = await change(server, {"type": "reopen", "edition": 2, "why": "bounced"}, idempotency_key="k1")

    assert 422 == other.status_code
    assert "another request" in other.json()["message"]


async def test_what_came_to_nothing_spends_no_key(server: Served):
    await made(server)
    refused = await change(server, {**KEEP, "edition": 7}, idempotency_key="k1")
    done = await change(server, KEEP, idempotency_key="k1")

    assert [409, 200] == [refused.status_code, done.status_code]


async def test_a_server_killed_between_the_change_and_its_answer_does_it_once(server: Served):
    """The change is on the ledger and the answer is not kept: as after `kill -9` at the worst moment."""
    await made(server)
    proof = Proof(kind="note", text="Paid out, receipt 4411")
    await server.keeping.ledger.write("prm_1", 1, Kept(at=hence(seconds=-5), by="Sam", proof=proof))
    again = await change(server, KEEP, idempotency_key="k1")

    assert (200, 2) == (again.status_code, again.json()["promise"]["edition"])


async def test_the_same_key_ten_times_at_once_makes_one_promise(server: Served):
    wish = {"by": "Sam", "act": "call back"}
    answers = await asyncio.gather(*(post(server, "/api/promises", wish, idempotency_key="k") for _ in range(10)))

    assert {201} == {answer.status_code for answer in answers}
    assert 1 == len({answer.content for answer in answers})
    assert 1 == len((await server.get("/api/promises")).json()["promises"])


# --- figures and tables ---------------------------------------------------------------------------------------------


async def test_figures_tell_how_many_were_kept_on_time_and_name_nobody_unless_asked(server: Served):
    await made(server, "prm_1", due=hence(hours=-1))
    await made(server, "prm_2", due=hence(hours=-1))
    proof = Proof(kind="note", text="done")
    await server.keeping.ledger.write("prm_1", 1, Kept(at=hence(hours=-2), by="Sam", proof=proof))
    shown = await server.get("/api/promises/figures")
    named = (await server.get("/api/promises/figures?by_owner=true")).json()

    assert (0.5, 2) == (shown.json()["kept_on_time"], shown.json()["counted"])
    assert "Sam" not in shown.text
    assert ["Sam"] == list(named["figures"]["by_owner"])


@pytest.mark.parametrize("asked", ["until=9999-12-31", "until=0001-01-01"])
async def test_figures_of_days_at_the_calendars_ends_are_refused_in_words(server: Served, asked: str):
    answer = await server.get(f"/api/promises/figures?{asked}")

    assert (422, True) == (answer.status_code, "calendar" in answer.json()["message"])


async def test_the_table_holds_every_promise_and_no_formula(server: Served):
    for number in range(3):
        await made(server, f"prm_{number}", act="=cmd|' /C calc'!A0", due=hence(days=number - 1))
    table = await server.get("/api/promises/export")
    rows = list(csv.DictReader(io.StringIO(table.text)))

    assert "attachment" in table.headers["content-disposition"]
    assert ["prm_0", "prm_1", "prm_2"] == [row["id"] for row in rows]
    assert {"'=cmd|' /C calc'!A0"} == {row["act"] for row in rows}
    assert ["yes", "no"] == [row["late"] for row in rows][::2]


async def test_the_same_as_lines_of_json(server: Served):
    await made(server)
    lines = (await server.get("/api/promises/export?form=jsonl")).text.splitlines()

    assert 1 == len(lines)
    assert '"id":"prm_1"' in lines[0]


# --- as it happens --------------------------------------------------------------------------------------------------


async def test_a_change_is_told_to_whoever_watches(server: Served):
    await made(server)
    async with server.dial("/api/promises/events") as line:
        assert "still" == (await said(line))["type"]
        await change(server, KEEP)
        told = await said(line, "promise_kept")

    assert ("prm_1", "kept", 2) == (told["promise"]["id"], told["promise"]["state"], told["promise"]["edition"])
    assert "Paid out, receipt 4411" == told["change"]["proof"]["text"]


async def test_one_who_fell_behind_is_told_to_look_again(server: Served):
    async with server.dial("/api/promises/events") as line:
        await said(line, "still")
        for _ in range(400):
            server.calls.bus.publish("ledger", b'{"type":"promise_made"}')
        assert "missed" == (await said(line, "missed"))["type"]


# --- tokens ---------------------------------------------------------------------------------------------------------


async def bearer(server: Served, *scopes: str) -> dict[str, str]:
    _, text = await server.access.make("Ticket desk", scopes)
    return {"authorization": f"Bearer {text}"}


async def test_a_token_opens_what_its_scopes_say_and_nothing_else(server: Served):
    reads, calls = await bearer(server, "promises:read"), await bearer(server, "calls:read")

    async def asked(path: str, headers: dict[str, str]) -> int:
        return (await server.get(path, headers=headers)).status_code

    assert [200, 200, 200, 403, 403] == [
        await asked(path, reads)
        for path in ("/api/promises", "/api/story?customer=x", "/api/health", "/api/calls", "/api/board")
    ]
    assert [200, 403] == [await asked(path, calls) for path in ("/api/calls", "/api/promises")]
    refused = await post(server, "/api/promises", {"act": "call back"}, **reads)
    assert (403, True) == (refused.status_code, "promises:write" in refused.json()["message"])


async def test_what_a_program_changes_is_signed_with_its_tokens_name(server: Served):
    writes = await bearer(server, "promises:write")
    answer = await post(server, "/api/promises", {"act": "call back"}, **writes)

    assert 201 == answer.status_code
    assert "Ticket desk" == answer.json()["history"][0]["by"]


@pytest.mark.parametrize("header", ["Bearer sly_00000000_" + "A" * 43, "Bearer", "Basic c2FtOmE=", "x"])
async def test_a_token_that_is_not_known_opens_nothing_not_even_here(server: Served, header: str):
    answer = await server.get("/api/promises", headers={"authorization": header})

    assert (401, "Bearer") == (answer.status_code, answer.headers["www-authenticate"])
    assert "message" in answer.json()


async def test_what_is_no_token_at_all_is_answered_in_words_on_open_doors_too(server: Served):
    for path in ("/", "/api/health", "/api/promises"):
        answer = await server.get(path, headers={"authorization": "Basic c2FtOmE="})
        assert (401, "Bearer") == (answer.status_code, answer.headers["www-authenticate"])
        assert "takes tokens and nothing else" in answer.json()["message"]
        assert "proxy" in answer.json()["message"]


async def test_a_socket_takes_a_token_too(server: Served):
    import websockets

    good, bad = await bearer(server, "promises:read"), await bearer(server, "calls:read")
    async with server.dial("/api/promises/events", additional_headers=good) as line:
        assert "still" == (await said(line))["type"]
    with pytest.raises(websockets.InvalidStatus):
        async with server.dial("/api/promises/events", additional_headers=bad):
            pass


async def test_keys_of_two_programs_are_apart(server: Served):
    one, two = await bearer(server, "promises:write"), await bearer(server, "promises:write")
    answers = [
        await post(server, "/api/promises", {"act": "call back"}, idempotency_key="k", **who) for who in (one, two, one)
    ]
    ids = [answer.json()["promise"]["id"] for answer in answers]

    assert ids[0] == ids[2] != ids[1]


# --- the description ------------------------------------------------------------------------------------------------


async def test_the_schema_says_what_is_asked_and_answered(server: Served):
    schema = (await server.get("/api/schema/openapi.json")).json()
    paths, parts = schema["paths"], schema["components"]["schemas"]
    one = paths["/api/promises/{id}/changes"]["post"]
    listed = {asked["name"]: asked for asked in paths["/api/promises"]["get"]["parameters"]}

    assert {"200", "400", "401", "403", "404", "409", "422", "429", "503"} <= set(one["responses"])
    assert "Idempotency-Key" in [asked["name"] for asked in one["parameters"]]
    assert {"owner", "team", "customer", "state", "when", "words", "latest", "zone", "after", "limit"} == set(listed)
    assert {"edition", "type"} <= set(parts["KeepPromise"]["properties"])
    assert {"promise", "message"} == set(parts["NotDone"]["properties"])
    assert "standing" in parts["PromiseOnLedger"]["properties"]
    assert "bearer" == schema["components"]["securitySchemes"]["token"]["scheme"]


async def test_what_is_answered_is_what_the_schema_says(server: Served):
    """Every field of the schema stands in the answer, and no other."""
    await made(server)
    schema = (await server.get("/api/schema/openapi.json")).json()["components"]["schemas"]
    answers = {
        "OnePromise": (await server.get("/api/promises/prm_1")).json(),
        "PromisesPage": (await server.get("/api/promises")).json(),
        "Overview": (await server.get("/api/promises/overview")).json(),
        "CustomerStory": (await server.get("/api/story?customer=C-1182")).json(),
        "FiguresShown": (await server.get("/api/promises/figures")).json(),
        "NotDone": (await server.get("/api/promises/none")).json(),
    }
    for name, answer in answers.items():
        assert set(schema[name]["properties"]) == set(answer), name
    assert set(schema["PromiseOnLedger"]["properties"]) == set(answers["OnePromise"]["promise"])
