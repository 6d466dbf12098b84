"""
Where a playbook is read and changed, as a page sees it.

A draft is a text that nobody works by yet. It becomes a playbook only when it is saved, without a mistake, to the one
file that the site has named; calls under way keep the version that they began with.
"""

from collections.abc import Sequence
from typing import Any, Protocol

import msgspec

from steadyline.service.dry_run import DryRun
from steadyline.service.trouble import Trouble


class NotSaved(Trouble):
    """The draft was not saved; the message says why and what to do. What was in the file is there still."""


class Flaw(msgspec.Struct, frozen=True, kw_only=True):
    """A mistake or a warning: the field that it is about, as keys and places, and where that stands."""

    path: tuple[str, ...]
    problem: str
    file: str
    line: int


class Card(msgspec.Struct, frozen=True, kw_only=True):
    """A cue as an agent would see it on the sample call, once for each variant of its words."""

    cue: str
    title: str
    why: str
    says: tuple[str, ...]


class Edit(msgspec.Struct, frozen=True, kw_only=True):
    """One field to change; ``value`` None takes the draft's own word away, so that what it extends holds again.
    ``leave_out``: take away what was inherited there.
    """

    path: tuple[str, ...]
    value: Any = None
    leave_out: bool = False


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """A draft, looked at: its text after the edits, all that it comes to, and what is wrong with it.

    ``content``: the whole playbook, merged, or None where there is none to be had. ``own``: the fields that the draft
    itself says. ``reference``: ``name@digest``, where it is sound.
    """

    text: str
    reference: str
    errors: tuple[Flaw, ...]
    warnings: tuple[Flaw, ...]
    content: dict[str, Any] | None
    own: tuple[tuple[str, ...], ...]
    cards: tuple[Card, ...]
    rungs: tuple[str, ...]


class Opened(msgspec.Struct, frozen=True, kw_only=True):
    """What the page begins with. ``seen`` names the file's content; ``saves_to`` is empty where nothing can be saved,
    and then ``why_not`` says why.
    """

    draft: Draft
    seen: str
    saves_to: str
    why_not: str


class Saved(msgspec.Struct, frozen=True, kw_only=True):
    """The file holds the draft now. ``in_force``: new calls of somebody run under it."""

    reference: str
    seen: str
    in_force: bool


class Workshop(Protocol):
    """What a page may do with the site's playbook. Blocking, but for `try_out`."""

    def open(self) -> Opened:
        """The file that the site has named, or a fresh draft that extends the playbook in force."""
        ...

    def check(self, text: str, edits: Sequence[Edit]) -> Draft:
        """``text`` after the edits, looked at. Never raises for what is wrong with it."""
        ...

    async def try_out(self, text: str, limit: int) -> DryRun:
        """What the draft would have changed on the last calls that are over. Raises `Trouble` where it is not sound."""
        ...

    def save(self, text: str, seen: str) -> Saved:
        """Write the draft to the site's file, if that still holds what was ``seen``. Raises `NotSaved`."""
        ...
