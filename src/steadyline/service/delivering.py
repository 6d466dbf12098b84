"""
What leaves the house, and the one port behind which every way out stands.

A message keeps its id for life, on every attempt and by every way, so that a receiver can tell a repeat. A carrier
tries once and says what came of it: brought, not now, or never. When to try again, and when to call a person, is the
caller's. A secret is named by reference and read when a carrier is made: never stored, logged, shown or in an error.
"""

import re
from datetime import datetime
from typing import Any, Literal, Protocol

import msgspec

from steadyline.service.trouble import Trouble


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """What stands in a calendar for one promise. The same ``uid`` with a higher ``sequence`` replaces it."""

    uid: str
    """The promise's id."""
    sequence: int
    """How often it changed: the promise's edition."""
    changed: str
    """When it last changed: a UTC instant, ISO 8601."""
    due: str
    """ISO 8601 with an offset."""
    timezone: str
    """Whose wall clock is shown: an IANA name."""
    summary: str
    description: str = ""
    url: str = ""
    done: bool = False
    cancelled: bool = False

    def __post_init__(self) -> None:
        for name in ("changed", "due"):
            _check_instant(f"{name} of an entry", getattr(self, name))


def _check_instant(what: str, text: str) -> None:
    try:
        if datetime.fromisoformat(text).utcoffset() is not None:
            return
    except ValueError:
        pass
    raise ValueError(f"{what} is {text!r}, but must be a time with its offset, such as 2026-11-27T17:00:00+01:00")


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """One thing to tell somebody, ready to go: plain words, and the same as data for machines."""

    id: str
    """The idempotency key: up to 100 letters, digits, ``_`` and ``-``; the same on each attempt."""
    kind: str
    """What it is, such as ``promise_late``; a `Destination` wants some kinds."""
    at: str
    """When it was written: a UTC instant, ISO 8601."""
    subject: str
    text: str
    to: tuple[str, ...] = ()
    """Mail addresses; other ways out know from their options where to."""
    html: str | None = None
    about: str = ""
    """The promise (or call) that it is about: ticket systems keep one ticket for each."""
    data: dict[str, Any] = {}
    entry: Entry | None = None

    def __post_init__(self) -> None:
        for name in ("id", "kind", "about"):
            text = getattr(self, name)
            if not re.fullmatch(r"[A-Za-z0-9_-]{1,100}", text) and (text or name != "about"):
                raise ValueError(f"{name} of a message is {text!r}, but may hold letters, digits, _ and - alone")
        _check_instant("at of a message", self.at)


class Receipt(msgspec.Struct, frozen=True, kw_only=True):
    """It was brought. Addresses in neither mapping have it."""

    reference: str = ""
    """What the receiver calls it: a ticket's number, a queue id. To be shown to a person; empty where it says none."""
    refused: dict[str, str] = {}
    """Addresses that will never have it, each with why."""
    later: dict[str, str] = {}
    """Addresses that would not have it now, each with why: carry `rest` again."""

    def rest(self, message: Message) -> Message | None:
        """The same message, under the same id, to those who would not have it now. None where there are none."""
        to = tuple(address for address in message.to if address in self.later)
        return msgspec.structs.replace(message, to=to) if to else None


class NotNow(Trouble):
    """It could not be brought; the same message may be tried again. It may have arrived all the same."""

    def __init__(self, why: str, retry_after: float | None = None) -> None:
        """``retry_after``: seconds that the receiver asks to be left alone; None where it said nothing."""
        super().__init__(why)
        self.retry_after = retry_after


class Never(Trouble):
    """It will not be brought, however often it is tried, until somebody does what the message says."""


class WrongDestination(Trouble):
    """A destination cannot be used as it is written. The message names the option and says what to do."""


class Carrier(Protocol):
    """One way out, to one destination. Belongs to one event loop; several messages may be under way at once."""

    async def carry(self, message: Message) -> Receipt:
        """Bring it, once, in bounded time. Raises `NotNow` or `Never`; nothing else means that it did not arrive."""
        ...

    def rehearse(self, message: Message) -> str:
        """Exactly what `carry` would send, for a person to read, with secrets blotted; nothing is sent.

        Raises `Never` where the message cannot go this way at all.
        """
        ...

    async def close(self) -> None:
        """Let go of connections; may be called twice. What is asked of it after that is `NotNow` at worst."""
        ...


class Destination(msgspec.Struct, frozen=True, kw_only=True):
    """Where messages go, as an admin configures it. What ``options`` and ``secrets`` may hold depends on ``kind``."""

    id: str
    kind: str
    """``webhook``, ``mail``, ``chat``, … : the rows of docs/deliveries.md."""
    name: str
    options: dict[str, Any] = {}
    secrets: dict[str, str] = {}
    """By reference: ``env:NAME`` or ``file:PATH``. Never the secret itself."""
    wants: tuple[str, ...] = ()
    """The kinds of message that go there; empty wants all."""


class Option(msgspec.Struct, frozen=True, kw_only=True):
    """One row of a kind's table: what may stand in a destination's ``options``, or ``secrets`` if it is one."""

    name: str
    takes: Literal["text", "number", "yes_or_no", "choice", "reference"]
    choices: tuple[str, ...] = ()
    default: str | int | bool | None = None
    """None where it is ``required``, or left out without harm."""
    help: str
    required: bool

    @property
    def secret(self) -> bool:
        """It is a reference to a secret."""
        return self.takes == "reference"


class Way(msgspec.Struct, frozen=True, kw_only=True):
    """A kind of destination, with all that can be set: enough to draw its form."""

    kind: str
    help: str
    options: tuple[Option, ...]


class Ways(Protocol):
    """Every way out that there is."""

    def kinds(self) -> list[Way]:
        """In the order that the documentation shows."""
        ...

    def open(self, destination: Destination) -> Carrier:
        """A carrier to ``destination``. Raises `WrongDestination`; it connects to nothing yet."""
        ...
