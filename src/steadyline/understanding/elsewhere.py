"""
Times in a line that are of something else than what is promised in it.

Of the thing that is talked about ("move it to the 20th"), of a wait that is asked for, of a reason or of what others do
("they close at five, so I'll ring"), of what was; or a length whose beginning nobody knows ("once it's back, within
two days").
"""

# ruff: noqa: E501  patterns are not folded

import re
from typing import Final

from steadyline.understanding import clauses, dayparts, numerals
from steadyline.understanding.stretches import Stretch

_TO: Final = re.compile(r"to\s+", re.IGNORECASE)
_OF_THE_THING: Final = re.compile(
    r"(?:\b(?:extend|move|push|shift|change|swap|switch|postpone|reschedule)\w*\b.{,40}\bto|"
    r"\bgive (?:it|that|them)(?: about| around| like)?|"
    r"\b(?:i|you|he|she|it|we|they) (?:rang|called|phoned|came|went|wrote|emailed))\s*$",
    re.IGNORECASE,
)
"""Before a time to which something is moved, for which a thing is left alone, or at which something was."""

_OWNS: Final = ("'s", "\u2019s")
_WHOSE: Final = re.compile(r"['\u2019]s (?!(?:by|at|before|close|end|first|the|when)\b)\w", re.IGNORECASE)
""""Friday's appointment" is no time, and "Friday's fine" is no deadline."""
_THEIR: Final = re.compile(r"\b(?:your|my|his|her|their|our|the|this|that)\s+$", re.IGNORECASE)
_A_THING: Final = re.compile(
    r" (?:delivery|deliveries|appointment|slot|booking|order|visit|meeting|shift|flight|train|bus|class|lesson|collection|parcel|payment|"
    r"bill|invoice|call|round|run|crew|driver|engineer|job|session|table|reservation|service)s?\b",
    re.IGNORECASE,
)
_GOES_WITH: Final = re.compile(r"\b(?:in|on|with|at|for) (?:(?:your|my|his|her|their|our|the) )?$", re.IGNORECASE)
""""In tonight's post", "on your end of month bill": then it is done."""
_LED: Final = re.compile(r"(?:in|on|with|at|for) ", re.IGNORECASE)
_ON_A_DAY: Final = re.compile(r"(?:on|last|in|from|since) |the \w+(?:st|nd|rd|th)\b", re.IGNORECASE)
_PAST: Final = r"(?:paid|charged|billed|sent|bought|came|missed|took|went|rang|delivered|spent|lost|(?:were|was) \w+|did(?:n['\u2019]?t| not) \w+)"
_HAD_BEEN: Final = re.compile(
    rf"\b(?:(?:who|what|which|why|where|how much)(?: (?:i|you|we|he|she|they|it))?|that (?:i|you|we|he|she|they)|(?:the|your|a|that) \w+ (?:you|i|he|she|they))"
    rf"(?:['\u2019](?:d|ve)| had| have)? (?:(?:already|just|never|all) )?{_PAST}(?: (?:us|me|you|him|her|them|it|back|out|for|to|(?:the|your|my|our) \w+))*\s*$",
    re.IGNORECASE,
)
"""Before a time at which something was: "refund what you paid us on the 2nd"."""
_SIGNS: Final = ("£", "$", "€")
_AMOUNT: Final = frozenset("pounds pound dollars dollar euros euro quid number order account reference ref".split())
"""Behind one of these a number goes on, and is no hour."""
_REASON: Final = re.compile(r"\W*so\b", re.IGNORECASE)
_OTHERS: Final = re.compile(r"\b(?:finish|clos|shut|open|end|start|leav)(?:e|es|s|ing)?\s*$", re.IGNORECASE)
_ASKED: Final = re.compile(r"\bgive (?:me|us)(?: about| just| like| another)?\s*$", re.IGNORECASE)

_STRETCH: Final = re.compile(
    r"(?:(?:this|next|last|the|a|an|\w+|\w+ \w+) )?(?:day|week|fortnight|month|quarter|year)(?:s|'s)?", re.IGNORECASE
)
_DONE_TO: Final = re.compile(
    r"\b(?:credit|refund|waive|give|take|pay|cover|drop|knock|write off|take off|add|extend|free|cancel|skip|pause|"
    r"comp)\b(?:ing|s|ed)?(?: (?:you|it|off|them))?\s*$",
    re.IGNORECASE,
)
_FROM: Final = re.compile(r"from\b", re.IGNORECASE)
_FOR: Final = re.compile(r"for (?:tonight|today|this (?:morning|evening|week|month))\b", re.IGNORECASE)
_PAID_BACK: Final = re.compile(r"\b(?:credit|refund|reimburse|waive|comp)\b", re.IGNORECASE)
_OF_WHAT_WAS: Final = re.compile(
    r"\b(?:credit|refund|reimburse|reverse|waive|remove|take off|write off|drop)\b", re.IGNORECASE
)

_OF_ITS_OWN: Final = re.compile(
    r"the |\w+ the (?:\w+day|weekend|week|month|end|middle|last)\b|(?:by|before) the |(?:from|till|until|since|after) ",
    re.IGNORECASE,
)
"""A day that was, lasts until, or is a limit: "you'll have it by the 20th"."""
_A_DATE: Final = re.compile(r"\w+ the ", re.IGNORECASE)
_AND_I: Final = re.compile(r"[\s,]*(?:and|so|but|then)(?: then| so)? (?:i|we)\b", re.IGNORECASE)
"""What the speaker goes on to is of today: "he's booked for the 25th, and I'll ring you at two"."""
_WAS: Final = re.compile(r"\b(?:was|were|went|came|[a-z]{2,}ed)\b[^.!?]*$", re.IGNORECASE)
_WILL: Final = re.compile(r"(?:\bwill|'ll|\b(?:i|we)ll|\bgoing to)\b", re.IGNORECASE)
"""After it nothing is of what was, though without full stops a whole story may stand before."""
_NUMBERED: Final = re.compile(
    r"\b(?:flat|apartment|room|ward|unit|suite|platform|bay|locker|route|bus)\s+$", re.IGNORECASE
)
"""Before a number that is no hour: "he'll knock at flat twelve"."""
_NUMBER: Final = re.compile(
    r"\d{1,4}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen|twenty",
    re.IGNORECASE,
)
_TWO_NUMBERS: Final = re.compile(
    rf"(?:{_NUMBER.pattern}) (?:{_NUMBER.pattern}|(?:thir|for|fif|six|seven|eigh|nine)ty(?:[- ]\w+)?) "
    r"(?!(?:business|working|minutes?|hours?|days?|weeks?|months?)\b)",
    re.IGNORECASE,
)
_COUNTED: Final = re.compile(r"\b(one|two|three|four) by \1$", re.IGNORECASE)
_THINGS: Final = re.compile(
    r" (?:(?:business|working|whole|full) )?(?:minutes?|hours?|days?|nights?|weeks?|months?|hundred|thousand|pounds?|"
    r"dollars?|euros?|quid|bucks|per ?cent)\b",
    re.IGNORECASE,
)
"""Behind a number that is no hour: "knock two days off"."""
_LONGEST_NUMBER: Final = 8
"""So many characters before "by one" may hold the number that it goes on from."""
_I_WILL: Final = re.compile(r"\W*(?:(?:and|so|but|then)\W+)?(?:i|we)\b", re.IGNORECASE)

_ONCE: Final = re.compile(r"\b(?:once|as soon as|when(?:ever)?)\b", re.IGNORECASE)
_AND_THEN: Final = re.compile(r"\band(?: then)?\s*$", re.IGNORECASE)
"""What came before it hangs on the act before: "I'll ring when it's up, and I'll send it"."""
_ONCE_NEXT: Final = re.compile(
    r"[\s,]*(?:once|as soon as|from when|after (?:i|we|you|he|she|they|it)\b)", re.IGNORECASE
)


def of_the_thing(text: str, start: int, end: int) -> bool:
    """Whether the time from ``start`` to ``end`` is what is talked about: "move it to the 20th", "give it a day", "your
    Friday delivery", "what you paid on the 2nd".
    """
    owns = _WHOSE.match(text, end) or text[start:end].endswith(_OWNS)
    named = owns or (_THEIR.search(text, 0, start) and _A_THING.match(text, end))
    led = _LED.match(text, start, end)
    if named and not _GOES_WITH.search(text, 0, led.end() if led else start):
        return True
    if _ON_A_DAY.match(text, start) and _HAD_BEEN.search(text[clauses.start(text, start) : start]):
        return True
    moved = _TO.match(text, start, end)
    return _OF_THE_THING.search(text[clauses.start(text, start) : moved.end() if moved else start]) is not None


def beside(text: str, act: Stretch, start: int, end: int) -> bool:
    """Whether a time beside the act is that of a reason for it, of what others do, or of a wait that is asked for."""
    if end <= act.start:
        told = text[clauses.start(text, start) : start]
        since = max((found.end() for found in _WILL.finditer(told)), default=0)
        was = _WAS.search(told, since) and _I_WILL.match(text, end)
        return bool(was or _REASON.match(text, end, act.start) or _OTHERS.search(text[:start]))
    between = text[act.end : start]
    return bool(_ASKED.search(between) or _OTHERS.search(between))


def done_to(before: str, words: str) -> bool:
    """Whether an act, in the words ``before`` the time, is done to it or from it on: "credit this month"."""
    return bool((_STRETCH.fullmatch(words) and _DONE_TO.search(before)) or _FROM.match(words))


def after_a_number(text: str, start: int, end: int) -> int:
    """Where the time from ``start`` to ``end`` begins without the end of a number that it took in: of "ninety" nine
    today, "£" 19.99 today, order "four one" seven tomorrow, credit you "fifteen forty" today.
    """
    if (amount := _TWO_NUMBERS.match(text, start, end)) and dayparts.pays(text, start):
        return amount.end()
    first, _, rest = text[start:end].lower().partition(" ")
    before = (text[:start].lower().split() or [""])[-1]
    goes_on = before in _AMOUNT or before.endswith(_SIGNS) or numerals.is_number(before.strip(","))
    is_end = first.startswith(_SIGNS) or (goes_on and numerals.is_number(first))
    return start + len(first) + 1 if rest and is_end else start


def of_a_charge(text: str, start: int, end: int) -> bool:
    """Whether the time from ``start`` to ``end`` is that of what is undone: "we'll refund the charge from the 3rd",
    "the fare for tonight".
    """
    before = text[clauses.start(text, start) : start]
    paid_for = _FOR.match(text, start, end) and _PAID_BACK.search(before)
    return bool(paid_for or (_FROM.match(text, start, end) and _OF_WHAT_WAS.search(before)))


def of_a_place(text: str, start: int, end: int) -> bool:
    """Whether the number from ``start`` to ``end`` is that of a door or a bus, or counts: "one by one", "two days off";
    and no hour.
    """
    number = _NUMBER.fullmatch(text, start, end)
    numbered = number and (_NUMBERED.search(text, 0, start) or _THINGS.match(text, end))
    return bool(numbered or _COUNTED.search(text, max(0, start - _LONGEST_NUMBER), end))


def of_an_amount(text: str, start: int, end: int) -> bool:
    """Whether the number from ``start`` to ``end`` is what is paid, or its beginning, and no hour: "pay you ten" fifteen."""
    return _NUMBER.fullmatch(text, start, end) is not None and dayparts.pays(text, start)


def lends_its_day(text: str, start: int, end: int) -> bool:
    """Whether an hour that is named after the day from ``start`` to ``end`` may be of that day."""
    if _OF_ITS_OWN.match(text, start, end):
        return False
    return not (_A_DATE.match(text, start, end) and _AND_I.match(text, end))


def begins_unknown(text: str, clause: int, act: int, end: int) -> bool:
    """Whether an act, of a clause from ``clause`` (where its sentence begins, or the act before it ends), waits for
    what nobody knows the time of. ``end``: where the act, or its time, ends.
    """
    once = _ONCE.search(text, clause, act)
    of_another = once and clause > clauses.start(text, act) and _AND_THEN.search(text, once.end(), act)
    return bool((once and not of_another) or _ONCE_NEXT.match(text, end))
