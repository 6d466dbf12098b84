"""
How long from now is meant: "within two business days", "in an hour and a half".

Minutes and hours are counted to the minute, days and what is longer to the close of the last; of two lengths left open
the later holds. How long it has been, or lasts, is none of these.
"""

# ruff: noqa: E501  patterns are not folded

import math
import re
from datetime import datetime, timedelta
from typing import Final

from steadyline.understanding.clock import Clock, months_on

Span = tuple[int, int, datetime | None]

_SPAN: Final = re.compile(
    r"\b(?:(?:within|in|inside|inside of|under|after|over|up to|takes?|about|around|the next|the|another|maybe|roughly) ){,6}"
    r"(?P<count>\d+(?:\.\d)?)(?: and (?P<and_part>a half|a quarter|3 quarters?))?(?:(?: to | or | - | and )(?P<more>\d+))?(?: more)?(?:(?P<working> (?:business|working|work|banking))| calendar)? "
    r"(?P<unit>minute|min|hour|hr|day|week|fortnight|month)(?:s'|'?s)?(?: and (?P<part>a half|a quarter|3 quarters))?"
    r"(?:,? (?P<joined>(?:to|or|maybe|or maybe|and) )?(?P<other>\d+(?:\.\d)?) (?P<other_unit>minute|min|hour|day|week)s?)?"
    r"(?: from (?:now|today)| tops| max(?:imum)?| at the (?:most|latest)| time)?\b"
    r"(?! (?:ago|late|old|of(?! (?:to(?:day|morrow)|\w+day|(?:the )?\d+th)\b)|already|before|since|earlier|back|on hold|waiting|notice|slot|window))"
)
_DAYS_LOST: Final = re.compile(
    r"\bwithin (?:the next )?(?P<count>1?\d|20)(?: (?:to|or) (?P<more>1?\d|20))? (?:business|working)"
    r"(?=\W*$|,? (?:and|but|so|or|then|if|once|because|from|at|to|i|we|you|he|she|they|it)\b)"
)
"""What a recogniser leaves of "within ten working days"."""
_SHORTLY: Final = re.compile(r"\W*(?:with)?in (?:about |like )?(?P<count>\d{1,2})\W*")
_DURATION: Final = re.compile(
    r"\b(?:for|been|waited|took|lasts?|every|last|past|over the past) (?:the )?(?:last |past |about |over )*$|"
    r"\bgive (?:it|that|them) $|\b(?:get|gets|got|have|has|had) $"
)
_ASKED_FOR: Final = re.compile(r"\bgive (?:me|us) $")
_PARTS: Final = {"a half": 0.5, "a quarter": 0.25, "3 quarter": 0.75}
_MINUTES: Final = {
    "minute": 1,
    "min": 1,
    "hour": 60,
    "hr": 60,
    "day": 1440,
    "week": 10_080,
    "fortnight": 20_160,
    "month": 43_200,
}
_MOST: Final = 1e6
_LONGEST_DAYS: Final = 3650
_A_DAY: Final = 24
"""Who speaks of so many business hours, or more, means business days."""


def find(clock: Clock, line: str, *, marked: bool) -> Span | None:
    """Where in ``line`` it is said how long it takes, and when that has passed."""
    if marked and (shortly := _SHORTLY.fullmatch(line)):
        return 0, len(line), clock.after(timedelta(minutes=int(shortly["count"])))
    for found in _SPAN.finditer(line):
        asked = _ASKED_FOR.search(line, 0, found.start())
        bare = not asked and found[0][0].isdigit() and not found["working"] and line[found.end() :].lstrip(" ,")
        if not bare and not _DURATION.search(line[: found.start()]):
            return found.start(), found.end(), _after(clock, found)
    if lost := _DAYS_LOST.search(line):
        return lost.start(), lost.end(), _worked(clock, float(lost["more"] or lost["count"]), "day")
    return None


def _after(clock: Clock, found: re.Match[str]) -> datetime | None:
    """When so long has passed; of two lengths left open the later. None for what nobody counts: "in a minute"."""
    count, unit = min(float(found["more"] or found["count"]), _MOST), found["unit"]
    count += _PARTS.get((found["part"] or found["and_part"] or "").removesuffix("s"), 0.0)
    if unit in {"minute", "min"} and count == 1:
        return None
    if found["working"]:
        return _worked(clock, count, unit)
    if not found["other"]:
        return _passed(clock, count, unit)
    other, other_unit = min(float(found["other"]), _MOST), found["other_unit"]
    together = found["joined"] in {None, "and "} and _MINUTES[other_unit] < _MINUTES[unit]
    if together:
        smaller = _MINUTES[other_unit]
        return _passed(clock, count * _MINUTES[unit] / smaller + other, other_unit)
    return max(_passed(clock, count, unit), _passed(clock, other, other_unit))


def _worked(clock: Clock, count: float, unit: str) -> datetime:
    """In business time."""
    if unit == "hour" and count < _A_DAY:
        return clock.worked(timedelta(hours=count))
    days = count / _A_DAY if unit == "hour" else count * (len(clock.hours.days) if unit == "week" else 1)
    return clock.end(clock.business(min(math.ceil(days), _LONGEST_DAYS)))


def _passed(clock: Clock, count: float, unit: str) -> datetime:
    """Minutes and hours to the minute, days and what is longer to the close of their last."""
    minutes = min(count * _MINUTES[unit], _LONGEST_DAYS * _MINUTES["day"])
    if _MINUTES[unit] < _MINUTES["day"]:
        return clock.after(timedelta(minutes=minutes))
    if unit == "month":
        months = min(count, _LONGEST_DAYS)
        rest = math.ceil(months % 1 * _MINUTES["month"] / _MINUTES["day"])
        return clock.end(months_on(clock.today, int(months)) + timedelta(days=rest))
    return clock.end(clock.today + timedelta(days=math.ceil(minutes / _MINUTES["day"])))
