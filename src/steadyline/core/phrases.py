"""
Exact words, found in what was said.

For what no model listens for, a playbook lists words. They are found whole, whatever the case and the punctuation;
``#`` stands for a number, in digits or in words.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

NUMBER_WORDS: dict[str, int] = {
    word: number
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen".split()
    )
} | {
    word: 10 * number for number, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)
}
"""Numbers below a hundred in one word."""

_WORD = re.compile(r"#|[^\W_]+(?:'[^\W_]+)*")


def found(phrases: Iterable[str], text: str) -> str | None:
    """The first of ``phrases`` that stands in ``text``."""
    line = _plain(text)
    return next((phrase for phrase in phrases if _plain(phrase) in line), None)


def count(words: Iterable[str], text: str) -> int:
    """How often any of these stands in ``text``."""
    line = _plain(text)
    return sum(len(re.findall(f"(?={re.escape(_plain(word))})", line)) for word in words)


@lru_cache(maxsize=4096)
def _plain(text: str) -> str:
    """The words with one space around each; numbers, however many of them in a row, as ``#``."""
    words = _WORD.findall(text.lower().replace("\u2019", "'"))
    told = ["#" if word in NUMBER_WORDS or word[0].isdigit() else word for word in words]
    kept = [word for word, before in zip(told, [None, *told], strict=False) if not (word == before == "#")]
    return f" {' '.join(kept)} "
