"""
What is heard by its exact wording, whatever the model makes of it.

Two things must never go unheard for want of examples: that somebody no longer wants to live, which is `hardship`, and
the plainest threat to kill. Figures of speech ("I'd rather die than ring you again", "he's going to kill me") are
neither. More than these is the model's to tell.
"""

import re
from collections.abc import Iterator
from typing import Final

from steadyline.understanding import text as reading

SURE: Final = 0.95
"""How likely the signal is then, at the least."""

_HINT: Final = re.compile(
    r"\b(?:die|dead|alive|myself|life|live|living|suicidal|any ?more|it all|without me|kill)\b", re.IGNORECASE
)
"""One of these is in all of them: a line without is not looked at twice."""
_KILL: Final = r"(?:kill(?:ing)? myself|end(?:ing)? (?:it all|my (?:own )?life)|tak(?:e|ing) my own life)"
_LIVE: Final = (
    r"(?:be alive|be here any ?more|(?:live|wake up)(?: like this)? any ?more|"
    r"(?:(?:carry|go) on )?living(?! (?:here|in|with)))"
)
_NO_WILL_TO_LIVE: Final = re.compile(
    rf"\b(?:want|wanted|going|gonna|ready|trying|tried|thought about|thinking (?:about|of)|like) (?:to )?{_KILL}|"
    rf"\b(?:i'll|i will|might as well|could|i'd) (?:just )?{_KILL}|"
    r"\b(?:i (?:just )?want to|i (?:just )?wanna|wish i could(?: just)?) die\b(?! of\b)|\bwish i (?:was|were) dead\b|"
    rf"\b(?:don't|do not|didn't) (?:even )?(?:want to|wanna|see the point in) {_LIVE}|"
    r"\b(?:nothing|no reason|no point) (?:left )?(?:to live(?: for)?|in living)\b|\bsuicidal\b|"
    r"\b(?:they|everyone|everybody|you)(?:'d| would) be better off without me(?: here)?$"
)
_TO_KILL: Final = re.compile(
    r"(?<!not )\b(?:i'll|i will|i'm (?:going to|gonna)|i am going to|i'ma) (?:\w+ )?kill you\b"
)


def heard(text: str) -> Iterator[str]:
    """The customer's signals that are in ``text`` (clean) beyond doubt; almost always none."""
    if not _HINT.search(text):
        return
    line = reading.normal(text)
    if _NO_WILL_TO_LIVE.search(line):
        yield "hardship"
    if _TO_KILL.search(line):
        yield "threat_harm"
