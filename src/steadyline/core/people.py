"""
Names of people and teams: one name, whatever the case of its letters and the spaces between its words.

Whoever asks for "tom" and is shown nothing of Tom's takes it for all clear.
"""

import unicodedata


def fit(name: str) -> str:
    """Without what Postgres has no place for: what a call says of itself may hold anything."""
    return name.replace("\0", "")


def folded(name: str) -> str:
    """What every spelling of this name has in common; of what is no name, as blanks are none, nothing is left."""
    return unicodedata.normalize("NFC", " ".join(unicodedata.normalize("NFD", fit(name)).casefold().split()))


def same(name: str, other: str) -> bool:
    """Whether these are spellings of one name."""
    return folded(name) == folded(other) != ""
