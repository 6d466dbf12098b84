"""
Calendars to subscribe to: the promises of one owner or one team, at an address that nobody can guess.

Whoever has the address reads the calendar, so it is shown once, when it is made, and only a digest of it is kept; it
is good until it is revoked. A calendar holds what is open, and what was settled lately, so that what was kept is ticked
off there and what was withdrawn is struck out.
"""

import asyncio
import hashlib
import re
import secrets
from collections.abc import AsyncIterator, Callable, Sequence
from datetime import timedelta
from typing import Final, Literal, Protocol

import msgspec

from steadyline.core import ledger
from steadyline.core.ledger import Moment, Promise
from steadyline.service import reminding
from steadyline.service.delivering import Entry
from steadyline.service.ledger_ports import MOST_AT_ONCE, Ledger, Place, Query
from steadyline.service.reminding import People
from steadyline.service.trouble import Trouble

Form = Literal["event", "todo"]

SETTLED_DAYS: Final = 30
"""Settled promises stay in the calendar for so long after their date."""

MOST_ENTRIES: Final = 1000
LONGEST_NAME: Final = 100

_WRITTEN = re.compile(r"[A-Za-z0-9_-]{43}")


class NoSuchFeed(Trouble):
    """There is no such calendar, or not any more."""


class BadFeed(Trouble):
    """A calendar cannot be made so; the message says why."""


class Feed(msgspec.Struct, frozen=True, kw_only=True):
    """One calendar, without its address: of an ``owner`` or a ``team``, as events or to-dos; who made it, and when."""

    id: str
    owner: str = ""
    team: str = ""
    form: Form = "event"
    made_at: Moment
    made_by: str = ""
    revoked_at: Moment | None = None


class Feeds(Protocol):
    """Where calendars are kept. Every method raises `service.ports.JournalFailed` where that fails."""

    async def keep(self, feed: Feed, digest: str) -> None:
        """Keep a new one, under the digest of what opens it."""
        ...

    async def opened_by(self, digest: str) -> Feed | None:
        """The one that this opens; revoked ones too."""
        ...

    async def all(self) -> list[Feed]:
        """Every one, the oldest first; revoked ones too."""
        ...

    async def revoke(self, id: str, at: Moment) -> bool:
        """Shut it for good; False where there is none. Said twice, the first time stands."""
        ...


Write = Callable[[Sequence[Entry], str, Form], bytes]
"""The calendar of these entries, under this name, as it is sent."""


class Calendars:
    """The calendars of a site. ``write`` makes the file; ``now`` tells the time."""

    def __init__(
        self, kept: Feeds, promises: Ledger, *, people: People, write: Write, now: Callable[[], Moment]
    ) -> None:
        self._kept = kept
        self._ledger = promises
        self._people = people
        self._write = write
        self._now = now

    async def all(self) -> list[Feed]:
        """Those that are good, the oldest first."""
        return [feed for feed in await self._kept.all() if feed.revoked_at is None]

    async def make(self, *, owner: str = "", team: str = "", form: Form = "event", by: str = "") -> tuple[Feed, str]:
        """A new one, and the end of its address (``/calendar/….ics``), which cannot be had again. Raises `BadFeed`."""
        owner, team, by = (" ".join(text.split()) for text in (owner, team, by))
        if bool(owner) == bool(team):
            raise BadFeed("Say whose promises: one person's, or one team's.")
        if max(map(len, (owner, team, by))) > LONGEST_NAME:
            raise BadFeed(f"A name has at most {LONGEST_NAME} letters.")
        feed = Feed(
            id=f"cal_{secrets.token_hex(4)}", owner=owner, team=team, form=form, made_at=self._now(), made_by=by
        )
        opens = secrets.token_urlsafe(32)
        await self._kept.keep(feed, _digest(opens))
        return feed, f"/calendar/{opens}.ics"

    async def revoke(self, id: str) -> None:
        """Its address opens nothing any more. Raises `NoSuchFeed`."""
        if not await self._kept.revoke(id, self._now()):
            raise NoSuchFeed(f"There is no calendar {id[:40]!r}.")

    async def read(self, opens: str, seen: str = "") -> tuple[bytes | None, str]:
        """The calendar that this opens, and a tag of how it stands; None for one that was ``seen`` as it is.

        Raises `NoSuchFeed`.
        """
        feed = await self._kept.opened_by(_digest(opens)) if _WRITTEN.fullmatch(opens) else None
        if feed is None or feed.revoked_at is not None:
            raise NoSuchFeed("There is no calendar at this address, or not any more. Ask for a new one.")
        entries = [entry async for entry in self._entries(feed)]
        tag = hashlib.blake2b(msgspec.json.encode((feed, entries)), digest_size=12).hexdigest()
        if tag in seen:
            return None, tag
        name = f"Promises of {feed.owner or f'team {feed.team}'}"
        return await asyncio.to_thread(self._write, entries, name, feed.form), tag  # a second, for a thousand promises

    async def _entries(self, feed: Feed) -> AsyncIterator[Entry]:
        """What is open, and then what was settled lately; each by its date."""
        mine = Query(owner=feed.owner, team=feed.team, states=("open",))
        lately = ledger.stamp(ledger.when(self._now()) - timedelta(days=SETTLED_DAYS))
        settled = msgspec.structs.replace(mine, states=("kept", "broken", "withdrawn"))
        for query, after in ((mine, ""), (settled, Place(lately, 0).write())):
            async for promise in self._found(query, after):
                entry = reminding.entry(promise, promise.settled_at or promise.given_at, self._people.link(promise))
                if entry is not None:
                    yield entry

    async def _found(self, query: Query, after: str) -> AsyncIterator[Promise]:
        for _ in range(MOST_ENTRIES // MOST_AT_ONCE):
            page = await self._ledger.find(query, after, MOST_AT_ONCE)
            for promise in page.promises:
                yield promise
            after = page.after
            if not after:
                return


def _digest(opens: str) -> str:
    """What opens it is 256 random bits, so one round of a plain digest is as hard to turn back as any."""
    return hashlib.sha256(opens.encode()).hexdigest()
