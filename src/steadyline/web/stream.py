"""
A live call over one plain WebSocket: ``/api/stream``, described in ``docs/stream-socket.md``.

The sender says who is on the call, then sends 16-bit PCM, both channels interleaved. The server says how far
everything said is on disk; after a break the sender goes on from there under the same id. A sender that is faster
than real time is read at real time, one that stalls is let go, and one that talks nonsense is told so: the call it
had keeps what it has.
"""

import asyncio
from time import monotonic
from typing import Literal

import msgspec
import numpy as np
import structlog
from litestar.exceptions import WebSocketDisconnect

from steadyline.core.events import Agent, Customer, Header, Party, Seconds
from steadyline.service.calls import Calls, NotWelcome, TooMany, new_id
from steadyline.service.live import LiveCall
from steadyline.service.ports import Audio, JournalFailed
from steadyline.web.sockets import Socket

AHEAD_SECONDS: Seconds = 5.0
"""How far a sender may run ahead of real time before it is read more slowly."""

STALL_SECONDS: Seconds = 20.0
"""How long a line may be silent, without a frame, before it counts as broken."""

KEPT_EVERY_SECONDS: Seconds = 1.0
BLOCK_SECONDS: Seconds = 10.0
"""The longest stretch of sound heard at once, so that one large frame cannot hold up the clock."""

_log = structlog.get_logger(__name__)


class Start(msgspec.Struct, frozen=True, kw_only=True, tag="start"):
    """The first message. ``channels``: who is on which; ``from_seconds``: call time of the first sample to come."""

    rate: int = 8000
    channels: tuple[Party, Party] = ("customer", "agent")
    call: str = ""
    started: str = ""
    company: str = ""
    agent: Agent = Agent()
    customer: Customer = Customer()
    from_seconds: Seconds | None = msgspec.field(default=None, name="from")


class Stop(msgspec.Struct, frozen=True, kw_only=True, tag="stop"):
    """The call is over."""

    why: str = "hung_up"


class Ready(msgspec.Struct, frozen=True, kw_only=True, tag="ready"):
    """The call is open. Send sound from ``from`` seconds of call time on."""

    call: str
    from_seconds: Seconds = msgspec.field(name="from")


class Kept(msgspec.Struct, frozen=True, kw_only=True, tag="kept"):
    """All that was said before ``until`` is on disk."""

    until: Seconds


class Ended(msgspec.Struct, frozen=True, kw_only=True, tag="ended"):
    """The call is summed up; the journal holds ``revision`` events."""

    call: str
    revision: int


class Problem(msgspec.Struct, frozen=True, kw_only=True, tag="problem"):
    """What was wrong and what to do; the socket closes after it."""

    message: str
    code: Literal["bad_message", "not_welcome", "too_many", "stalled", "failed"]


_decoder: msgspec.json.Decoder[Start | Stop] = msgspec.json.Decoder(Start | Stop)
_CLOSE = {"bad_message": 1003, "not_welcome": 1008, "too_many": 1013, "stalled": 1001, "failed": 1011}


class _Trouble(Exception):
    def __init__(
        self, code: Literal["bad_message", "not_welcome", "too_many", "stalled", "failed"], message: str
    ) -> None:
        super().__init__(message)
        self.problem = Problem(code=code, message=message)


async def serve(socket: Socket, calls: Calls) -> None:
    """One line, from its upgrade to its end."""
    await socket.accept()
    live: LiveCall | None = None
    try:
        start = await _start(socket)
        live = await _open(calls, start)
        await _send(socket, Ready(call=live.conversation.id, from_seconds=round(live.now, 3)))
        stop = await _hear(socket, live, start.rate)
        await calls.close(live, stop.why)
        ended = live.conversation
        live = None
        await _send(socket, Ended(call=ended.id, revision=ended.revision))
        await socket.close()
    except _Trouble as trouble:
        _log.warning("stream_refused", code=trouble.problem.code, why=trouble.problem.message)
        await _send(socket, trouble.problem)
        await socket.close(code=_CLOSE[trouble.problem.code])
    except JournalFailed as failure:
        _log.error("journal_failed", why=str(failure))
        await _send(socket, Problem(code="failed", message=str(failure)))
        await socket.close(code=_CLOSE["failed"])
    except WebSocketDisconnect:
        pass
    finally:
        if live is not None:
            await calls.rest(live)


async def _start(socket: Socket) -> Start:
    message = await _receive(socket)
    if isinstance(message, bytes):
        raise _Trouble("bad_message", 'sound came first: begin with the text {"type":"start", …}')
    said = _decode(message)
    if not isinstance(said, Start):
        raise _Trouble("bad_message", "the first message must be of type start")
    if not 8000 <= said.rate <= 192_000:
        raise _Trouble("bad_message", f"a rate of {said.rate} Hz cannot be heard: send 8000 to 192000")
    if set(said.channels) != {"customer", "agent"}:
        raise _Trouble("bad_message", 'channels must name both parties, as ["customer","agent"]')
    return said


async def _open(calls: Calls, start: Start) -> LiveCall:
    header = Header(
        call=start.call or new_id(),
        started=start.started,
        company=start.company,
        agent=start.agent,
        customer=start.customer,
    )
    try:
        live = await calls.open(header, rate_hz=start.rate, parties=start.channels, source="stream")
    except TooMany as error:
        raise _Trouble("too_many", str(error)) from None
    except NotWelcome as error:
        raise _Trouble("not_welcome", str(error)) from None
    if start.from_seconds is not None:
        live.start_at(max(0.0, start.from_seconds))
    return live


async def _hear(socket: Socket, live: LiveCall, rate_hz: int) -> Stop:
    """Sound until the sender says stop. A frame may end anywhere, even within a sample."""
    began, at_start = monotonic(), live.now
    rest, told = b"", live.now
    while True:
        message = await _receive(socket)
        if isinstance(message, str):
            said = _decode(message)
            if isinstance(said, Stop):
                return said
            raise _Trouble("bad_message", "the call has started already")
        sound, rest = _samples(rest + message)
        for first in range(0, len(sound), round(BLOCK_SECONDS * rate_hz)):
            await live.hear(sound[first : first + round(BLOCK_SECONDS * rate_hz)])
        if live.now - told >= KEPT_EVERY_SECONDS:
            told = live.now
            await _send(socket, Kept(until=round(live.kept_until, 3)))
        ahead = (live.now - at_start) - (monotonic() - began) - AHEAD_SECONDS
        if ahead > 0:
            await asyncio.sleep(ahead)


def _samples(pcm: bytes) -> tuple[Audio, bytes]:
    """Whole frames of both channels as float32 ``(n, 2)``, and the bytes left over."""
    whole = len(pcm) - len(pcm) % 4
    return np.frombuffer(pcm, "<i2", whole // 2).reshape(-1, 2).astype(np.float32) / np.float32(32768), pcm[whole:]


def _decode(text: str) -> Start | Stop:
    try:
        return _decoder.decode(text)
    except msgspec.DecodeError as error:
        raise _Trouble("bad_message", f"not understood: {error}. See docs/stream-socket.md") from None


async def _receive(socket: Socket) -> str | bytes:
    """The next frame, text or binary."""
    try:
        message = await asyncio.wait_for(socket.receive(), STALL_SECONDS)
    except TimeoutError:
        raise _Trouble("stalled", f"nothing came for {STALL_SECONDS:.0f} s; dial again to go on") from None
    if message["type"] == "websocket.disconnect":
        raise WebSocketDisconnect(detail="the sender is gone")
    if message["type"] != "websocket.receive":
        return b""
    text, sound = message.get("text"), message.get("bytes")  # a server may leave out the one that it is not
    return text if text is not None else sound or b""


async def _send(socket: Socket, message: Ready | Kept | Ended | Problem) -> None:
    try:
        await socket.send_text(msgspec.json.encode(message).decode())
    except (WebSocketDisconnect, RuntimeError):
        raise WebSocketDisconnect(detail="the sender is gone") from None
