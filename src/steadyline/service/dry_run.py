"""
What another playbook would have changed on calls that are over.

The facts of a call are followed twice, under the playbook that it had and under the new one; no model runs, and nothing
is written. What both offer for the same words is the same, however it is worded; what the agent clicked away is clicked
away in both. It tells what would have been offered, never what the people on the call would then have said.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from typing import Literal

import msgspec

from steadyline.core import call as rules
from steadyline.core.events import (
    AlertRaised,
    AnyEvent,
    CallStarted,
    CueDismissed,
    CueOffered,
    CueTaken,
    Fact,
    Header,
    Seconds,
)
from steadyline.core.playbook import Playbook
from steadyline.service.ports import Journal, JournalFailed

PlaybookOf = Callable[[bytes], Playbook]


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """A cue or an alert that the new playbook brings, takes away or says otherwise; ``quote`` is what it rests on."""

    change: Literal["gained", "lost", "reworded"]
    kind: Literal["cue", "alert"]
    name: str
    at: Seconds
    quote: str
    say: str
    said_before: str = ""


class CallChanged(msgspec.Struct, frozen=True, kw_only=True):
    """What would change on one call, in order of time."""

    call: str
    customer: str
    playbook: str
    changes: tuple[Change, ...]


class DryRun(msgspec.Struct, frozen=True, kw_only=True):
    """All calls together: how many were followed, those that would change, and how often each cue comes and goes.

    ``left_out``: calls that cannot be followed, each with why.
    """

    calls: int
    changed: tuple[CallChanged, ...]
    gained: dict[str, int]
    lost: dict[str, int]
    reworded: dict[str, int]
    offered_before: int
    offered_after: int
    left_out: dict[str, str]


class Followed(msgspec.Struct, frozen=True, kw_only=True):
    """One call, followed under both playbooks."""

    changed: CallChanged
    before: int
    after: int


def follow(call: str, header: Header, facts: Sequence[Fact], old: Playbook, new: Playbook, name: str = "") -> Followed:
    """What would change on a call with these facts. ``name`` is what the old playbook is called."""
    before, after = _offers(header, facts, old), _offers(header, facts, new)
    changes = sorted(_changes(before, after), key=lambda change: change.at)
    told = CallChanged(call=call, customer=header.customer.name, playbook=name, changes=tuple(changes))
    return Followed(changed=told, before=len(before), after=len(after))


def total(followed: Iterable[Followed], left_out: dict[str, str]) -> DryRun:
    """All calls together."""
    kept = list(followed)
    counts = {
        which: Counter(change.name for one in kept for change in one.changed.changes if change.change == which)
        for which in ("gained", "lost", "reworded")
    }
    return DryRun(
        calls=len(kept),
        changed=tuple(one.changed for one in kept if one.changed.changes),
        gained=dict(counts["gained"].most_common()),
        lost=dict(counts["lost"].most_common()),
        reworded=dict(counts["reworded"].most_common()),
        offered_before=sum(one.before for one in kept),
        offered_after=sum(one.after for one in kept),
        left_out=left_out,
    )


async def journalled(
    journal: Journal, new: Playbook, thaw: PlaybookOf, limit: int
) -> AsyncIterator[tuple[int, int, str, Followed | str]]:
    """The newest calls of a journal, one by one: which of how many it is, its id, and what would change, or why that
    cannot be told."""
    calls = await journal.calls(live=False, limit=limit)
    for place, listed in enumerate(calls, start=1):
        try:
            yield place, len(calls), listed.id, await _journalled(listed.id, journal, new, thaw)
        except (JournalFailed, msgspec.MsgspecError) as error:
            yield place, len(calls), listed.id, str(error)


async def _journalled(id: str, journal: Journal, new: Playbook, thaw: PlaybookOf) -> Followed | str:
    events = [recorded.event async for recorded in journal.read(id)]
    started = next((event for event in events if isinstance(event, CallStarted)), None)
    body = await journal.playbook(started.playbook) if started else None
    if started is None or body is None:
        return "the journal does not hold the playbook that it ran under"
    facts = [event for event in events if isinstance(event, Fact)]
    # In a thread: a live call must not wait for one that is over.
    return await asyncio.to_thread(follow, id, started.header, facts, thaw(body), new, started.playbook)


def _offers(header: Header, facts: Iterable[Fact], playbook: Playbook) -> list[CueOffered | AlertRaised]:
    call = rules.begin(playbook, header)
    events: list[AnyEvent] = []
    for fact in facts:
        if isinstance(fact, (CueTaken, CueDismissed)):
            shown = call.cues.shown
            if shown is None or shown.cue != fact.cue:  # what was clicked is not on this screen
                continue
            fact = msgspec.structs.replace(fact, id=shown.id)
        call, found = rules.run(call, [fact])
        events += found
    return [event for event in events if isinstance(event, (CueOffered, AlertRaised))]


def _changes(before: Sequence[CueOffered | AlertRaised], after: Sequence[CueOffered | AlertRaised]) -> list[Change]:
    """Offers are the same where their name and the words that they rest on are."""
    waiting: dict[tuple[str, int, str], list[CueOffered | AlertRaised]] = {}
    for offer in before:
        waiting.setdefault(_key(offer), []).append(offer)
    changes = []
    for offer in after:
        known = waiting.get(_key(offer))
        if not known:
            changes.append(_change("gained", offer))
        elif _words(was := known.pop(0)) != _words(offer):
            changes.append(_change("reworded", offer, _words(was)))
    return changes + [_change("lost", offer) for left in waiting.values() for offer in left]


def _key(offer: CueOffered | AlertRaised) -> tuple[str, int, str]:
    return (offer.cue if isinstance(offer, CueOffered) else offer.alert, offer.turn, offer.quote)


def _words(offer: CueOffered | AlertRaised) -> str:
    return offer.say if isinstance(offer, CueOffered) else offer.why


def _change(
    change: Literal["gained", "lost", "reworded"], offer: CueOffered | AlertRaised, said_before: str = ""
) -> Change:
    return Change(
        change=change,
        kind="cue" if isinstance(offer, CueOffered) else "alert",
        name=_key(offer)[0],
        at=offer.at,
        quote=offer.quote,
        say=_words(offer),
        said_before=said_before,
    )
