"""
A time that answers "when?": "I'll call you back." "When?" "By the end of the day."

The answer names no act. It is the time of what the speaker promised last; which that is, is for the call's rules to
find (`core.promises`).
"""

# ruff: noqa: E501  patterns are not folded

import re
from datetime import datetime
from typing import Final

from steadyline.core.events import Party, PromiseMove
from steadyline.core.hours import Hours
from steadyline.understanding import clock, deadlines
from steadyline.understanding import text as reading

_ASKS: Final = re.compile(
    r"(?:(?:and|so|okay|ok|right|yeah|yes|but|sorry|um|uh|er|oh|great|good|thanks|well|lovely|fine|hang on|roughly|about) )*"
    r"(?:when|what time|(?:which|what) day|how soon|how long|by when|at what time)\b(?!.*\b(?:did|was|were|i|my|opens?|closes?)\b)"
)
_MOST_ASKED: Final = 9
"""Words of a question that is no more than that."""
_SAYS_NO_MORE: Final = frozenset(
    "a about afraid and around at be before by do erm er for from guess hang have i i'd i'll i'm is it it'll it's latest likely maybe me "
    "more most no oh ok okay on or probably reckon right say so some should sometime sorry sure that that'll that's the then there they "
    "they'll think this time to uh um we we'd we'll well will with would yeah yes you you'd you'll he he'll she she'll hopefully today "
    "let's see within in".split()
)


def asks_when(text: str) -> bool:
    """Whether ``text`` (clean) asks by when, and nothing else."""
    said = reading.words(text)
    return len(said) <= _MOST_ASKED and _ASKS.match(" ".join(said)) is not None


def find(party: Party, text: str, now: datetime, hours: Hours | None = None) -> tuple[PromiseMove, ...]:
    """The time that ``text`` (clean) names, said by ``party`` at ``now`` to who asked when; empty where it says more."""
    named = deadlines.find_all(text, now, hours)
    if len(named) != 1:
        return ()
    (time,) = named
    rest = reading.words(text[: time.start]) + reading.words(text[time.end :])
    if not _SAYS_NO_MORE.issuperset(rest):
        return ()
    due = clock.iso(time.due) if time.due else None
    return (PromiseMove(who=party, act="", due=due, due_text=time.words),)
