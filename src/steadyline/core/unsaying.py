"""
A problem that the customer takes back in so many words: "nobody called me back. Actually, sorry, they did".

By exact wording alone, and only what plainly contradicts the problem: it says that nobody did, and now somebody has. An
answer to another question ("did they send a letter?" "actually, they did") takes nothing back.
"""

# ruff: noqa: E501  patterns are not folded

import re
from typing import Final, NamedTuple

from steadyline.core import particulars

_EDGE: Final = r"[\s,.;:!\u2026\u2013\u2014-]*"
_MARK: Final = (
    r"(?:actually|sorry|i tell a lie|tell a lie|my (?:mistake|bad|fault)|(?:scrap|scratch|forget|ignore) that|"
    r"i take (?:that|it) back|come to think of it|no wait|wait no|correction)"
)
"""Not "hang on, it's come": what has come by now was missing all the same."""
_LEAD: Final = (
    rf"(?:{_MARK}|hang on|hold on|wait|no|nope|yes|yeah|oh|well|um+|uh+|er+m?|but|and|then|so|in fact|to be fair|i'm)"
)
_WHO: Final = r"(?:they|he|she|it|you|somebody|someone|one of you|i|we)"
_DID: Final = r"(?:did|have|has|had|'ve|'s)"
_DONE: Final = "called|rang|rung|phoned|came|turned|showed|arrived|emailed|wrote|replied|answered|responded|sent|paid|refunded|told|delivered|fixed"
_THEN: Final = (
    r"(?=\s*(?:$|[.;!\u2026\u2013\u2014-]|,(?! (?:did|have|has|didn't|haven't|hasn't|i (?:think|suppose|guess|believe))\b)|"
    r"(?:i (?!think|suppose|guess|believe)|we|but|and|so|my|yesterday|sorry|thanks|thank|just|after all|once|on|this morning|last)\b))"
)
_TAKEN_BACK: Final = re.compile(
    rf"(?:^|[\s,.;:!?-])(?P<lead>(?:{_LEAD}\b{_EDGE})+)(?P<who>{_WHO})"
    rf"(?: ?(?P<did>{_DID})(?:,? (?:actually|in fact))?(?: (?P<act>(?!not\b|never\b)[a-z]+))?| (?P<done>{_DONE}))(?: (?:me|us|back|round|through|up|it)\b)*{_THEN}",
    re.IGNORECASE,
)
_SENTENCE_END: Final = re.compile(r"[.!?;]")
_MARKED: Final = re.compile(rf"\b{_MARK}\b", re.IGNORECASE)
_YES: Final = re.compile(r"\b(?:yes|yeah)\b", re.IGNORECASE)
_NOTHING_DONE: Final = re.compile(
    r"\b(?:nobody|no one|no-one|never|(?:didn't|did not|haven't|have not|hasn't|has not|hadn't))\b", re.IGNORECASE
)
_AND: Final = re.compile(r",? (?:and|but) ", re.IGNORECASE)
_TELLING: Final = 3
"""Words that still tell something by themselves, at the least."""
_TELLS_MORE: Final = re.compile(r"\b(?:because|so|while)\b|,")
"""What is taken back is one clause; what hangs together with it may still hold."""
_PERSONS: Final = re.compile(r"\b(?:nobody|no one|no-one|they|he|she|you|your|someone|somebody)\b", re.IGNORECASE)
_OWN: Final = re.compile(r"^(?:i|i've|we|we've)\b", re.IGNORECASE)
_SAME_ACT: Final = tuple(
    frozenset(forms.split())
    for forms in (
        "call calls called calling rang ring rings rung phone phoned",
        "come comes came coming turn turned show showed",
        "arrive arrives arrived arriving come came delivered",
        "email emailed emails write wrote written",
        "reply replied answer answered respond responded",
        "send sent",
        "pay paid refund refunded",
        "tell told",
        "get got gotten received receive",
        "fix fixed",
        "deliver delivered",
    )
)


class TakenBack(NamedTuple):
    """Words that take a problem back. ``act``: what was done after all; empty where it is not said ("they did").

    ``start``: where they begin in the line. ``when``: what follows to the end of the sentence. ``marked``: said as a correction, and not as a bare no or yes. ``answers``:
    a "yes" stands with it.
    """

    who: str
    act: str
    start: int
    when: str
    marked: bool
    answers: bool


def find(line: str) -> tuple[TakenBack, ...]:
    """Where ``line`` takes something back, in order."""
    line, told = line.replace("\u2019", "'"), list[TakenBack]()
    for found in _TAKEN_BACK.finditer(line):
        lead = found["lead"]
        act = (found["act"] or found["done"] or "").lower()
        if not act and found["did"].startswith("'"):
            continue
        told.append(
            TakenBack(
                who=found["who"].lower(),
                act=act,
                start=found.start("lead"),
                when=_SENTENCE_END.split(line[found.end() :])[0],
                marked=_MARKED.search(lead) is not None,
                answers=_YES.search(lead) is not None,
            )
        )
    return tuple(told)


def left_of(back: TakenBack, problem: str) -> str | None:
    """What of ``problem`` still holds, clause by clause; empty for nothing, None where it is not plainly taken back."""
    joints = [(0, 0), *(found.span() for found in _AND.finditer(problem)), (len(problem), len(problem))]
    denied = [at for at in range(len(joints) - 1) if _contradicts(back, problem[joints[at][1] : joints[at + 1][0]])]
    if len(denied) != 1:
        return None
    before, after = joints[denied[0]], joints[denied[0] + 1]
    left = (problem[: before[0]] + problem[after[0] :] if before[0] else problem[after[1] :]).strip(" ,.;:!")
    return left if len(left.split()) >= _TELLING else ""


def _contradicts(back: TakenBack, clause: str) -> bool:
    """Whether ``clause`` says that what was done after all was not done."""
    line = clause.replace("\u2019", "'").lower().strip(" ,.;:!?")
    if not _NOTHING_DONE.search(line) or _TELLS_MORE.search(line) or _another_time(back.when, line):
        return False
    if back.act:
        said = {back.act}.union(*(forms for forms in _SAME_ACT if back.act in forms))
        if not said & set(re.findall(r"[a-z']+", line)):
            return False
    if back.who in ("i", "we"):
        return _OWN.search(line) is not None
    own, persons = _OWN.search(line) is not None, _PERSONS.search(line) is not None
    return not own and (back.who != "it" or not persons)


def _another_time(when: str, problem: str) -> bool:
    """Whether it was done at a time that is not the problem's: "they did come on Tuesday", and nobody on Thursday."""
    told = {(one.kind, one.value) for one in particulars.find(when)}
    others = {(one.kind, one.value) for one in particulars.find(problem)}
    return any(kind == another and value != at for kind, value in told for another, at in others)
