"""
Where sentences end, and what an act hangs on.

By marks where there are any: what a recogniser gives without marks is one sentence. A politeness ("if you like") is no
condition.
"""

import re
from collections.abc import Iterator
from typing import Final

EDGES: Final = " ,.;:!?-\u2013\u2014\u2026\"'"
"""What may stand about words without being of them."""

_ENDS: Final = re.compile(r"(?<!\bmr)(?<!\bmrs)(?<!\bms)(?<!\bdr)(?<!\bst)[.!?;\u2026](?:\s|$)", re.IGNORECASE)
_IF: Final = re.compile(r"\b(?:if|unless)\b", re.IGNORECASE)
_POLITE: Final = re.compile(
    r"if (?:you (?:like|want|wish|prefer|'d|would|don't mind|need|allow)|that's|that is|that suits|it helps|i may|"
    r"i can|possible|not\b|so\b|need be)",
    re.IGNORECASE,
)


def parted(text: str) -> bool:
    """Whether a sentence ends within ``text``."""
    return _ENDS.search(text) is not None


def longest(text: str) -> str:
    """The longest sentence of ``text``."""
    return max(_ENDS.split(text), key=len)


def start(text: str, at: int) -> int:
    """Where the sentence begins that ``at`` is of."""
    return max((found.end() for found in _ENDS.finditer(text[:at])), default=0)


def end(text: str, at: int) -> int:
    """Where the sentence ends that ``at`` is of."""
    found = _ENDS.search(text, at)
    return found.start() if found else len(text)


def conditions(text: str, first: int, last: int) -> Iterator[int]:
    """Where conditions begin between ``first`` and ``last``."""
    return (found.start() for found in _IF.finditer(text, first, last) if not _POLITE.match(text, found.start()))
