"""
Where messages go, and what went: what an admin sees of it and does about it.

A destination is saved only when it can be used as it is written, and only over what its admin saw. What is shown of one
rests on what happened: it can be opened now, its last message arrived, some are parked. Who changed what stays on
record. Where others could reach this server without signing in, nothing can be changed or sent from a page.
"""

import asyncio
import re
import secrets
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any, Final, Literal, Self, get_args

import msgspec
import structlog

from steadyline.core.ledger import STAGES, Moment, NotAllowed
from steadyline.core.telling import Occasion
from steadyline.service import addressing, announcing, reminding
from steadyline.service.delivering import Destination, Never, NotNow, Way
from steadyline.service.feeds import Calendars, Feed, Form
from steadyline.service.following import Following
from steadyline.service.outbox import PARKED, Delivery, DestinationChanged, Sought, State
from steadyline.service.trouble import Trouble

REMINDERS: Final = tuple(reminding.KIND + stage for stage in STAGES)
NEWS: Final = (*announcing.KINDS, PARKED)
LETTERS: Final = tuple(reminding.LETTER + occasion for occasion in get_args(Occasion))

LONGEST_NAME: Final = 100
CHANGES_SHOWN: Final = 50
CHANGES_READ: Final = 200
MOST_COUNTED: Final = 200

_REFERENCE: Final = re.compile(r"env:SECRET_\w{1,100}|file:[\w./-]{1,200}", re.ASCII)
_NO_REFERENCE: Final = (
    "Name where a secret is kept: env:SECRET_ and the rest of a variable's name, or file: and a file's name. "
    "The secret itself is never written here."
)

_log = structlog.get_logger(__name__)


class NotFromHere(Trouble):
    """Nothing can be changed or sent from a page of this server. The message says why."""


class DeliveryShown(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the log: a `service.outbox.Delivery`, flat. ``name``: the destination's, if it is still known.

    ``changed``: of a parked letter, what has changed of its promise since somebody read both; it goes again only by
    whoever has read it beside the promise of this ``edition``. Empty where it can go as it is.
    """

    id: str
    kind: str
    destination: str
    name: str
    promise: str
    to: tuple[str, ...]
    subject: str
    text: str
    by: str
    state: State
    made_at: Moment
    next_at: Moment
    settled_at: Moment
    attempts: int
    why: str
    reference: str
    refused: dict[str, str]
    changed: str = ""
    edition: int = 0

    @classmethod
    def of(cls, delivery: Delivery, names: dict[str, str], changed: tuple[str, int] = ("", 0)) -> Self:
        """This delivery; ``names``: of destinations by id."""
        message = delivery.message
        return cls(
            id=delivery.id,
            kind=message.kind,
            destination=delivery.destination,
            name=names.get(delivery.destination, ""),
            promise=delivery.promise,
            to=message.to,
            subject=message.subject,
            text=message.text,
            by=delivery.by,
            state=delivery.state,
            made_at=delivery.made_at,
            next_at=delivery.next_at,
            settled_at=delivery.settled_at,
            attempts=delivery.attempts,
            why=delivery.why,
            reference=delivery.reference,
            refused=delivery.refused,
            changed=changed[0],
            edition=changed[1],
        )


class DeliveriesPage(msgspec.Struct, frozen=True, kw_only=True):
    """The log, the newest first; ``after`` names the next page, and is empty where these are the last."""

    now: Moment
    deliveries: list[DeliveryShown]
    after: str = ""


class DestinationShown(msgspec.Struct, frozen=True, kw_only=True):
    """A destination, and whether it works. ``problem``: why it cannot be used as it is written; empty where it can.

    ``parked`` and ``waiting``: how many messages to it are, up to `MOST_COUNTED` in all. ``last``: the newest one.
    """

    destination: Destination
    problem: str
    parked: int
    waiting: int
    last: DeliveryShown | None


class FieldChanged(msgspec.Struct, frozen=True, kw_only=True):
    """One thing about a destination that is another now; empty where it was not there, or is not."""

    field: str
    before: str
    after: str


class ChangeShown(msgspec.Struct, frozen=True, kw_only=True):
    """Who did what to a destination, and when."""

    at: Moment
    by: str
    id: str
    name: str
    what: Literal["added", "changed", "removed"]
    fields: list[FieldChanged]


class OutgoingShown(msgspec.Struct, frozen=True, kw_only=True):
    """What the page begins with. ``why_not``: why nothing can be changed from it; empty where it can. ``trouble``: why
    nothing goes out from this server now; empty where it does.

    ``reminders``, ``news`` and ``letters``: the kinds of message that there are. ``site``: where others find the pages.
    """

    now: Moment
    why_not: str
    trouble: str
    destinations: list[DestinationShown]
    ways: list[Way]
    reminders: tuple[str, ...]
    news: tuple[str, ...]
    letters: tuple[str, ...]
    changes: list[ChangeShown]
    calendars: list[Feed]
    site: str


class SaveDestination(msgspec.Struct, frozen=True, kw_only=True):
    """A destination as it is to be, over what its author has ``seen``: None for a new one, whose ``id`` is empty."""

    destination: Destination
    seen: Destination | None
    by: str


class RemoveDestination(msgspec.Struct, frozen=True, kw_only=True):
    """Take the destination away that its author has ``seen``."""

    seen: Destination
    by: str


class TryDestination(msgspec.Struct, frozen=True, kw_only=True):
    """A destination, saved or not, to be tried. ``to``: mail addresses, for those that take any."""

    destination: Destination
    to: tuple[str, ...] = ()
    by: str = ""


class Tried(msgspec.Struct, frozen=True, kw_only=True):
    """What came of a test message. ``outcome``: brought, to all or to some; not now; or never, until somebody does what
    ``why`` says.
    """

    outcome: Literal["sent", "partly", "not_now", "never"]
    reference: str = ""
    refused: dict[str, str] = {}
    later: dict[str, str] = {}
    why: str = ""
    retry_after: float | None = None


class Rehearsed(msgspec.Struct, frozen=True, kw_only=True):
    """Exactly what would be sent, with secrets blotted."""

    text: str


class SendAgain(msgspec.Struct, frozen=True, kw_only=True):
    """Send a parked delivery again; ``to`` these mail addresses instead, if it is given.

    ``read``: the edition of the promise beside which its sender has read it, where that is needed.
    """

    by: str
    to: tuple[str, ...] | None = None
    read: int = 0


class LetBe(msgspec.Struct, frozen=True, kw_only=True):
    """Let a parked delivery be: it is never sent, unless somebody sends it anew."""

    by: str


class SendAllAgain(msgspec.Struct, frozen=True, kw_only=True):
    """Send again what is parked: to one destination, about one promise, if they are given. ``after``: from there on."""

    by: str
    destination: str = ""
    promise: str = ""
    after: str = ""


class AllSentAgain(msgspec.Struct, frozen=True, kw_only=True):
    """What came of a page of parked messages: how many were sent ``again``, how many ``lapsed`` as they are not needed
    any more, and how many ``stay`` parked for a person to look at. ``after`` names the next page; empty for none.
    """

    again: int
    lapsed: int
    stay: int
    after: str = ""


class MakeCalendar(msgspec.Struct, frozen=True, kw_only=True):
    """A calendar to subscribe to, of one ``owner`` or one ``team``."""

    owner: str = ""
    team: str = ""
    form: Form = "event"
    by: str = ""


class CalendarMade(msgspec.Struct, frozen=True, kw_only=True):
    """It, and the end of its address, which cannot be had again."""

    calendar: Feed
    path: str


class Outgoing:
    """What the page /deliveries asks and does. ``why_not``: why nothing may be changed; ``now`` tells the time."""

    def __init__(
        self, follows: Following, calendars: Calendars, *, now: Callable[[], Moment], why_not: str = ""
    ) -> None:
        self.calendars = calendars
        self._follows = follows
        self._now = now
        self._why_not = why_not

    @property
    def trouble(self) -> str:
        """Why no message goes out from this server now; empty where they do."""
        return self._follows.trouble

    async def show(self) -> OutgoingShown:
        """All of the page but the log."""
        known = await self._follows.destinations()
        parked, waiting = await self._count("parked"), await self._count("waiting")
        shown = [self._shown(there, parked[there.id], waiting[there.id]) for there in known]
        return OutgoingShown(
            now=self._now(),
            why_not=self._why_not,
            trouble=self.trouble,
            destinations=list(await asyncio.gather(*shown)),
            ways=self._follows.kinds(),
            reminders=REMINDERS,
            news=NEWS,
            letters=LETTERS,
            changes=_changes(await self._follows.destination_changes(CHANGES_READ))[:CHANGES_SHOWN],
            calendars=await self.calendars.all(),
            site=self._follows.people.site,
        )

    async def log(self, sought: Sought, after: str = "", limit: int = 50) -> DeliveriesPage:
        """A page of what was sent. Raises `service.ledger_ports.BadCursor`."""
        found = await self._follows.deliveries(sought, after, limit)
        names = await self._names()
        shown = [
            DeliveryShown.of(each, names, await self._follows.changed(each) if each.state == "parked" else ("", 0))
            for each in found.deliveries
        ]
        return DeliveriesPage(now=self._now(), deliveries=shown, after=found.after)

    async def again(self, id: str, wish: SendAgain) -> DeliveryShown:
        """Send a parked delivery again. Raises `NotFromHere`, `following.NoSuch` and `core.ledger.NotAllowed`."""
        self._may(wish.by)
        to = None if wish.to is None else addressing.written(wish.to)
        delivery = await self._follows.again(id, _name(wish.by), to, wish.read)
        return DeliveryShown.of(delivery, await self._names())

    async def let_be(self, id: str, wish: LetBe) -> DeliveryShown:
        """Let a parked delivery be. Raises `NotFromHere`, `following.NoSuch` and `core.ledger.NotAllowed`."""
        self._may(wish.by)
        return DeliveryShown.of(await self._follows.let_be(id, _name(wish.by)), await self._names())

    async def all_again(self, wish: SendAllAgain) -> AllSentAgain:
        """Send a page of parked deliveries again. Raises `NotFromHere`, `NotAllowed` and `ledger_ports.BadCursor`."""
        self._may(wish.by)
        sought = Sought(destination=wish.destination, promise=wish.promise)
        again, lapsed, stay, after = await self._follows.all_again(sought, _name(wish.by), wish.after)
        _log.info("parked messages sent again", destination=wish.destination, by=wish.by, again=again, stay=stay)
        return AllSentAgain(again=again, lapsed=lapsed, stay=stay, after=after)

    async def save(self, wish: SaveDestination) -> Destination:
        """From now on messages go there.

        Raises `NotFromHere`, `following.ChangedMeanwhile`, `NotAllowed`, `WrongDestination`.
        """
        self._may(wish.by)
        there = _checked(wish.destination)
        there = there if there.id else msgspec.structs.replace(there, id=f"dst_{secrets.token_hex(6)}")
        await self._follows.save(there, _name(wish.by), wish.seen)
        return there

    async def remove(self, wish: RemoveDestination) -> None:
        """No message goes there any more. Raises `NotFromHere`, `following.ChangedMeanwhile`, `NotAllowed`."""
        self._may(wish.by)
        await self._follows.remove(wish.seen, _name(wish.by))

    async def rehearse(self, wish: TryDestination) -> Rehearsed:
        """A dry run. Raises `NotFromHere`, `NotAllowed`, `WrongDestination` and `Never`."""
        self._may()
        return Rehearsed(text=await self._follows.rehearse(_checked(wish.destination), addressing.written(wish.to)))

    async def test(self, wish: TryDestination) -> Tried:
        """Send one test message, once and now. Raises `NotFromHere`, `NotAllowed` and `WrongDestination`."""
        self._may()
        there, to = _checked(wish.destination), addressing.written(wish.to)
        try:
            receipt = await self._follows.test(there, to)
        except NotNow as error:
            tried = Tried(outcome="not_now", why=str(error), retry_after=error.retry_after)
        except Never as error:
            tried = Tried(outcome="never", why=str(error))
        else:
            outcome: Literal["sent", "partly"] = "partly" if receipt.refused or receipt.later else "sent"
            tried = Tried(outcome=outcome, reference=receipt.reference, refused=receipt.refused, later=receipt.later)
        _log.info("a test message", kind=there.kind, destination=there.name, by=wish.by, outcome=tried.outcome)
        return tried

    async def make_calendar(self, wish: MakeCalendar) -> CalendarMade:
        """Raises `NotFromHere` and `service.feeds.BadFeed`."""
        self._may(wish.by)
        feed, path = await self.calendars.make(owner=wish.owner, team=wish.team, form=wish.form, by=_name(wish.by))
        return CalendarMade(calendar=feed, path=path)

    async def revoke_calendar(self, id: str) -> None:
        """Raises `NotFromHere` and `service.feeds.NoSuchFeed`."""
        self._may()
        await self.calendars.revoke(id)

    # ----------------------------------------------------------------------------------------------------------------

    def _may(self, by: str | None = None) -> None:
        if self._why_not:
            raise NotFromHere(self._why_not)
        if by is not None and not _name(by):
            raise NotAllowed("Say who you are: your name stands beside what you change.")

    async def _names(self) -> dict[str, str]:
        """Of the destinations that there are, and of those that there were lately."""
        changes = await self._follows.destination_changes(CHANGES_READ)
        were = {change.id: change.now.name for change in reversed(changes) if change.now is not None}
        return were | {there.id: there.name for there in await self._follows.destinations()}

    async def _count(self, state: State) -> "Counter[str]":
        found = await self._follows.deliveries(Sought(state=state), limit=MOST_COUNTED)
        return Counter(delivery.destination for delivery in found.deliveries)

    async def _shown(self, there: Destination, parked: int, waiting: int) -> DestinationShown:
        newest = (await self._follows.deliveries(Sought(destination=there.id), limit=1)).deliveries
        return DestinationShown(
            destination=there,
            problem=await self._follows.problem(there),
            parked=parked,
            waiting=waiting,
            last=DeliveryShown.of(newest[0], {there.id: there.name}) if newest else None,
        )


def _name(text: str) -> str:
    return " ".join(text.split())[:LONGEST_NAME]


def _checked(there: Destination) -> Destination:
    """With its name trimmed. Raises `NotAllowed`."""
    name = _name(there.name)
    if not name:
        raise NotAllowed("Give it a name, by which people know it.")
    if not all(_REFERENCE.fullmatch(reference) for reference in there.secrets.values()):
        raise NotAllowed(_NO_REFERENCE)
    if unknown := sorted(set(there.wants) - {*REMINDERS, *NEWS, *LETTERS}):
        raise NotAllowed(f"There is no kind of message {unknown[0][:40]!r}.")
    return msgspec.structs.replace(there, name=name)


def _changes(changes: Sequence[DestinationChanged]) -> list[ChangeShown]:
    """``changes``, the latest first, each against the one before it."""
    shown: list[ChangeShown] = []
    before: dict[str, Destination | None] = {}
    all_read = len(changes) < CHANGES_READ
    for change in reversed(changes):
        was, now = before.get(change.id), change.now
        known = change.id in before or all_read
        what: Literal["added", "changed", "removed"] = (
            "removed" if now is None else "added" if was is None and known else "changed"
        )
        name = (now or was or Destination(id=change.id, kind="", name=change.id)).name
        fields = _fields(was, now) if was and now else []
        shown.append(ChangeShown(at=change.at, by=change.by, id=change.id, name=name, what=what, fields=fields))
        before[change.id] = now
    return shown[::-1]


def _fields(was: Destination, now: Destination) -> list[FieldChanged]:
    before, after = _flat(was), _flat(now)
    names = [name for name in {**before, **after} if before.get(name, "") != after.get(name, "")]
    return [FieldChanged(field=name, before=before.get(name, ""), after=after.get(name, "")) for name in names]


def _flat(there: Destination) -> dict[str, str]:
    fields: dict[str, Any] = {"name": there.name, "kind": there.kind, **there.options, **there.secrets}
    words = {name: _words(value) for name, value in fields.items()}
    return words | {"wants": ", ".join(there.wants) or "all"}


def _words(value: object) -> str:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
