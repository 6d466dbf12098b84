"""
The playbook's page: reading it, checking a draft as it is typed, trying it on calls that are over, saving it.

A mistake in a draft is an answer, not an error: the page shows it at its field. What cannot be saved is told with why.
"""

from typing import Any

import msgspec
from litestar import get, post
from litestar.datastructures import State
from litestar.exceptions import HTTPException, NotFoundException
from litestar.params import JSONBody

from steadyline.service.dry_run import DryRun
from steadyline.service.trouble import Trouble
from steadyline.service.workshop import Draft, Edit, NotSaved, Opened, Saved, Workshop

MOST_CALLS = 200


class Checking(msgspec.Struct, frozen=True, kw_only=True):
    """A draft's text, and what to change in it before it is looked at."""

    text: str
    edits: tuple[Edit, ...] = ()


class Trying(msgspec.Struct, frozen=True, kw_only=True):
    """A draft, to be held against so many of the last calls."""

    text: str
    calls: int = 20


class Saving(msgspec.Struct, frozen=True, kw_only=True):
    """A draft, to be written over what the page has ``seen`` in the file."""

    text: str
    seen: str


@get("/api/playbook", sync_to_thread=True)
def open_playbook(state: State) -> Opened:
    """The playbook to read and change."""
    try:
        return _workshop(state).open()
    except Trouble as trouble:
        raise HTTPException(str(trouble), status_code=409) from None


@post("/api/playbook/check", status_code=200, sync_to_thread=True)
def check_draft(state: State, data: JSONBody[Checking]) -> Draft:
    """A draft after some edits, with all that is wrong with it."""
    return _workshop(state).check(data.text, data.edits)


@post("/api/playbook/try", status_code=200)
async def try_draft(state: State, data: JSONBody[Trying]) -> DryRun:
    """What a draft would have changed on the last calls that are over."""
    try:
        return await _workshop(state).try_out(data.text, max(1, min(data.calls, MOST_CALLS)))
    except Trouble as trouble:
        raise HTTPException(str(trouble), status_code=409) from None


@post("/api/playbook/save", status_code=200, sync_to_thread=True)
def save_draft(state: State, data: JSONBody[Saving]) -> Saved:
    """Write a draft to the site's file. Calls under way keep the playbook that they began with."""
    try:
        return _workshop(state).save(data.text, data.seen)
    except NotSaved as trouble:
        raise HTTPException(str(trouble), status_code=409) from None


def _workshop(state: State) -> Workshop:
    workshop: Workshop | None = state.workshop
    if workshop is None:
        raise NotFoundException("this server was started without its playbook's page")
    return workshop


HANDLERS: list[Any] = [open_playbook, check_draft, try_draft, save_draft]
