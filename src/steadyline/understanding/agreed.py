"""
What two people settle about the time of a promise in lines that name no act.

"When?" "By five." gives a promise its time (`answered`); "I'm out Tuesday." "Wednesday then." moves it
(`another_time`). Only the answer to a question or a wish settles anything, and only of what its speaker promised just
before.
"""

from datetime import datetime
from typing import Final

from steadyline.core.events import Party, PromiseDraft
from steadyline.core.hours import Hours
from steadyline.core.promises import JUST_NOW_TURNS
from steadyline.understanding import another_time, answered, promises

OTHER: Final[dict[Party, Party]] = {"agent": "customer", "customer": "agent"}
_NOTHING: Final = promises.Said((), ())


class Agreed:
    """What stands between the two of one call: what each promised last, and what was asked of its time."""

    def __init__(self, hours: Hours) -> None:
        self._hours = hours
        self._promised: dict[Party, tuple[int, PromiseDraft]] = {}
        self._asked_when: Party | None = None
        self._wish: tuple[Party, another_time.Wish] | None = None

    def settle(self, turn: int, party: Party, text: str, now: datetime | None, said: promises.Said) -> promises.Said:
        """What ``text`` (clean) promises, which is ``said``, or settles if it promises nothing by itself."""
        if said == _NOTHING and now:
            said = self._settled(turn, party, text, now)
        self._asked_when = party if answered.asks_when(text) else None
        theirs = self._just_promised(OTHER[party], turn)
        wish = another_time.wished(theirs, text, now, self._hours) if theirs and now else None
        self._wish = (party, wish) if wish else None
        if said.made:
            self._promised[party] = (turn, said.made[-1])
        return said

    def _settled(self, turn: int, party: Party, text: str, now: datetime) -> promises.Said:
        promise, other = self._just_promised(party, turn), OTHER[party]
        if promise is None:
            return _NOTHING
        if self._asked_when == other and not promise.due_text:
            told = answered.with_its_time(promise, text, now, self._hours)
            return _NOTHING._replace(made=(told,)) if told else _NOTHING
        if self._wish and self._wish[0] == other:
            move = another_time.settled(promise, self._wish[1], text, now, self._hours)
            if move:
                moved = PromiseDraft(who=move.who, act=move.act, due=move.due, due_text=move.due_text)
                self._promised[party] = (turn, moved)
                return _NOTHING._replace(moved=(move,))
        return _NOTHING

    def _just_promised(self, party: Party, turn: int) -> PromiseDraft | None:
        at, promise = self._promised.get(party, (turn, None))
        return promise if turn - at <= JUST_NOW_TURNS else None
