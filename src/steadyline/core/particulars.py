"""
The particulars in somebody's words: how often, how many, how much, which month, which day, what time.

Two particulars can stand for one another only if they are of one ``kind``; they say the same if their ``value`` is the
same ("twice", "two times"). A number that tells nothing of what it counts is ``bare``.
"""

# ruff: noqa: E501  patterns are not folded

import re
from typing import Final, NamedTuple

from steadyline.core import phrases

_UNIT: Final = "|".join(word for word, number in phrases.NUMBER_WORDS.items() if 0 < number < 20)
_TENS: Final = "|".join(word for word, number in phrases.NUMBER_WORDS.items() if number >= 20)
_WORDS: Final = rf"(?:(?:{_TENS})(?:[ -](?:{_UNIT}))?|{_UNIT})"
_NUMBER: Final = rf"(?:\d+(?:,\d{{3}})*(?:\.\d+)?|(?:(?:an?|{_WORDS}) hundred(?:(?: and)? {_WORDS})?)|{_WORDS})"
MONTHS: Final = "january february march april may june july august september october november december".split()
_DAYS: Final = "monday tuesday wednesday thursday friday saturday sunday".split()
_ORDINALS: Final = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth twentieth"
).split()
_MONTH: Final = (
    rf"(?:{'|'.join(month for month in MONTHS if month != 'may')}|"
    r"(?:(?<=\bin )|(?<=\bof )|(?<=\bnot )|(?<=\bsince )|(?<=\blast )|(?<=\bfor )|(?<=\bsorry )|(?<=\bno )|(?<=\bmean )|(?<=\bwas )|(?<=[,.] ))may|(?-i:May))"
)
_SPAN: Final = "minute|hour|day|night|week|weekend|month|year"
_FOUND: Final = re.compile(
    r"(?<!\w)(?:"
    rf"(?P<times>once|twice|thrice|(?P<times_n>{_NUMBER}) times)"
    rf"|(?P<money>[$\u00a3\u20ac]\s?(?P<sum_n>\d+(?:,\d{{3}})*(?:\.\d+)?)|(?P<money_n>{_NUMBER}) (?:dollars?|pounds?|euros?|quid|bucks))"
    rf"|(?P<clock>\d{{1,2}}(?::\d\d)?\s?[ap]\.?m\b|{_NUMBER} (?:o'clock|[ap]m)|half past {_NUMBER}|quarter (?:past|to) {_NUMBER}|noon|midnight)"
    rf"|(?P<date>\d{{1,2}}(?:st|nd|rd|th)|(?<=the )(?:(?:twenty|thirty)[ -])?(?:{'|'.join(_ORDINALS)}|thirtieth)(?=\s*(?:$|[.,;!?]|of {_MONTH}\b|not\b|sorry\b)))"
    rf"|(?P<month>{_MONTH})|(?P<day>{'|'.join(_DAYS)})"
    rf"|(?P<span_n>an?|{_NUMBER}) (?P<span>{_SPAN})s?"
    rf"|(?P<n>{_NUMBER})(?![\w-])"
    r")(?!\w)",
    re.IGNORECASE,
)
_OFTEN: Final = {"once": "1", "twice": "2", "thrice": "3"}


class Particular(NamedTuple):
    """Where it stands in the text. ``number``: where its number alone does, if it has one."""

    kind: str
    value: str
    start: int
    end: int
    number: tuple[int, int] | None = None

    @property
    def amount(self) -> str:
        """Its number, in digits; its words, where it has none."""
        return self.value.split()[0] if self.kind == "span" else self.value


def find(text: str) -> tuple[Particular, ...]:
    """The particulars of ``text`` (straight quotes), in order."""
    return tuple(_particular(found) for found in _FOUND.finditer(text))


def _particular(found: re.Match[str]) -> Particular:
    start, end = found.span()
    for name in ("times_n", "sum_n", "money_n", "span_n", "n"):
        if found[name]:
            kind = {"times_n": "times", "sum_n": "money", "money_n": "money", "span_n": "span", "n": "bare"}[name]
            value = _value(found[name])
            whole = f"{value} {found['span'].lower()}" if kind == "span" else value
            return Particular(kind, whole, start, end, found.span(name))
    said = " ".join(found[0].lower().split())
    kind = next(kind for kind in ("times", "clock", "date", "month", "day") if found[kind])
    return Particular(kind, _OFTEN.get(said, said), start, end)


def _value(number: str) -> str:
    """The number as digits: "three" and "3" are one."""
    low = number.lower().replace(",", "").replace("-", " ")
    if low[0].isdigit():
        return f"{float(low):g}" if "." in low else str(int(low))
    total = 0
    for word in low.split():
        total = (
            max(1, total) * 100 if word == "hundred" else total + phrases.NUMBER_WORDS.get(word, word in ("a", "an"))
        )
    return str(total)
