"""
What two people settle about the time of a promise in lines that name no act.

"When?" "By five." gives what was promised just before its time (`answered`), "I'm out Tuesday." "Wednesday then." moves
it (`another_time`), and "Oh, it won't let me do that." takes it back, unless something else was asked for meanwhile.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final

import msgspec

from steadyline.core.events import Party, PromiseDraft, PromiseMove
from steadyline.core.hours import Hours
from steadyline.core.promises import JUST_NOW_TURNS
from steadyline.understanding import another_time, answered, promises, unsaid

_OTHER: Final[dict[Party, Party]] = {"agent": "customer", "customer": "agent"}
_NOTHING: Final = promises.Said((), ())
_REQUEST: Final = re.compile(
    r"\?|\b(?:(?:can|could|would|will) (?:you|i|we)|i (?:want|need)|i'd like|give me|please|what about)\b",
    re.IGNORECASE,
)
"""It may be this that cannot be done."""
_KEPT: Final = 4
"""Promises of one side, at most, that are thought of."""


class Agreed:
    """What stands between the two of one call: what each promised lately, and what was asked of its time."""

    def __init__(self, hours: Hours) -> None:
        self._hours = hours
        self._promised: dict[Party, list[tuple[int, PromiseDraft]]] = {"agent": [], "customer": []}
        self._asked_when: Party | None = None
        self._wish: tuple[Party, another_time.Wish] | None = None
        self._requested: Party | None = None

    def settle(self, turn: int, party: Party, text: str, now: datetime | None, said: promises.Said) -> promises.Said:
        """``said``, which ``text`` (clean) promises by itself; where that is nothing, what it settles."""
        wish = self._wish[1] if self._wish and self._wish[0] == _OTHER[party] else None
        if said == _NOTHING and now:
            said = self._settled(turn, party, text, now, wish)
        elif wish and now:
            made = tuple(another_time.on_its_day(wish, draft, now, self._hours) for draft in said.made)
            said = said._replace(made=made)
        self._asked_when = party if answered.asks_when(text) else None
        wishes = self._wishes(turn, _OTHER[party], text, now) if now else iter(())
        found = next(wishes, None)
        self._wish = (party, found) if found else None
        self._requested = party if _REQUEST.search(text) else None
        self._remember(turn, party, said)
        return said

    def _settled(
        self, turn: int, party: Party, text: str, now: datetime, wish: another_time.Wish | None
    ) -> promises.Said:
        last = next(self._lately(turn, party), None)
        if self._asked_when == _OTHER[party] and last and not last.due_text:
            told = answered.with_its_time(last, text, now, self._hours)
            return _NOTHING._replace(made=(told,)) if told else _NOTHING
        if last and self._requested != _OTHER[party] and unsaid.only_points(text):
            return _NOTHING._replace(taken_back=(PromiseDraft(who=last.who, act=last.act),))
        move = another_time.settled(wish, text, now, self._hours) if wish else None
        return _NOTHING._replace(moved=(move,)) if move else _NOTHING

    def _wishes(self, turn: int, promiser: Party, text: str, now: datetime) -> Iterator[another_time.Wish]:
        for promise in self._lately(turn, promiser):
            if wish := another_time.wished(promise, text, now, self._hours):
                yield wish

    def _lately(self, turn: int, party: Party) -> Iterator[PromiseDraft]:
        """What was promised just before, the last first."""
        return (promise for at, promise in reversed(self._promised[party]) if turn - at <= JUST_NOW_TURNS)

    def _remember(self, turn: int, party: Party, said: promises.Said) -> None:
        known = [] if said.taken_back else self._promised[party]
        for move in said.moved:
            if meant := _meant([promise for _, promise in known], move):
                moved = msgspec.structs.replace(meant, due=move.due, due_text=move.due_text)
                known = [*((at, promise) for at, promise in known if promise is not meant), (turn, moved)]
        self._promised[party] = [*known, *((turn, draft) for draft in said.made)][-_KEPT:]


def _meant(known: Sequence[PromiseDraft], move: PromiseMove) -> PromiseDraft | None:
    """The promise that is moved: of that act or that day, else the last."""
    was = move.was and move.was[:10]
    for promise in reversed(known):
        if promise.act == move.act or (was and promise.due and promise.due[:10] == was):
            return promise
    return known[-1] if known else None
