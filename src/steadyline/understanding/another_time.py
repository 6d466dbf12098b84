"""
Another time than was promised, settled between two: "I'm out Tuesday." "Wednesday then."; "Can you make it five?" "Sure."

Neither line names the act. The time is that of what the speaker promised just before, and only where the one line plainly
says that its time does not suit, or asks for another, and the other says a time, or yes, and nothing else.
"""

# ruff: noqa: E501  patterns are not folded

import re
from datetime import datetime
from typing import Final, NamedTuple

import msgspec

from steadyline.core.events import PromiseDraft, PromiseMove
from steadyline.core.hours import Hours
from steadyline.understanding import clock, deadlines, numerals
from steadyline.understanding import text as reading

_LONGEST: Final = 18
"""Words, at most, of a line that only says when it would suit."""
_FAR_DAYS: Final = 7
"""Beyond so many days nobody knows which Monday is meant."""
_WORD: Final = re.compile(r"[\w']+")
_WHO: Final = (
    r"(?:can|could|would|will|any chance(?: of)?) (?:you|he|she|they|we|it|that)(?: (?:can|could|maybe|possibly))?"
)
_ASKS: Final = re.compile(
    rf"\b(?:{_WHO} (?:make|making) (?:it|that)|(?:can|could|would|will) (?:it|that)(?: not)? be|(?:can|could) we (?:say|do|make it)|"
    rf"{_WHO} (?:do (?:it )?|(?P<act>come|ring|call|phone)(?: me| us| over| round)?)|"
    r"^(?:(?:no|sorry|and|well|um|er|actually|okay|ok) )*make (?:it|that))\b"
)
"""Before the time that is asked for instead."""
_DOES: Final = {
    "come": re.compile(r"\b(?:come|coming|send|visit|engineer|out|round|with you|there)\b", re.IGNORECASE),
    "ring": re.compile(r"\b(?:ring|call|phone|speak|touch)\b", re.IGNORECASE),
}
"""What was promised, if that is asked for at another time."""
_AWAY: Final = r"(?:out|away|off|busy|working|at (?:work|college|school|the \w+)|in (?:hospital|meetings?))"
_UNFIT: Final = re.compile(
    rf"\b(?:(?:i'm|i am|we're|i'll be|we'll be) (?:all )?{_AWAY}|(?:i|we) (?:won't|will not|can't) be (?:in|here|home|there|around|free)|"
    r"i'm not (?:in|here|home|free|around)|(?:i|we) (?:can't|cannot|couldn't) (?:do|make)|no (?:good|use)|not (?:any )?good|too (?:late|early|soon|long)|"
    r"(?:doesn't|don't|won't) (?:work|suit|do))\b"
)
_OF_IT: Final = re.compile(
    rf"(?:^|\b(?:no|sorry|but|oh|well|um|er|afraid) )(?:(?:that|that'll|it)(?:'s| is|'ll be| will be| won't be)? (?:(?:far|much|way|a bit|bit) )?(?:too (?:late|early|soon|long|far)|no (?:good|use))|"
    rf"(?:i'm|i am|we're|i'll be) {_AWAY} (?:then|that day|all day|that (?:morning|afternoon|evening))|"
    r"(?:i|we) (?:won't|can't) be (?:in|here|home|there|around|free)(?: then| that day)?$|(?:i|we) (?:can't|cannot) (?:do|make) (?:it|that|then)\b(?: then| that day| time)*$|"
    r"(?:that|it) (?:doesn't|won't) (?:work|suit)(?: me| for me)?$)|"
    r"^(?:(?:is there|have you(?: got)?|not|nothing|anything|any|something|and|no|sorry|well|um) )+(?:a bit )?(?:earlier|sooner|later)\b"
)
"""What is said of the time promised without naming it."""
_QUESTION: Final = re.compile(r"\b(?:when|which|what|how|where|why|who)\b")
_NOT_SETTLED: Final = re.compile(
    r"^(?:(?:um|uh|er|okay|ok|right|well|so|yes|yeah|no|oh|sorry|and) )*(?:would|should|could|can|is|are|shall|do|does|may|what|how|if|or)\b|"
    r"\b(?:not|no(?! (?:problem|worries|trouble))|can't|cannot|won't|don't|isn't)\b"
)
"""It asks back, or refuses."""
_SMALL: Final = frozenset(
    "a afraid ah alright and be erm er fine go have he'll i i'll i'm instead it it'll it's just let's make maybe oh of ok okay course no problem worries "
    "perfect great lovely please put right rather say she'll so sorry sure that that'll that's the them then they'll to um we we'll well will "
    "with yeah yep yes you is it".split()
)
"""Words that may stand around the time."""
_YES: Final = re.compile(
    r"\b(?:yes|yeah|yep|sure|of course|no (?:problem|worries|trouble)|can do|that's fine|absolutely|certainly|will do)\b"
)
_SAYS_YES: Final = frozenset(
    "absolutely alright and can certainly course do done fine for good great he i i'll it it'll lovely me no of oh ok okay perfect please problem right she "
    "sure that that's the then they trouble um us we we'll well will works worries yeah yep yes you".split()
)
"""Words of which a yes consists, and of nothing else."""


class Wish(NamedTuple):
    """That the time of ``promise`` does not suit; ``to``: the time asked for instead, if one is."""

    promise: PromiseDraft
    to: deadlines.Deadline | None = None


def wished(promise: PromiseDraft, text: str, now: datetime, hours: Hours | None = None) -> Wish | None:
    """What the other says in ``text`` (clean) of the time of ``promise``; None where it may well suit."""
    said = reading.normal(text)
    if promise.due is None or len(said.split()) > _LONGEST or _QUESTION.search(said):
        return None
    asks = _ASKS.search(said)
    if asks and _is_of(promise, asks["act"]) and (to := _only_a_time(promise, said[asks.end() :], now, hours)):
        return Wish(promise, msgspec.structs.replace(to, words=_as_said(to.words, text)))
    unfit = _UNFIT.search(said) and _names_its_time(promise, said, now, hours)
    return Wish(promise) if unfit or _OF_IT.search(said) else None


def settled(wish: Wish, text: str, now: datetime, hours: Hours | None = None) -> PromiseMove | None:
    """The move to the time that ``text`` (clean) names, or agrees to; None where it says more, asks back or refuses."""
    said, promise = reading.normal(text), wish.promise
    if text.rstrip().endswith("?") or _NOT_SETTLED.search(said):
        return None
    agrees = _YES.search(said) and _SAYS_YES.issuperset(said.split())
    to = wish.to if agrees else _only_a_time(promise, said, now, hours)
    if to is None or to.due is None or (due := clock.iso(to.due)) == promise.due:
        return None
    return PromiseMove(who=promise.who, act=promise.act, was=promise.due, due=due, due_text=_as_said(to.words, text))


def on_its_day(wish: Wish, draft: PromiseDraft, now: datetime, hours: Hours | None = None) -> PromiseDraft:
    """The ``draft`` in which the act is said again, with the hour asked for, on the day that was promised."""
    named = deadlines.find(draft.due_text, now, hours, marked=True)
    if not (wish.to and wish.to.due and draft.due and named and named.names == "time"):
        return draft
    due = clock.iso(wish.to.due)
    same_hour = datetime.fromisoformat(draft.due).time() == wish.to.due.time()
    return msgspec.structs.replace(draft, due=due) if same_hour else draft


def _is_of(promise: PromiseDraft, act: str | None) -> bool:
    if act is None:
        return True
    return _DOES["come" if act == "come" else "ring"].search(promise.act) is not None


def _names_its_time(promise: PromiseDraft, said: str, now: datetime, hours: Hours | None) -> bool:
    """Whether the day promised is named in ``said``, or its hour at the beginning: "four's no good"."""
    due = datetime.fromisoformat(promise.due or "").astimezone(now.tzinfo)
    if any(time.due and time.due.date() == due.date() for time in deadlines.find_all(said, now, hours)):
        return True
    first = re.split(r"'s\b| ", said.removeprefix("no ").removeprefix("sorry "), maxsplit=1)[0]
    return numerals.is_number(first) and not promise.act.lower().startswith(first)


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
    day = datetime.fromisoformat(promise.due).astimezone(now.tzinfo).replace(hour=0, minute=0, second=0)
    if time.names != "time":
        return time if (day - now).days < _FAR_DAYS else None
    counts = numerals.is_number(rest.split()[0]) and _counts(promise, now, hours)
    time = None if counts else deadlines.find(rest, day, hours, marked=True)
    return time if time and time.due and time.due > now else None


def _counts(promise: PromiseDraft, now: datetime, hours: Hours | None) -> bool:
    """Whether a bare number may be how many, or how long: of "two parcels", "in five days"."""
    named = deadlines.find(promise.due_text, now, hours, marked=True)
    return any(map(numerals.is_number, reading.words(promise.act))) or (named is not None and named.names == "span")
