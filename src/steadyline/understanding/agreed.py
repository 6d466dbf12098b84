"""
What two people settle about the time of a promise in lines that name no act.

"When?" "By five." gives what was promised just before its time (`answered`), "I'm out Tuesday." "Wednesday then." moves
it (`another_time`), and "Oh, it won't let me do that." takes it back, if nothing else was spoken of since.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final

import msgspec

from steadyline.core.events import Party, PromiseDraft, PromiseMove
from steadyline.core.hours import Hours
from steadyline.core.promises import JUST_NOW_TURNS
from steadyline.understanding import another_time, answered, promises, unsaid
from steadyline.understanding import text as reading

_OTHER: Final[dict[Party, Party]] = {"agent": "customer", "customer": "agent"}
_NOTHING: Final = promises.Said((), ())
_LISTENS: Final = frozenset(
    "ah alright appreciate bless brilliant cheers fine fantastic good great is it kind lovely mm much nice of oh ok "
    "okay perfect really right so sounds super sure ta thank thanks that that's very wonderful yeah yes you".split()
)
"""Words of who only listens, and asks for nothing."""
_KEPT: Final = 4
"""Promises of one side, at most, that are thought of."""


class Agreed:
    """What stands between the two of one call: what each promised lately, and what was asked of its time."""

    def __init__(self, hours: Hours) -> None:
        self._hours = hours
        self._promised: dict[Party, list[tuple[int, PromiseDraft]]] = {"agent": [], "customer": []}
        self._asked_when: Party | None = None
        self._wish: tuple[Party, another_time.Wish] | None = None
        self._spoken_of: Party | None = None
        """Whose one promise was the last that was spoken of."""

    def settle(self, turn: int, party: Party, text: str, now: datetime | None, said: promises.Said) -> promises.Said:
        """``said``, which ``text`` (clean) promises by itself; where that is nothing, what it settles."""
        wish = self._wish[1] if self._wish and self._wish[0] == _OTHER[party] else None
        if said == _NOTHING and now:
            said = self._settled(turn, party, text, now, wish)
        elif wish and now:
            made = tuple(another_time.on_its_day(wish, draft, now, self._hours) for draft in said.made)
            said = said._replace(made=made)
        self._asked_when = party if answered.asks_when(text) else None
        found = self._wished(turn, _OTHER[party], text, now) if now else None
        self._wish = (party, found) if found else None
        if said.made:
            self._spoken_of = party if len(said.made) == 1 else None
        elif not _LISTENS.issuperset(reading.words(text)):
            self._spoken_of = None
        self._remember(turn, party, said)
        return said

    def _settled(
        self, turn: int, party: Party, text: str, now: datetime, wish: another_time.Wish | None
    ) -> promises.Said:
        last = next(self._lately(turn, party), None)
        if self._asked_when == _OTHER[party] and last and not last.due_text:
            told = answered.with_its_time(last, text, now, self._hours)
            return _NOTHING._replace(made=(told,)) if told else _NOTHING
        if last and self._spoken_of == party and unsaid.only_points(text):
            return _NOTHING._replace(taken_back=(PromiseDraft(who=last.who, act=last.act),))
        move = another_time.settled(wish, text, now, self._hours) if wish else None
        return _NOTHING._replace(moved=(move,)) if move else _NOTHING

    def _wished(self, turn: int, promiser: Party, text: str, now: datetime) -> another_time.Wish | None:
        """The wish, where it is plain of which promise: there is one, or one for which somebody is to be there."""
        lately = self._lately(turn, promiser)
        wishes = [wish for one in lately if (wish := another_time.wished(one, text, now, self._hours))]
        of_people = [wish for wish in wishes if wish.is_of_a_person]
        plain = wishes if len(wishes) == 1 else of_people
        return plain[0] if len(plain) == 1 else None

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
