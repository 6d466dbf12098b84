"""
What was promised, as heard: drafts, until a person confirms them.

The same promise said again in the same words is one promise; said again with a time, or another time, that time is
its time: what was said last is what the customer goes home with. So is one that is moved ("sorry, not Friday, Monday"):
it keeps its words and its turn, and says by which words it was moved. Summing up at the close promises nothing anew.
One that is taken back stands no longer; its id is not given again.
"""

import re

import msgspec

from steadyline.core import concerns
from steadyline.core.events import Finding, Heard, Party, PromiseDraft, PromiseHeard, PromiseMove, PromiseTakenBack

SAME = 0.7
SUMMED_UP = 0.5
"""Share of the words of the shorter by which a promise is said again where the call is summed up."""
MEANT = 0.5
"""Share of the words by which a promise is taken back that it was made in, or that name its time."""
MOVED = " … "
"""Between the words in which a promise was made and those that moved it."""
JUST_NOW_TURNS = 4
"""Words that name no act ("scrap that") take back a promise no older than this."""
MOST = 50
"""No call makes more; one that seems to is noise, and must not fill the memory."""

_THEN = re.compile(r"\b(?:then|instead)\W*$", re.IGNORECASE)
_ANOTHER = re.compile(r"\b(?:it|them|those|these|both|one|ones)\b", re.IGNORECASE)
"""What may be another thing than the promise before was of: "we'll send them on Monday then"."""
_PRONOUNS = {"he", "she", "they", "it", "somebody", "someone"}


class Promises(msgspec.Struct, frozen=True):
    """The promises heard so far, in order; an id is kept when a promise is said again with its time. ``gone``: how many
    more were taken back.
    """

    heard: tuple[PromiseHeard, ...] = ()
    gone: int = 0

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


def step(heard_at: float, promises: Promises, heard: Heard) -> tuple[Promises, list[Finding]]:
    """Take what a model made of one utterance; what is as likely as ``heard_at`` was heard."""
    findings: list[Finding] = []
    closing = heard.signals.get("closes_warmly", 0.0) >= heard_at
    for move in heard.moved:
        if (meant := _meant(promises, heard, move, move.was)) is not None and move.due != meant.due:
            moved = _moved(meant, heard, move)
            promises = _put(promises, moved)
            findings.append(moved)
    for unsaid in heard.taken_back:
        meant = _meant(promises, heard, unsaid, unsaid.due)
        if meant is not None and not any(_again(meant, draft) for draft in heard.promises):
            findings.append(PromiseTakenBack(at=heard.at, id=meant.id, turn=heard.turn, quote=heard.quote))
            left = tuple(promise for promise in promises.heard if promise.id != meant.id)
            promises = Promises(heard=left, gone=promises.gone + 1)
    for draft in heard.promises:
        if closing and any(_sums_up(draft, promise) for promise in promises.heard):
            continue
        if (meant := _instead(promises, heard, draft)) is not None:
            moved = _moved(meant, heard, draft)
            promises = _put(promises, moved)
            findings.append(moved)
            continue
        place = _same(promises, draft.who, draft.act)
        if len(promises.heard) >= MOST if place is None else not _later_word(promises.heard[place], draft):
            continue
        promise = PromiseHeard(
            at=heard.at,
            id=promises.heard[place].id if place is not None else f"prm_{len(promises.heard) + promises.gone + 1}",
            who=draft.who,
            act=draft.act,
            due=draft.due,
            due_text=draft.due_text,
            turn=heard.turn,
            quote=heard.quote,
        )
        promises = _put(promises, promise)
        findings.append(promise)
    return promises, findings


def _sums_up(draft: PromiseDraft, known: PromiseHeard) -> bool:
    """Whether the draft says the known promise again, if in other words, and no other time."""
    words, others = set(concerns.content(draft.act)), set(concerns.content(known.act))
    alike = len(words & others) / max(1, min(len(words), len(others))) >= SUMMED_UP
    same_time = draft.due == known.due if draft.due else draft.due_text in ("", known.due_text)
    return alike and same_time and _side(draft.who) == _side(known.who)


def _later_word(known: PromiseHeard, draft: PromiseDraft) -> bool:
    """Whether the draft says a time that the known promise has not."""
    return is_dated(draft) and (not is_dated(known) or (draft.due is not None and draft.due != known.due))


def _put(promises: Promises, promise: PromiseHeard) -> Promises:
    """With this promise: in the place of the one of its id, else the last."""
    if all(known.id != promise.id for known in promises.heard):
        return Promises(heard=(*promises.heard, promise), gone=promises.gone)
    heard = tuple(promise if known.id == promise.id else known for known in promises.heard)
    return Promises(heard=heard, gone=promises.gone)


def _moved(promise: PromiseHeard, heard: Heard, move: PromiseMove | PromiseDraft) -> PromiseHeard:
    """The promise with its new time, and the words that gave it."""
    quote = f"{promise.quote.split(MOVED)[0]}{MOVED}{heard.quote}"
    return msgspec.structs.replace(promise, at=heard.at, due=move.due, due_text=move.due_text, quote=quote)


def _again(promise: PromiseHeard, draft: PromiseDraft) -> bool:
    """Whether what is taken back is promised in the same breath for another day: then it is moved."""
    another = draft.due is not None and draft.due != promise.due
    return another and _same(Promises(heard=(promise,)), draft.who, draft.act) is not None


def _meant(
    promises: Promises, heard: Heard, unsaid: PromiseDraft | PromiseMove, was: str | None
) -> PromiseHeard | None:
    """The promise of the speaker's side that is unsaid: the one named, the latest first. ``was``: when it was due."""
    words = set(concerns.content(unsaid.act))
    mine = [one for one in reversed(promises.heard) if _side(one.who) == heard.party]
    if not words:
        return next((one for one in mine[:1] if heard.turn - one.turn <= JUST_NOW_TURNS), None)
    named = {one.id: len(words & set(concerns.content(f"{one.act} {one.due_text}"))) / len(words) for one in mine}
    if was and (that_day := [one for one in mine if one.due and one.due[:10] == was[:10]]):
        return max(that_day, key=lambda one: named[one.id])
    best = max(mine, key=lambda one: named[one.id], default=None)
    return best if best and named[best.id] >= MEANT else None


def _instead(promises: Promises, heard: Heard, draft: PromiseDraft) -> PromiseHeard | None:
    """The promise that the draft gives another time: "he'll come Monday then", after "he comes Friday"."""
    words = set(concerns.content(draft.act)) - _PRONOUNS
    if not words or draft.due is None or not _THEN.search(heard.quote) or _ANOTHER.search(draft.act):
        return None
    for promise in reversed(promises.heard):
        recent = 0 < heard.turn - promise.turn <= JUST_NOW_TURNS
        alike = words <= set(concerns.content(promise.act)) and promise.who == draft.who
        if recent and alike and promise.due not in (None, draft.due):
            return promise
    return None


def _side(who: str) -> Party:
    return "customer" if who == "customer" else "agent"


def _same(promises: Promises, who: str, act: str) -> int | None:
    words = set(concerns.content(act))
    for place, promise in enumerate(promises.heard):
        others = set(concerns.content(promise.act))
        if promise.who == who and words and others and len(words & others) / len(words | others) >= SAME:
            return place
    return None
