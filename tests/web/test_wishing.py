"""What a program asks of the ledger by its API: what it leaves out, and what makes no sense."""

from collections.abc import AsyncIterator

import pytest

from web import serving
from web.serving import Served
from web.test_ledger import change, hence, made


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
