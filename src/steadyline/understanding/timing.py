"""
Which time is whose.

A line names several acts and several times: "the van's with you at two, and I'll ring you when it's done". Each time is
one act's, the nearest pairs first, and never across another act. The time of a condition is nobody's: "if it's not
there by noon I'll resend it" is not due at noon; nor are those that `elsewhere` tells. What the calendar knows goes
before what it does not.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final, NamedTuple

import msgspec

from steadyline.core.hours import Hours
from steadyline.understanding import amended, clauses, deadlines, dialogue, elsewhere, stretches
from steadyline.understanding.stretches import Stretch

_TOO_FAR: Final = 10_000
_ELSEWHERE, _ACROSS, _VAGUE, _BEFORE = 200, 30, 12, 4
"""What it costs, in characters: to be of another sentence, to stand beyond "and", to be known to no calendar, and to
come first."""
_JOINS: Final = re.compile(r"\b(?:and|then)\b", re.IGNORECASE)
_LEADS: Final = re.compile(
    r"[\s,]*(?:(?:and|an|so|then|but|plus|okay|ok|right|now|yes|yeah|well|also)[\s,]+)*", re.IGNORECASE
)
_THAT_DAY: Final = re.compile(r"\W*that day\b", re.IGNORECASE)
_FEW_WORDS: Final = 1
_LIMIT: Final = re.compile(r"(?:by|before|within|no later than)\b", re.IGNORECASE)
_NOT_FAR: Final = 60
"""How many characters behind the act a limit may stand."""


class Time(NamedTuple):
    """A time named in the text: where it stands, and what it means if that can be reckoned."""

    start: int
    end: int
    deadline: deadlines.Deadline | None


def pair(
    text: str, read: dialogue.Read, acts: Sequence[Stretch], now: datetime, hours: Hours | None
) -> dict[Stretch, Time]:
    """The time of each act that has one, of those that are named in ``text`` (clean), said at ``now``."""
    if not acts:
        return {}
    times = _named(text, read, acts, now, hours)
    costs = sorted((_far(text, act, acts, time), at, n) for at, act in enumerate(acts) for n, time in enumerate(times))
    given: dict[int, int] = {}
    for far, at, n in costs:
        free = not any(_overlap(times[n], times[other]) for other in given.values())
        if far < _TOO_FAR and at not in given and free:
            given[at] = n
    return {acts[at]: _from_its_beginning(text, acts, acts[at], times[n]) for at, n in given.items()}


def _from_its_beginning(text: str, acts: Sequence[Stretch], act: Stretch, time: Time) -> Time:
    """How long it takes says nothing where nobody knows from when: "once it's back we'll pay within two days"."""
    if time.deadline is None or time.deadline.names != "span":
        return time
    earlier = [clauses.start(text, act.start), *(other.end for other in acts if other.end <= act.start)]
    unknown = elsewhere.begins_unknown(text, max(earlier), act.start, max(act.end, time.end))
    return time._replace(deadline=None) if unknown else time


def _named(text: str, read: dialogue.Read, acts: Sequence[Stretch], now: datetime, hours: Hours | None) -> list[Time]:
    """The times that the encoder marks, or that an act begins or ends with, as far as the calendar's words reach."""
    known = amended.settled(text, deadlines.find_all(text, now, hours), now, hours)
    found = [time for marked in stretches.find("when", text, read) for time in _marked(text, marked, known, now, hours)]
    found += [
        Time(d.start, d.end, d) for act in acts for d in known if _at_an_end(text, act, d) or _after(text, act, d)
    ]
    of_another = elsewhere.of_the_thing, elsewhere.of_a_charge, elsewhere.of_a_place, elsewhere.of_an_amount
    found = [time for time in found if not any(is_of(text, time.start, time.end) for is_of in of_another)]
    ahead = [d for d in known if d.names == "day" and d.due and d.due.date() > now.date()]
    days = [day for day in ahead if elsewhere.lends_its_day(text, day.start, day.end)]
    return [_on_the_day_named(text, time, days, hours) for time in dict.fromkeys(found)]


def _marked(
    text: str, marked: Stretch, known: Sequence[deadlines.Deadline], now: datetime, hours: Hours | None
) -> Iterator[Time]:
    """What the words marked as a time mean: what the calendar finds in the line, or in these words by themselves."""
    marked = marked._replace(start=elsewhere.after_a_number(text, marked.start, marked.end))
    within = [d for d in known if d.start < marked.end and marked.start < d.end]
    own = deadlines.find(text[marked.start : marked.end], now, hours, marked=True)
    counted = text.startswith(" of ", marked.end)  # "until one of your people tells you"
    if own and not counted and len(within) <= 1 and all(own.end - own.start > d.end - d.start for d in within):
        within = [msgspec.structs.replace(own, start=own.start + marked.start, end=own.end + marked.start)]
    if not within and not counted and " " in text[marked.start : marked.end]:
        yield Time(marked.start, marked.end, None)
    for d in within:
        yield Time(min(d.start, marked.start) if d is within[0] else d.start, d.end, d)


def _after(text: str, act: Stretch, named: deadlines.Deadline) -> bool:
    """Whether the act runs on into the time, or the time follows it at once, or as a limit in its sentence."""
    if act.start < named.start < act.end < named.end:
        return True
    between = text[act.end : named.start]
    if named.start < act.end or clauses.parted(between):
        return False
    return not between.strip() or (len(between) <= _NOT_FAR and _LIMIT.match(named.words) is not None)


def _at_an_end(text: str, act: Stretch, named: deadlines.Deadline) -> bool:
    """Whether the act begins or ends with the time."""
    if not act.start <= named.start < named.end <= act.end:
        return False
    before, after = text[act.start : named.start], text[named.end : act.end]
    if elsewhere.done_to(before, named.words):
        return False
    return not after.strip(clauses.EDGES) or not _LEADS.sub("", before).strip(clauses.EDGES)


def _on_the_day_named(text: str, time: Time, days: Sequence[deadlines.Deadline], hours: Hours | None) -> Time:
    """A time of day holds for the day that is named before it: "I'm on shift Saturday, I'll call you at eight"."""
    if time.deadline is None or time.deadline.names != "time":
        return time
    anywhere = _THAT_DAY.match(text, time.end)
    before = [d for d in days if d.start < time.start and (anywhere or not clauses.parted(text[d.start : time.start]))]
    if not before or before[-1].due is None:
        return time
    midnight = before[-1].due.replace(hour=0, minute=0, second=0, microsecond=0)
    words = text[time.deadline.start : time.deadline.end]
    return time._replace(deadline=deadlines.find(words, midnight, hours, marked=True))


def _far(text: str, act: Stretch, acts: Sequence[Stretch], time: Time) -> int:
    """What it costs to take the time for the act's; `_TOO_FAR` where it is not."""
    low, high = min(act.end, time.end), max(act.start, time.start)
    across = any(low <= other.start and other.end <= high for other in acts if other != act)
    if across or _of_condition(text, act, time):
        return _TOO_FAR
    gap = max(0, high - low)
    if clauses.parted(text[low:high]):
        alone = _stands_alone(text, time) and min(acts, key=lambda other: _gap(other, time)) == act
        return gap + _ELSEWHERE if alone else _TOO_FAR
    before = time.end <= act.start
    if elsewhere.beside(text, act, time.start, time.end):
        return _TOO_FAR
    joined = _JOINS.search(text[low:high])
    return gap + (_ACROSS if joined else 0) + (_BEFORE if before else 0) + (0 if time.deadline else _VAGUE)


def _of_condition(text: str, act: Stretch, time: Time) -> bool:
    """Whether the time is that of what the act hangs on."""
    begin = act.end if act.end <= time.start else act.start
    begin = clauses.start(text, time.start) if time.end <= act.start else begin
    return next(clauses.conditions(text, begin, time.start), None) is not None


def _stands_alone(text: str, time: Time) -> bool:
    """Whether the time is a sentence by itself: "Friday. That's when it lands."."""
    begin, end = clauses.start(text, time.start), clauses.end(text, time.end)
    return len(f"{text[begin : time.start]} {text[time.end : end]}".split()) <= _FEW_WORDS


def _overlap(a: Time, b: Time) -> bool:
    return a.start < b.end and b.start < a.end


def _gap(a: Stretch, b: Time) -> int:
    return max(0, max(a.start, b.start) - min(a.end, b.end))
