"""
Which of the customer's words are the problem.

A concern is one clause of theirs, in their own words and order, without fillers, false starts and swearing; nothing is
added. It may be read back to an angry person, so a clause is taken only if it stands alone: it names who and what
happened, and accuses nobody of character. In doubt there is none. Works with and without punctuation.
"""

# ruff: noqa: E501  patterns are not folded

import re
from collections.abc import Iterable
from typing import Final

from steadyline.understanding import text as reading

MOST: Final = 3
LEAST_WORDS, MOST_WORDS = 3, 20
SAME: Final = 0.6
"""Share of the telling words in common from which two concerns are one."""

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
    r"they (?:never|didn't|sent|charged|told|said)|it's (?:been|the|not|still)|it (?:never|doesn't|won't|keeps))\b)",
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
    r"^(?:i|i'm|i've|i'd|we|we've|we're|we'd|you|you've|they|they've|he|she|it|it's|nobody|no one|noone|somebody|someone|there's|there is|"
    r"there was|there are|there were|half (?:of )?(?:my|our|the)|both (?:of )?(?:my|our|the)|none of (?:my|our|the)|(?:my|our|the|your|this|every|each|two|three|four|all|a|an)\s+[\w'-]+(?:\s+[\w'-]+){0,5}?)"
    r"\s+(?P<what>.*)$|^(?P<contracted>i'm|i've|we've|we're|it's|there's|they've|you've)\s",
    re.IGNORECASE,
)
_WENT_WRONG: Final = re.compile(
    r"\b(?:(?:over ?|double[- ]?|mis)?charg(?:ed|ing)|billed|billing me|debited|(?:took|taken|taking)(?: \w+){0,4} (?:account|money|card|pounds?|dollars?|euros?|quid|wages|deposit|driveway|bank|twice)|cut (?:me |us )?off|hung up|disconnected|locked (?:me |us )?out|passed (?:around|from)|"
    r"transferred|refused|declined|denied|rejected|delayed|cancelled|canceled|bumped|stranded|stuck|blocked|frozen|suspended|lost|missed|missing|"
    r"broke|broken|damaged|smashed|cracked|torn|ripped|bent|leak(?:s|ed|ing)?|dripping|flooded|burst|stopped|stops|failed|fails|failing|faulty|dead|died|"
    r"wrong|late|empty|doubled|gone up|went up|gone down|went down|dropp(?:ed|ing)|drops|crash(?:ed|es|ing)?|freezes|freezing|overheat\w*|"
    r"ignored|forgot(?:ten)?|never|nobody|no one|noone|didn't|doesn't|don't have|hasn't|haven't|won't|can't (?:get|use|pay|log|open|work|sleep|walk|see|reach|cook|wash|drive|make|turn|go|do|access|even)|couldn't|isn't (?:work\w*|there|right|mine|on)|wasn't|weren't|not (?:been|working|had|received|arrived|got|come|there|right|mine)|"
    r"still (?:no|not|waiting|don't|haven't|hasn't|isn't|off|down|broken|out|owe|being|getting|here|in)|been (?:waiting|off|down|out|without|on hold|told|charged|trying|sitting|left|stuck|three|two|four|five|six|weeks|days|a week|a month)|"
    r"no (?:heating|heat|hot water|water|power|internet|broadband|signal|electric\w*|gas|refund|reply|answer|sign|money|credit|phone|service|wifi|record|email|receipt|explanation|dial tone)|without (?:any |a |my |our )?\w+|"
    r"waited (?:in|all|for|two|three|four|five|an|over|half|on)|on hold|called (?:three|four|five|six|twice|two|\w+ times)|rang (?:three|four|five|twice|\w+ times)|"
    r"keeps? (?:\w+ing|cutting|asking|telling|on)|(?:three|four|five|six|seven|two) times|twice|instead of|the wrong|supposed to|meant to|left (?:me|us|my|it|in|out|on|outside)|sent (?:me|us|back|the|my|it|him|her|to)|"
    r"out of|overdrawn|owe|in (?:debt|arrears|collections)|given away|sold|stolen|disappeared|vanished|bounced|expired|cancelling|evicted|cold|black mou?ld|mould|mold|damp)\b",
    re.IGNORECASE,
)
_NOT_A_PROBLEM: Final = re.compile(
    r"^(?:i|we)(?:'d| would|'ll| will)?\s+(?:just |only |really |do |don't |didn't |still |honestly )*(?:want|need|like|love|hope|think|thought|guess|suppose|know|mean|swear|wish|believe|expect|"
    r"appreciate|understand|care|see|hear|bet|doubt|wonder|reckon|remember|ask you|asked you|am asking|can't believe|have to say|demand|mind|said|get it|get that|feel)\b|"
    r"^(?:i'm|i am|we're) (?:not (?:going|asking|having|being|shouting|happy|interested|paying|doing|accepting|leaving|saying|waiting|stupid|an?\b|the\b)|sick|tired|fed|done|furious|angry|fuming|livid|going|gonna|asking|sorry|calling|ringing|phoning|telling|trying to|just|afraid|sure|glad|happy|fine|here|so)\b|"
    r"^(?:i'll|we'll|i'd|we'd better|you're|you can(?:'t)?|you don't|you need|you should|you have to|you lot|you people are|you always|you just|you know|you think|you want|you could|you never listen|you won't)\b|"
    r"^(?:it's|it is|that's|this is|that is|it was) (?:not |just |so |all |a |an |the |my )*(?:fine|okay|joke|insult|farce|point|okay|true|good|right then|lie|way|principle|best|least|same|worst|what|why|how|because|about|up to|always|time|last)\b|"
    r"^(?:the|my|this|that|your) (?:point|question|worst|least|next|last thing|only thing|best|money|fault|answer|hell|way|same thing|question)\b|"
    r"\b(?:would you|could you|can you|do you|did you|have you|are you|will you|tell me|how dare|i swear|i don't know|what (?:do|am|are|is)|sue|lawyer|ombudsman|supervisor|manager|thank|cancel my|please)\b|"
    r"\b(?:if|unless|maybe|perhaps|probably|what if|whether)\b|^(?:they|he|she|it|that) (?:can|could|should|would|might|will|must|can't be|won't be)\b|\b(?:wouldn't|don't want|don't care|don't need|don't think|don't understand|don't believe|didn't say|haven't finished|never mind|never said|said|knew)\b",
    re.IGNORECASE,
)
_DANGLING: Final = re.compile(
    r"(?:\s+|^)(?:and|but|or|so|the|a|an|to|of|for|with|at|in|on|by|from|my|our|your|their|his|her|this|these|because|that|which|who|when|where|if|is|was|are|were|"
    r"been|being|i|we|they|he|she|it's|i'm|i've|just|then|than|as|like|about|into|saying|says|said|even|very|really|all|know|though|now then|right|yeah|okay|no|yes|please|well|again and|what|how|"
    r"mate|love|pal|sir|ma'am|madam|sweetheart|honey|either)$",
    re.IGNORECASE,
)
_TWO_IN_ONE: Final = re.compile(
    r"\w\s+(?:(?:and|but|so|then) )?(?:its|it's|that's|thats|dont|don't you|and i|then i|so i)\s", re.IGNORECASE
)
_POINTS_BACK: Final = re.compile(r"^(?:it|it's|he|she|they|they've|you|you've|that|this)\b", re.IGNORECASE)
_POINTS_BACK_WELL: Final = re.compile(
    r"\b(?:never|still|keeps?|stopped|stops|broke|broken|damaged|smashed|arrived|leaks?|leaking|dropping|drops|died|dead|crash\w*|freez\w+|"
    r"doesn't (?:work|turn|start|fit|open|charge|connect|load|ring)|didn't (?:come|arrive|work|turn|show|fit|call|ring|send|help)|won't \w+|hasn't \w+|haven't \w+|"
    r"charged|billed|cut (?:me|us)|sent (?:me|us)|hung up|lost|refused|cancelled|closed|denied|ignored|overcharged|left (?:me|us|my|our|it))\b",
    re.IGNORECASE,
)
_STAMMER: Final = re.compile(r"\b((?:[\w']+[\s,]+){0,3}?[\w']+)(?:[,\s.\u2026-]+\1\b)+,?", re.IGNORECASE)
_TELLING: Final = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_COMMON: Final = frozenset(
    "i i'm i've me my we we've our us you you've your it it's its they them he she the a an and but to of for in on at by was were is "
    "are be been am have has had not no that this with from so as just still".split()
)


def find(text: str) -> tuple[str, ...]:
    """The problems that ``text`` tells, at most `MOST`, as clauses without capital or full stop. Often none."""
    found: list[str] = []
    for clause in _clauses(text):
        tidy = _tidy(clause)
        if _stands_alone(tidy) and not known(tidy, found):
            found.append(tidy)
    return tuple(found[:MOST])


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
    marked = bool(re.search(r"[.,;!?]", text))
    cut: list[str] = []
    for sentence in sentences:
        for part in _COMMA.split(sentence):
            for clause in _JOINT.split(part):
                cut.extend([clause] if marked else _UNMARKED.split(clause))
    return cut


def _tidy(clause: str) -> str:
    line = _STAMMER.sub(r"\1", _SWEARING.sub("", " ".join(clause.split()))).strip(" ,.;:!?-\u2013\u2014\u2026\"'")
    line = _OPENING.sub("", line)
    before = ""
    while before != line:
        before, line = line, _DANGLING.sub("", line).strip(" ,.;:!?-\u2013\u2014\u2026\"'")
    return restored(" ".join(line.split()))


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
    count = len(clause.split())
    return (
        LEAST_WORDS <= count <= MOST_WORDS
        and bool(_WHO.match(clause))
        and bool(_WENT_WRONG.search(clause))
        and not _NOT_A_PROBLEM.search(clause)
        and not _STILL_FOUL.search(clause)
        and not _TWO_IN_ONE.search(clause)
        and '"' not in clause
        and "*" not in clause
        and len(_telling(clause)) >= 2
        and bool(not _POINTS_BACK.match(clause) or _POINTS_BACK_WELL.search(clause))
    )


def _telling(clause: str) -> frozenset[str]:
    return frozenset(_TELLING.findall(clause.lower())) - _COMMON
