"""
What people and programs ask of the ledger, and do with it.

Everything that is shown is as things stand at one moment, which is told with it. Whoever changes a promise names the
edition that they saw; the second of two is told, and shown what holds. Written first, told after: a change is on disk
before anybody hears of it.
"""

import asyncio
import hashlib
import secrets
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo

import msgspec
import structlog

from steadyline.core import hours, ledger
from steadyline.core.facts import Utterance
from steadyline.core.figures import Period
from steadyline.core.hours import Site
from steadyline.core.ledger import Change, Moment, NoMoment, NotAllowed, Promise
from steadyline.core.playbook import Playbook
from steadyline.core.reminding import Policy
from steadyline.service import forgetting, wishes
from steadyline.service.clips import Keeper
from steadyline.service.ledger_ports import Ledger, LedgerConflict, Place, Query
from steadyline.service.ports import CallListed, Journal, JournalFailed, KeptClip
from steadyline.service.promised import (
    CallInStory,
    Clip,
    CustomerStory,
    FiguresShown,
    OnePromise,
    Overview,
    PromiseOnLedger,
    PromisesPage,
    Spoken,
)
from steadyline.service.strangers import strangers
from steadyline.service.trouble import Trouble
from steadyline.service.wishes import MakePromise, PromiseWish

_log = structlog.get_logger(__name__)

MOST_COUNTED = 1000
SHOWN_OF_A_GROUP = 50
CALLS_IN_STORY = 30
FIGURES_WEEKS = 13
LED_UP_BY = 4
LED_UP_CHARACTERS = 300


class NoSuchPromise(Trouble):
    """No promise of this id is on the ledger."""


class Keeping:
    """The ledger as pages and programs use it.

    ``write`` adds a change to a promise and tells of it, as `Ledger.write`. ``audio`` says where the sound of a call
    is, if it is kept whole, and ``clips`` has that of promises; ``levels``, by which words heat is told; ``now``, the
    time.
    """

    def __init__(
        self,
        promises: Ledger,
        journal: Journal,
        policy: Policy,
        levels: Callable[[], Playbook],
        *,
        audio: Callable[[str], str | None] = lambda call: None,
        clips: Keeper | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.ledger = promises
        self._journal = journal
        self._policy = policy
        self._levels = levels
        self._audio = audio
        self._clips = clips
        self._now = now

    @property
    def now(self) -> Moment:
        """The moment it is."""
        return ledger.stamp(self._now())

    @property
    def site(self) -> Site:
        """When the site is open, and where."""
        return self._policy.site

    # --- what is asked ---------------------------------------------------------------------------------------------

    async def overview(self, query: Query, zone: str = "") -> Overview:
        """What is open, most pressing first, of an owner, a team, a customer or everybody; today is ``zone``'s.

        Words to search by are passed over: what is pressing has one order.
        """
        now, ends = self.now, self.day_ends(zone)
        asked = msgspec.structs.replace(
            query, states=("open",), when="any", now=now, day_ends=ends, words="", latest=False
        )
        late, today, risk = (msgspec.structs.replace(asked, when=when) for when in ("late", "today", "at_risk"))
        tomorrow = Place(ends, 0).write()
        pages = await asyncio.gather(
            self.ledger.find(late, limit=SHOWN_OF_A_GROUP),
            self.ledger.find(today, limit=SHOWN_OF_A_GROUP),
            self.ledger.find(risk, tomorrow, SHOWN_OF_A_GROUP),
            self.ledger.find(asked, tomorrow, SHOWN_OF_A_GROUP),
        )
        counts = await asyncio.gather(*(self.ledger.count(one, MOST_COUNTED) for one in (late, today, asked)))
        pressing = {promise.id for promise in pages[2].promises}
        shown = [await self._all_shown(page.promises, now) for page in pages]
        return Overview(
            now=now,
            day_ends=ends,
            late=shown[0],
            today=shown[1],
            at_risk=shown[2],
            rest=[promise for promise in shown[3] if promise.id not in pressing],
            late_count=counts[0],
            today_count=counts[1],
            open_count=counts[2],
            after=pages[3].after,
            strangers=() if counts[2] else await strangers(self.ledger, owner=query.owner, team=query.team),
        )

    async def find(self, query: Query, after: str = "", limit: int = 50, zone: str = "") -> PromisesPage:
        """A page of what the query finds. Raises `BadCursor`."""
        now = self.now
        found = await self.ledger.find(self.as_of_now(query, zone), after, limit)
        unknown = () if found.promises else await strangers(self.ledger, owner=query.owner, team=query.team)
        shown = await self._all_shown(found.promises, now)
        return PromisesPage(now=now, promises=shown, after=found.after, strangers=unknown)

    async def one(self, id: str) -> OnePromise:
        """A promise and its history. Raises `NoSuchPromise`."""
        promise, history = await self._known(id), await self.ledger.history(id)
        return OnePromise(promise=self._shown(promise, self.now), history=history, clip=await self._clip(promise))

    async def lead_up(self, id: str) -> list[Spoken]:
        """What was said on the call just before it was promised: it tells what "it" is in "it will be there". Nothing
        where the call is not kept. Raises `NoSuchPromise`, `JournalFailed`.
        """
        if (origin := (await self._known(id)).origin) is None:
            return []
        events = [recorded.event async for recorded in self._journal.read(origin.call)]
        before = [e for e in events if isinstance(e, Utterance) and e.turn < origin.turn and not e.listening]
        before.sort(key=lambda utterance: utterance.turn)
        return [Spoken(party=one.party, text=_end_of(one.text)) for one in before[-LED_UP_BY:]]

    async def sound(self, id: str) -> KeptClip | None:
        """The sound of the moment in which it was promised; None where that is not kept. Raises `NoSuchPromise`."""
        return await self._kept(await self._known(id))

    async def _clip(self, promise: Promise) -> Clip | None:
        origin = promise.origin
        if origin and (audio := self._audio(origin.call)):
            return Clip(audio=audio, t0=origin.t0, t1=origin.t1)
        kept = await self._kept(promise)
        return Clip(audio=f"/api/promises/{promise.id}/clip", t0=0.0, t1=kept.seconds) if kept else None

    async def _kept(self, promise: Promise) -> KeptClip | None:
        origin = promise.origin
        if self._clips is None or origin is None or promise.state == "dropped":
            return None
        return await self._clips.find(origin.call, origin.turn)

    async def story(self, customer: str) -> CustomerStory:
        """All that is between this customer and us. For one who is not known, or an empty reference, nothing."""
        promises, calls = await asyncio.gather(self.ledger.story(customer), self._calls_of(customer))
        now, known = self.now, [call.header.customer for call in calls]
        names = [who.name for who in known] + [promise.customer_name for promise in promises]
        return CustomerStory(
            now=now,
            customer=customer,
            name=next(filter(None, names), ""),
            timezone=_zone(calls, promises),
            history=known[0].history if known else (),
            promises=await self._all_shown(promises, now),
            calls=[self._call(call) for call in calls],
        )

    async def figures(self, since: date | None, until: date | None, team: str = "", *, by_owner: bool) -> FiguresShown:
        """How the word given was kept, of the promises whose date fell from the day ``since`` to the day ``until``, at
        the site; by default of so many weeks up to today. Raises `NotAllowed` for days at the calendar's ends.
        """
        where = self.site.where
        today = self._now().astimezone(where).date()
        until = until or today
        try:
            since = since or until - timedelta(weeks=FIGURES_WEEKS, days=until.weekday())
            start, end = self._midnight(since, where), self._midnight(until + timedelta(days=1), where)
        except (OverflowError, NoMoment):
            raise NotAllowed("The calendar has no such days, or ends there. Give others.") from None
        zone = self._policy.timezone
        period = Period(since=start, until=end, now=self.now, team=team, by_owner=by_owner, timezone=zone)
        figures = await self.ledger.figures(period)
        return FiguresShown(
            since=start,
            until=end,
            kept_on_time=figures.all.kept_on_time,
            counted=figures.all.counted,
            figures=figures,
            strangers=() if figures.by_kind else await strangers(self.ledger, team=team),
        )

    def as_of_now(self, query: Query, zone: str = "") -> Query:
        """The query with the time it is, and the end of the day in ``zone``."""
        return msgspec.structs.replace(query, now=self.now, day_ends=self.day_ends(zone))

    def day_ends(self, zone: str = "") -> Moment:
        """When today is over, on the clock of this zone, or the site's."""
        where = hours.zone(zone, self._policy.timezone)
        return self._midnight(self._now().astimezone(where).date() + timedelta(days=1), where)

    # --- what is done ----------------------------------------------------------------------------------------------

    async def make(self, wish: MakePromise, key: str = "") -> OnePromise:
        """A promise made by hand, on the customer's own clock where the wish names none and theirs is on record.

        The same ``key`` makes it once. Raises `NotAllowed`.
        """
        id = ledger.id_of("", key) if key else ledger.id_of("", _fresh())
        if not wish.timezone.strip():
            wish = msgspec.structs.replace(wish, timezone=await self._zone_of(wish.customer.strip()))
        change = wishes.made(wish, self._now(), self.site)
        try:
            await self.ledger.write(id, 0, change)
        except LedgerConflict:
            if not key:
                raise
        return await self.one(id)

    async def take(self, id: str, wish: PromiseWish, *, again: bool = False) -> OnePromise:
        """Do as was wished. ``again``: the same may have been written already, and then it stands.

        Raises `NoSuchPromise`, `NotAllowed`, or `LedgerConflict` with the promise as it is.
        """
        promise = await self._known(id)
        change = wishes.change(wish, promise, self._now(), self.site)
        if promise.edition == wish.edition:
            wishes.holds(change, promise)
            try:
                await self.ledger.write(id, wish.edition, change)
                await self._forget(promise, change)
                return await self.one(id)
            except LedgerConflict as conflict:
                promise = conflict.promise or promise
        if again and await self._is_there(id, wish):
            await self._forget(promise, change)
            return await self.one(id)
        raise LedgerConflict(promise)

    async def _forget(self, promise: Promise, change: Change) -> None:
        """What was no promise leaves no sound behind. What was written stands, whatever comes of that."""
        if self._clips is None or promise.origin is None or not isinstance(change, ledger.Dropped):
            return
        origin = promise.origin
        try:
            events = [recorded.event async for recorded in self._journal.read(origin.call)]
            await forgetting.forget(self._clips, self.ledger, origin.call, origin.draft, events, origin.turn)
        except JournalFailed as failure:
            _log.warning("the sound of what was no promise stays its days", promise=promise.id, why=str(failure))

    async def _is_there(self, id: str, wish: PromiseWish) -> bool:
        """Whether what was written on its edition says the same, whenever that was: what the wish leaves out is as it
        was then, whatever came after.
        """
        history = await self.ledger.history(id)
        before, then = ledger.fold(id, history[: max(wish.edition, 0)]), history[max(wish.edition, 0) :][:1]
        if before is None or not then:
            return False
        change = wishes.change(wish, before, self._now(), self.site)
        return msgspec.structs.replace(change, at=then[0].at) == then[0]

    def shown(self, promise: Promise) -> PromiseOnLedger:
        """The promise as it holds now."""
        return self._shown(promise, self.now)

    async def _known(self, id: str) -> Promise:
        promise = await self.ledger.get(id)
        if promise is None:
            raise NoSuchPromise(f"No promise {id[:40]!r} is on the ledger.")
        return promise

    def _shown(self, promise: Promise, now: Moment) -> PromiseOnLedger:
        return PromiseOnLedger.of(promise, self._policy, now)

    async def _all_shown(self, promises: Sequence[Promise], now: Moment) -> list[PromiseOnLedger]:
        """Beside the event loop: the open hours of a page of promises are a few milliseconds of reckoning."""
        return await asyncio.to_thread(lambda: [self._shown(promise, now) for promise in promises])

    async def _zone_of(self, customer: str) -> str:
        promises, calls = await asyncio.gather(self.ledger.story(customer), self._calls_of(customer))
        return _zone(calls, promises)

    async def _calls_of(self, customer: str) -> list[CallListed]:
        """The last held first. For the journal an empty reference means whichever; here it is nobody's."""
        calls = await self._journal.calls(customer=customer, limit=CALLS_IN_STORY) if customer else []
        return sorted(calls, key=lambda call: call.held, reverse=True)

    def _call(self, call: CallListed) -> CallInStory:
        gist, level = call.gist, self._levels().level
        return CallInStory(
            id=call.id,
            held=call.held,
            ended=call.ended,
            agent=call.header.agent.name,
            problem=gist.problem,
            peak_level=None if gist.peak is None else level(gist.peak),
            end_level=None if gist.heat is None else level(gist.heat),
        )

    def _midnight(self, day: date, where: tzinfo) -> Moment:
        return ledger.stamp(hours.at_wall(datetime.combine(day, time()), where))


def _end_of(said: str) -> str:
    """The end of a long turn: what led up to a promise was said last."""
    return said if len(said) <= LED_UP_CHARACTERS else f"… {said[-LED_UP_CHARACTERS:].split(' ', 1)[-1]}"


def _zone(calls: Sequence[CallListed], promises: Sequence[Promise]) -> str:
    """The customer's time zone, by their last call that names one, else by their promises; empty where none does."""
    zones = [call.header.customer.timezone for call in calls] + [promise.timezone for promise in promises]
    return next(filter(wishes.is_zone, zones), "")


def _fresh() -> str:
    return secrets.token_hex(16)


def spent_key(who: str, key: str) -> str:
    """An idempotency key as it is kept: apart for each program."""
    return hashlib.sha256(f"{who}\n{key}".encode()).hexdigest()
