"""
Following through: what happens by itself once a word was given, and what a person sends by a click.

Reminders go out by themselves; nothing goes to a customer but by a person's click, on a draft that they could mend.
That the customer was told stands on the ledger as soon as it was sent, and not before. Whoever clicks twice sends once.
"""

import asyncio
import hashlib
import random
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from functools import partial

import msgspec
import structlog

from steadyline.core import ledger, telling
from steadyline.core.ledger import Asked, Moment, NotAllowed, Promise, State, Told
from steadyline.core.playbook import Words
from steadyline.core.telling import Letter, Occasion
from steadyline.service import heralding, reminding
from steadyline.service import outbox as outboxes
from steadyline.service.announcing import Announcer
from steadyline.service.clearing import Clearing, Terms
from steadyline.service.delivering import (
    Carrier,
    Destination,
    Entry,
    Message,
    Receipt,
    Way,
    Ways,
    WrongDestination,
)
from steadyline.service.heralding import Neighbours
from steadyline.service.ledger_ports import Ledger
from steadyline.service.outbox import (
    Deliveries,
    Delivery,
    DestinationChanged,
    Destinations,
    Outbox,
    Patience,
    Sought,
)
from steadyline.service.ports import Bus
from steadyline.service.rechecking import Recheck
from steadyline.service.reminding import Means, People, Reminder
from steadyline.service.resending import Resender, SentAgain
from steadyline.service.sending import Lines, Sender
from steadyline.service.trouble import Trouble

_WHEN: dict[Occasion, tuple[State, ...]] = {
    **{what: (state,) for what, state in ledger.TELLS_OF.items()},
    "asked": ("kept", "broken"),
}
"""In which states a letter for each occasion makes sense."""

TO_CUSTOMERS = frozenset({"mail", "zendesk", "salesforce", "hubspot", "jira", "freshdesk"})
"""The kinds of destination by which a customer is reached: mail, and whatever ticket system speaks with them."""

_NOT_PARKED = "Only a parked delivery can be sent again or let be: this one was sent or let be, or is still tried."

_A_TEST = "This is a test. Whoever reads it need do nothing: messages about promises will arrive here."

_log = structlog.get_logger(__name__)


def moment_now() -> Moment:
    """This moment."""
    return ledger.stamp(datetime.now(UTC))


class NoSuch(Trouble):
    """There is no promise, delivery or destination of this id."""


class ChangedMeanwhile(Trouble):
    """Somebody else changed this destination. Nothing was saved: look again."""


class Following:
    """All that follows from the ledger. `running` is entered as long as the server lives."""

    def __init__(
        self,
        *,
        ledger: Ledger,
        outbox: Outbox,
        destinations: Destinations,
        ways: Ways,
        bus: Bus,
        words: Callable[[str], Words],
        people: People | None = None,
        patience: Patience | None = None,
        at_once: int = 1,
        neighbours: Neighbours | None = None,
        terms: Terms | None = None,
        now: Callable[[], Moment] = moment_now,
        chance: Callable[[], float] = random.random,
    ) -> None:
        """``words``: the words of a team's playbook. ``at_once``: messages under way to one destination.

        ``neighbours``: the other servers on the same database, if there can be any. ``terms``: how long to keep what
        was sent.
        """
        self.people = people or People()
        self._ledger = ledger
        self._outbox = outbox
        self._destinations = destinations
        self._ways = ways
        self._bus = bus
        self._words = words
        self._now = now
        self._lines = Lines(destinations, ways, at_once)
        self._neighbours = neighbours
        means = Means(ledger, outbox, self._lines, self.people, words, now)
        self._reminder = Reminder(means, claimed=partial(heralding.publish, bus))
        self._announcer = Announcer(means)
        self._clearing = Clearing(outbox, terms or Terms(), now)
        recheck = Recheck(ledger, self._reminder, self.people)
        self._sender = Sender(
            outbox,
            self._lines,
            patience=patience or Patience(),
            now=now,
            chance=chance,
            afresh=recheck,
            settled=self._settled,
        )
        self._recheck = recheck
        self._resender = Resender(outbox, self._lines, afresh=recheck, now=now, told=self._tell)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """While entered, reminders and news are sent as they come up, and deliveries are brought to their end."""
        async with self._outbox.working(self._sender.attempt):
            parts = (self._reminder.run(), self._announcer.run(), self._relay(), self._clearing.run())
            work = [asyncio.create_task(part) for part in parts]
            for task in work:
                task.add_done_callback(_tell_of_end)
            try:
                yield
            finally:
                for task in work:
                    task.cancel()
                await asyncio.gather(*work, return_exceptions=True)
        await self._lines.close()

    async def _relay(self) -> None:
        if self._neighbours is not None:
            await heralding.relay(self._neighbours, self._ledger, self._outbox, self._bus)

    async def remind(self) -> int:
        """Remind of what is due now; returns how many reminders were claimed here."""
        return await self._reminder.remind()

    async def announce(self) -> None:
        """Tell what befell promises, and of what was parked, where that is wanted."""
        await self._announcer.announce()

    async def clear(self) -> int:
        """Clear away what is over its time; returns how much that was."""
        return await self._clearing.clear()

    # --- telling the customer ---------------------------------------------------------------------------------------

    async def draft(self, id: str, occasion: Occasion, by: str) -> tuple[Letter, int]:
        """What could be written to the customer now, and the promise's edition. Raises `NoSuch`, `NotAllowed`."""
        promise, now = await self._promise(id), self._now()
        _check(promise, occasion)
        if occasion == "late" and telling.as_promised(promise, now):
            raise NotAllowed(
                "Its date is still to come, and was never moved, so there is no later one to tell the customer. "
                "Give the promise its new date first, and the letter says that one."
            )
        return telling.letter(self._words(promise.team), promise, occasion, by, now), promise.edition

    async def tell(
        self,
        id: str,
        occasion: Occasion,
        letter: Letter,
        *,
        destination: str,
        to: Sequence[str] = (),
        by: str,
        seen: int = 0,
    ) -> Delivery:
        """Send the letter to the customer: by mail to ``to``, or through the ticket system that ``destination`` is.

        ``seen``: the edition of the promise from which it was written; 0 where that is the one that holds. Once it is
        sent, `Told` or `Asked` stands on the ledger. One like it that is parked, or let be, goes again as it is written
        now.
        Raises `NoSuch`, `core.ledger.NotAllowed`, and `Never` where it could not go this way at all.
        """
        promise = await self._promise(id)
        there = await self._destination(destination)
        _check(promise, occasion)
        if there.kind not in TO_CUSTOMERS:
            raise NotAllowed(f"{there.name} does not reach customers: send it by mail, or through a ticket system.")
        if not reminding.wants(there, reminding.LETTER + occasion):
            raise NotAllowed(f"{there.name} takes no letters to customers: on /deliveries an admin can let it.")
        if not letter.text.strip():
            raise NotAllowed("Write something: an empty message tells the customer nothing.")
        message = self._message(promise, occasion, letter, there, tuple(to))
        await self._sender.rehearse(there.id, message)
        then = (
            Asked(at=message.at, by=by, how=there.kind, text=letter.text)
            if occasion == "asked"
            else Told(at=message.at, by=by, what=occasion, how=there.kind, text=letter.text)
        )
        at, edition = message.at, _seen(promise, seen)
        kept = await self._outbox.put(
            Delivery(message=message, destination=there.id, by=by, made_at=at, next_at=at, then=then, edition=edition)
        )
        if kept.state in ("parked", "lapsed"):
            anew = outboxes.again(kept, by, at)
            anew = msgspec.structs.replace(
                anew, message=message, destination=there.id, then=then, edition=edition, read_at=at, why="", refused={}
            )
            kept = anew if await self._outbox.settle(kept, anew) else kept
        self._tell(kept)
        return kept

    def _message(
        self, promise: Promise, occasion: Occasion, letter: Letter, there: Destination, to: tuple[str, ...]
    ) -> Message:
        once = () if occasion == "asked" else (there.id, *to, letter.subject, letter.text)
        stands = "\n".join((promise.id, occasion, str(promise.reopened), *once))
        return Message(
            id=f"tell_{hashlib.blake2b(stands.encode(), digest_size=12).hexdigest()}",
            kind=reminding.LETTER + occasion,
            at=self._now(),
            subject=letter.subject,
            text=letter.text,
            to=to,
            about=promise.id,
            data=reminding.facts(promise) | {"occasion": occasion},
        )

    # --- the log of what was sent -----------------------------------------------------------------------------------

    async def deliveries(self, sought: Sought, after: str = "", limit: int = 50) -> Deliveries:
        """A page of the log, the newest first. Raises `service.ledger_ports.BadCursor`."""
        return await self._outbox.find(sought, after, limit)

    async def again(self, id: str, by: str, to: Sequence[str] | None = None, read: int = 0) -> Delivery:
        """Send a parked delivery again, under the same id; to these addresses instead, if some are given.

        ``read``: the edition of the promise beside which its sender has read it; 0 where they have not. Raises
        `NoSuch`, and `core.ledger.NotAllowed` where it is not parked (any more), or is a letter whose promise has
        changed since somebody read both.
        """
        before = await self._outbox.get(id)
        if before is None:
            raise NoSuch(f"There is no delivery {id}.")
        if before.state != "parked":
            raise NotAllowed(_NOT_PARKED)
        after = outboxes.again(before, by, at := self._now())
        promise = await self._ledger.get(before.promise)
        if promise is not None and read > 0:
            after = msgspec.structs.replace(after, edition=min(read, promise.edition), read_at=at)
        if why := (await self.changed(after))[0]:
            raise NotAllowed(f"It was not sent, as {why}.")
        if to is not None:
            after = msgspec.structs.replace(after, message=msgspec.structs.replace(after.message, to=tuple(to)))
        if not await self._outbox.settle(before, after):
            raise NotAllowed(_NOT_PARKED)
        self._tell(after)
        return after

    async def let_be(self, id: str, by: str) -> Delivery:
        """Let a parked delivery be. Raises `NoSuch`, and `core.ledger.NotAllowed` where it is not parked (any more)."""
        before = await self._outbox.get(id)
        if before is None:
            raise NoSuch(f"There is no delivery {id}.")
        if before.state != "parked":
            raise NotAllowed(_NOT_PARKED)
        after = outboxes.let_be(before, by, self._now())
        if (await self.changed(before))[0]:  # Who has it was told of what holds no more.
            after = msgspec.structs.replace(after, then=None)
        if not await self._outbox.settle(before, after):
            raise NotAllowed(_NOT_PARKED)
        await self._settled(after)
        return after

    async def changed(self, delivery: Delivery) -> tuple[str, int]:
        """Why this letter should not go before a person has read it beside its promise, and the promise's edition.

        Empty where it can go, or is no letter to a customer.
        """
        promise = await self._ledger.get(delivery.promise)
        if promise is None or not delivery.message.kind.startswith(reminding.LETTER):
            return "", 0
        return await self._recheck.why_no_letter(delivery, promise, self._now()), promise.edition

    async def all_again(self, sought: Sought, by: str, after: str = "") -> SentAgain:
        """Send what is parked of these again, a page of them. Raises `service.ledger_ports.BadCursor`."""
        return await self._resender.all(sought, by, after)

    # --- where messages go ------------------------------------------------------------------------------------------

    @property
    def trouble(self) -> str:
        """Why no message goes out from this server now, in words; empty where they do."""
        return self._outbox.trouble

    def kinds(self) -> list[Way]:
        """The kinds of destination that there are, with all that can be set."""
        return self._ways.kinds()

    async def destinations(self) -> list[Destination]:
        """By name."""
        return await self._destinations.all()

    async def destination_changes(self, limit: int = 100) -> list[DestinationChanged]:
        """Who changed what, the latest first."""
        return await self._destinations.changes(limit)

    async def save(self, destination: Destination, by: str, seen: Destination | None = None) -> None:
        """From now on messages go there, a new one or as it was ``seen`` until now.

        Raises `WrongDestination` and `ChangedMeanwhile`; nothing is saved then.
        """
        await (await self._opened(destination)).close()
        if not await self._destinations.save(destination, by, self._now(), seen):
            raise ChangedMeanwhile(ChangedMeanwhile.__doc__)
        self._lines.forget()

    async def remove(self, seen: Destination, by: str) -> None:
        """No message goes there any more. Raises `ChangedMeanwhile`."""
        if not await self._destinations.remove(seen, by, self._now()):
            raise ChangedMeanwhile(ChangedMeanwhile.__doc__)
        self._lines.forget()

    async def rehearse(self, destination: Destination, to: Sequence[str] = ()) -> str:
        """A dry run: exactly what a test message would be, with secrets blotted. Raises `WrongDestination`, `Never`."""
        carrier = await self._opened(destination)
        try:
            return carrier.rehearse(self._test(to))
        finally:
            await carrier.close()

    async def test(self, destination: Destination, to: Sequence[str] = ()) -> Receipt:
        """Send a test message, once and now. Raises `WrongDestination`, `NotNow`, `Never`."""
        carrier = await self._opened(destination)
        try:
            return await carrier.carry(self._test(to))
        finally:
            await carrier.close()

    async def problem(self, destination: Destination) -> str:
        """Why nothing can be sent there as it is written; empty where something can. Nothing is sent."""
        try:
            await (await self._opened(destination)).close()
        except WrongDestination as error:
            return str(error)
        return ""

    async def _opened(self, destination: Destination) -> Carrier:
        """Secrets and certificates are files that may be read slowly."""
        return await asyncio.to_thread(self._ways.open, destination)

    def _test(self, to: Sequence[str]) -> Message:
        now = self._now()
        id = f"test_{hashlib.blake2b(f'{now}{random.random()}'.encode(), digest_size=12).hexdigest()}"
        subject, text = "A test from Steadyline", _A_TEST
        due = ledger.stamp(ledger.when(now) + timedelta(days=1))
        shown = Entry(uid=id, sequence=0, changed=now, due=due, timezone="UTC", summary=subject, description=text)
        return Message(id=id, kind="test", at=now, subject=subject, text=text, to=tuple(to), entry=shown)

    # ----------------------------------------------------------------------------------------------------------------

    async def _promise(self, id: str) -> Promise:
        promise = await self._ledger.get(id)
        if promise is None:
            raise NoSuch(f"There is no promise {id}.")
        return promise

    async def _destination(self, id: str) -> Destination:
        self._lines.forget()
        found = (await self._lines.all()).get(id)
        if found is None:
            raise NoSuch(f"There is no destination {id}.")
        return found

    async def _settled(self, delivery: Delivery) -> None:
        self._tell(delivery)
        if delivery.state == "sent" and delivery.then is not None:
            promise = await self._ledger.get(delivery.promise)
            if promise is not None:
                heralding.publish(self._bus, promise, msgspec.structs.replace(delivery.then, at=delivery.settled_at))

    def _tell(self, delivery: Delivery) -> None:
        if delivery.state == "parked":  # why is told on the page alone: it may name a customer's address
            _log.warning(
                "a message is parked: a person must look at it",
                delivery=delivery.id,
                destination=delivery.destination,
            )
        self._bus.publish(outboxes.TOPIC, msgspec.json.encode(delivery))


def _seen(promise: Promise, edition: int) -> int:
    """The edition that somebody looked at: what holds now, where they do not say."""
    return edition if 0 < edition < promise.edition else promise.edition


def _check(promise: Promise, occasion: Occasion) -> None:
    if promise.state not in _WHEN[occasion]:
        word = " or ".join(_WHEN[occasion])
        raise NotAllowed(f"The promise is {promise.state}: this message is for one that is {word}.")
    if occasion == "asked" and promise.asked_at is not None:
        raise NotAllowed("The customer was asked already whether it is right now. Asking twice is a bother.")


def _tell_of_end(task: "asyncio.Task[None]") -> None:
    if not task.cancelled() and (error := task.exception()) is not None:
        _log.error("nobody is reminded of promises, or told of them, any more: the work on it stopped", why=repr(error))
