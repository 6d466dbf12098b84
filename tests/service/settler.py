"""A process that confirms promises of calls and takes them to the ledger, and says of each that it is done.

Run with a database's address. It goes on until it is killed, at whatever moment that may be.
"""

import asyncio
import sys
from itertools import count

from contracts.journals import started
from steadyline.core.events import PromiseHeard, PromiseSettled
from steadyline.core.reminding import Policy
from steadyline.service.ledger import FromCalls
from steadyline.store.journal import SqlJournal
from steadyline.store.ledger import SqlLedger


async def main(where: str) -> None:
    async with SqlJournal(where) as journal:
        from_calls = FromCalls(journal, SqlLedger(journal.disk, Policy()))
        begin = len(await journal.calls(limit=100_000))
        await from_calls.catch_up()
        for number in count(begin):
            call = f"c{number}"
            heard = PromiseHeard(
                at=1.0, id="prm_1", who="agent", act="call back", due=None, due_text="", turn=1, quote="I'll call back"
            )
            confirmed = PromiseSettled(at=2.0, id="prm_1", verdict="confirmed", act="call back", by="Sam")
            revision = await journal.append(call, 0, [started(call), heard, confirmed])
            await from_calls.take(call)
            edited = PromiseSettled(at=3.0, id="prm_1", verdict="confirmed", act="call back at five", by="Sam")
            await journal.append(call, revision, [edited])
            await from_calls.take(call)
            print(call, flush=True)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
