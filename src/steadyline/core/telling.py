"""
What is written about a promise: to the customer, as a draft that a person reads, mends and sends; to the staff, as a
reminder, and as news of what befell it.

The words are the playbook's, in its language; what was said stays as it was said. A letter says what was promised, what
became of it and what happens next, and blames nobody.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Literal

import msgspec

from steadyline.core import ledger, spoken, wording
from steadyline.core.events import PromiseDraft
from steadyline.core.ledger import (
    NEWS,
    Answered,
    Broke,
    Change,
    HandedOver,
    Kept,
    Moment,
    Postponed,
    Promise,
    Reopened,
    Stage,
    Withdrawn,
)
from steadyline.core.playbook import Words

Occasion = Literal["kept", "late", "broken", "withdrawn", "thanks", "asked"]
"""What a letter to the customer is for: the `core.ledger.Told` of these names, and the one question."""

_NOBODY = re.compile(r"[\s,]*\{name\}")

OCCASIONS: tuple[Occasion, ...] = ("kept", "late", "broken", "withdrawn", "thanks", "asked")

_NEWS = (*(ledger.name(kind) for kind in NEWS), "promise_postponed_unasked", "promise_answered_no")
"""What there is news of, each with words of its own."""

SHOWN_OF_PARKED = 10
"""Messages that are named where a person is told that some are parked."""


class Letter(msgspec.Struct, frozen=True, kw_only=True):
    """A message in plain words."""

    subject: str
    text: str


SLOTS: dict[str, frozenset[str]] = {
    "kept_subject": frozenset(),
    "late_subject": frozenset(),
    "broken_subject": frozenset(),
    "withdrawn_subject": frozenset(),
    "thanks_subject": frozenset(),
    "asked_subject": frozenset(),
    "kept": frozenset({"promise"}),
    "kept_late": frozenset({"promise", "first"}),
    "late": frozenset({"promise", "due"}),
    "late_from": frozenset({"promise", "due", "first"}),
    "late_passed": frozenset({"promise", "first"}),
    "late_undated": frozenset({"promise"}),
    "broken": frozenset({"promise"}),
    "withdrawn": frozenset({"promise"}),
    "thanks": frozenset({"promise"}),
    "asked": frozenset({"promise"}),
    "asked_broken": frozenset({"promise"}),
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
    **{name: frozenset[str]() for name in _NEWS},
    **{f"{name}_subject": frozenset({"act"}) for name in _NEWS},
    "by": frozenset({"by"}),
    "noted": frozenset({"words"}),
    "parked_subject": frozenset({"count"}),
    "parked": frozenset(),
    "parked_more": frozenset({"count"}),
    "parked_link": frozenset({"link"}),
}
"""The lines of ``words.letters`` in a playbook, and the slots that each is given."""


def letter(words: Words, promise: Promise, occasion: Occasion, by: str, now: Moment) -> Letter:
    """The draft to the customer for this occasion, signed by ``by``. ``words`` holds every line of `SLOTS`.

    ``now``: when it is written; it names no date to come that has passed by then.
    """
    lines, dates = words.letters, words.follow_up
    filled = {
        "promise": _promised(dates, promise),
        "due": spoken.day(dates, promise.due) if promise.due else "",
        "first": spoken.day(dates, first) if (first := promise.answers_to or promise.due) else "",
    }
    body = lines[_body(promise, occasion, now)].format(**filled).strip()
    parts = [_greeting(dates, promise.customer_name), body]
    if occasion == "kept" and promise.proof is not None and promise.proof.kind == "link":
        parts.append(lines["see"].format(link=promise.proof.text))
    if occasion != "asked":
        parts.append(lines["closing"])
    return Letter(subject=lines[f"{occasion}_subject"], text="\n\n".join([*parts, by]).strip())


def as_promised(promise: Promise, now: Moment) -> bool:
    """Whether its date is still to come and is the one first given: then there is nothing later to tell."""
    return (
        promise.due is not None and promise.due_at >= now and not promise.postponed and promise.due == promise.first_due
    )


def reminder(words: Words, promise: Promise, stage: Stage, link: str = "") -> Letter:
    """What whoever must act is told at this stage. ``link``: where the promise is to be seen."""
    lines, customer = words.letters, _customer(words, promise)
    subject = lines[f"{stage}_subject"].format(act=_act(promise), customer=customer)
    facts = _facts(words, promise, {"link": link})
    return Letter(subject=subject, text="\n\n".join([lines[stage].format(customer=customer), facts]))


def news(words: Words, promise: Promise, change: Change, link: str = "") -> Letter:
    """What the staff is told of this change; ``promise``, as it holds since. ``link``: where it is to be seen."""
    lines, name = words.letters, _news(change)
    facts = _facts(words, promise, {"by": change.by, "words": _noted(change), "link": link})
    return Letter(subject=lines[f"{name}_subject"].format(act=_act(promise)), text="\n\n".join([lines[name], facts]))


def parked(words: Words, subjects: Sequence[str], link: str = "") -> Letter:
    """What the named person is told of messages with these subjects, which wait for somebody to look at them."""
    lines, more = words.letters, len(subjects) - SHOWN_OF_PARKED
    shown = [f"- {' '.join(subject.split())}" for subject in subjects[:SHOWN_OF_PARKED]]
    shown += [lines["parked_more"].format(count=more)] if more > 0 else []
    parts = [lines["parked"], "\n".join(shown), *([lines["parked_link"].format(link=link)] if link else [])]
    return Letter(subject=lines["parked_subject"].format(count=len(subjects)), text="\n\n".join(parts))


def _facts(words: Words, promise: Promise, more: Mapping[str, str]) -> str:
    """What there is to know of the promise, a line each. ``more``: what else is to be said, by its slot."""
    due = spoken.day(words.follow_up, promise.due) if promise.due else promise.due_text
    slots = {
        "customer": _customer(words, promise),
        "act": _act(promise),
        "due": f"{due} ({promise.timezone})" if due and promise.timezone else due,
        "owner": promise.owner or promise.team,
        "quote": promise.origin.quote if promise.origin else "",
        **more,
    }
    told = ("promised", "due", "owner", "by", "noted", "quote", "link")
    return "\n".join(words.letters[name].format(**slots) for name in told if all(slots.get(s) for s in SLOTS[name]))


def _act(promise: Promise) -> str:
    return promise.act.strip(" .,;")


def _customer(words: Words, promise: Promise) -> str:
    return promise.customer_name or promise.customer or words.letters["customer"]


def _news(change: Change) -> str:
    """The line for this change."""
    match change:
        case Postponed(agreed=False):
            return "promise_postponed_unasked"
        case Answered(right=False):
            return "promise_answered_no"
        case _:
            return ledger.name(change)


def _noted(change: Change) -> str:
    """What was written down with it."""
    match change:
        case Kept(proof=proof):
            return proof.text
        case Postponed(words=words) | Broke(words=words) | Answered(words=words):
            return words
        case HandedOver(note=note):
            return note
        case Withdrawn(agreed=agreed):
            return agreed
        case Reopened(why=why):
            return why
        case _:
            return ""


def _body(promise: Promise, occasion: Occasion, now: Moment) -> str:
    """The line that is true of the promise as it stands ``now``."""
    match occasion:
        case "kept" if promise.on_time is False:
            return "kept_late"
        case "asked" if promise.state != "kept":
            return "asked_broken"
        case "late":
            return _late(promise, now)
        case _:
            return occasion


def _late(promise: Promise, now: Moment) -> str:
    if promise.due is None:
        return "late_undated"
    if promise.due_at < now:
        return "late_passed"
    return "late_from" if promise.answers_to not in (None, promise.due) else "late"


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
