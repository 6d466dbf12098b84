"""
What is on record of a promise: a few short lines that people wrote, as they write them.

Of each line only what it plainly says is used, in its own words; what cannot be said to the customer as it is written
is not said at all. A promise of which the record does not tell what became is an open one, never a broken one.
"""

import re
from collections.abc import Sequence

_DAY = re.compile(r"^\d{4}-\d\d-\d\d\b[:,]? *")
"""How a line of the record begins."""
_SAID = re.compile(r"\bpromised (?:(?:them|the customer|her|him|that|us) )*(?P<act>.+)")
_WAS_SAID = re.compile(
    r"^(?:and |but |then |that )*(?P<act>(?:[\w'-]+ ){1,9}?)(?:(?:was|were|had been|has been) )?"
    r"(?:promised|booked)(?P<when>(?: .*)?)$"
)
_CLAUSE = re.compile(
    r"[;()]|[:.,](?!\d)| - | but | and (?=(?:not|never|no|nobody|nothing|it|they|we)\b)|"
    r" (?:that|which) (?=(?:was |were |did |has )?(?:not|never)\b)"
)
_NOUNS = (
    "call|callback|refund|credit|replacement|engineer|visit|e-?mail|letter|voucher|repair|delivery|collection|"
    "crew|assessor|technician|driver|plumber|appointment|parcel|surveyor|inspector"
)
_NOUN = re.compile(rf"^(?!to\b)(?:[\w'-]+ ){{0,2}}?(?:{_NOUNS})\b")
_AN = re.compile(r"^(?:an?|the|some|his|her|their|its|all|\d[\d.,]*)\b")
_CALL_BACK = re.compile(r"^to (?:call|ring|phone) (?:(?:them|her|him|us) )?(?P<back>back)?(?P<rest>\b.*)$")
_OF_THEM = re.compile(
    r"\b(?:them|him|her|his|their|they|he|she|customer|us|we|somebody|someone|would|will)\b", re.IGNORECASE
)
_NOT_KEPT = re.compile(
    r"\b(?:not|never|\w+n't|nobody|no one|nothing|no (?:call|visit|refund|reply|answer|show|letter|e-?mail|engineer)"
    r"|broken|missed|failed)\b"
)
_KEPT = re.compile(r"\b(?:kept|done|paid|received|sent|made|delivered|given|came|called|arrived)\b")
_NEXT_WORDS = 3
"""Clauses after a promise that may say what became of it."""


def promised(history: Sequence[str]) -> dict[str, str]:
    """What an agent may say of the record: ``broken``, a promise not kept, or ``promised``, one that may be open.

    Of "2026-10-28 promised a call back by Friday, not made" that is "a call back by Friday", and so of "a call back by
    Friday was promised, not made". ``broken_to`` and ``promised_to``: what was to be done and is no thing, "to send the
    form by Friday". Nothing of a promise that was kept, or that cannot be said to the customer as it is written.
    """
    for line in reversed(history):
        if (found := _promise(line)) is None:
            continue
        act, kept = found
        if kept is not True:
            slot = "promised" if kept is None else "broken"
            return {f"{slot}_to" if act.startswith("to ") else slot: act}
    return {}


def was_broken(history: Sequence[str]) -> bool:
    """Whether a promise on record was not kept."""
    return not {"broken", "broken_to"}.isdisjoint(promised(history))


def _promise(line: str) -> tuple[str, bool | None] | None:
    """What this line says was promised, and whether it was kept; None where the line does not say that either."""
    line = _DAY.sub("", " ".join(line.split()).replace("\u2019", "'"))
    clauses = [clause.strip(" -") for clause in _CLAUSE.split(line)]
    clauses = [clause for clause in clauses if clause]
    for at, clause in enumerate(clauses):
        if act := _said(clause):
            return act, next(
                (kept for after in clauses[at + 1 :][:_NEXT_WORDS] if (kept := _kept(after)) is not None), None
            )
    return None


def _said(clause: str) -> str:
    if (found := _WAS_SAID.search(clause)) and (act := _act(found["act"].rpartition(" and ")[2].strip())):
        return act + found["when"]
    return _act(found["act"]) if (found := _SAID.search(clause)) else ""


def _kept(clause: str) -> bool | None:
    if _NOT_KEPT.search(clause.lower()):
        return False
    return True if _KEPT.search(clause.lower()) else None


def _act(act: str) -> str:
    """What was promised, as it can be said to the customer: "to call her back by Friday" is "a call back by Friday"."""
    if found := _CALL_BACK.match(act):
        act = f"a call{' back' if found['back'] else ''}{found['rest']}"
    if _OF_THEM.search(act):
        return ""
    if _AN.match(act) or re.match(r"to [a-z]+ \S", act):
        return act
    return f"{'an' if act[0] in 'aeio' else 'a'} {act}" if _NOUN.match(act) else ""
