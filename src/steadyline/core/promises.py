"""
What was promised, as heard: drafts, until a person confirms them.

The same promise said again in the same words is one promise; said again with a time, or another time, that time is
its time: what was said last is what the customer goes home with.
"""

import msgspec

from steadyline.core import concerns
from steadyline.core.events import Finding, Heard, PromiseDraft, PromiseHeard

SAME = 0.7
MOST = 50
"""No call makes more; one that seems to is noise, and must not fill the memory."""


class Promises(msgspec.Struct, frozen=True):
    """The promises heard so far, in order; an id is kept when a promise is said again with its time."""

    heard: tuple[PromiseHeard, ...] = ()

    @property
    def undated(self) -> PromiseHeard | None:
        """The latest promise of ours that has no time."""
        for promise in reversed(self.heard):
            if promise.who != "customer" and not is_dated(promise):
                return promise
        return None

    @property
    def dated(self) -> bool:
        """Whether any promise of ours says by when."""
        return any(promise.who != "customer" and is_dated(promise) for promise in self.heard)


def is_dated(promise: PromiseHeard | PromiseDraft) -> bool:
    """Whether it was said by when."""
    return bool(promise.due_text or promise.due)


def step(promises: Promises, heard: Heard) -> tuple[Promises, list[Finding]]:
    """Take what a model made of one utterance."""
    findings: list[Finding] = []
    for draft in heard.promises:
        place = _same(promises, draft.who, draft.act)
        if len(promises.heard) >= MOST if place is None else not _later_word(promises.heard[place], draft):
            continue
        promise = PromiseHeard(
            at=heard.at,
            id=promises.heard[place].id if place is not None else f"prm_{len(promises.heard) + 1}",
            who=draft.who,
            act=draft.act,
            due=draft.due,
            due_text=draft.due_text,
            turn=heard.turn,
            quote=heard.quote,
        )
        before, after = (promises.heard, ()) if place is None else (promises.heard[:place], promises.heard[place + 1 :])
        promises = Promises(heard=(*before, promise, *after))
        findings.append(promise)
    return promises, findings


def _later_word(known: PromiseHeard, draft: PromiseDraft) -> bool:
    """Whether the draft says a time that the known promise has not."""
    return is_dated(draft) and (not is_dated(known) or (draft.due is not None and draft.due != known.due))


def _same(promises: Promises, who: str, act: str) -> int | None:
    words = set(concerns.content(act))
    for place, promise in enumerate(promises.heard):
        others = set(concerns.content(promise.act))
        if promise.who == who and words and others and len(words & others) / len(words | others) >= SAME:
            return place
    return None
