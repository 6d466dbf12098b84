"""
A live call over one plain WebSocket: ``/api/stream``, described in ``docs/stream-socket.md``.

The sender says who is on the call, then sends 16-bit PCM, both channels interleaved. The server says how far
everything said is on disk; after a break the sender goes on from there under the same id. A sender that is faster
than real time is read at real time, one that stalls is let go, and one that talks nonsense is told so: the call it
had keeps what it has.
"""

import asyncio
from time import monotonic
from typing import Annotated, Literal

import msgspec
import numpy as np
import structlog
from litestar.exceptions import WebSocketDisconnect

from steadyline.core.events import Agent, Customer, Header, Party, Seconds
from steadyline.service.calls import Calls, HeardAlready, NotWelcome, Over, TooMany, new_id
from steadyline.service.live import LiveCall
from steadyline.service.ports import Audio, JournalConflict, JournalFailed
from steadyline.web.sockets import GONE, Socket

AHEAD_SECONDS: Seconds = 5.0
"""How far a sender may run ahead of real time before it is read more slowly."""

STALL_SECONDS: Seconds = 20.0
"""How long a line may go without sound before it counts as broken."""

KEPT_EVERY_SECONDS: Seconds = 1.0
BLOCK_SECONDS: Seconds = 10.0
"""The longest stretch of sound heard at once, so that one large frame cannot hold up the clock."""

STEP_SECONDS: Seconds = 0.032
"""The shortest: ears hear in such steps in any case, and a sender of single samples costs no more than another."""

LONGEST_SECONDS: Seconds = 172_800.0
"""No call lasts longer than two days."""

_log = structlog.get_logger(__name__)


class Start(msgspec.Struct, frozen=True, kw_only=True, tag="start"):
    """The first message. ``channels``: who is on which; ``from_seconds``: call time of the first sample to come."""

    rate: int = 8000
    channels: tuple[Party, Party] = ("customer", "agent")
    call: str = ""
    started: str = ""
    company: str = ""
    team: str = ""
    queue: str = ""
    agent: Agent = Agent()
    customer: Customer = Customer()
    from_seconds: Seconds | None = msgspec.field(default=None, name="from")


class Stop(msgspec.Struct, frozen=True, kw_only=True, tag="stop"):
    """The call is over."""

    why: Annotated[str, msgspec.Meta(max_length=100)] = "hung_up"


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


Code = Literal["bad_message", "not_welcome", "heard_already", "over", "too_many", "stalled", "failed"]
_CLOSE: dict[Code, int] = {
    "bad_message": 1003,
    "not_welcome": 1008,
    "heard_already": 1013,
    "over": 1008,
    "too_many": 1013,
    "stalled": 1001,
    "failed": 1011,
}


class Problem(msgspec.Struct, frozen=True, kw_only=True, tag="problem"):
    """What was wrong and what to do; the socket closes after it."""

    message: str
    code: Code


_decoder: msgspec.json.Decoder[Start | Stop] = msgspec.json.Decoder(Start | Stop)


class _Trouble(Exception):
    def __init__(self, code: Code, message: str) -> None:
        super().__init__(message)
        self.problem = Problem(code=code, message=message)


async def serve(socket: Socket, calls: Calls) -> None:
    """One line, from its upgrade to its end."""
    await socket.accept()
    try:
        problem = await _serve(socket, calls)
        if problem is not None:
            _log.warning("stream_refused", code=problem.code, why=problem.message)
            await _send(socket, problem)
        await socket.close(code=_CLOSE[problem.code] if problem else 1000)
    except GONE:
        pass


async def _serve(socket: Socket, calls: Calls) -> Problem | None:
    """What was wrong, if something was; the call it had then rests. Raises `WebSocketDisconnect`."""
    live: LiveCall | None = None
    try:
        start = await _start(socket)
        live = await _open(calls, start)
        await _send(socket, Ready(call=live.conversation.id, from_seconds=round(live.now, 3)))
        stop = await _hear(socket, live, start.rate)
        await calls.close(live, stop.why)
        ended, live = live.conversation, None
        await _send(socket, Ended(call=ended.id, revision=ended.revision))
        return None
    except _Trouble as trouble:
        return trouble.problem
    except (JournalFailed, JournalConflict) as failure:
        return Problem(code="failed", message=str(failure))
    finally:
        if live is not None:
            await calls.rest(live)


async def _start(socket: Socket) -> Start:
    message = await _receive(socket, STALL_SECONDS)
    if isinstance(message, bytes):
        raise _Trouble("bad_message", 'sound came first: begin with the text {"type":"start", …}')
    said = _decode(message)
    if not isinstance(said, Start):
        raise _Trouble("bad_message", "the first message must be of type start")
    if not 8000 <= said.rate <= 192_000:
        raise _Trouble("bad_message", f"a rate of {said.rate} Hz cannot be heard: send 8000 to 192000")
    if set(said.channels) != {"customer", "agent"}:
        raise _Trouble("bad_message", 'channels must name both parties, as ["customer","agent"]')
    if not 0.0 <= (said.from_seconds or 0.0) <= LONGEST_SECONDS:
        raise _Trouble("bad_message", f"from must be 0 to {LONGEST_SECONDS:.0f} seconds of call time")
    return said


async def _open(calls: Calls, start: Start) -> LiveCall:
    header = Header(
        call=start.call or new_id(),
        started=start.started,
        company=start.company,
        team=start.team,
        queue=start.queue,
        agent=start.agent,
        customer=start.customer,
    )
    try:
        at = start.from_seconds or 0.0
        live = await calls.open(header, rate_hz=start.rate, parties=start.channels, source="stream", at=at)
    except HeardAlready as error:
        raise _Trouble("heard_already", str(error)) from None
    except Over as error:
        raise _Trouble("over", str(error)) from None
    except TooMany as error:
        raise _Trouble("too_many", str(error)) from None
    except NotWelcome as error:
        raise _Trouble("not_welcome", str(error)) from None
    if start.from_seconds is not None:
        live.start_at(start.from_seconds)
    return live


async def _hear(socket: Socket, live: LiveCall, rate_hz: int) -> Stop:
    """Sound until the sender says stop. A frame may end anywhere, even within a sample."""
    began, at_start = monotonic(), live.now
    told, moved = live.now, began
    least, most = round(STEP_SECONDS * rate_hz) * 4, round(BLOCK_SECONDS * rate_hz)
    heard = bytearray()
    while True:
        message = await _receive(socket, STALL_SECONDS - (monotonic() - moved))
        if isinstance(message, str):
            said = _decode(message)
            if not isinstance(said, Stop):
                raise _Trouble("bad_message", "the call has started already")
            await live.hear(_samples(heard))
            return said
        heard += message
        if len(heard) < least:
            continue
        sound = _samples(heard)
        for first in range(0, len(sound), most):
            await live.hear(sound[first : first + most])
        if live.now - told >= KEPT_EVERY_SECONDS:
            told = live.now
            await _send(socket, Kept(until=round(live.kept_until, 3)))
        ahead = (live.now - at_start) - (monotonic() - began) - AHEAD_SECONDS
        if ahead > 0:
            await asyncio.sleep(ahead)
        moved = monotonic()


def _samples(pcm: bytearray) -> Audio:
    """Whole frames of both channels as float32 ``(n, 2)``, taken out of ``pcm``; bytes left over stay in it."""
    whole = len(pcm) - len(pcm) % 4
    sound = np.frombuffer(bytes(pcm[:whole]), "<i2").reshape(-1, 2).astype(np.float32) / np.float32(32768)
    del pcm[:whole]
    return sound


def _decode(text: str) -> Start | Stop:
    try:
        return _decoder.decode(text)
    except msgspec.DecodeError as error:
        raise _Trouble("bad_message", f"not understood: {error}. See docs/stream-socket.md") from None


async def _receive(socket: Socket, within: Seconds) -> str | bytes:
    """The next frame, text or binary, ``within`` seconds."""
    try:
        message = await asyncio.wait_for(socket.receive(), max(0.0, within))
    except TimeoutError:
        raise _Trouble("stalled", f"no sound came for {STALL_SECONDS:.0f} s; dial again to go on") from None
    if message["type"] == "websocket.disconnect":
        raise WebSocketDisconnect(detail="the sender is gone")
    if message["type"] != "websocket.receive":
        return b""
    text, sound = message.get("text"), message.get("bytes")  # a server may leave out the one that it is not
    return text if text is not None else sound or b""


async def _send(socket: Socket, message: Ready | Kept | Ended | Problem) -> None:
    try:
        await socket.send_text(msgspec.json.encode(message).decode())
    except (*GONE, RuntimeError):
        raise WebSocketDisconnect(detail="the sender is gone") from None
