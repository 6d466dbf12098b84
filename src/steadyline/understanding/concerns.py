"""
Which of the customer's words are the problem.

A concern is one clause of theirs, in their own words and order, without fillers, false starts and swearing; nothing is
added. It may be read back to an angry person, so a clause is taken only if it stands alone and accuses nobody of
character: that is ruled here. Whether it is the problem is learnt (`telling`). In doubt there is none. Works with and
without punctuation.
"""

# ruff: noqa: E501  patterns are not folded

import re
from collections.abc import Callable, Iterable
from typing import Final, NamedTuple

from steadyline.understanding import telling
from steadyline.understanding import text as reading

MOST: Final = 2
LIKELY: Final = 0.25
"""How likely a clause must be the problem. At a quarter about half are what a person noted, and most of the others
stand where a person noted something.
"""
LEAST_WORDS, MOST_WORDS = 3, 20
SAME: Final = 0.6
"""Share of the telling words in common from which two concerns are one."""


class Clause(NamedTuple):
    """The words of a clause, and its place (from 0) among the ``of`` clauses of what was said."""

    words: str
    place: int
    of: int


_FILLERS: Final = re.compile(
    r"(?:(?<=^)|(?<=[\s,.;!?-]))(?:u+m+|u+h+|e+r+m*|a+h+|hm+|mm+|you know(?: what)?|i mean|i'm telling you|i tell you|to be honest|"
    r"honestly|basically|literally|obviously|frankly|seriously|if you like|sort of|kind of|at the end of the day|"
    r"as i say|like i (?:say|said)|believe me|mind you|excuse me|for god's sake|for christ's sake|for fuck's sake|"
    r"for goodness' sake|oh my god|my god|jesus(?: christ)?|christ|right now,?(?= i\b)|the thing is|what happened was|apparently)(?=[\s,.;!?-]|$),?",
    re.IGNORECASE,
)
_LIKE: Final = re.compile(
    r"(?<=\s)like(?=\s(?:an? (?:hour|week|month|year|hundred|thousand|day)|two|three|four|five|six|ten|twenty|\d+)\s)|,\s*like,|(?<=\s)like,|,\s*like(?=\s+(?:i|it|the|my|they|nobody)\b)",
    re.IGNORECASE,
)
_SWEARING: Final = re.compile(
    r"\b(?:(?:mother)?fuck(?:ing|in'?|in)|bloody|goddamn(?:ed)?|god damn(?:ed)?|damn(?:ed)?|effing|frigging?|freaking|flipping|"
    r"bleeding|sodding|bleeping|stupid|shitty|crappy|pissing)\s+",
    re.IGNORECASE,
)
_STILL_FOUL: Final = re.compile(
    r"\b(?:\w*fuck\w*|\w*shit\w*|crap|bitch\w*|cunt\w*|arse\w*|ass|piss\w*|hell|bollocks|bastards?|wank\w*|idiots?|morons?|"
    r"liars?|lying|lied|lies|useless|joke|clowns?|incompetent|thie(?:f|ves)|robb\w+|scam\w*|crooks?|pathetic|disgrace\w*|"
    r"ridiculous|disgusting|unbelievable|rubbish|garbage|muppets?|gobshites?|damn|toss|sake)\b",
    re.IGNORECASE,
)
_SENTENCE_ENDS: Final = re.compile(r"(?P<end>[.!?;:\u2026]+(?=\s|$)|\s[-\u2013\u2014]+\s|\u2014|--+)")
_SUBJECT: Final = (
    r"(?:i|i'm|i've|i'd|we|we're|we've|we'd|they|they've|they're|it|it's|he|he's|she|she's|you|you've|nobody|no one|noone|"
    r"somebody|someone|there's|there is|there was|there are|my|our|the|your|this|that|every|each)"
)
_JOINT: Final = re.compile(
    rf"[,]?\s+(?:and(?: then| now| so| also)?|but|so|because|cos|cause|then|yet)\s+(?={_SUBJECT}\b)", re.IGNORECASE
)
_COMMA: Final = re.compile(rf",\s+(?={_SUBJECT}\b)", re.IGNORECASE)
_UNMARKED: Final = re.compile(
    r"(?<=\w)\s+(?=(?:i've been|i was|i've|i got|i paid|i called|i rang|i ordered|i waited|i couldn't|i can't|i had|i have|nobody|no one|and nobody|my \w+ (?:is|was|has|won't|doesn't)|"
    r"they (?:never|didn't|sent|charged|told|said)|(?:it's|its) (?:been|the|not|still|off|gone|a|my)|it (?:never|doesn't|won't|keeps)|you've (?!got)\w+|you (?:cut|took|sent|charged|refused|cancelled|turned))\b)",
    re.IGNORECASE,
)
_OPENING: Final = re.compile(
    r"^(?:(?:yeah|yes|yep|no|nope|okay|ok|oh|well|so|right|look|listen|now|and|but|because|cos|then|also|just|please|sorry|hi|hiya|"
    r"hello|hey|good (?:morning|afternoon|evening)|morning|afternoon|again|anyway|see|like|plus|only|thanks|thank you|man|sir|"
    r"ma'am|madam|love|mate|really|actually|exactly|sure|fine|um|uh|er|what|the fact is|the problem is(?: that)?|my problem is(?: that)?|"
    r"the issue is(?: that)?|it's (?:just |only )?that|it's because|that's because|which means)\b[\s,]*)+",
    re.IGNORECASE,
)
_WHO: Final = re.compile(
    r"^(?:i|i'm|i've|i'd|we|we've|we're|we'd|you|you've|they|they've|they're|he|he's|he'd|she|she's|she'd|it|it's|nobody|no one|noone|somebody|someone|there's|there is|"
    r"there was|there are|there were|half (?:of )?(?:my|our|the)|both (?:of )?(?:my|our|the)|none of (?:my|our|the)|(?:my|our|the|your|this|every|each|two|three|four|all|a|an)\s+[\w'-]+(?:\s+[\w'-]+){0,5}?)"
    r"\s+(?P<what>.*)$|^(?P<contracted>i'm|i've|we've|we're|it's|there's|they've|you've)\s",
    re.IGNORECASE,
)
_NOT_A_PROBLEM: Final = re.compile(
    r"^(?:i|we)(?:'d| would|'ll| will)?\s+(?:just |only |really |do |don't |didn't |still |honestly )*(?:want|need|like|love|hope|think|thought|guess|suppose|know|mean|swear|wish|believe|expect|"
    r"appreciate|understand|care|see|hear|bet|doubt|wonder|reckon|remember|ask you|asked you|am asking|can't believe|have to say|demand|mind|said|get it|get that|feel)\b|"
    r"^(?:i'm|i am|we're) (?:absolutely |so |really |bloody |just |very )*(?:not (?:going|asking|having|being|shouting|happy|interested|paying|doing|accepting|leaving|saying|waiting|stupid|an?\b|the\b)|sick|tired|fed|done|furious|angry|fuming|livid|going|gonna|asking|sorry|calling|ringing|phoning|telling|trying to|just|afraid|sure|glad|happy|fine|here|so)\b|"
    r"^(?:i'll|we'll|i'd|we'd better|you're|you can(?:'t)?|you don't|you need|you should|you have to|you lot|you people are|you always|you just|you know|you think|you want|you could|you never listen|you won't)\b|"
    r"^(?:it's|it is|that's|this is|that is|it was) (?:not |just |so |all |a |an |the |my )*(?:fine|okay|joke|insult|farce|point|okay|true|good|right then|lie|way|principle|best|least|same|worst|what|why|how|because|about|up to|always|time|last)\b|"
    r"^(?:the|my|this|that|your) (?:point|question|worst|least|next|last thing|only thing|best|money|fault|answer|hell|way|same thing|question)\b|"
    r"\b(?:would you|could you|can you|do you|did you|have you|are you|will you|tell me|how dare|i swear|i don't know|what (?:do|am|are|is)|sue|lawyer|ombudsman|supervisor|manager|thank|cancel my|please)\b|"
    r"\b(?:if|unless|maybe|perhaps|probably|what if|whether)\b|^(?:they|he|she|it|that) (?:can|could|should|would|might|will|must|can't be|won't be)\b|\b(?:wouldn't|don't want|don't care|don't need|don't think|don't understand|don't believe|didn't say|haven't finished|never mind|never said|said|knew)\b",
    re.IGNORECASE,
)
_DANGLING: Final = re.compile(
    r"(?:\s+|^)(?:and|but|or|so|the|a|an|to|of|for|with|at|in|on|by|from|my|our|your|their|his|her|this|these|because|that|which|who|when|where|if|is|was|are|were|"
    r"been|being|i|we|they|he|she|it's|i'm|i've|just|then|than|as|like|about|into|saying|says|said|even|very|really|all|what|how)$",
    re.IGNORECASE,
)
"""What cannot end a clause: without punctuation it belongs to what follows; with it, the speaker broke off."""
_TAG: Final = re.compile(
    r"(?:\s+|^)(?:know|though|now then|right|yeah|okay|no|yes|please|well|again and|mate|love|pal|sir|ma'am|madam|sweetheart|honey|either|technically|"
    r"and|but|or|so|because)$",
    re.IGNORECASE,
)
_ENDS_WELL: Final = frozenset("to of for with at in on by from about into all was is said even that like".split())
"""With punctuation, a sentence may end on these: "the way we drove in"."""
_BROKEN_OFF: Final = re.compile(r"(?:\bto be|'s|\b(?:what (?:did|do|is|was)|let me)\b.*)$", re.IGNORECASE)
_TWO_IN_ONE: Final = re.compile(
    r"\w\s+(?:(?:and|but|so|then) )?(?:its|it's|that's|thats|dont|don't you|and i|then i|so i)\s|"
    r"(?<!\band)(?<!\bbut)(?<!\bso)(?<!\bbecause)(?<!\bcause)(?<!\bcos)(?<!\bwhen)(?<!\bthat)(?<!\bwhile)(?<!\bwhere)(?<!\bas)(?<!\bif)(?<!\bsaying)(?<!\bsays)[\w']"
    r"\s+(?:i'm|i haven't|they're|there's|this is|not a real|it run)\s",
    re.IGNORECASE,
)
_NO_NEWS: Final = re.compile(
    r"^(?:my|our) name\b|^it's (?:(?-i:[A-Z])|the\b|me\b)|^(?:he|she|they) says?\b|\byou (?:could|lose)\b|\bdon't (?:give|tell|you)\b|^your \w+ can\b|^(?:you|you've|y'all) (?:stole|stolen|robbed|conned|cheated|tricked)\b|^it's (?:just )?(?:about|only)\b",
    re.IGNORECASE,
)
_PRONOUN_FIRST: Final = re.compile(
    r"^(?:i|we|you|they|he|she|it|nobody|no one|noone|somebody|someone|there)(?:'\w+)?\s", re.IGNORECASE
)
_DOES: Final = re.compile(
    r"\b(?:is|are|was|were|am|has|have|had|does|do|did|will|won't|can|could|\w+n't|(?!hundred)\w+ed|\w+'(?:re|ve)|went|came|come|took|got|gave|told|said|says|sent|put|left|lost|broke|"
    r"fell|burst|died|cut|kept|keeps?|leaks?|stops?|drops?|goes|comes?|gets?|needs?|rang|quit|ran|drove|bounced|made|did|tore|froze|paid|shows?|never|works?|wants?|says|takes?|"
    r"told|sold|bought|sat|stood|gone|been|off|down|out)\b|\w's (?:been|not|gone|got|dead|off|down|still|short|broken|stuck|at|in|on|out|full|wrong|late|\w+ed|\w+ing)\b",
    re.IGNORECASE,
)
"""Something that is or happens: "a past due bill" tells nothing by itself, "the bill is past due" does."""
_MARKS: Final = re.compile(r"[.,;!?]")
_STAMMER: Final = re.compile(r"\b((?:[\w']+[\s,]+){0,3}?[\w']+)(?:[,\s.\u2026-]+\1\b)+,?", re.IGNORECASE)
_TELLING: Final = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_COMMON: Final = frozenset(
    "i i'm i've me my we we've our us you you've your it it's its they them he she the a an and but to of for in on at by was were is "
    "are be been am have has had not no that this with from so as just still".split()
)


def candidates(text: str) -> list[Clause]:
    """The clauses of ``text`` that are fit to be read back, in order, without capital or full stop."""
    marked = bool(_MARKS.search(text))
    told = [_tidy(clause, marked) for clause in _clauses(text) if clause.strip()]
    return [Clause(words, place, len(told)) for place, words in enumerate(told) if _stands_alone(words)]


def find(text: str, likely: Callable[[Clause], float]) -> tuple[str, ...]:
    """The problems that ``text`` tells: of its `candidates` those that are `LIKELY` to be one, at most `MOST`, the
    likeliest first chosen, told in order. Often none.
    """
    ranked = sorted(((likely(clause), clause) for clause in candidates(text)), key=lambda pair: -pair[0])
    chosen: list[Clause] = []
    for sure, clause in ranked:
        if sure >= LIKELY and len(chosen) < MOST and not known(clause.words, [c.words for c in chosen]):
            chosen.append(clause)
    return tuple(c.words for c in sorted(chosen, key=lambda c: c.place))


def known(concern: str, others: Iterable[str]) -> bool:
    """Whether one of ``others`` tells the same, near enough in words."""
    mine = _telling(concern)
    return any(len(mine & theirs) >= SAME * max(1, min(len(mine), len(theirs))) for theirs in map(_telling, others))


def _clauses(text: str) -> list[str]:
    line = reading.clean(" ".join(text.split()[: reading.HEAD_WORDS]))
    line = _STAMMER.sub(r"\1", _LIKE.sub(" ", _FILLERS.sub(" ", line)))
    parts = _SENTENCE_ENDS.split(line)
    sentences = [
        s for at, s in enumerate(parts[::2]) if "?" not in (parts[2 * at + 1] if 2 * at + 1 < len(parts) else "")
    ]
    marked = bool(_MARKS.search(text))
    cut: list[str] = []
    for sentence in sentences:
        for part in _COMMA.split(sentence):
            for clause in _JOINT.split(part):
                cut.extend([clause] if marked else _UNMARKED.split(clause))
    return cut


def _tidy(clause: str, marked: bool) -> str:
    """``clause`` without noise; empty where the speaker broke off. ``marked``: what was said has punctuation."""
    line = _STAMMER.sub(r"\1", _SWEARING.sub("", " ".join(clause.split()))).strip(_EDGES)
    line = _ADDRESS.sub("", _OPENING.sub("", line))
    before = ""
    while before != line:
        before, line = line, _TAG.sub("", line).strip(_EDGES)
        line = line if marked else _DANGLING.sub("", line).strip(_EDGES)
    dangles = _DANGLING.search(line)
    if _BROKEN_OFF.search(line) or (dangles and dangles[0].strip().lower() not in _ENDS_WELL):
        return ""
    return restored(" ".join(line.split()))


_ADDRESS: Final = re.compile(r",\s+(?:so(?:\s+(?!it|i\b|he|she|they|we)[\w']+){1,3}|(?-i:[A-Z][a-z]+))$", re.IGNORECASE)
"""What is said to the agent at the end: ", Devin", ", so be gentle"."""
_EDGES: Final = " ,.;:!?-\u2013\u2014\u2026\"'"


def restored(line: str) -> str:
    """``line`` with "I" and dropped apostrophes written as they should be, and no capital to begin with."""
    spelled = [_spell(word) for word in line.split(" ")]
    if spelled and spelled[0].lower() in _MAY_OPEN and not spelled[0].startswith("I"):
        spelled[0] = spelled[0].lower()
    return " ".join(spelled)


_MAY_OPEN: Final = frozenset(
    "my our the your they they've he she it it's nobody no noone somebody someone there there's we we've we're we'd you you've this "
    "every each two three four half both all none a an that".split()
)


def _spell(word: str) -> str:
    bare = word.lower()
    if bare in {"im", "ive"}:
        return "I'm" if bare == "im" else "I've"
    if bare in {"i", "i'm", "i've", "i'd", "i'll"}:
        return "I" + bare[1:]
    fixed = reading.words(word)
    return fixed[0] if len(fixed) == 1 and fixed[0].replace("'", "") == bare and fixed[0] != bare else word


def _stands_alone(clause: str) -> bool:
    return (
        LEAST_WORDS <= len(clause.split()) <= MOST_WORDS
        and bool(_WHO.match(clause))
        and not _NOT_A_PROBLEM.search(clause)
        and not _STILL_FOUL.search(clause)
        and not _TWO_IN_ONE.search(clause)
        and not _NO_NEWS.search(clause)
        and not telling.hangs(clause)
        and bool(_PRONOUN_FIRST.match(clause) or _DOES.search(clause))
        and '"' not in clause
        and "*" not in clause
        and len(_telling(clause)) >= 2
    )


def _telling(clause: str) -> frozenset[str]:
    return frozenset(_TELLING.findall(clause.lower())) - _COMMON
