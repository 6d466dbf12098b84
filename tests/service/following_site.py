"""A site whose messages go by a script, and what is asked of it: for the suites of what follows from a promise."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from contracts.follower import POLICY
from steadyline.bus.local import LocalBus
from steadyline.core.ledger import (
    Change,
    Kept,
    Made,
    Promise,
    Proof,
    stamp,
)
from steadyline.core.telling import Letter
from steadyline.playbooks import loader
from steadyline.service.delivering import Carrier, Destination, Never, NotNow, Receipt, Way, WrongDestination
from steadyline.service.following import Following
from steadyline.service.outbox import Delivery, Patience, Sought
from steadyline.service.reminding import People
from steadyline.testing import MemoryDestinations, MemoryLedger, MemoryOutbox, ScriptedCarrier

MAIL = Destination(id="mail", kind="mail", name="Mail")
HOOK = Destination(id="hook", kind="webhook", name="Hook", wants=("reminder_named_person",))
WALL = Destination(id="wall", kind="webhook", name="Wall")
PEOPLE = People(addresses={"Ana": "ana@example.com"}, named="boss@example.com", site="https://desk.example.com/")
WORDS = loader.shipped().words
DRAFT = Letter(subject="Later", text="Hello Dana, it will be later.")
QUICK = Patience(first=0.0, attempts=2)


class Scripted:
    """`Ways` to carriers that do what their script says."""

    def __init__(self, script: Sequence[Receipt | NotNow | Never] = ()) -> None:
        self.carriers: dict[str, ScriptedCarrier] = {}
        self._script = script

    def kinds(self) -> list[Way]:
        return []

    def open(self, destination: Destination) -> Carrier:
        if destination.kind not in ("mail", "webhook", "calendar"):
            raise WrongDestination(f"there is no way out of kind {destination.kind!r}")
        return self.carriers.setdefault(destination.id, ScriptedCarrier(self._script))


class Site:
    """A site with a ledger, two destinations, and what follows from them."""

    def __init__(
        self, *script: Receipt | NotNow | Never, people: People = PEOPLE, destinations: Sequence[Destination] = ()
    ) -> None:
        self.ledger = MemoryLedger(POLICY)
        self.ways = Scripted(script)
        self.bus = LocalBus()
        self.following = Following(
            ledger=self.ledger,
            outbox=MemoryOutbox(self.ledger),
            destinations=MemoryDestinations(destinations or [MAIL, HOOK]),
            ways=self.ways,
            bus=self.bus,
            words=lambda team: WORDS,
            people=people,
            patience=QUICK,
        )

    async def promised(self, id: str = "prm_1", *after: Change, hours_ago: float = 0.1, **fields: Any) -> Promise:
        """A promise of nine hours, given so long ago, and what befell it since."""
        now = datetime.now(UTC)
        given = {"owner": "Ana", "customer_name": "Dana Ruiz", "due": stamp(now + timedelta(hours=9))} | fields
        at = stamp(now - timedelta(hours=hours_ago))
        promise = await self.ledger.write(id, 0, Made(at=at, by="Ana", act="refund the second charge", **given))
        for change in after:
            promise = await self.ledger.write(id, promise.edition, change)
        return promise

    async def log(self, **sought: Any) -> list[Delivery]:
        """The log, the oldest first."""
        return (await self.following.deliveries(Sought(**sought))).deliveries[::-1]

    @asynccontextmanager
    async def settled(self) -> AsyncIterator[None]:
        """While it runs; on leaving, nothing waits any more."""
        async with self.following.running():
            yield
            await until(lambda: self.quiet())

    async def quiet(self) -> bool:
        return not await self.log(state="waiting")


async def until(holds: Callable[[], Any]) -> None:
    async with asyncio.timeout(10):
        while True:
            if await holds():
                return
            await asyncio.sleep(0.01)


def now() -> str:
    return stamp(datetime.now(UTC))


def done() -> Kept:
    return Kept(at=now(), by="Ana", proof=Proof(kind="note", text="Refunded"))


async def promise(site: Site) -> Promise:
    found = await site.ledger.get("prm_1")
    assert found is not None
    return found
