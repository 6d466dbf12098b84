"""Letters to the customer over HTTP: drafted, mended, sent once by a person's click, and on the ledger once sent."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from steadyline.core.ledger import Edited, Kept, Proof, Reopened
from steadyline.service.delivering import Never
from steadyline.testing import ScriptedCarrier
from web import serving
from web.following import MAIL
from web.promises import bearer, change, hence, made, post
from web.serving import Served


@pytest.fixture
def carrier() -> ScriptedCarrier:
    return ScriptedCarrier()


@pytest.fixture
async def server(carrier: ScriptedCarrier) -> AsyncIterator[Served]:
    async with serving.served(carrier=carrier) as served:
        yield served


async def kept(server: Served) -> None:
    await made(server, customer_name="Dana")
    proof = Proof(kind="note", text="Receipt 4411")
    await server.keeping.ledger.write("prm_1", 1, Kept(at=hence(), by="Sam", proof=proof))


async def draft(server: Served, occasion: str) -> httpx.Response:
    return await server.get("/api/promises/prm_1/letter", params={"occasion": occasion, "by": "Sam"})


async def send(server: Served, **how: Any) -> httpx.Response:
    wish = {"occasion": "kept", "subject": "Done", "text": "Hi Dana,\n\nIt is done.\n\nSam", "destination": "mail"}
    return await post(server, "/api/promises/prm_1/letter", {**wish, "by": "Sam", "to": ["dana@example.com"], **how})


async def test_a_draft_is_in_plain_words_and_names_the_ways_that_reach_customers(server: Served):
    await kept(server)
    letter = (await draft(server, "kept")).json()

    assert "Dana" in letter["text"]
    assert letter["text"].rstrip().endswith("Sam")
    assert [{"id": "mail", "name": MAIL.name, "kind": "mail", "address": True}] == letter["ways"]


async def test_a_letter_waits_where_the_promise_changed_between_its_draft_and_the_click(
    server: Served, carrier: ScriptedCarrier
):
    await kept(server)
    drafted = (await draft(server, "kept")).json()["edition"]
    await server.keeping.ledger.write("prm_1", 2, Reopened(at=hence(), by="Ben", why="It was not."))
    ledger, proof = server.keeping.ledger, Proof(kind="note", text="Receipt 4412")
    await ledger.write("prm_1", 3, Edited(at=hence(), by="Ben", act="refund the third charge", kind="money"))
    await ledger.write("prm_1", 4, Kept(at=hence(), by="Ben", proof=proof))
    sent = (await send(server, edition=drafted)).json()
    for _ in range(100):
        shown = (await server.get("/api/deliveries", params={"promise": "prm_1"})).json()["deliveries"][0]
        if shown["state"] != "waiting":
            break
        await asyncio.sleep(0.02)

    assert (2, sent["delivery"], "parked") == (drafted, shown["id"], shown["state"])
    assert "read it once more" in shown["why"]
    assert [] == carrier.carried

    path = f"/api/deliveries/{shown['id']}/again"
    for read in (0, drafted):
        refused = await post(server, path, {"by": "Sam", "read": read})
        assert (422, True) == (
            refused.status_code,
            "It was not sent, as the promise has another date" in refused.json()["message"],
        )
    assert ([], 5) == (carrier.carried, shown["edition"])
    assert "another date by now" in shown["changed"]
    assert 200 == (await post(server, path, {"by": "Sam", "read": shown["edition"]})).status_code
    for _ in range(100):
        if carrier.carried:
            break
        await asyncio.sleep(0.02)
    assert 1 == len(carrier.carried), "it goes by who has read both"


@pytest.mark.parametrize("occasion", ["late", "broken", "withdrawn"])
async def test_a_letter_that_makes_no_sense_now_is_refused(server: Served, occasion: str):
    await kept(server)

    assert [422, 422] == [
        answer.status_code for answer in (await draft(server, occasion), await send(server, occasion=occasion))
    ]


async def test_no_letter_says_that_it_will_be_later_while_its_first_date_is_still_to_come(server: Served):
    await made(server)
    refused = await draft(server, "late")
    later = {"type": "postpone", "edition": 1, "due": hence(days=5), "cause": "stock", "agreed": False}
    assert 200 == (await change(server, later)).status_code

    assert (422, True) == (refused.status_code, "new date first" in refused.json()["message"])
    assert 200 == (await draft(server, "late")).status_code


@pytest.mark.parametrize("due", [None, hence(hours=-1)])
async def test_of_a_promise_without_a_date_or_whose_date_has_passed_a_letter_can_say_so(
    server: Served, due: str | None
):
    await made(server, due=due)

    assert 200 == (await draft(server, "late")).status_code


async def test_what_is_sent_stands_on_the_ledger_once_it_is_sent_with_its_words(
    server: Served, carrier: ScriptedCarrier
):
    await kept(server)
    answers = [await send(server), await send(server)]
    for _ in range(100):
        promise = (await server.get("/api/promises/prm_1")).json()
        if "kept" in promise["promise"]["told"]:
            break
        await asyncio.sleep(0.02)
    told = promise["history"][-1]

    assert [200, 200] == [answer.status_code for answer in answers]
    assert ("promise_told", "kept", "mail", "Sam") == (told["type"], told["what"], told["how"], told["by"])
    assert "Hi Dana,\n\nIt is done.\n\nSam" == told["text"]
    assert [("dana@example.com",)] == [message.to for message in carrier.carried], "clicked twice, sent once"

    once_more = await send(server)
    assert ("sent", told["at"]) == (once_more.json()["state"], once_more.json()["already"]), "and it says so"
    assert "" == answers[0].json()["already"]


@pytest.mark.parametrize(
    "how",
    [
        {"by": " "},
        {"text": " "},
        {"subject": ""},
        {"text": "x" * 10_001},
        {"to": [f"a{number}@example.com" for number in range(6)]},
        {"destination": "hook"},
    ],
)
async def test_a_letter_that_cannot_go_is_refused_in_words_and_nothing_goes(
    server: Served, carrier: ScriptedCarrier, how: dict[str, Any]
):
    await kept(server)
    answer = await send(server, **how)

    assert 422 == answer.status_code
    assert len(answer.json()["message"]) > 10
    assert [] == carrier.carried


@pytest.mark.parametrize("to", ["dana", "dana@", "zoë@example.com", "a b@example.com"])
async def test_an_address_that_is_none_is_refused_at_its_field_and_the_others_do_not_have_the_letter_either(
    server: Served, carrier: ScriptedCarrier, to: str
):
    await kept(server)
    answer = await send(server, to=["kim@example.com", to])

    assert (422, "to") == (answer.status_code, answer.json()["field"])
    assert answer.json()["message"].startswith(f'"{to}": ')
    assert [] == carrier.carried


async def test_what_is_refused_for_another_reason_is_about_no_field(server: Served):
    await kept(server)

    assert "" == (await send(server, by=" ")).json()["field"]


async def test_a_way_or_a_promise_that_is_not_there_is_not_found(server: Served):
    assert 404 == (await draft(server, "kept")).status_code
    await kept(server)
    assert 404 == (await send(server, destination="pigeon")).status_code


async def test_a_letter_that_was_not_brought_is_not_on_the_ledger(server: Served, carrier: ScriptedCarrier):
    carrier._script.append(Never("the address is not known"))
    await kept(server)
    assert 200 == (await send(server)).status_code
    await asyncio.sleep(0.2)

    assert {} == (await server.get("/api/promises/prm_1")).json()["promise"]["told"]


@pytest.mark.parametrize(
    "path", ["/api/promises/prm_1/letter", "/api/promises/prm_1/letter/", "//api/promises/prm_1//letter//"]
)
async def test_no_program_writes_to_a_customer_however_it_writes_the_path(server: Served, path: str):
    await kept(server)
    writes = await bearer(server, "promises:write", "promises:read")
    answer = await post(server, path, {"occasion": "kept"}, **writes)

    assert 403 == answer.status_code
    assert 403 == (await server.get(f"{path}?occasion=kept", headers=writes)).status_code


@pytest.mark.parametrize("path", ["/api/promises/prm_1/lead-up", "/api/promises/prm_1/clip"])
async def test_what_was_said_on_the_call_beside_a_promise_is_for_pages_alone(server: Served, path: str):
    await kept(server)
    reads = await bearer(server, "promises:read")

    assert 403 == (await server.get(path, headers=reads)).status_code
