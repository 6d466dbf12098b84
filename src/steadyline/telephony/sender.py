"""
A small client for ``/api/stream``: plays a call's sound into a server at real speed.

It keeps what the server has not said is on disk, and after a break dials again and goes on from there under the same
id, so that a server killed in the middle of a call loses none of it.
"""

import asyncio
import json
from collections import deque
from collections.abc import Callable, Iterable
from time import monotonic
from typing import Any

import numpy as np
import websockets
from websockets.asyncio.client import ClientConnection, connect

from steadyline.core.events import Seconds
from steadyline.service.ports import Audio, Recording
from steadyline.service.trouble import Trouble

BLOCK_SECONDS: Seconds = 0.1
WAIT_SECONDS: Seconds = 0.5
"""Between two tries to take the call up again."""

PATIENCE_SECONDS: Seconds = 60.0
"""How long to try: as long as a server lets a call rest."""

SILENT_SECONDS: Seconds = 30.0
"""A server that says nothing for this long is gone, whatever the line says."""

_TRY_AGAIN = frozenset({"heard_already", "too_many", "stalled", "failed"})
"""What a server says of itself or of an older line: it may be otherwise in a moment."""


class Refused(Trouble):
    """The server would not take the call; the message is the server's own."""

    def __init__(self, message: str, code: str) -> None:
        super().__init__(message)
        self.code = code


async def play(
    url: str, start: dict[str, Any], sound: Recording, *, speed: float, tell: Callable[[Seconds], None]
) -> str:
    """Send a recording as one call; returns its id. Raises `Trouble` where the server refuses, or cannot be reached."""
    try:
        return await Sender(url, start, sound.rate_hz, speed=speed).send(sound.blocks(BLOCK_SECONDS), tell)
    except Refused as refusal:
        raise Refused(f"the server would not take the call: {refusal}", refusal.code) from None
    except (OSError, websockets.WebSocketException) as error:
        raise Trouble(f"the server at {url} cannot be reached ({error}). Is `steadyline serve` running?") from None


class Sender:
    """Sends one call. ``start`` is the first message of ``docs/stream-socket.md`` without its type and position."""

    def __init__(self, url: str, start: dict[str, Any], rate_hz: int, *, speed: float = 1.0) -> None:
        self.url = url
        self.call = str(start.get("call", ""))
        self._start = start
        self._rate_hz = rate_hz
        self._speed = speed
        self._unkept: deque[tuple[Seconds, bytes]] = deque()
        self._sent_to: Seconds = 0.0
        self._heard_at = 0.0

    async def send(self, blocks: Iterable[Audio], tell: Callable[[Seconds], None] = lambda seconds: None) -> str:
        """Send ``blocks`` of shape ``(n, 2)`` to their end; returns the call's id. ``tell`` hears how far.

        Raises `Refused`, or `OSError` or a `websockets` error where the server cannot be reached (any more).
        """
        line = await self._dial()
        sound = _cut(blocks, round(BLOCK_SECONDS * self._rate_hz))
        began = monotonic()
        stopped = False
        while True:
            try:
                for block in sound:
                    self._unkept.append((self._sent_to, block))
                    self._sent_to += len(block) / (4 * self._rate_hz)
                    await line.send(block)
                    await self._listen(line)
                    tell(self._sent_to)
                    await asyncio.sleep(max(0.0, began + self._sent_to / self._speed - monotonic()))
                stopped = True
                await line.send(json.dumps({"type": "stop"}))
                await self._until_ended(line)
                await line.close()
                return self.call
            except (websockets.ConnectionClosed, OSError) as broken:
                found = await self._dial_again(broken)
            except Refused as refusal:
                if refusal.code not in _TRY_AGAIN:
                    raise
                found = await self._dial_again(refusal)
            if found is None and stopped:
                return self.call  # it was the answer to our stop that was lost
            if found is None:
                raise Refused(f"call {self.call} has ended on the server before its sound did", "over")
            line = found

    async def _dial_again(self, why: Exception) -> ClientConnection | None:
        """The call taken up again; None where it has ended meanwhile. Raises ``why`` or better when patience is out."""
        until = monotonic() + PATIENCE_SECONDS
        while True:
            try:
                return await self._dial()
            except Refused as refusal:
                if refusal.code == "over":
                    return None
                if refusal.code not in _TRY_AGAIN:
                    raise
                why = refusal
            except (OSError, websockets.WebSocketException) as error:
                why = error
            if monotonic() > until:
                raise why
            await asyncio.sleep(WAIT_SECONDS)

    async def _dial(self) -> ClientConnection:
        """Open the call, or take it up again, and send once more what the server may not have."""
        # No answer to a ping is no sign: where we run ahead of real time, it waits behind sound not read yet.
        line = await connect(self.url, max_queue=None, ping_timeout=None, close_timeout=2.0)
        try:
            # What was cut but not sent before the break is among these: it counts as sent, and is sent now.
            oldest = self._unkept[0][0] if self._unkept else self._sent_to
            start = {"type": "start", **self._start, "call": self.call, "rate": self._rate_hz, "from": oldest}
            await line.send(json.dumps(start))
            async with asyncio.timeout(SILENT_SECONDS):
                self.call = (await self._answer(line))["call"]
            for _, block in self._unkept:
                await line.send(block)
        except BaseException:
            await line.close()
            raise
        return line

    async def _answer(self, line: ClientConnection) -> dict[str, Any]:
        message: dict[str, Any] = json.loads(await line.recv())
        self._heard_at = monotonic()
        if message["type"] == "problem":
            raise Refused(message["message"], message.get("code", ""))
        if message["type"] == "kept":
            while self._unkept and self._unkept[0][0] + BLOCK_SECONDS <= message["until"]:
                self._unkept.popleft()
        return message

    async def _listen(self, line: ClientConnection) -> None:
        """Take what the server has said meanwhile, without waiting for more."""
        while True:
            try:
                async with asyncio.timeout(0.001):
                    await self._answer(line)
            except TimeoutError:
                break
        if monotonic() - self._heard_at > SILENT_SECONDS / min(1.0, self._speed):
            await line.close()
            raise ConnectionError(f"the server has said nothing for {SILENT_SECONDS:.0f} s")

    async def _until_ended(self, line: ClientConnection) -> None:
        while (await self._answer(line))["type"] != "ended":
            pass


def _cut(blocks: Iterable[Audio], size: int) -> Iterable[bytes]:
    """16-bit PCM in blocks of ``size`` frames; the last may be shorter."""
    rest = np.empty((0, 2), np.float32)
    for block in blocks:
        rest = np.concatenate([rest, block])
        while len(rest) >= size:
            yield _pcm(rest[:size])
            rest = rest[size:]
    if len(rest):
        yield _pcm(rest)


def _pcm(block: Audio) -> bytes:
    return np.clip(block * 32768, -32768, 32767).astype("<i2").tobytes()
