"""
`steadyline promises`: the ledger for scripts, and for people at a terminal.

It reads the database itself, so no server need run; it changes nothing.
"""

import contextlib
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Annotated, Literal

import msgspec
from cyclopts import App, Parameter

from steadyline import bootstrap, settings
from steadyline.cli.ask import ask
from steadyline.cli.say import Stop, Unanswered, remark, show
from steadyline.core import hours, ledger
from steadyline.core.ledger import Moment, Promise, State
from steadyline.service import exporting
from steadyline.service.ledger_ports import Ledger, Query
from steadyline.service.strangers import strangers
from steadyline.service.trouble import Trouble

app = App(
    name="promises",
    help_epilogue="""The database is the one that the settings name, SQLite or Postgres; no server need run, and nothing
is changed. A table for people by default; `--json` prints one promise a line, `--csv` a table for a spreadsheet.

- `steadyline promises list --owner Sam`: what Sam has open, the first due first
- `steadyline promises due --within 4`: late, or due within four hours; the exit code is 1 where any is, and
  2 where that could not be told, also because the ledger knows no such owner or team
- `steadyline promises export --state kept > kept.csv`: every promise that was kept

To change promises from a program, use the API: docs/api.md.
""",
)

When = Literal["any", "today", "at_risk", "late"]
Several = Annotated[list[State] | None, Parameter(negative="")]
Flag = Annotated[bool, Parameter(negative="")]


@Parameter(name="*")
@dataclass(frozen=True, kw_only=True)
class Whose:
    """Whose promises."""

    owner: str = ""
    """Only this person's, whatever the case of the letters."""

    team: str = ""
    """Only this team's, whatever the case of the letters."""

    customer: str = ""
    """Only those made to this customer, by reference."""


@Parameter(name="*")
@dataclass(frozen=True, kw_only=True)
class Form:
    """In which form they are printed."""

    json: Flag = False
    """Print one promise a line, as JSON."""

    csv: Flag = False
    """Print a table for a spreadsheet."""

    def __post_init__(self) -> None:
        if self.json and self.csv:
            raise Unanswered("--json and --csv are two forms: choose one")


EVERYBODYS = Whose()
FOR_PEOPLE = Form()


@app.command(name="list")
def list_(
    *,
    whose: Whose = EVERYBODYS,
    state: Several = None,
    when: When = "any",
    words: str = "",
    zone: str = "",
    limit: int = 50,
    form: Form = FOR_PEOPLE,
) -> None:
    """List promises, the first due first; searched by words, the newest first.

    Parameters
    ----------
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
    """
    if limit < 1:
        raise Stop("--limit takes a number from 1 on")
    found = _found(_query(whose, tuple(state or ("open",)), when=when, words=words), zone, limit + 1)
    _tell(found.promises[:limit], found, form)
    if len(found.promises) > limit:
        remark(f"There are more than these {limit}: --limit shows more, and `steadyline promises export` all of them.")


@app.command
def due(*, within: float = 0.0, whose: Whose = EVERYBODYS, zone: str = "", form: Form = FOR_PEOPLE) -> int:
    """List what is late, and what falls due soon. The exit code is 1 where there is any, so that a script can tell.

    It is 0 where there is none, and 2 where that could not be told, also for an owner or a team that the ledger does
    not know.

    Parameters
    ----------
    within: float
        Hours to look ahead; 0 looks to the end of today.
    zone: str
        Whose clock is shown, and whose day today is; the site's by default.
    """
    with _answering():
        if not 0 <= within <= 24 * 366:
            raise Stop("--within takes hours, from 0 to those of a year")
        found = _due(_query(whose, ("open",)), zone, within)
    _tell(found.promises, found, form)
    return 1 if found.promises else 0


@app.command
def export(*, whose: Whose = EVERYBODYS, state: Several = None, words: str = "", form: Form = FOR_PEOPLE) -> None:
    """Print every promise, however many: as CSV, or with --json one a line.

    They are read a page at a time, so a million of them need no more memory than a hundred.

    Parameters
    ----------
    state: list[State]
        Only in this state; give it again for more. All but the dropped by default.
    words: str
        Only those with all of these words, or beginnings of words.
    """
    _export(_query(whose, tuple(state or ()), words=words), form)


# --- asking ---------------------------------------------------------------------------------------------------------


@contextlib.contextmanager
def _answering() -> Iterator[None]:
    try:
        yield
    except Trouble as error:
        raise Unanswered(str(error)) from None


class _Found(msgspec.Struct, frozen=True):
    promises: list[Promise]
    now: Moment
    clock: tzinfo


def _query(whose: Whose, states: tuple[State, ...], *, when: When = "any", words: str = "") -> Query:
    return Query(**asdict(whose), states=states, when=when, words=words)


def _found(query: Query, zone: str, limit: int) -> _Found:
    chosen = settings.load()
    clock, now = _clock(zone, chosen), datetime.now(UTC)
    asked = msgspec.structs.replace(query, now=ledger.stamp(now), day_ends=_day_ends(now, clock))

    async def read(promises: Ledger) -> list[Promise]:
        found = [promise async for promise in exporting.every(promises, asked, limit)]
        if not found:
            await _known(promises, query)
        return found

    return _Found(ask(bootstrap.ledger_alone(chosen), read), asked.now, clock)


def _due(query: Query, zone: str, within: float) -> _Found:
    chosen = settings.load()
    clock, now = _clock(zone, chosen), datetime.now(UTC)
    ends = ledger.stamp(now + timedelta(hours=within)) if within else _day_ends(now, clock)
    asked = msgspec.structs.replace(query, now=ledger.stamp(now), day_ends=ends)

    async def read(promises: Ledger) -> list[Promise]:
        groups = (msgspec.structs.replace(asked, when=when) for when in ("late", "today"))
        found = [promise for group in groups async for promise in exporting.every(promises, group)]
        if not found:
            await _known(promises, query)
        return found

    return _Found(ask(bootstrap.ledger_alone(chosen), read), asked.now, clock)


def _export(query: Query, form: Form) -> None:
    now = ledger.stamp(datetime.now(UTC))

    async def write(promises: Ledger) -> None:
        await _known(promises, query)
        if not form.json:
            sys.stdout.write(exporting.heading())
        async for promise in exporting.every(promises, query):
            sys.stdout.write(_json(promise) if form.json else exporting.line(promise, now))

    ask(bootstrap.ledger_alone(settings.load()), write)
    sys.stdout.flush()


async def _known(promises: Ledger, query: Query) -> None:
    """Raises `Unanswered` where nobody on the ledger has the name asked for: "nothing" would look like all clear."""
    unknown = await strangers(promises, owner=query.owner, team=query.team)
    told = {"owner": f"owner {query.owner!r}", "team": f"team {query.team!r}"}
    if unknown:
        who = " and no ".join(told[whose] for whose in unknown)
        raise Unanswered(f"no {who} has a promise on this ledger: is the name spelt as it is there?")


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


def _tell(promises: list[Promise], found: _Found, form: Form) -> None:
    if form.json:
        sys.stdout.write("".join(_json(promise) for promise in promises))
    elif form.csv:
        sys.stdout.write(exporting.heading() + "".join(exporting.line(promise, found.now) for promise in promises))
    elif promises:
        show(("due", "", "what", "customer", "owner", "id"), (_row(promise, found) for promise in promises))
    else:
        remark("Nothing was found.")


def _json(promise: Promise) -> str:
    return msgspec.json.encode(promise).decode() + "\n"


def _row(promise: Promise, found: _Found) -> tuple[str, ...]:
    due = _date(promise.due, found) if promise.due else "no date"
    state = "late" if promise.late(found.now) else promise.state
    customer = promise.customer_name or promise.customer
    return due, state, promise.act, customer, promise.owner or promise.team, promise.id


def _date(due: str, found: _Found) -> str:
    """With its year where that is not the present one."""
    date, today = (ledger.when(moment).astimezone(found.clock) for moment in (due, found.now))
    return date.strftime("%a %d %b %H:%M" if date.year == today.year else "%a %d %b %Y %H:%M")
