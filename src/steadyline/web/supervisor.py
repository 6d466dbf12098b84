"""
The supervisor's socket: every call under way as one whole board, and what a supervisor does. See
``docs/supervisor-socket.md``.

It subscribes first, then sends a board, then every newer one, the latest only and at most a few a second: a page that
is slow gets fewer boards and never an older one after a newer. Nothing a page sends or fails to read can delay a call.
"""

import asyncio
from contextlib import suppress

import msgspec
from litestar import get, websocket
from litestar.datastructures import State

from steadyline.core.board import Board
from steadyline.core.events import Seconds
from steadyline.service import calls as service
from steadyline.service import conversation as conversations
from steadyline.service.ports import JournalConflict, JournalFailed, Subscription
from steadyline.service.supervision import NotPossible, Supervision
from steadyline.web.messages import Message, Problem
from steadyline.web.sockets import GONE, Socket

REFRESH_SECONDS: Seconds = 5.0
"""How long a page may hear nothing: after three times that it takes the line for dead, and dials again."""

PACE_SECONDS: Seconds = 0.3
"""Boards are at least so far apart: a room full of calls changes many times a second, and nobody reads as fast."""


class Supervisor(Message, frozen=True, kw_only=True):
    """The whole board. ``revision`` counts the boards of this connection, from 1."""

    revision: int
    board: Board


class Judge(Message, frozen=True, kw_only=True):
    """The alert was useful, or was not. Said again, it changes nothing; the last word holds."""

    call: str
    alert: str
    useful: bool


class Limit(Message, frozen=True, kw_only=True):
    """The agent may give up to ``amount`` of ``kind`` on this call; null: as much as it takes."""

    call: str
    kind: str
    amount: float | None


class Break(Message, frozen=True, kw_only=True):
    """The agent may take a break of so many minutes after this call."""

    call: str
    minutes: int


ToSupervisor = Supervisor | Problem
FromSupervisor = Judge | Limit | Break

_encoder = msgspec.json.Encoder()
_decoder: msgspec.json.Decoder[FromSupervisor] = msgspec.json.Decoder(FromSupervisor)


class SupervisorSocket:
    """One page that watches."""

    def __init__(self, socket: Socket, supervision: Supervision, news: Subscription) -> None:
        self._socket = socket
        self._supervision = supervision
        self._subscription = news
        self._news = asyncio.Event()
        self._news.set()
        self._revision = 0

    async def run(self) -> None:
        """Until the page is gone."""
        await self._socket.accept()
        tasks = [asyncio.create_task(part) for part in (self._watch(), self._write(), self._read())]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            self._subscription.close()
            for task in tasks:
                task.cancel()
            for outcome in await asyncio.gather(*tasks, return_exceptions=True):
                if isinstance(outcome, Exception) and not isinstance(outcome, GONE):
                    raise outcome

    async def _watch(self) -> None:
        async for _ in self._subscription:
            self._news.set()

    async def _write(self) -> None:
        while True:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._news.wait(), REFRESH_SECONDS)
            self._news.clear()
            try:
                board = await self._supervision.board()
            except JournalFailed as failure:
                await self._send(Problem(message=f"The calls cannot be shown: {failure}"))
            else:
                self._revision += 1
                await self._send(Supervisor(revision=self._revision, board=board))
            await asyncio.sleep(PACE_SECONDS)

    async def _read(self) -> None:
        while True:
            body = await self._socket.receive_text()
            try:
                said = _decoder.decode(body)
            except msgspec.DecodeError as error:
                await self._send(Problem(message=f"Not understood: {error}"))
                continue
            try:
                await self._do(said)
            except NotPossible as why:
                await self._send(Problem(message=str(why)))
            except (JournalFailed, JournalConflict) as failure:
                await self._send(Problem(message=f"That was not written down: {failure}"))
            self._news.set()

    async def _do(self, said: FromSupervisor) -> None:
        match said:
            case Judge(call=call, alert=alert, useful=useful):
                await self._supervision.judge(call, alert, useful=useful)
            case Limit(call=call, kind=kind, amount=amount):
                await self._supervision.raise_limit(call, kind, amount)
            case Break(call=call, minutes=minutes):
                await self._supervision.grant_break(call, minutes)

    async def _send(self, message: ToSupervisor) -> None:
        await self._socket.send_text(_encoder.encode(message).decode())


@get("/api/board")
async def show_board(state: State) -> Board:
    """Every call under way, and first those that need somebody: what the supervisor's socket sends, once."""
    supervision: Supervision = state.supervision
    return await supervision.board()


@websocket("/api/supervisor")
async def supervisor_socket(socket: Socket, state: State) -> None:
    """The supervisor's screen: see ``docs/supervisor-socket.md``."""
    news = state.calls.bus.subscribe([service.TOPIC, conversations.TOPIC])
    await SupervisorSocket(socket, state.supervision, news).run()


HANDLERS = [show_board, supervisor_socket]
