"""
The list of calls, as its page shows it: who, when, about what, and how hot it got.

Each row is what the journal keeps of the call. Levels of heat are those of the site's playbook, one scale for the whole
list, whatever playbook a call ran under.
"""

from typing import Self

import msgspec

from steadyline.core.events import Header
from steadyline.core.ledger import Moment
from steadyline.core.names import Level
from steadyline.core.playbook import Playbook
from steadyline.service.ports import CallListed, Revision


class CallInList(msgspec.Struct, frozen=True, kw_only=True):
    """One call of the list. ``id`` is the journal's name for it; ``held``: when it was.

    ``problem``: in the customer's words, empty where none is told. ``peak`` and ``end``: heat at its highest and now,
    0 to 1, each with its level; None where nothing was judged.
    """

    id: str
    header: Header
    revision: Revision
    ended: bool
    held: Moment
    problem: str
    peak: float | None
    peak_level: Level | None
    end: float | None
    end_level: Level | None

    @classmethod
    def of(cls, call: CallListed, playbook: Playbook) -> Self:
        """The row of this call, by the levels of this playbook."""
        gist = call.gist
        return cls(
            id=call.id,
            header=call.header,
            revision=call.revision,
            ended=call.ended,
            held=call.held,
            problem=gist.problem,
            peak=gist.peak,
            peak_level=None if gist.peak is None else playbook.level(gist.peak),
            end=gist.heat,
            end_level=None if gist.heat is None else playbook.level(gist.heat),
        )
