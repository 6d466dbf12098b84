"""
Whether a line is in a language that the model has not learnt.

It has learnt English. Of another language it says which, and judges nothing. Most lines show at once that they are
English by their small words; only those that do not are looked at more closely, and only what is clear is called
foreign: a name spelt out is no language.
"""

# ruff: noqa: E501  patterns are not folded

import unicodedata
from functools import lru_cache
from typing import Final

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from steadyline.understanding import text as reading

LEAST_WORDS, LEAST_WORDS_MIXED = 4, 6
HARDLY: Final = 0.01
"""How likely English may still be: hardly a line of 14,000 English ones is called foreign then."""
_ENGLISH_SHARE: Final = 0.3
_SMALL: Final = frozenset(
    "a about after again all am an and any are as at back be been but by call can can't could did didn't do don't down for from "
    "get go going got had has have he her here hi his how i i'd i'll i'm i've if in is isn't it it's just know like let me my "
    "need no not now of off okay on one only or our out over please right said say see she so some sorry still than thank thanks "
    "that that's the their them then there they they're this to too two up us want was we we'll we're were what when where which "
    "who why will with won't would yeah yes you you're you've your yours it'll there's they've".split()
)


def foreign(text: str, before: str = "") -> str:
    """The ISO 639-1 code of the language of ``text`` (clean) if that is clearly not English, else "".

    ``before``: what this said of the same party's last line; a few words more in it are taken for the same language.
    """
    said = reading.words(text)
    english = sum(word in _SMALL for word in said)
    if not said or english >= _ENGLISH_SHARE * len(said):
        return ""
    if _other_script(text):
        return str(_identifier().rank(text)[0][0])
    if len(said) < (LEAST_WORDS_MIXED if english else LEAST_WORDS):
        return "" if english else before
    ranked = [(str(code), float(sure)) for code, sure in _identifier().rank(text)]
    return ranked[0][0] if dict(ranked)["en"] <= HARDLY else ""


def _other_script(text: str) -> bool:
    """Whether most letters are of no Latin alphabet."""
    letters = [c for c in text if c.isalpha()]
    return 2 * sum(not unicodedata.name(c, "").startswith("LATIN") for c in letters) > len(letters)


@lru_cache(maxsize=1)
def _identifier() -> LanguageIdentifier:
    """Loaded when a line first asks for it: most calls never do."""
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
