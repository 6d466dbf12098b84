"""
How any ticket system is told: one ticket for each promise, one note on it for each message.

The promise's id finds the ticket, and the message's id, which ends every note, finds the note. Both are looked for
before anything is written, so that a message that was carried before, and whose answer was lost, is not carried twice.
"""

import asyncio
import html
from collections.abc import Callable, Mapping, Sequence
from typing import Protocol
from weakref import WeakValueDictionary

import msgspec

from steadyline.delivery.http import Answer, Decoded, Line, Request
from steadyline.delivery.secret import Secret
from steadyline.service.delivering import Message, Receipt


class Ticket(msgspec.Struct, frozen=True, kw_only=True):
    """A ticket that is there already."""

    id: str
    """As the system's interface knows it."""
    number: str
    """As people know it."""
    text: str = ""
    """What it was opened with, where finding it told so."""


class Desk(Protocol):
    """One ticket system. Its methods raise `NotNow` and `Never`."""

    line: Line

    async def find(self, thread: str) -> Ticket | None:
        """The newest ticket of ``thread`` that takes notes."""
        ...

    async def notes(self, ticket: Ticket) -> Sequence[str]:
        """What has been written on it, the newest hundred at least."""
        ...

    async def open(self, message: Message) -> str:
        """A new ticket that opens with ``message``; its number."""
        ...

    async def add(self, ticket: Ticket, message: Message) -> None:
        """A note on ``ticket``."""
        ...

    def opening(self, message: Message) -> Request:
        """What `open` sends."""
        ...

    def adding(self, ticket: Ticket, message: Message) -> Request:
        """What `add` sends."""
        ...


class Api:
    """How a ticket system is asked: one base address, one header that signs in."""

    def __init__(
        self, line: Line, base: str, authorization: Secret, said: Callable[[Answer], str], remedy: Mapping[int, str]
    ) -> None:
        """``said``: the words of a refusal; ``remedy``: what a person has to do about its status."""
        self._line = line
        self._base = base
        self._authorization = authorization
        self._said = said
        self._remedy = remedy

    def get(self, path: str) -> Request:
        headers: dict[str, str | Secret] = {"Authorization": self._authorization, "Accept": "application/json"}
        return Request(method="GET", url=self._base + path, headers=headers)

    def send(self, method: str, path: str, body: object, more: Mapping[str, str] | None = None) -> Request:
        """``body`` goes as JSON; ``more``: further headers."""
        headers: dict[str, str | Secret] = {
            "Authorization": self._authorization,
            "Content-Type": "application/json",
            **(more or {}),
        }
        return Request(method=method, url=self._base + path, headers=headers, body=msgspec.json.encode(body))

    async def ask(self, request: Request, kind: type[Decoded]) -> Decoded:
        """The body of a good answer. Raises `NotNow` and `Never`."""
        return self.taken(await self._line.ask(request), kind)

    def taken(self, answer: Answer, kind: type[Decoded]) -> Decoded:
        """The body of ``answer`` if it is a good one. Raises `NotNow` and `Never`."""
        if not answer.ok:
            raise self._line.refusal(answer, self._said(answer), remedy=self._remedy)
        return self._line.decoded(answer, kind)


class TicketCarrier:
    """The `Carrier` to one ticket system."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def carry(self, message: Message) -> Receipt:
        turn = self._turns.setdefault(thread(message), asyncio.Lock())
        async with turn:  # two at once would each open a ticket
            return await self._carried(message)

    async def _carried(self, message: Message) -> Receipt:
        ticket = await self._desk.find(thread(message))
        if ticket is None:
            return Receipt(reference=await self._desk.open(message))
        written = [ticket.text, *await self._desk.notes(ticket)]
        if not any(mark(message) in text for text in written):
            await self._desk.add(ticket, message)
        return Receipt(reference=ticket.number)

    def rehearse(self, message: Message) -> str:
        there = Ticket(id="TICKET", number="TICKET")
        return (
            f"Where no ticket is open for {thread(message)}:\n\n{self._desk.opening(message).shown()}\n"
            f"Where one is:\n\n{self._desk.adding(there, message).shown()}"
        )

    async def close(self) -> None:
        await self._desk.line.close()


def thread(message: Message) -> str:
    """What a message's ticket is found by."""
    return message.about or message.id


def mark(message: Message) -> str:
    """What a message's note is found by."""
    return f"(Steadyline {message.id})"


def words(message: Message, most: int = 30_000) -> str:
    """A note: the words, cut to ``most`` bytes with a sign of it, and the mark."""
    end = f"\n\n{mark(message)}"
    room = most - len(end.encode()) - len("…".encode())
    whole = message.text.encode()
    text = message.text if len(whole) <= room else whole[:room].decode(errors="ignore") + "…"
    return text + end


def title(message: Message, most: int = 250) -> str:
    """One line, ``most`` signs at most."""
    line = " ".join(message.subject.split())
    return line if len(line) <= most else line[: most - 1] + "…"


def words_as_html(message: Message) -> str:
    """A note for a system that takes HTML: nothing in the words is markup."""
    return html.escape(words(message, 10_000)).replace("\n", "<br>")
