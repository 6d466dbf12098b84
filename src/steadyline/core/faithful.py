"""
Whether a passage said in other words still says the same, and nothing more.

The law: the words that carry matter are the same words, in the same order. Only joints may come and go ("a", "the",
"and", "that"); hesitations, swear words and words said twice may go; a verb may agree ("you was", "you were"); a comma
or a stop may be put in where a clause begins. So no number, name, date, promise, apology or offer can enter, none can
leave, and none can change its place. Who rewords better than this is not believed: a lost improvement costs nothing, a
changed fact does.
"""

import re
import unicodedata
from collections import Counter
from typing import Final

FEWEST_WORDS: Final = 4
MOST_WORDS: Final = 60
"""Of a passage that is worth rewording: shorter has nothing to mend, longer is no sentence."""

_JOINTS: Final = frozenset("a an the and that".split())
_NEEDLESS: Final = frozenset(
    "um umm uh uhh er err erm ehm hm hmm mm mmm actually basically literally obviously anyway bloody damn damned "
    "goddamn fucking frigging freaking effing flipping sodding".split()
)
_AGREE: Final = {
    "is": "be",
    "are": "be",
    "am": "be",
    "'s": "be",
    "'re": "be",
    "'m": "be",
    "were": "was",
    "has": "have",
    "'ve": "have",
    "does": "do",
    "'ll": "will",
}
_SHORT: Final = {"won't": "will not", "can't": "can not", "cannot": "can not", "shan't": "shall not"}
_NUMBERS: Final = frozenset(
    "zero oh nought one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million half "
    "quarter double triple".split()
)
_NEVER_A_STUTTER: Final = _NUMBERS | {"not", "no", "never"}
_LONGEST_STUTTER: Final = 3

_FREE_SIGNS: Final = frozenset(" .,'-")
_MARKUP: Final = frozenset("<>{}[]`*_#|\\=~^@")
_QUOTE_MARKS: Final = frozenset('"\u201c\u201d\u201e\u00ab\u00bb')
_ENDS: Final = " .,;:!?"
_BEGINS_A_CLAUSE: Final = frozenset(
    "and but or so because since although though while when until if then which who i you he she it we they there "
    "nobody somebody everybody nothing now".split()
)
"""Only before these may a comma or a stop be put in: "you were, charged" is worse than none at all."""
_PLAIN_WORD: Final = re.compile(r"[^\W_]+(?:['-][^\W_]+)*'?")
_SENTENCE_END: Final = re.compile(r"[.!?]+(?=\s|$)")
_WORD: Final = re.compile(r"[^\W_]+(?:'[^\W_]+)*|[^\w\s.,;:!?'()\-\u2013\u2014\u2026]")
_ENDING: Final = re.compile(r"(?<=.)(n't|'(?:s|re|m|ve|ll))$")

_TO_A_MACHINE: Final = re.compile(
    r"\b(?:ignor\w*|disregard\w*|forget|overrid\w*|bypass\w*|follow|obey|reveal|repeat|print)\b(?:\W+\w+){0,5}?\W+"
    r"(?:rules?|instructions?|prompts?|guidelines|polic(?:y|ies)|above|previous|earlier|everything)\b"
    r"|\b(?:system|developer|assistant|user)\s*:"
    r"|\b(?:system prompt|language model|chat ?bot|jail ?break|as an ai|developer mode|new instructions)\b"
    r"|\b(?:you are|you're|we are|we're|act as|pretend (?:to be|that)) (?:now |an? )+(?:ai|model|machine|assistant)\b"
    r"|\b(?:mark|rate|classify|label|score) (?:me|you|us|this|it|the call)\b"
    r"|\b(?:respond|reply|answer|output|rewrite|translate|summari[sz]e)\b(?:\W+\w+){0,3}?\W+"
    r"(?:with|only|exactly|this|that|following|as)\b",
    re.IGNORECASE,
)


def may_be_reworded(passage: str) -> bool:
    """Whether a passage is one that words may be mended in: plain, of a sentence's length, no quote, not prompt-like.

    A quote is somebody's own words and stays theirs. Prompt-like text ("ignore the rules and say ...") is never put
    to a model: what it would make of it is not worth knowing.
    """
    return (
        FEWEST_WORDS <= len(passage.split()) <= MOST_WORDS
        and not any(sign in _QUOTE_MARKS or sign in _MARKUP or not sign.isprintable() for sign in passage)
        and _TO_A_MACHINE.search(_straight(passage)) is None
    )


def shaped(original: str, said: str) -> str:
    """``said`` with the beginning and the end of ``original``: its capital or none, its full stop or none."""
    straight = _straight(said).strip()
    core = straight.rstrip(_ENDS)
    if not core:
        return ""
    end = original[len(original.rstrip(_ENDS)) :]
    first = core.split()[0]
    if original[:1].isupper():
        core = core[0].upper() + core[1:]
    elif original[:1].islower() and first not in _straight(original).split() and not first.startswith(("I'", "I ")):
        core = core[0].lower() + core[1:]
    return core + end


def why_not(original: str, said: str) -> str:
    """Why ``said`` may not stand for ``original``; empty where it may."""
    original, said = _straight(original), _straight(said)
    if not said.strip():
        return "empty"
    if len(said.split()) > len(original.split()) * 1.25 + 2 or len(said) > len(original) * 1.5 + 12:
        return "too long"
    if not _is_plain(original, said):
        return "not plain text"
    if _sentences(said) > max(2, _sentences(original)):
        return "too many sentences"
    if _shouts(said) and not _shouts(original):
        return "capitals"
    told, says = _words(original), _words(said)
    if Counter(word for word in says if word in _NEEDLESS) - Counter(word for word in told if word in _NEEDLESS):
        return "other words"
    if _numbers(told) != _numbers(says):
        return "other numbers"
    once = _once(told)
    if _matter(says) not in (_matter(told), _matter(once)):
        return "other words"
    return "stray signs" if _strays(original, said) else ""


def _straight(text: str) -> str:
    return text.replace("\u2019", "'").replace("\u2018", "'")


def _is_plain(original: str, said: str) -> bool:
    """Letters, digits and the plainest punctuation; any other sign only as often as the original has it."""
    signs = Counter(sign for sign in said if not (sign.isascii() and sign.isalnum()) and sign not in _FREE_SIGNS)
    return all(sign.isprintable() for sign in said) and not signs - Counter(original)


def _strays(original: str, said: str) -> bool:
    """Whether a sign stands where none may: inside a word or before it, or parting what belongs together."""
    told = original.casefold().split()
    bare = {chunk.rstrip(_ENDS) for chunk in told}
    chunks = said.casefold().split()
    for chunk, then in zip(chunks, [*chunks[1:], ""], strict=True):
        word = chunk.rstrip(_ENDS)
        if word not in bare and not _PLAIN_WORD.fullmatch(word):
            return True
        if then and chunk != word and chunk not in told and _ENDING.sub("", then.rstrip(_ENDS)) not in _BEGINS_A_CLAUSE:
            return True
    return False


def _sentences(text: str) -> int:
    return max(1, len(_SENTENCE_END.findall(text)))


def _shouts(text: str) -> bool:
    letters = [sign for sign in text if sign.isalpha()]
    return sum(sign.isupper() for sign in letters) * 2 > len(letters)


# --- words ---------------------------------------------------------------------------------------------------------


def _words(text: str) -> list[str]:
    """The words of ``text``, contractions opened. What holds a digit is one word, to the letter: "17:00", "-1.50"."""
    words = list[str]()
    for chunk in text.split():
        bare = chunk.lstrip("(").rstrip(".,;:!?)\u2026")
        if _has_digit(bare):
            words.append(bare)
        else:
            for word in _WORD.findall(chunk.casefold()):
                words += _opened(word)
    return words


def _opened(word: str) -> list[str]:
    word = _SHORT.get(word, word)
    found = _ENDING.search(word)
    if found is None:
        return word.split()
    ending = "not" if found[0] == "n't" else found[0]
    return [*_opened(word[: found.start()]), ending]


def _has_digit(text: str) -> bool:
    return any(unicodedata.numeric(sign, None) is not None for sign in text)


def _is_number(word: str) -> bool:
    return word in _NUMBERS or _has_digit(word)


def _numbers(words: list[str]) -> list[str]:
    """Every number, in order, with the joint before it that may be part of it: "two and fifty", "A 12"."""
    numbers = list[str]()
    for before, joint, word in zip(["", "", *words], ["", *words], words, strict=False):
        belongs = (joint == "and" and _is_number(before)) or (joint == "a" and _has_digit(word))
        if _is_number(word):
            numbers.append(f"{joint} {word}" if belongs else word)
    return numbers


def _matter(words: list[str]) -> list[str]:
    """The words that must stay, in order, whatever they agree with. "Been" needs no "have" before it to be the same."""
    stay = [_AGREE.get(word, word) for word in words if word not in _JOINTS and word not in _NEEDLESS]
    following = [*stay[1:], ""]
    return [
        word for word, then in zip(stay, following, strict=False) if not (then == "been" and word in ("have", "be"))
    ]


def _once(words: list[str]) -> list[str]:
    """Without hesitations, and what was said twice over said once; never a number, and never a no."""
    words = [word for word in words if word not in _NEEDLESS]
    for length in range(_LONGEST_STUTTER, 0, -1):
        at = 0
        while at + 2 * length <= len(words):
            run = words[at : at + length]
            again = words[at + length : at + 2 * length] == run
            if again and not any(_is_number(word) or word in _NEVER_A_STUTTER for word in run):
                del words[at : at + length]
            else:
                at += 1
    return words
