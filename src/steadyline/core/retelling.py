"""
The customer's problems as they put them right: which note a correction is about, and which problem is taken back.

A wrong change is worse than none. A correction changes one note and no other: the one that holds what is wrong, or
where that is not named, the one told or said back just before; in doubt none. What answers an offer or a question of
the agent's ("not Monday, Tuesday please") is no correction of a problem. No word enters a note that the customer did
not say.
"""

# ruff: noqa: E501  patterns are not folded

import re
from collections.abc import Iterable
from typing import Final

import msgspec

from steadyline.core import concerns, correcting, particulars, unsaying
from steadyline.core.concerns import Between, Concerns, Noted
from steadyline.core.correcting import Correction
from steadyline.core.events import Concern, ConcernNoted, ConcernTakenBack, Finding, Heard
from steadyline.core.particulars import Particular
from steadyline.core.unsaying import TakenBack

_ELSEWHERE: Final = ("offers_option", "promises", "asks_detail", "asks_outcome", "asks_permission")
_TO_COME: Final = re.compile(
    r"\b(?:can|could|shall|will|would|i'll|we'll|you'll|they'll|he'll|she'll|it'll|going to|what|when|which|how about|do you|next|"
    r"booked|booking|appointment|visit|slot|free|available)\b"
)
"""What the agent asks, offers or plans: what is put right after it is that."""
_QUESTION: Final = re.compile(
    r"\?|^(?:\w+ ){0,2}(?:did|have|has|do|does|is|are|was|were) (?:you|they|he|she|it|any\w+|some\w+)\b"
)
_WISH: Final = re.compile(
    r"\b(?:want|wants|wanted|need|like|prefer|can|could|would|will|shall|please|book|send|come|going|next|instead)\b"
)
_ADDS: Final = re.compile(r"\b(?:too|also|as well|again|another|other|either|both|then|and|not|never|\w+n't)\b|\?")
_SENTENCE_END: Final = re.compile(r"(?<=[.!?;])\s+")
_SAYS_LITTLE: Final = frozenset(
    "okay ok right sorry look looking let see check thank thanks sure oh well hear understand one moment yes no so mean meant "
    "said was actually wait hang hold".split()
)
_MOST_KEPT: Final = 600
"""Characters kept of what the agent says between two of the customer's lines."""


def step(heard_at: float, known: Concerns, heard: Heard) -> tuple[Concerns, list[Finding]]:
    """Take what a model made of one utterance of either party."""
    if heard.party == "agent":
        return msgspec.structs.replace(known, between=_said_between(heard_at, known.between, heard)), []
    line = correcting.straight(heard.quote)
    put_right, unsaid = correcting.find(line), unsaying.find(line)
    drafts = tuple(draft for told in heard.concerns for draft in _as_meant(told, line, put_right, unsaid))
    after, findings = concerns.step(heard_at, known, msgspec.structs.replace(heard, concerns=drafts))
    corrects = heard.signals.get("corrects", 0.0) >= heard_at
    told = _Told(heard, line, known, corrects, after.count)
    if told.corrects or heard.signals.get("rejects", 0.0) < heard_at:
        after, corrected = _corrected(after, told, put_right)
        after, retold = (after, []) if corrected else _retold(after, told)
        findings = [*findings, *corrected, *retold]
    after, gone = _without(after, told, unsaid)
    return msgspec.structs.replace(after, between=Between(), spoke=heard.turn), [*findings, *gone]


class _Told(msgspec.Struct, frozen=True):
    """A line of the customer's, with what was ``known`` before it, and how many notes there ``were`` with what it tells."""

    heard: Heard
    line: str
    known: Concerns
    corrects: bool
    were: int

    @property
    def between(self) -> Between:
        return self.known.between

    def older(self, known: Concerns) -> list[tuple[int, Noted]]:
        """The notes, with their places, that this line has not told: what it has is as it left them."""
        new = {f"con_{count}" for count in range(self.known.count + 1, self.were + 1)}
        return [(place, note) for place, note in enumerate(known.notes) if note.id not in new]

    def is_of(self, note: Noted) -> bool:
        """Whether the note was told in the customer's last line, or put right in this one."""
        return note.turn in (self.known.spoke, self.heard.turn)


def _said_between(heard_at: float, before: Between, heard: Heard) -> Between:
    restates = heard.signals.get("restates", 0.0) >= heard_at
    line = correcting.straight(heard.quote).lower()
    asks = any(heard.signals.get(name, 0.0) >= heard_at for name in _ELSEWHERE) or _TO_COME.search(line) is not None
    return Between(
        text=f"{before.text} {line}".strip()[-_MOST_KEPT:],
        restates=restates or before.restates,
        elsewhere=(asks and not restates) or before.elsewhere,
    )


# --- in the line that tells them -----------------------------------------------------------------------------------


def _as_meant(
    told: Concern, line: str, put_right: Iterable[Correction], unsaid: Iterable[TakenBack]
) -> tuple[Concern, ...]:
    """A problem as the rest of its own line leaves it: put right there, or taken back."""
    text = correcting.settled(told.text)
    for back in unsaying.find(text):
        if back.marked and (left := unsaying.left_of(back, text[: back.start])) is not None:
            return _concern(left)
    for correction in put_right:
        if _of_this(_sentence_before(line, correction), text) and _is_said_of(correction, text):
            text = correcting.put_in(text, correction) or text
    for back in unsaid:
        last = _last_sentence(line[: back.start])
        if back.marked and _of_this(last, text) and (left := unsaying.left_of(back, text)) is not None:
            return _concern(left)
    return (Concern(text=text),)


def _concern(text: str) -> tuple[Concern, ...]:
    return (Concern(text=text),) if text else ()


def _sentence_before(line: str, correction: Correction) -> str:
    """The last sentence before a correction that holds what it is about; empty for none."""
    sentences = [sentence for sentence in _SENTENCE_END.split(line[: correction.start]) if sentence.strip()]
    return next((sentence for sentence in reversed(sentences) if _holds(sentence, correction)), "")


def _last_sentence(text: str) -> str:
    return next((part for part in reversed(_SENTENCE_END.split(text)) if part.strip(" .,;!?-")), "")


def _holds(text: str, correction: Correction) -> bool:
    if correction.told is None:
        return correcting.put_in(text, correction) is not None
    return any(
        _alike(one, correction.meant or correction.told, named=bool(correction.meant)) for one in particulars.find(text)
    )


def _alike(one: Particular, other: Particular, *, named: bool) -> bool:
    same_kind = one.kind == other.kind
    return one.amount == other.amount if named and (same_kind or other.kind == "bare") else same_kind and not named


# --- in the notes --------------------------------------------------------------------------------------------------


def _corrected(known: Concerns, told: _Told, put_right: Iterable[Correction]) -> tuple[Concerns, list[Finding]]:
    findings: list[Finding] = []
    for correction in put_right:
        changed = [
            (place, text)
            for place, note in told.older(known)
            if (text := _put_right(note, told, correction)) is not None
        ]
        if len(changed) == 1:
            known, noted = _changed(known, *changed[0], told)
            findings.append(noted)
    return known, findings


def _put_right(note: Noted, told: _Told, correction: Correction) -> str | None:
    """The note's text as this correction leaves it; None where it is not plainly about this note."""
    if not _is_said_of(correction, note.text) or _WISH.search(correction.clause.lower()):
        return None
    before = told.line[: correction.start]
    if reference := _sentence_before(told.line, correction):
        return correcting.put_in(note.text, correction) if _of_this(reference, note.text) else None
    if correction.told and any(one[:2] == correction.told[:2] for one in particulars.find(before)):
        return None
    if told.between.text:
        return _after_the_agent(note, told, correction)
    if not correction.wrong and not told.is_of(note):
        return None
    return correcting.put_in(note.text, correction)


def _after_the_agent(note: Noted, told: _Told, correction: Correction) -> str | None:
    """The same, where the agent has spoken since the customer last did, and may be who is put right."""
    between = told.between
    if between.elsewhere and not between.restates:
        return None
    just_told = told.is_of(note)
    spoken_of = _of_this(between.text, note.text) or (just_told and not _matter(between.text) - _SAYS_LITTLE)
    if correction.wrong:
        free = told.corrects or just_told or correction.clause or correcting.is_marked(told.line, correction)
        fits = spoken_of if _holds(between.text, correction) else free
        return correcting.put_in(note.text, correction) if fits else None
    named = [one for one in particulars.find(between.text) if one.kind == (correction.told and correction.told.kind)]
    if len(named) > 1 or not (spoken_of if named else just_told):
        return None
    if named and any(one[:2] == named[0][:2] for one in particulars.find(note.text)):
        correction = correction._replace(meant=named[0])
    return correcting.put_in(note.text, correction)


def _retold(known: Concerns, told: _Told) -> tuple[Concerns, list[Finding]]:
    """A problem told once more in the same words with another particular: "No, I was charged three times in March"."""
    findings: list[Finding] = []
    asked = _QUESTION.search(told.between.text) is not None or told.between.elsewhere
    if asked and not told.between.restates:
        return known, findings
    for sentence in _SENTENCE_END.split(told.line):
        if not (told.corrects or (told.between.text and correcting.opens_with_a_mark(sentence))):
            continue
        if _ADDS.search(sentence.lower()) or _WISH.search(sentence.lower()):
            continue
        matter, said = _matter(sentence) - _SAYS_LITTLE, particulars.find(sentence)
        same = [
            (place, note)
            for place, note in told.older(known)
            if matter and matter <= _matter(note.text) and 2 * len(matter) >= len(_matter(note.text))
        ]
        if len(same) != 1 or len({one.kind for one in said}) != len(said):
            continue
        place, note = same[0]
        text = note.text
        for one in said:
            right = Correction(sentence[one.start : one.end], "", one, None, 0, 0, "")
            text = text if one.kind == "bare" else correcting.put_in(text, right) or text
        if text != note.text:
            known, noted = _changed(known, place, text, told)
            findings.append(noted)
    return known, findings


def _changed(known: Concerns, place: int, text: str, told: _Told) -> tuple[Concerns, Finding]:
    count, heard = known.count + 1, told.heard
    note = Noted(id=f"con_{count}", text=text, turn=heard.turn, words=concerns.content(text))
    notes = (*known.notes[:place], note, *known.notes[place + 1 :])
    noted = ConcernNoted(
        at=heard.at, id=note.id, text=text, turn=heard.turn, quote=heard.quote, replaces=known.notes[place].id
    )
    return msgspec.structs.replace(known, notes=notes, count=count, last_turn=heard.turn), noted


def _without(known: Concerns, told: _Told, unsaid: Iterable[TakenBack]) -> tuple[Concerns, list[Finding]]:
    findings: list[Finding] = []
    for back in unsaid:
        meant = [
            (place, left)
            for place, note in told.older(known)
            if (left := unsaying.left_of(back, note.text)) is not None and _is_unsaid(note, told, back)
        ]
        if len(meant) != 1:
            continue
        place, left = meant[0]
        if left:
            known, changed = _changed(known, place, left, told)
            findings.append(changed)
            continue
        gone, heard = known.notes[place], told.heard
        known = msgspec.structs.replace(known, notes=(*known.notes[:place], *known.notes[place + 1 :]))
        findings.append(ConcernTakenBack(at=heard.at, id=gone.id, turn=heard.turn, quote=heard.quote))
    return known, findings


def _is_unsaid(note: Noted, told: _Told, back: TakenBack) -> bool:
    """Whether the words plainly speak of this note: of what was told, or spoken of by the agent, just before."""
    between, last = told.between.text, _last_sentence(told.line[: back.start])
    if _matter(last) - _SAYS_LITTLE:
        return back.marked and (bool(back.act) or _of_this(last, note.text))
    spoken_of = bool(between) and _of_this(between, note.text)
    asked = back.answers or told.between.elsewhere or _QUESTION.search(between) is not None
    if asked and not told.between.restates:  # has it come by now? what has was missing all the same
        return False
    if not back.marked:
        return told.corrects and spoken_of
    return bool(back.act) or spoken_of or told.is_of(note)


# --- words ---------------------------------------------------------------------------------------------------------


def _is_said_of(correction: Correction, text: str) -> bool:
    """Whether what else is said with the correction is of the problem: "I was charged in" April."""
    return _matter(correction.clause) - _SAYS_LITTLE <= _matter(text)


def _of_this(said: str, text: str) -> bool:
    """Whether ``said`` tells the problem, or shares a word with it that carries matter, beside the particulars."""
    return text.lower() in said.lower() or bool(_matter(said) & _matter(text))


def _matter(text: str) -> frozenset[str]:
    """The words of ``text`` that carry its matter, without the particulars."""
    kept, at = "", 0
    for one in particulars.find(text):
        kept, at = f"{kept} {text[at : one.start]}", one.end
    return frozenset(concerns.content(f"{kept} {text[at:]}"))
