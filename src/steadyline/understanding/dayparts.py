"""
Which time of day is meant: "half past nine", "by close of play", "between eight and noon".

Of a stretch of time its end. A bare hour is of the morning or the afternoon as is said beside it, else as offices keep
hours, and of today what is still to come.
"""

# ruff: noqa: E501  patterns are not folded

import re
from collections.abc import Iterator
from datetime import date, time
from typing import Final

from steadyline.core.hours import LAST_MINUTE
from steadyline.understanding.clock import Clock

NOON: Final = time(12, 0)
_LUNCH: Final = time(14, 0)
_EVENING: Final = time(21, 0)

_NAMED: Final = {
    "noon": NOON,
    "midday": NOON,
    "lunchtime": _LUNCH,
    "lunch time": _LUNCH,
    "lunch": _LUNCH,
    "dinner time": _LUNCH,
    "dinnertime": _LUNCH,
    "breakfast": time(9, 0),
    "mid morning": time(11, 0),
    "forenoon": NOON,
    "mid afternoon": time(16, 0),
    "teatime": time(17, 0),
    "suppertime": time(19, 0),
    "supper": time(19, 0),
    "midnight": LAST_MINUTE,
    "morning": NOON,
    "evening": _EVENING,
    "night": LAST_MINUTE,
}
_CLOSING: Final = (
    r"(?:the )?(?:close|end) of (?:play|business|the business day|business day|the working day|the day|day|my shift|office hours)|"
    r"cob|eod|closing time|close|(?:close|end)(?= of (?:this |next )?(?:tomorrow|today|monday|tuesday|wednesday|thursday|friday|saturday|sunday)\b)|"
    r"(?<=before )(?:i|we) go home\b(?! at\b)|(?<=before )(?:i|we) (?:leave|finish|knock off|clock off|close|shut|go)\b(?! (?:to|on|for|(?:off )?at)\b)"
)
_HOUR: Final = (
    r"(?:(?P<half>half)(?: past)? (?P<h1>\d{1,2})|(?:a )?(?P<quarter>quarter|\d{1,2})(?: minutes?)? (?P<side>past|to|till) (?P<h2>\d{1,2})|"
    r"(?P<h>\d{1,2})(?:[:.](?P<m>\d\d)| (?P<m2>[0-5]\d|0 \d|oh \d))?)(?![\d%])(?P<sure> ?(?:a\.?m\.?|p\.?m\.?|o'?clock))?"
    r"(?P<part>,? (?:in the |this |at )?(?:morning|afternoon|evening|tonight|night)\b)?"
)
_RANGE: Final = r"(?:(?:between|from) )?(?:(?P<low>(?:noon|midday)|(?:half |(?:a )?quarter (?:past |to ))?\d{1,2}(?:[:.]\d\d| [0-5]\d)?(?: ?[ap]m)?) (?P<joins>and|to|or|till|until) )?"
_NIGHT: Final = re.compile(r"\b(?:to)?night\b")
_TODAY: Final = re.compile(r"\btoday\b")
_TONIGHT: Final = re.compile(r"\b(?:tonight|(?:this|the) evening)\b")
_EARLY: Final = time(8, 0)
_EARLY_ANOTHER_DAY: Final = time(6, 30)
"""A time before this is one of the afternoon, unless it is said to be of the morning: "at seven" is this evening, but
"tomorrow at seven" in the morning.
"""
_LED: Final = re.compile(r"(?:by|before|at|about|around|for|until|till)\b")
_MINUTES_TO: Final = frozenset({"5", "10", "20", "25"})
_NOT_AN_HOUR: Final = (
    r"(?! ?(?:/|pounds?|dollars?|quid|euros?|hundred|thousand|percent|pence|cents|degrees|times|per|more|of|"
    r"business|working|banking|minutes?|mins?|hours?|days?|weeks?|fortnights?|months?|years?|\d|people|way|st\b|nd\b|rd\b|th\b))"
)
_AT: Final = r"(?:by|before|at|no later than|until|till|around|about|for|between|from|latest) "
PATTERN: Final = re.compile(
    rf"(?P<lead>(?:\b{_AT}){{,4}})\b(?:(?P<first>first thing|opening(?: time)?)(?: in the morning)?|(?P<closing>{_CLOSING})\b|"
    rf"{_RANGE}(?:(?:in the |at |the )?(?P<named>{'|'.join(sorted(_NAMED, key=len, reverse=True))}|afternoon|arvo|after lunch)\b|{_HOUR}{_NOT_AN_HOUR}))"
)


def find_all(line: str) -> Iterator[re.Match[str]]:
    """The times of day in ``line``; the end of an amount is none: "the three hundred and ten this afternoon"."""
    at = 0
    while found := PATTERN.search(line, at):
        money = not found["lead"] and _MONEY.search(line, max(0, found.start() - _LONGEST_MONEY), found.start())
        amount = money or (not found["sure"] and _is_amount(line, found))
        at = found.start("part") if amount and found["part"] else found.end()
        if not amount:
            yield found


def _is_amount(line: str, found: re.Match[str]) -> bool:
    hour = found["h"] is not None and found.start("h") == found.start()
    if not hour:
        return False
    near = max(0, found.start() - _LONGEST_LEAD)
    return _COUNTED.search(line, near, found.start()) is not None or pays(line, found.start())


def pays(line: str, at: int) -> bool:
    """Whether an amount is paid that looks like an hour, at ``at``: "credit you fifteen forty today"."""
    return _PAYS.search(line, max(0, at - _LONGEST_LEAD), at) is not None


_MONEY: Final = re.compile(r"(?:[\u00a3$\u20ac] ?|\b(?:pounds?|dollars?|euros?|quid) )$")
_LONGEST_MONEY: Final = 9
_LONGEST_LEAD: Final = 32
"""Characters, at most, of the words by which a number is an amount."""
_PAYS: Final = re.compile(
    r"\b(?:(?:credit|refund|reimburse)(?: (?:you|him|her|them|us|me|it|your account|your card))?|"
    r"(?:pay|owe|charge) (?:you|him|her|them|us|me)|(?:pay|give) (?:you|him|her|them|us|me|it) back|(?:take|knock) off)(?: back)?(?: the)? $",
    re.IGNORECASE,
)
_COUNTED: Final = re.compile(r"\b(?:the|another|an? extra|(?:hundred|thousand)(?: and)?) $")


def at(clock: Clock, found: re.Match[str], day: date, around: str = "") -> time:
    """The time of day that ``found`` names on ``day``; ``around``: the words it stands in."""
    if found["first"]:
        return clock.hours.opens
    if found["closing"]:
        return LAST_MINUTE if _NIGHT.search(around) else clock.hours.end_of(day, clock.now)
    if found["named"] in {"afternoon", "arvo", "after lunch"}:
        return clock.hours.closes
    if found["named"]:
        before_lunch = found["named"].startswith("lunch") and "before" in found["lead"]
        return NOON if before_lunch else _NAMED[found["named"]]
    hour, minute = int(found["h"] or found["h1"] or found["h2"]), _minute(found)
    to = found["joins"] in {"to", "till"} and found["low"] in _MINUTES_TO and _LED.match(found["lead"])
    if to or found["side"] in {"to", "till"}:
        minute = 60 - (int(found["low"]) if to else minute)
        hour = (hour - 1) % 12 or 12
    if hour > 23 or minute > 59:
        return LAST_MINUTE if (hour, minute) == (24, 0) else clock.hours.closes
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
    if said.hour == 0 or said.hour > NOON.hour:
        return said
    if said.hour == NOON.hour and _NIGHT.search(words):
        return LAST_MINUTE
    if _NIGHT.search(words) or re.search(r"pm\b|afternoon|arvo|evening", words):
        return after
    if re.search(r"\bam\b|morning", words):
        return before
    early = _EARLY if day == clock.today or found["low"] else _EARLY_ANOTHER_DAY
    likely = after if said < early or said.hour == NOON.hour else before
    passed = day == clock.today and likely <= clock.now.time().replace(second=0, microsecond=0)
    return after if passed and _this_evening(found, after, around) else likely


def _this_evening(found: re.Match[str], hour: time, around: str) -> bool:
    """Whether an hour that has passed this morning is meant of this evening. "At eight" is; nobody is rung up "at ten" at
    night, unless "tonight" is said; but "by ten" is the limit of an evening's work.
    """
    limit = found["lead"].startswith(("by ", "before "))
    return bool(hour < _EVENING or limit or _TODAY.search(around) or _TONIGHT.search(found.string))
