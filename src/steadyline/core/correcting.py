"""
What somebody puts right in what was said: "sorry, April, not March", "it was three times, not twice".

By exact wording alone. A correction is read only where nothing else can be meant: the two stand side by side, both of
one kind, and nothing is added to them ("April too") or asked ("April?"). Putting it into a text changes the words it is
about and no others, and never a text in which it is not plain which these are.
"""

# ruff: noqa: E501  patterns are not folded

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from steadyline.core import particulars
from steadyline.core.particulars import Particular

_EDGE: Final = r"[\s,.;:\u2026\u2013\u2014-]*"
_MARK: Final = (
    r"(?:no|nope|nah|sorry|actually|i mean|i meant|i should say|or rather|(?:i )?tell a lie|my (?:mistake|bad)|"
    r"(?:scrap|scratch) that|make that|correction)"
)
_LEAD: Final = (
    rf"(?:{_MARK}|oh|well|um+|uh+|er+m?|wait|hang on|hold on|and|but|so|in fact|"
    r"(?:it|that|this)(?:'s| is| was|'d been| has been|'s been)|its|i said)"
)
_PREPOSITION: Final = r"(?:in|on|at|for|since|from|of|the|until|till|about|to)"
_LEADS_IN: Final = rf"{_EDGE}(?:{_LEAD}\b{_EDGE})*(?:{_PREPOSITION} )*"
_ONLY_LEADS_IN: Final = re.compile(_LEADS_IN, re.IGNORECASE)
_MARKED: Final = re.compile(rf"\b{_MARK}\b", re.IGNORECASE)
_OPENS: Final = re.compile(rf"(?:(?:oh|well|wait|hang on)\b{_EDGE})*{_MARK}\b", re.IGNORECASE)
_NOT: Final = re.compile(rf"{_EDGE}(?:and |but )?not (?:{_PREPOSITION} )*", re.IGNORECASE)
_AND_IT_WAS: Final = re.compile(rf"[,.;]? ?and it(?:'s| is| was) (?:{_PREPOSITION} )*", re.IGNORECASE)
_RUNS_ON: Final = re.compile(rf"\s*(?:and )?(?:{_PREPOSITION} )*", re.IGNORECASE)
"""What is one thing: "not eight till six"."""
_NEGATED: Final = re.compile(rf"\b(?:not|\w+n't) (?:{_PREPOSITION} )*$", re.IGNORECASE)
_CLAUSE: Final = re.compile(rf"[,.;:!?\u2026\u2013\u2014]\s*|\b(?:{_MARK}|and|but|so)\b\s*", re.IGNORECASE)
_OVER: Final = re.compile(
    r"\s*(?:$|[.!;:\u2026\u2013\u2014-]|,(?! *(?:too|also|as well|again|either)\b)|"
    r"(?:not|and(?! also)|but|so|it|it's|that|that's|i think|sorry|okay|right|please|thanks|thank)\b)",
    re.IGNORECASE,
)
_MORE: Final = re.compile(
    rf"\s*(?:,|,? ?(?:and|or|to|through|until|till|as well as)) (?:{_PREPOSITION} )*", re.IGNORECASE
)

_NAME: Final = r"(?:(?:the|my|our|your|an?) )?[a-z][\w'-]*(?: [a-z][\w'-]*)?"
_NAMED: Final = (
    re.compile(
        rf"(?:^|\b|{_EDGE})(?P<lead>{_MARK}\b{_LEADS_IN})(?P<right>{_NAME}){_EDGE} ?\bnot (?:{_PREPOSITION} )?(?P<wrong>{_NAME})(?=\s*(?:$|[.!;,]))",
        re.IGNORECASE,
    ),
    re.compile(
        rf"(?:^|\b|{_EDGE})(?P<lead>{_MARK}\b{_LEADS_IN})not (?:{_PREPOSITION} )?(?P<wrong>{_NAME})(?:[,.;\u2014-]+\s*|\s+but )(?:{_LEAD}\b{_EDGE})*(?:{_PREPOSITION} )?(?P<right>{_NAME})(?=\s*(?:$|[.!;]))",
        re.IGNORECASE,
    ),
)
_ARTICLE: Final = re.compile(r"^(?:the|my|our|your|an?|in|on|at|for|from|of|to) ", re.IGNORECASE)
_BEFORE_A_NAME: Final = re.compile(
    r"(?:^|[,.;] |\b(?:the|my|our|your|an?|this|that|his|her|their|in|on|at|to|from|for|of|with|by|is|was|it's|through|via) )$",
    re.IGNORECASE,
)
_NO_NAME: Final = re.compile(
    r"\b(?:not|just|only|even|all|really|quite|that|this|it|its|it's|i|i'm|you|he|she|they|we|me|them|him|her|us|is|was|are|were|be|been|"
    r"do|did|does|have|has|had|can|could|will|would|should|may|might|must|want|need|get|got|too|also|again|so|very|sure|true|right|wrong|"
    r"good|fair|happy|okay|ok|fine|sorry|no|yes|well|and|or|but|because|if|when|what|why|how|who|there|here|now|then|yet|much|more|"
    r"different|same|course|thats|yours|ours|mine|hers|theirs|his|decision|fault|money|point|principle|first|last|next|as|\w+n't|\w+ing|\w+ed)\b",
    re.IGNORECASE,
)  # fmt: skip

_PART_OF_A_SUM: Final = re.compile(r"(?:\d,|\b(?:hundred|thousand|million)(?: and)?) ?$", re.IGNORECASE)
"""Before a number that is only half read: "two thousand five hundred"."""
_CODE: Final = 4
"""Digits of a number that something goes by, at the least."""


class Correction(NamedTuple):
    """``right`` is what holds, in the speaker's words, and ``wrong`` what does not: empty where it was not named.

    ``told``: ``right`` as a particular, and ``meant``: ``wrong`` as one; neither where both are names. ``start`` and
    ``end``: the words in the line that put it right. ``clause``: what else is said with it ("I was charged in").
    ``opens``: a sentence begins with ``right``, which may have its capital from that.
    """

    right: str
    wrong: str
    told: Particular | None
    meant: Particular | None
    start: int
    end: int
    clause: str
    opens: bool = False


def straight(text: str) -> str:
    """``text`` with the apostrophe that the patterns know."""
    return text.replace("\u2019", "'").replace("\u2018", "'")


def find(line: str) -> tuple[Correction, ...]:
    """What is put right in ``line``, in order."""
    line = straight(line)
    told = particulars.find(line)
    read: list[Correction] = []
    for place, right in enumerate(told):
        before = told[place - 1] if place else None
        after = told[place + 1] if place + 1 < len(told) else None
        beyond = told[place + 2] if place + 2 < len(told) else None
        found = (
            (after and _right_then_wrong(line, right, after, beyond))
            or (before and _wrong_then_right(line, before, right, after))
            or _named_by_its_place(line, before, right, after)
            or (read and before and _goes_on(line, read[-1], before, right, after))
        )
        if found and not _is_one(right) and not (read and found.start < read[-1].end):
            read.append(found)
    return tuple(sorted([*read, *_names(line, read)], key=lambda one: one.start))


def put_in(text: str, correction: Correction) -> str | None:
    """``text`` with what is right in place of what is wrong; None where it is not plain, or right already."""
    line = straight(text)
    if correction.told is None:
        return _name_put_in(line, correction)
    told = [one for one in particulars.find(line) if not _NEGATED.search(line[: one.start])]
    right, wrong = correction.told, correction.meant
    if any(_same(one, right) for one in told):
        return None
    meant = [one for one in told if (_same(one, wrong) if wrong else one.kind == right.kind)]
    if len(meant) != 1:
        return None
    place = meant[0]
    if _PART_OF_A_SUM.search(line[: place.start]):
        return None
    if right.kind == place.kind:
        return line[: place.start] + correction.right + line[place.end :]
    if right.kind != "bare" or wrong is None or place.number is None or "1" in (right.value, place.amount):
        return None
    return line[: place.number[0]] + correction.right + line[place.number[1] :]


def settled(text: str) -> str:
    """A text that puts itself right, as it is meant in the end: "twice in March, no, April" is "twice in April"."""
    for correction in find(text):
        before = straight(text)[: correction.start].rstrip(" ,.;:-\u2013\u2014\u2026")
        if (right := put_in(before, correction)) is not None:
            return settled(right + straight(text)[correction.end :])
    return text


def is_marked(line: str, correction: Correction) -> bool:
    """Whether it says that it puts something right: "sorry", "no", "I mean"."""
    return _MARKED.search(straight(line), correction.start, correction.end) is not None


def opens_with_a_mark(sentence: str) -> bool:
    """Whether ``sentence`` begins by saying that it puts something right: "No, I was charged three times"."""
    return _OPENS.match(straight(sentence)) is not None


def _right_then_wrong(line: str, right: Particular, wrong: Particular, after: Particular | None) -> Correction | None:
    """ "April, not March"."""
    if _NEGATED.search(line, 0, right.start):
        return None
    if not (_NOT.fullmatch(line, right.end, wrong.start) and _alike(right, wrong) and _ends(line, wrong, after)):
        return None
    return _correction(line, right, wrong, right.start, wrong.end)


def _wrong_then_right(line: str, wrong: Particular, right: Particular, after: Particular | None) -> Correction | None:
    """ "not March, April", "it wasn't March, it was April"."""
    negated = _NEGATED.search(line, 0, wrong.start)
    gap = line[wrong.end : right.start]
    apart = _ONLY_LEADS_IN.fullmatch(gap) and not _RUNS_ON.fullmatch(gap)
    if not (negated and apart and _alike(right, wrong) and _ends(line, right, after)):
        return None
    return _correction(line, right, wrong, negated.start(), right.end)


def _named_by_its_place(
    line: str, before: Particular | None, right: Particular, after: Particular | None
) -> Correction | None:
    """ "March. Sorry, April": what is put right is the one just before; where there is none, what was said before."""
    start = before.end if before else 0
    gap = line[start : right.start]
    if (right.kind == "bare" and not (before and _is_a_code(before, right))) or not (
        _ONLY_LEADS_IN.fullmatch(gap) and _MARKED.search(gap) and _ends(line, right, after)
    ):
        return None
    if before is None:
        return Correction(line[right.start : right.end], "", right, None, 0, right.end, "")
    if before.kind != right.kind or _NEGATED.search(line, 0, before.start):
        return None
    return Correction(
        line[right.start : right.end], line[before.start : before.end], right, before, start, right.end, ""
    )


def _goes_on(
    line: str, last: Correction, before: Particular, right: Particular, after: Particular | None
) -> Correction | None:
    """ "No, it was July, and it was twice": another thing put right, with the last."""
    if last.end != before.end or before.kind == right.kind or right.kind == "bare":
        return None
    if not _AND_IT_WAS.fullmatch(line, before.end, right.start) or not _ends(line, right, after):
        return None
    return Correction(line[right.start : right.end], "", right, None, last.end, right.end, "")


def _correction(line: str, right: Particular, wrong: Particular, first: int, end: int) -> Correction:
    """With the clause it stands in: what leads up to it since the last pause, mark, "and" or "but"."""
    bounds = [found.end() for found in _CLAUSE.finditer(line, 0, first)]
    marks = [found.start() for found in _MARKED.finditer(line, 0, first)]
    begins = bounds[-1] if bounds else 0
    while marks and _ONLY_LEADS_IN.fullmatch(line, marks[-1], first):
        begins = min(begins, marks.pop())
    clause = line[begins:first]
    lead = _ONLY_LEADS_IN.match(clause)
    rest = clause[lead.end() if lead else 0 :].strip()
    said, denied = line[right.start : right.end], line[wrong.start : wrong.end]
    return Correction(said, denied, right, wrong, begins, end, rest)


def _names(line: str, read: list[Correction]) -> Iterator[Correction]:
    for pattern in _NAMED:
        for found in pattern.finditer(line):
            right, wrong = found["right"].strip(), found["wrong"].strip()
            taken = any(one.start < found.end() and found.start() < one.end for one in read)
            if taken or any(_NO_NAME.search(name) or particulars.find(name) for name in (right, wrong)):
                continue
            opens = re.search(r"(?:^|[.!?])\s*$", line[: found.start("right")]) is not None
            yield Correction(right, wrong, None, None, found.start("lead"), found.end(), "", opens)


def _name_put_in(line: str, correction: Correction) -> str | None:
    right, wrong = _ARTICLE.sub("", correction.right), _ARTICLE.sub("", correction.wrong)
    found = list(re.finditer(rf"(?<![\w'-]){re.escape(wrong)}(?![\w'-])", line, re.IGNORECASE))
    known = re.search(rf"(?<!\w){re.escape(right)}(?!\w)", line, re.IGNORECASE)
    if len(found) != 1 or known or _NEGATED.search(line[: found[0].start()]):
        return None
    if not _BEFORE_A_NAME.search(line[: found[0].start()]):  # "the picture" is not "my profile picture"
        return None
    before = re.search(r"\b(an?) $", line[: found[0].start()], re.IGNORECASE)
    if before and (before[1].lower() == "an") != (right[0].lower() in "aeiou"):
        return None
    if correction.opens and found[0][0].islower():
        right = right[0].lower() + right[1:]
    return line[: found[0].start()] + right + line[found[0].end() :]


def _alike(right: Particular, wrong: Particular) -> bool:
    return (right.kind == wrong.kind or "bare" in (right.kind, wrong.kind)) and right.value != wrong.value


def _same(one: Particular, other: Particular) -> bool:
    """Whether both say the same; a bare number is the same as any that counts so many."""
    if one.kind == other.kind:
        return one.value == other.value
    return other.kind == "bare" and (one.number is not None or one.kind == "times") and one.amount == other.value


def _ends(line: str, last: Particular, after: Particular | None) -> bool:
    """Whether nothing more belongs to it: not "April too", not "April?", not "April and May"."""
    if after and _MORE.fullmatch(line, last.end, after.start) and after.kind == last.kind:
        return False
    return _OVER.match(line, last.end) is not None


def _is_a_code(wrong: Particular, right: Particular) -> bool:
    """Whether both are numbers that something goes by ("order 4471"), and count nothing."""
    return wrong.kind == right.kind == "bare" and len(wrong.value) == len(right.value) >= _CODE


def _is_one(right: Particular) -> bool:
    return right.kind == "bare" and right.value == "1"
