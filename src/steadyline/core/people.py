"""
Names of people and teams: one name, whatever the case of its letters and the spaces between its words.

Whoever asks for "tom" and is shown nothing of Tom's takes it for all clear.
"""

import unicodedata


def folded(name: str) -> str:
    """What every spelling of this name has in common."""
    return unicodedata.normalize("NFC", " ".join(unicodedata.normalize("NFD", name).casefold().split()))


def same(name: str, other: str) -> bool:
    """Whether these are spellings of one name."""
    return name == other or folded(name) == folded(other)
