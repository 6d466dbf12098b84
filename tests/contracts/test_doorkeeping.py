"""What every keeper of tokens and answers must do: the fake, SQLite and Postgres alike."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

import postgres
from steadyline.service.access import Answer, Doorkeeping, Token
from steadyline.store.access import SqlDoorkeeping
from steadyline.store.journal import SqlJournal
from steadyline.testing import MemoryDoorkeeping

MADE = "2026-03-10T09:00:00Z"
TOKEN = Token(id="0a1b2c3d", name="Desk of tickets", scopes=("promises:read",), made_at=MADE)


@pytest.fixture(params=["memory", "sqlite", "postgres"])
async def kept(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Doorkeeping]:
    if request.param == "memory":
        yield MemoryDoorkeeping()
    elif request.param == "sqlite":
        async with SqlJournal(str(tmp_path / "journal.sqlite")) as journal:
            yield SqlDoorkeeping(journal.disk)
    else:
        with postgres.fresh(request.getfixturevalue("postgres_server")) as address:
            async with SqlJournal(address) as journal:
                yield SqlDoorkeeping(journal.disk)


async def test_a_token_is_found_by_its_id_as_it_was_kept(kept: Doorkeeping):
    until = Token(id="ffffffff", name="b", scopes=("promises:write", "calls:read"), made_at=MADE, expires_at=MADE)
    await kept.keep_token(TOKEN, "digest")
    await kept.keep_token(until, "other")

    assert (TOKEN, "digest") == await kept.token(TOKEN.id)
    assert await kept.token("00000000") is None
    assert [TOKEN, until] == await kept.tokens()


async def test_a_token_is_revoked_for_good_and_the_first_time_stands(kept: Doorkeeping):
    await kept.keep_token(TOKEN, "digest")

    assert await kept.revoke(TOKEN.id, "2026-03-11T09:00:00Z")
    assert await kept.revoke(TOKEN.id, "2026-03-12T09:00:00Z")
    assert not await kept.revoke("00000000", MADE)
    assert ["2026-03-11T09:00:00Z"] == [token.revoked_at for token in await kept.tokens()]


async def test_the_digests_of_tokens_that_are_good_are_told_together(kept: Doorkeeping):
    over, revoked = "2026-03-11T09:00:00Z", Token(id="00000001", name="c", scopes=("calls:read",), made_at=MADE)
    for token in (TOKEN, revoked, Token(id="00000002", name="d", scopes=(), made_at=MADE, expires_at=over)):
        await kept.keep_token(token, f"digest of {token.id}")
    await kept.revoke(revoked.id, MADE)

    assert {"digest of 0a1b2c3d", "digest of 00000002"} == await kept.good("2026-03-11T08:59:59Z")
    assert {"digest of 0a1b2c3d"} == await kept.good(over)


async def test_the_first_answer_to_a_key_stands(kept: Doorkeeping):
    assert Answer(asked="a") == await kept.begin("k", "a", MADE)
    assert Answer(asked="a") == await kept.begin("k", "b", MADE), "what was asked first is told"
    assert Answer(asked="a", status=201, body=b"one\0") == await kept.answer("k", 201, b"one\0")
    assert Answer(asked="a", status=201, body=b"one\0") == await kept.answer("k", 200, b"two")
    assert Answer(asked="a", status=201, body=b"one\0") == await kept.begin("k", "a", MADE)


async def test_a_key_that_came_to_nothing_may_be_used_again_and_one_answered_stays(kept: Doorkeeping):
    await kept.begin("k", "a", MADE)
    await kept.forget("k")
    assert Answer(asked="b") == await kept.begin("k", "b", MADE)
    await kept.answer("k", 200, b"")
    await kept.forget("k")
    assert Answer(asked="b", status=200) == await kept.begin("k", "c", MADE)


async def test_old_answers_are_forgotten(kept: Doorkeeping):
    await kept.begin("k", "a", MADE)
    await kept.begin("other", "a", "2026-03-17T09:00:00Z")
    assert Answer(asked="a") == await kept.begin("k", "b", "2026-03-17T09:00:00Z")
    assert Answer(asked="c") == await kept.begin("k", "c", "2026-03-17T09:00:01Z")
