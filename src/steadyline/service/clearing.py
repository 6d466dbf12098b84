"""
Clearing away: messages that went out long ago, and records of work long done.

Only what nobody has to look at any more goes: a message that waits, or is parked, stays however old it is. What was
promised, and that the customer was told, stands on the ledger for good. A little goes at a time, so that no call waits
for it.
"""

import asyncio
import random
from collections.abc import Callable
from datetime import timedelta
from typing import Final

import msgspec
import structlog

from steadyline.core import ledger
from steadyline.core.events import Seconds
from steadyline.core.ledger import Moment
from steadyline.service.outbox import Outbox

_log = structlog.get_logger(__name__)

EACH_SECONDS: Final[Seconds] = 3600.0
AT_ONCE: Final = 200
"""Rows of each sort in one transaction, at most."""

REST_SECONDS: Final[Seconds] = 0.2
"""Between two transactions."""


class Terms(msgspec.Struct, frozen=True, kw_only=True):
    """How many days to keep messages that went out or lapsed, and records of work that is done."""

    sent_days: int = 90
    work_days: int = 7


class Clearing:
    """Clears an outbox by these terms. ``now`` tells the time."""

    def __init__(self, outbox: Outbox, terms: Terms, now: Callable[[], Moment]) -> None:
        self._outbox = outbox
        self._terms = terms
        self._now = now

    async def run(self) -> None:
        """For ever, once in a while; servers that share a database are not all at it at the same moment."""
        while True:
            await asyncio.sleep(EACH_SECONDS * random.uniform(0.5, 1.0))
            try:
                if many := await self.clear():
                    _log.info("cleared away", rows=many)
            except Exception as error:  # what cannot be cleared now can be in an hour
                _log.warning("nothing is cleared away", why=str(error))

    async def clear(self) -> int:
        """Clear all that is over its time; returns how much that was."""
        sent, work = self._before(self._terms.sent_days), self._before(self._terms.work_days)
        many = 0
        while cleared := await self._outbox.clear(sent, work, AT_ONCE):
            many += cleared
            await asyncio.sleep(REST_SECONDS)
        return many

    def _before(self, days: int) -> Moment:
        return ledger.stamp(ledger.when(self._now()) - timedelta(days=days))
