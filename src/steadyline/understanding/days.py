"""
Which day is meant: "a week on Friday", "before the 28th", "the end of the month".

Reckoned from the day on which it is said. Said on a Friday, "Friday" is the next one; a date that has passed is the next
year's; where a week or a month is named, its last business day.
"""

# ruff: noqa: E501  patterns are not folded

import calendar
import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Final

from steadyline.understanding.clock import Clock, length, months_on

_DAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_FEASTS: Final = {
    "christmas eve": (24, 12),
    "christmas day": (25, 12),
    "christmas": (25, 12),
    "boxing day": (26, 12),
    "new year's eve": (31, 12),
    "new years eve": (31, 12),
    "new year's day": (1, 1),
    "new years day": (1, 1),
    "new year": (1, 1),
}
"""Day and month; one that moves from year to year is none of these. The longer names stand first."""
_MONTHS: Final = tuple(name.lower() for name in calendar.month_name[1:])


def _relative(clock: Clock, found: re.Match[str]) -> date:
    ahead = {"today": 0, "tonight": 0, "this": 0, "tomorrow": 1}.get(found["rel"], 2)
    return _on_from(clock.today + timedelta(days=ahead), found)


def _on_from(day: date, found: re.Match[str]) -> date:
    """So long on from ``day`` as is said before it: "a week tomorrow", "two weeks on Friday", "a year from today"."""
    said = found.groupdict()
    if not said.get("weeks"):
        return day
    count = 1 if said["weeks"] == "a" else int(said["weeks"])
    if said["units"].startswith("year"):
        return months_on(day, 12 * count)
    return day + timedelta(weeks=count * (2 if said["units"].startswith("fortnight") else 1))


def _weekday(clock: Clock, found: re.Match[str]) -> date | None:
    wanted, which = _DAYS.index(found["day"]), found["which"] or ""
    if number := found["nth"] or found["nth2"]:
        month = found["month"] or found["month2"]
        dated = _dated_day(clock, int(number), month)
        if dated and (month or dated.weekday() == wanted):
            return dated
    ahead = (wanted - clock.today.weekday()) % 7
    if found["hence"] or "next" in which or "following" in which:
        ahead = 7 - clock.today.weekday() + wanted
    elif ahead == 0 and "this" not in which:
        ahead = 7
    if found["since"] and not (found["hence"] or found["which"]):
        ahead = _ahead_after(clock, found, wanted)
    if found["week"] or found["after"]:
        ahead += 7
    elif found["fortnight"]:
        ahead += 14
    return _on_from(clock.today + timedelta(days=ahead), found)


def _ahead_after(clock: Clock, found: re.Match[str], wanted: int) -> int:
    """In how many days the ``wanted`` weekday comes after the day that is named before it: "between Monday and Friday"."""
    since = found["since"]
    first = (_DAYS.index(since) - clock.today.weekday()) % 7 or 7
    if (found["which_since"] or "").startswith(("next", "following")):
        first = 7 - clock.today.weekday() + _DAYS.index(since)
    return first + ((wanted - clock.today.weekday() - first) % 7 or 7)


def _month_day(clock: Clock, found: re.Match[str]) -> date | None:
    led = (found["lead"] and not found[0].startswith(("in ", "over ", "of "))) or " the " in found[0][:-4]
    since, month = found["since"], found["month"] or found["month2"]
    surely = month or found["since_month"] or max(int(found["nth"] or 0), int(since or 0)) > _SURELY_A_DATE
    if not (led or surely):
        return None
    first = _dated_day(clock, int(since), found["since_month"] or month) if since else None
    number, year = int(found["nth"] or found["nth2"]), found["year"]
    if not year:
        return _dated_day(clock, number, month, since=first)
    first = date(clock.today.year + 1 if "next" in year else int(year.replace(" ", "")), 1, 1)
    return _dated_day(clock, number, month, since=first)


def _day_of_month(clock: Clock, found: re.Match[str]) -> date | None:
    number = int(found["nth"])
    if found["other"] != "next":
        return _dated_day(clock, number, None)
    month = months_on(clock.today.replace(day=1), 1)
    return month.replace(day=min(number, length(month))) if number > 0 else None


def _dated_day(clock: Clock, number: int, named: str | None, *, since: date | None = None) -> date | None:
    """The next day of that ``number``, of the month ``named`` if one is, from today or ``since`` on."""
    begin = since or clock.today
    for months in range(25):
        month = months_on(begin.replace(day=1), months)
        fits = not named or _MONTHS[month.month - 1] == named
        if fits and 0 < number <= length(month) and month.replace(day=number) >= begin:
            return month.replace(day=number)
    return None


def _period_end(clock: Clock, found: re.Match[str]) -> date:
    following = "next" in found[0]
    if "year" in found[0]:
        return clock.last_business(date(clock.today.year + following, 12, 31))
    if "quarter" in found[0]:
        begins = months_on(clock.today.replace(day=1), 3 * following - (clock.today.month - 1) % 3)
        return clock.last_business(months_on(begins, 3) - timedelta(days=1))
    if "month" in found[0]:
        month = months_on(clock.today.replace(day=1), int(following))
        return clock.last_business(month.replace(day=length(month)))
    monday = clock.today - timedelta(days=clock.today.weekday())
    if following or clock.today.weekday() > max(clock.hours.days, default=4):
        monday += timedelta(days=7)
    return clock.last_business(monday + timedelta(days=6))


def _nth_weekday(clock: Clock, found: re.Match[str]) -> date | None:
    """ "The second Tuesday of next month"."""
    month = clock.today.replace(day=1)
    if found["month"]:
        month = months_on(month, (_MONTHS.index(found["month"]) + 1 - month.month) % 12)
    elif found["other"] in {"next", "the following"}:
        month = months_on(month, 1)
    wanted = _DAYS.index(found["day"])
    if found["nth"] == "last":
        last = month.replace(day=length(month))
        return last - timedelta(days=(last.weekday() - wanted) % 7)
    return month + timedelta(days=(wanted - month.weekday()) % 7 + 7 * (int(found["nth"][0]) - 1))


def _nth_business_day(clock: Clock, found: re.Match[str]) -> date:
    """ "The first working day of next month"."""
    month = months_on(clock.today.replace(day=1), int("next" in found["other"] or "following" in found["other"]))
    open_on = [day for ahead in range(length(month)) if clock.hours.open_on(day := month + timedelta(days=ahead))]
    wanted = -1 if found["nth"] == "last" else int(found["nth"][:-2]) - 1
    return open_on[wanted] if wanted < len(open_on) else month.replace(day=length(month))


def _middle(clock: Clock, found: re.Match[str]) -> date:
    """The middle of a week is its Wednesday; its beginning is over on Tuesday."""
    weekday = 2 if found["part"].startswith("mid") else 1
    day = clock.today + timedelta(days=weekday - clock.today.weekday())
    return day + timedelta(days=7 if "next" in found[0] or day < clock.today else 0)


def _week_of(clock: Clock, found: re.Match[str]) -> date | None:
    """The last business day of the week of "the 16th"."""
    day = _dated_day(clock, int(found["nth"] or found["nth2"]), found["month"] or found["month2"])
    return clock.last_business(day + timedelta(days=6 - day.weekday())) if day else None


def _week_after_next(clock: Clock, found: re.Match[str]) -> date:
    return clock.last_business(clock.today + timedelta(days=20 - clock.today.weekday()))


def _in_a_week(clock: Clock, found: re.Match[str]) -> date:
    if "month" in found[0]:
        return months_on(clock.today, 1)
    return clock.today + timedelta(days=(14 if found["fortnight"] else 7) + (1 if found["more"] else 0))


def _feast(clock: Clock, found: re.Match[str]) -> date | None:
    if found[0].startswith("in "):
        return None
    day, month = _FEASTS[found["feast"]]
    return _dated_day(clock, day, _MONTHS[month - 1])


def _month_end(clock: Clock, found: re.Match[str]) -> date:
    """The last business day of the month named, or of the one before it: "before August"."""
    ahead = (_MONTHS.index(found["month"]) + 1 - clock.today.month) % 12
    month = months_on(clock.today.replace(day=1), ahead)
    if found["before"]:
        return clock.last_business((month if ahead else months_on(month, 12)) - timedelta(days=1))
    return clock.last_business(month.replace(day=_THIRDS.get(found["third"] or "", length(month))))


def _weekend(clock: Clock, found: re.Match[str]) -> date:
    saturday = clock.today + timedelta(days=(5 - clock.today.weekday()) % 7)
    ahead = 14 if found["after_next"] else 7 if found["next"] else 0
    if found[0].startswith("before"):
        return saturday + timedelta(days=ahead)
    if found[0].startswith("by"):
        return clock.last_business(saturday + timedelta(days=ahead))
    sunday = clock.today + timedelta(days=6 - clock.today.weekday() + ahead)
    return clock.next_business(sunday + timedelta(days=1)) if found["after"] else sunday


_THIRDS: Final = {"early": 10, "beginning of": 10, "start of": 10, "mid": 20, "middle of": 20}
"""On which day the first third of a month ends, and the second."""
_SURELY_A_DATE: Final = 12
"""Alone, "the second" may be anything; "the twenty-second" is a date."""

_LEAD: Final = r"\b(?P<lead>(?:(?:no|not) later than|on or before|by|before|within|on|at|until|till|for|(?<!will )(?<!ll )(?<!to )(?<!can )(?<!you )(?<!they )(?<!we )come|from|of|sometime|during|over|in|between)(?: about)? )?(?:the latest )?"
_NTH: Final = rf"(?:(?P<nth>\d{{1,2}})(?:(?:st|nd|rd|th)(?!\w)(?: of)?|(?= (?:{'|'.join(_MONTHS)})\b))(?: (?P<month>{'|'.join(_MONTHS)}))?|(?P<month2>{'|'.join(_MONTHS)}) (?:the )?(?P<nth2>\d{{1,2}})(?:st|nd|rd|th)?)"
_WEEKS_ON: Final = r"(?:(?P<weeks>a|\d{1,2}) (?P<units>weeks?|fortnights?|years?(?= from)) (?:on |from )?)?"
_AT_THE_LATEST: Final = r"(?:at (?:the )?(?:very )?(?:latest|outside|most)|latest)\b"
_OR: Final = rf"(?: or(?: maybe)?|,?(?: or)?(?: maybe)?(?= (?:{'|'.join(_DAYS)}|tomorrow) {_AT_THE_LATEST}))"
"""Of two days left open the later: "today or tomorrow", "Thursday, Friday at the latest"."""
_SINCE: Final = rf"(?:(?P<which_since>(?:following|next week|next) )?(?P<since>{'|'.join(_DAYS)})(?:,? (?:{'|'.join(_DAYS)}))*(?: (?:to|till|and) |{_OR} )|(?:today|tomorrow){_OR} )?"
_SINCE_NTH: Final = rf"(?:(?P<since>\d{{1,2}})(?:st|nd|rd|th)(?: of)?(?: (?P<since_month>{'|'.join(_MONTHS)}))? (?:and|to|or|till|until) )?"
"""The day with which a stretch of days begins."""
_NOT_A_DAY: Final = r"(?! (?:1\b|week|floor|time|post|visit|attempt|class|call|person|line|street|avenue|place|one|bill|email|letter|party|payment|charge|of (?:the|your|my|these)))"
RULES: Final[tuple[tuple[re.Pattern[str], Callable[[Clock, re.Match[str]], date | None]], ...]] = (
    (
        re.compile(
            rf"{_LEAD}(?:to(?:day|night)(?:{_OR}| and) )?{_WEEKS_ON}(?:the )?(?:later )?(?P<rel>day after tomorrow|tomorrow|tonight|today)\b(?!'s(?! (?:mail|post|collection|delivery|van|run)\b))"
        ),
        _relative,
    ),
    (
        re.compile(
            r"\b(?P<lead>(?:by|before|for) )?(?:later )?(?P<rel>this)(?= (?:morning|afternoon|arvo|evening|lunchtime)\b)"
        ),
        _relative,
    ),
    (
        re.compile(
            rf"{_LEAD}{_WEEKS_ON}{_SINCE}(?P<which>(?:this coming|this|the following|that following|next week(?:,? (?:on|probably|maybe|perhaps|likely|say|hopefully))*,?|next|the) )?"
            rf"(?<!last )(?<!past )(?<!previous )(?<!good )(?<!easter )(?<!whit )(?<!black )(?P<day>{'|'.join(_DAYS)})\b(?P<week> week\b)?(?P<fortnight> fortnight\b)?(?P<hence>(?: of)? next week\b)?(?P<after> after next\b)?(?: ?,? (?:the )?{_NTH})?"
        ),
        _weekday,
    ),
    (
        re.compile(
            rf"{_LEAD}(?:the )?{_SINCE_NTH}(?:the )?{_NTH}\b{_NOT_A_DAY}(?P<year>,? (?:of )?(?:20\d\d|20 [2-4]\d|next year)\b)?"
        ),
        _month_day,
    ),
    (
        re.compile(
            rf"{_LEAD}(?:the )?week (?:of|commencing|beginning|starting)(?: on)? (?:(?:{'|'.join(_DAYS)}),? )?(?:the )?{_NTH}\b"
        ),
        _week_of,
    ),
    (
        re.compile(rf"{_LEAD}(?:the )?(?P<nth>\d{{1,2}})(?:st|nd|rd|th) of (?P<other>next|this|the) month\b"),
        _day_of_month,
    ),
    (
        re.compile(
            rf"{_LEAD}(?:the )?(?:end of (?:(?:this|next|the) )?(?:week|month|quarter|year)|(?:this )?week(?:'s (?:end|out)| is out)|(?:(?:this|next) )?month(?:'?s)? end)\b"
        ),
        _period_end,
    ),
    (
        re.compile(
            r"(?P<lead>)\b(?:(?:within|inside) the (?:week|month)|(?:by )?(?:(?:a|1|the) week today|(?:this day|today) week|(?P<more>tomorrow) (?:week|(?P<fortnight>fortnight))|(?:this|(?:the )?same) time next (?:week|month)))\b"
        ),
        _in_a_week,
    ),
    (
        re.compile(
            rf"{_LEAD}(?:the )?(?P<nth>[1-4](?:st|nd|rd|th)|last) (?P<day>{'|'.join(_DAYS)}) (?:of|in) (?:(?P<other>next|this|the|the following) month|(?P<month>{'|'.join(_MONTHS)}))\b"
        ),
        _nth_weekday,
    ),
    (re.compile(rf"{_LEAD}(?:(?:{'|'.join(_FEASTS)}) and )?(?:the )?(?P<feast>{'|'.join(_FEASTS)})\b"), _feast),
    (
        re.compile(
            rf"(?P<lead>)\b(?:(?:by|before|at|on|until|till|for|in) )?(?:(?:the )?end of|by|in|during|through|(?:the )?(?P<third>early|mid|(?:beginning|start|middle) of)(?: in)?|late|(?P<before>before)) "
            rf"(?P<month>{'|'.join(_MONTHS)})\b(?! (?:(?:the )?\d|in\b|who\b|and (?:i|me)\b))"
        ),
        _month_end,
    ),
    (
        re.compile(rf"{_LEAD}(?:the )?(?P<part>middle of|mid|beginning of|start of) (?:(?:next|this|the) )?week\b"),
        _middle,
    ),
    (
        re.compile(
            rf"{_LEAD}(?:the )?(?P<nth>\d{{1,2}}th|last) (?:working|business|banking) day (?:of|in) (?P<other>next|this|the|the following) month\b"
        ),
        _nth_business_day,
    ),
    (re.compile(rf"{_LEAD}(?:early |later )?(?:next|this) (?:week|month)\b"), _period_end),
    (re.compile(r"(?P<lead>)\b(?:(?:by|in|for|during) )?the week after next\b"), _week_after_next),
    (
        re.compile(rf"{_LEAD}(?P<after>after )?(?:the |this |(?P<next>next ))?weekend\b(?P<after_next> after next\b)?"),
        _weekend,
    ),
)
