"""
Spoken numbers as digits, and where each stood in what was said.

"half past twenty-two" and "half past 22" are one to whoever looks for times and dates. Nothing is lost: every piece of
the new line knows its place in the old.
"""

import calendar
import re
from typing import Final

from steadyline.understanding import dashes

_ONES: Final = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen".split()
)
HOURS: Final = tuple(_ONES[1:13])
"""Of a clock, in words."""
_ORDINALS: Final = (
    "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
    "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth".split()
)
_TENS: Final = dict(
    zip("twenty thirty forty fifty sixty seventy eighty ninety".split(), range(20, 100, 10), strict=True)
)

_JOINED: Final = {
    ("a", "m"): "am", ("p", "m"): "pm", ("o", "clock"): "o'clock", ("to", "night"): "tonight", ("to", "day"): "today",
    ("to", "morrow"): "tomorrow", ("mid", "night"): "midnight", ("mid", "day"): "midday", ("week", "end"): "weekend",
    ("dinner", "time"): "dinnertime", ("lunch", "time"): "lunchtime", ("tea", "time"): "teatime",
    ("the", "morrow"): "tomorrow", ("end", "off"): "end of", ("close", "off"): "close of", ("couple", "of"): "2",
    ("next", "hour"): "next 1 hour", ("next", "minute"): "next 1 minute",
    **{(twelve, name): name for twelve in ("twelve", "12") for name in ("noon", "midday", "midnight")},
}  # fmt: skip
"""What a recogniser parts or mishears, and words that are a number together."""
_PARTS: Final[dict[tuple[str, ...], str]] = {
    ("a", "quarter", "of", "an", "hour"): "15 minutes",
    ("quarter", "of", "an", "hour"): "15 minutes",
    ("three", "quarters", "of", "an", "hour"): "45 minutes",
    ("an", "hour", "or", "two"): "2 hour",
    ("half", "and", "hour"): "0.5 hour",
    ("top", "of", "the", "hour"): "hour's top",
    ("end", "of", "the", "hour"): "hour's end",
    ("next", "day", "or", "so"): "next 1 day",
    ("e", "o", "d"): "eod",
    ("c", "o", "b"): "cob",
    **{("a", working, "day"): f"1 {working} day" for working in ("business", "working", "work", "banking")},
    **{("next", working, "day"): f"next 1 {working} day" for working in ("business", "working", "work", "banking")},
    **{("a", unit, "or", "two"): f"2 {unit}" for unit in ("minute", "day", "week", "month")},
    **{(unit, "or", "two"): f"2 {unit}" for unit in ("minute", "hour", "day", "week")},
}
_NO_COUNT: Final = frozenset("of on monday tuesday wednesday thursday friday saturday sunday".split())
"""After "a week" these make it no length: "a week Friday"."""
_UNITS: Final = frozenset("minutes hours days weeks months business working".split())
_AHEAD: Final = 5
_MOST_MONTHS: Final = 12
_WRITTEN: Final = re.compile(r"(\d{1,2})([/.-])(\d{1,2})(?:[/.-]((?:20)?\d\d))?")
"""A date in digits; with points the day always stands first."""
_BEFORE_THE_HOUR: Final = {"quarter": "quarter", "five": "5", "5": "5", "ten": "10", "10": "10", "twenty": "20"}
"""American: "quarter of four" is a quarter to."""
_ON_DUTY: Final = re.compile(r"(?:[01]\d|2[0-3])[0-5]\d")
_LEADS_AN_HOUR: Final = frozenset("by at before until till than from".split())
"""A time as crews and wards say it: "by 1700 hours"."""
_EITHER_WAY: Final = "?"
"""What stays of a date that can be read in two ways."""
_TOKEN: Final = re.compile(
    r"\d{1,2}/\d{1,2}/(?:20)?\d\d\b|\d{1,2}([.-])\d{1,2}\1(?:20\d\d)\b|\d{1,2}/\d{1,2}\b(?!/)|\d{1,3}(?:,\d{3})+\b|\d+(?::\d\d|\.\d\d?)?(?:st|nd|rd|th)?|[a-zA-Z]+(?:['\u2019][a-zA-Z]+)?|[^\w\s]"
)


def is_number(word: str) -> bool:
    """Whether ``word``, in lower case, is a number or a part of one: "forty-six", "12", "hundred"."""
    first = word.split("-", 1)[0]
    return first[:1].isdigit() or first in _ONES or first in _TENS or first in {"half", "hundred", "thousand"}


Numbered = tuple[str, list[tuple[int, int, int, int]]]
"""A line, and for each of its pieces from where to where it stands there, and in the text that it was."""


def in_digits(text: str) -> Numbered:
    """``text`` in lower case with number words as digits; and for each piece its place there and in ``text``."""
    pieces: list[tuple[str, int, int]] = []
    for token in _TOKEN.finditer(text):
        word = token[0].lower().replace("\u2019", "'")
        if word in dashes.DASHES and dashes.is_stretch(text, token.start()):
            word = "or"
        said_twice = pieces and pieces[-1][0] == word and word.isalpha()
        if word in '-.!;"()' or said_twice:
            continue
        pieces.append((word, token.start(), token.end()))
    line, spans, at = "", [], 0
    while at < len(pieces):
        before = pieces[at - 1][0] if at else ""
        value, used = _number([p[0] for p in pieces[at : at + _AHEAD]], before)
        start, end = pieces[at][1], pieces[at + used - 1][2]
        glue = "" if value == "," or not line else " "
        spans.append((len(line) + len(glue), len(line) + len(glue) + len(value), start, end))
        line += glue + value
        at += used
    return line, spans


def _number(ahead: list[str], before: str) -> tuple[str, int]:
    """The number that the next words make, in digits, and how many words it took; else the word itself.
    ``before``: the word before them.
    """
    word = ahead[0]
    follows = ahead[1] if len(ahead) > 1 else ""
    third = ahead[2] if len(ahead) > 2 else ""
    for length in range(len(ahead), 2, -1):
        if part := _PARTS.get(tuple(ahead[:length])):
            return part, length
    if joined := _JOINED.get((word, follows)):
        return joined, 2
    if follows in {"hours", "hrs"} and before in _LEADS_AN_HOUR and _ON_DUTY.fullmatch(word):
        return f"{word[:2]}:{word[2:]}", 2
    if follows == "of" and word in _BEFORE_THE_HOUR and (third in HOURS or third.isdigit()):
        return f"{_BEFORE_THE_HOUR[word]} to", 2
    if (date := _WRITTEN.fullmatch(word)) and (date[2] == "/" or date[4]):
        told = _dated(int(date[1]), int(date[3]), date[4] or "", day_first=date[2] == ".")
        return told or (_EITHER_WAY if date[2] == "-" else word), 1
    if "," in word and word != ",":
        return word.replace(",", ""), 1
    if about := _about(word, follows):
        return about
    if misheard := _misheard(word, follows):
        return misheard, 1
    if word in _TENS:
        if follows in _ONES[1:10]:
            return str(_TENS[word] + _ONES.index(follows)), 2
        if follows in _ORDINALS[1:10] and (follows, third) != ("first", "thing"):
            return f"{_TENS[word] + _ORDINALS.index(follows)}th", 2
        return str(_TENS[word]), 1
    if word in _ONES:
        return str(_ONES.index(word)), 1
    if word == "first" and follows == "thing":
        return word, 1
    if word in {"second"} or (word in _ORDINALS and word not in {"first", "second"}) or word in {"thirtieth", "first"}:
        return (f"{30 if word == 'thirtieth' else _ORDINALS.index(word)}th", 1)
    if word in {"a", "an"} and follows in {"couple", "few"}:
        count = "2" if follows == "couple" else "3"
        return count, 3 if third == "of" else 2
    if word == "half" and follows in {"an", "a"} and third.startswith(("hour", "day")):
        return "0.5", 2
    if word == "half" and follows == "hour":
        return "0.5", 1
    if (
        word in {"a", "an", "the"}
        and follows.removesuffix("'s") in {"hour", "fortnight", "minute", "week", "month", "day"}
        and third not in _NO_COUNT
    ):
        return ("1" if word != "the" or follows == "hour" else word), 1
    return word, 1


def _dated(first: int, second: int, year: str, *, day_first: bool) -> str:
    """ "31/3" and "3/31", which can be read in one way only, as the day of a month; empty for any other."""
    day, month = (first, second) if second <= _MOST_MONTHS else (second, first)
    one_way = max(first, second) > _MOST_MONTHS or first == second or day_first
    told = min(first, second) > 0 and one_way and month <= _MOST_MONTHS
    full = str(2000 + int(year) % 100) if year else ""
    return f"{day}th {calendar.month_name[month].lower()} {full}".rstrip() if told else ""


def _about(word: str, follows: str) -> tuple[str, int] | None:
    """ "Threeish" as the hour that it is about, and how many words it took."""
    if follows == "ish" and word in HOURS:
        return f"{_ONES.index(word)} o'clock", 2
    hour = word.removesuffix("ish")
    return (f"{_ONES.index(hour)} o'clock", 1) if hour != word and hour in HOURS else None


def _misheard(word: str, follows: str) -> str:
    """Small words that sound alike, where what follows says which it is."""
    counted = follows in _ONES or follows in _TENS or follows.isdigit()
    if word == "buy" and (counted or follows in {"noon", "then", "tomorrow", "close", "end", "the", "half", "quarter"}):
        return "by"
    if word == "too" and counted:
        return "to"
    if word in {"to", "too"} and follows in _UNITS:
        return "2"
    return "and" if word == "an" and counted else ""


def after(numbered: Numbered, end: int) -> Numbered:
    """What stands from ``end`` of the text on."""
    line, places = numbered
    left = [place for place in places if place[2] >= end]
    cut = left[0][0] if left else len(line)
    return line[cut:], [(first - cut, last - cut, start, stop) for first, last, start, stop in left]


def original(spans: list[tuple[int, int, int, int]], start: int, end: int) -> tuple[int, int]:
    """Where in the text that `in_digits` was given the stretch ``start`` to ``end`` of its line stood."""
    inside = [s for s in spans if s[1] > start and s[0] < end]
    return (inside[0][2], inside[-1][3]) if inside else (0, 0)
