"""
What the ledger asks of whatever keeps it.

One method writes, by compare-and-set: who writes names the edition that they saw, and the second of two is told what
holds instead. What was written is on disk. Everything else reads, a page at a time, and no question costs more for a
ledger of a million promises than for one of a hundred.
"""

from typing import Literal, NamedTuple, Protocol, runtime_checkable

import msgspec

from steadyline.core.figures import Figures, Period
from steadyline.core.ledger import FOREVER, Change, Moment, Promise, State
from steadyline.core.reminding import Reminder
from steadyline.service.trouble import Trouble

When = Literal["any", "today", "at_risk", "late"]
"""``today``: open, and due from ``now`` to ``day_ends``. ``at_risk``: open and not late, but past its last reminder to
the owner. ``late``: open, and its date has passed. All three are of open promises alone."""

MOST_AT_ONCE = 200
"""Promises of a page, at most."""


class Query(msgspec.Struct, frozen=True, kw_only=True):
    """Which promises, all of it together. Empty means whichever; dropped ones are found only where ``states`` say so.

    ``owner`` and ``team`` find every spelling of the name (`core.people`); ``customer`` is a reference, taken exactly.
    ``words``: all of them, each the beginning of a word of the act, the customer's name or reference, or the quote,
    whatever the case of the letters and their accents; of what holds no letter and no digit,
    nothing is found. ``now`` and ``day_ends`` (when the viewer's day is over) are moments, needed where ``when`` says
    anything.

    The order: by date, those without one last; with ``words`` or ``latest``, the newest made first.
    """

    owner: str = ""
    team: str = ""
    customer: str = ""
    states: tuple[State, ...] = ()
    when: When = "any"
    now: Moment = ""
    day_ends: Moment = ""
    words: str = ""
    latest: bool = False


class Page(NamedTuple):
    """Promises in the query's order, and where to go on (``after``); empty where these are the last."""

    promises: list[Promise]
    after: str


class Due(NamedTuple):
    """A promise, and the reminder of it that is due."""

    promise: Promise
    reminder: Reminder


class LedgerConflict(Trouble):
    """Somebody else changed this promise first. ``promise`` is what holds now; None where there is none of this id."""

    def __init__(self, promise: Promise | None) -> None:
        super().__init__(
            "Somebody changed this promise while you looked at it. Nothing of yours was written: look again."
        )
        self.promise = promise


class BadCursor(Trouble):
    """This ``after`` came from no page of this query. Begin at the first page."""


class Place(NamedTuple):
    """Where a promise stands in an order: by ``due_at``, then by ``number``, which grows with each one made."""

    due_at: Moment
    number: int

    def write(self) -> str:
        """As the ``after`` of a page."""
        return f"{self.number}.{self.due_at}"


def place(after: str) -> Place | None:
    """What `Place.write` wrote; None for the first page. Raises `BadCursor`."""
    if not after:
        return None
    number, _, due_at = after.partition(".")
    if not (number.isascii() and number.isdigit() and len(number) < 19 and len(due_at) == len(FOREVER)):
        raise BadCursor(f"{after[:60]!r} is no place to go on from. Begin at the first page.")
    return Place(due_at, int(number))


def shown(query: Query) -> tuple[State, ...]:
    """The states that a query finds."""
    asked = query.states or ("open", "kept", "broken", "withdrawn")
    return asked if query.when == "any" else tuple(state for state in asked if state == "open")


class Ledger(Protocol):
    """The promises, and every change of each.

    What `write` returned for is on disk: it survives ``kill -9``. Every method raises `service.ports.JournalFailed`
    where the disk or the database does not let it do its work.
    """

    async def write(self, id: str, edition: int, change: Change) -> Promise:
        """Add a change to the promise as its author saw it (0: there is none yet); returns what holds then.

        Raises `LedgerConflict` where it is at another edition, `core.ledger.NotAllowed` where the change makes no
        sense; nothing is written then.
        """
        ...

    async def get(self, id: str) -> Promise | None:
        """The promise as it holds now."""
        ...

    async def history(self, id: str) -> list[Change]:
        """Its changes, the first first. Nothing for an unknown one."""
        ...

    async def find(self, query: Query, after: str = "", limit: int = 50) -> Page:
        """A page of promises behind the one that ``after`` names. Raises `BadCursor`."""
        ...

    async def count(self, query: Query, most: int = 1000) -> int:
        """How many the query finds; ``most`` where there are as many or more."""
        ...

    async def story(self, customer: str, limit: int = 50) -> list[Promise]:
        """What this customer (by reference) was promised, the newest first. Nothing for an empty reference."""
        ...

    async def due(self, now: Moment, limit: int = 100) -> list[Due]:
        """The reminders that are due, those due longest first. To claim one, write `core.ledger.Reminded`.

        One that was missed while the site was open waits until it opens again (`core.reminding.closed`).
        """
        ...

    async def next_due(self) -> Moment | None:
        """When the next reminder falls due, of any promise."""
        ...

    async def figures(self, period: Period) -> Figures:
        """How the word given was kept, of the promises whose date fell into the period."""
        ...


class Settled(NamedTuple):
    """The fact of this revision of this call settles a promise that the call heard."""

    call: str
    revision: int


@runtime_checkable
class Settlements(Protocol):
    """What people settled of promises in calls, noted by the journal with the fact itself: both are on disk, or none.

    So nothing that was confirmed is missed, whatever stopped between the call and the ledger. Every method raises
    `service.ports.JournalFailed` where the disk or the database does not let it do its work.
    """

    async def settled(self, call: str = "", limit: int = 100) -> list[Settled]:
        """What is not on the ledger yet, in each call's order; of this call, if one is named."""
        ...

    async def taken(self, settled: Settled) -> None:
        """It is on the ledger, or does not belong there. Said twice, it changes nothing."""
        ...
