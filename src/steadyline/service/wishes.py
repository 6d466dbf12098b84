"""
What a person asks of a promise, and the change that follows from it.

A wish is what a page or a program sends: it names the edition that its author saw and who they are, and its texts come
as they were typed. The change is what the ledger keeps: texts masked and within bounds, a date with the offset of the
customer's clock. Whether the change may follow is the ledger's to say.
"""

import re
from datetime import datetime, tzinfo
from typing import Final

import msgspec
from msgspec import UNSET, UnsetType

from steadyline.core import hours, kinds, ledger
from steadyline.core.hours import Hours, Site
from steadyline.core.ledger import Cause, Change, Kind, Made, NotAllowed, Promise, Proof, What
from steadyline.service import dates
from steadyline.service.dates import NoDate
from steadyline.service.masking import mask_lines

MOST_LETTERS: Final = {
    "act": 300,
    "agreed": 2_000,
    "by": 100,
    "customer": 200,
    "customer_name": 200,
    "due_text": 100,
    "how": 2_000,
    "note": 2_000,
    "owner": 100,
    "team": 100,
    "text": 10_000,
    "timezone": 100,
    "why": 2_000,
    "words": 2_000,
}
"""What one field of a wish may hold: more is a mistake, not a promise."""

_LINK: Final = re.compile(r"https?://[^\s/?#]+\S*|mailto:[^\s@]+@[^\s@]+", re.IGNORECASE)
"""What a page may open for whoever clicks on it: nothing that runs there, and no file of their own machine."""


class MakePromise(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A promise made by hand. ``due``: ISO 8601; without a zone it is the customer's clock, and a day alone means when
    business closes on it. ``owner``: empty means ``by``. ``kind``: null lets the words of the act say.
    """

    act: str
    by: str = ""
    kind: Kind | None = None
    customer: str = ""
    customer_name: str = ""
    timezone: str = ""
    due: str | None = None
    due_text: str = ""
    owner: str = ""
    team: str = ""


class Wished(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="type"):
    """Anything asked of a promise. ``edition``: the one that its author saw; ``by``: their name."""

    edition: int
    by: str = ""


class EditPromise(Wished, frozen=True, kw_only=True, tag="edit"):
    """It was written down wrong, and should read so. What is left out stays as it is; a ``due`` of null takes the date
    away. ``due_text`` are the words of the date: left out with a new date, the old words go.
    """

    act: str | UnsetType = UNSET
    kind: Kind | UnsetType = UNSET
    due: str | UnsetType | None = UNSET
    due_text: str | UnsetType = UNSET


class PostponePromise(Wished, frozen=True, kw_only=True, tag="postpone"):
    """It will be later. ``agreed``: the customer knows, and said yes."""

    due: str
    cause: Cause
    agreed: bool
    due_text: str = ""
    words: str = ""


class HandOverPromise(Wished, frozen=True, kw_only=True, tag="hand_over"):
    """It is another's to keep: this owner's, or nobody's yet in this team."""

    owner: str = ""
    team: str = ""
    note: str = ""


class PlanPromise(Wished, frozen=True, kw_only=True, tag="plan"):
    """How it will be done."""

    how: str


class KeepPromise(Wished, frozen=True, kw_only=True, tag="keep"):
    """It was done, and this shows it; a link begins with https://, http:// or mailto:. ``cause``: why it was late, if
    it was.
    """

    proof: Proof
    cause: Cause | None = None


class BreakPromise(Wished, frozen=True, kw_only=True, tag="break"):
    """It was not done, and will not be."""

    cause: Cause
    words: str = ""


class WithdrawPromise(Wished, frozen=True, kw_only=True, tag="withdraw"):
    """The customer lets us off, in these words."""

    agreed: str


class DropPromise(Wished, frozen=True, kw_only=True, tag="drop"):
    """It never was a promise."""

    why: str = ""


class CustomerTold(Wished, frozen=True, kw_only=True, tag="told"):
    """The customer was told: of what, by which way, in which words."""

    what: What
    how: str
    text: str = ""


class CustomerAsked(Wished, frozen=True, kw_only=True, tag="asked"):
    """The customer was asked whether it is right now."""

    how: str = ""


class CustomerAnswered(Wished, frozen=True, kw_only=True, tag="answered"):
    """What they said. A no opens the promise again."""

    right: bool
    words: str = ""


class ReopenPromise(Wished, frozen=True, kw_only=True, tag="reopen"):
    """It is not settled after all."""

    why: str


PromiseWish = (
    EditPromise
    | PostponePromise
    | HandOverPromise
    | PlanPromise
    | KeepPromise
    | BreakPromise
    | WithdrawPromise
    | DropPromise
    | CustomerTold
    | CustomerAsked
    | CustomerAnswered
    | ReopenPromise
)


def made(wish: MakePromise, now: datetime, site: Site) -> Made:
    """The making of a promise. Where the customer's clock is not known, it is the ``site``'s. Raises `NotAllowed`."""
    act, by = _tidy("act", wish.act), _tidy("by", wish.by)
    timezone = _tidy("timezone", wish.timezone)
    if timezone and not is_zone(timezone):
        raise NotAllowed(f"{timezone[:40]!r} is no time zone. Write one like America/New_York, or none.")
    return Made(
        at=ledger.stamp(now),
        by=by,
        act=act,
        kind=wish.kind or kinds.guess(act),
        customer=_tidy("customer", wish.customer),
        customer_name=_tidy("customer_name", wish.customer_name),
        timezone=timezone,
        due=_due(wish.due, hours.zone(timezone) if timezone else site.where, site.hours, now),
        due_text=_tidy("due_text", wish.due_text),
        owner=_tidy("owner", wish.owner) or by,
        team=_tidy("team", wish.team),
    )


def change(wish: PromiseWish, promise: Promise, now: datetime, site: Site) -> Change:
    """The change that this wish asks of this promise. Raises `NotAllowed` for what makes no sense."""
    at, by, clock = ledger.stamp(now), _tidy("by", wish.by), _clock(promise, site.where)
    match wish:
        case EditPromise():
            return _edited(wish, promise, by, now, site)
        case PostponePromise(cause=cause, agreed=agreed):
            return ledger.Postponed(
                at=at,
                by=by,
                due=_later(wish.due, clock, site.hours, now),
                due_text=_tidy("due_text", wish.due_text),
                cause=cause,
                agreed=agreed,
                words=_tidy("words", wish.words),
            )
        case HandOverPromise():
            owner, team, note = _tidy("owner", wish.owner), _tidy("team", wish.team), _tidy("note", wish.note)
            return ledger.HandedOver(at=at, by=by, owner=owner, team=team, note=note)
        case PlanPromise():
            return ledger.Planned(at=at, by=by, how=_tidy("how", wish.how))
        case KeepPromise(proof=proof, cause=cause):
            return ledger.Kept(at=at, by=by, proof=_shown(proof), cause=cause)
        case BreakPromise(cause=cause):
            return ledger.Broke(at=at, by=by, cause=cause, words=_tidy("words", wish.words))
        case WithdrawPromise():
            return ledger.Withdrawn(at=at, by=by, agreed=_tidy("agreed", wish.agreed))
        case DropPromise():
            return ledger.Dropped(at=at, by=by, why=_tidy("why", wish.why))
        case CustomerTold(what=what):
            return ledger.Told(at=at, by=by, what=what, how=_tidy("how", wish.how), text=_tidy("text", wish.text))
        case CustomerAsked():
            return ledger.Asked(at=at, by=by, how=_tidy("how", wish.how))
        case CustomerAnswered(right=right):
            return ledger.Answered(at=at, by=by, right=right, words=_tidy("words", wish.words))
        case ReopenPromise():
            return ledger.Reopened(at=at, by=by, why=_tidy("why", wish.why))


def holds(change: Change, promise: Promise) -> None:
    """A customer is told of this promise only what is so now. Raises `NotAllowed`."""
    if isinstance(change, ledger.Told) and promise.state != (so := ledger.TELLS_OF[change.what]):
        told = ", ".join(what for what, state in ledger.TELLS_OF.items() if state == promise.state) or "nothing"
        raise NotAllowed(
            f"The promise is {promise.state}, and {change.what!r} is said of one that is {so}. "
            f"What the customer can be told of it now: {told}."
        )


def _shown(proof: Proof) -> Proof:
    """What shows that it is kept, as it may be kept."""
    written = proof.text.strip()
    if proof.kind == "link" and written and not _LINK.fullmatch(written):
        raise NotAllowed(
            "That is no link that can be opened from here: one begins with https://, http:// or mailto:, and has no "
            "spaces. Write anything else as a note."
        )
    return Proof(kind=proof.kind, text=_tidy("text", written))


def is_zone(name: str) -> bool:
    """Whether it is a time zone's name. What `core.hours.zone` makes of any other is UTC, which has no such key."""
    return bool(name) and getattr(hours.zone(name), "key", None) == name


def _edited(wish: EditPromise, promise: Promise, by: str, now: datetime, site: Site) -> ledger.Edited:
    """How it should read, with what the wish leaves out as it is."""
    due, words = promise.due, promise.due_text
    if wish.due is not UNSET:
        due = _due(wish.due, _clock(promise, site.where), site.hours, now)
        words = words if due == promise.due else ""
    return ledger.Edited(
        at=ledger.stamp(now),
        by=by,
        act=promise.act if wish.act is UNSET else _tidy("act", wish.act),
        kind=promise.kind if wish.kind is UNSET else wish.kind,
        due=due,
        due_text=words if wish.due_text is UNSET else _tidy("due_text", wish.due_text),
    )


def _clock(promise: Promise, site: tzinfo) -> tzinfo:
    """The customer's clock; where it is not known, that of the date as it stands, or the site's."""
    if is_zone(promise.timezone):
        return hours.zone(promise.timezone)
    offset = ledger.when(promise.due).tzinfo if promise.due else None
    return offset or site


def _due(said: str | None, clock: tzinfo, business: Hours, now: datetime) -> str | None:
    """The date on this clock, as ISO 8601 with its offset."""
    if not said:
        return None
    try:
        return dates.read(said, clock, business, now).isoformat(timespec="seconds")
    except NoDate as error:
        raise NotAllowed(str(error)) from None


def _later(said: str, clock: tzinfo, business: Hours, now: datetime) -> str:
    due = _due(said, clock, business, now)
    if due is None or ledger.when(due) <= now:
        raise NotAllowed("That has passed already. Give the date and time by which it will be done now.")
    return due


def _tidy(field: str, text: str) -> str:
    """The text as it may be kept. Raises `NotAllowed` for more than a field holds."""
    text = mask_lines(text.strip())
    if len(text) > MOST_LETTERS[field]:
        raise NotAllowed(f"That is longer than {MOST_LETTERS[field]} characters. Say it shorter.")
    return text
