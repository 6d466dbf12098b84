"""
After the call: what people settle, journalled before it is acknowledged.

A call is loaded from the journal, folded twice (by its rules, and by `core.wrapup`), and shown whole. Each act names
the edition that its author saw; where somebody else settled something since, the second is told and nothing is written.
What holds already is not written again, so the same said twice counts once.
"""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from steadyline.core import ledger, wrapup, wrapview
from steadyline.core.events import (
    BreakGranted,
    BreakTaken,
    FollowUpWritten,
    Header,
    PromiseSettled,
    Seconds,
    SignedOff,
    StepDisputed,
    Utterance,
)
from steadyline.core.hours import Hours
from steadyline.core.ledger import NoMoment, Promise
from steadyline.core.names import Step
from steadyline.core.wrapup import WrapUp
from steadyline.core.wrapview import WrapUpView
from steadyline.service import dates
from steadyline.service.calls import Calls
from steadyline.service.conversation import Conversation, NoSuchCall
from steadyline.service.dates import NoDate
from steadyline.service.ledger import FromCalls, said_at
from steadyline.service.masking import mask_lines
from steadyline.service.ports import JournalConflict
from steadyline.service.trouble import Trouble

MOST_LETTERS = {"act": 300, "due_text": 100, "text": 10_000, "words": 2_000, "by": 100}
"""What one field of an act may hold: more is a mistake, not a message."""

LONGEST_BREAK_MINUTES = 120


class NotTaken(Trouble):
    """What was asked cannot be settled so; the message says why and what to do. Nothing was written."""


class Changed(Trouble):
    """Somebody settled something on this call since, or a promise has gone on at the ledger (``state``: how it stands
    there). Nothing was written; ``view`` is what holds now.
    """

    def __init__(self, view: WrapUpView, state: str = "") -> None:
        super().__init__(
            f"This promise has gone on at the ledger, where it is {state} now. Change it there, not in the wrap-up."
            if state
            else "Somebody changed this wrap-up while you looked at it. Nothing of yours was written: look again."
        )
        self.view = view


# --- what a person says ---------------------------------------------------------------------------------------------


class Said(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="type"):
    """Anything a person settles. ``edition``: that of the page they saw; ``by``: their name."""

    edition: int
    by: str = ""


class Confirm(Said, frozen=True, kw_only=True, tag="confirm"):
    """The promise of this id stands, as it reads here. ``due``: ISO 8601; without a zone it is the customer's clock,
    and a day alone means when business closes on it."""

    promise: str
    act: str
    due: str | None = None
    due_text: str = ""


class Drop(Said, frozen=True, kw_only=True, tag="drop"):
    """The promise of this id was none."""

    promise: str


class Approve(Said, frozen=True, kw_only=True, tag="approve"):
    """These are the words of the follow-up message. ``draft``: ``own_draft`` of the page they saw, as a promise that
    moves at the ledger makes no new edition; without it nobody asks.
    """

    text: str
    draft: str | None = None


class DisputeStep(Said, frozen=True, kw_only=True, tag="dispute"):
    """The scorecard has this step wrong."""

    step: Step
    words: str


class Sign(Said, frozen=True, kw_only=True, tag="sign"):
    """I have read the scorecard and stand for it."""


class GrantBreak(Said, frozen=True, kw_only=True, tag="grant_break"):
    """The agent may take a break."""

    minutes: int


class TakeBreak(Said, frozen=True, kw_only=True, tag="take_break"):
    """The agent took it."""


Wish = Confirm | Drop | Approve | DisputeStep | Sign | GrantBreak | TakeBreak


# --- the use case ---------------------------------------------------------------------------------------------------


class Reviews:
    """Wrap-ups of the calls in the journal. ``audio`` says where the sound of a call is, if it is kept; ``promises``
    takes what is confirmed to the ledger, where there is one; ``business``: when the site is open; ``now``, the time.
    """

    def __init__(
        self,
        calls: Calls,
        audio: Callable[[str], str | None] = lambda call: None,
        promises: FromCalls | None = None,
        business: Hours | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._calls = calls
        self._audio = audio
        self._promises = promises
        self._business = business or Hours()
        self._now = now
        self._one_at_a_time = asyncio.Lock()

    async def show(self, id: str) -> WrapUpView:
        """The wrap-up of this call as of now. Raises `NoSuchCall`."""
        return self._view(*await self._load(id))

    async def take(self, id: str, wish: Wish) -> WrapUpView:
        """Settle something: the page with it, once it is on disk.

        Raises `NoSuchCall`, `NotTaken`, `Changed`, or what the journal raises.
        """
        async with self._one_at_a_time:
            loaded = conversation, wrap_up, _, stands = await self._load(id)
            fact = _fact(conversation, wrap_up, stands, wish, self._business, self._now())
            after = wrapup.step(wrap_up, fact)
            if after == wrap_up:
                return self._view(*loaded)
            if wish.edition != wrap_up.edition:
                raise Changed(self._view(*loaded))
            if isinstance(wish, Confirm | Drop) and (promise := stands.get(wish.promise)):
                raise Changed(self._view(*loaded), promise.state)
            if (
                isinstance(wish, Approve)
                and wish.draft is not None
                and wish.draft != (now := self._view(*loaded)).own_draft
            ):
                raise Changed(now)
            try:
                await conversation.settle(fact)
            except JournalConflict:
                raise Changed(await self.show(id)) from None
            if self._promises and isinstance(fact, PromiseSettled):
                await self._promises.take(id)
            return await self.show(id)

    async def _load(self, id: str) -> tuple[Conversation, WrapUp, dict[int, Seconds], dict[str, Promise]]:
        conversation = await self._calls.find(id)
        if conversation is None:
            raise NoSuchCall(f"no call {id!r} is known here. The list of calls names those that are.")
        wrap_up, began = WrapUp(), dict[int, Seconds]()
        async for recorded in self._calls.journal.read(id):
            if isinstance(recorded.event, Utterance):
                began[recorded.event.turn] = recorded.event.t0
            wrap_up = wrapup.step(wrap_up, recorded.event)
        settled = [draft.heard.id for draft in wrap_up.drafts if draft.verdict != "draft"]
        return conversation, wrap_up, began, await self._promises.gone_on(id, settled) if self._promises else {}

    def _view(
        self, conversation: Conversation, wrap_up: WrapUp, began: dict[int, Seconds], stands: dict[str, Promise]
    ) -> WrapUpView:
        progress, id = conversation.progress, conversation.id
        return wrapview.view(id, progress.call, progress.screen, wrap_up, began, self._audio(id), stands)


# --- from what is said to what is written ---------------------------------------------------------------------------


def _fact(
    conversation: Conversation,
    wrap_up: WrapUp,
    stands: dict[str, Promise],
    wish: Wish,
    business: Hours,
    now: datetime,
) -> wrapup.Act:
    """The fact to write. Raises `NotTaken` for what makes no sense."""
    at, by = conversation.progress.call.now, _tidy("by", wish.by)
    match wish:
        case Confirm() | Drop():
            return _promise(conversation.header, wrap_up, wish, at, by, business, now)
        case Approve():
            _need_end(wrap_up, "approve the follow-up")
            text = _tidy("text", wish.text)
            if not text:
                raise NotTaken("The follow-up is empty. Write what the customer should read, or leave it a draft.")
            said = wrapview.said(conversation.progress.call, wrap_up, stands)
            return FollowUpWritten(at=at, text=text, by=by, promises=said)
        case DisputeStep():
            _need_end(wrap_up, "dispute a step")
            words = _tidy("words", wish.words)
            if not words:
                raise NotTaken("Say in your own words what the scorecard has wrong: a sentence is enough.")
            return StepDisputed(at=at, step=wish.step, words=words, by=by)
        case Sign():
            _need_end(wrap_up, "sign the scorecard")
            if not by:
                raise NotTaken("A scorecard is signed by a person: give your name.")
            return SignedOff(at=at, by=by)
        case GrantBreak(minutes=minutes):
            if not 1 <= minutes <= LONGEST_BREAK_MINUTES:
                raise NotTaken(f"Give the break from 1 to {LONGEST_BREAK_MINUTES} minutes.")
            if not by:
                raise NotTaken("A break is granted by a person: give your name.")
            return BreakGranted(at=at, minutes=minutes, by=by)
        case TakeBreak():
            if not wrap_up.break_minutes:
                raise NotTaken("No break was granted after this call. Ask for one.")
            return BreakTaken(at=at)


def _promise(
    header: Header, wrap_up: WrapUp, wish: Confirm | Drop, at: Seconds, by: str, business: Hours, now: datetime
) -> PromiseSettled:
    draft = next((draft for draft in wrap_up.drafts if draft.heard.id == wish.promise), None)
    if draft is None:
        raise NotTaken(f"No promise {wish.promise[:40]!r} was heard on this call. Load the page again.")
    settled_at = ledger.stamp(now)
    if isinstance(wish, Drop):
        return PromiseSettled(
            at=at,
            id=wish.promise,
            verdict="dropped",
            act=draft.act,
            due=draft.due,
            due_text=draft.due_text,
            by=by,
            settled_at=settled_at,
        )
    act = _tidy("act", wish.act)
    if not act:
        raise NotTaken("Say what will be done: a promise needs an act. If it was none, drop it.")
    then = ledger.when(said_at(header, at, settled_at))
    due = wish.due and _due(header, draft.heard.due, wish.due, business, then)
    due_text = _tidy("due_text", wish.due_text)
    return PromiseSettled(
        at=at,
        id=wish.promise,
        verdict="confirmed",
        act=act,
        due=due,
        due_text=due_text,
        by=by,
        settled_at=settled_at,
    )


def _due(header: Header, heard: str | None, said: str, business: Hours, now: datetime) -> str:
    """The deadline on the customer's clock, as ISO 8601 with its zone; as it was heard where it is left so."""
    began = _began(header)
    try:
        if said == heard:
            dates.of_our_age(ledger.when(said), said, now)
            return said
        due = dates.read(said, _zone(header, heard), business, now)
    except NoMoment:
        return said
    except NoDate as error:
        raise NotTaken(str(error)) from None
    if began is not None and due < began:
        raise NotTaken("That is before the call began. Give the date and time by which it will be done.")
    return due.isoformat(timespec="seconds")


def _began(header: Header) -> datetime | None:
    """When the call began; None where its header does not say so readably."""
    try:
        return ledger.when(header.started)
    except NoMoment:
        return None


def _zone(header: Header, heard: str | None) -> tzinfo:
    """The customer's zone; where it is not known, that of the promise as heard, or of the call."""
    if header.customer.timezone:
        try:
            return ZoneInfo(header.customer.timezone)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            pass
    for iso in (heard, header.started):
        try:
            zone = datetime.fromisoformat(iso).tzinfo if iso else None
        except ValueError:
            continue
        if zone is not None:
            return zone
    return ZoneInfo("UTC")


def _need_end(wrap_up: WrapUp, what: str) -> None:
    if not wrap_up.ended:
        raise NotTaken(f"The call is still going on. You can {what} when it is over.")


def _tidy(field: str, text: str) -> str:
    """The text as it may be kept. Raises `NotTaken` for more than a field holds."""
    text = mask_lines(text.strip())
    if len(text) > MOST_LETTERS[field]:
        raise NotTaken(f"That is longer than {MOST_LETTERS[field]} characters. Say it shorter.")
    return text
