"""
Times that hang together: put right, left open between two, told once more, or counted from one another.

Of "Tuesday, no, sorry, Wednesday" Wednesday holds; of "today or tomorrow" the later; of "before month end, that's
tomorrow" what it comes to. "The night before" is that before the day named last.
"""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

import msgspec

from steadyline.core.hours import Hours
from steadyline.understanding import deadlines
from steadyline.understanding.deadlines import Deadline

_EDGE: Final = r"[\s,.\u2026\u2014-]*"
_FILLER: Final = (
    r"(?:well|um+|uh+|er+m?|oh|hang on|hold on|wait|say|let's say|so|then|it's|today['\u2019]?s|and|or|"
    r"(?:he|she|i|we|they)['\u2019]?(?:s|m|re) (?:out|off|away|closed|shut|full|booked)(?: on)?)"
)
_PUT_RIGHT: Final = (
    r"(?:no|nope|sorry|or rather|(?:i )?tell a lie|i mean|i meant|actually|make (?:that|it)|scratch that|scrap that|"
    r"oops|whoops|shoot)"
)
_TOLD_AGAIN: Final = r"(?:which(?: is|'s|'ll be| will be)|that(?:'s|s| is|'ll be|ll be| will be|'d be)|so)"
_MEANS: Final = re.compile(
    rf"{_EDGE}(?:{_FILLER}{_EDGE})*(?:{_PUT_RIGHT}|{_TOLD_AGAIN})(?:{_EDGE}(?:{_FILLER}|{_PUT_RIGHT}))*{_EDGE}",
    re.IGNORECASE,
)
_SAID_WRONG: Final = re.compile(rf"\b{_PUT_RIGHT}\b", re.IGNORECASE)
_IS_ONE: Final = re.compile(r"['\u2019]?s ", re.IGNORECASE)
"""\"Today's Tuesday\" tells one day twice."""
_REASON: Final = re.compile(
    r"(?:['\u2019]s| is| isn't| i'm| we're| they're| he's| she's)\b(?! and\b)[^.!?]{,30}", re.IGNORECASE
)
"""Why the day before will not do, once one is being put right: "no, wait, Thursday's a holiday, so Friday"."""
_EITHER: Final = re.compile(r"\s*,?\s*(?:or(?: maybe| possibly| even)?|maybe|if not)\s+", re.IGNORECASE)
_BOTH: Final = re.compile(r"\s*(?:and|to)\s+", re.IGNORECASE)
_BESIDE: Final = re.compile(r"\s*[,\u2014\u2026-]+\s*")
_AT_MOST: Final = re.compile(
    r"\s*(?:$|[.;!?]|,?\s*(?:at (?:the )?(?:latest|outside|most)|latest|tops)\b)", re.IGNORECASE
)
_COUNTED: Final = re.compile(
    r"\b(?P<count>the|an?|a couple(?: of)?|one|two|three) (?P<unit>day|night|evening|morning|week)s? "
    r"(?P<side>before|after)\b(?: that)?"
    r"(?=\s*(?:$|[,.;:!?]|(?:and|or|with|so|to|by|at|if|once|then|just|i|i'll|we|we'll|you)\b))",
    re.IGNORECASE,
)
_BACK: Final = re.compile(
    r"\b(?:(?P<then>(?:by|before) then)|"
    r"(?:(?:by|on|at|before) )?that (?:same )?(?P<part>day|morning|afternoon|evening|night))\b",
    re.IGNORECASE,
)
_COUNTS: Final = {"the": 1, "a": 1, "an": 1, "one": 1, "a couple": 2, "a couple of": 2, "two": 2, "three": 3}
_PARTS: Final = {
    "night": "tonight",
    "evening": "this evening",
    "morning": "this morning",
    "afternoon": "this afternoon",
}


def settled(text: str, known: Sequence[Deadline], now: datetime, hours: Hours | None) -> list[Deadline]:
    """The times ``known`` in ``text``, in order, each as it is meant in the end."""
    held: list[Deadline] = []
    put_right = False
    for named in _with_counted(text, known, now, hours):
        before = held[-1] if held else None
        gap = text[before.end : named.start] if before else ""
        if before and _MEANS.fullmatch(gap) and not named.words.lower().startswith("from "):
            wrong = _SAID_WRONG.search(gap) is not None
            held[-1] = _over(text, before, named, named if wrong else _nearer(before, named))
            put_right = put_right or wrong
        elif before and (_IS_ONE.fullmatch(gap) or (put_right and (_BESIDE.fullmatch(gap) or _REASON.fullmatch(gap)))):
            held[-1] = _over(text, before, named, named)
        elif before and _open_between(text, before, named, gap):
            held[-1] = _over(text, before, named, max(before, named, key=_moment))
        else:
            held.append(named)
            put_right = False
    return held


def _nearer(before: Deadline, named: Deadline) -> Deadline:
    """What is told twice: of one day, the words that name its hour: "tomorrow by one, that's Saturday"."""
    if before.due and named.names == "time":
        return before
    one_day = before.due and named.due and before.due.date() == named.due.date()
    return min(before, named, key=_moment) if one_day else named


def _open_between(text: str, before: Deadline, named: Deadline, gap: str) -> bool:
    """Whether the two times leave it open which of them it will be."""
    if not (before.due and named.due and before.names == named.names == "day"):
        return False
    between = text[: before.start].lower().endswith("between ") and _BOTH.fullmatch(gap)
    beside = _BESIDE.fullmatch(gap) and _AT_MOST.match(text, named.end)
    return bool(between or beside or _EITHER.fullmatch(gap))


def _over(text: str, first: Deadline, last: Deadline, meant: Deadline) -> Deadline:
    words = text[first.start : last.end]
    return msgspec.structs.replace(meant, words=words, start=first.start, end=last.end)


def _moment(named: Deadline) -> float:
    return named.due.timestamp() if named.due else float("-inf")


def _with_counted(text: str, known: Sequence[Deadline], now: datetime, hours: Hours | None) -> list[Deadline]:
    """``known`` with those counted from a day named before them: "the night before", "the following Tuesday"."""
    told = [*known]
    for found in _COUNTED.finditer(text):
        base = _day_before(known, found.start())
        spans = [d for d in told if d.names == "span" and found.start() <= d.start < found.end()]
        if base and _stands_free([d for d in told if d not in spans], found):
            told = [*(d for d in told if d not in spans), _counted(found, base, now, hours)]
    for found in _BACK.finditer(text):
        base = _last_before(known, found.start()) if found["then"] else _day_before(known, found.start())
        if base and _stands_free(known, found):
            hour = _at_once_after(text, found, told)
            told = [*(d for d in told if d is not hour), _said_before(found, base, hour, hours)]
    for at, named in enumerate(told):
        base = _day_before(known, named.start)
        if base and base.due and "following" in named.words.lower():
            again = deadlines.find(named.words, _midnight(base.due), hours, marked=True)
            told[at] = msgspec.structs.replace(named, due=again.due) if again else named
    return sorted(told, key=lambda d: d.start)


def _at_once_after(text: str, found: re.Match[str], known: Sequence[Deadline]) -> Deadline | None:
    after = (d for d in known if d.names == "time" and d.start >= found.end())
    return next((d for d in after if not text[found.end() : d.start].strip()), None)


def _stands_free(known: Sequence[Deadline], found: re.Match[str]) -> bool:
    return not any(d.start < found.end() and found.start() < d.end for d in known)


def _last_before(known: Sequence[Deadline], at: int) -> Deadline | None:
    ahead = [d for d in known if d.due and d.end <= at]
    return ahead[-1] if ahead else None


def _day_before(known: Sequence[Deadline], at: int) -> Deadline | None:
    days = [d for d in known if d.names == "day" and d.due and d.end <= at]
    return days[-1] if days else None


def _counted(found: re.Match[str], base: Deadline, now: datetime, hours: Hours | None) -> Deadline:
    assert base.due is not None
    unit = found["unit"].lower()
    away = timedelta(days=_COUNTS[found["count"].lower()] * (7 if unit == "week" else 1))
    day = base.due + (away if found["side"].lower() == "after" else -away)
    there = deadlines.find(_PARTS.get(unit, "today"), _midnight(day), hours)
    due = there.due if there and there.due and there.due >= now else None
    return Deadline(words=found[0], start=found.start(), end=found.end(), due=due, names="day")


def _said_before(found: re.Match[str], base: Deadline, hour: Deadline | None, hours: Hours | None) -> Deadline:
    """What is named before, or a part or an ``hour`` of that day: "by then", "that evening", "that day at three"."""
    assert base.due is not None
    due, end = base.due, hour.end if hour else found.end()
    if not found["then"]:
        words = hour.words if hour else _PARTS.get(found["part"].lower(), "today")
        there = deadlines.find(words, _midnight(due), hours, marked=True)
        due = there.due if there and there.due else due
    return Deadline(words=found.string[found.start() : end], start=found.start(), end=end, due=due)


def _midnight(moment: datetime) -> datetime:
    return moment.replace(hour=0, minute=0, second=0, microsecond=0)
