"""
The words of a problem, made fit to be read back to an angry person.

Without fillers, false starts and swearing, nothing added, their own words and order; "me mam" is written "my mam". What
calls somebody names is left out, and so is what does not say a thing to its end.
"""

# ruff: noqa: E501  patterns are not folded

import re
from typing import Final

from steadyline.understanding import text as reading

LEAST_WORDS, MOST_WORDS = 3, 24
_FILLERS: Final = re.compile(
    r"(?:(?<=^)|(?<=[\s,.;!?-]))(?:u+m+|u+h+|e+r+m*|a+h+|hm+|mm+|you know(?: what)?|i mean|i'm telling you|i tell you|to be honest|"
    r"honestly|basically|literally|obviously|frankly|seriously|sort of|kind of|at the end of the day|as i say|like i (?:say|said)|"
    r"believe me|mind you|for (?:god|christ|fuck|goodness)'?s?'? sake|oh my god|my god|jesus(?: christ)?|christ)(?=[\s,.;!?-]|$),?",
    re.IGNORECASE,
)
_SWEARING: Final = re.compile(
    r"\b(?:(?:mother)?fuck(?:ing|in'?|in)|bloody|goddamn(?:ed)?|god damn(?:ed)?|damn(?:ed)?|effing|frigging?|freaking|flipping|"
    r"sodding|bleeping|shitty|pissing)\s+|\b(the|this|that|these|those|your|my|an?) (?:stupid|crappy)\s+",
    re.IGNORECASE,
)
"""Words that can be left out and nothing is lost: "bleeding" may be what happened, and "I felt stupid" what they felt."""
_FOUL: Final = re.compile(
    r"\b(?:\w*fuck\w*|\w*shit\w*|crap|bitch\w*|cunt\w*|arse\w*|ass|piss\w*|bollocks|bastards?|wank\w*|idiots?|morons?|"
    r"liars?|useless|joke|clowns?|incompetent|crooks?|pathetic|disgrace\w*|muppets?|gobshites?|tossers?)\b|\*",
    re.IGNORECASE,
)
_ACCUSED: Final = re.compile(
    r"\b(?:you|you're|youre|you've|youve|they|they're|theyre|this is|it's|your (?:company|lot|bank|firm|outfit))\b(?: \w+){0,3}? "
    r"(?:lying|lied|lies|scamm?\w*|robb\w+|thieves|thief|disgusting)\b",
    re.IGNORECASE,
)
"""Where the same word tells what happened, it stays: "your salesman lied to my dad"."""
_KIN: Final = (
    "mam|mum|mom|ma|dad|da|nan|nana|gran|granny|grandad|son|lad|lass|daughter|wife|missus|husband|partner|sister|brother|kids?|bairns?|wains?|"
    "babby|neighbour|hair|head|legs?|arm|teeth|eyes|feet|knees?|hip"
)
_GOODS: Final = (
    "money|order|bill|parcel|delivery|appointment|tickets?|flight|room|booking|deposit|tablets|medicine|meds|prescription|oxygen|policy|dog|cat|wheelchair|"
    "pension|wages|benefits|house|flat|car|van|bike|phone|telly|boiler|heating|gas|electric|meter|card|bank|account|bag|coat|shoes|glasses|hearing aids?|"
    "keys|door|windows?|fridge|washer|oven|broadband|internet|drive|tools"
)
_OLD: Final = "(?:(?:old|own|new|little|poor|wee|late|best|front|back) )?"
_ME: Final = re.compile(
    rf"\bme(?= {_OLD}(?:{_KIN})(?:'s|s)?\b)|(?P<lead>^|\b(?:it's|and|but|on|of|with|from|into|in|at|out|off|lost|took|taken|broke|smashed|nicked|blocked|"
    rf"cancelled|stopped) )me(?= {_OLD}(?:{_GOODS})(?:'s|s)?\b)",
    re.IGNORECASE,
)
"""\"My" as many say it: "me mam's oxygen"; "you sold me tickets" is none."""
_STAMMER: Final = re.compile(r"\b((?:[\w']{1,40}[\s,]+){0,3}?[\w']{1,40})(?:[,\s.\u2026-]+\1\b)+,?", re.IGNORECASE)
_OPENING: Final = re.compile(
    r"^(?:(?:yeah|yes|yep|no(?=[,.;]|\s+(?:no|it|it's|its|i|i'm|im|i've|ive|you|you've|youve|we|we've|they|they've|he|she|that|the|my|your|our|nobody|because|but|so|look|listen)\b)|okay|ok|oh|well|so|right|look|listen|and|but|because|cos|then|also|just|please|sorry|hi|hello|hey|"
    r"anyway|meanwhile|see|plus|the (?:thing|problem|issue) is(?: that)?|my (?:problem|issue) is(?: that)?|it's (?:just |only )?that|that)\b[\s,]*)+"
    r"(?=\S+\s+\S)",
    re.IGNORECASE,
)
_DANGLING: Final = re.compile(
    r"(?:(?:\s+|^)(?:and|but|or|so|the|a|an|my|our|your|because|that|which|if|i|then|than|until|till|while|cause|cos))+$",
    re.IGNORECASE,
)
_WHAT_THEY_THINK: Final = re.compile(
    r"(?<=\w)(?<!\bwhen)(?<!\bwhenever)(?<!\bwhile)(?<!\bif)(?<!\btime)[,.;]?\s+(?:and\s+)?(?:it|that|this)(?:'?s| is) "
    r"(?:(?:just|so|absolutely|completely|totally|really|bloody|an?) )*"
    r"(?:disgusting|disgrace(?:ful)?|ridiculous|joke|unacceptable|shocking|terrible|awful|appalling|pathetic|outrageous|not (?:on|good enough|acceptable))$",
    re.IGNORECASE,
)
"""What is said of the problem at its end, and is none itself: "you sent her a bill, it's disgusting"."""
_SENTENCE_ENDS: Final = re.compile(r"[.!?;\u2026]+\s")
_AFTERTHOUGHT_WORDS: Final = 2
_FAULT_WORDS: Final = 8
_NOT_SO: Final = re.compile(r"\b(?:not|no|never|nothing|nobody|still|empty|gone|wrong|instead|\w+n't)\b", re.IGNORECASE)
_QUOTED: Final = re.compile(r"^(?:we|i)'ll\b[^,]*,\s*(?:and|but)\s+(?=\S+\s+\S)", re.IGNORECASE)
"""What they were told, before what came of it: "we'll call you back, and nobody called"."""
_ONLY_TOLD: Final = re.compile(
    r"^(?:(?:that|and|but) )*(?:they|he|she|you|someone|somebody)(?:'d| would|'ll| will| were going to| was going to) (?:be )?"
    r"(?:arrange|call|cancel|come|contact|credit|deliver|email|fix|give|phone|put|refund|replace|ring|send|sort|text|waive|write)\b"
    r"(?!.*\b(?:and|but|then)\b)",
    re.IGNORECASE,
)
"""What they were told would be done, and nothing of what was: "they'd ring me Monday"."""
_WHEN_ALONE: Final = re.compile(
    r"^(?:when|while|once|after) (?:i|we|he|she|they) (?!.*\b(?:not|no|never|nobody|nothing|and|but|\w+n't)\b)[^,]{,30}$",
    re.IGNORECASE,
)
"""When something was, and not what: "when I picked him up"."""
_ECHO: Final = re.compile(r"^((\w+)\b.*\w),\s*\2$", re.IGNORECASE)
_IS: Final = re.compile(r"'s (?!(?:got|been|had|just|gone|not|only|still|going)\b)\w+$")
"""A word more than are written: "the pizza's cold"."""
_CUT_SHORT: Final = re.compile(
    r"(?<!\bwas )(?<!\bwere )(?<!\bbeen )(?<!\bgot )(?<!\bbeing )\b(?:charged|took|sent|told|gave|put|made|owes?|keeps?)$",
    re.IGNORECASE,
)
"""What lacks its end: "the bank charged"."""
EDGES: Final = " ,.;:!?-\u2013\u2014\u2026\"'"
_MAY_OPEN: Final = frozenset(
    "my our the your they they've he she it it's nobody no noone somebody someone there there's we we've we're we'd you you've this "
    "every each two three four half both all none a an that twice still not why".split()
)
_TELLING: Final = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_COMMON: Final = frozenset(
    "i i'm i've me my we we've our us you you've your it it's its they them he she the a an and but to of for in on at by was were is "
    "are be been am have has had not no that this with from so as just still".split()
)


def tidy(words: str) -> str:
    """``words`` without noise, "I" and dropped apostrophes written as they should be, no capital to begin with."""
    line = _ME.sub(_my, _STAMMER.sub(r"\1", _SWEARING.sub(_kept, _FILLERS.sub(" ", words))))
    line = _OPENING.sub("", _one_sentence(" ".join(line.split()).strip(EDGES)))
    line = _ECHO.sub(r"\1", _QUOTED.sub("", _DANGLING.sub("", _WHAT_THEY_THINK.sub("", line)).strip(EDGES)))
    spelled = [_spell(word) for word in line.split()]
    if spelled and spelled[0].lower() in _MAY_OPEN:
        spelled[0] = spelled[0].lower()
    return " ".join(spelled)


def _my(me: re.Match[str]) -> str:
    return f"{me['lead'] or ''}my"


def _kept(sworn: re.Match[str]) -> str:
    """What stays of a match of `_SWEARING`: the word that "stupid" stood after."""
    return f"{sworn[1]} " if sworn[1] else ""


def _one_sentence(line: str) -> str:
    """The longest sentence, with what was said after it, where that is a few words ("I was charged a hundred. Twice.") or
    says what is wrong ("I booked a cot. There wasn't one.").
    """
    sentences = [s.strip(EDGES) for s in _SENTENCE_ENDS.split(line) if s.strip(EDGES)]
    if len(sentences) <= 1:
        return line
    longest = max(range(len(sentences)), key=lambda at: len(sentences[at].split()))
    told = [_uncapped(s) for s in sentences[longest + 1 : longest + 2] if _is_afterthought(sentences[longest], s)]
    return ", ".join([sentences[longest], *told])


def _is_afterthought(sentence: str, after: str) -> bool:
    words = len(after.split())
    says_what = _NOT_SO.search(after) and not _NOT_SO.search(sentence)
    return words <= _AFTERTHOUGHT_WORDS or bool(says_what and words <= _FAULT_WORDS)


def _uncapped(sentence: str) -> str:
    first = sentence.split(" ", 1)[0].lower()
    return sentence if first == "i" or first.startswith("i'") else sentence[0].lower() + sentence[1:]


def fit(words: str) -> bool:
    """Whether the words may be read back: enough of them, not too many, nobody called names, and told to the end."""
    whole = (
        LEAST_WORDS <= len(words.split()) + bool(_IS.search(words))
        and len(words.split()) <= MOST_WORDS
        and not _CUT_SHORT.search(words)
    )
    scrap = _FOUL.search(words) or _ACCUSED.search(words) or _ONLY_TOLD.search(words) or _WHEN_ALONE.search(words)
    return whole and not scrap and bool(telling(words))


def _spell(word: str) -> str:
    bare = word.lower()
    if bare in {"im", "ive"}:
        return "I'm" if bare == "im" else "I've"
    if bare in {"i", "i'm", "i've", "i'd", "i'll"}:
        return "I" + bare[1:]
    fixed = reading.words(word)
    return fixed[0] if len(fixed) == 1 and fixed[0].replace("'", "") == bare and fixed[0] != bare else word


def telling(clause: str) -> frozenset[str]:
    """The words of ``clause`` that tell something by themselves."""
    return frozenset(_TELLING.findall(clause.lower())) - _COMMON
