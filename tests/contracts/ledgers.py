"""
Ledgers for the suites that each must pass, and what they have in common.

Their clock stands still, at noon of a Monday in London.
"""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

from promised import PROOF, at
from steadyline.core.ledger import Change, Kept, Promise
from steadyline.core.reminding import Policy
from steadyline.service.ledger_ports import Ledger, Query
from steadyline.store.journal import SqlJournal
from steadyline.store.ledger import SqlLedger

POLICY = Policy(timezone="Europe/London")
NOW = at("23 12:00")


@contextmanager
def opened(where: str) -> Iterator[SqlLedger]:
    journal = SqlJournal(where)
    yield SqlLedger(journal.disk, POLICY)
    asyncio.run(journal.close())


async def write(book: Ledger, id: str, *changes: Change) -> Promise:
    """These changes, one after the other, on whatever is there."""
    promise = await book.get(id)
    for change in changes:
        promise = await book.write(id, promise.edition if promise else 0, change)
    assert promise is not None
    return promise


def ids(promises: list[Promise]) -> list[str]:
    return [promise.id for promise in promises]


async def found(book: Ledger, **query: object) -> list[str]:
    page = await book.find(Query(now=NOW, day_ends=at("24 00:00"), **query))  # type: ignore[arg-type]
    assert len(page.promises) == await book.count(Query(now=NOW, day_ends=at("24 00:00"), **query))  # type: ignore[arg-type]
    return ids(page.promises)


KEPT = Kept(at=at("24 10:00"), by="Sam", proof=PROOF)
