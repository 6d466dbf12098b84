"""
Promises as heard: who will do what, by when.

A draft, never more: a person confirms it before it counts (`process.md`). The act is the speaker's own words, cut to one
clause that follows "will": "refund the second charge". What is hedged ("I'll try"), vague ("I'll look into it") or done
on the spot ("let me pull that up") is no promise.
"""

# ruff: noqa: E501  patterns are not folded

import re
from datetime import UTC, datetime
from typing import Final, Literal

from steadyline.core.events import Party, PromiseDraft
from steadyline.understanding import clock, deadlines
from steadyline.understanding import text as reading

Who = Literal["agent", "company", "customer"]

MOST: Final = 4
MOST_WORDS: Final = 18

_ADVERBS: Final = (
    r"(?:(?:also|personally|then|now|definitely|certainly|just|gladly|happily|of course|still|be able to|make sure (?:that )?|actually|be sure to|go ahead and|go and|"
    r"get back on and|myself|send|arrange)\s+)"
)
_AGENT: Final = re.compile(
    r"\b(?P<who>i|we|he|she|they|the \w+(?: \w+)?|our \w+(?: \w+)?|my \w+(?: \w+)?|a \w+|an \w+|someone from [\w ]{3,20}?|it|that|you|your [\w ]{2,25}?)"
    r"(?:'ll| will|'m going to| am going to|'re going to| are going to|'s going to| is going to|'m gonna| gonna| promise (?:to|i'll|you i'll|you)|\s+shall)\s+"
    r"(?P<act>.+)",
    re.IGNORECASE,
)
_CUSTOMER: Final = re.compile(
    r"\b(?P<who>i|we)(?:'ll| will|'m going to| am going to|'re going to| are going to|'m gonna)\s+(?P<act>.+)",
    re.IGNORECASE,
)
_BOUNDARY: Final = re.compile(
    r"(?:[.;!?\u2026]+(?:\s|$)|\s[-\u2013\u2014]+\s|\u2014|,?\s+(?:so that|so you|so we|because|but|which|once|as soon as|if|unless|when|while|or else|okay|ok|all right|alright|is that|does that|how does|would that)\b.*$|"
    r",?\s+(?:and|then)(?:\s+then)?\s+(?=(?:i|we|he|she|they|you|it|that|there|(?:the|our|my|your) \w+(?: \w+)?|someone|\w+)(?:'ll| will|'m|'re|'s| can| is| are| was)\b)|"
    r",?\s+so (?=(?:i|we|he|she|they|you|it|that|your|there's|the)\b).*$|,?\s+my (?:name|number)(?:'s| is).*$|"
    r"\s+(?=(?:i'll|we'll|you'll|they'll|he'll|she'll|it'll)\s))",
    re.IGNORECASE,
)
_AND_ACT: Final = re.compile(
    r",?\s+(?:and|then)(?:\s+then)?\s+(?=(?:call|ring|phone|email|e-mail|mail|text|write|send|refund|credit|book|post|deliver|waive|cancel|remove|replace|issue|put|let you know|make|confirm|have|get)\b)",
    re.IGNORECASE,
)
_ACTS: Final = (
    r"call|ring|phone|email|e-mail|mail|text|message|write|send|refund|credit|book|order|post|deliver|cancel|remove|replace|arrange|"
    r"fix|waive|issue|put|follow|confirm|transfer|file|submit|release|reverse|come|bring|drop|collect|pick|take|pay|return|let|have|get|"
    r"give|lift|close|open|change|update|correct|stop|block|unblock|reissue|resend|ship|dispatch|repair|mend|swap|extend|hold|keep|stay|meet|"
    r"be (?:there|with you|out|round|here|back|on|refunded|credited|sent|delivered|removed|fixed|replaced|paid|posted|waived|cancelled)|receive|hear|see|"
    r"check|chase|speak|talk|ask|walk|print|add|apply|process|raise|escalate|report|log|go|leave|set|tell|recall|deduct|knock|sort|cover|move|reach|visit|clear|restore|reset|hand|sign|copy|forward|provide|show|mark|do|make|try|re-?send|settle|cut|radio|match|send"
)
_STARTS_WELL: Final = re.compile(rf"^(?:{_ACTS})\b", re.IGNORECASE)
_ON_THE_SPOT: Final = re.compile(
    r"^(?:(?:just |quickly )?(?:need|have to|be (?:honest|straight|happy|glad|able|right|a |an |the |fine|sorry|okay|looking|doing|needing|in touch|dealt|looked|sorted|on hold)|"
    r"(?:take|have|get) a (?:quick )?(?:look|moment|minute|note|seat|breath)|look (?:into|at|up)|see (?:what|if|about)|try|do (?:my|our|what|everything)|"
    r"check (?:that |this |it )?(?:for you |now|here|while)|pull|bring (?:up|that up|it up)|get (?:that|this|it|you) (?:up|sorted|looked|dealt)|pass (?:it|this|that) (?:on|along)|"
    r"put you (?:on hold|through|over|across)|put (?:a|you) (?:note|on)|transfer you|hold on|wait|need to|explain|ask you|tell you (?:what|the|that|something|why|how)|say|be|go (?:through|over)|hear (?:me|you) out|"
    r"let you (?:finish|go|speak|talk)|stop you|give you (?:a (?:minute|moment|second))|make a note|note|stay (?:on|here|with)|listen|admit|never|not|no |have to|get there|walk you|take (?:that|it) from|start|do (?:it|that|this) (?:now|for you now)|find out|get back to you$|sort (?:it|this|that)(?: out)?$|see to it$|do that$|do it$|do so$|have it$|go$|come$|take it$|take that$|get it$|make it$|see$|try$|let you know$)\b|$)",
    re.IGNORECASE,
)
_ASKED: Final = re.compile(
    r"^(?:will|shall|can|could|would|if|unless|what|when|who|how|why)\b|\b(?:can't|cannot|couldn't|won't be able|not going to|if (?:i|we|you))\b",
    re.IGNORECASE,
)
_TIDY_ENDS: Final = re.compile(
    r"(?:[\s,.;:!?]+|\s+(?:and|or|so|then|for you|okay|ok|right|yeah|by|at|on|in|within|the|to|that|a|all right|alright|just|please|sir|madam|ma'am|love|now|as well|too|instead))+$",
    re.IGNORECASE,
)
_FILLER: Final = re.compile(
    r"(?:(?<=\s)|^)(?:um+|uh+|er+m?|you know|i mean|like i said|obviously|basically)[,\s]+", re.IGNORECASE
)


def find(party: Party, text: str, now: datetime | None, hours: clock.Hours | None = None) -> tuple[PromiseDraft, ...]:
    """The promises that ``party`` makes in ``text``, said at ``now`` (with zone; None where the time is not known).

    Of an agent's utterance, ask only where `promises` was heard: there "I'll" is taken at its word.
    """
    line = _FILLER.sub("", _spelled(reading.clean(" ".join(text.split()[: reading.HEAD_WORDS]))))
    pattern = _AGENT if party == "agent" else _CUSTOMER
    drafts: list[PromiseDraft] = []
    for clause in _clauses(line):
        found = pattern.search(clause)
        if not found or _ASKED.search(clause[: found.start("act")]):
            continue
        for act in _AND_ACT.split(found["act"]):
            draft = _draft(_who(party, found["who"]), _subject(found["who"]), act, clause, now, hours)
            if draft and draft.act not in {d.act for d in drafts}:
                drafts.append(draft)
    return tuple(drafts[:MOST])


def _spelled(line: str) -> str:
    """``line`` with "ill send" and "youll" written as they should be."""
    line = _ILL.sub(lambda m: m[1] + "'ll", line)
    return _BARE_WILL.sub(lambda m: m[1] + "'ll", line)


def _clauses(line: str) -> list[str]:
    told = [s for s in _SENTENCE.findall(line) if not s.rstrip().endswith("?")]
    parts = [c for sentence in told for part in _BOUNDARY.split(sentence) if part and (c := part.strip(" ,"))]
    whole: list[str] = []
    for part in parts:
        only_when = whole and (when := deadlines.find(whole[-1], _ANY_DAY)) and when.words == whole[-1]
        if only_when:
            whole[-1] += " " + part
        else:
            whole.append(part)
    return whole


def _subject(subject: str) -> str:
    """Who acts where it is neither "I" nor "we": said before the act, which is no sense without it."""
    return "" if subject.lower() in {"i", "we"} else subject.lower() if subject.lower() in _PRONOUNS else subject


def _who(party: Party, subject: str) -> Who:
    if party == "customer":
        return "customer"
    return "agent" if subject.lower() == "i" else "company"


def _draft(
    who: Who, subject: str, act: str, clause: str, now: datetime | None, hours: clock.Hours | None
) -> PromiseDraft | None:
    reference = now or _ANY_DAY
    act = re.sub(rf"^{_ADVERBS}+(?=\w)", "", act.strip(), flags=re.IGNORECASE) if not _STARTS_WELL.match(act) else act
    deadline = deadlines.find(act, reference, hours)
    bare = act[: deadline.start] + " " + act[deadline.end :] if deadline else act
    deadline = deadline or _leading(clause, act, reference, hours)
    clean = _TIDY_ENDS.sub("", " ".join(bare.split()).replace(" ,", ",")).strip(" ,")
    if not _STARTS_WELL.match(clean) or _ON_THE_SPOT.match(clean) or len(clean.split()) > MOST_WORDS:
        return None
    if who == "customer" and not _CUSTOMERS_OWN.match(clean):
        return None
    due = clock.iso(deadline.due) if deadline and deadline.due and now else None
    said = f"{subject} will {clean}" if subject else clean
    return PromiseDraft(who=who, act=said[0].lower() + said[1:], due=due, due_text=deadline.words if deadline else "")


def _leading(clause: str, act: str, now: datetime, hours: clock.Hours | None) -> deadlines.Deadline | None:
    """The deadline said before the act: "by Friday I'll have it refunded"."""
    before = clause[: clause.rfind(act)] if act in clause else ""
    return deadlines.find(before, now, hours) if before else None


_CUSTOMERS_OWN: Final = re.compile(
    r"^(?:send|email|post|pay|call (?:you|back)|ring (?:you|back|him|her|them)|phone (?:you|back)|bring|return|upload|text|drop|check|fill|sign|wait in|"
    r"be (?:in|home|there|here|waiting)|have (?:it|the \w+|my \w+) ready|look out|leave (?:it|the|a)|give you (?:the|a|my)|get (?:it|that|them) (?:to you|over|across|in the post))\b"
    r"(?!.*\b(?:supervisor|manager|ombudsman|lawyer|court|complaint|elsewhere|review|papers?|twitter|facebook|police|window|social)\b)",
    re.IGNORECASE,
)
_ANY_DAY: Final = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
"""To find the words of a deadline by, where the day of the call is not known or does not matter."""
_PRONOUNS: Final = frozenset({"he", "she", "they", "it", "that", "you"})
_ILL: Final = re.compile(
    rf"\b(i|we)ll(?=\s+(?:also |just |personally |then |have |be |get )?(?:{_ACTS})\b)", re.IGNORECASE
)
_BARE_WILL: Final = re.compile(r"\b(you|they|it|that|he|she)ll(?=\s)", re.IGNORECASE)
_SENTENCE: Final = re.compile(r"[^.;!?\u2026]+(?:[.;!?\u2026]+|$)|[.;!?\u2026]+")
