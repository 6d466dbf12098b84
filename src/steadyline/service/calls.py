"""
The calls that this server carries now.

Opens a call, takes it up again where a line broke or the server was stopped, finds it, and refuses one more than the
machine can carry: a call refused is better than forty that come late. A live call has a date: one that does not say
when it began begins now.
"""

import asyncio
import re
import secrets
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, tzinfo

import msgspec
import structlog

from steadyline.core import people
from steadyline.core.events import CallEnded, Header, Party, Seconds
from steadyline.core.playbook import Playbook
from steadyline.service import conversation as conversations
from steadyline.service.clips import Keeper
from steadyline.service.conversation import Conversation
from steadyline.service.live import LiveCall
from steadyline.service.ports import (
    Bus,
    Ears,
    InterimPolicy,
    Journal,
    JournalConflict,
    JournalFailed,
    Recognition,
    Understanding,
)

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:~-]{0,99}")
TOPIC = "calls"
"""Where the bus tells that a call began or ended: the message is its id."""

LINE_LOST_SECONDS: Seconds = 60.0
"""How long a call whose line broke may be taken up again."""

_log = structlog.get_logger(__name__)


class TooMany(Exception):
    """This machine carries as many calls as it can. Try again when one has ended, or add a machine."""


class NotWelcome(Exception):
    """This call cannot be opened; the message says why."""


class HeardAlready(NotWelcome):
    """Another line carries this call. If that line is dead, this is soon known: try again in a while."""


class Over(NotWelcome):
    """This call has ended, and nothing follows any more."""


class Kept(msgspec.Struct, frozen=True):
    """A playbook with its name for good and its content to keep."""

    playbook: Playbook
    reference: str
    body: bytes


class Shelf(msgspec.Struct, frozen=True):
    """The playbooks of a site: its own, and those that a team (`core.people`) or a queue has for itself, by name."""

    site: Kept
    teams: dict[str, Kept] = {}
    queues: dict[str, Kept] = {}

    def of(self, header: Header) -> Kept:
        """The playbook of this call: its queue's if that has one, else its team's, else the site's."""
        return self.queues.get(header.queue) or self.of_team(header.team)

    def of_team(self, name: str) -> Kept:
        """The playbook of this team, whatever the case of its name; the site's where it has none."""
        same = (kept for team, kept in self.teams.items() if people.same(team, name))
        return self.teams.get(name) or next(same, self.site)


class _Resting(msgspec.Struct):
    """A call whose line broke, what ends it if nobody takes it up, and what is known of it, once somebody asked."""

    timer: "asyncio.Task[None]"
    conversation: Conversation | None


def new_id() -> str:
    """An id for a call that came without one."""
    return f"call_{secrets.token_hex(8)}"


def dated(header: Header, began: datetime) -> Header:
    """The header with the moment at which the call began: its own, or ``began`` where it says none that can be read.

    A moment of its own without a zone is on the clock of ``began``.
    """
    try:
        said = datetime.fromisoformat(header.started)
    except ValueError:
        said = began.replace(microsecond=0)
    if said.tzinfo is None:
        said = said.replace(tzinfo=began.tzinfo)
    return msgspec.structs.replace(header, started=said.isoformat())


class Calls:
    """All live calls of this process."""

    def __init__(
        self,
        *,
        journal: Journal,
        bus: Bus,
        shelf: Shelf,
        understanding: Understanding,
        recognition: Recognition,
        recogniser: str,
        ears: Callable[[int, tuple[Party, ...]], Ears],
        interim: Callable[[], InterimPolicy] | None,
        most: int,
        clips: Keeper | None = None,
        where: tzinfo = UTC,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """``ears`` makes ears for a rate in Hz and the parties of the channels in order. ``shelf`` may be replaced at
        any time: calls under way keep the playbook that they began with. ``clips`` None keeps no sound. ``where``: the
        site's time zone.
        """
        self.journal = journal
        self.bus = bus
        self.shelf = shelf
        self.understanding = understanding
        self.recognition = recognition
        self.recogniser = recogniser
        self.most = most
        self._make_ears = ears
        self._interim = interim
        self._clips = clips
        self._where = where
        self._now = now
        self._live: dict[str, LiveCall] = {}
        self._opening: set[str] = set()
        self._ending: set[str] = set()
        self._resting: dict[str, _Resting] = {}

    async def open(
        self, header: Header, *, rate_hz: int, parties: tuple[Party, ...], source: str, at: Seconds = 0.0
    ) -> LiveCall:
        """A call to hear: a new one, or the one of this id taken up again. ``at``: the call time that it is now.

        Raises `TooMany`, `NotWelcome`, or what the journal raises.
        """
        id = header.call
        if not _ID.fullmatch(id):
            raise NotWelcome(f"{id[:120]!r} cannot be a call's id: up to 100 letters, digits and . _ - : ~")
        if id in self._live or id in self._opening or id in self._ending:
            raise HeardAlready(f"call {id} is being heard already, from another line")
        if len(self._live) + len(self._opening) >= self.most:
            raise TooMany(f"this machine carries {self.most} calls, and has them; try again when one has ended")
        self._opening.add(id)
        try:
            live = self._live[id] = await self._open(header, rate_hz, parties, source, at)
        finally:
            self._opening.discard(id)
        if resting := self._resting.pop(id, None):
            resting.timer.cancel()
        self.bus.publish(TOPIC, id.encode())
        return live

    async def _open(
        self, header: Header, rate_hz: int, parties: tuple[Party, ...], source: str, at: Seconds
    ) -> LiveCall:
        id, kept = header.call, self.shelf.of(header)
        conversation = await self.find(id)
        if conversation is None:
            began = (self._now() - timedelta(seconds=at)).astimezone(self._where)
            header = dated(header, began)
            conversation = await conversations.begin(
                id, header, kept.playbook, kept.reference, kept.body, self.journal, self.bus, source
            )
        if conversation.ended:
            raise Over(f"call {id} has ended; give the new call an id of its own, or none")
        reader = self.understanding.open(conversation.header)
        await asyncio.to_thread(reader.recall, conversation.said())
        return LiveCall(
            conversation,
            self._make_ears(rate_hz, parties),
            self.recognition,
            reader,
            self.bus,
            recogniser=self.recogniser,
            rate_hz=rate_hz,
            parties=parties,
            interim=self._interim,
            clips=self._clips,
        )

    async def close(self, live: LiveCall, why: str) -> None:
        """The call ended."""
        try:
            await live.finish(why)
        finally:
            self._forget(live)

    async def rest(self, live: LiveCall) -> None:
        """The line broke: the call waits `LINE_LOST_SECONDS` to be taken up again, and is summed up if nobody does."""
        await live.drop()
        self._forget(live)
        self._wait_for(live.conversation.id, live.conversation)

    async def wake(self) -> int:
        """After a start: calls that an earlier run left open wait to be taken up. Returns how many."""
        left = await self.journal.calls(live=True, limit=1000)
        for call in reversed(left):
            self._wait_for(call.id, None)
        return len(left)

    def _wait_for(self, id: str, conversation: Conversation | None) -> None:
        self._resting[id] = _Resting(asyncio.create_task(self._end_later(id)), conversation)

    async def _end_later(self, id: str) -> None:
        await asyncio.sleep(LINE_LOST_SECONDS)
        if id in self._opening:
            return
        self._ending.add(id)
        try:
            conversation = await self.find(id)
            if conversation is not None:
                await conversation.take(CallEnded(at=conversation.progress.call.now, why="line_lost"))
        except JournalConflict:
            pass  # another program goes on with this call
        except JournalFailed as failure:
            _log.error("journal_failed", call=id, why=str(failure))
        finally:
            self._resting.pop(id, None)
            self._ending.discard(id)
            self.bus.publish(TOPIC, id.encode())

    async def find(self, id: str) -> Conversation | None:
        """The call of this id: live, resting, or from the journal."""
        if id in self._live:
            return self._live[id].conversation
        resting = self._resting.get(id)
        if resting is not None and resting.conversation is not None:
            return resting.conversation
        try:
            conversation = await conversations.resume(id, self.journal, self.bus)
        except conversations.NoSuchCall:
            return None
        if id in self._live:
            return self._live[id].conversation
        if resting is not None:
            resting.conversation = conversation = resting.conversation or conversation
        return conversation

    async def under_way(self) -> list[Conversation]:
        """The calls that go on, in the order they began: those heard, and those whose line broke."""
        found = [await self.find(id) for id in (*self._resting, *self._live)]
        return [conversation for conversation in found if conversation is not None]

    @property
    def site_playbook(self) -> Playbook:
        """The playbook in force where nothing else is said."""
        return self.shelf.site.playbook

    def now(self, id: str) -> Seconds | None:
        """Call time of a call that is being heard; None for any other."""
        live = self._live.get(id)
        return live.now if live else None

    async def newest(self) -> Conversation | None:
        """The call to show: the live one that began last; if there is none, the one whose line broke last."""
        for id in (*reversed(self._live), *reversed(self._resting)):
            if (found := await self.find(id)) is not None:
                return found
        return None

    @property
    def count(self) -> int:
        """How many calls are being heard."""
        return len(self._live)

    def _forget(self, live: LiveCall) -> None:
        self._live.pop(live.conversation.id, None)
        self.bus.publish(TOPIC, live.conversation.id.encode())
