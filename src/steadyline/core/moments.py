"""
What the rules about cues look at: the call as it stands, the utterance just judged, and what was shown before.
"""

import msgspec

from steadyline.core.concerns import Concerns
from steadyline.core.events import CueOffered, Header, Heard, Party, Seconds
from steadyline.core.floor import Floor
from steadyline.core.heat import Heat
from steadyline.core.ladder import Rungs
from steadyline.core.memory import Memory
from steadyline.core.names import LEVELS, Cue
from steadyline.core.pace import Pace
from steadyline.core.playbook import Playbook
from steadyline.core.promises import Promises
from steadyline.core.rewording import Rewordings
from steadyline.core.steps import Steps

LONG_AGO: Seconds = -1e9
DOUBT = 0.6
"""From this share of what is heard on, a signal is in doubt: not heard, but not absent either."""
SAID_KEPT = 24
"""Words of cues that are remembered, so that none is said twice."""


class Want(msgspec.Struct, frozen=True):
    """A cue that waits for its moment, with what it rests on: words that ``began`` then.

    ``missed``: the agent has let the chance pass to do it by themselves. ``presses``: what was on the screen before is
    no longer what matters. ``urgent``: a danger, whatever the playbook says of the cue.
    """

    cue: Cue
    since: Seconds
    began: Seconds
    turn: int
    quote: str
    slots: dict[str, str] = {}
    missed: bool = False
    presses: bool = False
    urgent: bool = False


class Unheard(msgspec.Struct, frozen=True):
    """Words that are still to come: of a voice that ended at ``ended``, which was known ``since``."""

    since: Seconds
    ended: Seconds


class Cues(msgspec.Struct, frozen=True):
    """The cue on the screen, those that wait, and what this call remembers of both.

    ``faded``: the cue that left last, if it was because its time ran out. ``unheard``: who fell silent and whose words
    are not known yet; they may make a cue pointless. ``heard_until``: up to when the words of each party are known.
    ``feeling_named``: the agent has named the feeling since heat rose to frustrated.
    ``apologies``: turns of apologies since the last new problem, formulas aside.
    ``harmed``: it has cost the customer more than the telling. ``jargon``: the agent's last words held
    words of the trade. ``held``: seconds of the long hold that just ended. ``waved``: how many were dismissed in a row.
    ``on``: the agent wants cues. ``last_words``: the customer's, and their turn. ``said``: the words of cues so far.
    ``wish``: the customer may have said what they want. ``threatened``: with harm, and the customer is not calm since.
    """

    shown: CueOffered | None = None
    faded: CueOffered | None = None
    wants: tuple[Want, ...] = ()
    offered: int = 0
    offered_by_cue: dict[str, int] = {}
    last_at: dict[str, Seconds] = {}
    dismissed: dict[str, int] = {}
    waved: int = 0
    free_since: Seconds = LONG_AGO
    unheard: dict[Party, Unheard] = {}
    heard_until: dict[Party, Seconds] = {}
    feeling_named: bool = False
    apologies: int = 0
    harmed: bool = False
    jargon: bool = False
    ladder: Rungs = Rungs()
    memory: Memory = Memory()
    pace: Pace = Pace()
    held: Seconds | None = None
    on: bool = True
    last_words: tuple[int, str] = (0, "")
    terms_known: frozenset[str] = frozenset()
    said: tuple[str, ...] = ()
    wish: bool = False
    threatened: bool = False

    @property
    def warnings(self) -> tuple[Seconds, ...]:
        """When the boundaries were set that still stand."""
        return self.ladder.warnings


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
    better: Rewordings = {}

    def hot(self, level: str) -> bool:
        """Whether believed heat stands at this level or above."""
        return LEVELS.index(self.playbook.level(self.heat.now)) >= LEVELS.index(level)


class Moment(msgspec.Struct, frozen=True):
    """A judged utterance in its situation, with when it began and ended.

    ``after_cutting_in``: the agent's words as they cut in, or the first since; a sorry in them is for that.
    ``concern_gone``: it took a problem back. ``hurried``: said far faster than this agent usually talks.
    """

    situation: Situation
    heard: Heard
    began: Seconds
    ended: Seconds
    new_concern: bool
    after_cutting_in: bool
    hurried: bool = False
    concern_gone: bool = False

    @property
    def seconds(self) -> Seconds:
        """How long it took to say."""
        return self.ended - self.began

    @property
    def words(self) -> int:
        """How many words it was."""
        return len(self.heard.quote.split())

    @property
    def names_it(self) -> bool:
        """The feeling is named, and not by a formula."""
        return self.has("empathy") and not self.has("formulaic")

    def any(self, *signals: str) -> bool:
        """Whether this utterance carries one of the signals."""
        return any(map(self.has, signals))

    def has(self, signal: str) -> bool:
        """Whether this utterance carries the signal."""
        return self._likely(signal) >= self.situation.playbook.heard_at

    def maybe(self, *signals: str) -> bool:
        """Whether it may well carry one of them: enough not to hold its absence against anybody."""
        return max(map(self._likely, signals), default=0.0) >= DOUBT * self.situation.playbook.heard_at

    def rather(self, signal: str, other: str) -> bool:
        """Whether it carries the signal, and no less surely than the other, which says the contrary."""
        return self.has(signal) and self._likely(signal) >= self._likely(other)

    def _likely(self, signal: str) -> float:
        return self.heard.signals.get(signal, 0.0)
