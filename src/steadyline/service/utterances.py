"""
From a segment and its words to the fact that something was said.

A sign of listening is kept, marked, and not judged; a short answer is an utterance like any other. See `signs`.
"""

from steadyline.core.events import Seconds, Utterance
from steadyline.service import signs
from steadyline.service.masking import mask
from steadyline.service.ports import Segment


def utterance(
    segment: Segment, text: str | None, *, turn: int, recogniser: str, at: Seconds, begins: Seconds = 0.0
) -> Utterance | None:
    """What was said, known ``at``; None where a stretch of sound held no words. ``begins``: call time of sound 0.

    ``text`` None: the recogniser failed. Somebody spoke: the time is kept, without words.
    """
    listening = False
    if text is not None:
        text, listening = signs.judge(mask(text), short=segment.short, within=segment.within)
        if not text and not listening:
            return None
    return Utterance(
        at=at,
        turn=turn,
        party=segment.party,
        t0=round(begins + segment.t0, 3),
        t1=round(begins + segment.t1, 3),
        text=text or "",
        recogniser=recogniser,
        listening=listening,
    )
