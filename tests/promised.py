"""Promises for tests: made by hand, and drawn at random with whatever may befall them."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from hypothesis import strategies as st

from steadyline.core import ledger
from steadyline.core.ledger import (
    Answered,
    Asked,
    Broke,
    Change,
    Dropped,
    Edited,
    HandedOver,
    Kept,
    Made,
    Moment,
    Planned,
    Postponed,
    Promise,
    Proof,
    Reminded,
    Reopened,
    Told,
    Withdrawn,
)

MONDAY = "2026-11-23T09:00:00Z"
PROOF = Proof(kind="note", text="Refund 4471 went out.")


def made(at: Moment = MONDAY, **more: Any) -> Made:
    """Sam promises Dana a refund by Tuesday at five, unless told otherwise."""
    words: dict[str, Any] = {
        "act": "refund the March bill",
        "kind": "money",
        "customer": "C-1182",
        "customer_name": "Dana Whitfield",
        "timezone": "Europe/London",
        "due": "2026-11-24T17:00:00+00:00",
        "due_text": "by tomorrow at five",
        "owner": "Sam",
        "team": "billing",
    }
    return Made(at=at, by="Sam", **(words | more))


def promised(*changes: Change, id: str = "prm_1", **more: Any) -> Promise:
    """A promise that this befell."""
    promise = ledger.fold(id, [made(**more), *changes])
    assert promise is not None
    return promise


def at(text: str) -> Moment:
    """``24 16:30`` is that moment of November 2026, in UTC."""
    day, time = text.split()
    return f"2026-11-{day}T{time}:00Z"


MOMENTS = st.datetimes(datetime(2025, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC)).map(ledger.stamp)
WORDS = st.sampled_from(["it came", "Dana said so", "call 4471", "ünder way"])
CAUSES = st.sampled_from(["stock", "estimate", "other_team"])
DUES = st.none() | MOMENTS


def built(change: type[Change], /, **fields: st.SearchStrategy[Any]) -> st.SearchStrategy[Callable[[Moment], Change]]:
    """A change of this kind, to be made at any moment."""
    people = st.sampled_from(["Sam", "Ada", ledger.BY_ITSELF])
    drawn = st.fixed_dictionaries({"by": people, **fields})
    return drawn.map(lambda values: lambda now: change(at=now, **values))


CHANGES = st.one_of(
    built(Edited, act=WORDS, kind=st.just("visit"), due=DUES, due_text=WORDS),
    built(Postponed, due=MOMENTS, cause=CAUSES, agreed=st.booleans(), words=WORDS),
    built(HandedOver, owner=st.sampled_from(["", "Ada", "Ben"]), team=st.just("field")),
    built(Planned, how=WORDS),
    built(Kept, proof=st.just(PROOF), cause=st.none() | CAUSES),
    built(Broke, cause=CAUSES, words=WORDS),
    built(Withdrawn, agreed=WORDS),
    built(Dropped, why=WORDS),
    built(Told, what=st.sampled_from(list(ledger.TELLS_OF)), how=st.just("mail")),
    built(Asked, how=st.just("mail")),
    built(Answered, right=st.booleans(), words=WORDS),
    built(Reopened, why=WORDS),
    built(Reminded, stage=st.sampled_from(ledger.STAGES)),
)
"""Anything that anybody might try to do to a promise, sensible or not."""


@st.composite
def histories(draw: st.DrawFn, most: int = 8) -> list[Change]:
    """What befell a promise, in order: every change of it was allowed."""
    moments = sorted(draw(st.lists(MOMENTS, min_size=1, max_size=most)))
    changes: list[Change] = [made(moments[0], due=draw(DUES))]
    promise = ledger.step(None, changes[0], "prm_1")
    for now in moments[1:]:
        change = draw(CHANGES)(now)
        try:
            promise = ledger.step(promise, change)
        except ledger.NotAllowed:
            continue
        changes.append(change)
    return changes


@st.composite
def open_promises(draw: st.DrawFn) -> Promise:
    """Open, and with a date: as made, or moved since with the customer's leave or without it."""
    now, due = draw(MOMENTS), draw(MOMENTS)
    promise = promised(at=now, due=due)
    if draw(st.booleans()):
        moved, later = sorted([max(now, draw(MOMENTS)), max(due, draw(MOMENTS))])
        if moved < later:
            agreed = draw(st.booleans())
            promise = ledger.step(promise, Postponed(at=moved, due=later, cause="stock", agreed=agreed))
    if draw(st.booleans()):
        promise = ledger.step(promise, Told(at=promise.given_at, what="late", how="mail"))
    return promise
