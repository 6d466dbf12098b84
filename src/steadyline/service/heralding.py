"""
Whoever watches hears of every change of a promise, once it is on disk.

On the bus's topic `TOPIC` each change is one message, `Befell`: what it was, the change itself, and the promise as it
holds since. Where several servers share a database, what one of them writes is told at the others as well.
"""

from collections.abc import AsyncIterator
from typing import Final, NamedTuple, Protocol

import msgspec
import structlog

from steadyline.core import ledger
from steadyline.core.ledger import Change, Promise
from steadyline.service import outbox as outboxes
from steadyline.service.ledger_ports import Ledger
from steadyline.service.outbox import Outbox
from steadyline.service.ports import Bus, JournalFailed

TOPIC: Final = "ledger"

MISSED: Final = b'{"type":"missed"}'
"""In the place of a message, on any topic: some may be missing here, so look again."""

_log = structlog.get_logger(__name__)


class Befell(msgspec.Struct, frozen=True, kw_only=True):
    """``type``: the public name of the change, as ``promise_kept``; ``promise``: what holds since."""

    type: str
    promise: Promise
    change: Change


def publish(bus: Bus, promise: Promise, change: Change) -> None:
    """Tell whoever watches here; ``promise``: what holds since."""
    bus.publish(TOPIC, msgspec.json.encode(Befell(type=ledger.name(change), promise=promise, change=change)))


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
        publish(self._bus, promise, change)
        return promise


# --- what other servers write ---------------------------------------------------------------------------------------


class Written(NamedTuple):
    """A server wrote this: the promise of this id at ``edition`` (`TOPIC`), or the delivery (`outbox.TOPIC`)."""

    topic: str
    id: str
    edition: int


class Neighbours(Protocol):
    """The other servers on the same database."""

    def heard(self) -> AsyncIterator[Written | None]:
        """What they write from now on, once it is on disk; None where some of it may have been missed."""
        ...


async def relay(neighbours: Neighbours, promises: Ledger, outbox: Outbox, bus: Bus) -> None:
    """As long as there are neighbours: whoever watches here hears of what they write."""
    async for written in neighbours.heard():
        try:
            if written is None:
                _missed(bus)
            elif written.topic == TOPIC:
                await _relay_change(promises, bus, written)
            elif (delivery := await outbox.get(written.id)) is not None:
                bus.publish(outboxes.TOPIC, msgspec.json.encode(delivery))
        except JournalFailed as failure:
            _log.warning("what another server wrote cannot be told here", why=str(failure))
            _missed(bus)
        except Exception:  # whatever it was, what they write next must not wait for the next start
            _log.exception("what another server wrote cannot be told here")
            _missed(bus)


def _missed(bus: Bus) -> None:
    for topic in (TOPIC, outboxes.TOPIC):
        bus.publish(topic, MISSED)


async def _relay_change(promises: Ledger, bus: Bus, written: Written) -> None:
    history = await promises.history(written.id)
    promise = ledger.fold(written.id, history[: written.edition])
    if promise is not None and promise.edition == written.edition:
        publish(bus, promise, history[written.edition - 1])
