"""
Tokens and answers that are gone with their process.

Of a token its digest is kept; of two answers to one key the first stands.
"""

import msgspec

from steadyline.core.ledger import Moment
from steadyline.service.access import Answer, Token, TokenKept, forgotten_before


class MemoryDoorkeeping:
    """A `Doorkeeping` in memory."""

    def __init__(self) -> None:
        self._tokens: dict[str, TokenKept] = {}
        self._answers: dict[str, tuple[Moment, Answer]] = {}

    async def keep_token(self, token: Token, digest: str) -> None:
        self._tokens[token.id] = TokenKept(token, digest)

    async def token(self, id: str) -> TokenKept | None:
        return self._tokens.get(id)

    async def tokens(self) -> list[Token]:
        return [kept.token for kept in self._tokens.values()]

    async def good(self, at: Moment) -> frozenset[str]:
        return frozenset(
            digest
            for token, digest in self._tokens.values()
            if token.revoked_at is None and (token.expires_at is None or token.expires_at > at)
        )

    async def revoke(self, id: str, at: Moment) -> bool:
        kept = self._tokens.get(id)
        if kept is not None and kept.token.revoked_at is None:
            self._tokens[id] = kept._replace(token=msgspec.structs.replace(kept.token, revoked_at=at))
        return kept is not None

    async def begin(self, key: str, asked: str, at: Moment) -> Answer:
        before = forgotten_before(at)
        self._answers = {kept: answer for kept, answer in self._answers.items() if answer[0] >= before}
        return self._answers.setdefault(key, (at, Answer(asked=asked)))[1]

    async def answer(self, key: str, status: int, body: bytes) -> Answer:
        at, kept = self._answers[key]
        if not kept.status:
            self._answers[key] = at, msgspec.structs.replace(kept, status=status, body=body)
        return self._answers[key][1]

    async def forget(self, key: str) -> None:
        if key in self._answers and not self._answers[key][1].status:
            del self._answers[key]
