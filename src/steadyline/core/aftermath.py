"""
What heat did after each cue.

Heat as believed when a cue was offered, and again a few customer utterances later or when the call is over. It says
what followed, not what the cue brought about.
"""

from collections.abc import Sequence
from typing import Literal

import msgspec

from steadyline.core.events import AnyEvent, CueDismissed, CueExpired, CueFollowed, CueOffered, CueTaken, Seconds
from steadyline.core.heat import Heat
from steadyline.core.names import Cue


class Pending(msgspec.Struct, frozen=True):
    """A cue whose aftermath is not known yet: until the customer's so-manieth utterance, and until it has ``left``."""

    id: str
    cue: Cue
    heat: float
    until: int
    left: Literal["taken", "dismissed", "done", "moot", "stale"] | None = None


Aftermath = tuple[Pending, ...]


def step(
    pending: Aftermath, events: Sequence[AnyEvent], heat: Heat, *, after: int, at: Seconds, ended: bool = False
) -> tuple[Aftermath, list[CueFollowed]]:
    """Take what just happened; say which cues are settled. ``after``: customer utterances to wait; ``at`` now."""
    for event in events:
        match event:
            case CueOffered(id=id, cue=cue):
                pending = (*pending, Pending(id=id, cue=cue, heat=heat.now, until=heat.utterances + after))
            case CueTaken(id=id):
                pending = _left(pending, id, "taken")
            case CueDismissed(id=id):
                pending = _left(pending, id, "dismissed")
            case CueExpired(id=id, why=why):
                pending = _left(pending, id, "moot" if why == "call_ended" else why)
            case _:
                pass
    settled = [one for one in pending if one.left is not None and (ended or heat.utterances >= one.until)]
    if not settled:
        return pending, []
    followed = [
        CueFollowed(at=at, id=one.id, cue=one.cue, left=one.left, heat_before=one.heat, heat_after=heat.now)
        for one in settled
        if one.left is not None
    ]
    return tuple(one for one in pending if one not in settled), followed


def _left(pending: Aftermath, id: str, why: Literal["taken", "dismissed", "done", "moot", "stale"]) -> Aftermath:
    """A click on a cue that has left already changes nothing."""
    return tuple(
        msgspec.structs.replace(one, left=why) if one.id == id and one.left is None else one for one in pending
    )
