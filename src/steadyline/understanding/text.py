"""
Words as the model reads them.

Written text and a recogniser's text of the same speech come out alike: lower case, no punctuation, apostrophes put back
where a recogniser dropped them. What is stripped is never shown to a person; quotes come from the utterance itself.
The work is bounded: of a very long utterance the head and the tail are read.
"""

import functools
import re
import unicodedata
from typing import Final

HEAD_WORDS: Final = 160
TAIL_WORDS: Final = 96
LONGEST_CHARACTERS: Final = 40_000
LONGEST_WORD: Final = 40
_LATELY: Final = 16
"""Texts whose words are remembered: several ask for those of one line."""

_BARE_CONTRACTIONS: Final = {
    "aint": "ain't",
    "arent": "aren't",
    "cant": "can't",
    "couldnt": "couldn't",
    "couldve": "could've",
    "didnt": "didn't",
    "doesnt": "doesn't",
    "dont": "don't",
    "hadnt": "hadn't",
    "hasnt": "hasn't",
    "havent": "haven't",
    "hes": "he's",
    "im": "i'm",
    "isnt": "isn't",
    "itll": "it'll",
    "ive": "i've",
    "shes": "she's",
    "shouldnt": "shouldn't",
    "shouldve": "should've",
    "thats": "that's",
    "theres": "there's",
    "theyd": "they'd",
    "theyll": "they'll",
    "theyre": "they're",
    "theyve": "they've",
    "wasnt": "wasn't",
    "werent": "weren't",
    "weve": "we've",
    "whats": "what's",
    "wheres": "where's",
    "whos": "who's",
    "wont": "won't",
    "wouldnt": "wouldn't",
    "wouldve": "would've",
    "yall": "y'all",
    "youd": "you'd",
    "youll": "you'll",
    "youre": "you're",
    "youve": "you've",
}
_MASK: Final = re.compile(r"\b([a-z])[*#@$%_\-]{2,}[a-z]*|(?<!\w)[*]{3,}(?!\w)")
_MASKED: Final = {"f": "fuck", "s": "shit", "b": "bitch", "c": "cunt", "a": "ass", "d": "damn", "w": "wanker"}
_WORD: Final = re.compile(r"[^\W_]+(?:'[^\W_]+)*")


def clean(text: str) -> str:
    """``text`` on one line, without control or invisible characters, apostrophes made straight. Case is kept."""
    text = text[:LONGEST_CHARACTERS]
    if text.isascii() and text.isprintable():
        return " ".join(text.replace("`", "'").split())
    folded = unicodedata.normalize("NFKC", text)
    folded = folded.replace("\u2019", "'").replace("\u2018", "'").replace("\u00b4", "'").replace("`", "'")
    plain = "".join(c if unicodedata.category(c)[0] != "C" else " " for c in folded)
    return " ".join(plain.split())


def words(text: str) -> list[str]:
    """The words of ``text`` in lower case, contractions whole; masked swearing counts as what it masks."""
    return list(_words(text))


@functools.lru_cache(maxsize=_LATELY)
def _words(text: str) -> tuple[str, ...]:
    lowered = _MASK.sub(lambda m: " " + _MASKED.get(m[1] or "f", "fuck") + " ", clean(text).lower())
    found = [w[:LONGEST_WORD] for w in _WORD.findall(lowered)]
    if len(found) > HEAD_WORDS + TAIL_WORDS:
        found = found[:HEAD_WORDS] + found[-TAIL_WORDS:]
    return tuple(_BARE_CONTRACTIONS.get(w, w) for w in found)


def normal(text: str) -> str:
    """`words`, joined by single spaces."""
    return " ".join(words(text))
