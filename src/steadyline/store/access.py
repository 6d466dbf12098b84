"""
Tokens and answers on disk, beside everything else that is kept.

Of a token only a digest of what opens it is here. Of two answers to one key the first stands, whatever server gave it.
"""

from functools import partial
from typing import cast

from sqlalchemy import Connection, Row, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from steadyline.core.ledger import Moment
from steadyline.service.access import Answer, Scope, Token, TokenKept, forgotten_before
from steadyline.store import tables
from steadyline.store.disk import Disk


class SqlDoorkeeping:
    """The `Doorkeeping` in the database of the journal."""

    def __init__(self, disk: Disk) -> None:
        self._disk = disk

    async def keep_token(self, token: Token, digest: str) -> None:
        await self._disk.write(partial(_keep_token, token=token, digest=digest))

    async def token(self, id: str) -> TokenKept | None:
        return await self._disk.read(partial(_token, id=id))

    async def tokens(self) -> list[Token]:
        return await self._disk.read(_tokens)

    async def good(self, at: Moment) -> frozenset[str]:
        return await self._disk.read(partial(_good, at=at))

    async def revoke(self, id: str, at: Moment) -> bool:
        return await self._disk.write(partial(_revoke, id=id, at=at))

    async def begin(self, key: str, asked: str, at: Moment) -> Answer:
        return await self._disk.write(partial(_begin, key=key, asked=asked, at=at))

    async def answer(self, key: str, status: int, body: bytes) -> Answer:
        return await self._disk.write(partial(_answer, key=key, status=status, body=body))

    async def forget(self, key: str) -> None:
        await self._disk.write(partial(_forget, key=key))


_tokens_in_order = select(tables.token).order_by(tables.token.c.number)


def _keep_token(connection: Connection, token: Token, digest: str) -> None:
    connection.execute(
        insert(tables.token).values(
            id=token.id,
            name=token.name,
            scopes=" ".join(token.scopes),
            digest=digest,
            made_at=token.made_at,
            expires_at=token.expires_at,
            revoked_at=token.revoked_at,
        )
    )


def _token(connection: Connection, id: str) -> TokenKept | None:
    row = connection.execute(select(tables.token).where(tables.token.c.id == id)).one_or_none()
    return TokenKept(_read(row), row.digest) if row else None


def _tokens(connection: Connection) -> list[Token]:
    return [_read(row) for row in connection.execute(_tokens_in_order)]


def _good(connection: Connection, at: Moment) -> frozenset[str]:
    token = tables.token.c
    is_good = token.revoked_at.is_(None) & (token.expires_at.is_(None) | (token.expires_at > at))
    return frozenset(connection.execute(select(token.digest).where(is_good)).scalars())


def _read(row: "Row[tuple[object, ...]]") -> Token:
    return Token(
        id=row.id,
        name=row.name,
        scopes=cast(tuple[Scope, ...], tuple(row.scopes.split())),
        made_at=row.made_at,
        expires_at=row.expires_at,
        revoked_at=row.revoked_at,
    )


def _revoke(connection: Connection, id: str, at: Moment) -> bool:
    known = tables.token.c.id == id
    shut = update(tables.token).where(known, tables.token.c.revoked_at.is_(None)).values(revoked_at=at)
    return connection.execute(shut).rowcount > 0 or _token(connection, id) is not None


def _begin(connection: Connection, key: str, asked: str, at: Moment) -> Answer:
    connection.execute(delete(tables.answer).where(tables.answer.c.at < forgotten_before(at)))
    begun = connection.begin_nested()
    try:
        connection.execute(insert(tables.answer).values(key=key, asked=asked, at=at, status=0, body=b""))
    except IntegrityError:
        begun.rollback()
        return _kept(connection, key)
    begun.commit()
    return Answer(asked=asked)


def _answer(connection: Connection, key: str, status: int, body: bytes) -> Answer:
    first = (tables.answer.c.key == key) & (tables.answer.c.status == 0)
    connection.execute(update(tables.answer).where(first).values(status=status, body=body))
    return _kept(connection, key)


def _kept(connection: Connection, key: str) -> Answer:
    row = connection.execute(select(tables.answer).where(tables.answer.c.key == key)).one()
    return Answer(asked=row.asked, status=row.status, body=row.body)


def _forget(connection: Connection, key: str) -> None:
    connection.execute(delete(tables.answer).where(tables.answer.c.key == key, tables.answer.c.status == 0))
