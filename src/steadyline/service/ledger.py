"""
From the call to the ledger: what a person confirmed of a call stands on the ledger, once.

The journal notes each promise settled together with the fact, and strikes the note when the ledger has it. A promise's
id follows from the call and the draft, each change says the fact that it came from, and one that is there already is
not written again: so it may be taken over at once, after a stop, or by two servers at the same time, and comes out the
same. Only what a person confirmed is taken, as they confirmed it, and nobody is given it but who said or confirmed it.
What has gone on at the ledger since is no longer the call's to change.
"""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Protocol

import structlog

from steadyline.core import kinds, ledger
from steadyline.core.events import AnyEvent, CallStarted, Header, PromiseHeard, PromiseSettled, Seconds, Utterance
from steadyline.core.ledger import (
    Change,
    Dropped,
    Edited,
    Made,
    Moment,
    NoMoment,
    NotAllowed,
    Origin,
    Promise,
    Reminded,
    Reopened,
)
from steadyline.service import forgetting
from steadyline.service.clips import Keeper
from steadyline.service.ledger_ports import Ledger, LedgerConflict, Settled, Settlements
from steadyline.service.ports import Journal, JournalFailed

LOOK_SECONDS: Seconds = 30.0
"""How often what another server left behind is looked for."""

_AGAIN = "confirmed again in the wrap-up of the call"

_log = structlog.get_logger(__name__)


class Noting(Journal, Settlements, Protocol):
    """A journal that notes what was settled."""


class FromCalls:
    """Takes over what was settled in calls. ``clips`` has the sound of promises; ``now``: the time."""

    def __init__(
        self,
        journal: Noting,
        promises: Ledger,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        *,
        clips: Keeper | None = None,
    ) -> None:
        self._journal = journal
        self._ledger = promises
        self._now = now
        self._clips = clips

    async def gone_on(self, call: str, drafts: Iterable[str]) -> dict[str, Promise]:
        """Of these drafts, the promises that have gone on at the ledger: there they stand, and there they change."""
        ids = {draft: ledger.id_of(call, draft) for draft in drafts}
        histories = await asyncio.gather(*(self._ledger.history(id) for id in ids.values()))
        found = {draft: ledger.fold(ids[draft], h) for draft, h in zip(ids, histories, strict=True) if gone_on(h)}
        return {draft: promise for draft, promise in found.items() if promise is not None}

    async def take(self, call: str) -> None:
        """Take over what was settled in this call. What cannot be now is tried again later: the note stays."""
        try:
            await self._take(await self._journal.settled(call))
        except JournalFailed as failure:
            _log.warning("a promise is not on the ledger yet", call=call, why=str(failure))

    async def catch_up(self) -> int:
        """Take over all that was settled and is not on the ledger yet; how many facts that were."""
        many = 0
        while waiting := await self._journal.settled():
            await self._take(waiting)
            many += len(waiting)
        return many

    async def keep_up(self, every_seconds: Seconds = LOOK_SECONDS) -> None:
        """`catch_up` now, and again and again, until it is cancelled."""
        while True:
            try:
                await self.catch_up()
            except JournalFailed as failure:
                _log.warning("what was settled in calls could not be looked through", why=str(failure))
            except Exception:  # whatever it was, what is settled next must not wait for the next start
                _log.exception("what was settled in calls could not be looked through")
            await asyncio.sleep(every_seconds)

    async def _take(self, waiting: Sequence[Settled]) -> None:
        for call in dict.fromkeys(settled.call for settled in waiting):
            said = _Said([recorded.event async for recorded in self._journal.read(call)])
            for settled in waiting:
                if settled.call == call:
                    await self._take_one(settled, said)
                    await self._journal.taken(settled)

    async def _take_one(self, settled: Settled, said: "_Said") -> None:
        fact = said.events[settled.revision - 1]
        assert isinstance(fact, PromiseSettled)
        id = ledger.id_of(settled.call, fact.id)
        history = await self._ledger.history(id)
        known = ledger.fold(id, history)
        try:
            while change := following(known, settled, fact, said, ledger.stamp(self._now())):
                if gone_on(history):
                    raise NotAllowed("It has gone on at the ledger since.")
                with suppress(LedgerConflict):  # what holds now is looked at again
                    await self._ledger.write(id, known.edition if known else 0, change)
                history = await self._ledger.history(id)
                known = ledger.fold(id, history)
        except NotAllowed as why:  # what holds there was settled since; the wrap-up says what it said
            _log.warning("what was settled in the call is not what holds on the ledger", promise=id, why=str(why))
        if self._clips is None:
            return
        if known is not None and known.state != "dropped":
            if known.origin is not None:
                await self._clips.confirm(settled.call, known.origin.turn)
        elif said.settled[fact.id].verdict == "dropped":
            await forgetting.forget(self._clips, self._ledger, settled.call, fact.id, said.events)


class _Said:
    """What a call's events say of its promises."""

    def __init__(self, events: Sequence[AnyEvent]) -> None:
        self.events = events
        first = events[0]
        self.header = first.header if isinstance(first, CallStarted) else Header(call="")
        self.heard = {event.id: event for event in events if isinstance(event, PromiseHeard)}
        self.settled = {event.id: event for event in events if isinstance(event, PromiseSettled)}
        self.turns = {event.turn: event for event in events if isinstance(event, Utterance)}


def gone_on(history: Sequence[Change]) -> bool:
    """Whether anything befell a promise beside what the wrap-up of its call made of it; to be reminded is nothing."""
    return any(change.revision == 0 and not _is_ours(change) for change in history[1:])


def _is_ours(change: Change) -> bool:
    return isinstance(change, Reminded) or (isinstance(change, Reopened) and change.why == _AGAIN)


def following(known: Promise | None, settled: Settled, fact: PromiseSettled, said: _Said, now: Moment) -> Change | None:
    """The next change that this fact makes to the promise as it is; None where there is nothing more to change."""
    heard = said.heard.get(fact.id)
    if heard is None or heard.who == "customer" or (known is not None and known.taken >= settled.revision):
        return None
    now = fact.settled_at or now  # whenever it is taken over, it happened then
    if known is None:
        return _made(settled, fact, heard, said, now) if fact.verdict == "confirmed" else None
    at = max(now, known.settled_at or known.given_at)
    if fact.verdict == "dropped":
        dropped = Dropped(at=at, by=fact.by, revision=settled.revision, why="dropped in the wrap-up of the call")
        return dropped if known.state == "open" else None
    reads = act, due, due_text = fact.act or heard.act, _date(fact.due), fact.due_text
    same = reads == (known.act, known.due, known.due_text)
    if known.state == "dropped":  # where it reads otherwise too, what follows is the change that stands for the fact
        revision = settled.revision if same else 0
        return Reopened(at=at, by=fact.by, revision=revision, why=_AGAIN)
    if known.state != "open" or same:
        return None
    kind = known.kind if act == known.act else kinds.guess(act)
    return Edited(at=at, by=fact.by, revision=settled.revision, act=act, kind=kind, due=due, due_text=due_text)


def _made(settled: Settled, fact: PromiseSettled, heard: PromiseHeard, said: _Said, now: Moment) -> Made:
    """The promise as it was confirmed now, from the moment at which it was said."""
    header, turn = said.header, said.turns.get(heard.turn)
    t0, t1 = (turn.t0, turn.t1) if turn else (heard.at, heard.at)
    act = fact.act or heard.act
    return Made(
        at=said_at(header, t0, now),
        by=fact.by,
        revision=settled.revision,
        act=act,
        kind=kinds.guess(act),
        customer=header.customer.ref,
        customer_name=header.customer.name,
        timezone=header.customer.timezone,
        due=_date(fact.due),
        due_text=fact.due_text,
        owner=(header.agent.name if heard.who == "agent" else "") or fact.by,
        team=header.team,
        origin=Origin(call=settled.call, draft=fact.id, turn=heard.turn, t0=t0, t1=t1, quote=heard.quote),
        confirmed_at=now,
    )


def said_at(header: Header, at: Seconds, now: Moment) -> Moment:
    """The moment ``at`` seconds into the call; now where nobody knows when it began, or it would be yet to come."""
    try:
        return min(now, ledger.stamp(ledger.when(header.started) + timedelta(seconds=at)))
    except (NoMoment, OverflowError):
        return now


def _date(due: str | None) -> str | None:
    """A date that cannot be read as one is none: its words are kept beside it."""
    try:
        return due if due is None or ledger.moment(due) else None
    except NoMoment:
        return None
