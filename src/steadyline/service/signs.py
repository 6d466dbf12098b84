"""
Short things said: a sign of listening, or an answer that matters?

Recognisers are at their worst on half a second of sound, and half a second may be the "no" on which the call turns. So
a short stretch is always recognised, it costs little, and then judged by what was heard and who had the floor:

- Words that answer ("no", "exactly", "stop") are words, whoever was speaking.
- Words that do both ("yeah", "okay", "right") are a sign of listening within the other's speech, an answer after it.
- Hums ("mm-hm", "uh") are signs of listening.
- Other words within the other's speech are most often junk: the sign is kept, the words are not.
- Other words after it are an answer ("Tuesday"), and stay.

A sign of listening is always kept, with its time; it may have no words.
"""

import re
from typing import Final

_ANSWERS: Final = frozenset(
    """no nope never exactly correct absolutely definitely wrong stop wait please yes yep thanks hello sorry what
    why""".split()
)
_ANSWER_PHRASES: Final = frozenset({"not really", "thank you", "that's it", "hold on", "i did", "i do"})
_BOTH: Final = frozenset("yeah yah ya okay ok right sure fine good great alright see gotcha true".split())
_BOTH_PHRASES: Final = frozenset(
    {"i see", "got it", "all right", "oh okay", "i know", "go on", "go ahead", "oh no", "oh really", "of course"}
)
_HUMS: Final = frozenset("mm mmm hm hmm mhm mmhm mm-hm mm-hmm mhmm uh-huh uh huh um umm ah aha oh ooh eh er".split())


def judge(text: str, *, short: bool, within: bool) -> tuple[str, bool]:
    """The words worth keeping, and whether this is a sign of listening.

    ``short`` and ``within`` are the segment's: little voice, and said within somebody else's speech.
    """
    if not short:
        return text, False
    said = re.sub(r"[^a-z' -]", " ", text.lower()).split()
    phrase = " ".join(said)
    if not said:
        return "", True
    if phrase in _BOTH_PHRASES:
        return text, within
    if phrase in _ANSWER_PHRASES or any(word in _ANSWERS for word in said):
        return text, False
    if all(word in _HUMS for word in said):
        return text, True
    if all(word in _BOTH or word in _HUMS for word in said):
        return text, within
    return ("", True) if within else (text, False)
