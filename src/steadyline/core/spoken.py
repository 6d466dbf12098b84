"""
A promise as a sentence to the one it was made to.

What was heard is kept as it was said: a bare act ("call you myself"), an act with its own subject ("the engineer
comes", "I'll write to you both"), or a thing ("a new invoice by email"). Here each becomes words that read well, and
none of them changes who does what: "I will call you myself", "The engineer comes", "A new invoice by email".
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Literal

from steadyline.core.events import PromiseDraft, PromiseHeard

Form = Literal["mine", "ours", "whole"]
"""Who a bare act lacks as its subject: the agent, the company; or nobody."""

_SUBJECT = frozenset(
    "i i'll i'm i've we we'll we're you you'll you're he he'll he's she she'll she's it it'll it's they they'll "
    "they're that that'll that's this these those there there'll there's the a an my your our his her their its "
    "someone somebody everyone everything nobody nothing both all each every another one two three half".split()
)
_VERBS = frozenset(
    "add answer apply approve arrange ask be block bring call cancel carry change charge chase check clear close "
    "collect come confirm contact copy correct cover credit cut deduct deliver dispatch do drive drop email "
    "escalate expedite explain extend fax fetch file fill find finish fit fix follow forward freeze get give go "
    "hand have hear hold install investigate issue keep knock land lead leave lend let lift list listen log look "
    "mail make mark match measure meet mend message move note open order pay phone pick place post prepare print "
    "process promise provide pull push put radio raise reach read rebook recalculate recall receive record redo "
    "refund register reissue release remove reopen repair replace report reprint resend reset resolve restore "
    "return reverse review rework ring run scan schedule see send set settle ship show sign sit sort speak stand "
    "start stay stop strike submit swap switch take talk tell test text trace track transfer try turn unblock "
    "unlock update upgrade visit wait waive walk warn weigh write".split()
)
_ALSO_NOUNS = frozenset(
    "answer block call change charge check copy cover credit cut email fix hold issue lead list log look mail match "
    "measure message move note order pay phone place post print process record refund register release repair "
    "replacement report return review scan sign stand start stop swap test text track transfer upgrade visit".split()
)
_AFTER_A_VERB = _SUBJECT | frozenset(
    "me us him them myself ourselves back out over up down on off in into through to for with at by from about of as "
    "next straight again today tomorrow tonight first personally and or when if until".split()
)
_NUMBERS = frozenset(
    "one two three four five six seven eight nine ten eleven twelve fifteen sixteen twenty thirty forty fifty sixty "
    "seventy eighty ninety hundred thousand".split()
)
_OBJECTS = frozenset("you your yours it this that these those the a an him her them his their my me us our".split())
_BEFORE_A_VERB = frozenset("personally also then now just definitely certainly immediately not never always".split())
_OURS = {"myself": "ourselves", "my": "our", "me": "us", "i": "we", "i'm": "we're", "i'll": "we'll", "i've": "we've"}
_CUT_SHORT = re.compile(
    r"\b(?:with|what|that|to|for|from|the|a|an|my|your|our|and|or|but|of|at|is|are|as|than|because)$"
    r"|(?:\bwill|\bwould|\bcan|'ll) (?:have|be|get|do)$"
    r"|\bwhat (?:you|i|we|he|she|it|they|(?:the|my|your|our) \w+(?: \w+)?)$"
)
"""How an act ends whose rest was not marked: "call you with", "tell the police what you"."""
_LINKS = frozenset(
    "for to with without on in at by from about regarding as of off over under until till within during between what "
    "when where who how why if because while".split()
)
"""What opens no act of its own: "for the refund"."""
_HANGING = re.compile(r"[\s,]+(?:(?:that|this|it|which)(?: will|'ll)?\s+)?takes?$", re.IGNORECASE)
_TAKES = re.compile(r"^(?:(?:it|that|this|which)(?:'ll| will)? )?takes?\s+", re.IGNORECASE)
_BY = frozenset("by within in on at until till before from after".split())
"""How long something takes is by when it is done: within three days, if it is not said to be by then."""
_PUT_RIGHT = re.compile(
    r"\b(?:no|not|sorry|i mean|i meant|make (?:it|that)|scra(?:p|tch) that)\b(?! (?:later|more)\b)", re.IGNORECASE
)
_NAME = re.compile(
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|march|april|may|june|july|august|september|october|"
    r"november|december|(?:christmas|easter|thanksgiving|halloween|labor|memorial|boxing|new|good|independence)\b",
    re.IGNORECASE,
)
"""What a time may begin with that is a name, and keeps its capital."""
_PLAINLY = "{said}"
_SENTENCE = re.compile(r"[^.!?]+[.!?]*")
_JOINT = re.compile(r"^(?:and|so|then|but|okay|right|well)[, ]+", re.IGNORECASE)
_WORD = re.compile(r"[\w']+")
_LONE_I = re.compile(r"\bi(?=$|[ '])")
_WILL = re.compile(r"^(i|you|it|they)ll\b", re.IGNORECASE)


def form(promise: PromiseHeard | PromiseDraft) -> Form:
    """What the act lacks to be a sentence of the agent's to the customer."""
    words = _WORD.findall(promise.act.lower().replace("\u2019", "'"))
    if not words or not _is_bare(words, promise.act):
        return "whole"
    return "mine" if promise.who == "agent" else "ours"


def act(promise: PromiseHeard | PromiseDraft) -> str:
    """The act as it stands after "I will" or "We will"; where it stands alone, with a capital."""
    said = _LONE_I.sub("I", _WILL.sub(r"\1'll", bare(promise).rstrip(" .,;!")))
    match form(promise):
        case "whole":
            return said[:1].upper() + said[1:]
        case "ours":
            said = _WORD.sub(lambda word: _OURS.get(word[0].lower(), word[0]), said)
    return said[:1].lower() + said[1:] if not said[:2].isupper() else said


def bare(promise: PromiseHeard | PromiseDraft) -> str:
    """The act as it was heard, without what leads to its time alone: "the refund will take" three days."""
    said = " ".join(promise.act.split())
    if not promise.due_text:
        return said
    led = _HANGING.sub("", said.rstrip(" .,;!"))
    return led.removesuffix(" will") if led != said or _TAKES.match(promise.due_text) else led


def quotes(words: Mapping[str, str]) -> bool:
    """Whether what was said is in another language than these words, so that it stands in quotation marks."""
    return words.get("as_said", _PLAINLY) != _PLAINLY


def as_said(words: Mapping[str, str], said: str) -> str:
    """What was said, as it stands among these words."""
    return words.get("as_said", _PLAINLY).format(said=said)


def sentence(promise: PromiseHeard) -> str:
    """The sentence in which it was promised, where the act was cut short and says nothing by itself; else empty."""
    if not _CUT_SHORT.search(promise.act.lower().strip(" .,;!")):
        return ""
    for said in _SENTENCE.findall(promise.quote):
        if promise.act.lower().strip() in said.lower():
            said = _JOINT.sub("", said.strip())
            return said[:1].upper() + said[1:]
    return ""


def day(words: Mapping[str, str], iso: str) -> str:
    """A date in plain words, as the clock of the date's own zone (the customer's) shows it; empty for what is none.

    Noon is 12:00; the very beginning or end of a day means the day.
    """
    due = _read(iso)
    if due is None:
        return ""
    weekdays = words.get("weekdays", "Monday Tuesday Wednesday Thursday Friday Saturday Sunday").split()
    months = words.get(
        "months", "January February March April May June July August September October November December"
    ).split()
    whole_day = (due.hour, due.minute) in ((0, 0), (23, 59))
    pattern = words.get("day", "{weekday} {day} {month}") if whole_day else words.get("time", _TIME)
    return pattern.format(
        weekday=weekdays[due.weekday() % len(weekdays)],
        day=due.day,
        month=months[(due.month - 1) % len(months)],
        time=f"{due:%H:%M}",
    )


def moment(iso: str | None) -> float:
    """A date as seconds, to put promises in order by; what is none comes last."""
    due = _read(iso or "")
    return (due if due.tzinfo else due.replace(tzinfo=UTC)).timestamp() if due else float("inf")


def _read(iso: str) -> datetime | None:
    try:
        return datetime.fromisoformat(iso)
    except ValueError:
        return None


_TIME = "{weekday} {day} {month}, {time}"


def when(words: Mapping[str, str], promise: PromiseHeard | PromiseDraft) -> str:
    """By when, within a sentence: the words said, and the day they mean; where they were put right, only the day."""
    date = day(words, promise.due) if promise.due else ""
    if quotes(words):
        return date or (as_said(words, promise.due_text) if promise.due_text else "")
    if date and _PUT_RIGHT.search(promise.due_text):
        return date
    said = _in_mid_sentence(promise.due_text)
    if _HANGING.search(promise.act.rstrip(" .,;!")) or _TAKES.match(said):
        said = _TAKES.sub("", said).removeprefix("up to ")
        said = said if not said or said.split(" ", 1)[0] in _BY else f"within {said}"
    return f"{said} ({date})" if date and said else date or said


def _in_mid_sentence(time: str) -> str:
    """The words without their capital, unless they begin with a name."""
    first = time.split(" ", 1)[0]
    return time if _NAME.match(time) or first[1:] != first[1:].lower() else time[:1].lower() + time[1:]


def _is_bare(words: list[str], said: str) -> bool:
    """Whether the act begins with its verb; a word that is a noun as well needs an object or the like after it."""
    while len(words) > 1 and words[0] in _BEFORE_A_VERB:
        words = words[1:]
        said = said.split(maxsplit=1)[-1]
    first, second = words[0], words[1] if len(words) > 1 else ""
    if first in _SUBJECT or first in _LINKS:
        return False
    if first not in _VERBS:
        return second in _OBJECTS
    if first not in _ALSO_NOUNS or not second or second in _AFTER_A_VERB or second in _NUMBERS:
        return True
    follows = said.split()[1:2]
    return bool(follows) and (follows[0][:1].isupper() or not follows[0][:1].isalpha())
