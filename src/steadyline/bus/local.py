"""
Fan-out within one process.

Publishing never waits: each watcher has a bounded queue; one that falls behind loses its oldest messages and can see
how many. Belongs to the event loop: other threads go through ``loop.call_soon_threadsafe``.
"""

import asyncio
from collections import deque
from collections.abc import Iterable
from typing import Self

DEPTH = 256
"""Messages a watcher may fall behind by. Live screens need the newest alone; this is room for a busy second."""


class LocalBus:
    """The `Bus` of a server that is one process."""

    def __init__(self, depth: int = DEPTH) -> None:
        self._depth = depth
        self._watching: dict[str, list[LocalSubscription]] = {}

    def publish(self, topic: str, message: bytes) -> None:
        for subscription in self._watching.get(topic, ()):
            subscription.offer(topic, message)

    def subscribe(self, topics: Iterable[str]) -> "LocalSubscription":
        subscription = LocalSubscription(self, frozenset(topics), self._depth)
        for topic in subscription.topics:
            self._watching.setdefault(topic, []).append(subscription)
        return subscription

    def forget(self, subscription: "LocalSubscription") -> None:
        """Publish to ``subscription`` no more."""
        for topic in subscription.topics:
            self._watching[topic].remove(subscription)
            if not self._watching[topic]:
                del self._watching[topic]


class LocalSubscription:
    """What was published on ``topics`` since, oldest first. ``missed`` counts what was lost so far to falling behind.

    One reader at a time. After `close` the iteration ends, for a reader that waits as well.
    """

    def __init__(self, bus: LocalBus, topics: frozenset[str], depth: int) -> None:
        self.topics = topics
        self.missed = 0
        self._bus = bus
        self._waiting: deque[tuple[str, bytes]] = deque(maxlen=depth)
        self._news = asyncio.Event()
        self._closed = False

    def offer(self, topic: str, message: bytes) -> None:
        """Queue a message; where the queue is full, the oldest goes."""
        self.missed += len(self._waiting) == self._waiting.maxlen
        self._waiting.append((topic, message))
        self._news.set()

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> tuple[str, bytes]:
        while not self._waiting and not self._closed:
            self._news.clear()
            await self._news.wait()
        if self._closed:
            raise StopAsyncIteration
        return self._waiting.popleft()

    def close(self) -> None:
        if not self._closed:
            self._closed = True
            self._bus.forget(self)
            self._news.set()
