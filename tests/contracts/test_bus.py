"""What every bus promises. One process needs no more than the local one; others join this suite."""

import asyncio
from collections.abc import Callable

import pytest

from steadyline.bus.local import LocalBus
from steadyline.service.ports import Bus, Subscription

DEPTH = 8
BUSES: list[Callable[[], Bus]] = [lambda: LocalBus(depth=DEPTH)]


@pytest.fixture(params=BUSES, ids=["local"])
async def bus(request: pytest.FixtureRequest) -> Bus:
    return request.param()


async def take(subscription: Subscription, count: int) -> list[tuple[str, bytes]]:
    async with asyncio.timeout(5):
        return [await anext(subscription) for _ in range(count)]


async def nothing_waits(subscription: Subscription) -> bool:
    try:
        await asyncio.wait_for(anext(subscription), timeout=0.05)
    except TimeoutError:
        return True
    return False


async def test_a_watcher_gets_its_topics_in_order_and_no_others(bus: Bus):
    watcher = bus.subscribe(["call/1", "call/2"])

    for topic, message in [("call/1", b"a"), ("call/3", b"b"), ("call/2", b"c"), ("call/1", b"d")]:
        bus.publish(topic, message)

    assert [("call/1", b"a"), ("call/2", b"c"), ("call/1", b"d")] == await take(watcher, 3)
    assert await nothing_waits(watcher)
    assert 0 == watcher.missed


async def test_every_watcher_gets_every_message(bus: Bus):
    watchers = [bus.subscribe(["call/1"]) for _ in range(3)]

    bus.publish("call/1", b"a")

    assert [await take(watcher, 1) for watcher in watchers] == [[("call/1", b"a")]] * 3


async def test_a_topic_named_twice_is_heard_once(bus: Bus):
    watcher = bus.subscribe(["call/1", "call/1"])

    bus.publish("call/1", b"a")

    assert [("call/1", b"a")] == await take(watcher, 1)
    assert await nothing_waits(watcher)


async def test_what_was_published_before_is_not_heard(bus: Bus):
    bus.publish("call/1", b"early")

    assert await nothing_waits(bus.subscribe(["call/1"]))


async def test_a_watcher_that_waits_is_woken(bus: Bus):
    watcher = bus.subscribe(["call/1"])
    waiting = asyncio.create_task(take(watcher, 1))
    await asyncio.sleep(0)

    bus.publish("call/1", b"a")

    assert [("call/1", b"a")] == await waiting


async def test_a_slow_watcher_loses_the_oldest_and_is_told_how_many(bus: Bus):
    slow, quick = bus.subscribe(["call/1"]), bus.subscribe(["call/1"])
    kept = []
    for number in range(DEPTH + 3):
        bus.publish("call/1", b"%d" % number)
        kept += await take(quick, 1)

    assert [("call/1", b"%d" % number) for number in range(3, DEPTH + 3)] == await take(slow, DEPTH)
    assert 3 == slow.missed
    assert DEPTH + 3 == len(kept)
    assert 0 == quick.missed


async def test_a_watcher_that_closed_hears_no_more(bus: Bus):
    closed, other = bus.subscribe(["call/1"]), bus.subscribe(["call/1"])
    bus.publish("call/1", b"unread")
    closed.close()
    closed.close()

    bus.publish("call/1", b"a")

    assert [message async for message in closed] == []
    assert 0 == closed.missed
    assert [("call/1", b"unread"), ("call/1", b"a")] == await take(other, 2)


async def test_closing_ends_the_wait_of_a_watcher(bus: Bus):
    watcher = bus.subscribe(["call/1"])

    async def watch() -> list[tuple[str, bytes]]:
        return [message async for message in watcher]

    waiting = asyncio.create_task(watch())
    await asyncio.sleep(0)
    watcher.close()

    assert [] == await asyncio.wait_for(waiting, timeout=5)


async def test_a_wait_that_is_cancelled_loses_nothing(bus: Bus):
    watcher = bus.subscribe(["call/1"])
    assert await nothing_waits(watcher)

    bus.publish("call/1", b"a")

    assert [("call/1", b"a")] == await take(watcher, 1)
