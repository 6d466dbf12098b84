"""
What may befall a promise, each in the past tense, with when and by whom.

Moments are UTC, to the second (`moment`), so that they sort as they follow one another; what a person reads, ``due``,
keeps the offset of the customer's own clock. What follows from a change is `core.ledger`'s.
"""

import hashlib
import re
from datetime import UTC, datetime
from typing import Final, Literal

import msgspec

from steadyline.core.events import Seconds

State = Literal["open", "kept", "broken", "withdrawn", "dropped"]
STATES: Final[tuple[State, ...]] = ("open", "kept", "broken", "withdrawn", "dropped")
"""``dropped``: it never was a promise, though it was confirmed as one. It stands in no list and in no figure."""

Kind = Literal["money", "call_back", "message", "visit", "replacement", "repair", "answer", "other"]
"""What sort of thing was promised: figures are told by it. `core.kinds` guesses it from the act."""

Cause = Literal[
    "other_team", "supplier", "stock", "system", "capacity", "estimate", "missed", "unreached", "customer", "other"
]
"""Why a promise was late or broken: a fault of the process, never a person's name."""

Stage = Literal["halfway", "soon", "tell_customer", "named_person"]
STAGES: Final[tuple[Stage, ...]] = ("halfway", "soon", "tell_customer", "named_person")
"""The reminders of a promise, in their order. A new date begins them anew."""

BY_ITSELF: Final = "steadyline"
"""Who made a change that no person made."""

FOREVER: Final = "9999-12-31T23:59:59Z"
"""A moment after all others: where a promise without a date stands among those that have one."""

Moment = str
"""A moment in UTC, to the second: ``2026-11-24T22:00:00Z``. Later ones sort behind earlier ones."""


class NoMoment(ValueError):
    """This text is no moment: it is not ISO 8601, has no zone, or lies outside the calendar."""


# --- moments --------------------------------------------------------------------------------------------------------


def stamp(when: datetime) -> Moment:
    """This moment as the ledger writes it. ``when`` has a zone, else `NoMoment`."""
    if when.tzinfo is None:
        raise NoMoment(f"{when.isoformat()} says no zone")
    try:
        return when.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="seconds") + "Z"
    except OverflowError as error:
        raise NoMoment(f"{when.isoformat()} lies outside the calendar") from error


def moment(text: str) -> Moment:
    """ISO 8601 with a zone, as the ledger writes moments. Raises `NoMoment`."""
    return stamp(when(text))


def when(text: str) -> datetime:
    """ISO 8601 with a zone, as a time with that offset. Raises `NoMoment`."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise NoMoment(f"{text[:40]!r} is no date and time") from error
    if found.tzinfo is None:
        raise NoMoment(f"{text[:40]!r} says no zone")
    return found


def id_of(call: str, draft: str) -> str:
    """The ledger's id of the promise that this call heard as ``draft``: always the same, so it is made once."""
    digest = hashlib.blake2b(f"{call}\n{draft}".encode(), digest_size=10).hexdigest()
    return f"prm_{digest}"


# --- changes --------------------------------------------------------------------------------------------------------


def _tag(name: str) -> str:
    return "promise_" + re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


class Changed(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag=_tag):
    """Anything that befell a promise: at this moment, by this person (or `BY_ITSELF`).

    ``revision``: the fact of the call's journal that it came from; 0 where it came from no call.
    """

    at: Moment
    by: str = ""
    revision: int = 0


class Origin(msgspec.Struct, frozen=True, kw_only=True):
    """The moment it was said: the call, the turn, from ``t0`` to ``t1`` seconds of call time, and the words."""

    call: str
    draft: str = ""
    turn: int = 0
    t0: Seconds = 0.0
    t1: Seconds = 0.0
    quote: str = ""


class Made(Changed, frozen=True, kw_only=True):
    """Somebody gave their word. ``due``: ISO 8601 with the offset of the customer's clock, or None where no time was
    said; ``due_text``, the words for it. ``origin`` is None for one that was made by hand. ``at`` is when the word was
    given; ``confirmed_at``, when ``by`` confirmed it, where that was on a call: empty where nobody noted it.
    """

    act: str
    kind: Kind = "other"
    customer: str = ""
    customer_name: str = ""
    timezone: str = ""
    due: str | None = None
    due_text: str = ""
    owner: str = ""
    team: str = ""
    origin: Origin | None = None
    confirmed_at: Moment = ""


class Edited(Changed, frozen=True, kw_only=True):
    """It was written down wrong, and now reads so: a correction of the words, not a new agreement."""

    act: str
    kind: Kind
    due: str | None = None
    due_text: str = ""


class Postponed(Changed, frozen=True, kw_only=True):
    """It will be later. ``agreed``: the customer knows, and said yes to the new date."""

    due: str
    due_text: str = ""
    cause: Cause
    agreed: bool
    words: str = ""


class HandedOver(Changed, frozen=True, kw_only=True):
    """It is another's to keep now: this owner's, or nobody's yet in this team."""

    owner: str = ""
    team: str = ""
    note: str = ""


class Planned(Changed, frozen=True, kw_only=True):
    """How it will be done, as a person chose."""

    how: str


class Proof(msgspec.Struct, frozen=True, kw_only=True):
    """What shows that it was done: a note, a link, a file's name, or a message as it was sent."""

    kind: Literal["note", "link", "file", "message"]
    text: str


class Kept(Changed, frozen=True, kw_only=True):
    """It was done, and this shows it. ``cause``: why it was late, if it was."""

    proof: Proof
    cause: Cause | None = None


class Broke(Changed, frozen=True, kw_only=True, tag="promise_broken"):
    """It was not done, and will not be."""

    cause: Cause
    words: str = ""


class Withdrawn(Changed, frozen=True, kw_only=True):
    """The customer lets us off. ``agreed``: their words."""

    agreed: str


class Dropped(Changed, frozen=True, kw_only=True):
    """It never was a promise: whoever confirmed it took that back."""

    why: str = ""


What = Literal["kept", "late", "broken", "withdrawn", "thanks"]


class Told(Changed, frozen=True, kw_only=True):
    """The customer was told ``what``: by which way (``how``: mail, a ticket, by phone) and in which words."""

    what: What
    how: str
    text: str = ""


class Asked(Changed, frozen=True, kw_only=True):
    """The customer was asked whether it is right now, in these words (``text``). Once, and never again."""

    how: str = ""
    text: str = ""


class Answered(Changed, frozen=True, kw_only=True):
    """What they said. A no opens the promise again."""

    right: bool
    words: str = ""


class Reopened(Changed, frozen=True, kw_only=True):
    """It is not settled after all."""

    why: str


class Reminded(Changed, frozen=True, kw_only=True):
    """The reminder of this stage was claimed: whoever wrote this sends it, and nobody else.

    ``to``: whom it went to, by name or address; empty where it went nowhere.
    """

    stage: Stage
    to: str = ""


Change = (
    Made
    | Edited
    | Postponed
    | HandedOver
    | Planned
    | Kept
    | Broke
    | Withdrawn
    | Dropped
    | Told
    | Asked
    | Answered
    | Reopened
    | Reminded
)

NEWS: Final[tuple[type[Changed], ...]] = (
    Made,
    Edited,
    Postponed,
    HandedOver,
    Kept,
    Broke,
    Withdrawn,
    Dropped,
    Answered,
    Reopened,
)
"""What others may want to hear of; the rest is between us and the customer, or how we work."""

_decoder: msgspec.json.Decoder[Change] = msgspec.json.Decoder(Change)
_encoder = msgspec.json.Encoder()


def name(change: Changed | type[Changed]) -> str:
    """The public name, as ``promise_kept``."""
    return str(change.__struct_config__.tag)


def encode(change: Change) -> bytes:
    """The stored and the public form: one JSON object."""
    return _encoder.encode(change)


def decode(line: bytes | str) -> Change:
    """The change that `encode` wrote. Raises `msgspec.ValidationError`."""
    return _decoder.decode(line)
