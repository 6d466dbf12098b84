"""
Which of the customer's words are the problem.

The encoder marks the words (`stretches`). What it marked is widened here to the clause that tells the problem: with what
it is of, to its end, and with what came of it. `tidying` makes it fit to be read back. In doubt there is none.
"""

# ruff: noqa: E501  patterns are not folded

import re
from collections.abc import Iterable
from typing import Final

from steadyline.understanding import clauses, dialogue, stretches, tidying

MOST: Final = 3
_SURELY_ONE: Final = 0.8
_SURE_THEN: Final = 0.2
"""Where a problem is surely told, words count that are sure enough for no other line: chosen on writers left out."""
SAME: Final = 0.6
"""Share of the telling words in common from which two concerns are one."""

_TOLD_THEM: Final = re.compile(
    r"^(?:(?:that|and|but) )*(?:.{2,40}\b(?:said|promised|told me|swore|booked|supposed|meant)\b|(?:they|he|she|you|someone|somebody|(?:the|your|an?|my) \w+)"
    r"(?:'d| would|'ll| will| were going to| was going to) )(?!.*\b(?:and|but|then)\b.*\b(?:not|never|no|nobody|nothing|\w+n't)\b)",
    re.IGNORECASE,
)
"""What they were told would be, and nothing yet of what was."""
_DID: Final = r"(?:did|has|came|come|called|rang|phoned|turned up|showed(?: up)?|arrived|happened|knocked)"
_CAME_OF_IT: Final = re.compile(
    rf",? (?:and|but) (?:(?:nobody|no one|no-one|nothing) (?:ever )?{_DID}|"
    rf"(?:they|he|she|it|you) (?:never (?:have )?{_DID}|(?:didn't|did not|haven't|hasn't)))\b",
    re.IGNORECASE,
)
_CAME: Final = re.compile(
    rf"(?:nobody|no one|no-one|nothing|he never|she never|they never) (?:ever )?{_DID}\W*$", re.IGNORECASE
)
_AND: Final = re.compile(r",? (?:and|but) $", re.IGNORECASE)
_LONGEST_TOLD: Final = 18
"""Words of what they were told, at most."""
_SAID_SO: Final = re.compile(
    r"\b(?:somebody|someone|they|you|he|she|(?:your|the) \w+) (?:said|promised(?: me)?|told me)(?: that)?\s+$",
    re.IGNORECASE,
)
_REST_OF_CLAUSE: Final = re.compile(
    r"(?<=\w)(?: (?!(?:and|but|or|so|because|cos|cause|when|while|if|which|who|that|until|since|after|before|though|although|then|"
    r"as|well|like|right|please|thanks|sorry|actually|i|we|they|he|she|you)\b)[\w']+){1,4}(?=[.,;:!?]|\s+(?:and|but|so|because|when|while|sorry|actually|no sorry|i mean)\b|$)",
    re.IGNORECASE,
)
_UNENDED: Final = re.compile(
    r"\b(?:since|until|till|when|after|before|while|because|with|without|from|to|of|for|in|on|at|into|by|was|were|is|are|been|being|"
    r"had|no|really|so|very|too|a|an|the|my|your|our|his|her|their|\w+ty-(?:one|two|three|four|five|six|seven|eight|nine)|hundred)$",
    re.IGNORECASE,
)
"""What cannot be the end of a clause: "my heating hasn't worked since"."""
_ITS_END: Final = re.compile(r"(?:,? [\w'-]+){1,8}?(?=[.,;:!?\u2026]|\s+(?:and|but|so|because|cos)\b|$)")
_SUBJECT: Final = re.compile(
    r"(?:^|[,.;:!?\u2026-]\s*|\b(?:and|but|so|because|cos|that|when|since|then)\s+)"
    r"(?P<who>(?:I|we|they|he|she|it|you)(?:'(?:ve|d|s|m|re))?\s+)$",
    re.IGNORECASE,
)
_WHY: Final = re.compile(
    r"(?:^|[.,;:!?]\s*|\b(?:so|and|but|well|right|hi|hello|yes|yeah)\s+)(?P<why>(?:why|how come)(?: (?:did|do|does|has|have|had|is|was|are|were|isn't|wasn't|didn't|hasn't|haven't))?\s+)$",
    re.IGNORECASE,
)
_DONE: Final = re.compile(
    r"(?!(?:need|hundred|speed|indeed|red|bed)\b)(?:\w+ed|was|were|had|got|paid|found|lost|left|never|didn't|haven't|can't)\b",
    re.IGNORECASE,
)
_LINKS_ON: Final = re.compile(r",?\s+(?:and|but)\s*$", re.IGNORECASE)


def find(text: str, read: dialogue.Read, problem: float = 0.0) -> tuple[str, ...]:
    """The problems that ``text`` (clean) tells, in order; the surest `MOST` of them. Often none.

    ``problem``: how likely it is that it tells one, as `states_problem` says.
    """
    told = _told(text, stretches.find("concern", text, read), MOST)
    if told or problem < _SURELY_ONE:
        return told
    return _told(text, stretches.find("concern", text, read, _SURE_THEN), 1)


def _told(text: str, marked: Iterable[stretches.Stretch], most: int) -> tuple[str, ...]:
    """The problems in the surest of the marked words, in order."""
    surest = sorted(marked, key=lambda s: -s.sure)[:most]
    told: list[str] = []
    for stretch in sorted(surest):
        start = _with_its_subject(text, _with_what_was_said(text, stretch.start, stretch.end))
        words = tidying.tidy(_with_what_came_of_it(text, start, _to_its_end(text, stretch.start, stretch.end)))
        if tidying.fit(words) and not known(words, told):
            told.append(words)
    return tuple(told)


def _with_what_was_said(text: str, start: int, end: int) -> int:
    """Where the clause begins that was broken, if only its breaking is marked: "promised me a call, and" nobody rang."""
    joined = _CAME.match(text, start, end) and _AND.search(text, 0, start)
    if not joined:
        return start
    begin = clauses.start(text, joined.start())
    told = text[begin : joined.start()]
    return begin if _TOLD_THEM.match(told) and len(told.split()) <= _LONGEST_TOLD else start


def _with_its_subject(text: str, start: int) -> int:
    """Where the clause begins of which only what was done is marked: I "noticed my bill went up"."""
    if asked := _WHY.search(text, 0, start):
        return asked.start("why")
    who = _SUBJECT.search(text, 0, start)
    return who.start("who") if who and _DONE.match(text, start) else start


def _to_its_end(text: str, start: int, end: int) -> int:
    """Where the clause ends that is marked but for its last few words: "your app locked" me out."""
    rest = _REST_OF_CLAUSE.match(text, end)
    if rest is None and _UNENDED.search(text, start, end):
        rest = _ITS_END.match(text, end)
    return rest.end() if rest and not _LINKS_ON.search(text[start:end]) else end


def _with_what_came_of_it(text: str, start: int, end: int) -> str:
    """What is marked; where that is only what they were told, with what came of it: "they'd ring, and nobody did"."""
    marked = _LINKS_ON.sub("", text[start:end])
    came = _CAME_OF_IT.match(text, start + len(marked))
    if not came or not _TOLD_THEM.match(marked.strip(tidying.EDGES)):
        return text[start:end]
    by_whom = _SAID_SO.search(text, 0, start)
    return text[by_whom.start() if by_whom else start : came.end()]


def known(concern: str, others: Iterable[str]) -> bool:
    """Whether one of ``others`` tells the same, near enough in words."""
    mine = tidying.telling(concern)
    return any(
        len(mine & theirs) >= SAME * max(1, min(len(mine), len(theirs))) for theirs in map(tidying.telling, others)
    )
