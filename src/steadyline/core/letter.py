"""
The follow-up message: a draft in plain words, for a person to read, mend and send.

It says back what the customer told as told, so that nothing is admitted or denied, and lists what was promised. After a
call in which somebody was attacked or threatened it thanks nobody and blames nobody; where the call ended on a boundary
it says why, what still holds and how to come back, and the site signs. Nothing beyond the agent's limits goes into it
unless a person confirmed it. What was said stays as it was said: a translation sets it in quotation marks.
"""

import re
from collections.abc import Mapping, Sequence

import msgspec

from steadyline.core import impersonal, restate, spoken, wording
from steadyline.core.concerns import Concerns
from steadyline.core.events import Header, PromiseHeard
from steadyline.core.incidents import Incidents
from steadyline.core.playbook import Playbook

_CUT_SHORT = re.compile(
    r"\b(?:on|in|at|by|of|with|from|since|about|until|into|like|the|a|an|my|your|our|his|her|their|and|or|but|because|is|"
    r"are|was|were|am|(?:were|been|was) given|(?<!paid )(?<!asked )(?<!pay )(?<!ask )for)$",
    re.IGNORECASE,
)
"""How a problem ends whose rest was not marked: "he's been coughing since"; what is written must be whole."""
_NOBODY = re.compile(r"[\s,]*\{name\}")


def follow_up(
    playbook: Playbook, header: Header, concerns: Concerns, incidents: Incidents, promised: Sequence[PromiseHeard]
) -> str:
    """A message to the customer that says the problem back, and lists what ``promised`` says of ours."""
    words, parted = playbook.words.follow_up, incidents.parted and "ended" in playbook.words.follow_up
    lines = [_greeting(words, header), "", *_opening(words, incidents, parted)]
    if texts := told(concerns):
        that = _said(words, concerns) if spoken.quotes(words) else _that(texts)
        lines.append(words["told"].format(concerns=restate.join(texts), that=that))
    ours = [promise for promise in promised if promise.who != "customer"]
    if parted:  # who of us does it is for the site to say now
        ours = [msgspec.structs.replace(promise, who="company") for promise in ours]
    if ours:
        lines += ["", words.get("still", words["promised"]) if parted else words["promised"]]
        lines += [commitment(words, promise) for promise in ours]
    lines += ["", words.get("come_back", words["closing"]) if parted else words["closing"]]
    signed = (header.company, header.agent.name) if parted else (header.agent.name, header.company)
    return "\n".join([*lines, signed[0] or signed[1]]).strip()


def told(concerns: Concerns) -> list[str]:
    """The problems as the message says them back: of "we charged you twice", that "you were charged twice"."""
    return [impersonal.told(wording.said_back(text)) for text in _problems(concerns)]


def _problems(concerns: Concerns) -> tuple[str, ...]:
    """The first one told and the latest that are fit for it, those that are whole sentences; it may be none."""
    return tuple(text for text in wording.to_write(concerns) if not _CUT_SHORT.search(text.strip(" .,;!?")))


def commitment(words: Mapping[str, str], promise: PromiseHeard) -> str:
    """One promise of ours as a sentence of the message."""
    if whole := spoken.sentence(promise):
        date = spoken.day(words, promise.due) if promise.due else ""
        return words["promise"].format(act=f"{spoken.as_said(words, whole)}{f' ({date})' if date else ''}")
    form = spoken.form(promise)
    pattern = words.get(f"promise_{form}", words["promise"]) if form != "whole" else words["promise"]
    by, said = spoken.when(words, promise), spoken.act(promise)
    if spoken.quotes(words):
        said = spoken.as_said(words, promise.act.strip(" .,;"))
    if by:
        said = f"{said}, {by}" if promise.due_text else f"{said}: {by}"
    return pattern.format(act=said if said.endswith((".", "!", "?")) else f"{said}.")


def _greeting(words: Mapping[str, str], header: Header) -> str:
    name = wording.called(header.customer.name)
    return words["greeting"].format(name=name) if name else _NOBODY.sub("", words["greeting"])


def _opening(words: Mapping[str, str], incidents: Incidents, parted: bool) -> list[str]:
    if not parted:
        return [words.get("opening", words["thanks"]) if incidents.rough else words["thanks"]]
    harm = [words["harm"]] if incidents.harm and "harm" in words else []
    return [" ".join([words["ended"], *harm]), ""]


def _that(texts: Sequence[str]) -> str:
    """ "you were charged twice, and that nobody called you back." """
    last = f", and that {texts[-1]}" if texts[1:] else texts[-1]
    return ", that ".join(texts[:-1]) + f"{last}."


def _said(words: Mapping[str, str], concerns: Concerns) -> str:
    """The problems exactly as they were told."""
    return "; ".join(spoken.as_said(words, text.strip(" .,;")) for text in _problems(concerns)) + "."
