"""
`steadyline promises`: the ledger for scripts, and for people at a terminal.

It reads the database itself, so no server need run; it changes nothing.
"""

import asyncio
import sys
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Annotated, Literal

import msgspec
from cyclopts import App, Parameter
from rich.table import Table
from rich.text import Text

from steadyline import bootstrap, settings
from steadyline.cli.say import Stop, harmless, out, remark
from steadyline.core import hours, ledger
from steadyline.core.ledger import Moment, Promise, State
from steadyline.service import exporting
from steadyline.service.ledger_ports import Query

app = App(
    name="promises",
    help_epilogue="""The database is the one that the settings name, SQLite or Postgres; no server need run, and nothing
is changed. A table for people by default; `--json` prints one promise a line, `--csv` a table for a spreadsheet.

- `steadyline promises list --owner Sam`: what Sam has open, the first due first
- `steadyline promises due --within 4`: late, or due within four hours; the exit code is 1 where any is
- `steadyline promises export --state kept > kept.csv`: every promise that was kept

To change promises from a program, use the API: docs/api.md.
""",
)

When = Literal["any", "today", "at_risk", "late"]
Several = Annotated[list[State] | None, Parameter(negative="")]
Flag = Annotated[bool, Parameter(negative="")]


@app.command(name="list")
def list_(
    *,
    owner: str = "",
    team: str = "",
    customer: str = "",
    state: Several = None,
    when: When = "any",
    words: str = "",
    zone: str = "",
    limit: int = 50,
    json: Flag = False,
    csv: Flag = False,
) -> None:
    """List promises, the first due first; searched by words, the newest first.

    Parameters
    ----------
    owner: str
        Only this person's.
    team: str
        Only this team's.
    customer: str
        Only those made to this customer, by reference.
    state: list[State]
        Only in this state; give it again for more: open, kept, broken, withdrawn, dropped. Open ones by default.
    when: str
        Of the open ones only those that are late, at_risk, or due today.
    words: str
        Only those with all of these words, or beginnings of words, in the act, the customer's name or the quote.
    zone: str
        Whose clock is shown, and whose day today is, such as Europe/London; the site's by default.
    limit: int
        How many at most.
    json: bool
        Print one promise a line, as JSON.
    csv: bool
        Print a table for a spreadsheet.
    """
    query = Query(owner=owner, team=team, customer=customer, states=tuple(state or ("open",)), when=when, words=words)
    found = asyncio.run(_found(query, zone, limit + 1))
    _tell(found.promises[:limit], found, json=json, csv=csv)
    if len(found.promises) > limit:
        remark(f"There are more than these {limit}: --limit shows more, and `steadyline promises export` all of them.")


@app.command
def due(
    *,
    within: float = 0.0,
    owner: str = "",
    team: str = "",
    customer: str = "",
    zone: str = "",
    json: Flag = False,
    csv: Flag = False,
) -> int:
    """List what is late, and what falls due soon. The exit code is 1 where there is any, so that a script can tell.

    Parameters
    ----------
    within: float
        Hours to look ahead; 0 looks to the end of today.
    owner: str
        Only this person's.
    team: str
        Only this team's.
    customer: str
        Only those made to this customer, by reference.
    zone: str
        Whose clock is shown, and whose day today is; the site's by default.
    json: bool
        Print one promise a line, as JSON.
    csv: bool
        Print a table for a spreadsheet.
    """
    if not 0 <= within <= 24 * 366:
        raise Stop("--within takes hours, from 0 to those of a year")
    query = Query(owner=owner, team=team, customer=customer, states=("open",))
    found = asyncio.run(_due(query, zone, within))
    _tell(found.promises, found, json=json, csv=csv)
    return 1 if found.promises else 0


@app.command
def export(
    *,
    owner: str = "",
    team: str = "",
    customer: str = "",
    state: Several = None,
    words: str = "",
    json: Flag = False,
    csv: Flag = False,
) -> None:
    """Print every promise, however many: as CSV, or with --json one a line.

    They are read a page at a time, so a million of them need no more memory than a hundred.

    Parameters
    ----------
    owner: str
        Only this person's.
    team: str
        Only this team's.
    customer: str
        Only those made to this customer, by reference.
    state: list[State]
        Only in this state; give it again for more. All but the dropped by default.
    words: str
        Only those with all of these words, or beginnings of words.
    json: bool
        One promise a line, whole, as JSON.
    csv: bool
        A table for a spreadsheet: what is printed if nothing is said.
    """
    if json and csv:
        raise Stop("--json and --csv are two forms: choose one")
    query = Query(owner=owner, team=team, customer=customer, states=tuple(state or ()), words=words)
    asyncio.run(_export(query, json=json))


# --- asking ---------------------------------------------------------------------------------------------------------


class _Found(msgspec.Struct, frozen=True):
    promises: list[Promise]
    now: Moment
    clock: tzinfo


async def _found(query: Query, zone: str, limit: int) -> _Found:
    if limit < 2:
        raise Stop("--limit takes a number from 1 on")
    chosen = settings.load()
    clock, now = _clock(zone, chosen), datetime.now(UTC)
    asked = msgspec.structs.replace(query, now=ledger.stamp(now), day_ends=_day_ends(now, clock))
    async with bootstrap.ledger_alone(chosen) as promises:
        return _Found([promise async for promise in exporting.every(promises, asked, limit)], asked.now, clock)


async def _due(query: Query, zone: str, within: float) -> _Found:
    chosen = settings.load()
    clock, now = _clock(zone, chosen), datetime.now(UTC)
    ends = ledger.stamp(now + timedelta(hours=within)) if within else _day_ends(now, clock)
    asked = msgspec.structs.replace(query, now=ledger.stamp(now), day_ends=ends)
    found: list[Promise] = []
    async with bootstrap.ledger_alone(chosen) as promises:
        for when in ("late", "today"):
            found += [one async for one in exporting.every(promises, msgspec.structs.replace(asked, when=when))]
    return _Found(found, asked.now, clock)


async def _export(query: Query, *, json: bool) -> None:
    now = ledger.stamp(datetime.now(UTC))
    async with bootstrap.ledger_alone(settings.load()) as promises:
        async for line in _lines(exporting.every(promises, query), now, json=json):
            sys.stdout.write(line)
    sys.stdout.flush()


async def _lines(promises: AsyncIterator[Promise], now: Moment, *, json: bool) -> AsyncIterator[str]:
    if not json:
        yield exporting.heading()
    async for promise in promises:
        yield _json(promise) if json else exporting.line(promise, now)


def _clock(zone: str, chosen: settings.Settings) -> tzinfo:
    if not zone:
        return hours.zone(bootstrap.reminders(chosen).timezone)
    clock = hours.zone(zone)
    if getattr(clock, "key", None) != zone:
        raise Stop(f"{zone!r} is no time zone; write one like Europe/London")
    return clock


def _day_ends(now: datetime, clock: tzinfo) -> Moment:
    tomorrow = now.astimezone(clock).replace(tzinfo=None, hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    return ledger.stamp(hours.at_wall(tomorrow, clock))


# --- telling --------------------------------------------------------------------------------------------------------


def _tell(promises: list[Promise], found: _Found, *, json: bool, csv: bool) -> None:
    if json and csv:
        raise Stop("--json and --csv are two forms: choose one")
    if json:
        sys.stdout.write("".join(_json(promise) for promise in promises))
    elif csv:
        sys.stdout.write(exporting.heading() + "".join(exporting.line(promise, found.now) for promise in promises))
    elif promises:
        out.print(_table(promises, found))
    else:
        remark("Nothing was found.")


def _json(promise: Promise) -> str:
    return msgspec.json.encode(promise).decode() + "\n"


def _table(promises: list[Promise], found: _Found) -> Table:
    table = Table("due", "", "what", "customer", "owner", "id", box=None, pad_edge=False)
    for promise in promises:
        due = ledger.when(promise.due).astimezone(found.clock).strftime("%a %d %b %H:%M") if promise.due else "no date"
        state = "late" if promise.late(found.now) else promise.state
        customer = promise.customer_name or promise.customer
        row = (due, state, promise.act, customer, promise.owner or promise.team, promise.id)
        table.add_row(*(Text(harmless(cell)) for cell in row))
    return table
