"""
A journal that is gone with its process.

It keeps events encoded, as a disk would, and moves a call's revision from what its writer last saw, or not at all.
"""

from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime
from functools import reduce

import msgspec

from steadyline.core import gist
from steadyline.core.events import (
    AlertJudged,
    AnyEvent,
    CallEnded,
    CallStarted,
    Header,
    Judged,
    PromiseSettled,
    decode,
    encode_exactly,
)
from steadyline.core.gist import Gist
from steadyline.core.names import Alert
from steadyline.service.ledger_ports import Settled
from steadyline.service.ports import CallListed, JournalConflict, Recorded, Revision


class _Kept(msgspec.Struct):
    """What `MemoryJournal` holds of one call."""

    header: Header
    opened: str
    events: list[bytes] = []
    ended: bool = False
    gist: Gist = Gist()
    state: tuple[Revision, bytes] | None = None


class MemoryJournal:
    """A `Journal` in memory. It keeps events encoded, as a disk would, so nothing that cannot be written gets by."""

    def __init__(self) -> None:
        self._calls: dict[str, _Kept] = {}
        self._playbooks: dict[str, bytes] = {}
        self._verdicts: dict[tuple[str, str], tuple[Alert, bool]] = {}
        self._settled: dict[Settled, None] = {}

    async def append(self, call: str, after: Revision, events: Sequence[AnyEvent]) -> Revision:
        lines = [encode_exactly(event) for event in events]
        header = _header(call, events) if after == 0 and events else None
        kept = self._calls.get(call)
        if after != (len(kept.events) if kept else 0):
            raise JournalConflict(f"call {call} is not at revision {after}")
        if header is not None:
            kept = self._calls[call] = _Kept(header=header, opened=datetime.now(UTC).isoformat())
        if kept is None:
            return 0
        kept.events.extend(lines)
        kept.gist = reduce(gist.step, events, kept.gist)
        kept.ended = kept.ended or any(isinstance(event, CallEnded) for event in events)
        self._verdicts |= {
            (call, event.id): (event.alert, event.useful) for event in events if isinstance(event, AlertJudged)
        }
        self._settled |= {
            Settled(call, revision): None
            for revision, event in enumerate(events, start=after + 1)
            if isinstance(event, PromiseSettled)
        }
        return len(kept.events)

    async def settled(self, call: str = "", limit: int = 100) -> list[Settled]:
        return sorted(settled for settled in self._settled if call in ("", settled.call))[:limit]

    async def taken(self, settled: Settled) -> None:
        self._settled.pop(settled, None)

    async def read(self, call: str, after: Revision = 0) -> AsyncIterator[Recorded]:
        kept = self._calls.get(call)
        if kept is None:
            return
        for revision, line in enumerate(kept.events[after:], start=after + 1):
            yield Recorded(revision, decode(line))

    async def calls(self, *, live: bool | None = None, customer: str = "", limit: int = 50) -> list[CallListed]:
        listed = [
            CallListed(
                id=id,
                header=kept.header,
                revision=len(kept.events),
                ended=kept.ended,
                opened=kept.opened,
                gist=kept.gist,
            )
            for id, kept in reversed(self._calls.items())
            if (live is None or kept.ended is not live) and customer in ("", kept.header.customer.ref)
        ]
        return listed[:limit]

    async def judged(self, latest: int) -> dict[Alert, Judged]:
        newest: dict[Alert, list[bool]] = {}
        for kind, useful in reversed(self._verdicts.values()):
            newest.setdefault(kind, []).append(useful)
        return {
            kind: Judged(useful=sum(verdicts[:latest]), not_useful=len(verdicts[:latest]) - sum(verdicts[:latest]))
            for kind, verdicts in newest.items()
            if verdicts[:latest]
        }

    async def save(self, call: str, revision: Revision, state: bytes) -> None:
        kept = self._calls.get(call)
        if kept is None or not 0 < revision <= len(kept.events):
            raise ValueError(f"call {call} has not reached revision {revision}")
        if kept.state is None or kept.state[0] <= revision:
            kept.state = (revision, state)

    async def saved(self, call: str) -> tuple[Revision, bytes] | None:
        kept = self._calls.get(call)
        return kept.state if kept else None

    async def keep_playbook(self, reference: str, body: bytes) -> None:
        self._playbooks.setdefault(reference, body)

    async def playbook(self, reference: str) -> bytes | None:
        return self._playbooks.get(reference)


def _header(call: str, events: Sequence[AnyEvent]) -> Header:
    first = events[0]
    if not isinstance(first, CallStarted):
        raise ValueError(f"the first event of call {call} must be CallStarted, not {type(first).__name__}")
    return first.header
