"""
What the customer complains of: each problem once, in their own words.

A problem told again adds nothing; told better, or corrected, it takes the earlier note's place; `retelling` puts single
words of a note right. Notes come only from what a model picked out of the customer's words; this module decides which
of them are new, and which are fit to be read back: a wish, a question, thanks or a thing that is well is no grievance,
and reading it back as one would grate.
"""

import re

import msgspec

from steadyline.core import grievance
from steadyline.core.events import Concern, ConcernNoted, Finding, Heard

MOST = 12
SAME = 0.5
SAME_WHEN_CORRECTING = 0.25

_WORD = re.compile(r"[a-z0-9']+")
_EMPTY = frozenset(
    _WORD.findall(
        "a an and are as at be been but by did do does for from get gets getting got had has have i i'm i've if in is "
        "it it's its just me my no not now of off on or our out over so still that that's the their them then there "
        "they they're they've this to told up us was we we're we've were what when which who will with you you're your"
    )
)


class Noted(msgspec.Struct, frozen=True):
    """One problem as it stands, with the words that tell it from others."""

    id: str
    text: str
    turn: int
    words: tuple[str, ...]


class Between(msgspec.Struct, frozen=True):
    """What the agent has said since the customer's last words, in lower case. ``restates``: it says a problem back;
    ``elsewhere``: it asks, offers or plans something else.
    """

    text: str = ""
    restates: bool = False
    elsewhere: bool = False


class Concerns(msgspec.Struct, frozen=True):
    """The problems so far, in the order in which they were first told. ``spoke``: turn of the customer's last words."""

    notes: tuple[Noted, ...] = ()
    count: int = 0
    last_turn: int = 0
    between: Between = Between()
    spoke: int = 0

    @property
    def texts(self) -> tuple[str, ...]:
        """The problems, as the customer put them."""
        return tuple(note.text for note in self.notes)

    @property
    def grievances(self) -> tuple[Noted, ...]:
        """Those that are fit to be read back."""
        return tuple(note for note in self.notes if grievance.is_one(note.text))


def main(concerns: Concerns) -> str:
    """The problem that the call is about: the first one told that is fit to be read back; empty while none is told."""
    return next(iter((*(note.text for note in concerns.grievances), *concerns.texts)), "")


def step(heard_at: float, concerns: Concerns, heard: Heard) -> tuple[Concerns, list[Finding]]:
    """Take what a model made of one customer utterance."""
    findings: list[Finding] = []
    correcting = heard.signals.get("corrects", 0.0) >= heard_at
    for draft in heard.concerns:
        concerns, found = _note(concerns, draft, heard, SAME_WHEN_CORRECTING if correcting else SAME, correcting)
        findings += found
    return concerns, findings


def _note(
    concerns: Concerns, draft: Concern, heard: Heard, same: float, correcting: bool
) -> tuple[Concerns, list[Finding]]:
    words = content(draft.text)
    if not words or grievance.is_none(draft.text):
        return concerns, []
    likeness, place = max(
        ((_alike(words, note.words), place) for place, note in enumerate(concerns.notes)), default=(0.0, 0)
    )
    count = concerns.count + 1
    note = Noted(id=f"con_{count}", text=draft.text, turn=heard.turn, words=words)
    if likeness < same:
        if len(concerns.notes) == MOST:
            return concerns, []
        notes, replaces = (*concerns.notes, note), ""
    elif correcting or len(words) > len(concerns.notes[place].words) + 1:
        replaces = concerns.notes[place].id
        notes = (*concerns.notes[:place], note, *concerns.notes[place + 1 :])
    else:
        return concerns, []
    noted = ConcernNoted(at=heard.at, id=note.id, text=note.text, turn=heard.turn, quote=heard.quote, replaces=replaces)
    return msgspec.structs.replace(concerns, notes=notes, count=count, last_turn=heard.turn), [noted]


def content(text: str) -> tuple[str, ...]:
    """The words of ``text`` that carry its matter, each once, in order."""
    return tuple(dict.fromkeys(word for word in _WORD.findall(text.lower()) if word not in _EMPTY))


def _alike(some: tuple[str, ...], others: tuple[str, ...]) -> float:
    """Share of the shorter note's words that stand in the other too."""
    shared = len(set(some) & set(others))
    return shared / min(len(some), len(others))
