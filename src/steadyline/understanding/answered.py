"""
A time that answers "when?": "I'll call you back." "When?" "By the end of the day."

The answer names no act. It is the time of what the speaker promised just before, if that has none.
"""

# ruff: noqa: E501  patterns are not folded

import re
from datetime import datetime
from typing import Final

from steadyline.core.events import PromiseDraft
from steadyline.core.hours import Hours
from steadyline.understanding import clock, deadlines
from steadyline.understanding import text as reading

_ASKS: Final = re.compile(
    r"(?:(?:and|so|okay|ok|right|yeah|yes|but|sorry|um|uh|er|oh|great|good|thanks|well|lovely|fine|hang on|roughly|about) )*"
    r"(?:by when|when|(?:at |by )?what time|(?:which|what) day|how soon)"
    r"(?: (?:will|would|can) (?:that|you)(?: (?:be|do (?:that|it)))?|(?:'s| is) that|(?: (?:then|roughly|about|please|exactly|abouts))| (?:can|could) you do (?:that|it))*$"
)
_SAYS_NO_MORE: Final = frozenset(
    "a about afraid and around at be before by do er erm for from guess hopefully i i'd i'll i'm in is it it'll it's latest let's likely "
    "maybe most no oh ok okay on or probably reckon right say see should so sometime sorry sure that that'll that's the then they they'll "
    "think this to uh um we we'd we'll well will with within would yeah yes you you'll he he'll she she'll have there".split()
)
"""Words that may stand around the time."""


def asks_when(text: str) -> bool:
    """Whether ``text`` (clean) asks by when, and nothing else."""
    return _ASKS.match(reading.normal(text)) is not None


def with_its_time(promise: PromiseDraft, text: str, now: datetime, hours: Hours | None = None) -> PromiseDraft | None:
    """The ``promise`` with the time that ``text`` (clean), said at ``now``, names; None where it names none or says
    more.
    """
    named = deadlines.find_all(text, now, hours)
    if len(named) != 1:
        return None
    (time,) = named
    rest = reading.words(text[: time.start]) + reading.words(text[time.end :])
    if not _SAYS_NO_MORE.issuperset(rest):
        return None
    due = clock.iso(time.due) if time.due else None
    return PromiseDraft(who=promise.who, act=promise.act, due=due, due_text=time.words)
