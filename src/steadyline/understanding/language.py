"""
Whether words are in a language that the model has not learnt.

It has learnt English. Of another language it says which, and judges nothing. Letters of another script tell; among
Latin ones only small words do ("que", "nicht"), of which every real sentence has some. So digits, letters spelt out,
names, codes, slang and noise are no language, however un-English they look.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Set
from typing import Final

from steadyline.understanding import text as reading
from steadyline.understanding import tongues

LEAST_WORDS: Final = 4
"""Of different words, before they alone tell a language."""
_LEAST_SMALL, _LEAST_SHARE = 2, 0.25
_SENTENCE_END: Final = re.compile(r"(?<=[.!?\u2026])\s+")
_SIGNS: Final = ".,;:!?\"'()\u00a1\u00bf\u060c\u061f\u0964"
_ENGLISH_END: Final = re.compile(r"'(?:s|d|m|t|ll|re|ve)$")
_ELIDED: Final = re.compile(r"^(?:[cdjlmnst]|qu|un|all|dell|nell)'(?=\w{2})")
_NO_ACCENT: Final = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "ß": "ss"})
_LATIN: Final = {code: frozenset(words.split()) - tongues.PARTICLES for code, words in tongues.LATIN.items()}
_SMALL_OF_ANY: Final = tongues.PARTICLES.union(*_LATIN.values())
_OTHER: Final = {
    script: {code: frozenset(words.split()) for code, words in codes.items()} for script, codes in tongues.OTHER.items()
}


def foreign(text: str, before: str = "") -> str:
    """The ISO 639-1 code of the language of ``text`` (clean) if that is clearly not English, else "".

    ``before``: what this said of the same party's last line; a few words more in it are taken for the same language.
    """
    script = _script(text)
    if script != "LATIN":
        return _nearest({word.strip(_SIGNS).lower() for word in text.split()}, _OTHER.get(script, {}))
    said = _real_words(text)
    plain, ours = _plain(said), _english_of(said)
    if not before and len(plain & _SMALL_OF_ANY) <= ours:
        return ""  # as it is of nearly every line: no language has more of its small words here than English
    code = _nearest(plain, _LATIN)
    telling = len((plain & _LATIN[code]) - tongues.ENGLISH)
    small = len(plain & (_LATIN[code] | tongues.PARTICLES))
    sentence = _is_sentence(text, said) and telling >= _LEAST_SMALL and small >= _LEAST_SHARE * len(said)
    if small > ours and (sentence or (telling and code == before)):
        return code
    theirs = plain & (_LATIN.get(before, frozenset()) | tongues.PARTICLES)
    return before if 0 < len(said) < LEAST_WORDS and not ours and theirs else ""


def english(text: str) -> str:
    """``text`` (clean) without its sentences in another language, where enough is left; else all of it."""
    sentences = _SENTENCE_END.split(text)
    ours = [sentence for sentence in sentences if not _is_aside(sentence)] if len(sentences) > 1 else sentences
    if len(ours) == len(sentences):
        return text
    kept = " ".join(ours)
    return kept if len(_real_words(kept)) >= LEAST_WORDS and not foreign(kept) else text


def _is_sentence(text: str, said: Set[str]) -> bool:
    """Whether these are words enough, and no mere row of names."""
    names = text != text.upper() and all(word[0].isupper() for word in text.split() if word[0].isalpha())
    return len(said) >= LEAST_WORDS and not names


def _is_aside(sentence: str) -> bool:
    """Whether a sentence among others is foreign; of a short one, half its words must be small words of a language."""
    said = _real_words(sentence)
    if len(said) >= LEAST_WORDS or len(said) < _LEAST_SMALL:
        return foreign(sentence) != ""
    if _english_of(said) or said & tongues.ENGLISH_TOO:
        return False
    plain = _plain(said)
    return 2 * len(plain & _LATIN[_nearest(plain, _LATIN)]) >= len(said)


def _script(text: str) -> str:
    """What most letters are written in, as Unicode names it; "" where there are none. Kana tell Japanese."""
    if text.isascii():
        return "LATIN"
    of = Counter(unicodedata.name(c, "").partition(" ")[0] for c in text if c.isalpha())
    most = max(of, key=lambda script: of[script], default="")
    return "HIRAGANA" if most == "CJK" and "HIRAGANA" in of else most


def _real_words(text: str) -> set[str]:
    """What is no digit, code or single letter; but "I" and "a" are words, which may speak for English."""
    return {word for word in reading.words(text) if word.replace("'", "").isalpha() and (len(word) > 1 or word in "ia")}


def _english_of(said: Set[str]) -> int:
    return sum(word in tongues.ENGLISH or _ENGLISH_END.search(word) is not None for word in said)


def _plain(said: Set[str]) -> set[str]:
    """The words without accents, and without what French and Italian put before an apostrophe ("m'avez")."""
    parted = unicodedata.normalize("NFD", " ".join(said).translate(_NO_ACCENT))
    bare = "".join(c for c in parted if not unicodedata.combining(c))
    return {_ELIDED.sub("", word) for word in bare.split()}


def _nearest(said: Set[str], small: Mapping[str, Set[str]]) -> str:
    """The language of whose words most are said; of those that are alike, the first; "" of none."""
    return max(small, key=lambda code: len(said & small[code]), default="")
