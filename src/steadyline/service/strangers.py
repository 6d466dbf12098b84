"""
Whether anybody on the ledger has the name that is asked for.

Of one that is misspelt nothing is found, and nothing found looks like all clear.
"""

from typing import Literal

from steadyline.core import ledger
from steadyline.service.ledger_ports import Ledger, Query

Whose = Literal["owner", "team"]


async def strangers(promises: Ledger, *, owner: str = "", team: str = "") -> tuple[Whose, ...]:
    """Which of these names is on no promise at all, the dropped included. Nobody asked for is no stranger."""
    asked: tuple[tuple[Whose, str, Query], ...] = (
        ("owner", owner, Query(owner=owner, states=ledger.STATES)),
        ("team", team, Query(team=team, states=ledger.STATES)),
    )
    return tuple([whose for whose, name, query in asked if name and not await promises.count(query, 1)])
