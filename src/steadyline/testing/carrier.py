"""
A way out that ends here.

Each message is brought, or fails, as the next line of the script says; what was carried can be looked at.
"""

import asyncio
from collections.abc import Sequence

from steadyline.service.delivering import Message, Never, NotNow, Receipt


class ScriptedCarrier:
    """A `Carrier` that does what its script says, one line an attempt, and after the last brings everything.

    A line that is a `NotNow` or a `Never` is raised. ``carried`` lists every attempt; ``brought`` holds what arrived,
    by id, as at a receiver that drops repeats.
    """

    def __init__(self, script: Sequence[Receipt | NotNow | Never] = (), *, seconds: float = 0.0) -> None:
        """``seconds``: what each attempt takes."""
        self._script = list(script)
        self._seconds = seconds
        self.carried: list[Message] = []
        self.brought: dict[str, Message] = {}
        self.closed = False

    async def carry(self, message: Message) -> Receipt:
        self.carried.append(message)
        line = self._script.pop(0) if self._script else Receipt(reference=f"scripted {message.id}")
        await asyncio.sleep(self._seconds)
        if not isinstance(line, Receipt):
            raise line
        self.brought.setdefault(message.id, message)
        return line

    def rehearse(self, message: Message) -> str:
        return f"{message.id}: {message.subject}\n\n{message.text}"

    async def close(self) -> None:
        self.closed = True
