"""
The promise ledger: what was promised, and what became of it.

A promise is the fold of its changes and nothing else; every change says who and when, and none is ever taken back.
`TRANSITIONS` lists what may follow what; anything else is `NotAllowed`, with words. A promise is on time against the
last date that the customer agreed to, else against the first one: a date moved without them excuses nothing, and
neither does one corrected after it has passed. The changes are in `core.changes`; this is the name for both.
"""

from collections.abc import Iterable
from typing import Final

import msgspec

from steadyline.core.changes import (
    BY_ITSELF,
    FOREVER,
    NEWS,
    STAGES,
    STATES,
    Answered,
    Asked,
    Broke,
    Cause,
    Change,
    Changed,
    Dropped,
    Edited,
    HandedOver,
    Kept,
    Kind,
    Made,
    Moment,
    NoMoment,
    Origin,
    Planned,
    Postponed,
    Proof,
    Reminded,
    Reopened,
    Stage,
    State,
    Told,
    What,
    Withdrawn,
    decode,
    encode,
    id_of,
    moment,
    name,
    stamp,
    when,
)

__all__ = [
    "BY_ITSELF",
    "FOREVER",
    "NEWS",
    "STAGES",
    "STATES",
    "TELLS_OF",
    "TRANSITIONS",
    "Answered",
    "Asked",
    "Broke",
    "Cause",
    "Change",
    "Changed",
    "Dropped",
    "Edited",
    "HandedOver",
    "Kept",
    "Kind",
    "Made",
    "Moment",
    "NoMoment",
    "NotAllowed",
    "Origin",
    "Planned",
    "Postponed",
    "Promise",
    "Proof",
    "Reminded",
    "Reopened",
    "Stage",
    "State",
    "Told",
    "What",
    "Withdrawn",
    "decode",
    "encode",
    "fold",
    "id_of",
    "moment",
    "name",
    "stamp",
    "step",
    "when",
]


class NotAllowed(Exception):
    """This change cannot follow what holds. The message says why, and what can be done instead."""


TRANSITIONS: Final[dict[State | None, dict[type[Changed], State]]] = {
    None: {Made: "open"},
    "open": {
        Edited: "open",
        Postponed: "open",
        HandedOver: "open",
        Planned: "open",
        Told: "open",
        Reminded: "open",
        Kept: "kept",
        Broke: "broken",
        Withdrawn: "withdrawn",
        Dropped: "dropped",
    },
    "kept": {HandedOver: "kept", Told: "kept", Asked: "kept", Answered: "kept", Reopened: "open"},
    "broken": {HandedOver: "broken", Told: "broken", Asked: "broken", Answered: "broken", Reopened: "open"},
    "withdrawn": {HandedOver: "withdrawn", Told: "withdrawn", Reopened: "open"},
    "dropped": {Reopened: "open"},
}
"""What may follow, and what holds then; but an `Answered` no opens the promise whatever it was."""

TELLS_OF: Final[dict[What, State]] = {
    "kept": "kept",
    "late": "open",
    "broken": "broken",
    "withdrawn": "withdrawn",
    "thanks": "kept",
}
"""How a promise must stand for a person to tell the customer this of it. What was sent stays told, whatever follows."""


# --- the promise ----------------------------------------------------------------------------------------------------


class Promise(msgspec.Struct, frozen=True, kw_only=True):
    """What holds. ``edition`` is the number of its changes: whoever writes names the one that they saw.

    ``first_due``: the first date given. ``answers_to``: the last that the customer agreed to, else the first; it is
    what being on time means. ``given_at``: since when the present date stands. ``settled_at``: when it was kept,
    broken or withdrawn. ``reminded`` and ``told_late`` are of the present date. ``taken``: the newest revision of the
    call's journal that is in here. ``told``: what the customer was told, and when last.
    """

    id: str
    edition: int = 1
    state: State = "open"
    act: str
    kind: Kind = "other"
    customer: str = ""
    customer_name: str = ""
    timezone: str = ""
    due: str | None = None
    due_text: str = ""
    first_due: str | None = None
    answers_to: str | None = None
    owner: str = ""
    team: str = ""
    origin: Origin | None = None
    made_at: Moment
    made_by: str = ""
    given_at: Moment
    how: str = ""
    proof: Proof | None = None
    cause: Cause | None = None
    cause_words: str = ""
    agreed: str = ""
    settled_at: Moment | None = None
    postponed: int = 0
    reopened: int = 0
    reminded: tuple[Stage, ...] = ()
    told_late: bool = False
    told: dict[What, Moment] = {}
    asked_at: Moment | None = None
    right: bool | None = None
    answer: str = ""
    taken: int = 0

    @property
    def due_at(self) -> Moment:
        """The present date as a moment; `FOREVER` where there is none."""
        return FOREVER if self.due is None else moment(self.due)

    @property
    def promised_at(self) -> Moment:
        """The date it answers to, as a moment; `FOREVER` where there is none."""
        return FOREVER if self.answers_to is None else moment(self.answers_to)

    @property
    def on_time(self) -> bool | None:
        """Whether it was kept by the date it answers to; None while it is not kept, or where no date was given."""
        if self.state != "kept" or self.settled_at is None or self.answers_to is None:
            return None
        return self.settled_at <= self.promised_at

    def late(self, now: Moment) -> bool:
        """Whether it is open, and its present date has passed."""
        return self.state == "open" and self.due_at < now

    def broke_its_date(self, now: Moment) -> bool:
        """Whether the date that the customer counts on passed without it: kept or not, it was late."""
        if self.state in ("withdrawn", "dropped"):
            return False
        return self.promised_at < (self.settled_at or now)


_replace = msgspec.structs.replace


def fold(id: str, changes: Iterable[Change]) -> Promise | None:
    """The promise that these changes make, the first of which is `Made`. Raises `NotAllowed`."""
    promise: Promise | None = None
    for change in changes:
        promise = step(promise, change, id)
    return promise


def step(promise: Promise | None, change: Change, id: str = "") -> Promise:
    """Take the next change of a promise; ``id`` is that of the one to be made. Raises `NotAllowed`."""
    state = TRANSITIONS[promise.state if promise else None].get(type(change))
    if state is None:
        raise NotAllowed(_why_not(promise, change))
    _check(change)
    if promise is None:
        assert isinstance(change, Made)
        return _made(change, id)
    after = _take(promise, change)
    if isinstance(change, Reopened) or (isinstance(change, Answered) and not change.right):
        after, state = _open_again(after, change), "open"
    return _replace(after, state=state, edition=promise.edition + 1, taken=max(promise.taken, change.revision))


def _made(change: Made, id: str) -> Promise:
    return Promise(
        id=id,
        act=change.act,
        kind=change.kind,
        customer=change.customer,
        customer_name=change.customer_name,
        timezone=change.timezone,
        due=change.due,
        due_text=change.due_text,
        first_due=change.due,
        answers_to=change.due,
        owner=change.owner,
        team=change.team,
        origin=change.origin,
        made_at=change.at,
        made_by=change.by,
        given_at=change.at,
        taken=change.revision,
    )


def _take(promise: Promise, change: Change) -> Promise:
    match change:
        case Edited(act=act, kind=kind, due=due, due_text=due_text):
            promise = _replace(promise, act=act, kind=kind, due_text=due_text)
            return promise if due == promise.due else _corrected(promise, due, change.at)
        case Postponed():
            return _postponed(promise, change)
        case HandedOver(owner=owner, team=team):
            return _replace(promise, owner=owner, team=team or promise.team)
        case Planned(how=how):
            return _replace(promise, how=how)
        case Kept(proof=proof, cause=cause):
            return _replace(promise, proof=proof, cause=cause or promise.cause, settled_at=change.at)
        case Broke(cause=cause, words=words):
            return _replace(promise, cause=cause, cause_words=words, settled_at=change.at)
        case Withdrawn(agreed=agreed):
            return _replace(promise, agreed=agreed, cause=None, cause_words="", settled_at=change.at)
        case Dropped():
            return _replace(promise, cause=None, cause_words="", settled_at=change.at)
        case Told(what=what):
            promise = _replace(promise, told=promise.told | {what: change.at})
            return _told_late(promise) if what == "late" else promise
        case Asked():
            if promise.asked_at is not None:
                raise NotAllowed("The customer was asked already whether it is right now. Asking twice is a bother.")
            return _replace(promise, asked_at=change.at)
        case Answered(right=right, words=words):
            return _replace(promise, right=right, answer=words)
        case Reminded(stage=stage):
            return _replace(promise, reminded=_reminded(promise, stage))
        case _:
            return promise


def _corrected(promise: Promise, due: str | None, at: Moment) -> Promise:
    """The date was written down wrong. Once it has passed, what it was still counts."""
    counts = promise.postponed or promise.promised_at <= at
    answers_to = promise.answers_to if counts else due
    first = promise.first_due if counts else due
    return _replace(promise, due=due, first_due=first, answers_to=answers_to, given_at=at, reminded=(), told_late=False)


def _postponed(promise: Promise, change: Postponed) -> Promise:
    if moment(change.due) <= change.at:
        raise NotAllowed("The new date has passed already. Give one by which it will be done.")
    known = not change.agreed and promise.answers_to is not None
    return _replace(
        promise,
        due=change.due,
        due_text=change.due_text,
        first_due=promise.first_due or change.due,
        answers_to=promise.answers_to if known else change.due,
        given_at=change.at,
        cause=change.cause,
        cause_words=change.words,
        postponed=promise.postponed + 1,
        reminded=(),
        told_late=False,
    )


def _reminded(promise: Promise, stage: Stage) -> tuple[Stage, ...]:
    """With this stage. Those before it are past their time, and are not sent any more."""
    if promise.reminded and STAGES.index(stage) <= STAGES.index(promise.reminded[-1]):
        raise NotAllowed(f"The reminder {stage} of this date was sent already.")
    return (*promise.reminded, stage)


def _told_late(promise: Promise) -> Promise:
    """The customer knows: there is nothing more to nudge for, and the reminders of the date go on."""
    return _replace(promise, told_late=True, reminded=tuple(s for s in promise.reminded if s != "tell_customer"))


def _open_again(promise: Promise, change: Changed) -> Promise:
    """The date stands as it was, and its reminders are due as they were not: whoever opens it gives a new date. Why it
    was broken was said of its end, which it has no more.
    """
    broken = promise.state == "broken"
    return _replace(
        promise,
        cause=None if broken else promise.cause,
        cause_words="" if broken else promise.cause_words,
        settled_at=None,
        proof=None,
        agreed="",
        asked_at=None if isinstance(change, Reopened) else promise.asked_at,
        reopened=promise.reopened + 1,
        reminded=(),
        told_late=False,
        given_at=change.at,
    )


def _check(change: Change) -> None:
    """What every change of its kind must say. Raises `NotAllowed`."""
    match change:
        case Made(act=act, due=due) | Edited(act=act, due=due):
            _need(act, "Say what will be done: a promise needs an act.")
            _dated(due)
        case Postponed(due=due):
            _dated(due)
        case Planned(how=how):
            _need(how, "Say how it will be done.")
        case HandedOver(owner=owner, team=team):
            _need(owner + team, "Say whose it is now: an owner, or a team.")
        case Kept(proof=proof):
            _need(proof.text, "Kept needs proof: a note, a link, a file, or the message that was sent.")
        case Withdrawn(agreed=agreed):
            _need(agreed, "Only the customer can let us off: write what they said.")
        case Reopened(why=why):
            _need(why, "Say why it is opened again.")
        case _:
            pass


def _need(text: str, otherwise: str) -> None:
    if not text.strip():
        raise NotAllowed(otherwise)


def _dated(due: str | None) -> None:
    try:
        if due is not None:
            moment(due)
    except NoMoment as error:
        raise NotAllowed(f"{error}. Write a date like 2026-11-24T17:00:00-05:00.") from None


def _why_not(promise: Promise | None, change: Change) -> str:
    if promise is None:
        return "There is no such promise: the first thing that befalls one is that it is made."
    if isinstance(change, Made):
        return "This promise was made already."
    word = type(change).__name__.lower()
    if promise.state == "open":
        return f"The promise is still open: it cannot be {word} before it is kept or broken."
    return f"The promise is {promise.state}. Open it again first, with the reason."
