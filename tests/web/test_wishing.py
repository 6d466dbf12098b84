"""What a program asks of the ledger by its API: what it leaves out, and what makes no sense."""

from collections.abc import AsyncIterator

import pytest

from steadyline.core.ledger import Edited
from web import serving
from web.promises import change, hence, made, post
from web.serving import Served


@pytest.fixture
async def server() -> AsyncIterator[Served]:
    async with serving.served() as served:
        yield served


async def test_what_an_edit_leaves_out_stays_as_it_is_and_only_null_takes_the_date_away(server: Served):
    due = hence(days=3)
    await made(server, kind="money", due=due, due_text="by Friday")
    wishes: list[dict[str, object]] = [
        {"act": "refund 42 dollars"},
        {"kind": "other"},
        {"due_text": "by noon"},
        {"due": hence(days=5)},
        {"due": None},
    ]
    held = []
    for edition, wish in enumerate(wishes, start=1):
        answer = await change(server, {"type": "edit", "edition": edition, **wish})
        assert 200 == answer.status_code, answer.text
        promise = answer.json()["promise"]
        held.append([promise[field] for field in ("act", "kind", "due", "first_due", "due_text")])

    assert ["refund 42 dollars", "money", due, due, "by Friday"] == held[0]
    assert ["refund 42 dollars", "other", due, due, "by Friday"] == held[1]
    assert ["refund 42 dollars", "other", due, due, "by noon"] == held[2]
    assert ("refund 42 dollars", "other", "") == (held[3][0], held[3][1], held[3][4])
    assert held[3][2] not in (None, due)
    assert ["refund 42 dollars", "other", None, None, ""] == held[4]

    schema = (await server.get("/api/schema/openapi.json")).json()
    assert {"edition", "type"} == set(schema["components"]["schemas"]["EditPromise"]["required"])
    assert "leaves out" in schema["paths"]["/api/promises/{id}/changes"]["post"]["description"]


async def test_an_edit_sent_again_after_a_crash_stands_though_the_promise_went_on(server: Served):
    """The change is on the ledger and the answer is not kept, and what the edit left out was changed since."""
    first = await made(server, kind="money")
    edited = Edited(at=hence(seconds=-5), by="Sam", act="refund all", kind="money", due=first.due, due_text="")
    await server.keeping.ledger.write("prm_1", 1, edited)
    await change(server, {"type": "edit", "edition": 2, "kind": "other", "due": None})
    wish: dict[str, object] = {"type": "edit", "edition": 1, "act": "refund all"}

    assert 200 == (await change(server, wish, idempotency_key="k1")).status_code
    assert 409 == (await change(server, {**wish, "act": "refund half"}, idempotency_key="k2")).status_code


@pytest.mark.parametrize("path", ["promises?when=today&", "promises/overview?", "promises/export?"])
async def test_a_zone_that_is_none_is_refused_by_its_name(server: Served, path: str):
    refused = await server.get(f"/api/{path}zone=Nowhere/X")

    assert 422 == refused.status_code
    assert "'Nowhere/X' is no time zone" in refused.json()["message"]
    for zone in ("", "Europe/London", "Etc/Unknown"):
        assert 200 == (await server.get(f"/api/{path}zone={zone}")).status_code


@pytest.mark.parametrize("zone", ["", "Pacific/Kiritimati", "America/New_York", "Asia/Tokyo"])
@pytest.mark.parametrize(
    "due", ["0001-01-04T12:00", "1999-12-30T12:00", "9999-12-29", "9999-12-29T12:00", hence(days=3700)]
)
async def test_a_deadline_of_another_age_is_refused_in_words_made_moved_or_corrected(
    server: Served, due: str, zone: str
):
    await made(server, timezone=zone)
    answers = [
        await post(server, "/api/promises", {"act": "call back", "due": due, "timezone": zone}),
        await change(server, {"type": "edit", "edition": 1, "due": due}),
        await change(server, {"type": "postpone", "edition": 1, "due": due, "cause": "stock", "agreed": True}),
    ]

    assert [422, 422, 422] == [answer.status_code for answer in answers]
    for answer in answers:
        told = answer.json()["message"]
        assert "is no deadline" in told or "too far away to be a deadline" in told


async def test_a_deadline_of_nearly_ten_years_is_taken(server: Served):
    answer = await post(server, "/api/promises", {"act": "renew the lease", "due": hence(days=3640)})

    assert 201 == answer.status_code


async def test_a_promise_made_with_a_date_that_is_past_is_late_in_the_answer(server: Served):
    answer = await post(server, "/api/promises", {"act": "call back", "due": hence(hours=-2)})

    assert (201, "late") == (answer.status_code, answer.json()["promise"]["standing"])


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        "java\tscript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "file:///etc/passwd",
        "ftp://files.example/4411",
        "//pay.example/4411",
        "pay.example/4411",
        "https://",
        "https:///4411",
        "mailto:",
        "https://pay.example/4411 javascript:alert(1)",
        "https://pay.example/4411\njavascript:alert(1)",
    ],
)
async def test_a_proof_that_is_no_link_to_be_opened_is_refused_and_may_be_a_note(server: Served, link: str):
    await made(server)
    refused = await change(server, {"type": "keep", "edition": 1, "proof": {"kind": "link", "text": link}})

    assert 422 == refused.status_code
    assert "begins with https://, http:// or mailto:" in refused.json()["message"]
    noted = await change(server, {"type": "keep", "edition": 1, "proof": {"kind": "note", "text": link}})
    assert 200 == noted.status_code


@pytest.mark.parametrize(
    "link",
    ["https://pay.example/4411?a=b#c", " http://localhost:8080 ", "HTTPS://Pay.example", "mailto:ann@example.com"],
)
async def test_a_proof_may_be_a_link_to_the_web_or_to_a_mailbox(server: Served, link: str):
    await made(server)
    kept = await change(server, {"type": "keep", "edition": 1, "proof": {"kind": "link", "text": link}})

    assert 200 == kept.status_code, kept.text
    assert link.strip() == kept.json()["promise"]["proof"]["text"]
