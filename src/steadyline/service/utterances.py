"""
From a segment and its words to the fact that something was said.

A hum is a sign of listening: kept, marked, and not judged. A short word is a word: "yes", "no" and "exactly" matter.
"""

import re

from steadyline.core.events import Seconds, Utterance
from steadyline.service.ports import Segment

_HUM = re.compile(r"\W*((m+|h?m+-?h?m+|h+m+|uh-?\s?hu[hm]|uh+|u+m+|mhm|hu+h|a+h+|o+h+)\W*)+", re.IGNORECASE)


def utterance(
    segment: Segment, text: str, *, turn: int, recogniser: str, at: Seconds, begins: Seconds = 0.0
) -> Utterance | None:
    """What was said, known ``at``; None where a stretch of sound held no words. ``begins``: call time of sound 0."""
    listening = segment.short and (not text or _HUM.fullmatch(text) is not None)
    if not text and not listening:
        return None
    return Utterance(
        at=at,
        turn=turn,
        party=segment.party,
        t0=round(begins + segment.t0, 3),
        t1=round(begins + segment.t1, 3),
        text=text,
        recogniser=recogniser,
        listening=listening,
    )
