"""
Promises as heard: who will do what, by when.

The encoder marks the words of the act and of its time (`stretches`); here it is told whose act it is, cut to a clause
that reads alone, and given a deadline. A draft, never more: a person confirms it before it counts (`process.md`). A
condition stays with the act that hangs on it.
"""

# ruff: noqa: E501  patterns are not folded

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final, Literal, NamedTuple

from steadyline.core.events import Party, PromiseDraft
from steadyline.understanding import clock, deadlines, dialogue, stretches
from steadyline.understanding.stretches import Stretch

Who = Literal["agent", "company", "customer"]

MOST: Final = 5
LEAST_WORDS, MOST_WORDS = 2, 30

_ANY_DAY: Final = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
"""To find the words of a deadline by, where the day of the call is not known."""
_LEADS: Final = re.compile(
    r"^(?:(?:and|so|then|but|plus|okay|ok|right|now|yes|yeah|well|also|alright|all right|first|second|either way)[\s,]+)+",
    re.IGNORECASE,
)
_WILL: Final = r"(?:'ll|ll| will|'m going to|m going to| am going to|'re going to| are going to|'m gonna| gonna| promise to| shall)"
_ADVERBS: Final = r"(?:\s+(?:also|personally|then|now|definitely|certainly|just|gladly|happily|still|actually|myself))*"
_I: Final = re.compile(rf"^i(?:{_WILL})?{_ADVERBS}\s+(?=\w)", re.IGNORECASE)
_WE: Final = re.compile(rf"^we(?:{_WILL})?{_ADVERBS}\s+(?=\w)", re.IGNORECASE)
_OTHERS_WILL: Final = re.compile(r"^(?:((?:\w+ ){0,5}?\w+)'ll|(you|they|it|that|he|she)ll)\s", re.IGNORECASE)
_BASE: Final = {
    f"{stem}ing": verb
    for verb, stem in (
        *((v, v) for v in "send call ring phone email text post book put chase bring refund add pay order return credit walk drop".split()),
        *(("write", "writ"), ("take", "tak"), ("give", "giv"), ("come", "com"), ("drive", "driv"), ("raise", "rais")),
        *(("move", "mov"), ("remove", "remov"), ("get", "gett"), ("stop", "stopp"), ("waive", "waiv"), ("make", "mak")),
    )
}  # fmt: skip
_DOING: Final = re.compile(
    rf"^(?P<who>i|we)(?:'m|m| am|'re| are)\s+(?:also |now )?(?P<doing>{'|'.join(_BASE)})\b", re.IGNORECASE
)
_ACT_FIRST: Final = re.compile(
    r"^(?:call|ring|phone|e-?mail|text|message|write|send|refund|credit|book|order|post|deliver|cancel|remove|replace|arrange|fix|waive|"
    r"issue|put|confirm|transfer|file|release|bring|drop|collect|pick|take|pay|return|let|have|get|give|close|open|change|update|"
    r"correct|stop|be|chase|check|ask|add|raise|tell|move|mail|print|make|do|keep|hand|forward)\b",
    re.IGNORECASE,
)
_YOURS: Final = re.compile(r"^you\b", re.IGNORECASE)
"""A customer who says "you'll ring me" repeats somebody else's promise."""
_BEGINS_WELL: Final = re.compile(
    r"^(?:(?:and|then|so|but|plus)\s+)?(?:(?:i|we|you|he|she|they|it|that|there|someone|somebody|the|your|our|a|an|my)\b|(?-i:[A-Z]))|"
    rf"{_ACT_FIRST.pattern}",
    re.IGNORECASE,
)
_SENTENCE_ENDS: Final = re.compile(r"[.!?;\u2026](?:\s|$)")
_IF: Final = re.compile(r"\b(?:if|unless)\b[^.!?;]*", re.IGNORECASE)
_POLITE_IF: Final = re.compile(
    r"^if (?:you (?:like|want|wish|prefer|'d|would|don't mind|need|allow)|that's|that is|that suits|it helps|i may|i can|possible|not\b|so\b|need be)",
    re.IGNORECASE,
)
_VAGUE_GAP: Final = 40
"""A time that no calendar knows ("when it lands") gives way to one that it does within so many characters."""
_EDGES: Final = " ,.;:!?-\u2013\u2014\u2026\"'"
_LOOSE_END: Final = re.compile(
    r"(?:\s+(?:and|or|so|then|by|at|on|in|within|the|to|that|a|for|okay|ok))+$", re.IGNORECASE
)


class _Time(NamedTuple):
    """A time named in the text: where it stands, and what it means if that can be reckoned."""

    start: int
    end: int
    deadline: deadlines.Deadline | None


def find(
    party: Party,
    text: str,
    read: dialogue.Read,
    now: datetime | None,
    hours: clock.Hours | None = None,
) -> tuple[PromiseDraft, ...]:
    """The promises that ``party`` makes in ``text`` (clean), said at ``now`` (with zone; None where not known)."""
    acts = _whole(text, stretches.find("promise", text, read))
    if not acts:
        return ()
    times = _times(text, read, acts, now or _ANY_DAY, hours)
    drafts: list[PromiseDraft] = []
    who: Who = "customer" if party == "customer" else "agent"
    for act in acts[:MOST]:
        who = _who(party, text[act.start : act.end], who)
        draft = _draft(who, text, act, _time_of(text, act, acts, times), now, hours)
        if draft and draft.act not in {d.act for d in drafts}:
            drafts.append(draft)
    return tuple(drafts)


def _whole(text: str, marked: Sequence[Stretch]) -> list[Stretch]:
    """The stretches, one that begins with no subject and no act put to the one that it goes on with."""
    acts: list[Stretch] = []
    for stretch in marked:
        goes_on = acts and stretch.start - acts[-1].end <= 1 and not _BEGINS_WELL.match(text[stretch.start :])
        if goes_on and text[acts[-1].end - 1] not in ".,;!?":
            acts[-1] = Stretch(acts[-1].start, stretch.end, min(acts[-1].sure, stretch.sure))
        else:
            acts.append(stretch)
    return acts


def _times(
    text: str, read: dialogue.Read, acts: Sequence[Stretch], now: datetime, hours: clock.Hours | None
) -> list[_Time]:
    """The times that the encoder marks or an act holds, each as far as the calendar's words reach."""
    named = deadlines.find_all(text, now, hours)
    found: list[_Time] = []
    for marked in stretches.find("when", text, read):
        within = [d for d in named if d.start < marked.end and marked.start < d.end]
        if not within and " " in text[marked.start : marked.end]:
            found.append(_Time(marked.start, marked.end, None))
        found += [_Time(min(d.start, marked.start) if d is within[0] else d.start, d.end, d) for d in within]
    for act in acts:
        found += [_Time(d.start, d.end, d) for d in named if act.start <= d.start and d.end <= act.end]
    days = [(d.start, d) for d in named if d.names == "day" and d.due and d.due.date() > now.date()]
    return [_on_the_day_named(text, time, days, hours) for time in dict.fromkeys(found)]


def _on_the_day_named(
    text: str, time: _Time, days: Sequence[tuple[int, deadlines.Deadline]], hours: clock.Hours | None
) -> _Time:
    """A time of day holds for the day that is named before it: "I'm on shift Saturday, I'll call you at eight"."""
    if time.deadline is None or time.deadline.names != "time":
        return time
    before = [day for start, day in days if start < time.start and not _SENTENCE_ENDS.search(text[start : time.start])]
    if not before or before[-1].due is None:
        return time
    midnight = before[-1].due.replace(hour=0, minute=0, second=0, microsecond=0)
    return time._replace(deadline=deadlines.find(text[time.deadline.start : time.deadline.end], midnight, hours))


def _time_of(text: str, act: Stretch, acts: Sequence[Stretch], times: Sequence[_Time]) -> _Time | None:
    """The time of an act: the nearest in its sentence, else one that is a sentence by itself and nearest to this act."""
    near = sorted(times, key=lambda time: _gap(act, time) + (0 if time.deadline else _VAGUE_GAP))
    same = [time for time in near if not _SENTENCE_ENDS.search(_between(text, act, time))]
    if same:
        return same[0]
    alone = (time for time in near if _stands_alone(text, time))
    return next((time for time in alone if min(acts, key=lambda other: _gap(other, time)) == act), None)


def _stands_alone(text: str, time: _Time) -> bool:
    """Whether the time is a sentence by itself: "Friday. That's when it lands."."""
    begin = max((found.end() for found in _SENTENCE_ENDS.finditer(text[: time.start])), default=0)
    after = _SENTENCE_ENDS.search(text, time.end)
    others = f"{text[begin : time.start]} {text[time.end : after.start() if after else len(text)]}".split()
    return len(others) <= 1


def _between(text: str, a: Stretch | _Time, b: Stretch | _Time) -> str:
    return text[min(a.end, b.end) : max(a.start, b.start)]


def _gap(a: Stretch | _Time, b: Stretch | _Time) -> int:
    return max(0, max(a.start, b.start) - min(a.end, b.end))


def _draft(
    who: Who, text: str, act: Stretch, time: _Time | None, now: datetime | None, hours: clock.Hours | None
) -> PromiseDraft | None:
    said = text[act.start : act.end]
    if time and act.start < time.end and time.start < act.end:  # the time stands within the act
        inside = text[max(act.start, time.start) : min(act.end, time.end)]
        said = said.replace(inside, " ", 1) if len(said) > len(inside) else said
    clean = told(max(_SENTENCE_ENDS.split(said), key=len))
    others = who == "customer" and _YOURS.match(clean)
    if others or not LEAST_WORDS <= len(clean.split()) <= MOST_WORDS:
        return None
    condition = _condition(text, act)
    deadline = time.deadline if time else None
    words = text[time.start : time.end] if time else ""
    if condition and not words and (deadline := deadlines.find(condition, now or _ANY_DAY, hours)):
        words = deadline.words
    due = clock.iso(deadline.due) if deadline and deadline.due and now else None
    whole = f"{clean}, {condition[0].lower()}{condition[1:]}" if condition else clean
    return PromiseDraft(who=who, act=whole, due=due, due_text=words.strip(_EDGES))


def _condition(text: str, act: Stretch) -> str:
    """What the act hangs on, if its sentence says so; "" for none, or for a mere politeness."""
    begin = max((found.end() for found in _SENTENCE_ENDS.finditer(text[: act.start])), default=0)
    after = _SENTENCE_ENDS.search(text, act.end)
    lead, tail = text[begin : act.start], text[act.end : after.start() if after else len(text)]
    for found in (_IF.search(lead), _IF.match(tail.lstrip(" ,"))):
        if found and not _POLITE_IF.match(found[0]):
            return re.sub(r"\s*,?\s*(?:then)?$", "", found[0].strip(_EDGES))
    return ""


def _who(party: Party, said: str, before: Who) -> Who:
    """Whose act it is; one without a subject is that of who spoke of the act before."""
    if party == "customer":
        return "customer"
    words = _LEADS.sub("", said)
    if re.match(r"^(?:i\b|ill\b|im\b)", words, re.IGNORECASE) or re.search(r"\bfrom me\b", words, re.IGNORECASE):
        return "agent"
    return before if _ACT_FIRST.match(words) else "company"


def told(said: str) -> str:
    """The act so that it reads alone: with its subject, where that is neither "I" nor "we"."""
    words = _LEADS.sub("", " ".join(said.split()).strip(_EDGES))
    words = _LOOSE_END.sub("", words).strip(_EDGES)
    if doing := _DOING.match(words):
        words = f"{_BASE[doing['doing'].lower()]}{words[doing.end() :]}"
    elif _I.match(words) or _WE.match(words):
        words = _WE.sub("", _I.sub("", words))
    else:
        words = _OTHERS_WILL.sub(lambda m: f"{m[1] or m[2]} will ", words)
    opens = words.split(" ", 1)[0].lower()
    return words[:1].lower() + words[1:] if opens in _SMALL or _ACT_FIRST.match(words) else words


_SMALL: Final = frozenset(
    "the our my your a an another both somebody someone he she they it that you you'll his her their there".split()
)
