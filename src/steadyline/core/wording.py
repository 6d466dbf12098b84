"""
Words to say, made from this call.

A playbook's variants hold ``{slots}``; this call fills those it can. A variant with a slot that this call cannot fill
is never spoken, so no cue ever says "your problem" where it does not know the problem. Among those that can be filled
the most particular go first, and take turns.
"""

import re
from collections.abc import Mapping, Sequence
from string import Formatter

from steadyline.core import restate
from steadyline.core.concerns import Concerns
from steadyline.core.events import Header
from steadyline.core.names import Level
from steadyline.core.playbook import Words

_MOST_SAID_BACK = 3
_formatter = Formatter()


def choose(variants: Sequence[str], slots: Mapping[str, str], turn: int) -> str | None:
    """The variant to say now, filled; None where none can be filled."""
    fit = [(needs, variant) for variant in variants if (needs := needed(variant)) <= slots.keys()]
    if not fit:
        return None
    most = max(len(needs) for needs, _ in fit)
    best = [variant for needs, variant in fit if len(needs) == most]
    return _tidy(best[turn % len(best)].format_map(slots))


def needed(variant: str) -> set[str]:
    """The names of the slots in a variant."""
    return {name for _, name, _, _ in _formatter.parse(variant) if name}


def slots(words: Words, header: Header, concerns: Concerns, level: Level, *, turn: int, variant: int) -> dict[str, str]:
    """What this call can fill, by slot: names, the problem said back, and a word for the feeling.

    ``turn``: the utterance answered; a problem told there comes before the first one told. ``variant`` picks among
    words.
    """
    filled: dict[str, str] = {}
    if header.customer.name:
        filled["name"] = header.customer.name.split()[0]
    if header.agent.name:
        filled["agent"] = header.agent.name
    if header.company:
        filled["company"] = header.company
    for slot, choice in (("feeling", words.feelings.get(level)), ("felt", words.felt.get(level))):
        if choice:
            filled[slot] = choice[variant % len(choice)]
    told = to_say_back(concerns)
    if told:
        main = restate.to_you(next((note.text for note in reversed(concerns.notes) if note.turn == turn), told[0]))
        filled["concern"] = main
        filled["Concern"] = main[:1].upper() + main[1:]
        filled["concerns"] = restate.join([restate.to_you(clause) for clause in told])
    return filled


def to_say_back(concerns: Concerns) -> tuple[str, ...]:
    """The first problem told and the latest ones: no more than a listener can keep."""
    texts = concerns.texts
    if len(texts) <= _MOST_SAID_BACK:
        return texts
    return (texts[0], *texts[-(_MOST_SAID_BACK - 1) :])


def limits(header: Header) -> str:
    """What this agent may give, in words: "refund up to 50 USD, replacement"."""
    currency = header.agent.limits.get("currency", "")
    said = []
    for kind, amount in header.agent.limits.items():
        if kind == "currency" or amount in (False, None, 0):
            continue
        name = kind.replace("_", " ")
        is_amount = isinstance(amount, (int, float)) and amount is not True
        said.append(f"{name} up to {amount:g} {currency}".rstrip() if is_amount else name)
    return ", ".join(said)


def plain(words: Words, text: str, known: frozenset[str]) -> tuple[str, str] | None:
    """The first term in ``text`` that the customer need not know, with plain words for it."""
    lowered = text.lower()
    for term, meaning in words.plain.items():
        if term not in known and re.search(rf"\b{re.escape(term)}\b", lowered):
            return term, meaning
    return None


def terms_used(words: Words, text: str) -> frozenset[str]:
    """The glossary's terms that the customer uses, so that they are not jargon on this call."""
    lowered = text.lower()
    return frozenset(term for term in words.plain if term in lowered)


def _tidy(text: str) -> str:
    text = re.sub(r"\s+", " ", text).strip()
    return re.sub(r"([.!?])\s*[.]", r"\1", text)
