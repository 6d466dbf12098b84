"""
Reminding: what is due is found, claimed, and told to whoever must act.

A stage of a promise is claimed by writing it down from the edition that was seen, and what is sent because of it is
kept in the same breath: exactly one server reminds, once, whatever stops it. Who is reminded depends on the stage: the
owner before the deadline; at it, the person whom the site names.
"""

import asyncio
import hashlib
from collections.abc import Callable, Mapping, Sequence
from typing import Final, NamedTuple

import msgspec
import structlog

from steadyline.core import ledger, telling
from steadyline.core.events import Seconds
from steadyline.core.ledger import Change, Moment, Promise, Reminded, Stage
from steadyline.core.people import folded
from steadyline.core.playbook import Words
from steadyline.service.delivering import Destination, Entry, Message
from steadyline.service.ledger_ports import Due, Ledger
from steadyline.service.outbox import Claim, Delivery, Outbox
from steadyline.service.ports import JournalFailed
from steadyline.service.sending import Lines

_log = structlog.get_logger(__name__)

KIND: Final = "reminder_"
"""How the kind of a reminder begins; the stage follows."""

LETTER: Final = "customer_"
"""How the kind of a letter to the customer begins; the occasion follows."""

BATCH: Final = 200
AT_ONCE: Final = 10
"""Claims in one transaction, at most: live calls are written down between them."""

LOOK_SECONDS: Final[Seconds] = 5.0
"""How soon a promise that another server wrote down is seen."""

AFTER_FAULT_SECONDS: Final[Seconds] = 5.0

BY_ADDRESS: Final = frozenset({"mail", "calendar"})
"""The kinds of destination whose messages go to mail addresses."""


class People(msgspec.Struct, frozen=True, kw_only=True):
    """How to reach people. ``addresses``: mail addresses by the name of an owner or a team, kept folded. ``named``: the
    person to turn to at a deadline, by name or address. ``site``: where the pages are, for links.
    """

    addresses: Mapping[str, str] = {}
    named: str = ""
    site: str = ""

    def __post_init__(self) -> None:
        msgspec.structs.force_setattr(self, "addresses", {folded(name): to for name, to in self.addresses.items()})

    def of(self, name: str) -> str:
        """The mail address of this person or team, however their name is written; empty where none is known."""
        return self.addresses.get(folded(name), name if "@" in name else "")

    def whom(self, promise: Promise, stage: Stage) -> str:
        """Who is reminded at this stage, by name."""
        owner = promise.owner or promise.team
        return (self.named or owner) if stage == "named_person" else (owner or self.named)

    def reached(self, promise: Promise, stage: Stage) -> str:
        """Who has the mail of this stage, by name: where the owner has no address, their team or the named person;
        empty where none of them has one."""
        whom = self.whom(promise, stage)
        tried = (whom, promise.team, self.named) if stage != "named_person" else (whom, promise.owner, promise.team)
        return next((name for name in tried if self.of(name)), "")

    def to(self, promise: Promise, stage: Stage) -> tuple[str, ...]:
        """The mail address of whoever is `reached`; empty where nobody is."""
        return self._addresses(self.reached(promise, stage))

    def keeper(self, promise: Promise) -> tuple[str, ...]:
        """The mail address of whoever keeps it, owner or team; empty where none is known."""
        return self._addresses(promise.owner or promise.team)

    def _addresses(self, name: str) -> tuple[str, ...]:
        address = self.of(name)
        return (address,) if address else ()

    def link(self, promise: Promise) -> str:
        """Where the promise is to be seen; empty where the site's address is not known."""
        return f"{self.site.rstrip('/')}/promises/{promise.id}" if self.site else ""


class Means(NamedTuple):
    """What whoever tells people of promises has at hand. ``words``: a team's; ``now`` tells the time."""

    ledger: Ledger
    outbox: Outbox
    lines: Lines
    people: People
    words: Callable[[str], Words]
    now: Callable[[], Moment]


class Reminder:
    """Finds what is due, and claims it. ``claimed`` hears of each claim."""

    def __init__(self, means: Means, claimed: Callable[[Promise, Change], None]) -> None:
        self._ledger, self._outbox, self._lines, self._people, self._words, self._now = means
        self._claimed = claimed

    async def run(self) -> None:
        """For ever: remind of what is due, as it falls due."""
        while True:
            try:
                if not await self.remind():
                    await asyncio.sleep(await self._pause())
            except JournalFailed as error:
                _log.error("nobody is reminded: the ledger cannot be asked", why=str(error))
                await asyncio.sleep(AFTER_FAULT_SECONDS)
            except Exception:  # whatever it was, what falls due next must not wait for the next start
                _log.exception("nobody is reminded")
                await asyncio.sleep(AFTER_FAULT_SECONDS)

    async def remind(self, limit: int = BATCH) -> int:
        """Claim what is due now, those due longest first, up to ``limit``; returns how many were claimed here."""
        due = await self._ledger.due(self._now(), limit)
        count = 0
        for begin in range(0, len(due), AT_ONCE):
            tried = [await self._claim(each) for each in due[begin : begin + AT_ONCE]]
            claims = [claim for claim in tried if claim is not None]
            for claim, promise in zip(claims, await self._outbox.claim(claims), strict=True):
                if promise is not None:
                    self._claimed(promise, claim.change)
                    count += 1
        return count

    async def _pause(self) -> Seconds:
        upcoming = await self._ledger.next_due()
        if upcoming is None:
            return LOOK_SECONDS
        left = (ledger.when(upcoming) - ledger.when(self._now())).total_seconds()
        if left < -LOOK_SECONDS:  # whoever could claim it would have: it is looked at again, but not all the time
            return LOOK_SECONDS
        return max(0.2, min(LOOK_SECONDS, left))

    async def _claim(self, due: Due) -> Claim | None:
        """None where it cannot be put in words: one odd promise must not keep the others from being remembered."""
        promise, (stage, _) = due
        now = self._now()
        wanted = [there for there in (await self._lines.all()).values() if wants(there, KIND + stage)]
        try:
            change = Reminded(at=now, by=ledger.BY_ITSELF, stage=stage, to=self._goes_to(promise, stage, wanted))
            deliveries = [self._delivery(promise, stage, there.id, now) for there in wanted]
        except Exception:
            _log.exception("nobody can be reminded of a promise", promise=promise.id, stage=stage)
            return None
        return Claim(promise.id, promise.edition, change, deliveries)

    def _goes_to(self, promise: Promise, stage: Stage, wanted: Sequence[Destination]) -> str:
        """Whom it goes to, by name: whoever the mail reaches, else whom the other destinations are told to remind.

        Empty where it goes nowhere: no destination wants it, or nobody has the address that those need which do.
        """
        by_mail = any(there.kind in BY_ADDRESS for there in wanted)
        otherwise = any(there.kind not in BY_ADDRESS for there in wanted)
        mailed = self._people.reached(promise, stage) if by_mail else ""
        return mailed or (self._people.whom(promise, stage) if otherwise else "")

    def _delivery(self, promise: Promise, stage: Stage, there: str, now: Moment) -> Delivery:
        message = self.message(promise, stage, there, now)
        return Delivery(message=message, destination=there, made_at=now, next_at=now, edition=promise.edition)

    def message(self, promise: Promise, stage: Stage, there: str, now: Moment) -> Message:
        """What is sent to the destination ``there`` at this stage of the promise. Its id follows from the date."""
        link = self._people.link(promise)
        written = telling.reminder(self._words(promise.team), promise, stage, link)
        return Message(
            id=message_id("rem", promise, stage, there),
            kind=KIND + stage,
            at=now,
            subject=written.subject,
            text=written.text,
            to=self._people.to(promise, stage),
            about=promise.id,
            data=facts(promise) | {"stage": stage, "to": self._people.whom(promise, stage), "link": link},
            entry=entry(promise, now, link),
        )


def wants(destination: Destination, kind: str) -> bool:
    """Whether messages of this kind go there. Where the customer reads along, letters to them alone do."""
    if destination.options.get("public") is True and not kind.startswith(LETTER):
        return False
    return not destination.wants or kind in destination.wants


def message_id(kind: str, promise: Promise, *what: str) -> str:
    """The id of a message about this promise as it stands: the same for the same, so that nothing is sent twice."""
    stands = (promise.id, promise.given_at, promise.due or "", str(promise.postponed), str(promise.reopened), *what)
    return f"{kind}_{hashlib.blake2b(chr(10).join(stands).encode(), digest_size=12).hexdigest()}"


def facts(promise: Promise) -> dict[str, object]:
    """What machines are told of a promise."""
    return {
        "promise": promise.id,
        "edition": promise.edition,
        "state": promise.state,
        "act": promise.act,
        "kind": promise.kind,
        "due": promise.due,
        "due_text": promise.due_text,
        "made_at": promise.made_at,
        "settled_at": promise.settled_at,
        "timezone": promise.timezone,
        "customer": promise.customer,
        "customer_name": promise.customer_name,
        "owner": promise.owner,
        "team": promise.team,
        "call": promise.origin.call if promise.origin else None,
        "quote": promise.origin.quote if promise.origin else None,
    }


def entry(promise: Promise, now: Moment, link: str) -> Entry | None:
    """The promise as it stands in a calendar, ``now`` being when it last changed; None where it has no date.

    What was kept is done; what will not be done, by whosever word, is cancelled.
    """
    if promise.due is None:
        return None
    return Entry(
        uid=promise.id,
        sequence=promise.edition,
        changed=now,
        due=promise.due,
        timezone=promise.timezone or "UTC",
        summary=promise.act,
        description=promise.origin.quote if promise.origin else "",
        url=link,
        done=promise.state == "kept",
        cancelled=promise.state in ("broken", "withdrawn", "dropped"),
    )
