"""
Whoever watches hears of every change of a promise, once it is on disk.

On the bus's topic `TOPIC` each change is one message, `Befell`: what it was, the change itself, and the promise as it
holds since.
"""

from typing import Final

import msgspec

from steadyline.core.ledger import Change, Promise
from steadyline.service.ledger_ports import Ledger
from steadyline.service.ports import Bus

TOPIC: Final = "ledger"


class Befell(msgspec.Struct, frozen=True, kw_only=True):
    """``type``: the public name of the change, as ``promise_kept``; ``promise``: what holds since."""

    type: str
    promise: Promise
    change: Change


class Heralded:
    """A `Ledger` that tells of what is written."""

    def __init__(self, ledger: Ledger, bus: Bus) -> None:
        self._ledger = ledger
        self._bus = bus
        self.get = ledger.get
        self.history = ledger.history
        self.find = ledger.find
        self.count = ledger.count
        self.story = ledger.story
        self.due = ledger.due
        self.next_due = ledger.next_due
        self.figures = ledger.figures

    async def write(self, id: str, edition: int, change: Change) -> Promise:
        """As `Ledger.write`; then everybody is told."""
        promise = await self._ledger.write(id, edition, change)
        befell = Befell(type=str(change.__struct_config__.tag), promise=promise, change=change)
        self._bus.publish(TOPIC, msgspec.json.encode(befell))
        return promise
