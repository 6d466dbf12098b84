"""
Promises as a table: one row each, for a spreadsheet or another program.

A spreadsheet takes a cell that begins with ``=``, ``+``, ``-`` or ``@`` for a formula, and what is in these cells was
said by a caller: such a cell is written with an apostrophe before it, which shows it as the text it is.
"""

import csv
import io
from collections.abc import AsyncIterator
from typing import Final

from steadyline.core.ledger import Moment, Promise
from steadyline.service.ledger_ports import MOST_AT_ONCE, Ledger, Query

COLUMNS: Final = (
    "id",
    "state",
    "late",
    "kept_on_time",
    "act",
    "kind",
    "due",
    "first_due",
    "owner",
    "team",
    "customer",
    "customer_name",
    "made_at",
    "made_by",
    "settled_at",
    "cause",
    "proof",
    "postponed",
    "reopened",
    "call",
    "quote",
)
"""The columns of the table, in order."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


async def every(ledger: Ledger, query: Query, most: int | None = None) -> AsyncIterator[Promise]:
    """All that the query finds, in its order, ``most`` at most; read a page at a time, so however many there are."""
    after, left = "", most
    while left is None or left > 0:
        page = await ledger.find(query, after, MOST_AT_ONCE if left is None else min(left, MOST_AT_ONCE))
        for promise in page.promises:
            yield promise
        if not page.after:
            return
        after = page.after
        left = None if left is None else left - len(page.promises)


def heading() -> str:
    """The first line of the table as CSV."""
    return _line(list(COLUMNS))


def line(promise: Promise, now: Moment) -> str:
    """One promise as a line of CSV, as things stand ``now``."""
    return _line([_cell(value) for value in row(promise, now).values()])


def row(promise: Promise, now: Moment) -> dict[str, str | int | bool | None]:
    """One promise by `COLUMNS`."""
    origin, proof = promise.origin, promise.proof
    derived = {
        "late": promise.late(now),
        "kept_on_time": promise.on_time,
        "proof": proof.text if proof else "",
        "call": origin.call if origin else "",
        "quote": origin.quote if origin else "",
    }
    return {name: derived[name] if name in derived else getattr(promise, name) for name in COLUMNS}


def _cell(value: str | int | bool | None) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def _line(cells: list[str]) -> str:
    written = io.StringIO()
    csv.writer(written).writerow(cells)
    return written.getvalue()
