"""
When "by close of play Friday" is.

A deadline is a moment in the customer's time zone, reckoned from the moment the words were said. Where the words leave room
the latest moment they allow is taken, so that nobody is called late who was not; where they name no time there is no
deadline. Own rules: general date libraries know neither business days nor "first thing", and cost 0.4 s to wake.
"""

# ruff: noqa: E501  patterns are not folded

import calendar
import math
import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Final, Literal

import msgspec

from steadyline.understanding import numerals
from steadyline.understanding.clock import LAST_MINUTE, Clock, Hours, length, months_on


class Deadline(msgspec.Struct, frozen=True):
    """``words`` as said, at ``start`` to ``end`` of the text; ``due`` None where they cannot be pinned down ("now").
    ``names``: a day, only a time of day, or neither.
    """

    words: str
    start: int
    end: int
    due: datetime | None
    names: Literal["day", "time", ""] = ""


_NOON: Final = time(12, 0)
_LUNCH: Final = time(14, 0)
_EVENING: Final = time(21, 0)

_DAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS: Final = tuple(name.lower() for name in calendar.month_name[1:])

# --- the day ------------------------------------------------------------------------------------------------------


def _relative(clock: Clock, found: re.Match[str]) -> date:
    return clock.today + timedelta(days={"tomorrow": 1, "day after tomorrow": 2}.get(found["rel"], 0))


def _weekday(clock: Clock, found: re.Match[str]) -> date | None:
    if found["nth"]:
        return _dated_day(clock, int(found["nth"]), found["month"])
    wanted, which = _DAYS.index(found["day"]), found["which"] or ""
    ahead = (wanted - clock.today.weekday()) % 7
    if "next" in which or "following" in which:
        ahead = 7 - clock.today.weekday() + wanted
    elif ahead == 0 and "this" not in which:
        ahead = 7
    if found["a_week"] or found["week"]:
        ahead += 7
    return clock.today + timedelta(days=ahead)


def _month_day(clock: Clock, found: re.Match[str]) -> date | None:
    led = (found["lead"] and not found[0].startswith(("in ", "over ", "of "))) or " the " in found[0][:-4]
    if not (led or found["month"] or found["month2"] or int(found["nth"]) > SURELY_A_DATE):
        return None
    return _dated_day(clock, int(found["nth"] or found["nth2"]), found["month"] or found["month2"])


def _dated_day(clock: Clock, number: int, named: str | None) -> date | None:
    first = clock.today.replace(day=1)
    for months in range(25):
        month = months_on(first, months)
        fits = not named or _MONTHS[month.month - 1] == named
        if fits and 0 < number <= length(month) and month.replace(day=number) >= clock.today:
            return month.replace(day=number)
    return None


def _period_end(clock: Clock, found: re.Match[str]) -> date:
    following = "next" in found[0]
    if "month" in found[0]:
        month = months_on(clock.today.replace(day=1), int(following))
        return clock.last_business(month.replace(day=length(month)))
    monday = clock.today - timedelta(days=clock.today.weekday())
    if following or clock.today.weekday() > max(clock.hours.days, default=4):
        monday += timedelta(days=7)
    return clock.last_business(monday + timedelta(days=6))


def _month_end(clock: Clock, found: re.Match[str]) -> date:
    """The last business day of the month named, or of the one before it: "before August"."""
    ahead = (_MONTHS.index(found["month"]) + 1 - clock.today.month) % 12
    month = months_on(clock.today.replace(day=1), ahead)
    if found["before"]:
        return clock.last_business(month - timedelta(days=1)) if ahead else clock.today
    return clock.last_business(month.replace(day=length(month)))


def _weekend(clock: Clock, found: re.Match[str]) -> date:
    saturday = clock.today + timedelta(days=(5 - clock.today.weekday()) % 7)
    by = re.match(r"(?:by|before)\b", found[0])
    return clock.last_business(saturday) if by else saturday + timedelta(days=1)


SURELY_A_DATE: Final = 12
"""Alone, "the second" may be anything; "the twenty-second" is a date."""

_LEAD: Final = r"\b(?P<lead>(?:(?:no|not) later than|by|before|within|on|at|until|till|for|(?<!will )(?<!ll )(?<!to )(?<!can )(?<!you )(?<!they )(?<!we )come|from|of|sometime|during|over|in)(?: about)? )?(?:the latest )?"
_NTH: Final = rf"(?:(?P<nth>\d{{1,2}})(?:st|nd|rd|th)(?: of)?(?: (?P<month>{'|'.join(_MONTHS)}))?|(?P<month2>{'|'.join(_MONTHS)}) (?:the )?(?P<nth2>\d{{1,2}})(?:st|nd|rd|th)?)"
_NOT_A_DAY: Final = r"(?! (?:1\b|floor|time|call|person|line|street|avenue|place|one|bill|email|letter|party|payment|charge|of (?:the|your|my|these)))"
_DAY_RULES: Final[tuple[tuple[re.Pattern[str], Callable[[Clock, re.Match[str]], date | None]], ...]] = (
    (
        re.compile(
            rf"{_LEAD}(?:the )?(?:later )?(?P<rel>day after tomorrow|tomorrow|tonight|today)\b(?!'s (?!mail|post))"
        ),
        _relative,
    ),
    (
        re.compile(r"\b(?P<lead>(?:by|before|for) )?(?:later )?(?P<rel>this)(?= (?:morning|afternoon|arvo|evening)\b)"),
        _relative,
    ),
    (
        re.compile(
            rf"{_LEAD}(?P<a_week>a week (?:on )?)?(?:(?:{'|'.join(_DAYS)}) (?:or|to|till|and) )?(?P<which>(?:this coming|this|the following|next week|next|the) )?"
            rf"(?P<day>{'|'.join(_DAYS)})\b(?P<week> week\b)?(?:,? (?:the )?(?P<nth>\d{{1,2}})(?:st|nd|rd|th)(?: of)?(?: (?P<month>{'|'.join(_MONTHS)}))?)?"
        ),
        _weekday,
    ),
    (re.compile(rf"{_LEAD}(?:the )?{_NTH}\b{_NOT_A_DAY}"), _month_day),
    (re.compile(rf"{_LEAD}(?:the )?end of (?:(?:this|next|the) )?(?:week|month)\b"), _period_end),
    (
        re.compile(
            rf"(?P<lead>)\b(?:(?:by|before|at|on|until|till|for) )?(?:(?:the )?end of|in|during|through|early|late|(?P<before>before)) "
            rf"(?P<month>{'|'.join(_MONTHS)})\b(?! (?:the )?\d)"
        ),
        _month_end,
    ),
    (re.compile(rf"{_LEAD}(?:early |later )?(?:next|this) (?:week|month)\b"), _period_end),
    (re.compile(rf"{_LEAD}(?:the |this )?weekend\b"), _weekend),
)


# --- the time of day ----------------------------------------------------------------------------------------------

_NAMED: Final = {
    "noon": _NOON,
    "midday": _NOON,
    "lunchtime": _LUNCH,
    "lunch time": _LUNCH,
    "lunch": _LUNCH,
    "dinner time": _LUNCH,
    "dinnertime": _LUNCH,
    "breakfast": time(9, 0),
    "mid morning": time(11, 0),
    "forenoon": _NOON,
    "mid afternoon": time(16, 0),
    "teatime": time(17, 0),
    "midnight": LAST_MINUTE,
    "morning": _NOON,
    "evening": _EVENING,
    "night": LAST_MINUTE,
}
_CLOSING: Final = (
    r"(?:the )?(?:close|end) of (?:play|business|the business day|business day|the working day|the day|day|my shift|office hours)|"
    r"cob|eod|closing time|close|(?<=before )(?:i|we) (?:go home|leave|finish|knock off|clock off|close|shut|go)\b(?! (?:to|on|for)\b)"
)
_HOUR: Final = (
    r"(?:(?P<half>half)(?: past)? (?P<h1>\d{1,2})|(?:a )?(?P<quarter>quarter|\d{1,2})(?: minutes?)? (?P<side>past|to|till) (?P<h2>\d{1,2})|"
    r"(?P<h>\d{1,2})(?:[:.](?P<m>\d\d)| (?P<m2>[0-5]\d|0 \d|oh \d))?)(?![\d%])(?P<sure> ?(?:a\.?m\.?|p\.?m\.?|o'?clock))?"
    r"(?P<part>,? (?:in the |this |at )?(?:morning|afternoon|evening|tonight|night)\b)?"
)
_RANGE: Final = r"(?:(?:between|from) )?(?:(?P<low>(?:half |(?:a )?quarter (?:past |to ))?\d{1,2}(?:[:.]\d\d| [0-5]\d)?(?: ?[ap]m)?) (?P<joins>and|to|or|till|until) )?"
_EARLY: Final = 8
"""An hour before this is one of the afternoon, unless it is said to be of the morning."""
_LED: Final = re.compile(r"(?:by|before|at|about|around|for|until|till)\b")
_MINUTES_TO: Final = frozenset({"5", "10", "20", "25"})
_NOT_AN_HOUR: Final = (
    r"(?! ?(?:pounds?|dollars?|quid|euros?|hundred|thousand|percent|pence|cents|degrees|times|per|more|of|"
    r"business|working|banking|minutes?|mins?|hours?|days?|weeks?|fortnights?|months?|years?|\d|people|st\b|nd\b|rd\b|th\b))"
)
_AT: Final = r"(?:by|before|at|no later than|until|till|around|about|for|between|from|latest) "
_TIME: Final = re.compile(
    rf"(?P<lead>(?:\b{_AT})*)\b(?:(?P<first>first thing|opening(?: time)?)(?: in the morning)?|(?P<closing>{_CLOSING})\b|"
    rf"{_RANGE}(?:(?:in the |at |the )?(?P<named>{'|'.join(sorted(_NAMED, key=len, reverse=True))}|afternoon|arvo)\b|{_HOUR}{_NOT_AN_HOUR}))"
)


def _time_of(clock: Clock, found: re.Match[str], day: date, around: str = "") -> time:
    """The time of day that ``found`` names on ``day``; ``around``: the words it stands in."""
    if found["first"]:
        return clock.hours.opens
    if found["closing"] or found["named"] in {"afternoon", "arvo"}:
        return clock.hours.closes
    if found["named"]:
        before_lunch = found["named"].startswith("lunch") and "before" in found["lead"]
        return _NOON if before_lunch else _NAMED[found["named"]]
    hour, minute = int(found["h"] or found["h1"] or found["h2"]), _minute(found)
    to = found["joins"] in {"to", "till"} and found["low"] in _MINUTES_TO and _LED.match(found["lead"])
    if to or found["side"] in {"to", "till"}:
        minute = 60 - (int(found["low"]) if to else minute)
        hour = (hour - 1) % 12 or 12
    if hour > 23 or minute > 59:
        return clock.hours.closes
    return _half_day(clock, found, time(hour, minute), day, around)


def _minute(found: re.Match[str]) -> int:
    if found["half"]:
        return 30
    if found["quarter"]:
        return 15 if found["quarter"] == "quarter" else int(found["quarter"]) % 60
    return int(found["m"] or (found["m2"] or "0").split()[-1].replace("oh", "0"))


def _half_day(clock: Clock, found: re.Match[str], said: time, day: date, around: str) -> time:
    """Morning or afternoon: as said; else within office hours, and of today what is still to come."""
    words = f"{(found['sure'] or '').replace('.', '')} {found['part'] or ''} {around}"
    after, before = said.replace(hour=said.hour % 12 + 12), said.replace(hour=said.hour % 12)
    if said.hour == 0 or said.hour > _NOON.hour:
        return said
    if said.hour == _NOON.hour and "night" in words:
        return LAST_MINUTE
    if re.search(r"pm\b|afternoon|arvo|evening|night", words):
        return after
    if re.search(r"\bam\b|morning", words):
        return before
    likely = after if said.hour < _EARLY or said.hour == _NOON.hour else before
    passed = day == clock.today and likely <= clock.now.time().replace(second=0, microsecond=0)
    return after if passed else likely


# --- how long from now --------------------------------------------------------------------------------------------

_SPAN: Final = re.compile(
    r"\b(?:(?:within|in|inside|inside of|under|after|over|up to|takes?|about|around|the next|the|another|maybe|roughly) )*"
    r"(?P<count>\d+(?:\.\d)?)(?:(?: to | or | - | and )(?P<more>\d+))?(?: more)?(?P<working> (?:business|working|work|banking))? "
    r"(?P<unit>minute|min|hour|day|week|fortnight|month)s?'?(?P<half> and a half)?(?: from (?:now|today)| tops| at the (?:most|latest)| time)?\b"
    r"(?! (?:ago|late|old|of|already|before|since|earlier|back|on hold|waiting|notice|slot|window))"
)
_SHORTLY: Final = re.compile(r"(?:with)?in (?:about |like )?(?P<count>\d{1,2})")
_DURATION: Final = re.compile(
    r"\b(?:for|been|waited|took|lasts?|every|last|past|over the past) (?:the )?(?:last |past |about |over )*$"
)


def _after(clock: Clock, found: re.Match[str]) -> datetime:
    count = float(found["more"] or found["count"]) + (0.5 if found["half"] else 0.0)
    unit = found["unit"]
    if unit == "hour" and found["working"]:
        return clock.end(clock.business(math.ceil(count / 24)))
    if unit in {"minute", "min", "hour"}:
        return clock.now + (timedelta(hours=count) if unit == "hour" else timedelta(minutes=count))
    whole = min(int(count), 3650)
    if found["working"]:
        return clock.end(clock.business(whole * (len(clock.hours.days) if unit == "week" else 1)))
    if unit == "month":
        return clock.end(months_on(clock.today, whole))
    return clock.end(clock.today + timedelta(days=whole * {"day": 1, "week": 7, "fortnight": 14}[unit]))


# --- all of it ----------------------------------------------------------------------------------------------------

_AT_ONCE: Final = re.compile(r"\b(?:right now|right away|straight ?away|immediately|this minute|at once)\b")
_NEAR: Final = re.compile(r"^[ ,]*(?:(?:at|by|on|and|before|between|for|that is|the|in the|the latest|latest)[ ,]+)*$")
_FAR_AHEAD: Final = 40_000


def find(text: str, now: datetime, hours: Hours | None = None, *, marked: bool = False) -> Deadline | None:
    """The first deadline named in ``text``, said at ``now`` (with its zone). None where no time is named. ``marked``:
    the words are known to be a time, so that a bare "half eight" or "four" is one.
    """
    clock = Clock(now, hours or Hours())
    line, spans = numerals.in_digits(text[:_FAR_AHEAD])
    dated, timed = _dated(clock, line, marked), _timed(clock, line, marked)
    options = [
        o for o in (dated, _spanned(clock, line, marked), timed, _past_the_hour(clock, line), _at_once(line)) if o
    ]
    if not options:
        return None
    first_named = min(options, key=lambda o: (o[0], -o[1]))
    start, end, due = first_named
    first, last = numerals.original(spans, start, end)
    names: Literal["day", "time", ""] = "day" if first_named is dated else "time" if first_named is timed else ""
    ahead = due if due and due >= now.replace(second=0, microsecond=0) else None
    return Deadline(words=text[first:last].strip(" ,.;:!?"), start=first, end=last, due=ahead, names=names)


def find_all(text: str, now: datetime, hours: Hours | None = None) -> list[Deadline]:
    """Every deadline named in ``text``, in order; a few dozen at most."""
    found: list[Deadline] = []
    at = 0
    while len(found) < _MOST and (next_one := find(text[at:], now, hours)) and next_one.end > next_one.start:
        found.append(msgspec.structs.replace(next_one, start=next_one.start + at, end=next_one.end + at))
        at += next_one.end
    return found


_MOST: Final = 24
_Option = tuple[int, int, datetime | None]


def _dated(clock: Clock, line: str, marked: bool) -> _Option | None:
    """A day, with the time of day if one stands beside it."""
    days = [
        (found.start(), -found.end(), found, day)
        for rule, resolve in _DAY_RULES
        if (found := rule.search(line)) and (day := resolve(clock, found)) is not None
    ]
    if not days:
        return None
    start, _, found, day = min(days, key=lambda d: d[:2])
    end = found.end()
    beside = _beside(line, start, end, marked)
    if beside is None:
        if found[0].endswith("tonight"):
            return start, end, clock.at(day, LAST_MINUTE)
        if (found["lead"] or "").startswith("before"):
            return start, end, clock.end(clock.last_business(day - timedelta(days=1)))
        return start, end, clock.end(day)
    first, last = min(start, beside.start()), max(end, beside.end())
    part = _PART_AFTER.match(line, last)
    last = part.end() if part else last
    return first, last, clock.at(day, _time_of(clock, beside, day, line[first:last]))


_PARTS: Final = frozenset({"morning", "afternoon", "arvo", "evening", "night"})
_PART_AFTER: Final = re.compile(r" (?:in the |at )?(?:morning|afternoon|arvo|evening|night)\b")


def _beside(line: str, start: int, end: int, marked: bool) -> re.Match[str] | None:
    """The time of day that stands next to the day at ``start`` to ``end``: after it, else before it."""
    before = None
    for found in _TIME.finditer(line):
        gap = line[end : found.start()]
        if found.start() >= end and _NEAR.match(gap):
            if _is_time(found) or marked or "," in gap or not gap.strip():
                nearer = _TIME.match(line, found.end() + 1) if found["named"] else None
                if found["named"] in _PARTS and before and not before["named"]:
                    return before
                return nearer if nearer and _is_time(nearer) else found
        elif line[: found.start()].endswith("after "):
            continue
        elif found.end() <= start and _NEAR.match(line[found.end() : start]) and (_is_time(found) or marked):
            before = found
    return before


def _is_time(found: re.Match[str]) -> bool:
    """Whether the words are surely a time: named, or a number led or followed by a word that makes it one."""
    said = ("first", "closing", "named", "lead", "sure", "half", "quarter", "part")
    return any(found[name] for name in said)


def _spanned(clock: Clock, line: str, marked: bool) -> _Option | None:
    if marked and (shortly := _SHORTLY.fullmatch(line)):
        return 0, len(line), clock.now + timedelta(minutes=int(shortly["count"]))
    for found in _SPAN.finditer(line):
        bare = found[0][0].isdigit() and not found["working"] and line[found.end() :].lstrip(" ,")
        if not bare and not _DURATION.search(line[: found.start()]):
            return found.start(), found.end(), _after(clock, found)
    return None


_LAST_HOUR: Final = 24


def _timed(clock: Clock, line: str, marked: bool) -> _Option | None:
    """A time of day with no day: today, or tomorrow if it has passed. A bare number needs a word that makes it a time."""
    for found in _TIME.finditer(line):
        led = re.match(r"(?:by|before|at|no later than|until|till|between)\b", found["lead"])
        number = int(found["h"] or found["h1"] or found["h2"] or _NOON.hour)
        bare = marked and _FILLED.search(line[: found.start()]) and not _ELSEWHEN.search(line)
        clear = (led or bare or found["sure"] or found["named"] in _EXACTLY) and 0 < number <= _LAST_HOUR
        next_one = _NEXT_MORNING.match(found[0]) and clock.now.hour >= _SMALL_HOURS
        if not (found["closing"] not in (None, "close") or found["first"] or clear or next_one):
            continue
        if next_one:
            moment = clock.hours.opens if found["lead"] else _NOON
            return found.start(), found.end(), clock.at(clock.today + timedelta(days=1), moment)
        due = clock.at(clock.today, _time_of(clock, found, clock.today))
        return found.start(), found.end(), due if due > clock.now else due + timedelta(days=1)
    return None


_EXACTLY: Final = frozenset({"noon", "midday", "midnight"})
_FILLED: Final = re.compile(
    r"(?:^|[,] ?)(?:(?:and|on|about|around|for|from|at|by|before|say|maybe|then|the|this side of) )*$"
)
_ELSEWHEN: Final = re.compile(r"\b(?:same|that|each|every)\b|\b(?:night|evening|day|morning|afternoon) before\b")
_NEXT_MORNING: Final = re.compile(r"(?:in the|by|by the|before) morning$")
_SMALL_HOURS: Final = 4
_PAST: Final = re.compile(
    r"\b(?:by|at|before|for|about) (?:a )?(?P<minutes>quarter|half|5|10|20|25) (?P<side>past|to)\b(?! (?:\d|noon|midnight))"
)


def _past_the_hour(clock: Clock, line: str) -> _Option | None:
    """ "At quarter past": when the clock next shows it."""
    found = _PAST.search(line)
    if not found:
        return None
    minute = {"quarter": 15, "half": 30}.get(found["minutes"]) or int(found["minutes"])
    due = clock.now.replace(minute=minute if found["side"] == "past" else 60 - minute, second=0, microsecond=0)
    return found.start(), found.end(), due if due > clock.now else due + timedelta(hours=1)


def _at_once(line: str) -> _Option | None:
    found = _AT_ONCE.search(line)
    return (found.start(), found.end(), None) if found else None
