"""
The customer's words turned to "you", ready to be said back.

``to_you`` changes who is spoken of and nothing else: no fact is added, dropped or reworded. Every first person of the
customer, alone or with the household, becomes "you"; "you people" becomes "we". It never fails: words that it has no
rule for pass through.
"""

import re
from collections.abc import Iterable
from typing import Final

_CUSTOMER: Final = {
    "i": "you",
    "i'm": "you're",
    "im": "you're",
    "i've": "you've",
    "ive": "you've",
    "i'd": "you'd",
    "i'll": "you'll",
    "me": "you",
    "my": "your",
    "mine": "yours",
    "myself": "yourself",
    "we": "you",
    "we're": "you're",
    "we've": "you've",
    "weve": "you've",
    "we'd": "you'd",
    "we'll": "you'll",
    "us": "you",
    "our": "your",
    "ours": "yours",
    "ourselves": "yourselves",
}
_COMPANY: Final = {
    "you're": "we're",
    "youre": "we're",
    "you've": "we've",
    "youve": "we've",
    "you'd": "we'd",
    "you'll": "we'll",
    "your": "our",
    "yours": "ours",
    "yourself": "ourselves",
    "yourselves": "ourselves",
}
_BE: Final = {"am": "are", "was": "were", "wasn't": "weren't", "wasnt": "weren't", "ain't": "aren't"}

_TOKEN: Final = re.compile(r"[^\W_]+(?:'[^\W_]+)*|[^\w\s]+|_+")
_AND_I: Final = re.compile(r"^my ((?:\w+ )?\w+) and (?:i|me)\b(?!')", re.IGNORECASE)
"""Only where a clause begins: after a verb, "my flight and I" are two clauses."""
_YOU_LOT: Final = re.compile(r"\byou (?:people|lot|guys|folks?|fellas|boys)\b'?|\by'?all\b", re.IGNORECASE)

_OBJECT_AFTER: Final = frozenset(
    "to for from with at by on of about against between past behind like without after before "
    "told tell gave give call called calling ring rang ringing phone phoned ask asked asking pay paid paying owe owed "
    "let thank thanked trust trusted".split()
)
_SUBJECT_AFTER_VERB: Final = frozenset(
    "are were have had do did will would can could should cut said say told promised keep kept charged charge sent "
    "send took take never always still just only lost lose broke refused refuse owe owed cancelled closed blocked "
    "changed don't didn't haven't hadn't won't can't couldn't wouldn't shouldn't aren't weren't put made make "
    "left let gave "
    "give shut tried closed dropped billed overcharged double went got get want need know knew".split()
)
_NOT_VERBS: Final = frozenset("hundred indeed red bed instead".split())
_HELPERS: Final = frozenset(
    "do did don't didn't are were aren't weren't have haven't had hadn't will won't would wouldn't can can't could "
    "couldn't should shouldn't and but because when if that what who which why how since until after before then so "
    "where while as says saying".split()
)
_ADVERBS: Final = frozenset(
    "still never always only just also already really actually even once then definitely".split()
)
_ASKING: Final = frozenset("why when where how what who which and but so".split())
_OPENERS: Final = frozenset(
    "i'm i've i'd i'll im ive a an the my our your you we he she it they this that these those there nobody noone no "
    "someone somebody everyone everything nothing every each when after before then since because if what who why how "
    "and but so not now still again last first second third one two three four five six all some any both half most "
    "your it's that's there's he's she's they're they've we're we've you're you've his her their its me mine us for "
    "from with without in on at by to of as until while where which never always only just even yesterday today "
    "tomorrow your something anything another neither either instead".split()
)
_QUIET_ENDS: Final = " \t\n.,;:!?-\u2013\u2014\u2026"


def to_you(clause: str) -> str:
    """``clause``, said by the customer of themself, as the agent would say it to them. No capital, no full stop.

    "I was charged twice in March" gives "you were charged twice in March"; "you people cut me off", "we cut you off".
    """
    straight = clause.replace("\u2019", "'").replace("\u2018", "'")
    plain = _lower_first(" ".join(straight.split()).strip(_QUIET_ENDS))
    plain = _AND_I.sub(r"we and my \1", _YOU_LOT.sub("you", plain))
    pieces = _TOKEN.findall(plain)
    gaps = _TOKEN.split(plain)
    turned = [_turn(pieces, at) for at in range(len(pieces))]
    woven = gaps[0] + "".join(word + gap for word, gap in zip(turned, gaps[1:], strict=True))
    return " ".join(woven.split())


def join(clauses: Iterable[str]) -> str:
    """Clauses already turned, as one sentence: "You were charged twice in March, and nobody called you back."

    Empty for no clauses.
    """
    told = [c for clause in clauses if (c := " ".join(clause.split()).strip(_QUIET_ENDS))]
    if not told:
        return ""
    head = ", ".join(told[:-1])
    sentence = f"{head}, and {told[-1]}" if head else told[-1]
    return sentence[0].upper() + sentence[1:] + "."


def _turn(pieces: list[str], at: int) -> str:
    word = pieces[at]
    low = word.lower()
    if low in _CUSTOMER:
        return _cased(word, _CUSTOMER[low])
    if low == "you":
        return _cased(word, "we" if _is_subject(pieces, at) else "us")
    if low in _COMPANY:
        return _cased(word, _COMPANY[low])
    if low in _BE and _of_the_customer(pieces, at):
        return _cased(word, _BE[low])
    return word


def _of_the_customer(pieces: list[str], at: int) -> bool:
    """Whether the verb at ``at`` ("was", "am") has "I" as its subject: just before it, or just after in a question."""
    if pieces[at].lower() == "am":
        return True
    before = at - 1
    while before >= 0 and pieces[before].lower() in _ADVERBS:
        before -= 1
    if before >= 0 and pieces[before].lower() == "i":
        return True
    follows = pieces[at + 1].lower() if at + 1 < len(pieces) else ""
    opens = at == 0 or pieces[at - 1].lower() in _ASKING or not pieces[at - 1][0].isalnum()
    return follows == "i" and opens


def _is_subject(pieces: list[str], at: int) -> bool:
    follows = pieces[at + 1].lower() if at + 1 < len(pieces) else ""
    before = pieces[at - 1].lower() if at else ""
    if at == 0:
        return True
    acts = follows in _SUBJECT_AFTER_VERB or (follows.endswith("ed") and follows not in _NOT_VERBS)
    if before in _OBJECT_AFTER and not acts:
        return False
    return bool(follows) and (acts or before in _HELPERS or not before[0].isalnum())


def _cased(was: str, now: str) -> str:
    return now.upper() if len(was) > 1 and was.isupper() and "'" not in was else now


def _lower_first(text: str) -> str:
    """Without the sentence's capital, unless the word is one that keeps it (a name, initials)."""
    first = text.split(" ", 1)[0]
    if first.lower().strip(",") in _OPENERS and not (len(first) > 1 and first.isupper()):
        return text[0].lower() + text[1:]
    return text
