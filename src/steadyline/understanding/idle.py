"""
Words that sound like a promise and are none.

A figure of speech, what somebody else is to do, what is offered or possible only, what is done while it is said; a
customer's taking of what is offered, and what they say they will do in anger. Measured on lines that two people had
labelled: of 71 "you ring this number" none was noted as a promise, of 500 "I can ..." twelve, of 160 threats fourteen.
"""

# ruff: noqa: E501  patterns are not folded

import re
from collections.abc import Mapping
from typing import Final

from steadyline.core.events import Party
from steadyline.understanding import clauses

_HEARD: Final = 0.5
_IN_ANGER: Final = (
    *("venting", "personal_attack", "profanity", "threat_harm", "threat_leave", "threat_public"),
    *("asks_supervisor", "rejects"),
)
_WE_WILL: Final = r"(?:i|we)(?:'ll|ll|'m|m| will| shall)? "
_FIGURES: Final = r"be (?:honest|straight|frank|fair|sorry|(?:glad|happy|delighted)(?! to\b))|tell you (?:what|this|that|something)|say (?:this|that|it)|hold you|hold on|believe|(?:see what|look into)(?!.*\band (?:then )?(?:call|ring|phone|text|email|write|send|let|get back|come back)\b)"
_NOBODYS: Final = re.compile(
    rf"(?:{_WE_WILL}(?:{_FIGURES})\b|(?:i|we)(?:['\u2019]d| would)\b(?! have (?:it|this|that|them|him|her|you|one|someone|somebody|the)\b)|(?:i|we) (?:can|cannot|could|won't be able|am(?! going to\b| (?:now )?\w+ing\b)|was|had|think|reckon|know)\b|that(?:'ll|ll| will) be\b|there(?:'s|s| is| are)\b|"
    r"(?:nobody|no one|give (?:me|us)|can|could)\b|(?:\w+ ){,2}?(?:can't|can\u2019t|cannot|couldn't|couldn\u2019t)\b|.*\bmy name(?:'s| is)? on|(?:so )?you (?:know|call|ring|ask|send|press|phone|text|email|just|pay|need|want|say|tell|settle|start)\b)",
    re.IGNORECASE,
)
_TAKING: Final = re.compile(
    rf"{_WE_WILL}(?:(?:take|have) (?:it|that|this|them|those|the \w+|your word)\W*$|(?:wait|be up|hear|see)\b)",
    re.IGNORECASE,
)
_ASKED_OR_MEANT: Final = re.compile(
    r"\b(?:do|did|shall|should|can|could|would|may) (?:i|we|you)$|\bso(?: that)?$", re.IGNORECASE
)
_DENIED: Final = re.compile(
    r"(?:\b(?:can(?:['\u2019]?t|not| not)|couldn['\u2019]?t|won['\u2019]?t|not (?:going to|gonna|able to)|unable to|don['\u2019]?t want to|wish i could) "
    r"(?:(?:absolutely|actually|honestly|even|really) )?(?:promise|guarantee|say|swear|commit|tell you|be sure|confirm|pretend)|"
    r"\b(?:not|never|didn['\u2019]?t|don['\u2019]?t|nobody|no one) (?:(?:ever|actually|even) )?(?:saying|say|said|promised|promising|promise|told you|think|thinking|believe|expect|expecting|reckon)|"
    r"\bno (?:way|guarantee)|\bwho (?:said|says|promised(?: you)?)|\bi doubt)(?: you| anybody| anyone)?(?: for (?:sure|certain))?(?: that| if| whether)?\s*$",
    re.IGNORECASE,
)
"""Before what is not promised: "I can't promise he'll be there by Wednesday"."""
_OWN_PLEDGE: Final = re.compile(r"(?:i|we)(?:['\u2019]?ll| will|['\u2019]?m going)\b", re.IGNORECASE)
_AS_SAID: Final = re.compile(
    r"\b(?:said|saying|says|promised|promising|promise|guarantee)\b(?: you)?(?: that)?\s*$", re.IGNORECASE
)
_ORDERED: Final = re.compile(
    r"(?:don['\u2019]?t|do not|never|please|bring|ring|call|phone|text|email|drop|take|pay|pick|keep|leave|check|walk|meet|return|stay|press|"
    r"scan|open|close|wait|hold|go|come|ask|tell|give|feed|wrap|remember|try|let|turn|switch|use|show)\b(?!.*\b(?:you\b|your (?:bill|account|card)))",
    re.IGNORECASE,
)
"""Without a subject at the head of a sentence, said to the customer: "bring your passport"."""
_NEAR: Final = 120
"""How many characters before an act may say that it is none."""
_HEAD: Final = re.compile(
    r"(?:^|[.!?]\s)\W*(?:(?:and|so|but|then|okay|ok|right|perfect|lovely|great|good|alright|now|just|also|please)\b\W*)*$",
    re.IGNORECASE,
)
_YOU_DO: Final = re.compile(
    r"(?:(?:and|so|then|okay|ok|right) )*you(?:['\u2019]ll| will|ll) (?:send|bring|post|email|ring|call|phone|give|drop|pop|return|sign|fill|upload)\b",
    re.IGNORECASE,
)
"""The agent says back what the customer is to do."""
_THE_WORLD: Final = re.compile(
    r"(?:it|there)(?:['\u2019]ll|['\u2019]s going to| will| is going to|ll) (?:(?:be|get) )?(?:\w+ ){,2}?(?:rain|snow|dark|light|cold|hot|busy|windy|icy|foggy|sunny|freezing|freeze|thunder)(?=\W*$|\W*(?:by|on|at|in|tonight|today|tomorrow|so|and then|over)\b)|"
    r".*\bon strike\b|(?:we|they|the (?:shop|office|depot|branch|store|surgery|clinic|school|bank|road))(?:['\u2019]ll| will|ll) be (?:closed|shut|snowed in)\b(?! (?:off|down|up|out)\b)|"
    r"i(?:['\u2019]ll| will|ll|['\u2019]m going) (?:be )?(?:(?:off|away)(?=\W*$|\W*(?:on|from|till|until|next|this|tomorrow|today)\b)|on (?:holiday|leave)|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)\b)",
    re.IGNORECASE,
)
"""What will be, whoever does what: "it's going to rain on Saturday"."""
_TO_SUFFER: Final = re.compile(
    r"(?:i|we)(?:['\u2019]ll| will|ll|['\u2019]m going to)(?: \w+ly| probably| just)? (?:freeze|starve|die|miss|lose|"
    r"be (?:(?:in|at) (?:hospital|work|school|court|the hospital)|evicted|homeless|late|sacked|dead|stuck|stranded|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)\b)|get (?:the sack|sacked|evicted|fired))",
    re.IGNORECASE,
)
"""What befalls the customer."""
_WONDERED: Final = re.compile(
    r"(?:will|would) (?:i|we|you|he|she|it|they|that|this|there|some\w+|any\w+)(?: |$)", re.IGNORECASE
)
_SAID_TWICE: Final = re.compile(r"(?:will )?(?:i|we|he|she|they|it)(?: will|['\u2019]?ll)\b", re.IGNORECASE)
_TURNED_ROUND: Final = re.compile(
    r"\b(?:only(?: then| now)?|so|nor|neither|never|i|we|you|he|she|it|they|that|there)\W*$", re.IGNORECASE
)
"""Before "will", it is no question: "only then will I", "yes, I will I will ring you"."""
_PLEDGED: Final = re.compile(r"\b(?:will|going to|gonna)\b|['\u2019]ll\b|^(?:i|we)\b", re.IGNORECASE)
_DOES: Final = re.compile(r"(?:i|im|ill|we|my|our|he|she|they|it)\b|.*\bi(?:'ll|ll| will| can)\b", re.IGNORECASE)
_FOLLOWS: Final = re.compile(
    r"(?:you will (?:see|hear|get|have|know)(?: it| that| them| from (?:me|us))?|"
    r"(?:it|that) will (?:show(?: up)?|be (?:there|with you))"
    r"(?: (?:on|in|to|into) (?:your|the) (?:next |same )?(?:account|card|bill|statement|bank|inbox|email))?)$",
    re.IGNORECASE,
)
_OR: Final = re.compile(
    r"\bor\b(?= (?:else |if |i\b|i'll\b|we\b|we'll\b|you\b|you'll\b|he\b|he'll\b|she\b|she'll\b|they\b|they'll\b|it\b|it'll\b|the \w+ (?:can|comes)|"
    r"have|send|bring|get|take|pick|come|book|call|ring|post|put|refund|credit|hold|wait|swap|move|pay)\b)",
    re.IGNORECASE,
)
_OR_ELSE: Final = re.compile(r"\W*or\b", re.IGNORECASE)
_EITHER: Final = re.compile(r"either (?:one|of)\b", re.IGNORECASE)
_NOW: Final = re.compile(
    r"[ ,]*(?:right |just )?now\b(?!,? (?:let|can|could|what|if|is|are|do|i|we|tell|would)\b)", re.IGNORECASE
)


def in_anger(party: Party, signals: Mapping[str, float]) -> bool:
    """Whether the customer speaks in anger: what they say they will do then is a threat."""
    return party == "customer" and any(signals.get(name, 0.0) >= _HEARD for name in _IN_ANGER)


def promises_nothing(party: Party, before: str, said: str, after: str, begins_with_act: bool) -> bool:
    """Whether the words ``said`` promise nothing; ``before`` and ``after`` are what stands beside them.
    ``begins_with_act``: they have no subject.
    """
    if _NOBODYS.match(said) or (_ASKED_OR_MEANT.search(before.rstrip()) and not _PLEDGED.search(said)):
        return True
    if _is_asked(before, said) or _is_denied(before, said):
        return True
    if party == "agent":
        ordered = _ORDERED.match(said) and _HEAD.search(before[-_NEAR:])
        others = ordered or _YOU_DO.match(said) or _THE_WORLD.match(said)
        return bool(others or _NOW.match(after)) or said.rstrip(clauses.EDGES).endswith(" now")
    if _TAKING.match(said) or _TO_SUFFER.match(said):
        return True
    return not (begins_with_act or _DOES.match(said))


def _is_denied(before: str, said: str) -> bool:
    """Whether what stands before the act denies it. Without a mark "i can't say i'll ring you" may be two things: of the
    speaker's own act only what was said is denied so.
    """
    denied = _DENIED.search(before[-_NEAR:])
    return denied is not None and (not _OWN_PLEDGE.match(said) or _AS_SAID.search(denied[0]) is not None)


def _is_asked(before: str, said: str) -> bool:
    """Whether it is asked if somebody will: "then will he ring me"; "not only will we" says that they will."""
    if _SAID_TWICE.match(said):
        return False
    *led, last = before.split() or [""]
    if _WONDERED.match(said):
        return not _TURNED_ROUND.search(before)
    return _WONDERED.match(f"{last} {said}") is not None and not _TURNED_ROUND.search(" ".join(led))


def is_offered(text: str, start: int, end: int, signals: Mapping[str, float]) -> bool:
    """Whether what stands from ``start`` to ``end`` of ``text`` is one of the ways forward that are offered there:
    "I can have it there at ten, or he brings it at two".
    """
    if signals.get("offers_option", 0.0) < _HEARD:
        return False
    if _EITHER.match(text, start):
        return True
    until = clauses.end(text, start + len(text[start:end].rstrip(clauses.EDGES)))
    return bool(_OR.search(text, clauses.start(text, start), until) or _OR_ELSE.match(text, until))


def follows(act: str) -> bool:
    """Whether ``act``, reading alone, only says what comes of another: "you will see it", "it will be with you"."""
    return _FOLLOWS.match(act) is not None
