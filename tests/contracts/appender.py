"""
Run as a program and killed by `test_crash`: appends to three calls at once, and prints what was acknowledged.

A line on standard output is a call and its revision; it is written only after `append` returned.
"""

import asyncio
import random
import sys

from contracts.journals import said, started
from steadyline.store.journal import SqlJournal

CALLS = ("c1", "c2", "c3")


async def go_on(journal: SqlJournal, call: str) -> None:
    """Append batches of one to forty events for ever, saving a state now and then."""
    listed = {kept.id: kept.revision for kept in await journal.calls()}
    revision = listed.get(call) or await journal.append(call, 0, [started(call)])
    for batch in range(sys.maxsize):
        revision = await journal.append(call, revision, said(batch, random.randint(1, 40)))
        print(call, revision, flush=True)
        if batch % 4 == 0:
            await journal.save(call, revision, b"%d" % revision)


async def main(path: str) -> None:
    async with SqlJournal(path) as journal:
        await asyncio.gather(*(go_on(journal, call) for call in CALLS))


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
