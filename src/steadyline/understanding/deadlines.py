"""
When "by close of play Friday" is.

A deadline is a moment in the customer's time zone, reckoned from the moment the words were said. Where the words leave room
the latest moment they allow is taken, so that nobody is called late who was not; where they name no time there is no
deadline. Own rules: general date libraries know neither business days nor "first thing", and cost 0.4 s to wake.
"""

# ruff: noqa: E501  patterns are not folded

import calendar
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
    if found["week_on"] or found["week"]:
        ahead += 7
    return clock.today + timedelta(days=ahead)


def _month_day(clock: Clock, found: re.Match[str]) -> date | None:
    if not (found["lead"] or found["month"] or found["month2"] or int(found["nth"]) > SURELY_A_DATE):
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


def _weekend(clock: Clock, found: re.Match[str]) -> date:
    saturday = clock.today + timedelta(days=(5 - clock.today.weekday()) % 7)
    by = re.match(r"(?:by|before)\b", found[0])
    return clock.last_business(saturday) if by else saturday + timedelta(days=1)


SURELY_A_DATE: Final = 12
"""Alone, "the second" may be anything; "the twenty-second" is a date."""

_LEAD: Final = r"\b(?P<lead>(?:(?:no|not) later than|by|before|within|on|at|until|till|for|come|from|of|sometime|during|over|in)(?: about)? )?(?:the latest )?"
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
            rf"{_LEAD}(?P<week_on>a week on )?(?P<which>(?:this coming|this|the following|next week|next|the) )?"
            rf"(?P<day>{'|'.join(_DAYS)})\b(?P<week> week\b)?(?:,? (?:the )?(?P<nth>\d{{1,2}})(?:st|nd|rd|th)(?: of)?(?: (?P<month>{'|'.join(_MONTHS)}))?)?"
        ),
        _weekday,
    ),
    (re.compile(rf"{_LEAD}(?:the )?{_NTH}\b{_NOT_A_DAY}"), _month_day),
    (re.compile(rf"{_LEAD}(?:the )?end of (?:(?:this|next|the) )?(?:week|month)\b"), _period_end),
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
    "teatime": time(17, 0),
    "midnight": LAST_MINUTE,
    "morning": _NOON,
    "evening": _EVENING,
}
_CLOSING: Final = (
    r"(?:the )?(?:close|end) of (?:play|business|the business day|business day|the working day|the day|day|my shift|office hours)|"
    r"cob|eod|closing time|close"
)
_HOUR: Final = (
    r"(?:(?P<half>half)(?: past)? (?P<h1>\d{1,2})|(?P<quarter>quarter|\d{1,2}) (?P<side>past|to) (?P<h2>\d{1,2})|"
    r"(?P<h>\d{1,2})(?:[:.](?P<m>\d\d)| (?P<m2>[1345][05]))?)(?![\d%])(?P<sure> ?(?:a\.?m\.?|p\.?m\.?|o'?clock))?"
    r"(?P<part>,? (?:in the |this )?(?:morning|afternoon|evening|tonight|at night)\b)?"
)
_RANGE: Final = (
    r"(?:(?:between|from) )?(?:(?:half |quarter (?:past |to ))?\d{1,2}(?:[:.]\d\d)?(?: ?[ap]m)? (?:and|to|or) )?"
)
_NOT_AN_HOUR: Final = (
    r"(?! ?(?:pounds?|dollars?|quid|euros?|hundred|thousand|percent|pence|cents|degrees|times|per|more|of|"
    r"business|working|minutes?|mins?|hours?|days?|weeks?|months?|years?|\d|people|st\b|nd\b|rd\b|th\b))"
)
_AT: Final = r"(?:by|before|at|no later than|until|till|around|about|for|between|from|latest) "
_TIME: Final = re.compile(
    rf"(?P<lead>(?:\b{_AT})*)\b(?:(?P<first>first thing)(?: in the morning)?|(?P<closing>{_CLOSING})\b|"
    rf"(?:in the )?(?P<named>{'|'.join(_NAMED)}|afternoon|arvo)\b|{_RANGE}{_HOUR}{_NOT_AN_HOUR})"
)


def _time_of(clock: Clock, found: re.Match[str], day: date) -> time:
    if found["first"]:
        return clock.hours.opens
    if found["closing"] or found["named"] in {"afternoon", "arvo"}:
        return clock.hours.closes
    if found["named"]:
        before_lunch = found["named"].startswith("lunch") and "before" in found["lead"]
        return _NOON if before_lunch else _NAMED[found["named"]]
    hour, minute = int(found["h"] or found["h1"] or found["h2"]), int(found["m"] or found["m2"] or 0)
    if found["half"]:
        minute = 30
    elif found["quarter"]:
        minute = 15 if found["quarter"] == "quarter" else int(found["quarter"]) % 60
        if found["side"] == "to":
            hour, minute = hour - 1, 60 - minute
    if hour > 23 or minute > 59:
        return clock.hours.closes
    return time(_half_day(clock, found, hour, minute, day), minute)


def _half_day(clock: Clock, found: re.Match[str], hour: int, minute: int, day: date) -> int:
    """Morning or afternoon: as said; else within office hours, and of today what is still to come."""
    said = (found["sure"] or "").strip().replace(".", "") + (found["part"] or "")
    if re.search(r"pm|afternoon|evening|night", said):
        return hour % 12 + 12
    if re.search(r"am|morning", said):
        return hour % 12
    if hour == 0 or hour > 12:
        return hour
    likely = hour % 12 + 12 if hour < 8 or hour == 12 else hour
    passed = day == clock.today and time(likely, minute) <= clock.now.time()
    return likely + 12 if likely < 12 and passed else likely


# --- how long from now --------------------------------------------------------------------------------------------

_SPAN: Final = re.compile(
    r"\b(?:(?:within|in|inside|inside of|under|after|over|up to|takes?|about|around|the next|the|another|maybe|roughly) )*"
    r"(?P<count>\d+(?:\.\d)?)(?:(?: to | or | - | and )(?P<more>\d+))?(?P<working> (?:business|working|work))? "
    r"(?P<unit>minute|min|hour|day|week|fortnight|month)s?'?(?P<half> and a half)?(?: from (?:now|today)| tops| at the (?:most|latest)| time)?\b"
    r"(?! (?:ago|late|old|of|already|before|since|earlier|back|on hold|waiting|notice|slot|window))"
)
_DURATION: Final = re.compile(
    r"\b(?:for|been|waited|took|lasts?|every|last|past|over the past) (?:the )?(?:last |past |about |over )*$"
)


def _after(clock: Clock, found: re.Match[str]) -> datetime:
    count = float(found["more"] or found["count"]) + (0.5 if found["half"] else 0.0)
    unit = found["unit"]
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


def find(text: str, now: datetime, hours: Hours | None = None) -> Deadline | None:
    """The first deadline named in ``text``, said at ``now`` (with its zone). None where no time is named."""
    clock = Clock(now, hours or Hours())
    line, spans = numerals.in_digits(text[:_FAR_AHEAD])
    dated, timed = _dated(clock, line), _timed(clock, line)
    options = [o for o in (dated, _spanned(clock, line), timed, _at_once(line)) if o]
    if not options:
        return None
    first_named = min(options, key=lambda o: (o[0], -o[1]))
    start, end, due = first_named
    first, last = numerals.original(spans, start, end)
    words = text[first:last].strip(" ,.;:!?")
    names: Literal["day", "time", ""] = "day" if first_named is dated else "time" if first_named is timed else ""
    return Deadline(words=words, start=first, end=last, due=due, names=names)


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


def _dated(clock: Clock, line: str) -> _Option | None:
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
    beside = _beside(line, start, end)
    if beside is None:
        if found[0].endswith("tonight"):
            return start, end, clock.at(day, LAST_MINUTE)
        if (found["lead"] or "").startswith("before"):
            return start, end, clock.end(clock.last_business(day - timedelta(days=1)))
        return start, end, clock.end(day)
    due = clock.at(day, _time_of(clock, beside, day))
    if found[0].endswith("tonight") and due.hour < 12:
        due += timedelta(hours=12)
    return min(start, beside.start()), max(end, beside.end()), due


def _beside(line: str, start: int, end: int) -> re.Match[str] | None:
    """The time of day that stands next to the day at ``start`` to ``end``: after it, else before it."""
    for found in _TIME.finditer(line):
        after = found.start() >= end and _NEAR.match(line[end : found.start()])
        before = found.end() <= start and _NEAR.match(line[found.end() : start]) and _is_time(found)
        if after and (_is_time(found) or "," in line[end : found.start()] or not line[end : found.start()].strip()):
            nearer = _TIME.match(line, found.end() + 1) if found["named"] else None
            return nearer if nearer and _is_time(nearer) else found
        if before:
            return found
    return None


def _is_time(found: re.Match[str]) -> bool:
    """Whether the words are surely a time: named, or a number led or followed by a word that makes it one."""
    return bool(found["first"] or found["closing"] or found["named"] or found["lead"] or found["sure"] or found["half"])


def _spanned(clock: Clock, line: str) -> _Option | None:
    for found in _SPAN.finditer(line):
        bare = found[0][0].isdigit() and not found["working"] and line[found.end() :].lstrip(" ,")
        if not bare and not _DURATION.search(line[: found.start()]):
            return found.start(), found.end(), _after(clock, found)
    return None


_LAST_HOUR: Final = 24


def _timed(clock: Clock, line: str) -> _Option | None:
    """A time of day with no day: today, or tomorrow if it has passed. A bare number needs a word that makes it a time."""
    for found in _TIME.finditer(line):
        led = re.match(r"(?:by|before|at|no later than|until|till|between)\b", found["lead"])
        clear = led and 0 < int(found["h"] or 12) <= _LAST_HOUR
        if not (found["closing"] not in (None, "close") or found["first"] or clear):
            continue
        due = clock.at(clock.today, _time_of(clock, found, clock.today))
        return found.start(), found.end(), due if due > clock.now else due + timedelta(days=1)
    return None


def _at_once(line: str) -> _Option | None:
    found = _AT_ONCE.search(line)
    return (found.start(), found.end(), None) if found else None
