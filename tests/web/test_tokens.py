"""What a token opens, and that nothing else does."""

from collections.abc import AsyncIterator

import pytest

from web import serving
from web.promises import bearer, post
from web.serving import Served, said


@pytest.fixture
async def server() -> AsyncIterator[Served]:
    async with serving.served() as served:
        yield served


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
