"""
Which programs may do what: tokens, each with scopes; and what was answered to a request that may come twice.

A token is shown once, when it is made; only a digest of it is kept, so nobody can read one back. It opens what its
scopes say and nothing else, until it is revoked or its time is over. A request that carries an idempotency key is
answered once: sent again, it gets the same answer, and the same key with other words is refused.
"""

import asyncio
import hashlib
import hmac
import re
import secrets
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from typing import Final, Literal, NamedTuple, Protocol, get_args

import msgspec

from steadyline.core import ledger
from steadyline.core.events import Seconds
from steadyline.core.ledger import Moment
from steadyline.service.trouble import Trouble

Scope = Literal["promises:read", "promises:write", "calls:read"]
SCOPES: Final[tuple[Scope, ...]] = get_args(Scope)

IMPLIED: Final[dict[Scope, tuple[Scope, ...]]] = {"promises:write": ("promises:read",)}
"""Who may change something may look at it."""

LONGEST_NAME: Final = 100
ANSWERS_KEPT_DAYS: Final = 7
"""How long the answer to an idempotency key can be had again."""

FRESH_SECONDS: Final[Seconds] = 2.0
"""How long what was read of all tokens is good enough to refuse one by."""

_WRITTEN = re.compile(r"sly_(?P<id>[0-9a-f]{8})_(?P<secret>[A-Za-z0-9_-]{43})")


class NotLetIn(Trouble):
    """This token opens nothing here; the message says why and what to do."""


class NoSuchToken(Trouble):
    """No token of this id is known. `steadyline token list` names those that are."""


class BadToken(Trouble):
    """A token cannot be made so; the message says why."""


class Token(msgspec.Struct, frozen=True, kw_only=True):
    """One program's way in, without what opens it. ``name``: whose it is; what they change is signed with it."""

    id: str
    name: str
    scopes: tuple[Scope, ...]
    made_at: Moment
    expires_at: Moment | None = None
    revoked_at: Moment | None = None

    def may(self, scope: Scope) -> bool:
        """Whether it opens this."""
        return any(scope == own or scope in IMPLIED.get(own, ()) for own in self.scopes)


class TokenKept(NamedTuple):
    """A token, and the digest of what opens it."""

    token: Token
    digest: str


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What is kept of a request with an idempotency key. ``asked``: a digest of the request; ``status`` 0 and an empty
    ``body`` while it is being answered.
    """

    asked: str
    status: int = 0
    body: bytes = b""


class Doorkeeping(Protocol):
    """Where tokens and answers are kept. Every method raises `service.ports.JournalFailed` where that fails."""

    async def keep_token(self, token: Token, digest: str) -> None:
        """Keep a new token."""
        ...

    async def token(self, id: str) -> TokenKept | None:
        """The token of this id."""
        ...

    async def tokens(self) -> list[Token]:
        """Every token, the oldest first; revoked ones too."""
        ...

    async def good(self, at: Moment) -> frozenset[str]:
        """The digest of every token that is not revoked, and whose time is not over at this moment."""
        ...

    async def revoke(self, id: str, at: Moment) -> bool:
        """Shut the token of this id for good; False where there is none. Said twice, the first time stands."""
        ...

    async def begin(self, key: str, asked: str, at: Moment) -> Answer:
        """What is kept under this key; where nothing is, that it is being answered. Answers older than
        `ANSWERS_KEPT_DAYS` are forgotten.
        """
        ...

    async def answer(self, key: str, status: int, body: bytes) -> Answer:
        """Keep the answer of a key that was begun; returns what is kept: the first of two."""
        ...

    async def forget(self, key: str) -> None:
        """A key that was begun came to nothing: it may be used again. One that is answered stays."""
        ...


class Access:
    """The tokens of a site. ``now`` tells the time."""

    def __init__(self, kept: Doorkeeping, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self.kept = kept
        self._now = now
        self._good: frozenset[str] = frozenset()
        self._read_at = datetime.min.replace(tzinfo=UTC)
        self._reading = asyncio.Lock()

    async def make(self, name: str, scopes: Iterable[str], days: int | None = None) -> tuple[Token, str]:
        """A new token, and the text that opens it: it cannot be had again. Raises `BadToken`."""
        name = " ".join(name.split())
        if not name or len(name) > LONGEST_NAME:
            raise BadToken(f"Name the program that the token is for, in at most {LONGEST_NAME} letters.")
        if days is not None and not 1 <= days <= 3650:
            raise BadToken("A token is good for 1 to 3650 days.")
        now = self._now()
        token = Token(
            id=secrets.token_hex(4),
            name=name,
            scopes=_checked(scopes),
            made_at=ledger.stamp(now),
            expires_at=None if days is None else ledger.stamp(now + timedelta(days=days)),
        )
        secret = secrets.token_urlsafe(32)
        await self.kept.keep_token(token, _digest(secret))
        return token, f"sly_{token.id}_{secret}"

    async def let_in(self, text: str, *, sparing: bool = False) -> Token:
        """The token that this text is. Raises `NotLetIn`.

        ``sparing``: of what is no good token nothing is read, but all tokens once every `FRESH_SECONDS`.
        """
        found = _WRITTEN.fullmatch(text.strip())
        if found and sparing and _digest(found["secret"]) not in await self._good_lately():
            found = None
        kept = await self.kept.token(found["id"]) if found else None
        if found is None or kept is None or not hmac.compare_digest(kept.digest, _digest(found["secret"])):
            raise NotLetIn("This token is not known here. `steadyline token make` makes one.")
        now = ledger.stamp(self._now())
        if kept.token.revoked_at is not None:
            raise NotLetIn("This token was revoked. `steadyline token make` makes another.")
        if kept.token.expires_at is not None and kept.token.expires_at <= now:
            raise NotLetIn("This token's time is over. `steadyline token make` makes another.")
        return kept.token

    async def _good_lately(self) -> frozenset[str]:
        async with self._reading:
            now = self._now()
            if abs(now - self._read_at) > timedelta(seconds=FRESH_SECONDS):
                self._good = await self.kept.good(ledger.stamp(now))
                self._read_at = now
        return self._good

    async def revoke(self, id: str) -> None:
        """Shut it for good. Raises `NoSuchToken`."""
        if not await self.kept.revoke(id, ledger.stamp(self._now())):
            raise NoSuchToken(f"No token {id[:40]!r} is known. `steadyline token list` names those that are.")


def forgotten_before(at: Moment) -> Moment:
    """Answers from before this moment are forgotten at ``at``."""
    return ledger.stamp(ledger.when(at) - timedelta(days=ANSWERS_KEPT_DAYS))


def _checked(scopes: Iterable[str]) -> tuple[Scope, ...]:
    asked = set(scopes)
    if unknown := sorted(asked - set(SCOPES)):
        raise BadToken(f"There is no scope {unknown[0]!r}. There are: {', '.join(SCOPES)}.")
    if not asked:
        raise BadToken(f"Say what the token opens: {', '.join(SCOPES)}.")
    return tuple(scope for scope in SCOPES if scope in asked)


def _digest(secret: str) -> str:
    """The secret is 256 random bits, so one round of a plain digest is as hard to turn back as any."""
    return hashlib.sha256(secret.encode()).hexdigest()
