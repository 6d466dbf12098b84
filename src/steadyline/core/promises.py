"""
What was promised, as heard: drafts, until a person confirms them.

The same promise said again in the same words is one promise; said again with a time, the time is added to it.
"""

import msgspec

from steadyline.core import concerns
from steadyline.core.events import Finding, Heard, PromiseHeard

SAME = 0.7


class Promises(msgspec.Struct, frozen=True):
    """The promises heard so far, in order; an id is kept when a promise is said again with its time."""

    heard: tuple[PromiseHeard, ...] = ()

    @property
    def undated(self) -> PromiseHeard | None:
        """The latest promise of ours that has no time."""
        for promise in reversed(self.heard):
            if promise.who != "customer" and not promise.due_text and promise.due is None:
                return promise
        return None

    @property
    def dated(self) -> bool:
        """Whether any promise of ours says by when."""
        return any(promise.who != "customer" and (promise.due or promise.due_text) for promise in self.heard)


def step(promises: Promises, heard: Heard) -> tuple[Promises, list[Finding]]:
    """Take what a model made of one utterance."""
    findings: list[Finding] = []
    for draft in heard.promises:
        place = _same(promises, draft.who, draft.act)
        if place is not None and (promises.heard[place].due_text or not draft.due_text):
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


def _same(promises: Promises, who: str, act: str) -> int | None:
    words = set(concerns.content(act))
    for place, promise in enumerate(promises.heard):
        others = set(concerns.content(promise.act))
        if promise.who == who and words and others and len(words & others) / len(words | others) >= SAME:
            return place
    return None
