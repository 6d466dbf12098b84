"""
How a command asks what is kept, without a server: it is opened, asked one thing, and closed again.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from typing import TypeVar

Kept = TypeVar("Kept")
Answer = TypeVar("Answer")


def ask(opened: AbstractAsyncContextManager[Kept], question: Callable[[Kept], Awaitable[Answer]]) -> Answer:
    """The answer of what is opened for it."""

    async def asked() -> Answer:
        async with opened as kept:
            return await question(kept)

    return asyncio.run(asked())
