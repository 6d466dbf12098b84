"""
How fast the agent talks, against how fast they usually do.

Words and the time they took, and nothing else: no sound reaches this room, and what it says is conduct, never a
feeling. The usual pace is this agent's own, on this call, from what they said while heat was below angry.
"""

import msgspec

from steadyline.core.events import Seconds
from steadyline.core.playbook import PaceRules


class Pace(msgspec.Struct, frozen=True):
    """The words said at the agent's usual pace, and the seconds they took."""

    words: int = 0
    seconds: Seconds = 0.0


def said(pace: Pace, words: int, seconds: Seconds) -> Pace:
    """So many words more, at the usual pace."""
    if words < 1 or not 0 < seconds < words * 10:  # a clock that jumped
        return pace
    return Pace(words=pace.words + words, seconds=round(pace.seconds + seconds, 3))


def hurried(rules: PaceRules, pace: Pace, words: int, seconds: Seconds) -> bool:
    """Whether so many words in so many seconds are far faster than usual. No while the usual is not known."""
    if pace.words < rules.usual_words or words < rules.least_words or seconds <= 0:
        return False
    return words / seconds >= rules.above * pace.words / pace.seconds
