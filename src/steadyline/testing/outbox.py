"""
Deliveries that are gone with their process.

A change, what is sent because of it and the notes of it are kept together, or nothing of them is.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime

import msgspec

from steadyline.core import ledger
from steadyline.core.ledger import Moment, Promise
from steadyline.service.ledger_ports import MOST_AT_ONCE, BadCursor, Ledger, LedgerConflict, Query
from steadyline.service.outbox import OVER, PARKED, Attempt, Claim, Deliveries, Delivery, Held, Note, Sought, Stock


class MemoryOutbox:
    """An `Outbox` in memory, over any ledger: attempts are begun while it is `working`, and again when it is later."""

    def __init__(self, ledger: Ledger) -> None:
        self.trouble = ""
        self._ledger = ledger
        self._deliveries: dict[str, Delivery] = {}
        self._notes: dict[tuple[str, int], Note] = {}
        self._struck: set[int] = set()
        self._attempt: Attempt | None = None
        self._under_way: set[asyncio.Task[None]] = set()

    async def claim(self, claims: Sequence[Claim]) -> list[Promise | None]:
        outcomes: list[Promise | None] = []
        for id, edition, change, deliveries in claims:
            try:
                outcomes.append(await self._ledger.write(id, edition, change))
            except (LedgerConflict, ledger.NotAllowed):
                outcomes.append(None)
                continue
            for delivery in deliveries:
                await self.put(delivery)
        return outcomes

    async def put(self, delivery: Delivery) -> Delivery:
        if delivery.id not in self._deliveries:
            self._deliveries[delivery.id] = delivery
            self._begin(delivery)
        return self._deliveries[delivery.id]

    async def settle(self, before: Delivery, after: Delivery) -> bool:
        holds = self._deliveries.get(before.id)
        if holds is None or (holds.attempts, holds.state) != (before.attempts, before.state):
            return False
        self._deliveries[before.id] = after
        if after.state == "waiting":
            self._begin(after)
        if after.state == "sent" and after.then is not None:
            promise = await self._ledger.get(after.promise)
            with suppress(ledger.NotAllowed):
                then = msgspec.structs.replace(after.then, at=after.settled_at)
                await self._ledger.write(after.promise, promise.edition if promise else 0, then)
        if after.state == "parked" and after.message.kind != PARKED:
            self._note(PARKED, after.id, after.attempts, after.settled_at)
        return True

    async def notes(self, after: int = 0, limit: int = 100, *, parked: bool | None = None) -> list[Note]:
        place, more = "", True
        while more:
            page = await self._ledger.find(Query(states=ledger.STATES), place, MOST_AT_ONCE)
            for promise in page.promises:
                await self._note_news(promise.id)
            place, more = page.after, bool(page.after)
        left = [note for note in self._notes.values() if note.number > after and note.number not in self._struck]
        return [note for note in left if parked is None or (note.kind == PARKED) is parked][:limit]

    async def strike(self, numbers: Sequence[int], deliveries: Sequence[Delivery]) -> bool:
        known = {note.number for note in self._notes.values()}
        if not known - self._struck >= set(numbers):
            return False
        self._struck |= set(numbers)
        for delivery in deliveries:
            await self.put(delivery)
        return True

    async def _note_news(self, promise: str) -> None:
        """A ledger on disk notes them as it writes them; any ledger can be asked what it wrote."""
        for edition, change in enumerate(await self._ledger.history(promise), start=1):
            if isinstance(change, ledger.NEWS):
                self._note(ledger.name(change), promise, edition, change.at)

    def _note(self, kind: str, about: str, edition: int, at: Moment) -> None:
        number = len(self._notes) + 1
        self._notes.setdefault((about, edition), Note(number, kind, about, edition, at))

    async def get(self, id: str) -> Delivery | None:
        return self._deliveries.get(id)

    async def several(self, ids: Sequence[str]) -> list[Delivery]:
        return [delivery for id, delivery in self._deliveries.items() if id in ids]

    async def held(self, id: str) -> Held | None:
        delivery = self._deliveries.get(id)
        return Held(delivery, await self._ledger.get(delivery.promise)) if delivery else None

    async def find(self, sought: Sought, after: str = "", limit: int = 50) -> Deliveries:
        if after and not (after.isascii() and after.isdigit()):
            raise BadCursor(f"{after[:60]!r} is no place to go on from. Begin at the first page.")
        numbered = list(enumerate(self._deliveries.values(), start=1))
        found = [
            (number, delivery)
            for number, delivery in reversed(numbered)
            if sought.state in ("", delivery.state)
            and sought.promise in ("", delivery.promise)
            and sought.destination in ("", delivery.destination)
            and (not after or number < int(after))
        ]
        more = str(found[limit - 1][0]) if len(found) > limit else ""
        return Deliveries([delivery for _, delivery in found[:limit]], more)

    async def stock(self, now: Moment) -> Stock:
        kept = self._deliveries.values()
        late = [delivery.next_at for delivery in kept if delivery.state == "waiting" and delivery.next_at < now]
        return Stock(dict(Counter(delivery.state for delivery in kept)), min(late, default=""))

    async def clear(self, sent_before: Moment, done_before: Moment, most: int) -> int:
        over = [each for each in self._deliveries.values() if each.state in OVER and each.settled_at < sent_before]
        for delivery in over[:most]:
            del self._deliveries[delivery.id]
        return len(over[:most])

    @asynccontextmanager
    async def working(self, attempt: Attempt) -> AsyncIterator[None]:
        self._attempt = attempt
        for delivery in list(self._deliveries.values()):
            if delivery.state == "waiting":
                self._begin(delivery)
        try:
            yield
        finally:
            self._attempt = None
            for task in self._under_way:
                task.cancel()
            await asyncio.gather(*self._under_way, return_exceptions=True)

    def _begin(self, delivery: Delivery) -> None:
        if self._attempt is not None:
            task = asyncio.create_task(self._run(self._attempt, delivery))
            self._under_way.add(task)
            task.add_done_callback(self._under_way.discard)

    async def _run(self, attempt: Attempt, delivery: Delivery) -> None:
        left = (ledger.when(delivery.next_at) - datetime.now(UTC)).total_seconds()
        while True:
            await asyncio.sleep(max(0.0, left))
            try:
                return await attempt(delivery.id, delivery.attempts + 1)
            except Exception:
                left = 0.05
