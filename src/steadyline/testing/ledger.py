"""
A ledger that is gone with its process.

Promises are the fold of their changes; whoever writes names the edition that they saw, and the second of two is told.
"""

from steadyline.core import figures, ledger, people, reminding, searching
from steadyline.core.figures import Figures, Period
from steadyline.core.ledger import Change, Moment, Promise
from steadyline.core.reminding import Policy
from steadyline.service.ledger_ports import MOST_AT_ONCE, Due, LedgerConflict, Page, Place, Query, place, shown


class MemoryLedger:
    """A `Ledger` in memory. It keeps changes encoded, and folds them again for each question, as slow as it is sure."""

    def __init__(self, policy: Policy | None = None) -> None:
        self._policy = policy or Policy()
        self._changes: dict[str, list[bytes]] = {}

    async def write(self, id: str, edition: int, change: Change) -> Promise:
        known = self._fold(id)
        if edition != (known.edition if known else 0):
            raise LedgerConflict(known)
        after = ledger.step(known, change, id)
        self._changes.setdefault(id, []).append(ledger.encode(change))
        return after

    async def get(self, id: str) -> Promise | None:
        return self._fold(id)

    async def history(self, id: str) -> list[Change]:
        return [ledger.decode(line) for line in self._changes.get(id, ())]

    async def find(self, query: Query, after: str = "", limit: int = 50) -> Page:
        begin, newest = place(after), searching.asks(query.words) or query.latest
        limit = max(1, min(limit, MOST_AT_ONCE))
        places = {Place(promise.due_at, number): promise for number, promise in self._numbered()}
        order = sorted(places, key=lambda at: -at.number if newest else at)
        left = [
            at
            for at in order
            if _fits(query, places[at], self._policy)
            and (begin is None or (at.number < begin.number if newest else at > begin))
        ]
        shown = left[:limit]
        return Page([places[at] for at in shown], shown[-1].write() if shown and len(left) > limit else "")

    async def count(self, query: Query, most: int = 1000) -> int:
        return min(most, sum(_fits(query, promise, self._policy) for _, promise in self._numbered()))

    async def story(self, customer: str, limit: int = 50) -> list[Promise]:
        theirs = [
            promise for _, promise in self._numbered() if people.fit(promise.customer) == people.fit(customer) != ""
        ]
        return [promise for promise in reversed(theirs) if promise.state != "dropped"][:limit]

    async def due(self, now: Moment, limit: int = 100) -> list[Due]:
        waiting = [
            (first.at, number, promise) for number, promise in self._numbered() if (first := self._next(promise))
        ]
        night = reminding.closed(self._policy, now)
        past = [
            promise
            for at, _, promise in sorted(waiting, key=lambda one: one[:2])
            if at <= now and not (night and night.holds(at, promise.due_at))
        ]
        found = [(promise, reminding.due(promise, self._policy, now)) for promise in past[:limit]]
        return [Due(promise, reminder) for promise, reminder in found if reminder]

    async def next_due(self) -> Moment | None:
        waiting = [first.at for _, promise in self._numbered() if (first := self._next(promise))]
        return min(waiting, default=None)

    async def figures(self, period: Period) -> Figures:
        promises = [promise for _, promise in self._numbered() if period.has(promise)]
        counts = [counted for promise in promises if (counted := figures.count(promise, period.where))]
        times = [timed for promise in promises if (timed := figures.time(promise))]
        return figures.tell(counts, times, by_owner=period.by_owner)

    def _fold(self, id: str) -> Promise | None:
        return ledger.fold(id, (ledger.decode(line) for line in self._changes.get(id, ())))

    def _numbered(self) -> list[tuple[int, Promise]]:
        folded = ((number, self._fold(id)) for number, id in enumerate(self._changes, start=1))
        return [(number, promise) for number, promise in folded if promise]

    def _next(self, promise: Promise) -> reminding.Reminder | None:
        return reminding.next(promise, self._policy)


def _fits(query: Query, promise: Promise, policy: Policy) -> bool:
    names = ((query.owner, promise.owner), (query.team, promise.team))
    if promise.state not in shown(query):
        return False
    if query.customer and not people.fit(query.customer) == people.fit(promise.customer) != "":
        return False
    if any(asked and not people.same(asked, known) for asked, known in names):
        return False
    if not searching.found(query.words, searching.words_of(promise)):
        return False
    match query.when:
        case "any":
            return True
        case "today":
            return query.now <= promise.due_at < query.day_ends
        case "at_risk":
            return reminding.at_risk_from(promise, policy) <= query.now <= promise.due_at
        case "late":
            return promise.late(query.now)
