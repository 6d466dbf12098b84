"""
Spoken numbers as digits, and where each stood in what was said.

"half past twenty-two" and "half past 22" are one to whoever looks for times and dates. Nothing is lost: every piece of
the new line knows its place in the old.
"""

import re
from typing import Final

_ONES: Final = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen".split()
)
_ORDINALS: Final = (
    "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
    "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth".split()
)
_TENS: Final = dict(
    zip("twenty thirty forty fifty sixty seventy eighty ninety".split(), range(20, 100, 10), strict=True)
)

_TOKEN: Final = re.compile(r"\d+(?::\d\d|\.\d\d?)?(?:st|nd|rd|th)?|[a-zA-Z]+(?:['\u2019][a-zA-Z]+)?|[^\w\s]")


def in_digits(text: str) -> tuple[str, list[tuple[int, int, int, int]]]:
    """``text`` in lower case with number words as digits; and for each piece its place there and in ``text``."""
    pieces: list[tuple[str, int, int]] = []
    for token in _TOKEN.finditer(text):
        word = token[0].lower().replace("\u2019", "'")
        if word in '-.!;"()':
            continue
        pieces.append((word, token.start(), token.end()))
    line, spans, at = "", [], 0
    while at < len(pieces):
        value, used = _number([p[0] for p in pieces[at : at + 4]])
        start, end = pieces[at][1], pieces[at + used - 1][2]
        glue = "" if value == "," or not line else " "
        spans.append((len(line) + len(glue), len(line) + len(glue) + len(value), start, end))
        line += glue + value
        at += used
    return line, spans


def _number(ahead: list[str]) -> tuple[str, int]:
    """The number that the next words make, in digits, and how many words it took; else the word itself."""
    word = ahead[0]
    follows = ahead[1] if len(ahead) > 1 else ""
    third = ahead[2] if len(ahead) > 2 else ""
    if word in _TENS:
        if follows in _ONES[1:10]:
            return str(_TENS[word] + _ONES.index(follows)), 2
        if follows in _ORDINALS[1:10]:
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
    if word == "couple" and follows == "of":
        return "2", 2
    if word == "half" and follows in {"an", "a"} and third.startswith(("hour", "day")):
        return "0.5", 2
    if word == "half" and follows == "hour":
        return "0.5", 1
    if (
        word in {"a", "an", "the"}
        and follows in {"hour", "fortnight", "minute", "week", "month", "day"}
        and (third != "of" and third != "on")
    ):
        return ("1" if word != "the" or follows == "hour" else word), 1
    return word, 1


def original(spans: list[tuple[int, int, int, int]], start: int, end: int) -> tuple[int, int]:
    """Where in the text that `in_digits` was given the stretch ``start`` to ``end`` of its line stood."""
    inside = [s for s in spans if s[1] > start and s[0] < end]
    return (inside[0][2], inside[-1][3]) if inside else (0, 0)
