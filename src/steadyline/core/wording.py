"""
Words to say, made from this call.

A playbook's variants hold ``{slots}``; this call fills those it can. A variant with a slot that this call cannot fill
is never spoken, so no cue ever says "your problem" where it does not know the problem. Among those that can be filled
the most particular go first, and take turns; none is said twice while there is another.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from itertools import islice
from string import Formatter

from steadyline.core import grievance, impersonal, record, restate, rewording
from steadyline.core.concerns import Concerns
from steadyline.core.events import Header, Seconds
from steadyline.core.names import Level
from steadyline.core.playbook import Words
from steadyline.core.promises import Promises
from steadyline.core.rewording import NO_BETTER, Rewordings

_MOST_WRITTEN = 3
_ONE_BREATH = 18
"""Words of two problems that can be said back in one breath; of more, the main one alone is."""
_TITLES = frozenset(
    "mr mrs ms miss mx mister dr doctor prof professor sir dame madam rev reverend herr frau señor señora señorita "
    "sr sra srta monsieur madame mademoiselle mme mlle signor signora".split()
)
_WITH_FIRST = ("sir", "dame")
_WILL = re.compile(
    r"^(?:(?:and|so|then|but) )*(?:i'll|ill|i\u2019ll|i will|i'm going to|i am going to|i can|i'm gonna|we'll|we will) "
    r"(?:also |then |just |personally )*",
    re.IGNORECASE,
)
_OWN_SUBJECT = re.compile(
    r"(?:i|i'm|i've|we|we're|you|you'll|he|he'll|she|she'll|it|it'll|itll|they|they'll|there|there'll|that|that'll|this|"
    r"the|a|an|my|our|your|his|her|their|somebody|someone|nobody|be)\b",
    re.IGNORECASE,
)
_COURTESY = {"name", "agent", "company", "feeling", "felt"}
_formatter = Formatter()


def choose(variants: Sequence[str], slots: Mapping[str, str], turn: int, said: Collection[str] = ()) -> str | None:
    """The variant to say now, filled; None where none can be filled. What was ``said`` before comes last."""
    fit = [
        (_particular(needs), _tidy(variant.format_map(slots)))
        for variant in variants
        if (needs := needed(variant)) <= slots.keys()
    ]
    fit = [one for one in fit if one[1] not in said] or fit
    if not fit:
        return None
    most = max(particular for particular, _ in fit)
    best = [words for particular, words in fit if particular == most]
    return best[turn % len(best)]


def _particular(needs: set[str]) -> tuple[int, int]:
    """How much a variant says of this call: what happened first, then whose name or feeling it is."""
    return len(needs - _COURTESY), len(needs)


def needed(variant: str) -> set[str]:
    """The names of the slots in a variant."""
    return {name for _, name, _, _ in _formatter.parse(variant) if name}


def slots(
    words: Words,
    header: Header,
    concerns: Concerns,
    promises: Promises,
    level: Level,
    *,
    turn: int,
    variant: int,
    better: Rewordings = NO_BETTER,
    corrected: bool = False,
    unwanted: Collection[str] = (),
) -> dict[str, str]:
    """What this call can fill, by slot: names, the problem, the feeling, what may be given, what was promised.

    ``turn``: the utterance answered; a problem told there comes before the first one told. ``variant`` picks among
    words. ``better``: words of a helper for what is said back. ``corrected``: what was told in that turn put it right.
    ``unwanted``: kinds of what may be given that the customer turned down.
    """
    filled: dict[str, str] = {}
    if name := called(header.customer.name):
        filled["name"] = name
    if header.agent.name:
        filled["agent"] = header.agent.name
    if header.company:
        filled["company"] = header.company
    for slot, choice in (("feeling", words.feelings.get(level)), ("felt", words.felt.get(level))):
        if choice:
            filled[slot] = choice[variant % len(choice)]
    told = in_one_breath(concerns, turn if corrected else 0)
    if told:
        latest = (note.text for note in reversed(concerns.grievances) if note.turn == turn)
        main = rewording.holds(better, said_back(next(latest, told[0])))
        filled["concern"] = main
        filled["Concern"] = main[:1].upper() + main[1:]
        filled["concerns"] = restate.join([rewording.holds(better, said_back(clause)) for clause in told])
    mine = [
        f"I will {act} {promise.due_text}"
        for promise in promises.heard
        if promise.who == "agent" and (act := bare(promise.act))
    ][-_MOST_WRITTEN:]
    if mine:
        filled["next"] = restate.join(mine)
    if kinds := _kinds(header, unwanted):
        filled["options"] = " or ".join([", ".join(kinds[:-1]), kinds[-1]] if kinds[1:] else kinds)
    if may := limits(header):
        filled["limits"] = may
    return {**filled, **record.promised(header.customer.history)}


def called(name: str) -> str:
    """What to call a customer of this full name: "Dana Ruiz" is Dana, "Dr. Helen Marsh" is Dr Marsh; empty for none."""
    names = name.split()
    if len(names) < 2 or (title := names[0].lower().strip(".")) not in _TITLES:
        return names[0] if names else ""
    return " ".join([names[0].strip("."), *(names[1:2] if title in _WITH_FIRST else _family(names[1:]))])


def _family(names: list[str]) -> list[str]:
    """The last name, with the small words before it: "Jan van der Berg" is of the van der Bergs."""
    small = (at for at, name in enumerate(names[:-1]) if name.islower())
    return names[next(small, len(names) - 1) :]


def bare(act: str) -> str:
    """A promise's act, fit to follow "I will"; empty where it is somebody else's, or no act at all.

    "I'll refund it" gives "refund it".
    """
    rest = _WILL.sub("", act.strip()).strip(" .,;!")
    return "" if not rest or _OWN_SUBJECT.match(rest) else rest


def said_back(problem: str) -> str:
    """A problem of the customer's as the agent says it to them: neither admitting nor denying who brought it about."""
    return impersonal.told(restate.to_you(grievance.clean(problem)))


def waited(words: Words, seconds: Seconds) -> str:
    """How long somebody waited, in the site's words."""
    one, several = words.waited
    minutes = round(seconds / 60)
    return one if minutes < 2 else several.format(n=minutes)


def without_problem(slots: Mapping[str, str]) -> dict[str, str]:
    """The slots that do not say the problem."""
    return {name: words for name, words in slots.items() if name.lower() not in {"concern", "concerns"}}


def in_one_breath(concerns: Concerns, told_in: int = 0) -> tuple[str, ...]:
    """The main problem, or the one told in that turn where there is one; and one more where both fit into a breath.

    The other is the main one, or else the latest that is short enough. In the order in which they were told.
    """
    notes = concerns.grievances
    must = ([note for note in notes if note.turn == told_in] or list(notes[:1]))[-1:]
    room = _ONE_BREATH - sum(len(note.text.split()) for note in must)
    others = (note for note in (*notes[:1], *reversed(notes)) if note not in must and len(note.text.split()) <= room)
    said = [*must, *islice(others, 1)]
    return tuple(note.text for note in notes if note in said)


def to_write(concerns: Concerns) -> tuple[str, ...]:
    """The first problem told and the latest ones: no more than a reader can keep."""
    texts = tuple(note.text for note in concerns.grievances)
    if len(texts) <= _MOST_WRITTEN:
        return texts
    return (texts[0], *texts[-(_MOST_WRITTEN - 1) :])


def limits(header: Header) -> str:
    """What this agent may give, in words: "refund up to 50 USD, replacement"."""
    currency = header.agent.limits.get("currency", "")
    said = []
    for kind, amount in _given(header):
        is_amount = isinstance(amount, (int, float)) and amount is not True
        said.append(f"{kind} up to {amount:g} {currency}".rstrip() if is_amount else kind)
    return ", ".join(said)


def without_choice(slots: Mapping[str, str], header: Header, unwanted: Collection[str]) -> dict[str, str]:
    """The slots without what may be given, where that is one kind alone: nobody is asked which of one."""
    return {name: words for name, words in slots.items() if name != "options" or len(_kinds(header, unwanted)) > 1}


def _kinds(header: Header, unwanted: Collection[str]) -> list[str]:
    """What this agent may give, fit to be said to the customer, who is not told how far it goes: "a refund"."""
    given = [kind for kind, _ in _given(header, unwanted)]
    return [kind if kind.endswith("s") else f"{_article(kind)} {kind}" for kind in given]


def _article(noun: str) -> str:
    return "an" if noun[0] in "aeio" else "a"


def _given(header: Header, unwanted: Collection[str] = ()) -> list[tuple[str, object]]:
    return [
        (kind.replace("_", " "), amount)
        for kind, amount in header.agent.limits.items()
        if kind.strip("_ ") and kind != "currency" and kind not in unwanted and amount not in (False, None, 0)
    ]


def plain(words: Words, text: str, known: frozenset[str]) -> tuple[str, str] | None:
    """The first term in ``text`` that the customer need not know, with plain words for it."""
    for found in _terms(tuple(words.plain)).findall(text.lower()):
        if found not in known:
            return found, words.plain[found]
    return None


def terms_used(words: Words, text: str) -> frozenset[str]:
    """The glossary's terms that the customer uses, so that they are not jargon on this call."""
    return frozenset(_terms(tuple(words.plain)).findall(text.lower()))


@lru_cache(maxsize=64)
def _terms(terms: tuple[str, ...]) -> re.Pattern[str]:
    """Finds a glossary's terms as whole words, the longest that fits; one or several of the thing alike."""
    either = "|".join(re.escape(term) for term in sorted(terms, key=len, reverse=True)) or "(?!)"
    return re.compile(rf"\b({either})s?\b")


def _tidy(text: str) -> str:
    text = re.sub(r"\s+", " ", text).strip()
    return re.sub(r"(?<!\.)([.!?])\s*\.(?!\.)", r"\1", text)  # three dots are a gap to fill
