"""
Words that nobody said: what recognisers make up from noise, breath and music, and how it is kept out.

Three marks give it away: more words than a mouth can say in the time, a phrase caught in a loop, and the stock lines of
the films and videos that recognisers learned from. Silence is not even tried.
"""

import re
from typing import Final

import numpy as np

from steadyline.service.ports import Audio, Recogniser

_RATE_HZ: Final = 16000
_SILENT: Final = 3e-4  # root mean square; about -70 dB below full scale, under any telephone line's own noise
_WORDS_A_SECOND: Final = 5.5
_WORDS_ALWAYS: Final = 3
_LONGEST_WORD: Final = 32
_LOOP_MADE_UP: Final = 5  # a phrase said this often running was never said at all
_LONE_JUNK: Final = frozenset({"you", "the"})  # what Whisper and Moonshine hear in noise and tones, alone
_STOCK: Final = re.compile(
    r"\b(thank(s| you)( so much)? for watching|(please )?(like and )?subscribe( to (my|our|the) channel)?"
    r"|subtitles by|captions? by|transcribed by)\b",
    re.IGNORECASE,
)


def words(text: str, seconds: float) -> str:
    """``text`` without its loops; empty where it cannot have been said in ``seconds``."""
    said = _without_loops([word for word in text.split() if len(word) <= _LONGEST_WORD])
    too_many = len(said) > seconds * _WORDS_A_SECOND + _WORDS_ALWAYS
    if too_many or [*map(_plain, said)] in [[word] for word in _LONE_JUNK] or _STOCK.search(" ".join(said)):
        return ""
    return " ".join(said)


def _plain(word: str) -> str:
    return re.sub(r"\W", "", word.lower())


def _without_loops(said: list[str]) -> list[str]:
    """Phrases of two to eight words said three times running, once; one word said over six times, three times.

    Nothing at all where a phrase goes round and round: then the rest is made up too.
    """
    plain = [*map(_plain, said)]
    kept: list[str] = []
    at = 0
    while at < len(said):
        length, times = _loop(plain, at)
        if length > 1 and times >= _LOOP_MADE_UP:
            return []
        if times > 1:
            kept += said[at : at + length * (3 if length == 1 else 1)]
            at += length * times
        else:
            kept.append(said[at])
            at += 1
    return kept


def _loop(plain: list[str], at: int) -> tuple[int, int]:
    for length in range(1, 9):
        phrase, times = plain[at : at + length], 1
        while plain[at + times * length : at + (times + 1) * length] == phrase:
            times += 1
        if times > (6 if length == 1 else 2):
            return length, times
    return 1, 1


class Plausible:
    """Any recogniser, with what nobody said kept out."""

    def __init__(self, recogniser: Recogniser) -> None:
        self._recogniser = recogniser

    @property
    def name(self) -> str:
        return self._recogniser.name

    def transcribe(self, audio: Audio) -> str:
        if not len(audio) or float(np.sqrt(np.mean(np.square(audio)))) < _SILENT:
            return ""
        return words(self._recogniser.transcribe(audio), len(audio) / _RATE_HZ)
