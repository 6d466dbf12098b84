"""
Run in a process of its own and killed by `test_following_crash`: a server's following through, and nothing else of it.

Reminds, and sends by mail and by webhook to the receivers that the database names, until it is killed.
"""

import asyncio
from datetime import time

from steadyline.bus.local import LocalBus
from steadyline.core.hours import Hours
from steadyline.core.reminding import Policy
from steadyline.delivery.choose import AllWays
from steadyline.delivery.secret import Secrets
from steadyline.playbooks import loader
from steadyline.service.delivering import Destination
from steadyline.service.following import Following
from steadyline.service.outbox import Patience
from steadyline.service.reminding import People
from steadyline.store.destinations import SqlDestinations
from steadyline.store.disk import Disk
from steadyline.store.ledger import SqlLedger
from steadyline.store.outbox import SqlOutbox

KEY = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="
POLICY = Policy(hours=Hours(time(0, 0), time(23, 59), frozenset(range(7))))
PEOPLE = People(addresses={"Ana": "ana@example.com"}, named="boss@example.com")
WORDS = loader.shipped().words


def destinations(mail: int, web: int) -> list[Destination]:
    """The two receivers."""
    post = {"server": "127.0.0.1", "port": mail, "security": "none", "sender": "Care <care@example.com>"}
    hook = {"address": f"http://127.0.0.1:{web}/hook"}
    return [
        Destination(id="mail", kind="mail", name="Mail", options=post),
        Destination(id="hook", kind="webhook", name="Hook", options=hook, secrets={"key": "env:SECRET_KEY"}),
    ]


def run(database: str, at_once: int) -> None:
    """Until it is killed."""
    asyncio.run(_run(database, at_once))


async def _run(database: str, at_once: int) -> None:
    disk = await asyncio.to_thread(Disk, database)
    following = Following(
        ledger=SqlLedger(disk, POLICY),
        outbox=await asyncio.to_thread(SqlOutbox, disk, POLICY),
        destinations=SqlDestinations(disk),
        ways=AllWays(Secrets({"SECRET_KEY": KEY})),
        bus=LocalBus(),
        words=lambda team: WORDS,
        people=PEOPLE,
        patience=Patience(first=0.5, longest=2.0, attempts=200),
        at_once=at_once,
    )
    async with following.running():
        await asyncio.Event().wait()
