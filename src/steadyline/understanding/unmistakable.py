"""
What is heard by its exact wording, whatever the model makes of it.

That somebody no longer wants to live (`hardship`) and the plainest threats of violence, which are too rare to be learnt
well and too grave to go by; and "escalate this", which says what it says. The wordings are few and narrow; figures of
speech ("I'd rather die than ring you again"), what is denied and what others said are left to the model, as is every
other way to say it.
"""

# ruff: noqa: E501  patterns are not folded

import re
from collections.abc import Iterator
from typing import Final

SURE: Final = 0.95
"""How likely the signal is then, at the least."""

_HINT: Final = re.compile(
    r"\b(?:die|dead|alive|here|myself|life|live|living|suicidal|end it all|without me|kill|self[ -]harm\w*|overdose|tablets|pills|paracetamol|wake up|"
    r"bomb|your (?:head|face|teeth|legs|neck|throat)|escalate\w*)\b",
    re.IGNORECASE,
)
"""One of these is in all of them: a line without is not looked at twice."""
_SENTENCE_ENDS: Final = re.compile(r"[.!?;\u2026]+")
_NO_LETTERS: Final = re.compile(r"[^\w']+")
_NO_WILL_TO_LIVE: Final = (
    r"\b(?:i(?:'ll|ll| will)|i(?:'m|m| am) (?:going to|gonna|ready to|about to)|i (?:just |only |really )?(?:want to|wanna)|"
    r"i (?:have |keep )?(?:thought|thinking) (?:of|about)|i(?:'ve|ve| have) been thinking (?:of|about)|i(?:'m|m| am) thinking (?:of|about)|"
    r"i(?:'ve|ve| have)? tried to|might as well) (?:just )?"
    r"(?:kill(?:ing)? myself(?! (?:carrying|lifting|trying|doing|working|getting|laughing|over|for|on)\b)|"
    r"(?:end|ending|take|taking) my (?:own )?life\b|end(?:ing)? it all$)",
    r"\bi (?:just |only |really )?(?:want to|wanna) die\b(?! (?:of|from|laughing|when|for)\b)|"
    r"\bi(?:'d|d| would) rather be dead$|\bwish i (?:was|were) dead\b",
    r"\bi (?:don'?t|do not|didn'?t|no longer) (?:even |really |just )?(?:want to|wanna|see (?:the|any) point (?:in|of)) "
    r"(?:be alive\b|(?:be here|live|living)(?: any ?(?:more|longer))$|liv(?:e|ing)$|(?:go|carry) on living\b)",
    r"\b(?:nothing|no reason) (?:left )?to live(?: for)?$|\bno point in living$",
    r"\bi(?:'m|m| am| feel| have been feeling|'ve been feeling) (?:(?!not\b)\w+ )?suicidal\b",
    r"\bi(?:'ll|ll| will|'m (?:going to|gonna)|m (?:going to|gonna)| am going to) (?:hang|drown|shoot|harm|top) myself(?! (?:out|with|for|over|up|in)\b)",
    r"\bi(?:'d|d| would) be better off dead$",
    r"\bi(?:'ve|ve| have)? (?:been |keep |started )?self[ -]harm(?:ing|ed)\b",
    r"\bi(?:'ve|ve| have) (?:just )?(?:taken|swallowed|took) (?:an overdose|(?:all|the whole|a whole|too many)(?: (?:of|my|the|packet|bottle|box|pack)){,4} (?:tablets|pills|paracetamol))\b(?! (?:back|to|from|with|for)\b)",
    r"\bi (?:don'?t|do not) (?:want to|wanna) wake up (?:tomorrow|again|any ?more)$",
    r"\b(?:they|everyone|everybody|my family|(?:the|my) (?:kids|children|girls|boys)|my (?:wife|husband))(?:'d|d| would) (?:all )?be better off without me(?: (?:here|now|around))?$",
)
_LIFE: Final = re.compile("|".join(_NO_WILL_TO_LIVE))
_I_WILL: Final = r"\b(?:i'?ll|i will|i'?m (?:going to|gonna)|i am going to) (?:fucking |bloody |effing )?"
_VIOLENCE: Final = re.compile(
    rf"{_I_WILL}(?:kill you\b(?! with\b)|rip your (?:fucking |bloody )?(?:head|throat|face)\b|(?:smash|kick|bash|cave|break|punch) your (?:fucking |bloody )?(?:head|face|teeth|skull|legs|neck)\b(?! of\b))|"
    r"\bthere(?:'s| is) a bomb (?:in|under|at|outside) (?:your|the) (?:office|building|shop|branch|store|bank|depot|car park|place)\b"
)
_UPWARDS: Final = re.compile(
    r"^(?:(?:right|okay|ok|no|well|look|so|and|then|just|please) )*(?:i(?:'d| would)? (?:want|need|like) (?:to escalate (?:this|it|my complaint)|(?:this|it|my complaint) escalated)|escalate (?:it|this|my complaint))"
    r"(?: (?:please|now|then|today|to (?:the next|a higher) level))*$"
)
_OTHERS_SAID: Final = re.compile(r"\b(?:said|says|saying|told|tells|telling|wrote|texted|shouted|threatened)\b")


def heard(text: str) -> Iterator[str]:
    """The customer's signals that are in ``text`` (clean) beyond doubt; almost always none."""
    if not _HINT.search(text):
        return
    for sentence in _SENTENCE_ENDS.split(text.lower()):
        line = _NO_LETTERS.sub(" ", sentence).strip()
        if _LIFE.search(line):
            yield "hardship"
        if _UPWARDS.match(line):
            yield "asks_supervisor"
        threat = _VIOLENCE.search(line)
        if threat and not _OTHERS_SAID.search(line, 0, threat.start()):
            yield "threat_harm"
