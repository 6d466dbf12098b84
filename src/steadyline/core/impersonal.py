"""
A problem without who brought it about: "we charged you twice" is "you were charged twice".

For what is said back and put in writing, where our own words must neither admit nor deny. Only what was plainly done to
the customer, or to one thing of theirs, is turned; a verb that is not known, another object, or a second deed stays as
it was told.
"""

import re
from typing import Final

from steadyline.core import phrases

_PARTICIPLE: Final = {
    "cut": "cut",
    "gave": "given",
    "hit": "hit",
    "kept": "kept",
    "left": "left",
    "let": "let",
    "lost": "lost",
    "put": "put",
    "sent": "sent",
    "shut": "shut",
    "sold": "sold",
    "threw": "thrown",
    "told": "told",
    "took": "taken",
}
_GOES_ON: Final = {
    "billing": "billed",
    "charging": "charged",
    "chasing": "chased",
    "ignoring": "ignored",
    "overcharging": "overcharged",
    "sending": "sent",
    "telling": "told",
}
_ADVERBS: Final = r"(?:never|still|just|already|also|even|only|wrongly|always|then|again|double|first)"
_DONE: Final = re.compile(
    rf"^we(?P<have>'ve| have|'d| had)?(?P<adverb>(?: {_ADVERBS})*) (?P<verb>[a-z]+) you\b"
    r"(?P<rest>(?!'| (?:were|are|had|have|did|would)\b).*)$"
)
_DOING: Final = re.compile(rf"^we(?:'re| are)(?P<adverb>(?: {_ADVERBS})*) (?P<verb>[a-z]+ing) you\b(?P<rest>.*)$")
_TO_THEIRS: Final = re.compile(
    rf"^we(?P<have>'ve| have|'d| had)?(?P<adverb>(?: {_ADVERBS})*) (?P<verb>[a-z]+) (?P<thing>your [a-z]+)"
    r"(?P<rest>(?: (?:in|on|at|off|out|up|from|to|for|with|without|over|again|twice|last|yesterday|today|and|but)\b.*)?"
    r")$"
)
_NOT_DEEDS: Final = frozenset("needed wanted asked liked loved hoped wished".split())
_HAS_BEEN: Final = {"'ve": ("has", "have"), " have": ("has", "have"), "'d": ("had", "had"), " had": ("had", "had")}
_ANOTHER_DEED: Final = re.compile(
    r"\b(?:and|but|then)(?: (?:then|also|never|still|just|now))* "
    r"(?!(?:and|then|also|never|still|just|now|you|your|you'\w+|he|she|it|they|i|the|a|an|this|that|there|my|his|her|their|"
    rf"{'|'.join(phrases.NUMBER_WORDS)}|"
    r"nobody|no|someone|somebody|nothing|everything|again|twice)\b|\d)"
)
"""A verb of the same doer's, which would have to be turned too: "we charged you twice and refused to talk"."""
_WAS: Final = ("was", "were")
_WERE: Final = {"": "you were", "'ve": "you've", " have": "you have", "'d": "you'd", " had": "you had"}


def told(clause: str) -> str:
    """``clause``, already turned to "you" and without its capital, with nobody named who did it."""
    if _ANOTHER_DEED.search(clause):
        return clause
    if found := _DONE.match(clause):
        have = found["have"] or ""
        if done := _participle(found["verb"], after_have=bool(have)):
            been = " been" if have else ""
            return f"{_WERE[have]}{found['adverb']}{been} {done}{found['rest']}"
    if (found := _TO_THEIRS.match(clause)) and found["verb"] not in _NOT_DEEDS:
        have, several = found["have"] or "", found["thing"].endswith("s") and not found["thing"].endswith("ss")
        if done := _participle(found["verb"], after_have=bool(have)):
            was = f"{_HAS_BEEN[have][several]}{found['adverb']} been" if have else f"{_WAS[several]}{found['adverb']}"
            return f"{found['thing']} {was} {done}{found['rest']}"
    if (found := _DOING.match(clause)) and found["verb"] in _GOES_ON:
        return f"you're{found['adverb']} being {_GOES_ON[found['verb']]}{found['rest']}"
    return clause


def _participle(verb: str, *, after_have: bool) -> str:
    if verb.endswith("ed") and len(verb) > 3 and verb not in ("need", "feed"):
        return verb
    if after_have:
        return verb if verb in _PARTICIPLE.values() else ""
    return _PARTICIPLE.get(verb, "")
