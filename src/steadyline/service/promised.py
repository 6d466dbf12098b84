"""
Promises as the pages and other programs see them.

A promise is shown flat, with what follows from the time it is now: late or not, at risk from when, and what may be done
next. Nothing here decides anything.
"""

from typing import Final, Literal, Self

import msgspec

from steadyline.core import ledger, reminding
from steadyline.core.facts import Party
from steadyline.core.figures import Figures
from steadyline.core.ledger import TRANSITIONS, Change, Moment, Promise
from steadyline.core.reminding import Policy
from steadyline.service.strangers import Whose

Standing = Literal["", "at_risk", "late"]


class PromiseOnLedger(Promise, frozen=True, kw_only=True):
    """A promise as it holds now. ``standing``: its date has passed, or its owner was reminded of it for the last time.

    ``risk_at``: from when on it is at risk; None where it has no date, is late or settled. ``kept_on_time``: None while
    it is not kept, or where it had no date. ``may``: the changes that may follow, by their public names.
    """

    standing: Standing
    risk_at: Moment | None
    kept_on_time: bool | None
    may: tuple[str, ...]

    @classmethod
    def of(cls, promise: Promise, policy: Policy, now: Moment) -> Self:
        """This promise, as it holds now."""
        late = promise.late(now)
        dated = promise.state == "open" and promise.due is not None and not late
        risk_at = reminding.at_risk_from(promise, policy) if dated else None
        at_risk: Standing = "at_risk" if risk_at is not None and risk_at <= now else ""
        return cls(
            **{name: getattr(promise, name) for name in Promise.__struct_fields__},
            standing="late" if late else at_risk,
            risk_at=risk_at,
            kept_on_time=promise.on_time,
            may=tuple(_NAMES[kind] for kind in TRANSITIONS[promise.state] if kind is not ledger.Reminded),
        )


_NAMES: Final = {kind: ledger.name(kind) for kind in ledger.Changed.__subclasses__()}


class Clip(msgspec.Struct, frozen=True, kw_only=True):
    """Where the sound of the moment is, and its seconds."""

    audio: str
    t0: float
    t1: float


class Spoken(msgspec.Struct, frozen=True, kw_only=True):
    """What one party said on a call."""

    party: Party
    text: str


class OnePromise(msgspec.Struct, frozen=True, kw_only=True):
    """A promise with every change of it, the first first. ``clip``: the moment it was said, where sound is kept."""

    promise: PromiseOnLedger
    history: list[Change]
    clip: Clip | None = None


class PromisesPage(msgspec.Struct, frozen=True, kw_only=True):
    """Promises in order; ``after`` names the next page, and is empty where these are the last. ``strangers``: which of
    what was asked for is a name that no promise at all has.
    """

    now: Moment
    promises: list[PromiseOnLedger]
    after: str = ""
    strangers: tuple[Whose, ...] = ()


class Overview(msgspec.Struct, frozen=True, kw_only=True):
    """What is open, most pressing first: ``late``, then due ``today``, then ``at_risk`` though due on a later day, then
    the ``rest``, with those without a date last. ``after`` goes on where ``rest`` ends.

    The counts say how many there are in all, a thousand at most: the lists hold the first of them. ``strangers``: which
    of what was asked for is a name that no promise at all has.
    """

    now: Moment
    day_ends: Moment
    late: list[PromiseOnLedger]
    today: list[PromiseOnLedger]
    at_risk: list[PromiseOnLedger]
    rest: list[PromiseOnLedger]
    late_count: int
    today_count: int
    open_count: int
    after: str = ""
    strangers: tuple[Whose, ...] = ()


class CallInStory(msgspec.Struct, frozen=True, kw_only=True):
    """A call of this customer, in a line or two. ``held``: when it was. ``peak_level`` and ``end_level``: None where
    nothing was judged.
    """

    id: str
    held: Moment
    ended: bool
    agent: str
    problem: str
    peak_level: str | None
    end_level: str | None


class CustomerStory(msgspec.Struct, frozen=True, kw_only=True):
    """All that is between this customer and us: calls and promises, each the newest first."""

    now: Moment
    customer: str
    name: str
    timezone: str
    history: tuple[str, ...]
    promises: list[PromiseOnLedger]
    calls: list[CallInStory]


class FiguresShown(msgspec.Struct, frozen=True, kw_only=True):
    """How the word given was kept. ``kept_on_time``: the headline, 0 to 1, of ``counted`` promises; None where there
    are none. ``strangers``: "team" where no promise at all has the name of the one that was asked for.
    """

    since: Moment
    until: Moment
    kept_on_time: float | None
    counted: int
    figures: Figures
    strangers: tuple[Whose, ...] = ()
