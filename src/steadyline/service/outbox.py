"""
Deliveries: messages on their way, each kept until it was brought, or until a person must look at it.

What follows from a change of a promise is kept in the same breath as the change, or neither is. An attempt is begun at
least once, also when the server that began it is gone, and its message has the same id on all of them. What came of an
attempt is decided here, from what holds and what was said, and nothing else: `brought` and `failed`.
"""

from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import timedelta
from typing import Final, Literal, NamedTuple, Protocol

import msgspec

from steadyline.core import ledger
from steadyline.core.events import Seconds
from steadyline.core.ledger import BY_ITSELF, Asked, Change, Moment, Promise, Told
from steadyline.service.delivering import Destination, Message, Never, NotNow, Receipt

State = Literal["waiting", "sent", "parked", "lapsed"]
STATES: tuple[State, ...] = ("waiting", "sent", "parked", "lapsed")
"""``lapsed``: it was not sent, because the promise had changed before it could be, or a person let it be; nobody has to
do anything."""

OVER: Final[tuple[State, ...]] = ("sent", "lapsed")
"""What nobody has to do anything about any more."""

TOPIC: Final = "deliveries"
"""Where the bus tells what became of a delivery: the message is the `Delivery` as JSON."""

PARKED: Final = "messages_parked"
"""The kind of message that tells the named person of those which are parked."""

LONGEST_ASKED: Seconds = 86_400.0
"""A receiver that asks to be left alone for longer is asked again after this."""


class Patience(msgspec.Struct, frozen=True, kw_only=True):
    """How long to go on. The first wait is ``first`` seconds, each further one twice as long, up to ``longest``.

    ``jitter``: up to this share of a wait is left out by chance, so that many do not come back at the same moment.
    ``attempts``: how many there are before it is parked.
    """

    first: Seconds = 5.0
    longest: Seconds = 1800.0
    jitter: float = 0.5
    attempts: int = 12


class Delivery(msgspec.Struct, frozen=True, kw_only=True):
    """One message to one destination, and how far it is.

    ``message``: as it still has to go, to those who do not have it. ``by``: who sent it. ``next_at``: when its next
    attempt is due, while it waits. ``attempts``: all that there were; ``tries``: since a person last sent it.
    ``why``: what the last attempt that failed said. ``reference``: what the receiver calls it. ``refused``: addresses
    that will never have it, each with why. ``then``: what stands on the ledger as soon as it is sent. ``edition``: that
    of the promise beside which a person last read it, and ``read_at`` when, where that was after it was made.
    """

    message: Message
    destination: str
    by: str = BY_ITSELF
    state: State = "waiting"
    made_at: Moment
    next_at: Moment
    settled_at: Moment = ""
    attempts: int = 0
    tries: int = 0
    why: str = ""
    reference: str = ""
    refused: dict[str, str] = {}
    then: Told | Asked | None = None
    edition: int = 0
    read_at: Moment = ""

    @property
    def id(self) -> str:
        """The message's: one message goes to one destination."""
        return self.message.id

    @property
    def promise(self) -> str:
        """The promise that it is about."""
        return self.message.about


_replace = msgspec.structs.replace


def brought(delivery: Delivery, receipt: Receipt, at: Moment, patience: Patience, chance: float) -> Delivery:
    """What holds once an attempt succeeded, for all or for some of its addresses. ``chance``: from 0 to 1."""
    known = delivery.refused | receipt.refused
    delivery = _replace(delivery, reference=receipt.reference or delivery.reference, refused=known)
    rest = receipt.rest(delivery.message)
    if rest is None:
        attempts, tries = delivery.attempts + 1, delivery.tries + 1
        return _replace(
            delivery, state="sent", next_at="", settled_at=at, attempts=attempts, tries=tries, why=_refusals(known)
        )
    why = "; ".join(f"{address}: {said}" for address, said in receipt.later.items())
    return failed(_replace(delivery, message=rest), NotNow(why), at, patience, chance)


def failed(delivery: Delivery, why: NotNow | Never, at: Moment, patience: Patience, chance: float) -> Delivery:
    """What holds once an attempt failed: it waits for the next, or is parked. ``chance``: from 0 to 1."""
    tries = delivery.tries + 1
    delivery = _replace(delivery, attempts=delivery.attempts + 1, tries=tries, why=str(why))
    if isinstance(why, Never) or tries >= patience.attempts:
        return _replace(delivery, state="parked", next_at="", settled_at=at)
    return _replace(delivery, next_at=_later(at, wait(patience, tries, why.retry_after, chance)))


def wait(patience: Patience, tries: int, asked: Seconds | None, chance: float) -> Seconds:
    """Seconds until the next attempt, after ``tries`` of them; never less than the receiver ``asked`` for."""
    doubled = min(patience.longest, patience.first * 2.0 ** min(tries - 1, 60))
    return max(doubled * (1 - patience.jitter * chance), min(asked or 0.0, LONGEST_ASKED))


def again(delivery: Delivery, by: str, at: Moment) -> Delivery:
    """A parked delivery as a person sends it again, under the same id."""
    return _replace(delivery, state="waiting", next_at=at, settled_at="", tries=0, by=by)


def let_be(delivery: Delivery, by: str, at: Moment) -> Delivery:
    """A parked delivery that a person lets be: it goes nowhere any more, and why it was parked stays told. What some of
    its addresses have is sent, and stands on the ledger; the rest never have it.
    """
    if delivery.reference:
        never = delivery.refused | dict.fromkeys(delivery.message.to, f"{by} let it be")
        return _replace(delivery, state="sent", next_at="", settled_at=at, refused=never, why=_refusals(never))
    why = f"{by} let it be. Before that: {delivery.why}" if delivery.why else f"{by} let it be."
    return _replace(delivery, state="lapsed", next_at="", settled_at=at, why=why)


def overtaken(delivery: Delivery, why: str, at: Moment, *, parked: bool) -> Delivery:
    """What holds where the promise changed before an attempt could be made: the attempt sent nothing."""
    state: State = "parked" if parked else "lapsed"
    attempts, tries = delivery.attempts + 1, delivery.tries + 1
    return _replace(delivery, state=state, next_at="", settled_at=at, attempts=attempts, tries=tries, why=why)


def _later(at: Moment, seconds: Seconds) -> Moment:
    """Moments are whole seconds: rounded up, so that nobody is asked too early."""
    return ledger.stamp(ledger.when(at) + timedelta(seconds=-(-seconds // 1)))


def _refusals(refused: dict[str, str]) -> str:
    return "; ".join(f"{address}: {why}" for address, why in refused.items())


# --- ports ----------------------------------------------------------------------------------------------------------

Attempt = Callable[[str, int], Awaitable[None]]
"""Begin attempt ``number`` (from 1) of the delivery of this id. Asked twice, the second finds that it was made."""


class Sought(msgspec.Struct, frozen=True, kw_only=True):
    """Which deliveries, all of it together. Empty means whichever."""

    state: State | Literal[""] = ""
    promise: str = ""
    destination: str = ""


class Deliveries(NamedTuple):
    """A page, the newest first, and where to go on (``after``); empty where these are the last."""

    deliveries: list[Delivery]
    after: str


class Claim(NamedTuple):
    """A change of a promise as its author saw it, and what is sent because of it."""

    promise: str
    edition: int
    change: Change
    deliveries: Sequence[Delivery]


class Held(NamedTuple):
    """A delivery, and the promise that it is about; None where there is none."""

    delivery: Delivery
    promise: Promise | None


class Stock(NamedTuple):
    """How many deliveries there are by their state. ``late_since``: since when the longest overdue of those that wait
    should have gone; empty where none should have.
    """

    by_state: dict[State, int]
    late_since: Moment


class Note(NamedTuple):
    """What others are to be told and were not yet: news of a promise, or a message that was parked.

    ``number`` grows with each note, and never comes again. ``kind``: that of the message to be written, as
    ``promise_kept`` or `PARKED`. ``about``: the promise, at ``edition`` since the change; or the delivery, after so
    many attempts. ``at``: when.
    """

    number: int
    kind: str
    about: str
    edition: int
    at: Moment


class Outbox(Protocol):
    """The deliveries, and the work on them that outlives this process.

    What returned is on disk: it survives ``kill -9``. Every method raises `service.ports.JournalFailed` where the disk
    or the database does not let it do its work.
    """

    @property
    def trouble(self) -> str:
        """Why no attempt is begun here although it is `working`; empty where they are, or where another server does."""
        ...

    async def claim(self, claims: Sequence[Claim]) -> list[Promise | None]:
        """Write each change, and keep and begin what is sent because of it: all of a claim, or nothing of it.

        In their order, what holds since; None where another got there first, the change makes no sense any more, or
        this one cannot be written: the others are.
        """
        ...

    async def put(self, delivery: Delivery) -> Delivery:
        """Keep it, and begin its first attempt. Returns what holds: where its id is known, what was kept before."""
        ...

    async def settle(self, before: Delivery, after: Delivery) -> bool:
        """What came of an attempt. False where ``before`` is not what holds: somebody else got there first.

        Where ``after`` waits, its next attempt begins at ``next_at``; where it was sent, ``then`` is on the ledger;
        where it is parked there is a note of it, unless it is itself about others that are.
        """
        ...

    async def notes(self, after: int = 0, limit: int = 100, *, parked: bool | None = None) -> list[Note]:
        """What was noted behind the note of this number, in order. The ledger notes each change that is news.

        ``parked``: of messages that are parked alone, or of all but those.
        """
        ...

    async def strike(self, numbers: Sequence[int], deliveries: Sequence[Delivery]) -> bool:
        """Strike these notes, and keep and begin the deliveries that tell of them: all of it, or nothing.

        False where one of them was struck before: another server got there first.
        """
        ...

    async def get(self, id: str) -> Delivery | None:
        """The delivery as it holds now."""
        ...

    async def several(self, ids: Sequence[str]) -> list[Delivery]:
        """Those of these that there are, in the order in which they were kept; of some thousands at most."""
        ...

    async def held(self, id: str) -> Held | None:
        """The delivery and the promise that it is about, as both hold at the same moment."""
        ...

    async def find(self, sought: Sought, after: str = "", limit: int = 50) -> Deliveries:
        """A page. Raises `service.ledger_ports.BadCursor`."""
        ...

    async def stock(self, now: Moment) -> Stock:
        """How many there are of what, as of ``now``."""
        ...

    async def clear(self, sent_before: Moment, done_before: Moment, most: int) -> int:
        """Forget deliveries that went out, or lapsed, before the one moment, and work that was done before the other.

        Of each the oldest, up to ``most``. Returns how many those were; 0 where nothing is left to be forgotten.
        """
        ...

    def working(self, attempt: Attempt) -> AbstractAsyncContextManager[None]:
        """While this is entered, attempts that are due are begun here, and those that a dead server left.

        Only one server at a time makes an attempt; an ``attempt`` that raises is begun again.
        """
        ...


class DestinationChanged(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody changed where messages go. ``now`` is None where it was removed."""

    at: Moment
    by: str
    id: str
    now: Destination | None


class Destinations(Protocol):
    """Where messages go, and who said so. Raises `service.ports.JournalFailed`."""

    async def all(self) -> list[Destination]:
        """By name."""
        ...

    async def save(self, destination: Destination, by: str, at: Moment, seen: Destination | None = None) -> bool:
        """A new one; or one as it is to be from now on, where it still is as its author has ``seen`` it.

        False where it is not, or where a new one's id is taken: nothing is saved then.
        """
        ...

    async def remove(self, seen: Destination, by: str, at: Moment) -> bool:
        """False where it is not as it was ``seen``, or gone. What was sent there stays in the log."""
        ...

    async def changes(self, limit: int = 100) -> list[DestinationChanged]:
        """Who changed what, the latest first."""
        ...
