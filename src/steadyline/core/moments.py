"""
What the rules about cues look at: the call as it stands, the utterance just judged, and what was shown before.
"""

import msgspec

from steadyline.core.concerns import Concerns
from steadyline.core.events import CueOffered, Header, Heard, Party, Seconds
from steadyline.core.floor import Floor
from steadyline.core.heat import Heat
from steadyline.core.names import LEVELS, Cue
from steadyline.core.playbook import Playbook
from steadyline.core.promises import Promises
from steadyline.core.steps import Steps

LONG_AGO: Seconds = -1e9


class Want(msgspec.Struct, frozen=True):
    """A cue that waits for its moment, with what it rests on: words that ``began`` then."""

    cue: Cue
    since: Seconds
    began: Seconds
    turn: int
    quote: str
    slots: dict[str, str] = {}


class Unheard(msgspec.Struct, frozen=True):
    """Words that are still to come: of a voice that ended at ``ended``, which was known ``since``."""

    since: Seconds
    ended: Seconds


class Cues(msgspec.Struct, frozen=True):
    """The cue on the screen, those that wait, and what this call remembers of both.

    ``unheard``: who fell silent and whose words are not known yet; they may make a cue pointless. ``heard_until``: up
    to when the words of each party are known.
    ``feeling_named``: the agent has named the feeling since heat rose to frustrated.
    ``apologies``: turns of apologies since the last new problem. ``warnings``: when a boundary was set.
    """

    shown: CueOffered | None = None
    wants: tuple[Want, ...] = ()
    offered: int = 0
    offered_by_cue: dict[str, int] = {}
    last_at: dict[str, Seconds] = {}
    dismissed: dict[str, int] = {}
    free_since: Seconds = LONG_AGO
    unheard: dict[Party, Unheard] = {}
    heard_until: dict[Party, Seconds] = {}
    feeling_named: bool = False
    apologies: int = 0
    warnings: tuple[Seconds, ...] = ()
    terms_known: frozenset[str] = frozenset()


class Situation(msgspec.Struct, frozen=True):
    """The call as it stands after a fact: what the rules may look at."""

    playbook: Playbook
    header: Header
    at: Seconds
    floor: Floor
    heat: Heat
    concerns: Concerns
    promises: Promises
    steps: Steps

    def hot(self, level: str) -> bool:
        """Whether believed heat stands at this level or above."""
        return LEVELS.index(self.playbook.level(self.heat.now)) >= LEVELS.index(level)


class Moment(msgspec.Struct, frozen=True):
    """A judged utterance in its situation, with when it began and ended.

    ``after_cutting_in``: the agent's words as they cut in, or the first since; a sorry in them is for that.
    """

    situation: Situation
    heard: Heard
    began: Seconds
    ended: Seconds
    new_concern: bool
    after_cutting_in: bool

    def has(self, signal: str) -> bool:
        """Whether this utterance carries the signal."""
        return self.heard.signals.get(signal, 0.0) >= self.situation.playbook.heard_at
