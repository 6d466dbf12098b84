"""
Announcing: what befalls a promise is told where it is wanted; and to the person whom the site names, that messages are
parked.

The ledger notes each change that is news with the change itself, and the note is struck with the messages that tell of
it: each is told of once, whatever stops the server in between and however many there are. A message's id follows from
the promise, its edition and the destination. In a calendar only those are told who keep the promise, or kept it.
"""

import asyncio
import hashlib
from collections.abc import Sequence
from datetime import timedelta
from typing import Final

import msgspec
import structlog

from steadyline.core import ledger, telling
from steadyline.core.events import Seconds
from steadyline.core.ledger import NEWS, Change, Moment, Promise
from steadyline.core.people import same
from steadyline.service.delivering import Destination, Entry, Message
from steadyline.service.outbox import PARKED, Delivery, Note
from steadyline.service.ports import JournalFailed
from steadyline.service.reminding import BY_ADDRESS, Means, People, entry, facts, wants

_log = structlog.get_logger(__name__)

KINDS: Final = tuple(ledger.name(kind) for kind in NEWS)
"""The kinds of message by which news of a promise is told."""

BATCH: Final = 200
AT_ONCE: Final = 10
"""Notes struck in one transaction, at most: live calls are written down between them."""

TOGETHER: Final = 1000
"""Parked messages told of in one, at most: all their notes are struck in one transaction."""

LOOK_SECONDS: Final[Seconds] = 1.0
"""How soon what was noted is told."""

GATHER_SECONDS: Final[Seconds] = 300.0
"""How long parked messages are gathered, to be told of together: where one is parked, others often follow."""

AFTER_FAULT_SECONDS: Final[Seconds] = 5.0

_CALENDAR: Final = "calendar"


class Announcer:
    """Tells of what was noted."""

    def __init__(self, means: Means) -> None:
        self._ledger, self._outbox, self._lines, self._people, self._words, self._now = means

    async def run(self) -> None:
        """For ever: tell of what is noted, soon after it was."""
        while True:
            pause = LOOK_SECONDS
            try:
                await self.announce()
            except JournalFailed as error:
                _log.error("nobody is told what befell promises: the database cannot be asked", why=str(error))
                pause = AFTER_FAULT_SECONDS
            except Exception:  # whatever it was, what befalls promises next must not wait for the next start
                _log.exception("nobody is told what befell promises")
                pause = AFTER_FAULT_SECONDS
            await asyncio.sleep(pause)

    async def announce(self) -> None:
        """Tell of what is noted now."""
        after = 0
        while news := await self._outbox.notes(after, BATCH, parked=False):
            after = news[-1].number
            for begin in range(0, len(news), AT_ONCE):
                await self._tell(news[begin : begin + AT_ONCE])
        oldest = await self._outbox.notes(limit=1, parked=True)
        if not oldest or oldest[0].at > self._gathered():
            return
        after = 0
        while parked := await self._outbox.notes(after, TOGETHER, parked=True):
            after = parked[-1].number
            await self._tell_of_parked(parked)

    def _gathered(self) -> Moment:
        return ledger.stamp(ledger.when(self._now()) - timedelta(seconds=GATHER_SECONDS))

    async def _tell(self, notes: Sequence[Note]) -> None:
        """What is told of each of these; of two servers that tell the same, one finds that the notes are struck."""
        deliveries = [delivery for note in notes for delivery in await self._news(note)]
        await self._outbox.strike([note.number for note in notes], deliveries)

    # --- news of a promise --------------------------------------------------------------------------------------------

    async def _news(self, note: Note) -> list[Delivery]:
        """None where it cannot be put in words: one odd promise must not keep others from being heard of."""
        wanted = [there for there in (await self._lines.all()).values() if wants(there, note.kind)]
        if not wanted:
            return []
        history = await self._ledger.history(note.about)
        try:
            before = ledger.fold(note.about, history[: note.edition - 1])
            after = ledger.fold(note.about, history[: note.edition])
            assert after is not None
            change = history[note.edition - 1]
            return [each for there in wanted for each in self._deliveries(there, before, after, change)]
        except Exception:
            _log.exception("nobody can be told what befell a promise", promise=note.about, edition=note.edition)
            return []

    def _deliveries(self, there: Destination, before: Promise | None, after: Promise, change: Change) -> list[Delivery]:
        if there.kind == _CALENDAR:
            return [
                self._delivery(there, after, change, to, entry=shown)
                for shown, to in invitations(self._people, before, after, change.at)
            ]
        to = self._people.keeper(after)
        if there.kind in BY_ADDRESS and (not to or same(change.by, after.owner or after.team)):
            return []  # nobody is written to about what they did themselves
        return [self._delivery(there, after, change, to)]

    def _delivery(
        self, there: Destination, promise: Promise, change: Change, to: tuple[str, ...], entry: Entry | None = None
    ) -> Delivery:
        link, now = self._people.link(promise), self._now()
        written = telling.news(self._words(promise.team), promise, change, link)
        struck = "struck" if entry and entry.cancelled else ""
        message = Message(
            id=_id("news", promise.id, str(promise.edition), there.id, struck),
            kind=ledger.name(change),
            at=change.at,
            subject=written.subject,
            text=written.text,
            to=to,
            about=promise.id,
            data=facts(promise) | {"change": msgspec.to_builtins(change), "link": link},
            entry=entry,
        )
        return Delivery(message=message, destination=there.id, made_at=now, next_at=now, edition=promise.edition)

    # --- what is parked -----------------------------------------------------------------------------------------------

    async def _tell_of_parked(self, notes: Sequence[Note]) -> None:
        """One message to each destination that wants it, of those that still wait for a person."""
        kept = await self._outbox.several(sorted({note.about for note in notes}))
        subjects = [delivery.message.subject for delivery in kept if delivery.state == "parked"]
        lines = (await self._lines.all()).values()
        wanted = [there for there in lines if wants(there, PARKED) and there.kind != _CALENDAR] if subjects else []
        deliveries = [each for there in wanted for each in self._of_parked(there, notes, subjects)]
        await self._outbox.strike([note.number for note in notes], deliveries)

    def _of_parked(self, there: Destination, notes: Sequence[Note], subjects: Sequence[str]) -> list[Delivery]:
        named, now = self._people.of(self._people.named), self._now()
        if there.kind in BY_ADDRESS and not named:
            return []
        link = f"{self._people.site.rstrip('/')}/deliveries?state=parked" if self._people.site else ""
        written = telling.parked(self._words(""), subjects, link)
        message = Message(
            id=_id("parked", there.id, *(f"{note.number} {note.about} {note.edition} {note.at}" for note in notes)),
            kind=PARKED,
            at=now,
            subject=written.subject,
            text=written.text,
            to=(named,) if named else (),
            data={"count": len(subjects), "link": link},
        )
        return [Delivery(message=message, destination=there.id, made_at=now, next_at=now)]


# --- calendars --------------------------------------------------------------------------------------------------------


def invitations(
    people: People, before: Promise | None, after: Promise, at: Moment
) -> list[tuple[Entry, tuple[str, ...]]]:
    """What is put into whose calendar once ``before`` became ``after``, and what is struck out of it.

    A deadline stands in the calendar of whoever keeps the promise, as long as it is open.
    """
    stands = guests(people, after)
    gone = tuple(address for address in guests(people, before) if address not in stands)
    told: list[tuple[Entry, tuple[str, ...]]] = []
    if before is not None and gone and (struck := entry(before, at, people.link(before))):
        told.append((msgspec.structs.replace(struck, sequence=after.edition, cancelled=True), gone))
    if stands and (shown := entry(after, at, people.link(after))):
        told.append((shown, stands))
    return told


def guests(people: People, promise: Promise | None) -> tuple[str, ...]:
    """In whose calendar the promise stands, by their mail addresses."""
    stands = promise is not None and promise.state == "open" and promise.due is not None
    return people.keeper(promise) if promise is not None and stands else ()


def _id(kind: str, *parts: str) -> str:
    return f"{kind}_{hashlib.blake2b(chr(10).join(parts).encode(), digest_size=12).hexdigest()}"
