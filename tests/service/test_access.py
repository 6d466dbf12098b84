"""Tokens: shown once, kept as a digest, limited to what they are for."""

from datetime import UTC, datetime, timedelta

import pytest

from steadyline.core.ledger import Moment
from steadyline.service.access import FRESH_SECONDS, Access, BadToken, NoSuchToken, NotLetIn, TokenKept
from steadyline.testing import MemoryDoorkeeping


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 3, 10, 9, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def access(clock: Clock) -> Access:
    return Access(MemoryDoorkeeping(), clock)


async def test_what_opens_a_token_is_shown_once_and_only_its_digest_is_kept(access: Access):
    token, text = await access.make("  Ticket   desk ", ["promises:read"])
    kept = await access.kept.token(token.id)

    assert token == await access.let_in(text)
    assert "Ticket desk" == token.name
    assert kept is not None
    assert text.rsplit("_", 1)[-1] not in repr(kept)


async def test_a_token_opens_its_scopes_and_what_they_imply(access: Access):
    token, _ = await access.make("writer", ["promises:write"])

    assert [True, True, False] == [token.may(scope) for scope in ("promises:write", "promises:read", "calls:read")]


@pytest.mark.parametrize("spoil", ["sly", "", "sly_00000000_" + "A" * 43, None])
async def test_another_text_opens_nothing(access: Access, spoil: str | None):
    _, text = await access.make("writer", ["promises:write"])

    with pytest.raises(NotLetIn, match="not known"):
        await access.let_in(text[:-2] + ("AA" if text[-2:] != "AA" else "BB") if spoil is None else spoil)


class Counting(MemoryDoorkeeping):
    """Counts how often it is read."""

    def __init__(self) -> None:
        super().__init__()
        self.reads = 0

    async def token(self, id: str) -> TokenKept | None:
        self.reads += 1
        return await super().token(id)

    async def good(self, at: Moment) -> frozenset[str]:
        self.reads += 1
        return await super().good(at)


async def test_of_wrong_tokens_that_are_doubted_next_to_nothing_is_read_and_a_right_one_is_let_in(clock: Clock):
    kept = Counting()
    access = Access(kept, clock)
    token, text = await access.make("writer", ["promises:write"])
    gone, revoked = await access.make("gone", ["promises:write"])
    await access.revoke(gone.id)
    for wrong in [f"sly_{token.id}_{'A' * 43}", "sly_00000000_" + "A" * 43, revoked] * 20:
        with pytest.raises(NotLetIn):
            await access.let_in(wrong, sparing=True)

    assert 1 == kept.reads
    assert token == await access.let_in(text, sparing=True)
    late, fresh = await access.make("late", ["calls:read"])
    clock.now += timedelta(seconds=FRESH_SECONDS + 1)
    assert late == await access.let_in(fresh, sparing=True)


async def test_a_revoked_token_opens_nothing_more(access: Access):
    token, text = await access.make("writer", ["promises:write"])
    await access.revoke(token.id)

    with pytest.raises(NotLetIn, match="revoked"):
        await access.let_in(text)


async def test_a_token_for_some_days_opens_nothing_after_them(access: Access, clock: Clock):
    _, text = await access.make("writer", ["promises:write"], days=2)
    clock.now += timedelta(days=2, seconds=-1)
    await access.let_in(text)
    clock.now += timedelta(seconds=1)

    with pytest.raises(NotLetIn, match="over"):
        await access.let_in(text)


@pytest.mark.parametrize(
    ("name", "scopes", "days"),
    [("", ["calls:read"], None), ("x" * 101, ["calls:read"], None), ("a", [], None), ("a", ["all"], None)]
    + [("a", ["calls:read"], days) for days in (0, 3651)],
)
async def test_what_makes_no_sense_makes_no_token(access: Access, name: str, scopes: list[str], days: int | None):
    with pytest.raises(BadToken):
        await access.make(name, scopes, days)
    assert [] == await access.kept.tokens()


async def test_a_token_that_is_not_known_cannot_be_revoked(access: Access):
    with pytest.raises(NoSuchToken, match="token list"):
        await access.revoke("00000000")
