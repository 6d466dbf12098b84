"""What follows from promises, with nothing outside: messages go to a carrier that writes them down."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from steadyline.playbooks import loader
from steadyline.service.delivering import Carrier, Destination, Way
from steadyline.service.following import Following
from steadyline.service.ledger_ports import Ledger
from steadyline.service.outgoing import REMINDERS
from steadyline.service.ports import Bus
from steadyline.testing import MemoryDestinations, MemoryOutbox, ScriptedCarrier

MAIL = Destination(id="mail", kind="mail", name="Customer mail")
LOG = Destination(id="hook", kind="webhook", name="Wallboard", wants=REMINDERS)


class OneWay:
    """`Ways` that all lead to one carrier."""

    def __init__(self, carrier: ScriptedCarrier) -> None:
        self._carrier = carrier

    def kinds(self) -> list[Way]:
        return []

    def open(self, destination: Destination) -> Carrier:
        return self._carrier


@asynccontextmanager
async def following(
    promises: Ledger, bus: Bus, carrier: ScriptedCarrier | None, destinations: tuple[Destination, ...] = (LOG, MAIL)
) -> AsyncIterator[Following]:
    """While it is entered, what is sent goes to ``carrier``; without one nothing is sent, and there is nowhere to."""
    words = loader.shipped().words
    follows = Following(
        ledger=promises,
        outbox=MemoryOutbox(promises),
        destinations=MemoryDestinations(destinations if carrier else ()),
        ways=OneWay(carrier or ScriptedCarrier()),
        bus=bus,
        words=lambda team: words,
    )
    if carrier is None:
        yield follows
        return
    async with follows.running():
        yield follows
