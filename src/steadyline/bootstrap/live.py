"""All that carries live calls."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from steadyline.bootstrap.books import shelf
from steadyline.bootstrap.hearing import (
    calls_carried,
    clips,
    ears,
    helper,
    interim,
    recogniser,
    recognition,
    swept,
    understanding,
    zone,
)
from steadyline.bootstrap.stores import journal, outbox_store
from steadyline.core import hours
from steadyline.core.events import Seconds
from steadyline.service import helping
from steadyline.service.calls import Calls
from steadyline.service.ports import Bus, Recogniser, Recording
from steadyline.settings import Settings


@asynccontextmanager
async def calls(settings: Settings) -> AsyncIterator[Calls]:
    """All that carries live calls. What takes long to load is loaded side by side."""
    reads = asyncio.create_task(asyncio.to_thread(understanding, settings))
    hears = asyncio.create_task(asyncio.to_thread(_recogniser_and_most, settings))
    sends = asyncio.create_task(asyncio.to_thread(outbox_store))
    async with journal(settings) as kept:
        loaded, most = await hears
        await sends
        async with recognition(settings, loaded) as (pool, name):
            keeper = clips(settings)
            carried = Calls(
                journal=kept,
                bus=bus(),
                shelf=shelf(settings),
                understanding=await reads,
                recognition=pool,
                recogniser=name,
                ears=ears,
                interim=interim(settings),
                most=most,
                clips=keeper,
                where=hours.zone(zone(settings)),
            )
            async with helping.helping(carried, helper(settings)), swept(settings):
                try:
                    yield carried
                finally:
                    if keeper is not None:
                        await keeper.settled()


def _recogniser_and_most(settings: Settings) -> tuple[Recogniser, int]:
    loaded = recogniser(settings)
    return loaded, settings.max_live_calls or calls_carried(settings, loaded)


def bus(depth: int | None = None) -> Bus:
    """What tells everybody in this process; ``depth`` messages for each who watches."""
    from steadyline.bus import local

    return local.LocalBus(depth or local.DEPTH)


async def send(
    url: str,
    start: dict[str, Any],
    sound: Recording,
    *,
    speed: float = 1.0,
    tell: Callable[[Seconds], None] = lambda seconds: None,
) -> str:
    """Play a recording into a server, as one live call; returns its id. Raises `Trouble`."""
    from steadyline.telephony import sender

    return await sender.play(url, start, sound, speed=speed, tell=tell)
