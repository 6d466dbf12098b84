"""
Calendars to subscribe to, gone with their process.

Each is known by the digest of its address; one that was revoked opens nothing.
"""

import msgspec

from steadyline.core.ledger import Moment
from steadyline.service.feeds import Feed


class MemoryFeeds:
    """`Feeds` in memory."""

    def __init__(self) -> None:
        self._kept: dict[str, Feed] = {}

    async def keep(self, feed: Feed, digest: str) -> None:
        self._kept[digest] = feed

    async def opened_by(self, digest: str) -> Feed | None:
        return self._kept.get(digest)

    async def all(self) -> list[Feed]:
        return list(self._kept.values())

    async def revoke(self, id: str, at: Moment) -> bool:
        known = [(digest, feed) for digest, feed in self._kept.items() if feed.id == id]
        for digest, feed in known:
            self._kept[digest] = msgspec.structs.replace(feed, revoked_at=feed.revoked_at or at)
        return bool(known)
