"""The ledger, what follows from it, and how messages go out."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec
import structlog

from steadyline.bootstrap.hearing import clips, hours, zone
from steadyline.bootstrap.stores import journal, outbox_store
from steadyline.core.playbook import Playbook, Words
from steadyline.core.reminding import Policy
from steadyline.playbooks import loader
from steadyline.service.access import Access
from steadyline.service.calls import Calls
from steadyline.service.clearing import Terms
from steadyline.service.delivering import Entry, Ways
from steadyline.service.feeds import Calendars, Form
from steadyline.service.following import Following, moment_now
from steadyline.service.heralding import Heralded
from steadyline.service.ledger import FromCalls
from steadyline.service.ledger_ports import Ledger
from steadyline.service.outbox import Destinations, Stock
from steadyline.service.outgoing import Outgoing
from steadyline.service.reminding import People
from steadyline.settings import Settings, SettingsError, check_binding

if TYPE_CHECKING:
    from steadyline.store.journal import SqlJournal
    from steadyline.store.ledger import SqlLedger


class Promised(NamedTuple):
    """All that the pages of the ledger stand on."""

    ledger: Heralded
    from_calls: FromCalls
    policy: Policy
    access: Access


def ways(settings: Settings) -> Ways:
    """Every way out; what a destination's secrets are is read from the environment and the site's folder of secrets."""
    from steadyline.delivery.choose import AllWays
    from steadyline.delivery.secret import Secrets

    return AllWays(Secrets(folder=Path(settings.secrets_folder)))


def reminders(settings: Settings) -> Policy:
    """By which hours promises are reminded of."""
    return Policy(hours=hours(settings), timezone=zone(settings))


def ledger(settings: Settings, kept: "SqlJournal") -> "SqlLedger":
    """The promises, on the disk of the journal. Ask it to `reckon` once, soon after it was opened."""
    from steadyline.store.ledger import SqlLedger

    return SqlLedger(kept.disk, reminders(settings))


@asynccontextmanager
async def following(settings: Settings, carried: Calls, *, demo: bool = False) -> AsyncIterator[Following]:
    """What follows from promises: while this is entered, reminders and messages are sent; in a ``demo``, to the log.

    A demonstration on a site's own database reminds of nothing: the site's server does.
    """
    from steadyline.store.destinations import SqlDestinations
    from steadyline.store.journal import SqlJournal
    from steadyline.store.neighbours import SqlNeighbours

    kept = carried.journal
    assert isinstance(kept, SqlJournal)
    promises, destinations = ledger(settings, kept), SqlDestinations(kept.disk)
    leads = asyncio.create_task(asyncio.to_thread(_log_ways if demo else partial(ways, settings)))
    outbox = await asyncio.to_thread(outbox_store(), kept.disk, reminders(settings))
    follows = Following(
        ledger=promises,
        outbox=outbox,
        destinations=_log_alone() if demo else destinations,
        ways=await leads,
        bus=carried.bus,
        words=lambda team: _letters(carried.shelf.of_team(team).playbook),
        people=People(addresses=settings.addresses, named=settings.named_person, site=settings.site_address),
        at_once=settings.deliveries_at_once,
        neighbours=SqlNeighbours(kept.disk),
        terms=Terms(sent_days=settings.sent_kept_days, work_days=settings.work_kept_days),
    )
    reckoning = asyncio.gather(promises.reckon(), *([] if demo else [_warm(follows)]))
    reckoning.add_done_callback(_tell_of_fault)
    try:
        if demo and await destinations.all():
            yield follows
        else:
            async with follows.running():
                yield follows
    finally:
        reckoning.cancel()
        await asyncio.gather(reckoning, return_exceptions=True)
        await asyncio.to_thread(outbox.close)


async def messages_kept(settings: Settings) -> Stock:
    """How many messages are kept, without a server. Raises `service.ports.JournalFailed`."""
    from steadyline.store.outbox import stock

    async with journal(settings) as kept:
        return await kept.disk.read(partial(stock, now=moment_now()))


@asynccontextmanager
async def promised(settings: Settings, carried: Calls) -> AsyncIterator[Promised]:
    """The ledger as pages and programs use it. While this is entered, what was settled in calls comes onto it."""
    from steadyline.store.access import SqlDoorkeeping
    from steadyline.store.journal import SqlJournal

    kept = carried.journal
    assert isinstance(kept, SqlJournal)
    promises = Heralded(ledger(settings, kept), carried.bus)
    from_calls = FromCalls(kept, promises, clips=clips(settings))
    coming = asyncio.create_task(from_calls.keep_up())
    try:
        yield Promised(promises, from_calls, reminders(settings), Access(SqlDoorkeeping(kept.disk)))
    finally:
        coming.cancel()
        await asyncio.gather(coming, return_exceptions=True)


@asynccontextmanager
async def ledger_alone(settings: Settings) -> "AsyncIterator[SqlLedger]":
    """The ledger without a server. Raises `service.ports.JournalFailed`."""
    async with journal(settings) as kept:
        yield ledger(settings, kept)


@asynccontextmanager
async def access(settings: Settings) -> AsyncIterator[Access]:
    """The tokens of this site. Raises `service.ports.JournalFailed`."""
    from steadyline.store.access import SqlDoorkeeping

    async with journal(settings) as kept:
        yield Access(SqlDoorkeeping(kept.disk))


@asynccontextmanager
async def calendars(settings: Settings) -> AsyncIterator[Calendars]:
    """The calendars to subscribe to, without a server. Raises `service.ports.JournalFailed`."""
    async with journal(settings) as kept:
        yield _calendars(settings, kept, ledger(settings, kept))


def _calendars(settings: Settings, kept: "SqlJournal", promises: Ledger) -> Calendars:
    from steadyline.delivery import calendar
    from steadyline.store.feeds import SqlFeeds

    people = People(addresses=settings.addresses, named=settings.named_person, site=settings.site_address)

    def write(entries: Sequence[Entry], name: str, form: Form) -> bytes:
        return calendar.feed(entries, name=name, form=form)

    return Calendars(SqlFeeds(kept.disk), promises, people=people, write=write, now=moment_now)


def outgoing(settings: Settings, carried: Calls, promises: Ledger, follows: Following, *, demo: bool) -> Outgoing:
    """What the page /deliveries may do."""
    from steadyline.store.journal import SqlJournal

    kept = carried.journal
    assert isinstance(kept, SqlJournal)
    why_not = _ONLY_SHOWN if demo else _why_nothing_is_sent_from_here(settings)
    return Outgoing(follows, _calendars(settings, kept, promises), now=moment_now, why_not=why_not)


_ONLY_SHOWN = "This is a demonstration: what would be sent is told in the server's log, and nothing leaves it."


def _why_nothing_is_sent_from_here(settings: Settings) -> str:
    try:
        check_binding(settings.host)
    except SettingsError:
        return "Others can reach this server without signing in: where messages go cannot be changed from here."
    return ""


def _tell_of_fault(reckoning: "asyncio.Future[Any]") -> None:
    if not reckoning.cancelled() and (error := reckoning.exception()) is not None:
        structlog.get_logger(__name__).error("reminders may still keep to the hours of before", why=str(error))


async def _warm(follows: Following) -> None:
    """What is slow to load at first is there before somebody waits for it, and what cannot be used is told."""
    from steadyline.delivery import choose

    await asyncio.to_thread(choose.warm)
    for there in await follows.destinations():
        if why := await follows.problem(there):
            structlog.get_logger(__name__).warning("messages cannot go to a destination", why=why)


def _log_ways() -> Ways:
    from steadyline.delivery.log import LogAlone

    return LogAlone()


def _log_alone() -> Destinations:
    from steadyline.delivery.log import DESTINATION
    from steadyline.testing import MemoryDestinations

    return MemoryDestinations([DESTINATION])


def _letters(playbook: Playbook) -> Words:
    """The words of a playbook; letters that it does not have are the shipped one's."""
    letters = {**loader.shipped().words.letters, **playbook.words.letters}
    return msgspec.structs.replace(playbook.words, letters=letters)
