"""
Another time than was promised, settled between two: "I'm out Tuesday." "Wednesday then."; "Can you make it five?" "Sure."

Neither line names the act. The time is that of what the speaker promised just before.
"""

# ruff: noqa: E501  patterns are not folded

import re
from datetime import datetime
from typing import Final, NamedTuple

import msgspec

from steadyline.core.events import PromiseDraft, PromiseMove
from steadyline.core.hours import Hours
from steadyline.understanding import clock, deadlines
from steadyline.understanding import text as reading

_WORD: Final = re.compile(r"[\w']+")
_NO_GOOD: Final = re.compile(
    r"\b(?:no (?:good|use)|can't|cannot|won't|doesn't|don't work|not (?:in|here|home|available|around|free|back|good|any good)|"
    r"i'm (?:out|away|off|busy|working|at \w+)|we're (?:out|away|off|busy|working)|be (?:out|away|busy|working|at \w+)|"
    r"too (?:late|early|soon|long|far)|(?:any|nothing|something|bit) (?:earlier|sooner|later)|earlier|sooner|"
    r"(?:another|a different|some other) (?:day|time|date))\b"
)
_ASKS: Final = re.compile(
    r"(?:can|could|would|will|any chance) (?:you|he|she|they|we|it|that)(?: maybe| possibly| not)? (?:make (?:it|that)|be|do(?: it)?|come(?: at)?|(?:ring|call|phone)(?: me)?|have)\b|"
    r"^(?:(?:no|not|sorry|and|well|um|er|actually|okay|ok) )*(?:make (?:it|that)|what about|how about)\b"
)
_LONGEST: Final = 18
"""Words, at most, of a line that only says when it would suit."""
_SMALL: Final = frozenset(
    "a afraid ah alright and be can change do er erm fine for go good great have he'll i i'll i'm instead is it it'll it's just let's lovely make "
    "maybe mind move much need no not of oh ok okay perfect please possibly problem put rather right say she'll should so sorry sure that that'll "
    "that's the them then they'll to um we we'll we'd well will with would worries yeah yep yes you course better suits me".split()
)
_YES: Final = re.compile(
    r"\b(?:yes|yeah|yep|sure|of course|no (?:problem|worries)|can do|that's fine|absolutely|certainly|will do|done)\b"
)
_SAYS_YES: Final = _SMALL | frozenset("absolutely certainly course done that works for me us too".split())


class Wish(NamedTuple):
    """That the time promised does not suit; ``to``: the time asked for instead, if one is."""

    to: deadlines.Deadline | None


def wished(promise: PromiseDraft, text: str, now: datetime, hours: Hours | None = None) -> Wish | None:
    """What the other says in ``text`` (clean) of the time of ``promise``; None where it may well suit."""
    said = reading.normal(text)
    if promise.due is None or len(said.split()) > _LONGEST:
        return None
    if asks := _ASKS.search(said):
        to = _only_a_time(promise, said[asks.end() :], now, hours)
        return Wish(msgspec.structs.replace(to, words=_as_said(to.words, text)) if to else None)
    return Wish(None) if _NO_GOOD.search(said) else None


def settled(
    promise: PromiseDraft, wish: Wish, text: str, now: datetime, hours: Hours | None = None
) -> PromiseMove | None:
    """The move of ``promise`` to the time that ``text`` (clean) names, or agrees to; None where it says more, or asks."""
    said = reading.normal(text)
    if text.rstrip().endswith("?"):
        return None
    agrees = _YES.search(said) and _SAYS_YES.issuperset(said.split())
    to = wish.to if agrees else _only_a_time(promise, said, now, hours)
    if to is None or to.due is None or (due := clock.iso(to.due)) == promise.due:
        return None
    return PromiseMove(who=promise.who, act=promise.act, was=promise.due, due=due, due_text=_as_said(to.words, text))


def _as_said(words: str, text: str) -> str:
    found = re.search(re.escape(words), text, re.IGNORECASE)
    return found[0] if found else words


def _only_a_time(promise: PromiseDraft, said: str, now: datetime, hours: Hours | None) -> deadlines.Deadline | None:
    """The time that is all there is in ``said``, but for small words; an hour is one of the day promised."""
    words = list(_WORD.finditer(said))
    while words and words[0][0] in _SMALL:
        words.pop(0)
    while words and words[-1][0] in _SMALL:
        words.pop()
    if not words or promise.due is None:
        return None
    rest = said[words[0].start() : words[-1].end()]
    time = deadlines.find(rest, now, hours, marked=True)
    if time is None or time.words != rest:
        return None
    day = datetime.fromisoformat(promise.due).replace(hour=0, minute=0)
    return (
        deadlines.find(rest, day.astimezone(now.tzinfo), hours, marked=True)
        if time.names == "time" and day > now
        else time
    )
