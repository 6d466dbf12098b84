"""
What is written about a promise: to the customer, as a draft that a person reads, mends and sends; to the staff, as a
reminder.

The words are the playbook's, in its language; what was said stays as it was said. A letter says what was promised, what
became of it and what happens next, and blames nobody.
"""

import re
from collections.abc import Mapping
from typing import Literal

import msgspec

from steadyline.core import spoken, wording
from steadyline.core.events import PromiseDraft
from steadyline.core.ledger import Promise, Stage
from steadyline.core.playbook import Words

Occasion = Literal["kept", "late", "withdrawn", "thanks", "asked"]
"""What a letter to the customer is for: the `core.ledger.Told` of these names, and the one question."""

_NOBODY = re.compile(r"[\s,]*\{name\}")

OCCASIONS: tuple[Occasion, ...] = ("kept", "late", "withdrawn", "thanks", "asked")


class Letter(msgspec.Struct, frozen=True, kw_only=True):
    """A message in plain words."""

    subject: str
    text: str


SLOTS: dict[str, frozenset[str]] = {
    "kept_subject": frozenset(),
    "late_subject": frozenset(),
    "withdrawn_subject": frozenset(),
    "thanks_subject": frozenset(),
    "asked_subject": frozenset(),
    "kept": frozenset({"promise"}),
    "late": frozenset({"promise", "due"}),
    "late_from": frozenset({"promise", "due", "first"}),
    "late_undated": frozenset({"promise"}),
    "withdrawn": frozenset({"promise"}),
    "thanks": frozenset({"promise"}),
    "asked": frozenset({"promise"}),
    "see": frozenset({"link"}),
    "closing": frozenset(),
    "halfway_subject": frozenset({"act"}),
    "soon_subject": frozenset({"act"}),
    "tell_customer_subject": frozenset({"act", "customer"}),
    "named_person_subject": frozenset({"act"}),
    "halfway": frozenset(),
    "soon": frozenset(),
    "tell_customer": frozenset({"customer"}),
    "named_person": frozenset(),
    "customer": frozenset(),
    "promised": frozenset({"customer", "act"}),
    "due": frozenset({"due"}),
    "owner": frozenset({"owner"}),
    "quote": frozenset({"quote"}),
    "link": frozenset({"link"}),
}
"""The lines of ``words.letters`` in a playbook, and the slots that each is given."""


def letter(words: Words, promise: Promise, occasion: Occasion, by: str) -> Letter:
    """The draft to the customer for this occasion, signed by ``by``. ``words`` holds every line of `SLOTS`."""
    lines, dates = words.letters, words.follow_up
    filled = {
        "promise": _promised(dates, promise),
        "due": spoken.day(dates, promise.due) if promise.due else promise.due_text,
        "first": spoken.day(dates, promise.answers_to) if promise.answers_to else "",
    }
    body = lines[_body(promise, occasion, filled)].format(**filled).strip()
    parts = [_greeting(dates, promise.customer_name), body]
    if occasion == "kept" and promise.proof is not None and promise.proof.kind == "link":
        parts.append(lines["see"].format(link=promise.proof.text))
    if occasion != "asked":
        parts.append(lines["closing"])
    return Letter(subject=lines[f"{occasion}_subject"], text="\n\n".join([*parts, by]).strip())


def reminder(words: Words, promise: Promise, stage: Stage, link: str = "") -> Letter:
    """What whoever must act is told at this stage. ``link``: where the promise is to be seen."""
    lines, dates = words.letters, words.follow_up
    act = promise.act.strip(" .,;")
    customer = promise.customer_name or promise.customer or lines["customer"]
    due = spoken.day(dates, promise.due) if promise.due else promise.due_text
    told = [
        ("promised", {"customer": customer, "act": act}),
        ("due", {"due": f"{due} ({promise.timezone})" if due and promise.timezone else due}),
        ("owner", {"owner": promise.owner or promise.team}),
        ("quote", {"quote": promise.origin.quote if promise.origin else ""}),
        ("link", {"link": link}),
    ]
    facts = [lines[name].format(**slots) for name, slots in told if all(slots.values())]
    subject = lines[f"{stage}_subject"].format(act=act, customer=customer)
    return Letter(subject=subject, text="\n\n".join([lines[stage].format(customer=customer), "\n".join(facts)]))


def _body(promise: Promise, occasion: Occasion, filled: Mapping[str, str]) -> str:
    if occasion != "late":
        return occasion
    if not filled["due"]:
        return "late_undated"
    return "late_from" if filled["first"] and promise.answers_to != promise.due else "late"


def _promised(dates: Mapping[str, str], promise: Promise) -> str:
    """The promise as a line of its own. It is the company's word by now, whoever gave it."""
    heard = PromiseDraft(act=promise.act, who="company", due=promise.due, due_text=promise.due_text)
    if spoken.quotes(dates):
        return dates["promise"].format(act=spoken.as_said(dates, promise.act.strip(" .,;")))
    form = spoken.form(heard)
    pattern = dates.get(f"promise_{form}", dates["promise"]) if form != "whole" else dates["promise"]
    return pattern.format(act=f"{spoken.act(heard)}.")


def _greeting(dates: Mapping[str, str], name: str) -> str:
    if called := wording.called(name):
        return dates["greeting"].format(name=called)
    return _NOBODY.sub("", dates["greeting"])
