"""
Another time than was promised, settled between two: "I'm out Tuesday." "Wednesday then."; "Can you make it five?" "Sure."

Neither line names the act. The time is that of what the speaker promised just before; and it is settled only where one line
says of it that it does not suit, or asks for another, and the next is a time, or a yes, and no more.
"""

# ruff: noqa: E501  patterns are not folded

import calendar
import re
from datetime import UTC, datetime
from typing import Final, Literal, NamedTuple

import msgspec

from steadyline.core.events import PromiseDraft, PromiseMove
from steadyline.core.hours import Hours, at_wall
from steadyline.understanding import clock, dayparts, deadlines, numerals
from steadyline.understanding import text as reading

_LONGEST: Final = 18
"""Words, at most, of a line that only says when it would suit."""
_FAR_DAYS: Final = 7
"""Beyond so many days nobody knows which Monday is meant."""
_AMOUNT: Final = re.compile(r"\b(?:pay|refund|credit|discount|order|reimburse|waive|charge|book)\w*\b", re.IGNORECASE)
_BARE_HOUR: Final = re.compile(rf"\d|(?:half|quarter|noon|midday|midnight|{'|'.join(numerals.HOURS)})\b", re.IGNORECASE)
_WORD: Final = re.compile(r"[\w']+")
_WHO: Final = (
    r"(?:can|could|would|will|any chance(?: of)?) (?:you|he|she|they|we|it|that)(?: (?:can|could|maybe|possibly))?"
)
_ASKS: Final = re.compile(
    rf"\b(?:{_WHO} (?:make|making) (?:it|that)|(?:can|could|would) (?:it|that)(?: not)? be|(?:can|could) we (?:say|do|make it)|"
    rf"{_WHO} (?:do (?:it )?|(?P<act>come|ring|call|phone)(?: me| us| over| round)?)|"
    r"^(?:(?:no|sorry|and|well|um|er|actually|okay|ok) )*make (?:it|that))\b"
)
"""Before the time that is asked for instead."""
_ANOTHER: Final = re.compile(r"\b(?:and|then|also)\b")
""""And can you ring me Monday?" asks for a second call."""
_COMES: Final = re.compile(
    r"\b(?:come|coming|visit|engineer|plumber|electrician|technician|driver|somebody|someone|out|round|with you|there)\b",
    re.IGNORECASE,
)
_RINGS: Final = re.compile(r"\b(?:ring|call|phone|speak|touch)\b", re.IGNORECASE)
_AWAY: Final = r"(?:out|away|off|busy|working|at (?:work|college|school|the \w+)|in (?:hospital|meetings?))"
_UNFIT: Final = re.compile(
    rf"\b(?:(?:i'm|i am|we're|i'll be|we'll be) (?:all )?{_AWAY}|(?:i|we) (?:won't|will not|can't) be (?:in|here|home|there|around|free)|"
    r"i'm not (?:in|here|home|free|around)|(?:i|we) (?:can't|cannot|couldn't) (?:do|make)|no (?:good|use)|not (?:any )?good|too (?:late|early|soon|long)|"
    r"(?:doesn't|don't|won't) (?:work|suit|do))\b"
)
_OF_IT: Final = re.compile(
    rf"(?:^|\b(?:no|sorry|but|oh|well|um|er|afraid) )(?:(?:that|that'll|it)(?:'s| is|'ll be| will be| won't be)? (?:(?:far|much|way|a bit|bit) )?(?:too (?:late|early|soon|long|far)|no (?:good|use))|"
    rf"(?:i'm|i am|we're|i'll be) {_AWAY} (?:then|that day|all day|that (?:morning|afternoon|evening))|"
    r"(?:i|we) (?:won't|can't) be (?:in|here|home|there|around|free)(?: then| that day)?|(?:i|we) (?:can't|cannot) (?:do|make) then|"
    r"(?:that|it) (?:doesn't|won't) (?:suit(?: me)?|work for (?:me|us)))(?: (?:for me|for us|sorry|i'm afraid|really|though|no))*$|"
    r"^(?:(?:is there|have you(?: got)?|not|nothing|anything|any|something|and|no|sorry|well|um) )+(?:a bit )?(?:earlier|sooner|later)(?: please| at all)*$"
)
"""What is said of the time promised without naming it, and of nothing else."""
_OWN: Final = re.compile(
    r"\b(?:i'll|i will|we'll)(?! be (?:all )?(?:out|away|off|busy|working|at|in)\b)\b|\b(?:can|could|shall|may) i\b"
)
"""Who promises or offers something themselves does not ask for another time."""
_SOONER: Final = re.compile(r"\btoo (?:late|long|far)\b|\b(?:earlier|sooner)\b")
_LATER: Final = re.compile(r"\btoo (?:early|soon)\b|\blater\b")
_QUESTION: Final = re.compile(r"\b(?:when|which|what|how|where|why|who)\b")
_NOT_SETTLED: Final = re.compile(
    r"^(?:(?:um|uh|er|okay|ok|right|well|so|yes|yeah|no|oh|sorry|and) )*(?:would|should|could|can|is|are|shall|do|does|may|what|how|if|or)\b|"
    r"\b(?:not|no(?! (?:problem|worries|trouble))|can't|cannot|won't|don't|isn't)\b"
)
"""It asks back, or refuses."""
_SMALL: Final = frozenset(
    "a afraid ah alright and be erm er fine go have he'll i i'll i'm instead it it'll it's just let's make maybe oh of ok okay course no problem worries "
    "perfect great lovely please put right rather say she'll so sorry sure that that'll that's the them then they'll to um we we'll well will "
    "with yeah yep yes you is".split()
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
    """That the time of ``promise`` does not suit; ``to``: the time asked for instead, if one is. ``way``: whether it must
    be sooner (-1), later (1), or may be either.
    """

    promise: PromiseDraft
    to: deadlines.Deadline | None = None
    way: Literal[-1, 0, 1] = 0

    @property
    def is_of_a_person(self) -> bool:
        """Whether somebody is to come or to ring: whoever is out asks for another time for that."""
        return bool(_COMES.search(self.promise.act) or _RINGS.search(self.promise.act))


def wished(promise: PromiseDraft, text: str, now: datetime, hours: Hours | None = None) -> Wish | None:
    """What the other says in ``text`` (clean) of the time of ``promise``; None where it may well suit."""
    said = reading.normal(text)
    if promise.due is None or len(said.split()) > _LONGEST or _QUESTION.search(said) or _OWN.search(said):
        return None
    if asks := _ASKS.search(said):
        to = _only_a_time(promise, said[asks.end() :], now, hours)
        if to and _is_of(promise, asks, said[: asks.start()], now, hours):
            return Wish(promise, msgspec.structs.replace(to, words=_as_said(to.words, text)))
    unfit = _UNFIT.search(said) and _names_its_time(promise, said, now, hours)
    if not (unfit or _OF_IT.search(said)):
        return None
    return Wish(promise, way=-1 if _SOONER.search(said) else 1 if _LATER.search(said) else 0)


def settled(wish: Wish, text: str, now: datetime, hours: Hours | None = None) -> PromiseMove | None:
    """The move to the time that ``text`` (clean) names, or agrees to; None where it says more, asks back or refuses."""
    said, promise = reading.normal(text), wish.promise
    if text.rstrip().endswith("?") or _NOT_SETTLED.search(said):
        return None
    agrees = _YES.search(said) and _SAYS_YES.issuperset(said.split())
    to = wish.to if agrees else _only_a_time(promise, said, now, hours)
    if to is None or to.due is None or promise.due is None or (due := clock.iso(to.due)) == promise.due:
        return None
    if wish.way and (to.due > datetime.fromisoformat(promise.due)) != (wish.way > 0):
        return None
    return PromiseMove(who=promise.who, act=promise.act, was=promise.due, due=due, due_text=_in_full(to, text, now))


def on_its_day(wish: Wish, draft: PromiseDraft, now: datetime, hours: Hours | None = None) -> PromiseDraft:
    """The ``draft`` in which the act is said again, with the hour asked for, on the day that was promised."""
    named = deadlines.find(draft.due_text, now, hours, marked=True)
    if not (wish.to and wish.to.due and draft.due and named and named.names == "time"):
        return draft
    due = clock.iso(wish.to.due)
    same_hour = datetime.fromisoformat(draft.due).time() == wish.to.due.time()
    return msgspec.structs.replace(draft, due=due) if same_hour else draft


def _is_of(promise: PromiseDraft, asks: re.Match[str], lead: str, now: datetime, hours: Hours | None) -> bool:
    """Whether it is the promise that is asked for at another time; ``lead``: what is said before."""
    act = asks["act"]
    if act and (_ANOTHER.search(lead) or (" you " in asks[0] and promise.who == "company")):
        return False
    if act and not (_COMES if act == "come" else _RINGS).search(promise.act):
        return False
    return (
        _SMALL.issuperset(lead.split())
        or bool(_OF_IT.search(lead.strip()))
        or _names_its_time(promise, lead, now, hours)
    )


def _names_its_time(promise: PromiseDraft, said: str, now: datetime, hours: Hours | None) -> bool:
    """Whether the day promised is named in ``said``, or its hour at the beginning: "four's no good"."""
    due = datetime.fromisoformat(promise.due or "").astimezone(now.tzinfo)
    if any(time.due and time.due.date() == due.date() for time in deadlines.find_all(said, now, hours)):
        return True
    first = re.split(r"'s\b| ", said.removeprefix("no ").removeprefix("sorry "), maxsplit=1)[0]
    return numerals.is_number(first) and not promise.act.lower().startswith(first)


def _in_full(time: deadlines.Deadline, text: str, now: datetime) -> str:
    """The words of the time, as they were said; an hour with its day, which nobody says again: "Friday at five"."""
    said = _as_said(time.words, text)
    if time.names != "time" or time.due is None:
        return said
    led = f"at {said[:1].lower()}{said[1:]}" if _BARE_HOUR.match(said) else said
    return led if time.due.date() == now.date() else f"{calendar.day_name[time.due.weekday()]} {led}"


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
    was = datetime.fromisoformat(promise.due).astimezone(now.tzinfo)
    midnight = was.replace(hour=0, minute=0, second=0)
    if time.names == "time":
        counts = numerals.is_number(rest.split()[0]) and not _at_an_hour(promise)
        time = None if counts else deadlines.find(rest, midnight, hours, marked=True)
        return time if time and time.due and time.due > now else None
    if (midnight - now).days >= _FAR_DAYS or (time.names == "span" and not rest.startswith(("in ", "within "))):
        return None
    if time.names != "day" or not time.due or _hour(rest) or not _hour(promise.due_text):
        return time
    due = at_wall(datetime.combine(time.due.date(), was.time()), was.tzinfo or UTC)
    return msgspec.structs.replace(time, due=due)


def _at_an_hour(promise: PromiseDraft) -> bool:
    """Whether a bare number is an hour, and not how many, or how much: somebody comes or rings, or an hour is promised."""
    if _AMOUNT.search(promise.act) or any(map(numerals.is_number, reading.words(promise.act))):
        return False
    return Wish(promise).is_of_a_person or _hour(promise.due_text)


def _hour(words: str) -> bool:
    """Whether a time of day is named."""
    return next(dayparts.find_all(numerals.in_digits(words)[0]), None) is not None
