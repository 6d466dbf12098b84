"""
What this agent may give on this call, and whether they said more.

Limits are amounts by kind of remedy, in one currency; ``True`` has no bound. A playbook gives them by role where the
call does not, and a supervisor may raise one for the call. An amount counts only beside the remedy it is for, in the
same clause, and never where it is denied, past, or asked of somebody who may. In doubt nothing was said.
"""

import re
from collections.abc import Mapping
from typing import Any

import msgspec

from steadyline.core import phrases
from steadyline.core.events import Header, LimitRaised

CURRENCY = "currency"

_UNITS = {
    "dollar": ("dollar", "buck", "$"),
    "pound": ("pound", "quid", "£"),
    "euro": ("euro", "€"),
    "rand": ("rand",),
    "rupee": ("rupee", "₹"),
    "franc": ("franc",),
    "yen": ("yen", "¥"),
    "peso": ("peso",),
}
_CODES = {
    "dollar": "USD CAD AUD NZD SGD HKD",
    "pound": "GBP",
    "euro": "EUR",
    "rand": "ZAR",
    "rupee": "INR",
    "franc": "CHF",
    "yen": "JPY",
    "peso": "MXN",
}
_UNIT_OF_CODE = {code: unit for unit, codes in _CODES.items() for code in codes.split()}
_UNIT_OF_WORD = {form: unit for unit, words in _UNITS.items() for word in words for form in (word, f"{word}s")}
_UNIT_OF_WORD |= {code.lower(): unit for code, unit in _UNIT_OF_CODE.items()}
_SIGNS = "$£€₹¥"

_TOKEN = re.compile(rf"[{_SIGNS}]|\d[\d,]*(?:\.\d+)?|[^\W\d_]+(?:'[^\W\d_]+)*|[.,;:!?]")
_CLAUSE = re.compile(
    rf"(?<!\d)[.,]|[.,](?!\d)|[;:!?]|\b(?:but|then|so)\b|\band\b(?! (?:{'|'.join(phrases.NUMBER_WORDS)})\b)"
)
_AND_ALL_OF_IT = re.compile(r"[.,;!]\s+(?=(?:that's )?(?:the|your) (?:whole|full|entire)\b)")
"""What goes on about the clause before: "I'll refund it. The whole hundred and forty"."""
_ALL_OF_IT = ("whole", "full", "entire")
_A_SUM = 10
_ENDS_A_SUM = frozenset(["", *"to on onto into today tonight tomorrow now by for right straight".split()])
"""What follows a sum that is spoken of as known: "I'll refund the hundred and sixty on your card"."""
_DENIED = re.compile(
    r"\b(?:not|no|never|cannot|without|instead of|rather than|already|was|were|you paid|you owe)\b|n't\b|"
    r"\b(?<!be )(?:refunded|credited|reimbursed)\b"
)
_ASKED = re.compile(
    r"\b(?:supervisor|manager|team lead|approv\w+|authori[sz]\w+|sign[- ]off|permission|allowed|"
    r"(?:check|ask|see) (?:if|whether))\b"
)


_UNWANTED = re.compile(
    r"\b(?:(?:do|did|will|would) not|don't|didn't|won't|wouldn't|never)(?: \w+)? "
    r"(?:want|need|take|accept|ask|asked|care)\b"
    r"|\b(?:not interested in|no use for|no good to me|keep (?:your|the|that)|forget (?:your|the|that)|sick of)\b"
)


class Beyond(msgspec.Struct, frozen=True):
    """More than may be given: the kind of remedy, how much may be given ("50 dollars"; empty: none of it)."""

    kind: str
    limit: str = ""


def of_role(by_role: Mapping[str, Mapping[str, Any]], header: Header) -> Header:
    """The call as its playbook completes it: limits of the agent's role, where the call gives none."""
    if header.agent.limits or header.agent.role not in by_role:
        return header
    return _with_limits(header, by_role[header.agent.role])


def raised(header: Header, fact: LimitRaised) -> Header:
    """The call with one limit raised. A raise never takes anything away."""
    known = header.agent.limits.get(fact.kind)
    bound = float(known) if isinstance(known, int | float) else 0.0
    if known is True or (fact.amount is not None and fact.amount <= bound):
        return header
    return _with_limits(header, {**header.agent.limits, fact.kind: True if fact.amount is None else fact.amount})


def beyond(remedies: Mapping[str, tuple[str, ...]], limits: Mapping[str, Any], text: str) -> Beyond | None:
    """What ``text`` gives that ``limits`` do not allow. Nothing where no limits are known."""
    kinds = {kind: amount for kind, amount in limits.items() if kind != CURRENCY}
    line = text.lower().replace("\u2019", "'")
    if not kinds or _ASKED.search(line):
        return None
    names = {kind: _names(kind, remedies) for kind in {**kinds, **remedies}}
    for clause in _CLAUSE.split(_AND_ALL_OF_IT.sub(" ", line)):
        if clause and not _DENIED.search(clause):
            said = _beyond_in(clause, names, kinds, remedies, str(limits.get(CURRENCY, "")))
            if said is not None:
                return said
    return None


def turned_down(remedies: Mapping[str, tuple[str, ...]], limits: Mapping[str, Any], text: str) -> frozenset[str]:
    """The kinds of ``limits`` that a customer plainly wants none of: "I don't want a voucher"."""
    unwanted = [clause for clause in _CLAUSE.split(text.lower().replace("\u2019", "'")) if _UNWANTED.search(clause)]
    kinds = [kind for kind in limits if kind != CURRENCY]
    return frozenset(kind for kind in kinds if any(phrases.found(_names(kind, remedies), one) for one in unwanted))


def _beyond_in(
    clause: str,
    names: Mapping[str, tuple[str, ...]],
    kinds: Mapping[str, Any],
    remedies: Mapping[str, tuple[str, ...]],
    currency: str,
) -> Beyond | None:
    named = [kind for kind in names if phrases.found(names[kind], clause)]
    amounts = [value for value, unit in _amounts(clause) if unit in ("", _UNIT_OF_CODE.get(currency, unit))]
    if not named or (len(named) > 1 and len(amounts) != 1):
        return None
    if any(kind in kinds and kinds[kind] in (False, None, 0) for kind in named):
        return Beyond(kind=named[0])
    may = [_most(kind if _by_name(kind, clause) else "", kinds, remedies) for kind in named]
    if not amounts or any(most is None for most in may):
        return None
    most = max(amount for amount in may if amount is not None)
    if max(amounts) <= most:
        return None
    return Beyond(kind=named[0], limit=_money(most, currency) if most else "")


def _by_name(kind: str, clause: str) -> bool:
    """Whether the remedy is called by its own name: "off the bill" may be a refund as well as a credit."""
    plain = kind.replace("_", " ")
    return bool(phrases.found((plain, f"{plain}s", f"{plain}ed", f"{plain}ing"), clause))


def _most(kind: str, kinds: Mapping[str, Any], remedies: Mapping[str, tuple[str, ...]]) -> float | None:
    """How much of a kind may be given; None: as much as it takes. For money by a name that is not listed, the most that
    may be given by any other."""
    if kind in kinds:
        return float(kinds[kind]) if _is_amount(kinds[kind]) else None
    money = [kinds[other] for other in kinds if other in remedies or _is_amount(kinds[other])]
    amounts = [float(amount) for amount in money if _is_amount(amount)]
    return None if not amounts else max(amounts)


def _names(kind: str, remedies: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    plain = kind.replace("_", " ")
    return (plain, f"{plain}s", *remedies.get(kind, ()))


def _amounts(clause: str) -> list[tuple[float, str]]:
    """The amounts of money in a clause, each with its unit: "sixty dollars" is 60 dollars, "20 off" just 20."""
    tokens: list[str] = _TOKEN.findall(clause)
    found: list[tuple[float, str]] = []
    at = 0
    while at < len(tokens):
        value, used = _number(tokens, at)
        if not used:
            at += 1
            continue
        before = tokens[at - 1] if at else ""
        after = tokens[at + used] if at + used < len(tokens) else ""
        if before in _UNIT_OF_WORD or after in _UNIT_OF_WORD:
            found.append((value, _UNIT_OF_WORD.get(after) or _UNIT_OF_WORD[before]))
        elif (
            after in ("off", "back")
            or before in _ALL_OF_IT
            or _has_cents(tokens[at], after)
            or (before == "the" and value >= _A_SUM and after in _ENDS_A_SUM)
        ):
            found.append((value, ""))
        at += used
    return found


def _has_cents(token: str, after: str) -> bool:
    return after != "percent" and re.fullmatch(r"[\d,]+\.\d\d", token) is not None


def _number(tokens: list[str], at: int) -> tuple[float, int]:
    """The number that begins here, and how many tokens it took (0: none begins)."""
    if tokens[at][0].isdigit():
        return float(tokens[at].replace(",", "")), 1
    whole, part, used = 0, 0, 0
    for token in tokens[at:]:
        ahead = tokens[at + used + 1] if at + used + 1 < len(tokens) else ""
        if token in phrases.NUMBER_WORDS:
            number = phrases.NUMBER_WORDS[token]
            if number >= 10 and 0 < part < 10:  # "one twenty" is a hundred and twenty
                part *= 100
            part += number
        elif token in ("a", "one") and not used and ahead in ("hundred", "thousand", "grand"):
            part = 1
        elif token == "hundred" and (used or (at and tokens[at - 1] == "the")):
            part = max(part, 1) * 100
        elif token in ("thousand", "grand") and used:
            whole, part = whole + max(part, 1) * 1000, 0
        elif token == "and" and used and (part % 100 == 0) and ahead in phrases.NUMBER_WORDS:
            pass
        else:
            break
        used += 1
    return float(whole + part), used


def _money(amount: float, currency: str) -> str:
    unit = _UNIT_OF_CODE.get(currency)
    name = currency if unit is None else unit if amount == 1 or unit in ("rand", "yen") else f"{unit}s"
    return f"{amount:g} {name}".strip()


def _with_limits(header: Header, limits: Mapping[str, Any]) -> Header:
    agent = msgspec.structs.replace(header.agent, limits=dict(limits))
    return msgspec.structs.replace(header, agent=agent)


def _is_amount(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
