"""
Promises as heard: who will do what, by when.

A draft, never more: a person confirms it before it counts (`process.md`). The act is the speaker's own words, cut to one
clause that reads alone: "refund the second charge", "the engineer comes". What is hedged ("I'll try"), vague ("I'll look
into it"), done on the spot ("let me pull that up") or told of somebody else's words ("he said you'd call") is no promise.
A condition stays with the act that hangs on it.
"""

# ruff: noqa: E501  patterns are not folded

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final, Literal

import msgspec

from steadyline.core.events import Party, PromiseDraft
from steadyline.understanding import clock, deadlines
from steadyline.understanding import text as reading

Who = Literal["agent", "company", "customer"]

MOST: Final = 4
MOST_WORDS: Final = 18
MOST_WORDS_OF_SUBJECT: Final = 5

_ANY_DAY: Final = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
"""To find the words of a deadline by, where the day of the call is not known or does not matter."""


class _Said(msgspec.Struct):
    """One clause as found: its subject ("" for none), what it does, the condition it hangs on, and the whole clause."""

    subject: str
    act: str
    condition: str
    clause: str
    earlier: str = ""
    """What stands before the clause in its sentence: a day named there holds for the time named here."""
    needs_time: bool = False
    """A clause without "will" is a promise only where it says by when."""


# --- what is looked for -----------------------------------------------------------------------------------------------

_ADVERBS: Final = (
    r"(?:(?:also|personally|then|now|definitely|certainly|just|gladly|happily|of course|still|be able to|make sure (?:that )?|actually|be sure to|"
    r"go ahead and|go and|get back on and|myself)\s+)"
)
_NAMED: Final = (
    r"(?:(?:the|our|my|your|his|her|their|a|an|another|both|somebody|someone)(?: (?!(?:i|we|you|he|she|they|it|that|is|are|and|or|so|if|then|who|which)\b)[\w'-]+?){0,4}?"
    r"|someone from [\w ]{3,20}?|(?-i:(?!(?:I|You|We|He|She|They|It|That|Then|And|So|But|Plus|Okay|Right|If|What|When|No|Yes|There|This|Now)\b)[A-Z][a-z]+(?: [A-Z][a-z]+)?))"
)
_WHO: Final = rf"(?P<who>i|we|he|she|they|it|that|you|{_NAMED})"
_WILL: Final = re.compile(
    rf"(?:^|(?<=[\s,])){_WHO}"
    r"(?:'ll| will|'m going to| am going to|'re going to| are going to|'s going to| is going to|'m gonna|'re gonna|'s gonna| gonna| promise (?:to|i'll|you i'll|you we'll)| shall)\s+(?P<act>.+)",
    re.IGNORECASE,
)
_CUSTOMERS_WILL: Final = re.compile(
    r"\b(?P<who>i|we)(?:'ll| will|'m going to| am going to|'re going to| are going to|'m gonna)\s+(?P<act>.+)",
    re.IGNORECASE,
)
_BASE: Final = {
    f"{stem}ing": verb
    for verb, stem in (
        *((v, v) for v in "send call ring phone email text post book put chase bring refund add pay order return credit walk drop".split()),
        *(("write", "writ"), ("take", "tak"), ("give", "giv"), ("come", "com"), ("drive", "driv"), ("raise", "rais")),
        *(("move", "mov"), ("remove", "remov"), ("get", "gett"), ("stop", "stopp"), ("waive", "waiv"), ("drop", "dropp")),
    )
}  # fmt: skip
_BEING_DONE: Final = re.compile(
    rf"(?:^|(?<=[\s,]))(?P<who>i|we)(?:'m| am|'re| are)\s+(?:also |now )?(?P<doing>{'|'.join(_BASE)})\s+(?P<act>.+)",
    re.IGNORECASE,
)
_HAPPENS: Final = re.compile(
    rf"^(?:and |so |then |but |now )*(?P<who>it|that|he|she|they|you(?= get\b)|{_NAMED})\s+(?P<act>(?:comes?|goes|go out|gets?|stops?|starts?|arrives?|leaves?|rings?|calls?|answers?|lands?|"
    r"reaches|ends?|opens?|closes?|runs out|is (?:there|back|on it|ready|with you|lifted|paid|booked)|are (?:back|paid))\b.*)$",
    re.IGNORECASE,
)
_THING: Final = re.compile(
    r"^(?:and |then |so |plus |with )*(?P<what>(?:the|your|a|an|my)(?: (?!(?:i|we|you|he|she|they|it|that|is|are|was|were|and|or|if|who|which|will|one|day|time|rest|way)\b)[\w'-]+){1,7})$",
    re.IGNORECASE,
)
_ACTS: Final = (
    r"call|ring|phone|email|e-mail|mail|text|message|write|send|refund|credit|book|order|post|deliver|cancel|remove|replace|arrange|"
    r"fix|waive|issue|put|follow|confirm|transfer|file|submit|release|reverse|come|bring|drop|collect|pick|take|pay|return|let|have|get|"
    r"give|lift|close|open|change|update|correct|stop|block|unblock|reissue|resend|ship|dispatch|repair|mend|swap|extend|hold|keep|stay|meet|"
    r"be (?:there|with you|out|round|here|back|on|in the post|in your \w+|at your \w+|ready|done|gone|free|\w+ed|paid|sent|swapped|cut|put|split)|receive|hear|see|"
    r"check|chase|speak|talk|ask|walk|print|add|apply|process|raise|escalate|report|log|go|leave|set|tell|recall|deduct|knock|sort|cover|move|"
    r"reach|visit|clear|restore|reset|hand|sign|copy|forward|provide|show|mark|do|make|try|re-?send|settle|cut|radio|match|answer|carry|drive|"
    r"land|arrive|start|end|switch|turn|track|read|finish|wait|look after|credit|charge|freeze|bill|strike|trace|weigh|warn|lend|fetch|run|fill|"
    r"collect|approve|list|scan|stand|sit|rebook|reprint|pull|write off|be"
)
_STARTS_WELL: Final = re.compile(rf"^(?:{_ACTS})\b", re.IGNORECASE)
_ON_THE_SPOT: Final = re.compile(
    r"^(?:(?:just |quickly )?(?:need|have to|be (?:honest|straight|happy|glad|able|right|a |an |the |fine|sorry|okay|looking|doing|needing|in touch|dealt|looked|sorted|on hold|the one)|"
    r"(?:take|have|get) a (?:quick )?(?:look|moment|minute|note|seat|breath)|look (?:into|at|up)|see (?:what|if|about|to it)|try|do (?:my|our|what|everything|that one|those)|"
    r"check(?: (?:that|this|it))?(?:$| for you now| here| while)|pull|bring (?:up|that up|it up)|get (?:that|this|it|you) (?:up|sorted|looked|dealt)|pass (?:it|this|that) (?:on|along)|"
    r"put you (?:on hold|through|over|across|down)|put (?:a|you) (?:note|on)|put my name|transfer you|hold on|wait$|need to|explain|ask you|tell you|say|be$|go (?:through|over)|hear (?:me|you) out|"
    r"let you (?:finish|go|speak|talk)|stop you|give you (?:a (?:minute|moment|second))|make a note|note|stay (?:on|here|with)|listen|admit|never|not|no |have to|get there|walk you|take (?:that|it) from|start$|do (?:it|that|this)(?: now)?$|find out|"
    r"get back to you$|sort (?:it|this|that)(?: out)?$|have (?:it|that|them|this)$|go$|come$|take it$|take that$|get it$|get me$|make it$|see$|see it$|try$|let you know$|read (?:it|that|this|you)|ask the$|be (?:ended|ending|closed)|keep this$|be with them|have the keys)\b|$)",
    re.IGNORECASE,
)
_NOW: Final = re.compile(
    r"\b(?:right now|now|this minute|this second|straight ?away|right away|immediately|while you're here|as we speak)\b",
    re.IGNORECASE,
)
_EMPTY: Final = re.compile(
    r"^(?:get|have|see|do|be|take|make|show|hear|wait|start)(?: (?:it|that|them|this|him|her|there))?$", re.IGNORECASE
)
_CUSTOMERS_OWN: Final = re.compile(
    r"^(?:send|email|post|pay|call (?:you|back)|ring (?:you|back|him|her|them)|phone (?:you|back)|bring|return|upload|text|drop|check|fill|sign|wait in|"
    r"be (?:in|home|there|here|waiting)|have (?:it|the \w+|my \w+) (?:ready|do)|look out|leave (?:it|a)|get (?:it|that|them) (?:to you|over|across|in the post))\b"
    r"(?!.*\b(?:supervisor|manager|ombudsman|lawyer|court|complaint|elsewhere|review|papers?|twitter|facebook|police|window|social|out of it)\b)",
    re.IGNORECASE,
)
_TOLD: Final = re.compile(
    r"\b(?:(?:you|he|she|they|we|i|it|who|and|guy|fella|lad|man|woman|girl|lady|colleague|bot|letter|email|text|message|site|\w+) (?:all |just |already |only |even )?"
    r"(?:said|told|promised|swore|wrote|assured|reckoned|claimed|insisted|was like|were like)|was told|were told|been told|(?:been|was|were) promised|telling me|promising|"
    r"(?:every|each) time)\b",
    re.IGNORECASE,
)
_ASKED: Final = re.compile(
    r"^(?:(?:and|so|but|or) )?(?:will|shall|can|could|would|what|when|who|how|why)\b|\b(?:can't|cannot|couldn't|won't be able|not going to|not gonna|doubt|hope|hoping|think|maybe|perhaps|wish)\b",
    re.IGNORECASE,
)

# --- how a line falls apart -------------------------------------------------------------------------------------------

_FILLER: Final = re.compile(
    r"(?:(?<=\s)|^)(?:um+|uh+|er+m?|you know|i mean|like i said|obviously|basically)(?:,\s*|\s+)", re.IGNORECASE
)
_ILL: Final = re.compile(
    rf"\b(i|we)ll(?=\s+(?:also |just |personally |then |have |be |get )?(?:{_ACTS})\b)", re.IGNORECASE
)
_BARE_WILL: Final = re.compile(r"\b(you|they|it|that|he|she)ll(?=\s)", re.IGNORECASE)
_SENTENCE: Final = re.compile(r"[^.;!?\u2026]+(?:[.;!?\u2026]+|$)|[.;!?\u2026]+")
_IF_FIRST: Final = re.compile(
    r"^(?P<lead>.*?\b)(?P<if>(?:if|unless)\b.+?)(?:,\s*(?:then\s+)?|\s+(?:then\s+)?(?=(?:i|we|you|it)(?:'ll| will)\b))(?P<rest>.+)$",
    re.IGNORECASE,
)
_IF_LAST: Final = re.compile(r"(?<!\band)(?<!\bor),?\s+(?P<if>(?:if|unless)\s+.+)$", re.IGNORECASE)
_POLITE_IF: Final = re.compile(
    r"^if (?:you (?:like|want|wish|prefer|'d|would|don't mind|need|allow)|that's|that is|that suits|it helps|i may|i can|possible|not$|so\b|need be)",
    re.IGNORECASE,
)
_BOUNDARY: Final = re.compile(
    r"[.;!?\u2026]+(?:\s|$)|\s[-\u2013\u2014]+\s|\u2014|,?\s+(?:so that|so you|so we|because|'cause|cos|but|which|or else|okay|ok|all right|alright|is that|does that|how does|would that)\b.*$|"
    r",?\s+(?:and|then|plus)(?:\s+then)?\s+(?=(?:i|we|he|she|they|you|it|that|there|(?:the|our|my|your|a) [\w'-]+(?: [\w'-]+)?(?: [\w'-]+)?|someone|\w+)(?:'ll| will|'m|'re|'s| can| is| are| was| gets| goes| comes| stay)\b)|"
    r",\s+(?=(?:i|we|he|she|they|you|it|(?:the|our|my|your|a) [\w'-]+(?: [\w'-]+)?|\w+)(?:'ll| will|'m| am| can| gets| goes| comes)\b)|"
    r",?\s+(?:and|or) (?:if|unless)\b.*$|"
    r",?\s+so (?=(?:i|we|he|she|they|you|it|that|your|there's|the|nobody)\b).*$|,?\s+my (?:name|number)(?:'s| is).*$|"
    r",?\s+and (?=(?:a|the|your|my) [\w ]+ from me\b)|"
    r"\s+(?=(?:i'll|we'll|you'll|they'll|he'll|she'll|it'll|i'm going to)\s)",
    re.IGNORECASE,
)
_AND_ACT: Final = re.compile(
    r",?\s+(?:and|then)(?:\s+then)?\s+(?=(?:call|ring|phone|email|e-mail|mail|text|write|send|refund|credit|book|post|deliver|waive|cancel|remove|replace|issue|put|let you know|make|confirm|have|get|bring|pay|add|take|drop|ask)\b)",
    re.IGNORECASE,
)
_WHEN: Final = re.compile(
    r",?\s+(?P<when>(?:as soon as|soon as|once|when|whenever|the (?:second|minute|moment|day|night)(?: before)?|before|after|until|till)\s+(?:the |my |your |his |her )?[\w']+\s+[\w']+.*)$",
    re.IGNORECASE,
)
_TIDY_ENDS: Final = re.compile(
    r"(?:[\s,.;:!?]+|\s+(?:and|or|so|then|for you|okay|ok|right|yeah|by|at|on|in|within|the|to|that|a|all right|alright|just|please|sir|madam|ma'am|love|now|as well|too|instead|central|eastern|pacific|i promise|i think|this minute|right now))+$",
    re.IGNORECASE,
)


def find(party: Party, text: str, now: datetime | None, hours: clock.Hours | None = None) -> tuple[PromiseDraft, ...]:
    """The promises that ``party`` makes in ``text``, said at ``now`` (with zone; None where the time is not known).

    Of an agent's utterance, ask only where `promises` was heard: there "I'll" is taken at its word.
    """
    line = _FILLER.sub("", _spelled(reading.clean(" ".join(text.split()[: reading.HEAD_WORDS]))))
    drafts: list[PromiseDraft] = []
    for said in _sayings(party, line):
        draft = _draft(party, said, now, hours)
        if draft and draft.act not in {d.act for d in drafts}:
            drafts.append(draft)
    return tuple(drafts[:MOST])


def _spelled(line: str) -> str:
    """``line`` with "ill send" and "youll" written as they should be."""
    line = _ILL.sub(lambda m: m[1] + "'ll", line)
    return _BARE_WILL.sub(lambda m: m[1] + "'ll", line)


def _sayings(party: Party, line: str) -> Iterator[_Said]:
    for sentence in _SENTENCE.findall(line):
        told = _TOLD.search(sentence)
        own = sentence[: told.start()] if told else sentence
        if sentence.rstrip().endswith("?") or not own.strip():
            continue
        condition, rest = _conditional(own.strip())
        for clause in _clauses(rest):
            earlier = rest[: max(0, rest.find(clause))]
            for said in _sayings_of(party, clause, condition):
                yield msgspec.structs.replace(said, earlier=earlier)


def _conditional(sentence: str) -> tuple[str, str]:
    """The condition that a sentence opens with ("" for none), and the rest of it."""
    found = _IF_FIRST.match(sentence)
    if not found or len(found["lead"].split()) > 2:
        return "", sentence
    condition = found["if"].strip(" ,")
    return ("" if _POLITE_IF.match(condition) else condition), found["rest"]


def _clauses(line: str) -> list[str]:
    parts = [c for part in _BOUNDARY.split(line) if part and (c := part.strip(" ,.;!?\u2026"))]
    whole: list[str] = []
    for part in parts:
        only_when = whole and (when := deadlines.find(whole[-1], _ANY_DAY)) and when.words == whole[-1]
        if only_when:
            whole[-1] += " " + part
        else:
            whole.append(part)
    return whole


def _sayings_of(party: Party, clause: str, condition: str) -> Iterator[_Said]:
    last = _IF_LAST.search(clause)
    if last:
        clause = clause[: last.start()]
        condition = condition or ("" if _POLITE_IF.match(last["if"]) else last["if"])
    found = (_CUSTOMERS_WILL if party == "customer" else _WILL).search(clause)
    if found:
        if not _ASKED.search(clause[: found.start("act")]):
            for act in _AND_ACT.split(found["act"]):
                yield _Said(found["who"], act, condition, clause)
        return
    if party == "customer" or _ASKED.search(clause):
        return
    if doing := _BEING_DONE.search(clause):
        yield _Said(doing["who"], f"{_BASE[doing['doing'].lower()]} {doing['act']}", condition, clause, needs_time=True)
    elif happens := _HAPPENS.match(clause):
        yield _Said("", f"{happens['who']} {happens['act']}", condition, clause, needs_time=True)
    else:
        yield _Said("", clause, condition, clause, needs_time=True)


def _draft(party: Party, said: _Said, now: datetime | None, hours: clock.Hours | None) -> PromiseDraft | None:
    reference = now or _ANY_DAY
    act = said.act.strip()
    act = re.sub(rf"^{_ADVERBS}+(?=\w)", "", act, flags=re.IGNORECASE) if not _STARTS_WELL.match(act) else act
    deadline = deadlines.find(act, reference, hours)
    if deadline and deadline.names == "time":
        deadline = _on_the_day_named(said.earlier, act, reference, hours) or deadline
    bare = act[: deadline.start] + " " + act[deadline.end :] if deadline else act
    when = deadline.words if deadline else ""
    if deadline is None:
        deadline = _leading(said, act, reference, hours)
        when = deadline.words if deadline else ""
    if deadline is None and (waits := _WHEN.search(bare)):
        bare, when = bare[: waits.start()], waits["when"].strip(" ,")
    clean = _TIDY_ENDS.sub("", " ".join(bare.split()).replace(" ,", ",")).strip(" ,")
    if len(clean.split()) > MOST_WORDS or not _holds(party, said, clean, when):
        return None
    due = clock.iso(deadline.due) if deadline and deadline.due and now else None
    return PromiseDraft(who=_who(party, said, clean), act=_told(said, clean), due=due, due_text=when)


def _on_the_day_named(earlier: str, act: str, now: datetime, hours: clock.Hours | None) -> deadlines.Deadline | None:
    """The time of day in ``act`` on the day that ``earlier`` names: "I'm on shift Saturday, I'll call you at eight"."""
    day = deadlines.find(earlier, now, hours)
    if not (day and day.names == "day" and day.due and day.due.date() > now.date()):
        return None
    return deadlines.find(act, day.due.replace(hour=0, minute=0, second=0, microsecond=0), hours)


def _leading(said: _Said, act: str, now: datetime, hours: clock.Hours | None) -> deadlines.Deadline | None:
    """The deadline said before the act ("by Friday I'll have it refunded"), or in what it hangs on."""
    before = said.clause[: said.clause.rfind(act)] if act in said.clause else ""
    return deadlines.find(before, now, hours) or deadlines.find(said.condition, now, hours)


def _holds(party: Party, said: _Said, act: str, when: str) -> bool:
    """Whether ``act`` is a promise, and reads alone."""
    if said.needs_time and (not when or _NOW.fullmatch(when)):
        return False
    if said.needs_time and not said.subject:
        return bool(_THING.match(act) or (_HAPPENS.match(act) and len(act.split()) > 1))
    if not _STARTS_WELL.match(act) or _ON_THE_SPOT.match(act):
        return False
    if party == "customer":
        return bool(_CUSTOMERS_OWN.match(act))
    if _NOW.search(said.act) and (not when or _NOW.fullmatch(when)):
        return False
    return bool(when) or not _EMPTY.match(act)


def _who(party: Party, said: _Said, act: str) -> Who:
    if party == "customer":
        return "customer"
    return "agent" if said.subject.lower() == "i" or re.search(r"\bfrom me\b", act) else "company"


def _told(said: _Said, act: str) -> str:
    """The act so that it reads alone: with its subject, where that is neither "I" nor "we", and with its condition."""
    whole = re.sub(r"^(?:and|then|so|plus|with|but|now) ", "", act, flags=re.IGNORECASE)
    if said.subject.lower() not in {"", "i", "we"}:
        whole = f"{said.subject} will {whole}"
    if said.condition:
        whole = f"{whole}, {said.condition[0].lower()}{said.condition[1:]}"
    opens = whole.split(" ", 1)[0]
    return whole if opens.istitle() and opens.lower() not in _SMALL else whole[0].lower() + whole[1:]


_SMALL: Final = frozenset(
    "the our my your a an another both somebody someone he she they it that you his her their".split()
)
