"""Tickets, before servers that answer as each system documents, its errors and limits included."""

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest

from delivery import peers
from delivery.peers import (
    DeskPeer,
    FreshdeskPeer,
    HubSpotPeer,
    JiraPeer,
    SalesforcePeer,
    ZendeskPeer,
    message,
    web,
)
from delivery.web_server import Reply
from steadyline.delivery.choose import AllWays
from steadyline.delivery.secret import Secrets
from steadyline.service.delivering import Carrier, Message, Never, NotNow

DESKS = [kind for kind in peers.PEERS.values() if issubclass(kind, DeskPeer)]


@pytest.fixture(params=DESKS, ids=lambda kind: kind.kind)
def desk(request: pytest.FixtureRequest) -> Iterator[DeskPeer]:
    with web(request.param) as peer:
        yield peer


def opened(peer: DeskPeer, **options: Any) -> Carrier:
    destination = peer.destination()
    changed = peers.Destination(
        id="dst_1", kind=peer.kind, name="desk", options=destination.options | options, secrets=destination.secrets
    )
    return AllWays(Secrets(peer.secrets)).open(changed)


def writing(peer: DeskPeer) -> list[str]:
    """The paths of what was written, signing in left aside."""
    return [
        f"{asked.method} {asked.path}"
        for asked in peer.web.asked
        if asked.method != "GET" and "oauth2" not in asked.path and "batch/read" not in asked.path
    ]


async def carried(peer: DeskPeer, *messages: Message, **options: Any) -> list[str]:
    """The references that each got, from one carrier."""
    carrier = opened(peer, **options)
    try:
        return [(await carrier.carry(each)).reference for each in messages]
    finally:
        await carrier.close()


async def failing(peer: DeskPeer, **options: Any) -> NotNow | Never:
    carrier = opened(peer, **options)
    with pytest.raises((NotNow, Never)) as failed:
        await carrier.carry(message())
    await carrier.close()
    return failed.value


async def test_messages_about_one_promise_are_notes_on_one_ticket(desk: DeskPeer):
    references = await carried(
        desk, message("msg_1"), message("msg_2"), message("msg_3"), message("msg_4", about="prm_9")
    )

    assert 4 == len(desk.texts)
    assert 4 == len(writing(desk))
    assert 1 == len(set(references[1:3]))
    assert references[3] != references[1]


async def test_messages_about_one_promise_at_once_open_one_ticket(desk: DeskPeer):
    carrier = opened(desk)
    await asyncio.gather(*(carrier.carry(message(f"msg_{number}")) for number in range(4)))
    await carrier.close()

    assert 4 == len(desk.texts)
    assert 1 == sum(path.endswith(("tickets.json", "/tickets", "/request", "/Case")) for path in writing(desk))


async def test_a_message_about_nothing_has_its_own_ticket(desk: DeskPeer):
    await carried(desk, message("msg_1", about=""), message("msg_2", about=""), message("msg_1", about=""))

    assert 2 == len(desk.texts)


async def test_whose_answer_was_lost_is_found_when_it_is_carried_again(desk: DeskPeer):
    real = desk.server

    def losing(asked: Any) -> Reply:
        reply: Reply = real(asked)
        lost = asked.method != "GET" and "oauth2" not in asked.path and "batch/read" not in asked.path
        return Reply(drops=True) if lost else reply

    for id in ("msg_1", "msg_2"):  # the first opens the ticket, the second is a note
        desk.web.answer = losing
        carrier = opened(desk)
        with pytest.raises(NotNow):
            await carrier.carry(message(id))
        await carrier.close()
        desk.web.answer = real
        await carried(desk, message(id))

    assert 2 == len(desk.texts)
    assert 2 == len(writing(desk))


async def test_an_answer_cut_off_is_not_now_and_the_ticket_is_found_after(desk: DeskPeer):
    real = desk.server

    def cutting(asked: Any) -> Reply:
        reply: Reply = real(asked)
        return (
            Reply(reply.status, b'{"id"', claims=500) if asked.method != "GET" and "oauth2" not in asked.path else reply
        )

    desk.web.answer = cutting
    assert isinstance(await failing(desk), NotNow)
    desk.web.answer = real
    await carried(desk, message())

    assert 1 == len(desk.texts)


async def test_a_long_message_is_cut_and_still_known_again(desk: DeskPeer):
    long = {"text": "ж" * 70_000, "subject": "s\n" * 400}
    await carried(desk, message("msg_1", **long), message("msg_2", **long), message("msg_2", **long))

    assert 2 == len(desk.texts)
    assert all("…" in text for text in desk.texts)


@pytest.mark.parametrize("status", [500, 502, 503, 504])
async def test_a_system_that_is_down_is_tried_again(desk: DeskPeer, status: int):
    desk.web.odd = Reply(status, b"<html>down</html>", {"Retry-After": "30"})
    error = await failing(desk)

    assert isinstance(error, NotNow)
    assert 30 == error.retry_after


async def test_what_is_not_the_system_at_all_is_not_taken_for_it(desk: DeskPeer):
    desk.web.odd = Reply(200, b"<html>welcome</html>")

    assert "is the address right?" in str(await failing(desk))


@pytest.mark.parametrize(("status", "kind"), [(403, Never), (404, Never), (409, NotNow), (422, Never), (302, Never)])
async def test_each_status_says_whether_to_try_again(desk: DeskPeer, status: int, kind: type[Exception]):
    desk.web.odd = Reply(status, headers={"Location": "http://127.0.0.1:9/"})
    error = await failing(desk)

    assert isinstance(error, kind)
    assert f"desk answered {status}" in str(error)


async def test_what_a_customer_said_is_no_markup(desk: DeskPeer):
    await carried(
        desk, message("msg_1", text="<b>x</b> {code} [here|http://e.vil] & co"), message("msg_2", text="<i>y</i>")
    )

    first, second = desk.texts
    assert "<b>x</b>" in first
    assert "<i>y</i>" in second
    if desk.kind == "jira":
        assert "\\{code} \\[here" in first


async def test_a_rehearsal_shows_both_what_opens_a_ticket_and_what_adds_to_one(desk: DeskPeer):
    shown = opened(desk).rehearse(message())

    assert "Where no ticket is open for prm_8f2:" in shown
    assert "Where one is:" in shown
    assert shown.count("(Steadyline msg_01)") == 2
    assert "Authorization: ▒▒▒▒ (" in shown
    assert [] == desk.web.asked


# --- each system's own ---------------------------------------------------------------------------------------------


@pytest.fixture
def zendesk() -> Iterator[ZendeskPeer]:
    with web(ZendeskPeer) as peer:
        yield peer


@pytest.fixture
def freshdesk() -> Iterator[FreshdeskPeer]:
    with web(FreshdeskPeer) as peer:
        yield peer


@pytest.fixture
def jira() -> Iterator[JiraPeer]:
    with web(JiraPeer) as peer:
        yield peer


@pytest.fixture
def hubspot() -> Iterator[HubSpotPeer]:
    with web(HubSpotPeer) as peer:
        yield peer


@pytest.fixture
def salesforce() -> Iterator[SalesforcePeer]:
    with web(SalesforcePeer) as peer:
        yield peer


async def test_zendesk_is_told_privately_unless_the_site_says_otherwise(zendesk: ZendeskPeer):
    await carried(zendesk, message("msg_1"), message("msg_2"))
    (ticket,) = zendesk.server.tickets.values()
    assert [False, False] == [comment["public"] for comment in ticket["comments"]]
    assert "requester" not in ticket
    assert "prm_8f2" == ticket["external_id"]

    await carried(zendesk, message("msg_3", about="prm_9"), public=True)
    told = list(zendesk.server.tickets.values())[-1]
    assert "dana@example.com" == told["requester"]["email"]
    assert told["comments"][0]["public"]


async def test_zendesk_gives_a_closed_ticket_a_successor(zendesk: ZendeskPeer):
    await carried(zendesk, message("msg_1"))
    next(iter(zendesk.server.tickets.values()))["status"] = "closed"
    await carried(zendesk, message("msg_2"), message("msg_3"))

    first, second = zendesk.server.tickets.values()
    assert (1, 2) == (len(first["comments"]), len(second["comments"]))


async def test_zendesk_drops_a_second_opening_under_the_same_key(zendesk: ZendeskPeer):
    real = zendesk.server

    def finding_nothing(asked: Any) -> Reply:
        if "external_id" in asked.query:
            return Reply(200, {"tickets": [], "count": 0})
        reply: Reply = real(asked)
        return reply

    zendesk.web.answer = finding_nothing
    await carried(zendesk, message(), message())

    assert 1 == len(zendesk.texts)


async def test_zendesk_says_what_it_does_not_take(zendesk: ZendeskPeer):
    real = zendesk.server
    cannot = {"status": [{"description": "Status: closed prevents ticket update"}]}
    body = {"error": "RecordInvalid", "description": "Record validation errors", "details": cannot}
    zendesk.web.answer = lambda asked: real(asked) if asked.method == "GET" else Reply(422, body)
    error = await failing(zendesk)

    assert isinstance(error, Never)
    assert "Status: closed prevents ticket update" in str(error)


async def test_zendesk_may_be_too_busy_with_this_ticket(zendesk: ZendeskPeer):
    said = "Rate limit for ticket updates exceeded, please wait before updating this ticket again"
    zendesk.web.odd = Reply(429, said.encode(), {"Retry-After": "93"})
    error = await failing(zendesk)

    assert isinstance(error, NotNow)
    assert 93 == error.retry_after
    assert "please wait" in str(error)


async def test_freshdesk_is_told_by_a_private_note_or_by_a_reply(freshdesk: FreshdeskPeer):
    await carried(freshdesk, message("msg_1"), message("msg_2"))
    (ticket,) = freshdesk.server.tickets.values()
    assert "steadyline@northwind.example" == ticket["email"]
    assert {"cf_steadyline_id": "prm_8f2"} == ticket["custom_fields"]
    assert ticket["conversations"][0]["private"]

    await carried(freshdesk, message("msg_3", about="prm_9"), message("msg_4", about="prm_9"), public=True)
    told = list(freshdesk.server.tickets.values())[-1]
    assert "dana@example.com" == told["email"]
    assert not told["conversations"][0]["private"]


@pytest.mark.parametrize("indexed", [0, 1])
async def test_freshdesk_finds_a_ticket_that_its_search_knows_and_one_that_it_does_not_yet(
    freshdesk: FreshdeskPeer, indexed: int
):
    freshdesk.server.indexed = indexed
    await carried(freshdesk, message("msg_1"), message("msg_2"))

    assert 1 == len(freshdesk.server.tickets)


async def test_freshdesk_gives_a_closed_ticket_a_successor(freshdesk: FreshdeskPeer):
    await carried(freshdesk, message("msg_1"))
    next(iter(freshdesk.server.tickets.values()))["status"] = 5
    await carried(freshdesk, message("msg_2"))

    assert 2 == len(freshdesk.server.tickets)


async def test_freshdesk_looks_through_all_pages_of_a_long_ticket(freshdesk: FreshdeskPeer):
    await carried(freshdesk, message("msg_1"))
    (ticket,) = freshdesk.server.tickets.values()
    ticket["conversations"] = [{"id": 1, "body": "x", "body_text": "x"}] * 230
    await carried(freshdesk, message("msg_2"), message("msg_2"))

    assert 231 == len(ticket["conversations"])


async def test_freshdesk_says_which_field_is_missing(freshdesk: FreshdeskPeer):
    error = await failing(freshdesk, field="cf_other")

    assert isinstance(error, Never)
    assert "cf_other: Unexpected/invalid field in request" in str(error)
    assert "make the custom field" in str(error)


async def test_jira_is_told_internally_unless_the_site_says_otherwise(jira: JiraPeer):
    await carried(jira, message("msg_1"), message("msg_2"))
    (request,) = jira.server.requests.values()
    assert [False] == [comment["public"] for comment in request["comments"]]
    assert "raiseOnBehalfOf" not in request

    await carried(jira, message("msg_3", about="prm_9"), message("msg_4", about="prm_9"), public=True)
    told = list(jira.server.requests.values())[-1]
    assert "dana@example.com" == told["raiseOnBehalfOf"]
    assert [True] == [comment["public"] for comment in told["comments"]]


async def test_jira_finds_no_other_promise_whose_id_begins_alike(jira: JiraPeer):
    await carried(jira, message("msg_1", about="prm_8f2a"), message("msg_2", about="prm_8f2"))

    assert 2 == len(jira.server.requests)


async def test_jira_says_what_to_check(jira: JiraPeer):
    error = await failing(jira, request_type="99")

    assert isinstance(error, Never)
    assert "request type you are trying to use does not exist" in str(error)
    assert "check service_desk and request_type" in str(error)


async def test_jira_looks_through_all_pages_of_a_long_request(jira: JiraPeer):
    await carried(jira, message("msg_1"))
    (request,) = jira.server.requests.values()
    request["comments"] = [{"id": "1", "body": "x", "public": False}] * 150
    await carried(jira, message("msg_2"), message("msg_2"))

    assert 151 == len(request["comments"])


async def test_hubspot_says_which_property_is_missing(hubspot: HubSpotPeer):
    error = await failing(hubspot, property="other")

    assert isinstance(error, Never)
    assert "other is not a unique property" in str(error)
    assert "make the ticket property" in str(error)


async def test_hubspots_limit_for_the_day_is_told_as_such(hubspot: HubSpotPeer):
    said = {"status": "error", "message": "You have reached your daily limit.", "policyName": "DAILY"}
    hubspot.web.odd = Reply(429, said)
    error = await failing(hubspot)

    assert isinstance(error, NotNow)
    assert "daily limit. (DAILY)" in str(error)


async def test_hubspot_opened_by_another_meanwhile_gets_a_note_next_time(hubspot: HubSpotPeer):
    real = hubspot.server
    await carried(hubspot, message("msg_1"))

    def too_late(asked: Any) -> Reply:
        if asked.method == "GET" and "idProperty" in asked.query:
            return Reply(404, {"status": "error", "message": "Object not found.", "category": "OBJECT_NOT_FOUND"})
        reply: Reply = real(asked)
        return reply

    hubspot.web.answer = too_late
    assert isinstance(await failing(hubspot), NotNow)
    hubspot.web.answer = real
    await carried(hubspot, message("msg_2"))

    assert 2 == len(hubspot.texts)


async def test_salesforce_opened_by_another_meanwhile_gets_a_comment_next_time(salesforce: SalesforcePeer):
    real = salesforce.server
    await carried(salesforce, message("msg_1"))

    def too_late(asked: Any) -> Reply:
        if asked.method == "GET" and "/Case/" in asked.path:
            return Reply(404, [{"errorCode": "NOT_FOUND", "message": "The requested resource does not exist"}])
        reply: Reply = real(asked)
        return reply

    salesforce.web.answer = too_late
    assert isinstance(await failing(salesforce), NotNow)
    salesforce.web.answer = real
    await carried(salesforce, message("msg_2"))

    assert 2 == len(salesforce.texts)


async def test_salesforce_signs_in_once_and_again_when_that_has_run_out(salesforce: SalesforcePeer):
    carrier = opened(salesforce)
    await carrier.carry(message("msg_1"))
    await carrier.carry(message("msg_2"))
    assert 1 == salesforce.server.given

    salesforce.server.tokens.clear()
    await carrier.carry(message("msg_3"))
    await carrier.close()

    assert 2 == salesforce.server.given
    assert 3 == len(salesforce.texts)


async def test_salesforce_that_never_lets_us_in_is_asked_twice_and_no_more(salesforce: SalesforcePeer):
    real = salesforce.server
    refusal = Reply(401, [{"errorCode": "INVALID_SESSION_ID", "message": "Session expired or invalid"}])
    salesforce.web.answer = lambda asked: real(asked) if "oauth2" in asked.path else refusal
    error = await failing(salesforce)

    assert isinstance(error, Never)
    assert 2 == len(salesforce.web.asked)


async def test_salesforce_says_why_it_does_not_let_us_in(salesforce: SalesforcePeer):
    carrier = salesforce.carrier(wrong=True)
    with pytest.raises(Never, match="invalid_client: invalid client credentials.*check id and secret"):
        await carrier.carry(message())
    await carrier.close()


async def test_salesforce_without_the_field_says_to_make_it(salesforce: SalesforcePeer):
    error = await failing(salesforce, field="Other__c")

    assert isinstance(error, Never)
    assert "No such column 'Other__c'" in str(error)
    assert "make the field that `field` names" in str(error)


@pytest.mark.parametrize(
    ("status", "code"), [(403, "REQUEST_LIMIT_EXCEEDED"), (400, "UNABLE_TO_LOCK_ROW"), (503, "SERVER_UNAVAILABLE")]
)
async def test_salesforce_has_limits_that_pass(salesforce: SalesforcePeer, status: int, code: str):
    real = salesforce.server
    refusal = Reply(status, [{"errorCode": code, "message": "TotalRequests Limit exceeded."}])
    salesforce.web.answer = lambda asked: real(asked) if "oauth2" in asked.path else refusal
    error = await failing(salesforce)

    assert isinstance(error, NotNow)
    assert code in str(error)


async def test_salesforce_shows_comments_only_where_the_site_says_so(salesforce: SalesforcePeer):
    await carried(salesforce, message("msg_1"), message("msg_2"))
    await carried(salesforce, message("msg_3"), public=True)

    assert [False, True] == [comment["IsPublished"] for comment in salesforce.server.comments]
