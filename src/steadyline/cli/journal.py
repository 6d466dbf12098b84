"""
`steadyline replay` and `steadyline calls`: what the journal holds.
"""

import asyncio
import sys
from typing import Annotated

from cyclopts import Parameter

from steadyline import bootstrap, settings
from steadyline.cli.ask import ask
from steadyline.cli.say import Stop, out, remark, show
from steadyline.cli.screen import Screen
from steadyline.core.events import is_public, wire
from steadyline.service import conversation as conversations
from steadyline.service.ports import CallListed


def replay(call_id: str, /, *, json: Annotated[bool, Parameter(negative="")] = False) -> None:
    """Find the same again in a call of the journal, from its facts alone, without any model.

    Every finding is worked out anew by the playbook that the call ran under, and compared with what was found then.

    Parameters
    ----------
    call_id: str
        The call, as `steadyline calls` names it.
    json: bool
        Print one event a line, as docs/formats.md says, instead of a view for people.
    """
    asyncio.run(_replay(call_id, json=json))


async def _replay(id: str, *, json: bool) -> None:
    async with bootstrap.journal(settings.load()) as journal:
        header, written, again = await conversations.replay(id, journal)
    screen = Screen(out)
    for event in again:
        if json and is_public(event):
            sys.stdout.buffer.write(wire(header.call, event) + b"\n")
        elif not json:
            screen.show(event)
    sys.stdout.flush()
    if again != written:
        raise Stop(f"call {id} was found otherwise than now: it ran under other rules than this version's")
    remark(f"{len(again)} events, the same as when the call was heard.")


def calls(*, live: Annotated[bool, Parameter(negative="")] = False, limit: int = 20) -> None:
    """List the calls that the journal holds, the newest first.

    Parameters
    ----------
    live: bool
        Only those that have not ended.
    limit: int
        How many at most.
    """
    listed = ask(bootstrap.journal(settings.load()), lambda kept: kept.calls(live=True if live else None, limit=limit))
    if not listed:
        remark("The journal holds no calls yet. `steadyline demo` plays one.")
        return
    show(("call", "opened (UTC)", "company", "customer", "events", "state"), map(_row, listed))


def _row(call: CallListed) -> tuple[str, ...]:
    opened, state = call.opened[:16].replace("T", " "), "ended" if call.ended else "open"
    return call.id, opened, call.header.company, call.header.customer.name, str(call.revision), state
