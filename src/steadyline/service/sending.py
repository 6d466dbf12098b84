"""
Sending: one attempt at one delivery, from what is kept of it, and from what holds now, to what came of it.

So few are under way to one destination at once that a crash can repeat no more than those, and a repeat has the same
id. Whatever a carrier does, the attempt ends with a word on what came of it; what is parked waits for a person.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final, NamedTuple

import structlog

from steadyline.core.events import Seconds
from steadyline.core.ledger import Moment
from steadyline.service import outbox
from steadyline.service.delivering import Carrier, Destination, Message, Never, NotNow, Ways, WrongDestination
from steadyline.service.outbox import Delivery, Destinations, Held, Outbox, Patience
from steadyline.service.ports import JournalFailed

_log = structlog.get_logger(__name__)

FRESH_SECONDS: Final[Seconds] = 2.0
"""How long what was read is good: a changed destination, or promise, is used as it is now after that."""


class Line(NamedTuple):
    """An open way to a destination, and room for so many at once."""

    destination: Destination
    carrier: Carrier
    room: asyncio.Semaphore


class Lines:
    """The carriers to all destinations, opened when needed, and anew where a destination was changed."""

    def __init__(self, destinations: Destinations, ways: Ways, at_once: int) -> None:
        self._destinations = destinations
        self._ways = ways
        self._at_once = at_once
        self._open: dict[str, Line] = {}
        self._known: dict[str, Destination] = {}
        self._read_at = float("-inf")
        self._reading = asyncio.Lock()

    async def all(self) -> dict[str, Destination]:
        """The destinations by id, as they were at most `FRESH_SECONDS` ago."""
        async with self._reading:
            now = asyncio.get_running_loop().time()
            if now - self._read_at > FRESH_SECONDS:
                self._known = {destination.id: destination for destination in await self._destinations.all()}
                self._read_at = now
        return self._known

    def forget(self) -> None:
        """Read them again next time: one was changed here."""
        self._read_at = float("-inf")

    async def to(self, id: str) -> Line:
        """The line to the destination of this id. Raises `Never`."""
        destination = (await self.all()).get(id)
        if destination is None:
            raise Never("where it was to go is no destination any more; send it another way")
        line = self._open.get(id)
        if line is not None and line.destination == destination:
            return line
        stale = self._open.pop(id, None)
        try:
            carrier = self._ways.open(destination)
            self._open[id] = fresh = Line(destination, carrier, asyncio.Semaphore(self._at_once))
        except WrongDestination as error:
            raise Never(str(error)) from None
        finally:
            if stale is not None:  # last, as who comes meanwhile must find the fresh one
                await stale.carrier.close()
        return fresh

    async def holds(self, line: Line, id: str) -> bool:
        """Whether this still is the line to the destination of this id."""
        return (await self.all()).get(id) == line.destination and self._open.get(id) is line

    async def close(self) -> None:
        """Let go of every connection."""
        for line in self._open.values():
            await line.carrier.close()
        self._open.clear()


class Sender:
    """Makes attempts. ``now`` tells the time; ``chance`` a number from 0 to 1; ``settled`` hears what came of each.

    ``afresh``: a delivery as it should go at this moment, or as it stands where it should not go.
    """

    def __init__(
        self,
        outbox: Outbox,
        lines: Lines,
        *,
        patience: Patience,
        now: Callable[[], Moment],
        chance: Callable[[], float],
        afresh: Callable[[Held, Moment], Awaitable[Delivery]],
        settled: Callable[[Delivery], Awaitable[None]],
    ) -> None:
        self._outbox = outbox
        self._lines = lines
        self._afresh = afresh
        self._patience = patience
        self._now = now
        self._chance = chance
        self._settled = settled

    async def attempt(self, id: str, number: int) -> None:
        """Attempt ``number`` of the delivery ``id``, unless it was made already: see `service.outbox.Attempt`.

        Others may have been claimed with it: one that cannot be made, as its promise is odd, must not keep them.
        """
        try:
            await self._attempt(id, number)
        except JournalFailed:
            raise
        except Exception as error:
            _log.exception("a message could not be sent: it is parked", delivery=id)
            before = await self._outbox.get(id)
            if before is not None and _is_due(before, number):
                await self._settle(before, self._failed(before, Never(_fault(error))))

    async def _attempt(self, id: str, number: int) -> None:
        held = await self._due(id, number)
        while held is not None:
            try:
                line = await self._lines.to(held.delivery.destination)
            except Never as why:
                await self._settle(held.delivery, self._failed(held.delivery, why))
                return
            held = await self._through(line, held, number)

    async def _through(self, line: Line, held: Held, number: int) -> Held | None:
        """None once it is over; after a wait for room, what must go by another line, as the destination was changed."""
        clock = asyncio.get_running_loop().time
        asked, waiting = clock(), held
        async with line.room:  # until what came of it is on disk: a crash repeats no more than is in here
            if clock() - asked > FRESH_SECONDS:
                found = await self._due(held.delivery.id, number)
                if found is None:
                    return None
                waiting = found
            if not await self._lines.holds(line, waiting.delivery.destination):
                return waiting
            await self._settle(waiting.delivery, await self._carried(waiting, line.carrier))
            return None

    async def _due(self, id: str, number: int) -> Held | None:
        """The delivery as it is, with its promise; None where this attempt was made already."""
        held = await self._outbox.held(id)
        return held if held is not None and _is_due(held.delivery, number) else None

    async def _settle(self, before: Delivery, after: Delivery) -> None:
        if await self._outbox.settle(before, after):
            await self._settled(after)

    async def _carried(self, held: Held, carrier: Carrier) -> Delivery:
        delivery = await self._afresh(held, self._now())
        if delivery.state != "waiting":
            return delivery
        try:
            receipt = await carrier.carry(delivery.message)
        except (NotNow, Never) as why:
            return self._failed(delivery, why)
        except Exception as error:
            _log.exception("a message could not be carried", delivery=delivery.id, destination=delivery.destination)
            return self._failed(delivery, NotNow(_fault(error)))
        return outbox.brought(delivery, receipt, self._now(), self._patience, self._chance())

    def _failed(self, delivery: Delivery, why: NotNow | Never) -> Delivery:
        return outbox.failed(delivery, why, self._now(), self._patience, self._chance())

    async def rehearse(self, destination: str, message: Message) -> str:
        """Exactly what would be sent there. Raises `Never`."""
        return (await self._lines.to(destination)).carrier.rehearse(message)


def _is_due(delivery: Delivery, number: int) -> bool:
    return delivery.state == "waiting" and delivery.attempts == number - 1


def _fault(error: Exception) -> str:
    return f"something went wrong here ({type(error).__name__}): the log says what"
