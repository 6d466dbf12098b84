"""
What people settle of a call: a second fold over its journal, beside the rules and never heard by them.

Findings of the call are its drafts; the facts of people, most of them after the end, say what holds. The last word on
each thing holds, and words on different things may come in any order. A fact that names nothing of this call changes
nothing. ``edition`` counts what changed, so that of two editors the second can be told.
"""

from collections.abc import Iterable
from typing import Literal

import msgspec

from steadyline.core import rewording
from steadyline.core.events import (
    AnyEvent,
    BreakGranted,
    BreakTaken,
    CallEnded,
    CallSummedUp,
    Evidence,
    FollowUpWritten,
    PromiseHeard,
    PromiseSaid,
    PromiseSettled,
    PromiseTakenBack,
    Reworded,
    SignedOff,
    StepDisputed,
)
from steadyline.core.names import Step
from steadyline.core.rewording import Rewordings

Verdict = Literal["draft", "confirmed", "dropped"]


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """A promise as heard, and what a person made of it. ``act``, ``due`` and ``due_text``: as it reads now."""

    heard: PromiseHeard
    verdict: Verdict = "draft"
    act: str
    due: str | None
    due_text: str
    by: str = ""

    @property
    def edited(self) -> bool:
        """Whether it reads otherwise than it was heard."""
        return (self.act, self.due, self.due_text) != (self.heard.act, self.heard.due, self.heard.due_text)

    @property
    def promise(self) -> PromiseHeard:
        """The promise as it reads now."""
        return msgspec.structs.replace(self.heard, act=self.act, due=self.due, due_text=self.due_text)


class Approved(msgspec.Struct, frozen=True, kw_only=True):
    """The follow-up message as a person approved it. ``stale``: a promise was settled otherwise since; ``promises``:
    those that there were to say then, so that one that moves at the ledger can be told; None where nobody noted it.
    """

    text: str
    by: str = ""
    stale: bool = False
    promises: tuple[PromiseSaid, ...] | None = None


class Dispute(msgspec.Struct, frozen=True, kw_only=True):
    """What the agent says of a step that the scorecard has wrong."""

    words: str
    by: str = ""


class WrapUp(msgspec.Struct, frozen=True, kw_only=True):
    """What holds so far. ``signed_by``: who stands for the scorecard, with all disputes there were then.

    ``break_minutes``: the break granted (0: none); ``break_taken``: it was. ``better``: a helper's words, which settle
    nothing and are no new edition.
    """

    edition: int = 0
    ended: bool = False
    drafts: tuple[Draft, ...] = ()
    scorecard: tuple[Evidence, ...] = ()
    follow_up: Approved | None = None
    disputes: dict[Step, Dispute] = {}
    signed_by: str = ""
    break_minutes: int = 0
    break_by: str = ""
    break_taken: bool = False
    better: Rewordings = {}

    @property
    def ledger(self) -> tuple[Draft, ...]:
        """The promises that a person confirmed, and no others."""
        return tuple(draft for draft in self.drafts if draft.verdict == "confirmed")

    @property
    def unsettled(self) -> tuple[Draft, ...]:
        """The promises that nobody has confirmed or dropped yet."""
        return tuple(draft for draft in self.drafts if draft.verdict == "draft")


_replace = msgspec.structs.replace

Act = PromiseSettled | FollowUpWritten | StepDisputed | SignedOff | BreakGranted | BreakTaken
"""The facts that settle something: those that may come after the end of the call."""


def fold(events: Iterable[AnyEvent]) -> WrapUp:
    """The wrap-up of a journal's events, in order."""
    wrap_up = WrapUp()
    for event in events:
        wrap_up = step(wrap_up, event)
    return wrap_up


def step(wrap_up: WrapUp, event: AnyEvent) -> WrapUp:
    """Take the next event of the journal, of the call or after it."""
    match event:
        case PromiseHeard():
            return _replace(wrap_up, drafts=_heard(wrap_up.drafts, event))
        case PromiseTakenBack(id=unsaid):
            return _taken_back(wrap_up, unsaid)
        case CallSummedUp():
            return _replace(wrap_up, scorecard=event.scorecard)
        case CallEnded():
            return _replace(wrap_up, ended=True)
        case Reworded():
            return _replace(wrap_up, better=rewording.step(wrap_up.better, event))
        case (
            PromiseSettled() | FollowUpWritten() | StepDisputed() | SignedOff() | BreakGranted() | BreakTaken()
        ) as act:
            after = _take(wrap_up, act)
            return wrap_up if after == wrap_up else _replace(after, edition=wrap_up.edition + 1)
        case _:
            return wrap_up


def _take(wrap_up: WrapUp, act: Act) -> WrapUp:
    match act:
        case PromiseSettled():
            return _settled(wrap_up, act)
        case FollowUpWritten(text=text, by=by, promises=promises):
            return _replace(wrap_up, follow_up=Approved(text=text, by=by, promises=promises))
        case StepDisputed(step=name, words=words, by=by):
            # Who signed had not read this: the scorecard waits for a person again.
            disputes = {**wrap_up.disputes, name: Dispute(words=words, by=by)}
            return wrap_up if disputes == wrap_up.disputes else _replace(wrap_up, disputes=disputes, signed_by="")
        case SignedOff(by=by):
            return _replace(wrap_up, signed_by=by)
        case BreakGranted(minutes=minutes, by=by):
            return _replace(wrap_up, break_minutes=minutes, break_by=by)
        case BreakTaken():
            return _replace(wrap_up, break_taken=True) if wrap_up.break_minutes else wrap_up


def _heard(drafts: tuple[Draft, ...], heard: PromiseHeard) -> tuple[Draft, ...]:
    """A promise heard again is one promise; what a person said of it holds until a person says otherwise."""
    fresh = Draft(heard=heard, act=heard.act, due=heard.due, due_text=heard.due_text)
    for place, known in enumerate(drafts):
        if known.heard.id == heard.id:
            now = fresh if known.verdict == "draft" else _replace(known, heard=heard)
            return (*drafts[:place], now, *drafts[place + 1 :])
    return (*drafts, fresh)


def _taken_back(wrap_up: WrapUp, id: str) -> WrapUp:
    """Without the draft that was unsaid, unless a person has confirmed it: then it stands until a person says so."""
    left = tuple(draft for draft in wrap_up.drafts if draft.heard.id != id or draft.verdict == "confirmed")
    if left == wrap_up.drafts:
        return wrap_up
    written = _replace(wrap_up.follow_up, stale=True) if wrap_up.follow_up else None
    return _replace(wrap_up, drafts=left, follow_up=written)


def _settled(wrap_up: WrapUp, act: PromiseSettled) -> WrapUp:
    for place, draft in enumerate(wrap_up.drafts):
        if draft.heard.id != act.id:
            continue
        now = _replace(draft, verdict=act.verdict, by=act.by)
        if act.verdict == "confirmed":
            now = _replace(now, act=act.act or draft.heard.act, due=act.due, due_text=act.due_text)
        drafts = (*wrap_up.drafts[:place], now, *wrap_up.drafts[place + 1 :])
        written = wrap_up.follow_up
        if written is not None and _reads(now) != _reads(draft):
            written = _replace(written, stale=True)
        return _replace(wrap_up, drafts=drafts, follow_up=written)
    return wrap_up


def _reads(draft: Draft) -> tuple[bool, str, str | None, str]:
    """What of a draft a follow-up message says."""
    return draft.verdict != "dropped", draft.act, draft.due, draft.due_text
