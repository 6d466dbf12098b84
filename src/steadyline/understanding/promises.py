"""
Promises as heard: who will do what, by when.

The encoder marks the words of acts and of times (`acts`, `timing`); here it is told whose act it is, and it is cut to a
clause that reads alone. A draft, never more: a person confirms it before it counts (`process.md`). A condition stays
with the act that hangs on it, and its time is no deadline.
"""

# ruff: noqa: E501  patterns are not folded

import itertools
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Final, Literal, NamedTuple

from steadyline.core.events import Party, PromiseDraft, PromiseMove
from steadyline.core.hours import Hours
from steadyline.understanding import acts as acting
from steadyline.understanding import clauses, clock, deadlines, dialogue, idle, timing, unsaid
from steadyline.understanding.stretches import Stretch
from steadyline.understanding.timing import Time

Who = Literal["agent", "company", "customer"]

MOST: Final = 5
LEAST_WORDS, MOST_WORDS = 2, 30

_ENOUGH: Final[Mapping[Who, float]] = {"agent": acting.ENOUGH, "company": acting.ENOUGH, "customer": 0.75}
"""How sure an act must be: customers say much that they will do, and little of it is a promise."""
_ENOUGH_ALONE: Final[Mapping[Who, float]] = {"agent": 0.7, "company": 0.75, "customer": 0.9}
"""How sure one must be that no time stands with: of the company's that were less sure a quarter was a promise to either
of two people, on six writers whom the encoder had not read.
"""

_PLEDGED_TO_YOU: Final = re.compile(
    r"(?:\bwill|'ll|\b(?:they|you|we|he|she)ll) (?:\w+ ){,2}?(?:call|ring|phone|email|text|write|send|refund|contact|post)\b.*\byou\b|"
    r"\byou(?:'ll| will|ll) (?:get|receive)\b",
    re.IGNORECASE,
)
"""What is said in full to be done for the customer is one without a time too: "my colleague will call you back"."""
_ANY_DAY: Final = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
"""To find the words of a deadline by, where the day of the call is not known."""
_LEADS: Final = re.compile(
    r"^(?:(?:and|an|so|then|but|plus|okay|ok|right|now|yes|yeah|well|also|alright|all right|first|second|either way)[\s,]+)+",
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
_ACTS: Final = (
    "call ring phone text message write send refund credit book order post deliver cancel remove replace arrange fix waive issue put "
    "confirm transfer file release bring drop collect pick take pay return let leave settle stay pack start resend reissue split lend "
    "reverse lift scan push pull drive walk meet run set sort hold knock reinstate restore apply have get give close open change update "
    "correct stop be chase check ask add raise tell move mail print make do keep hand forward"
)
_ACT_FIRST: Final = re.compile(rf"^(?:{_ACTS.replace(' ', '|')}|e-?mail|re-?send)\b", re.IGNORECASE)
_ALL: Final = rf"^all (?=(?:{_ACTS.replace(' ', '|')}|e-?mail|be|ride|wait|look|see|speak|talk)\b)"
"""\"I'll\" as a recogniser may hear it."""
_REST_OF_ANOTHER: Final = re.compile(
    r"^(?:\w+,? (?:and|an) (?=(?:i|we|he|she|they|it|you|an?|the|our|your|my|some\w+)\b)|"
    r"\w+, (?=(?:an?|the|our|your|my|his|her)\b))(?=\w+(?: \w+){0,3}?(?:'ll|ll| will|'s going to| is going to)\b)",
    re.IGNORECASE,
)
"""The last word of what was said before, where the encoder began too early: "team and someone will ring", "car, the driver will ring"."""
_TOGETHER: Final = re.compile(r"[\s,]*(?:and|an)\s+(?:then\s+|also\s+)?", re.IGNORECASE)
_OF_THE_THING: Final = re.compile(r"(?:for|to|from|until|till|within|inside|in|over)\b", re.IGNORECASE)
"""A time led by such a word may be that of the thing done: "I'll book him for Friday and text you his name"."""
_YOURS: Final = re.compile(r"^(?:you|they)\b", re.IGNORECASE)
"""A customer who says "you'll ring me" or "they'll ring me" repeats somebody else's promise."""
_MINE: Final = re.compile(
    r"^(?:\w+ ){0,4}i(?:'ll|'m (?:also )?going to| will)\b|^(?:i|ill|im)\b|\bfrom me\b|"
    rf"{_ALL}|^will\b(?! we\b)",
    re.IGNORECASE,
)
"""The last is "I will" as a recogniser may hear it."""
_OURS: Final = re.compile(r"\W*well (?!,)", re.IGNORECASE)
_EMAIL: Final = re.compile(r"\be[ -]mail", re.IGNORECASE)
_DO_IS: Final = re.compile(r"^(?:(?:all|what) )?(?:(?:i|we)\S* (?:\w+ ){,2}?)?do is (?=\w)", re.IGNORECASE)
""""What I'm going to do is refund it": it is refunded."""
_WILL_WE: Final = re.compile(r"^will (?:i|we) (?=\w)", re.IGNORECASE)
""""Not only will we refund it"."""
_LOOSE_END: Final = frozenset(
    "and or so then by at on in within with from the to that a an for your my our their while until till what whether saying if "
    "unless but because once when as okay ok".split()
)
_NOT_DONE: Final = re.compile(
    r"(?:(?:\w+ ){1,4}?(?:won['\u2019]?t|will not)|won['\u2019]?t|not)\b(?! (?:forget|fail|hesitate)\b)(?!.*\b(?:later|longer|more)$)",
    re.IGNORECASE,
)
"""What is not to be done has no moment by which it is: "I won't call you on Friday"; "he won't be later than five" has one."""
_NOTHING_DONE: Final = re.compile(r"(?:i|we|you|he|she|it|they)(?: (?:will|should|would|can))?$", re.IGNORECASE)
_NO_ACTS: Final = frozenset(
    "should would could be have get do put make let the it that you he she they there it'll will i'm we're he's she's they're it's".split()
)
_LONG_CONDITION: Final = 14


class Said(NamedTuple):
    """The promises that a line makes, and those made before that it takes back, or moves to another time."""

    made: tuple[PromiseDraft, ...]
    taken_back: tuple[PromiseDraft, ...]
    moved: tuple[PromiseMove, ...] = ()


def find(
    party: Party,
    text: str,
    read: dialogue.Read,
    now: datetime | None,
    hours: Hours | None = None,
    signals: Mapping[str, float] | None = None,
) -> Said:
    """The promises that ``party`` makes, takes back and moves in ``text`` (clean), said at ``now`` (with zone; None where
    not known); ``signals``: how likely each was heard in it.
    """
    if idle.in_anger(party, signals or {}):
        return Said((), ())
    told = acting.find(text, read)
    said = [act for act in told if not _is_idle(party, text, act, signals or {})]
    whose = _whose(party, text, said)
    acts = [act for act in said if act.sure >= _ENOUGH[whose[act.start]]][:MOST]
    idle_acts = [act for act in told if act not in said]  # a time that stands with one of them is not another's
    paired = timing.pair(text, read, sorted([*acts, *idle_acts]), now or _ANY_DAY, hours) if acts else {}
    acts, times = _folded(text, acts, {act: time for act, time in paired.items() if act in acts})
    times = _shared(text, acts, times)
    drafts: list[tuple[int, PromiseDraft]] = []
    for act in acts:
        who = whose[act.start]
        alone = act not in times and not _PLEDGED_TO_YOU.search(text, act.start, act.end)
        if alone and act.sure < _ENOUGH_ALONE[who]:
            continue
        draft = _draft(who, text, act, _condition(text, act, acts), times.get(act), known=now is not None)
        if draft:
            drafts.append((act.start, draft))
    if not unsaid.is_likely(text):
        return _in_order(party, drafts, ())
    return _in_order(party, drafts, unsaid.find(text, deadlines.find_all(text, now, hours) if now else ()))


def _in_order(party: Party, drafts: Sequence[tuple[int, PromiseDraft]], unsaid_here: Sequence[unsaid.Unsaid]) -> Said:
    """What one breath makes and unmakes was never promised: "I'll ring Friday. Scrap that, I'll ring Monday"."""
    left, earlier = list(drafts), []
    for one in unsaid_here:
        until = one.to.start if one.to else one.end if one.act else one.start
        left = [made for made in left if not one.start <= made[0] < until]
        before = [made for made in left if made[0] < one.start and (not one.act or unsaid.fits(one, made[1]))]
        if not before:
            earlier.append(one)
        elif one.to:
            left[left.index(before[-1])] = (before[-1][0], unsaid.moved(before[-1][1], one))
        else:
            left.remove(before[-1])
    once = {draft.act: draft for _, draft in reversed(left)}
    made = tuple(draft for _, draft in left if once[draft.act] is draft)
    return Said(made, unsaid.drafts(party, earlier), unsaid.moves(party, earlier))


def _folded(
    text: str, acts: Sequence[Stretch], times: Mapping[Stretch, Time]
) -> tuple[list[Stretch], dict[Stretch, Time]]:
    """What only comes of the act before it goes into that, with its time: "I'll credit it, and you'll see it Friday"."""
    left, held = list[Stretch](), dict(times)
    for act in acts:
        joined = bool(left) and not clauses.parted(text[left[-1].start : act.start])
        follows = joined and idle.follows(told(clauses.longest(_without(text, act, held.get(act)))))
        if not follows or (act in held and left[-1] in held):
            left.append(act)
            continue
        time = held.pop(act, None) or held.pop(left[-1], None)
        left[-1] = left[-1]._replace(sure=max(left[-1].sure, act.sure))
        if time:
            held[left[-1]] = time
    return left, held


def _shared(text: str, acts: Sequence[Stretch], times: Mapping[Stretch, Time]) -> dict[Stretch, Time]:
    """A time holds for the act that goes on from it: "I'll move it tomorrow by ten and text you"."""
    held = dict(times)
    for one, other in itertools.pairwise(acts):
        if one not in held or other in held or held[one].end > other.start:
            continue
        joined = _TOGETHER.match(text, max(one.end, held[one].end), other.end)
        goes_on = joined and joined.end() >= other.start and _ACT_FIRST.match(text[joined.end() : other.end])
        if goes_on and not _OF_THE_THING.match(text, held[one].start):
            held[other] = held[one]
    return held


def _is_idle(party: Party, text: str, act: Stretch, signals: Mapping[str, float]) -> bool:
    said = _LEADS.sub("", text[act.start : act.end])
    said = f"we'll {said}" if _OURS.match(text, act.start) else said
    if party == "agent" and idle.is_offered(text, act.start, act.end, signals):
        return True
    return idle.promises_nothing(party, text[: act.start], said, text[act.end :], _ACT_FIRST.match(said) is not None)


def _draft(who: Who, text: str, act: Stretch, condition: str, time: Time | None, *, known: bool) -> PromiseDraft | None:
    """``known``: whether the moment it was said is."""
    clean = told(clauses.longest(_without(text, act, time)))
    others = who == "customer" and _YOURS.match(clean)
    scrap = len(clean.split()) < LEAST_WORDS and (not time or clean.lower() in _NO_ACTS)
    if others or not clean or scrap or _NOTHING_DONE.match(clean) or len(clean.split()) > MOST_WORDS:
        return None
    deadline = time.deadline if time and not _NOT_DONE.match(clean) else None
    return PromiseDraft(
        who=who,
        act=f"{clean}, {condition[0].lower()}{condition[1:]}" if condition else clean,
        due=clock.iso(deadline.due) if deadline and deadline.due and known else None,
        due_text=text[time.start : time.end].strip(clauses.EDGES) if time else "",
    )


def _without(text: str, act: Stretch, time: Time | None) -> str:
    """The act's words without those of its time, where the time stands at an end of it."""
    if time and time.start <= act.start < time.end < act.end:
        return text[time.end : act.end]
    if time and act.start < time.start < act.end <= time.end + 1:
        return text[act.start : time.start]
    return text[act.start : act.end]


def _condition(text: str, act: Stretch, acts: Sequence[Stretch]) -> str:
    """What the act hangs on, if its sentence says so; "" for none, or for a mere politeness."""
    lead = next(clauses.conditions(text, clauses.start(text, act.start), act.start), None)
    if lead is not None:
        return _hanging(text[lead : min(other.start for other in acts if other.start > lead)])
    if clauses.parted(text[act.start : act.end]):
        return ""
    tail = act.end + len(text[act.end :]) - len(text[act.end :].lstrip(" ,"))
    if next(clauses.conditions(text, tail, len(text)), None) != tail:
        return ""
    return _hanging(text[tail : clauses.end(text, tail)])


def _hanging(said: str) -> str:
    condition = re.sub(r"\s*,?\s*(?:then|and|so)?$", "", said.strip(clauses.EDGES)).strip(clauses.EDGES)
    return condition if len(condition.split()) <= _LONG_CONDITION else ""


def _whose(party: Party, text: str, acts: Sequence[Stretch]) -> dict[int, Who]:
    """Whose each act is, by where it begins."""
    whose: dict[int, Who] = {}
    who: Who = "customer" if party == "customer" else "agent"
    for act in acts:
        who = whose[act.start] = _who(party, text[act.start : act.end], who)
    return whose


def _who(party: Party, said: str, before: Who) -> Who:
    """Whose act it is; one without a subject is that of who spoke of the act before."""
    if party == "customer":
        return "customer"
    words = _LEADS.sub("", said)
    if _MINE.search(words):
        return "agent"
    begins_with_act = _ACT_FIRST.match(words)
    return before if begins_with_act and not _OURS.match(said) else "company"


def told(said: str) -> str:
    """The act so that it reads alone: with its subject, where that is neither "I" nor "we"."""
    words = _LEADS.sub("", _EMAIL.sub("email", " ".join(said.split()).strip(clauses.EDGES)))
    words = _WILL_WE.sub("", _DO_IS.sub("", _REST_OF_ANOTHER.sub("", words)))
    words = _tied_off(words).strip(clauses.EDGES)
    if doing := _DOING.match(words):
        words = f"{_BASE[doing['doing'].lower()]}{words[doing.end() :]}"
    elif _I.match(words) or _WE.match(words):
        words = _WE.sub("", _I.sub("", words))
    elif misheard := re.match(_ALL, words, re.IGNORECASE):
        words = words[misheard.end() :]
    else:
        words = _OTHERS_WILL.sub(lambda m: f"{m[1] or m[2]} will ", words)
    opens = words.split(" ", 1)[0].lower()
    return words[:1].lower() + words[1:] if opens in _SMALL or _ACT_FIRST.match(words) else words


def _tied_off(words: str) -> str:
    """Without the small words with which it breaks off."""
    left = words.split()
    while len(left) > 1 and left[-1].lower() in _LOOSE_END:
        left.pop()
    return " ".join(left)


_SMALL: Final = frozenset(
    "the our my your a an another both somebody someone he she they it that you you'll his her their there".split()
)
