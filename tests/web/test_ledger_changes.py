"""Promises made and changed over HTTP: what is taken, what is refused in words, and each thing once."""

import asyncio
from collections.abc import AsyncIterator
from datetime import date, timedelta
from typing import Any

import pytest
from structlog.testing import capture_logs

from steadyline.core.events import CallStarted, Customer, Header
from steadyline.core.ledger import Kept, Proof
from web import serving
from web.promises import KEEP, YEAR, change, hence, made, post
from web.serving import Served


@pytest.fixture
async def server() -> AsyncIterator[Served]:
    async with serving.served() as served:
        yield served


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


@pytest.mark.parametrize(
    ("settles", "true", "untrue"),
    [
        (None, ["late"], ["kept", "broken", "withdrawn", "thanks"]),
        (KEEP, ["kept", "thanks"], ["late", "broken", "withdrawn"]),
        ({"type": "break", "edition": 1, "cause": "stock"}, ["broken"], ["late", "kept", "withdrawn", "thanks"]),
        ({"type": "withdraw", "edition": 1, "agreed": "leave it"}, ["withdrawn"], ["late", "kept", "broken", "thanks"]),
    ],
    ids=["open", "kept", "broken", "withdrawn"],
)
async def test_a_customer_is_told_only_what_is_so(
    server: Served, settles: dict[str, Any] | None, true: list[str], untrue: list[str]
):
    await made(server)
    if settles:
        await change(server, settles)
    edition = 2 if settles else 1
    tell = {"type": "told", "how": "phone"}
    refused = [await change(server, tell | {"edition": edition, "what": what}) for what in untrue]
    taken = [await change(server, tell | {"edition": at, "what": what}) for at, what in enumerate(true, start=edition)]

    assert {422} == {answer.status_code for answer in refused}
    assert all(answer.json()["message"].endswith(f"told of it now: {', '.join(true)}.") for answer in refused)
    assert {200} == {answer.status_code for answer in taken}
    assert set(true) == set(taken[-1].json()["promise"]["told"])


async def test_what_a_customer_was_told_by_somebody_who_did_not_see_it_settled_is_a_conflict(server: Served):
    await made(server)
    await change(server, KEEP)

    assert 409 == (await change(server, {"type": "told", "what": "late", "how": "phone", "edition": 1})).status_code


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
    with capture_logs() as logs:
        other = await change(server, {"type": "reopen", "edition": 2, "why": "bounced"}, idempotency_key="k1")

    assert 422 == other.status_code
    assert [("not done", "info", "KeySpent")] == [(log["event"], log["log_level"], log.get("why")) for log in logs]
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
