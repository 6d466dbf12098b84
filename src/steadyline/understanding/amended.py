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

_LONGEST_GAP: Final = 80
"""Characters between two times, at most, that hang together."""

_EDGE: Final = r"[\s,.\u2026\u2014-]*"
_FILLER: Final = (
    r"(?:well|um+|uh+|er+m?|oh|hang on|hold on|wait|say|let's say|then|it's|today['\u2019]?s|and|or|"
    r"(?:he|she|i|we|they)['\u2019]?(?:s|m|re) (?:out|off|away|closed|shut|full|booked)(?: on)?)"
)
_PUT_RIGHT: Final = (
    r"(?:no|nope|sorry|or rather|(?:i )?tell a lie|i mean|i meant|actually|make (?:that|it)|scratch that|scrap that|"
    r"oops|whoops|shoot)"
)
_TOLD_AGAIN: Final = r"(?:which(?: is|'s|'ll be| will be)|that(?:'s|s| is|'ll be|ll be| will be|'d be)|so)"
_MEANS: Final = re.compile(
    rf"{_EDGE}(?:{_FILLER}{_EDGE})*(?:{_PUT_RIGHT}|{_TOLD_AGAIN})(?:{_EDGE}(?:{_FILLER}|{_PUT_RIGHT}|{_TOLD_AGAIN}))*{_EDGE}",
    re.IGNORECASE,
)
_WRONG: Final = re.compile(rf"\b{_PUT_RIGHT}\b", re.IGNORECASE)
_LOOSE: Final = re.compile(r"[^a-z]*(?:(?:so|then|and)[^a-z]+)+|.*(?<!\.)[.!?]\s.*", re.IGNORECASE | re.DOTALL)
"""A mere "so", or a new sentence, may begin something else."""
_OVER: Final = re.compile(r"\W*$|\s*[,.;:!?\u2014\u2026-]|\s*(?:and|or|at|by|then|instead|latest)\b", re.IGNORECASE)
_IS_ONE: Final = re.compile(r"['\u2019]?s ", re.IGNORECASE)
"""One day told twice, as in "today's Tuesday"."""
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
    r"\b(?:(?P<count>the|an?|a couple(?: of)?|one|two|three) (?P<unit>day|night|evening|morning|week)s? "
    r"(?P<side>before|after)\b(?: that)?|"
    r"(?<!within )(?<!in )(?<!over )(?<!for )"
    r"the (?:next|following) (?P<next>day|night|evening|morning)\b(?! or (?:so|two)\b))"
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
    told = _pointing_back(text, _counted_on(text, known, now, hours), hours)
    told = [_following(one, told, hours) for one in told]
    held: list[Deadline] = []
    put_right = False
    for named in told:
        before = held[-1] if held else None
        gap = text[before.end : named.start] if before else ""
        if before is None or len(gap) > _LONGEST_GAP:
            held.append(named)
            put_right = False
        elif _told_anew(text, gap, named):
            wrong = _WRONG.search(gap) is not None
            held[-1] = _over(text, before, named, _right(before, named, hours) if wrong else _nearer(before, named))
            put_right = put_right or wrong
        elif _IS_ONE.fullmatch(gap) or (put_right and (_BESIDE.fullmatch(gap) or _REASON.fullmatch(gap))):
            held[-1] = _over(text, before, named, named)
        elif _open_between(text, before, named, gap):
            held[-1] = _over(text, before, named, max(before, named, key=_moment))
        else:
            held.append(named)
            put_right = False
    return held


def _told_anew(text: str, gap: str, named: Deadline) -> bool:
    """Whether the time ``named`` behind ``gap`` is the one before it, put right or told in other words."""
    if not _MEANS.fullmatch(gap) or named.words.lower().startswith("from "):
        return False
    return not _LOOSE.fullmatch(gap) or _OVER.match(text, named.end) is not None


def _right(before: Deadline, named: Deadline, hours: Hours | None) -> Deadline:
    """What was put right: an hour is one of the day that was named with the wrong one."""
    if not (before.due and before.names == "day" and named.names == "time"):
        return named
    there = deadlines.find(named.words, _midnight(before.due), hours, marked=True)
    return msgspec.structs.replace(before, due=there.due) if there and there.due else named


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


# --- counted from a time named before ------------------------------------------------------------------------------


def _counted_on(text: str, known: Sequence[Deadline], now: datetime, hours: Hours | None) -> list[Deadline]:
    """``known`` with what is counted from a day named before it: "the night before", "two days after"."""
    told = list(known)
    for found in _COUNTED.finditer(text):
        spans = [one for one in told if one.names == "span" and found.start() <= one.start < found.end()]
        others = [one for one in told if one not in spans]
        base = _day_before(known, found.start())
        if base and _stands_free(others, found):
            hour = _at_once_after(text, found, others)
            told = [*(one for one in others if one is not hour), _counted(found, base, hour, now, hours)]
    return sorted(told, key=lambda one: one.start)


def _counted(
    found: re.Match[str], base: datetime, hour: Deadline | None, now: datetime, hours: Hours | None
) -> Deadline:
    unit = (found["unit"] or found["next"]).lower()
    away = timedelta(days=_COUNTS[(found["count"] or "the").lower()] * (7 if unit == "week" else 1))
    there = _that_day(found, base + (-away if (found["side"] or "").lower() == "before" else away), unit, hour, hours)
    return there if there.due and there.due >= now else msgspec.structs.replace(there, due=None)


def _pointing_back(text: str, known: Sequence[Deadline], hours: Hours | None) -> list[Deadline]:
    """``known`` with what points back at one: "by then", "that same day at three"."""
    told = list(known)
    for found in _BACK.finditer(text):
        ahead = [one for one in told if one.due and one.end <= found.start()]
        base = (ahead[-1].due if ahead else None) if found["then"] else _day_before(told, found.start())
        if base is None or not _stands_free(told, found):
            continue
        hour = _at_once_after(text, found, told)
        there = (
            Deadline(words=found[0], start=found.start(), end=found.end(), due=base)
            if found["then"]
            else _that_day(found, base, found["part"].lower(), hour, hours)
        )
        told = sorted([*(one for one in told if found["then"] or one is not hour), there], key=lambda one: one.start)
    return told


def _following(named: Deadline, told: Sequence[Deadline], hours: Hours | None) -> Deadline:
    """ "The following Tuesday" is that after the day named last."""
    base = _day_before(told, named.start) if "following" in named.words.lower() else None
    there = deadlines.find(named.words, _midnight(base), hours, marked=True) if base else None
    return msgspec.structs.replace(named, due=there.due) if there else named


def _that_day(found: re.Match[str], day: datetime, part: str, hour: Deadline | None, hours: Hours | None) -> Deadline:
    """``found`` as a part of ``day``, or as the ``hour`` of it that is named beside."""
    there = deadlines.find(hour.words if hour else _PARTS.get(part, "today"), _midnight(day), hours, marked=True)
    end = hour.end if hour else found.end()
    words = found.string[found.start() : end]
    return Deadline(words=words, start=found.start(), end=end, due=there.due if there else None, names="day")


def _day_before(known: Sequence[Deadline], at: int) -> datetime | None:
    days = [one.due for one in known if one.names == "day" and one.due and one.end <= at]
    return days[-1] if days else None


def _stands_free(known: Sequence[Deadline], found: re.Match[str]) -> bool:
    return not any(one.start < found.end() and found.start() < one.end for one in known)


def _at_once_after(text: str, found: re.Match[str], known: Sequence[Deadline]) -> Deadline | None:
    """The hour that is named right behind it."""
    after = (one for one in known if one.names == "time" and one.start >= found.end())
    return next((one for one in after if not text[found.end() : one.start].strip()), None)


def _midnight(moment: datetime) -> datetime:
    return moment.replace(hour=0, minute=0, second=0, microsecond=0)
