"""
Where messages go, gone with its process.

One is saved only over what its author saw; who changed what stays on record.
"""

from collections.abc import Sequence

from steadyline.core.ledger import Moment
from steadyline.service.delivering import Destination
from steadyline.service.outbox import DestinationChanged


class MemoryDestinations:
    """`Destinations` in memory."""

    def __init__(self, destinations: Sequence[Destination] = ()) -> None:
        self._all = {destination.id: destination for destination in destinations}
        self._changes: list[DestinationChanged] = []

    async def all(self) -> list[Destination]:
        return sorted(self._all.values(), key=lambda destination: (destination.name, destination.id))

    async def save(self, destination: Destination, by: str, at: Moment, seen: Destination | None = None) -> bool:
        if self._all.get(destination.id) != seen:
            return False
        self._all[destination.id] = destination
        self._changes.insert(0, DestinationChanged(at=at, by=by, id=destination.id, now=destination))
        return True

    async def remove(self, seen: Destination, by: str, at: Moment) -> bool:
        if self._all.get(seen.id) != seen:
            return False
        del self._all[seen.id]
        self._changes.insert(0, DestinationChanged(at=at, by=by, id=seen.id, now=None))
        return True

    async def changes(self, limit: int = 100) -> list[DestinationChanged]:
        return self._changes[:limit]
