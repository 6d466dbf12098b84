"""
Promises taken back, or moved: "actually I can't do Friday after all", "scrap that", "sorry, not Friday, Monday".

By exact wording, since few say it and all of them much alike. Only what was said before is unsaid; with the time that
holds instead ("it'll be Monday") a promise is moved. Which one is meant is for the call's rules to find
(`core.promises`): words that fit no promise made before unsay nothing.
"""

# ruff: noqa: E501  patterns are not folded

import itertools
import re
from collections.abc import Iterator, Sequence
from typing import Final, Literal, NamedTuple

from steadyline.core import concerns
from steadyline.core.events import Party, PromiseDraft, PromiseMove
from steadyline.understanding import clauses, clock
from steadyline.understanding.deadlines import Deadline

_SCRAP: Final = re.compile(
    r"\b(?:(?:scrap|scratch|strike|ignore|forget|disregard) (?:that|what (?:i|we)(?:'ve|'d| have| had)? (?:just )?(?:said|promised|told you))|(?:i|we) take (?:that|it) back|"
    r"(?:i|we) should(?:n't| not|nt) have promised that)(?=\s*[.,!?;]|\W*$|\W+(?:i|we|sorry|actually|it's|it'll|itll|let|about|then|please|the|no|make)\b)",
    re.IGNORECASE,
)
_ANEW: Final = r"(?!\b(?:i|we|you|he|she|they|it|that|this)(?:['\u2019]?(?:ll|ve|d|m|re)| will| can| have)\b|\b(?:so|but|make (?:it|that)|let's|because|until|more like)\b)"
"""Where the next clause begins, which is not unsaid."""
_CANNOT: Final = re.compile(
    r"\b(?P<who>i|we|he|she|they|it|(?:the|our|your|my) \w+)(?:'m| am|'re| are|'s| is)? ?(?:really |just )?"
    r"(?:can't|cannot|can not|cant|won't|wont|will not|not going to be able to|not able to|unable to)(?: now)?(?: be able to)? "
    rf"(?P<act>(?:{_ANEW}[^.!?;,])*)",
    re.IGNORECASE,
)
_AFTER_ALL: Final = re.compile(
    r"\b(?:after all|actually|i know i (?:said|promised)|(?:i|we)(?:'d)? (?:said|promised)|i have to take)\b",
    re.IGNORECASE,
)
_THEN: Final = re.compile(r"\bthen\W*$", re.IGNORECASE)
""""I won't ring then" drops what was promised; "I can't ring you Thursday then" may be of another day."""
_STOPPED: Final = re.compile(r"\b(?:wait|hang on|hold on|no|oh|sorry|oops|shoot)\W+$", re.IGNORECASE)
"""Who breaks off like this unsays the time that they then cannot do: "no wait, I can't do tomorrow"."""
_POINTS: Final = re.compile(r"\b(?:it|that|this)\b", re.IGNORECASE)
""""I can't do that today" may be about what the customer has just asked for."""
_SMALL: Final = re.compile(
    r"\b(?:after all|actually|now|sorry|i'm afraid|do|be|make|manage|it|that|this|either)\b", re.IGNORECASE
)
_OFFERED: Final = re.compile(r"\bcan\b", re.IGNORECASE)
""""I can't do Friday, I can do Monday" may answer what was asked for; "it'll be Monday" says what will be."""
_LONG: Final = re.compile(r"\w{4,}")
_PRONOUN: Final = re.compile(r"(?:i|we|he|she|they|it)$", re.IGNORECASE)

# --- what holds instead ---------------------------------------------------------------------------------------------

_EDGE: Final = r"[\s,.;\u2026\u2013\u2014-]*"
_FILLER: Final = (
    r"(?:after all|so|but|then|now|and|okay|ok|right|well|yes|yeah|oh|instead|(?:i'm |i am )?(?:so |really )?sorry|i'm afraid|unfortunately|"
    r"(?:i|we|he|she|they)['\u2019]?(?:m|re|s) (?:off|away|out|busy|full|closed|shut|on (?:leave|holiday)|not (?:in|here|working)|(?:fully )?booked(?: up| solid)?)(?: then| that day)?|"
    r"my (?:mistake|fault|bad)|apologies|actually|no|wait|hang on|hold on|rather|i tell a lie|scrap that|scratch that|(?:i|we) (?:mean|meant))"
)
_HOLDS: Final = (
    r"(?:(?:it|that|this|they|you)(?:['\u2019]?(?:ll|d)| will| would)(?: (?:have to|need to|now|actually|more likely|probably|most likely|rather))*(?: be| happen| go| come| arrive| land)(?: done| there| more like)?|"
    r"(?:it|that|this)(?:['\u2019]?s| is| has)(?: (?:going|got|more likely))?(?: to be)?(?: more like)?|make (?:it|that)|more like(?:ly)?|let['\u2019]?s (?:say|do|make it|go (?:for|with))|"
    r"(?:i|we)(?:['\u2019]?ll| will| can)(?: (?:only|have to))? (?:do|make|manage|say|aim for)(?: it| that)?)"
)
_INSTEAD: Final = re.compile(rf"{_EDGE}(?:{_FILLER}\b{_EDGE})*(?:{_HOLDS}\b{_EDGE})?", re.IGNORECASE)
_SAYS_SO: Final = re.compile(rf"\b{_HOLDS}{_EDGE}$", re.IGNORECASE)
_OVER: Final = re.compile(
    r"\W*$|\s*[,.;!?\u2014\u2026-]|\s*(?:instead|rather|now|then|for|and|if|sorry)\b",
    re.IGNORECASE,
)
_LED: Final = re.compile(
    rf"(?:(?:^|\b(?:sorry|actually|no|wait|rather|(?:i|we) (?:mean|meant))\b)(?:{_EDGE}(?:{_FILLER}|{_HOLDS})\b)*){_EDGE}(?:not\s*)?$",
    re.IGNORECASE,
)
"""What leads to "not Friday, Monday" and says nothing else."""
_NOT: Final = re.compile(r"\bnot\s+$", re.IGNORECASE)
_LASTS: Final = re.compile(r"(?:in|until|till|before|after|within|later|than)\b", re.IGNORECASE)
"""What is "not before Friday" or "not in tomorrow" was not said to be then."""
_ANSWERS: Final = re.compile(r"\W*(?:no|nope|yes|yeah)\W+not\s*", re.IGNORECASE)
""""No, not Friday, Monday" as the first words answers somebody."""
_SAID: Final = re.compile(
    r"\b(?:i|we)(?:['\u2019]?d|['\u2019]?ve| had| have)? (?:said|promised(?: you)?|told you)(?: it(?:['\u2019]?d| would) be)?\s+$",
    re.IGNORECASE,
)
_NO_GOOD: Final = re.compile(
    r"\s*(?:['\u2019]?s|['\u2019]?ll| is| will| won['\u2019]?t| doesn['\u2019]?t| isn['\u2019]?t)(?: not)?(?: (?:be|going to|going to be))? (?:no good|any good|out|off|too soon|too early|possible|work\w*(?: out)?|fully booked|booked up|a (?:\w+ )?holiday)\b",
    re.IGNORECASE,
)
_BUT: Final = re.compile(rf"{_EDGE}(?:(?:{_FILLER}|{_HOLDS})\b{_EDGE})*", re.IGNORECASE)
_AND_NOT: Final = re.compile(r"\s*,?\s*(?:(?:and |so )?not|instead(?: of)?|rather than)\s+", re.IGNORECASE)
_MEANT: Final = r"make (?:it|that)|(?:i|we) (?:mean|meant)"
_LIED: Final = "i tell a lie"
_MAKE_THAT: Final = re.compile(
    rf"{_EDGE}(?:{_FILLER}\b{_EDGE})*(?:{_MEANT}|{_LIED}{_EDGE}(?:(?:it|that)(?:['\u2019]?(?:s|ll)| is| will)(?: be)?)?){_EDGE}$",
    re.IGNORECASE,
)
_PUTS_RIGHT: Final = re.compile(rf"\b(?:{_MEANT}|{_LIED})\b", re.IGNORECASE)
"""Without one of these a day does not stand for one that was named before."""
_WILL_BE: Final = re.compile(r"(?:\bbe|\bis|['\u2019]s)\s+(?:not\s+)?$", re.IGNORECASE)
"""How a clause leads to its time that promises no act: "the refund will be Monday, not Friday"."""
_WAS: Final = re.compile(r"\b(?:was|were|went|came|[a-z]{2,}ed)\b", re.IGNORECASE)
"""What was on Monday and not on Friday moves nothing."""


_MAYBE: Final = re.compile(
    r"\bnot\b|n['\u2019]?t\b|\b(?:cannot|unable|scrap|scratch|strike|ignore|forget|disregard|take|instead|rather|said|promised|told|make|"
    r"mean|meant|good|off|out|too|then|lie|possible|working|works?|booked|holiday)\b",
    re.IGNORECASE,
)
_LEADS: Final = r"(?:oh|ah|sorry|actually|hang on|wait|no|um|so|okay|right|well|(?:it )?(?:turns out|looks like)|apparently|unfortunately|i'm (?:so |really )?(?:sorry|afraid))"
_NOT_ALLOWED: Final = re.compile(
    rf"\W*(?:{_LEADS}\W+)*(?:i(?:'m| am) not (?:actually )?(?:allowed|able|authori[sz]ed) to|i (?:actually )?(?:can't|cannot|can not)|"
    r"(?:it|the system|the computer|my (?:manager|supervisor|boss)) (?:won't|will not|doesn't|isn't going to) (?:let me|allow(?: me to)?))"
    r"(?: (?:do|make|offer|give you|approve|authori[sz]e|promise))?(?: (?:you )?(?:that|it|this))?(?:\W+(?:after all|actually|sorry|i'm (?:so |really )?(?:sorry|afraid)|unfortunately|now|though))*\W*",
    re.IGNORECASE,
)
_FOUND_OUT: Final = re.compile(
    r"\b(?:actually|after all|turns out|looks like|oh|hang on|wait|apparently)\b", re.IGNORECASE
)
""""I can't do that" alone refuses what is asked; who says one of these has found out."""
_MAYBE_A_DAY: Final = re.compile(
    r"\d+|day|morrow|night|week|fortnight|month|year|noon|morning|evening|hour|minute|(?:st|nd|rd|th)\b|end of|close|eod|cob|christmas|easter|"
    r"january|february|march|april|\bmay\b|june|july|august|september|october|november|december",
    re.IGNORECASE,
)
"""Without one of these no day is named, nor how long anything takes."""


class Unsaid(NamedTuple):
    """Where words unsay a promise, and what they say of it; ``act`` is empty where they only point to it.

    ``was``: the time it had, if they name it; ``to``: the time that it has now, where it is moved.
    """

    start: int
    end: int
    act: str
    was: Deadline | None = None
    to: Deadline | None = None


def is_likely(text: str) -> bool:
    """Whether words are there without which nothing is unsaid: times need be looked for in few lines."""
    if not _MAYBE.search(text):
        return False
    if _SCRAP.search(text) or _CANNOT.search(text):
        return True
    days = sum(1 for _ in itertools.islice(_MAYBE_A_DAY.finditer(text), 2))
    return days > 1 or (days == 1 and _PUTS_RIGHT.search(text) is not None)


def only_points(text: str) -> bool:
    """Whether ``text`` (clean) says only that what was spoken of cannot be done after all: "oh, it won't let me do that"."""
    return _NOT_ALLOWED.fullmatch(text) is not None and _FOUND_OUT.search(text) is not None


def find(text: str, times: Sequence[Deadline] = ()) -> list[Unsaid]:
    """Where promises are unsaid in ``text`` (clean), in order. ``times``: those named in it, in order."""
    days = [one for one in times if one.names in ("day", "span") and one.due]
    found = (*_named(text, times, days), *(_held(text, one, days) for one in _pointed(text)))
    told = sorted(found, key=lambda one: (one.start, -one.end))
    told = [one for one, after in itertools.zip_longest(told, told[1:]) if not (after and _same(text, one, after))]
    taken = [(one.start, one.to.end if one.to else one.end) for one in told]
    more = [one for one in _put_right(text, days) if not any(a < one.end and one.start < b for a, b in taken)]
    return sorted([*told, *more], key=lambda one: one.start)


def drafts(party: Party, found: Sequence[Unsaid]) -> tuple[PromiseDraft, ...]:
    """What is taken back, as the journal keeps it."""
    who = _who(party)
    return tuple(
        PromiseDraft(who=who, act=one.act, due=_iso(one.was) if _only_when(one) else None)
        for one in found
        if not one.to
    )


def moves(party: Party, found: Sequence[Unsaid]) -> tuple[PromiseMove, ...]:
    """What is moved, as the journal keeps it."""
    who = _who(party)
    return tuple(
        PromiseMove(
            who=who,
            act=one.act,
            was=_iso(one.was) if _only_when(one) else None,
            due=_iso(one.to),
            due_text=one.to.words,
        )
        for one in found
        if one.to
    )


def fits(unsaid: Unsaid, draft: PromiseDraft) -> bool:
    """Whether a word of more than three letters is of both, or the day."""
    said = set(_LONG.findall(f"{draft.act} {draft.due_text}".lower()))
    return _same_day(draft, unsaid.was) or any(word in said for word in _LONG.findall(unsaid.act.lower()))


def moved(draft: PromiseDraft, unsaid: Unsaid) -> PromiseDraft:
    """The promise with its new time, unless it never had the one that is unsaid: "I'll ring you Monday, not Friday"."""
    if unsaid.to is None or (unsaid.was and not _same_day(draft, unsaid.was)):
        return draft
    return PromiseDraft(who=draft.who, act=draft.act, due=_iso(unsaid.to), due_text=unsaid.to.words)


def _only_when(unsaid: Unsaid) -> bool:
    """Whether the promise is named by nothing but its time."""
    return unsaid.was is not None and unsaid.act == unsaid.was.words


def _same_day(draft: PromiseDraft, time: Deadline | None) -> bool:
    day = _iso(time)
    return day is not None and draft.due is not None and day[:10] == draft.due[:10]


def _pointed(text: str) -> Iterator[Unsaid]:
    for found in _SCRAP.finditer(text):
        about = re.match(r"\W*about (?P<what>[^.!?;,]*)", text[found.end() :], re.IGNORECASE)
        end = found.end() + (about.end() if about else 0)
        yield Unsaid(found.start(), end, _cut(about["what"]) if about else "")


def _named(text: str, times: Sequence[Deadline], days: Sequence[Deadline]) -> Iterator[Unsaid]:
    for found in _CANNOT.finditer(text):
        sentence = text[clauses.start(text, found.start()) : clauses.end(text, found.end())]
        act = _cut(found["act"] if _PRONOUN.match(found["who"]) else f"{found['who']} {found['act']}")
        one = _of_a_time(text, found, times, days) or _held(text, Unsaid(found.start(), found.end(), act), days)
        moved = one.to and not _OFFERED.search(text, one.end, one.to.start)
        dropped = _THEN.search(sentence) and not any(found.start() <= time.start < found.end() for time in times)
        if act and (
            dropped or _AFTER_ALL.search(sentence) or (one.was and (moved or _STOPPED.search(text[: found.start()])))
        ):
            yield one


def _of_a_time(text: str, found: re.Match[str], times: Sequence[Deadline], days: Sequence[Deadline]) -> Unsaid | None:
    """Where it says of the promise only when it was to be: "I can't do Friday"."""
    was = next((one for one in times if found.start("act") <= one.start and one.end <= found.end()), None)
    if (
        was is None
        or _LASTS.match(was.words)
        or not _PRONOUN.match(found["who"])
        or _cut(text[found.start("act") : was.start])
        or _POINTS.search(text, found.start("act"), was.start)
    ):
        return None
    one = _held(text, Unsaid(found.start(), was.end, was.words, was), days)
    return one if one.to or not _cut(text[was.end : found.end()]) else None


def _held(text: str, one: Unsaid, days: Sequence[Deadline]) -> Unsaid:
    """With the time that holds instead, if it is said next."""
    to = next((day for day in days if day.start >= one.end), None)
    return one._replace(to=to) if to and _holds(text, one.end, to) else one


def _same(text: str, one: Unsaid, after: Unsaid) -> bool:
    """Whether "scrap that" only leads to what is unsaid next: "scrap that, I can't do Friday"."""
    return not one.act and one.to is None and _INSTEAD.fullmatch(text[one.end : after.start]) is not None


def _put_right(text: str, days: Sequence[Deadline]) -> Iterator[Unsaid]:
    """ "Not Friday, Monday", "Monday, not Friday", "I said Friday, but it'll be Monday"; and "make that Monday", which
    names no other.
    """
    for first, last in itertools.pairwise(days):
        gap = text[first.end : last.start]
        is_of_it = first.end - 2 if first.words.endswith(("'s", "\u2019s")) else first.end  # "Friday's no good"
        said, no_good = _SAID.search(text[: first.start]), _NO_GOOD.match(text, is_of_it, last.start)
        if _NOT.search(text[: first.start]) and not _LASTS.match(first.words):
            if _BUT.fullmatch(gap) and (not clauses.parted(gap) or _OVER.match(text, last.end)):
                yield from _told(text, first, last, was=first, to=last)
        elif _AND_NOT.fullmatch(gap):
            yield from _told(text, first, last, was=last, to=first)
        elif (said or no_good) and _holds(text, no_good.end() if no_good else first.end, last):
            yield Unsaid(said.start() if said else first.start, last.end, first.words, first, last)
    for day in days:
        begin = clauses.start(text, day.start)
        if _MAKE_THAT.fullmatch(text[begin : day.start]) and _OVER.match(text, day.end):
            yield Unsaid(begin, day.end, "", None, day)


def _holds(text: str, at: int, day: Deadline) -> bool:
    """Whether what is said from ``at`` on is that it is to be this ``day``."""
    gap = text[at : day.start]
    return bool(_INSTEAD.fullmatch(gap) and (_SAYS_SO.search(gap) or _OVER.match(text, day.end)))


def _told(text: str, first: Deadline, last: Deadline, *, was: Deadline, to: Deadline) -> Iterator[Unsaid]:
    begin, until = clauses.start(text, first.start), clauses.end(text, last.end)
    lead = text[begin : first.start]
    if _WAS.search(lead) or _ANSWERS.fullmatch(text[: first.start]) or text[until : until + 1] == "?":
        return
    if led := _LED.search(lead):
        yield Unsaid(begin + led.start(), last.end, was.words, was, to)
    elif concerns.content(lead):
        start = begin if _WILL_BE.search(lead) else first.start
        yield Unsaid(start, last.end, _cut(_NOT.sub("", lead)), was, to)


def _cut(said: str) -> str:
    return " ".join(_SMALL.sub(" ", said).split()).strip(clauses.EDGES)


def _who(party: Party) -> Literal["agent", "customer"]:
    return "customer" if party == "customer" else "agent"


def _iso(time: Deadline | None) -> str | None:
    return clock.iso(time.due) if time and time.due else None
