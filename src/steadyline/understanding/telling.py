"""
How likely a clause of the customer's is the problem they called about.

Numbers for a clause: its words, what they tell of (a failure, an amount, a hardship), who it speaks of, and where it
stands in the line and the call. The weights are learnt from what people noted; the layout is the model file's.
"""

# ruff: noqa: E501  patterns are not folded

import itertools
import re
import zlib
from collections.abc import Mapping
from typing import Final

import msgspec
import numpy as np
import numpy.typing as npt

from steadyline.understanding import text as reading

Vector = npt.NDArray[np.float32]

BUCKETS: Final = 1024
_SIGNALS: Final = (
    "states_problem",
    "repeat_contact",
    "hardship",
    "venting",
    "corrects",
    "confirms",
    "states_outcome",
    "threat_leave",
)
_WENT_WRONG: Final = re.compile(
    r"\b(?:(?:over ?|double[- ]?|mis)?charg(?:ed|ing)|billed|billing me|debited|(?:took|taken|taking)(?: \w+){0,4} (?:account|money|card|pounds?|dollars?|euros?|quid|wages|deposit|driveway|bank|twice)|cut (?:me |us )?off|hung up|disconnected|locked (?:me |us )?out|passed (?:around|from)|"
    r"transferred|refused|declined|denied|rejected|delayed|cancelled|canceled|bumped|stranded|stuck|blocked|frozen|suspended|lost|missed|missing|"
    r"broke|broken|damaged|smashed|cracked|torn|ripped|bent|leak(?:s|ed|ing)?|dripping|flooded|burst|stopped|stops|failed|fails|failing|faulty|dead|died|"
    r"wrong|late|empty|doubled|gone up|went up|gone down|went down|dropp(?:ed|ing)|drops|crash(?:ed|es|ing)?|freezes|freezing|overheat\w*|"
    r"ignored|forgot(?:ten)?|never|nobody|no one|noone|didn't|doesn't|don't have|hasn't|haven't|won't|can't (?:get|use|pay|log|open|work|sleep|walk|see|reach|cook|wash|drive|make|turn|go|do|access|even)|couldn't|isn't (?:work\w*|there|right|mine|on)|wasn't|weren't|not (?:been|working|had|received|arrived|got|come|there|right|mine)|"
    r"still (?:no|not|waiting|don't|haven't|hasn't|isn't|off|down|broken|out|owe|being|getting|here|in)|been (?:waiting|off|down|out|without|on hold|told|charged|trying|sitting|left|stuck|three|two|four|five|six|weeks|days|a week|a month)|"
    r"no (?:heating|heat|hot water|water|power|internet|broadband|signal|electric\w*|gas|refund|reply|answer|sign|money|credit|phone|service|wifi|record|email|receipt|explanation|dial tone)|without (?:any |a |my |our )?\w+|"
    r"waited (?:in|all|for|two|three|four|five|an|over|half|on)|on hold|called (?:three|four|five|six|twice|two|\w+ times)|rang (?:three|four|five|twice|\w+ times)|"
    r"keeps? (?:\w+ing|cutting|asking|telling|on)|(?:three|four|five|six|seven|two) times|twice|instead of|the wrong|supposed to|meant to|left (?:me|us|my|it|in|out|on|outside)|sent (?:me|us|back|the|my|it|him|her|to)|"
    r"out of|overdrawn|owe|in (?:debt|arrears|collections)|given away|sold|stolen|disappeared|vanished|bounced|expired|cancelling|evicted|cold|black mou?ld|mould|mold|damp)\b",
    re.IGNORECASE,
)
_AMOUNT: Final = re.compile(
    r"\b(?:\d+|two|three|four|five|six|seven|eight|nine|ten|twenty|thirty|forty|fifty|hundred|thousand|twice|half|pounds?|dollars?|quid|euros?|"
    r"weeks?|days?|months?|hours?|monday|tuesday|wednesday|thursday|friday|saturday|sunday|january|february|march|april|may|june|july|august|"
    r"september|october|november|december)\b",
    re.IGNORECASE,
)
_HARDSHIP: Final = re.compile(
    r"\b(?:oxygen|asthma|baby|pregnant|wheelchair|dementia|died|funeral|hospital|operation|cancer|rent|evicted|insulin|dialysis|disabled|ill|sick|"
    r"crisis|pills|medication|heart|stroke|widow|kids?|child|daughter|son|mother|mum|mom|dad|father|wife|husband|nan|burial|laid off|afford|groceries)\b",
    re.IGNORECASE,
)
_POINTS_BACK: Final = re.compile(r"^(?:it|it's|he|she|they|they've|you|you've|that|this)\b", re.IGNORECASE)
_POINTS_BACK_WELL: Final = re.compile(
    r"\b(?:never|still|keeps?|stopped|stops|broke|broken|damaged|smashed|arrived|leaks?|leaking|dropping|drops|died|dead|crash\w*|freez\w+|"
    r"doesn't (?:work|turn|start|fit|open|charge|connect|load|ring)|(?:didn't|did not) (?:come|arrive|work|turn|show|fit|call|ring|send|help)|won't \w+|hasn't \w+|haven't \w+|"
    r"charged|billed|cut (?:me|us)|sent (?:me|us)|hung up|lost|refused|cancelled|closed|denied|ignored|overcharged|left (?:me|us|my|our|it))\b",
    re.IGNORECASE,
)
_HANGS: Final = re.compile(r"^(?:it|he|she|they|that|this|there)\b", re.IGNORECASE)
_SHORT: Final = 6
_OPENS_WITH: Final = tuple(
    re.compile(rf"^(?:{words})\b", re.IGNORECASE)
    for words in ("you|you've", "my|our", "i|i've|we|we've", "it|it's|that", "nobody|no one|there's|there")
)
_SPEAKS_OF: Final = tuple(re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for words in ("my|our|me|us", "you|your"))


class Standing(msgspec.Struct, frozen=True):
    """Where a clause stands: the signals of its line, which of the customer's lines it is (from 1), its place among
    the clauses of the line (from 0), and how many there are.
    """

    signals: Mapping[str, float]
    line: int
    place: int
    clauses: int


def hangs(clause: str) -> bool:
    """Whether the clause is short and says nothing without what was said before it: "it's a green door"."""
    short = len(clause.split()) <= _SHORT
    return short and bool(_HANGS.match(clause)) and not (_POINTS_BACK_WELL.search(clause) or _WENT_WRONG.search(clause))


def features(clause: str, standing: Standing) -> Vector:
    """The numbers, shape ``(SIZE,)``."""
    said = reading.words(clause)
    held = np.zeros(BUCKETS, np.float32)
    for gram in (*said, *(f"{a} {b}" for a, b in itertools.pairwise(said))):
        held[zlib.crc32(gram.encode()) % BUCKETS] = 1.0
    held /= max(1.0, float(np.sqrt(held.sum())))
    return np.concatenate([held, _told(clause, len(said)), _placed(standing)]).astype(np.float32)


def _told(clause: str, count: int) -> list[float]:
    amounts = len(_AMOUNT.findall(clause))
    flags = (
        _WENT_WRONG.search(clause),
        _HARDSHIP.search(clause),
        _POINTS_BACK.match(clause),
        _POINTS_BACK_WELL.search(clause),
        *(pattern.match(clause) for pattern in _OPENS_WITH),
        *(pattern.search(clause) for pattern in _SPEAKS_OF),
    )
    return [*(float(bool(flag)) for flag in flags), float(amounts > 0), amounts / 4, count / 20, count < 5, count > 13]


def _placed(s: Standing) -> list[float]:
    place = [s.line == 1, s.line == 2, s.line > 8, s.place == 0, min(s.place, 5) / 5, 1 / (1 + s.clauses)]
    return [*(s.signals.get(name, 0.0) for name in _SIGNALS), *map(float, place)]


SIZE: Final = len(features("", Standing({}, 1, 0, 1)))
