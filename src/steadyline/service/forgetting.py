"""
What was no promise leaves no sound behind; but the words in which another promise was made too stay.

A call's sound is kept by turn, and one turn may hold several promises: its sound goes with the last of them.
"""

from collections.abc import Iterable

from steadyline.core import ledger
from steadyline.core.events import AnyEvent, PromiseHeard, PromiseSettled
from steadyline.service.clips import Keeper
from steadyline.service.ledger_ports import Ledger


async def forget(
    clips: Keeper, promises: Ledger, call: str, draft: str, events: Iterable[AnyEvent], turn: int | None = None
) -> None:
    """This draft of a call, with these ``events``, was no promise. ``turn``: that in which the ledger has it.

    Raises `service.ports.JournalFailed` where the ledger cannot be read; nothing is forgotten then.
    """
    turns: dict[str, set[int]] = {}
    dropped: dict[str, bool] = {}
    for event in events:
        if isinstance(event, PromiseHeard) and (event.who != "customer" or event.id == draft):
            turns.setdefault(event.id, set()).add(event.turn)
        elif isinstance(event, PromiseSettled):
            dropped[event.id] = event.verdict == "dropped"
    gone = turns.pop(draft, set()) | ({turn} if turn is not None else set())
    for other, theirs in turns.items():
        if gone & theirs:
            known = await promises.get(ledger.id_of(call, other))
            none = known.state == "dropped" if known else dropped.get(other, False)
            gone -= set() if none else theirs
    for each in sorted(gone):
        await clips.forget(call, each)
