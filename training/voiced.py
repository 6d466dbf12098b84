"""
Lines that were really said and really recognised: what ``tools/voiced_lines`` wrote below ``training/voiced``.

A recogniser leaves out, joins and mishears otherwise than dice do. What was marked in the line as written is found
again in the words that were heard for it.
"""

import json
import re
from difflib import SequenceMatcher
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent / "voiced"
_WORD = re.compile(r"\S+")
_SOUND = re.compile(r"[^\w]+")


class Place(NamedTuple):
    """A line: ``number`` counts from 1."""

    writer: str
    slug: str
    number: int


def read(path: Path) -> dict[Place, str]:
    """What was heard of each line that was said; nothing where there is no such file."""
    if not path.exists():
        return {}
    rows = (json.loads(row) for row in path.read_text(encoding="utf-8").splitlines())
    return {Place(writer, slug, number): heard for writer, slug, number, heard in rows}


def found_again(text: str, heard: str, start: int, end: int) -> tuple[int, int] | None:
    """Where in ``heard`` the words from ``start`` to ``end`` of ``text`` stand; None where they were not heard."""
    said, again = list(_WORD.finditer(text)), list(_WORD.finditer(heard))
    matcher = SequenceMatcher(None, [_sound(w[0]) for w in said], [_sound(w[0]) for w in again], autojunk=False)
    inside: list[int] = []
    for kind, a, b, c, d in matcher.get_opcodes():
        marked = [n for n in range(a, b) if said[n].start() < end and said[n].end() > start]
        if kind == "equal":
            inside += [c + n - a for n in marked]
        elif kind == "replace" and marked:
            inside += range(c + (marked[0] - a) * (d - c) // (b - a), c + -(-(marked[-1] + 1 - a) * (d - c) // (b - a)))
    return (again[min(inside)].start(), again[max(inside)].end()) if inside else None


def _sound(word: str) -> str:
    return _SOUND.sub("", word.lower())
