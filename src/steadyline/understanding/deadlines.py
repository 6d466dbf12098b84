"""
When "by close of play Friday" is.

A deadline is a moment in the customer's time zone, reckoned from the moment the words were said. Where the words leave room
the latest moment they allow is taken, so that nobody is called late who was not; where they name no time there is no
deadline, and where they name one that has passed it is not reckoned. Which day is meant is told in `days`, which time of
day in `dayparts`, how long from now in `spans`. Own rules: general date libraries know neither business days nor "first
thing", and cost 0.4 s to wake.
"""

# ruff: noqa: E501  patterns are not folded

import re
from datetime import date, datetime, timedelta
from typing import Final, Literal, NamedTuple
from zoneinfo import ZoneInfo

import msgspec

from steadyline.core.hours import LAST_MINUTE, Hours, at_wall
from steadyline.understanding import clauses, dayparts, days, numerals, spans
from steadyline.understanding.clock import Clock

Names = Literal["day", "time", "span", ""]
_Option = tuple[int, int, datetime | None]


class Deadline(msgspec.Struct, frozen=True):
    """``words`` as said, at ``start`` to ``end`` of the text; ``due`` None where they cannot be pinned down ("now").
    ``names``: a day, only a time of day, how long it takes, or none of these.
    """

    words: str
    start: int
    end: int
    due: datetime | None
    names: Names = ""


_AT_ONCE: Final = re.compile(r"\b(?:right now|right away|straight ?away|immediately|this minute|at once)\b")
_NEAR: Final = re.compile(
    r"^[ ,]*(?:(?:at|by|on|and|before|between|for|that is|then|say|about|around|any ?time|some ?time|only|either way|in|the|in the|the latest|latest)[ ,]+)*$"
)
_FAR_AHEAD: Final = 4_000
"""How many characters are looked through: as many as the encoder reads."""


def find(text: str, now: datetime, hours: Hours | None = None, *, marked: bool = False) -> Deadline | None:
    """The first deadline named in ``text``, said at ``now`` (with its zone). None where no time is named. ``marked``:
    the words are known to be a time, so that a bare "half eight" or "four" is one.
    """
    return _first(Clock(now, hours or Hours()), text, numerals.in_digits(text[:_FAR_AHEAD]), marked)


def find_all(text: str, now: datetime, hours: Hours | None = None) -> list[Deadline]:
    """Every deadline named in ``text``, in order; a few dozen at most."""
    clock, numbered = Clock(now, hours or Hours()), numerals.in_digits(text[:_FAR_AHEAD])
    found: list[Deadline] = []
    while len(found) < _MOST and (next_one := _first(clock, text, numbered, marked=False)):
        found.append(next_one)
        numbered = numerals.after(numbered, next_one.end)
    return found


def _first(clock: Clock, text: str, numbered: numerals.Numbered, marked: bool) -> Deadline | None:
    """The first deadline of those in ``numbered``, which is ``text``, or the rest of it, with its numbers in digits."""
    line, places = numbered
    dated, timed = _dated(clock, line, marked), _timed(clock, line, marked)
    overnight = _overnight(clock, line, dated)
    if overnight and dated and overnight[0] <= dated[0] and dated[1] <= overnight[1]:
        dated = overnight
    spanned = _counted_from(clock, line, dated, spans.find(clock, line, marked=marked))
    others = spanned, timed, _past_the_hour(clock, line), overnight, _at_once(line)
    options = [option for option in (dated, *others) if option]
    if not options:
        return None
    first_named = min(options, key=lambda o: (o[0], -o[1]))
    start, end, due = first_named
    kinds: tuple[tuple[_Option | None, Names], ...] = ((dated, "day"), (timed, "time"), (spanned, "span"))
    names: Names = next((name for option, name in kinds if option is first_named), "")
    first, last = numerals.original(places, start, end)
    if abroad := _abroad(text, numbered, start, end):
        due = due and at_wall(due.replace(tzinfo=None), ZoneInfo(abroad.zone)).astimezone(clock.now.tzinfo)
        last = numerals.original(places, start, abroad.end)[1]
    if _MOVES.search(text, max(0, last - _LONGEST_NAME), last) or _IN_ORDINALS.search(text, first, last + _A_MONTH):
        due = None
    passed = due and due.timestamp() < clock.now.replace(second=0, microsecond=0).timestamp()
    ahead = None if passed or _not_yet(text, first, last) else due
    return Deadline(words=text[first:last].strip(" ,.;:!?"), start=first, end=last, due=ahead, names=names)


_MOVES: Final = re.compile(r"\b(?:bank holiday \w+day|good friday|easter \w+day)$", re.IGNORECASE)
"""A day that falls otherwise every year, which nobody here knows."""
_IN_ORDINALS: Final = re.compile(
    r"\b\w+(?:th|first|second|third) of (?:the )?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth)\b",
    re.IGNORECASE,
)
"""A month by its number ("the twelfth of the fourth"), which is not reckoned."""
_A_MONTH: Final = 16
_LONGEST_NAME: Final = 32
_FROM: Final = re.compile(r" (?:of|from|after) ")


def _counted_from(clock: Clock, line: str, dated: _Option | None, spanned: spans.Span | None) -> spans.Span | None:
    """How long from the day that is named at once after it: "within seven working days of the 16th"."""
    led = _FROM.match(line, spanned[1]) if spanned else None
    if not (spanned and dated and dated[2] and led and dated[0] in {led.start() + 1, led.end()}):
        return spanned
    there = spans.find(Clock(dated[2], clock.hours), line[spanned[0] : spanned[1]], marked=False)
    return (spanned[0], dated[1], there[2]) if there else spanned


_NOT: Final = re.compile(
    r"(?:\b(?:not|cannot|never|unlikely)|\w+n['\u2019]t)"
    r"(?:\s+(?!(?:i|we|and|but|so|forget|fail|worry|stop|rest)\b|\w+['\u2019]ll\b)[\w'\u2019]+){,6}\s+$",
    re.IGNORECASE,
)
_UNTIL: Final = re.compile(r"(?:before|until|till)\b", re.IGNORECASE)
_AT_THE_EARLIEST: Final = re.compile(r"[\s,]*at (?:the )?(?:very )?earliest\b", re.IGNORECASE)


def _not_yet(text: str, start: int, end: int) -> bool:
    """Whether it is only said when it is not: "it won't be with you before Monday", "Monday at the earliest"."""
    led = _UNTIL.match(text, start, end) and _NOT.search(text[clauses.start(text, start) : start])
    return bool(led or _AT_THE_EARLIEST.match(text, end))


_ZONE: Final = r"(?:(?P<name>eastern|central|mountain|pacific)(?: (?:standard |daylight )?time)?|(?P<letter>[ecmp])[sd]?t|(?P<british>gmt|uk time))\b"
_ABROAD: Final = re.compile(rf"(?P<hour>\b\d{{1,2}}(?::\d\d)?(?: ?[ap]m)?|noon|midday|midnight|o'clock) ?{_ZONE}")
_STOP: Final = re.compile(
    r"[.!?]\s+(?!(?:eastern|central|mountain|pacific|gmt|uk time|[ecmp][sd]?t)\W*(?:time\b|$|[,.;!?]))", re.IGNORECASE
)
"""A new sentence, unless it is the zone alone: "by 5 p.m. Eastern"."""
_THERE: Final = {"e": "America/New_York", "c": "America/Chicago", "m": "America/Denver", "p": "America/Los_Angeles"}


class _Abroad(NamedTuple):
    """Where another zone is told, up to ``end`` of the line."""

    zone: str
    end: int


def _abroad(text: str, numbered: numerals.Numbered, start: int, end: int) -> _Abroad | None:
    """The zone told behind the hour of a time at ``start`` to ``end`` of the line: "by five Eastern tomorrow"."""
    line, places = numbered
    found = _ABROAD.search(line, start)
    if (
        found is None
        or found.start() >= end
        or _STOP.match(text, numerals.original(places, start, found.end("hour"))[1])
    ):
        return None
    name = "Europe/London" if found["british"] else _THERE[(found["name"] or found["letter"])[0]]
    return _Abroad(name, max(end, found.end()))


_MOST: Final = 24


def _dated(clock: Clock, line: str, marked: bool) -> _Option | None:
    """A day, with the time of day if one stands beside it."""
    named = [
        (found.start(), -found.end(), found, day)
        for rule, resolve in days.RULES
        if (found := rule.search(line)) and (day := resolve(clock, found)) is not None
    ]
    if not named:
        return None
    start, _, found, day = min(named, key=lambda d: d[:2])
    end = found.end()
    beside = _beside(line, start, end, marked)
    if beside is None and (now := _THIS_TIME.search(line[:end])):
        return min(start, now.start()), end, clock.at(day, clock.now.time())
    if beside is None:
        if found[0].endswith("tonight"):
            return start, end, clock.at(day, LAST_MINUTE)
        if (found["lead"] or "").startswith("before") and not _ENDS.search(found[0]):
            return start, end, clock.end(clock.last_business(day - timedelta(days=1)))
        return start, end, clock.end(day)
    first, last = min(start, beside.start()), max(end, beside.end())
    part = _PART_AFTER.match(line, last)
    last = part.end() if part else last
    due = clock.at(day, dayparts.at(clock, beside, day, line[first:last]))
    tonight = found[0].endswith("tonight") and due <= clock.now
    return first, last, clock.at(day, LAST_MINUTE) if tonight else due


_ENDS: Final = re.compile(r" end\b| out$")
_THIS_TIME: Final = re.compile(
    r"\b(?:(?:by|before|at|about|around) )?(?:this|(?:the )?same) time \w+(?: week| month)?$"
)
_THEN_A_ZONE: Final = re.compile(rf" ?{_ZONE}")
_GOES_ON: Final = re.compile(r" ?(?:, )?(?:say |or )?")
_PARTS: Final = frozenset({"morning", "afternoon", "arvo", "evening", "night"})
_PART_AFTER: Final = re.compile(r" (?:in the |at )?(?:morning|afternoon|arvo|evening|night)\b")


def _beside(line: str, start: int, end: int, marked: bool) -> re.Match[str] | None:
    """The time of day that stands next to the day at ``start`` to ``end``: after it, else before it."""
    before = None
    for found in dayparts.find_all(line):
        gap = line[end : found.start()]
        if found.start() >= end and _NEAR.match(gap):
            if _is_time(found) or marked or "," in gap or not gap.strip():
                nearer = _nearer(line, found)
                if found["named"] in _PARTS and before and not before["named"]:
                    return before
                return nearer or found
        elif line[: found.start()].endswith("after "):
            continue
        else:
            takes_it_in = found.start() < start < found.end() and found["part"]
            zone = _THEN_A_ZONE.match(line, found.end())
            stands_by = found.end() <= start and _NEAR.match(line[zone.end() if zone else found.end() : start])
            if takes_it_in or (stands_by and (_is_time(found) or marked)):
                before = found
    return before


def _nearer(line: str, found: re.Match[str]) -> re.Match[str] | None:
    """The time that stands behind a part of the day, and is more exact: "in the evening at six"."""
    if not found["named"]:
        return None
    nearer = dayparts.PATTERN.match(line, _GOES_ON.match(line, found.end()).end())  # type: ignore[union-attr]
    return nearer if nearer and _is_time(nearer) and not nearer["closing"] else None


def _is_time(found: re.Match[str]) -> bool:
    """Whether the words are surely a time: named, or a number led or followed by a word that makes it one."""
    said = ("first", "closing", "named", "lead", "sure", "half", "quarter", "part", "m", "m2")
    return any(found[name] for name in said)


_LAST_HOUR: Final = 24


def _timed(clock: Clock, line: str, marked: bool) -> _Option | None:
    """A time of day with no day: today, or tomorrow if it has passed. A bare number needs a word that makes it a time."""
    for found in dayparts.find_all(line):
        led = re.match(r"(?:by|before|at|no later than|until|till|between)\b", found["lead"])
        number = int(found["h"] or found["h1"] or found["h2"] or dayparts.NOON.hour) or (found["m"] and _LAST_HOUR) or 0
        bare = marked and _FILLED.search(line[: found.start()]) and not _ELSEWHEN.search(line)
        clear = (led or bare or found["sure"] or found["named"] in _EXACTLY) and 0 < number <= _LAST_HOUR
        next_one = _NEXT_MORNING.match(found[0])
        if not (found["closing"] not in (None, "close") or found["first"] or clear or next_one):
            continue
        if next_one:
            moment = clock.hours.opens if found["lead"] else dayparts.NOON
            day = clock.today + timedelta(days=int(clock.now.hour >= _SMALL_HOURS))
            day = clock.next_business(day) if found["lead"] else day
            return found.start(), found.end(), clock.at(day, moment)
        last = _nearer(line, found) or found
        said = line[found.start() : last.end()]
        due = clock.at(clock.today, dayparts.at(clock, last, clock.today, said))
        if due.timestamp() <= clock.now.timestamp():
            day = _day_after(clock, last)
            due = clock.at(day, dayparts.at(clock, last, day, said))
        return found.start(), last.end(), due
    return None


def _day_after(clock: Clock, found: re.Match[str]) -> date:
    """The day for a time that has passed today: what is of the business' own day waits until it opens again."""
    tomorrow = clock.today + timedelta(days=1)
    return clock.next_business(tomorrow) if found["first"] or found["closing"] else tomorrow


_EXACTLY: Final = frozenset({"noon", "midday", "midnight", "after lunch"})
_FILLED: Final = re.compile(
    r"(?:^|[,] ?)(?:(?:and|on|about|around|for|from|at|by|before|say|maybe|then|the|this side of) )*$"
)
_ELSEWHEN: Final = re.compile(r"\b(?:same|that|each|every)\b|\b(?:night|evening|day|morning|afternoon) before\b")
_NEXT_MORNING: Final = re.compile(r"(?:in the|by|by the|before) morning$")
_SMALL_HOURS: Final = 4
_PAST: Final = re.compile(
    r"\b(?:by|at|before|for|about) (?:a )?(?P<minutes>quarter|half|5|10|20|25) "
    r"(?P<side>past|to(?= (?:and|or|so|then|at|on|today|tomorrow|latest)\b|\W*$|[,.;!?]))\b(?! (?:\d|noon|midnight))"
)
"""\"By ten to see her" is no time to the hour."""
_WORD_BETWEEN: Final = len(" on ")
_FULL_HOUR: Final = re.compile(r"\b(?:(?:at|by|before|on) )?(?:the )?hour's (?:top|end)\b")
_OVERNIGHT: Final = re.compile(
    r"\bovernight\b(?! (?:courier|delivery|post|shipping|mail|bag|stay|train|flight|it|them|this|that|the|you|your)\b)"
)


def _past_the_hour(clock: Clock, line: str) -> _Option | None:
    """ "At quarter past": when the clock next shows it."""
    if full := _FULL_HOUR.search(line):
        return full.start(), full.end(), _when_it_shows(clock, 0)
    found = _PAST.search(line)
    if not found:
        return None
    minute = {"quarter": 15, "half": 30}.get(found["minutes"]) or int(found["minutes"])
    return found.start(), found.end(), _when_it_shows(clock, minute if found["side"] == "past" else 60 - minute)


def _when_it_shows(clock: Clock, minute: int) -> datetime:
    """When the clock next shows so many minutes past whatever hour."""
    due = clock.after(timedelta(minutes=(minute - clock.now.minute) % 60 or 60))
    return due.replace(second=0, microsecond=0)


def _overnight(clock: Clock, line: str, dated: _Option | None) -> _Option | None:
    """By the time business opens after the night, that of the day named or the coming one."""
    found = _OVERNIGHT.search(line)
    if not found:
        return None
    start, end, day = found.start(), found.end(), clock.today
    if dated and dated[2] and max(start, dated[0]) - min(end, dated[1]) <= _WORD_BETWEEN:
        start, end, day = min(start, dated[0]), max(end, dated[1]), dated[2].date()
    elif clock.now.hour < _SMALL_HOURS:
        return start, end, clock.at(day, clock.hours.opens)
    return start, end, clock.at(clock.next_business(day + timedelta(days=1)), clock.hours.opens)


def _at_once(line: str) -> _Option | None:
    found = _AT_ONCE.search(line)
    return (found.start(), found.end(), None) if found else None
