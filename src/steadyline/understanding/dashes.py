"""
Which dashes are a stretch: "10-12 tomorrow", "3-5 working days", "26-30 May".

Others stand in a date, a code, a telephone number or the number of a house.
"""

import calendar
import re
from typing import Final

DASHES: Final = ("-", "\u2013")
_LOW: Final = re.compile(
    r"(?<![\w.:/+\u00a3$\u20ac-])(?<!\d )(?P<hour>\d{1,2})(?::\d\d)?(?: ?[ap]m)?$",
    re.IGNORECASE,
)
_HIGH: Final = re.compile(
    r"(?P<hour>[1-9]\d?)(?::\d\d)?(?: ?[ap]m)?\b(?![:./-]?\d)"
    r"(?! (?!(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*day\b)[A-Z][a-z])"
)
"""Not the number of a house, behind which stands a name."""
_COUNTED: Final = re.compile(
    r"[1-9]\d? (?:(?:business|working) )?"
    rf"(?:minutes?|mins?|hours?|days?|weeks?|{'|'.join(calendar.month_name[1:])})\b",
    re.IGNORECASE,
)
_LIMIT: Final = re.compile(r"\b(?:by|on|before) $", re.IGNORECASE)
"""Behind one of these stands a day: "by 4-1"."""
_MOST_HOURS: Final = 12
_LONGEST: Final = 8


def is_stretch(text: str, at: int) -> bool:
    """Whether the dash at ``at`` stands between two hours, days or lengths of time."""
    low = _LOW.search(text, max(0, at - _LONGEST), at)
    if low is None:
        return False
    if _COUNTED.match(text, at + 1):
        return True
    high = _HIGH.match(text, at + 1)
    hours = high is not None and max(int(low["hour"]), int(high["hour"])) <= _MOST_HOURS
    return hours and not _LIMIT.search(text, 0, low.start())
