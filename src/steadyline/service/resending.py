"""
Parked messages sent again, all that are found, because what they were parked for was mended.

They go as they are, each under its own id, once it was held against what holds now: what is not needed any more lapses.
What a person has to look at stays parked: a letter whose promise has changed since its author saw it, and whatever goes
to a destination that is there no more. A request takes a page of them, a few in one transaction.
"""

import asyncio
from collections.abc import Callable
from typing import Final, NamedTuple

import msgspec
import structlog

from steadyline.core.ledger import Moment
from steadyline.service import outbox as outboxes
from steadyline.service.ledger_ports import MOST_AT_ONCE
from steadyline.service.outbox import Delivery, Held, Outbox, Sought
from steadyline.service.ports import JournalFailed
from steadyline.service.rechecking import Recheck
from steadyline.service.sending import Lines

_log = structlog.get_logger(__name__)

AT_ONCE: Final = 10
"""Messages in one transaction, at most: live calls are written down between them."""


class SentAgain(NamedTuple):
    """How many were sent ``again``, ``lapsed``, or ``stay`` parked, and where to go on (``after``); empty where these
    were the last.
    """

    again: int
    lapsed: int
    stay: int
    after: str


class Resender:
    """Sends parked messages again. ``afresh``: one as it should go now; ``told`` hears what became of each."""

    def __init__(
        self,
        outbox: Outbox,
        lines: Lines,
        *,
        afresh: Recheck,
        now: Callable[[], Moment],
        told: Callable[[Delivery], None],
    ) -> None:
        self._outbox = outbox
        self._lines = lines
        self._afresh = afresh
        self._now = now
        self._told = told

    async def all(self, sought: Sought, by: str, after: str = "") -> SentAgain:
        """Send what is parked of these again, a page from ``after`` on. Raises `service.ledger_ports.BadCursor`."""
        page = await self._outbox.find(msgspec.structs.replace(sought, state="parked"), after, MOST_AT_ONCE)
        self._lines.forget()
        became: list[Delivery | None] = []
        for begin in range(0, len(page.deliveries), AT_ONCE):
            together = page.deliveries[begin : begin + AT_ONCE]
            became += await asyncio.gather(*(self._again(parked, by) for parked in together))
        states = [delivery.state for delivery in became if delivery is not None]
        return SentAgain(states.count("waiting"), states.count("lapsed"), states.count("parked"), page.after)

    async def _again(self, parked: Delivery, by: str) -> Delivery | None:
        """What holds of it since; None where another settled it first."""
        held = await self._outbox.held(parked.id)
        if held is None or parked.destination not in await self._lines.all():
            return held and parked
        at = self._now()
        waiting = outboxes.again(parked, parked.by, at)
        try:
            fresh = await self._afresh(Held(waiting, held.promise), at)
        except JournalFailed:
            raise
        except Exception:  # one odd promise must not keep the others
            _log.exception("a message could not be sent again: it stays parked", delivery=parked.id)
            return parked
        if fresh.state == "parked":
            return parked
        after = msgspec.structs.replace(fresh, by=by) if fresh.state == "waiting" else fresh
        if not await self._outbox.settle(parked, after):
            return None
        self._told(after)
        return after
