"""
What is heard by its exact wording, whatever the model makes of it.

That somebody no longer wants to live (`hardship`), and the plainest threat to kill: both are too rare to be learnt well
and too grave to go by. The wordings are few and narrow; figures of speech ("I'd rather die than ring you again"),
what is denied and what others said are left to the model, as is every other way to say it.
"""

# ruff: noqa: E501  patterns are not folded

import re
from collections.abc import Iterator
from typing import Final

SURE: Final = 0.95
"""How likely the signal is then, at the least."""

_HINT: Final = re.compile(
    r"\b(?:die|dead|alive|here|myself|life|live|living|suicidal|end it all|without me|kill)\b", re.IGNORECASE
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
    r"\b(?:they|everyone|everybody|my family|the kids)(?:'d|d| would) (?:all )?be better off without me(?: (?:here|now|around))?$",
)
_LIFE: Final = re.compile("|".join(_NO_WILL_TO_LIVE))
_TO_KILL: Final = re.compile(
    r"\b(?:i'?ll|i will|i'?m (?:going to|gonna)|i am going to) (?:fucking |bloody |effing )?kill you\b(?! with\b)"
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
        threat = _TO_KILL.search(line)
        if threat and not _OTHERS_SAID.search(line, 0, threat.start()):
            yield "threat_harm"
