"""
The calls that this server carries now.

Opens a call, takes it up again where a line broke or the server was stopped, finds it, and refuses one more than the
machine can carry: a call refused is better than forty that come late.
"""

import asyncio
import re
import secrets
from collections.abc import Callable

import msgspec

from steadyline.core.events import CallEnded, Header, Party, Seconds
from steadyline.core.playbook import Playbook
from steadyline.service import conversation as conversations
from steadyline.service.conversation import Conversation
from steadyline.service.live import LiveCall
from steadyline.service.ports import Bus, Ears, InterimPolicy, Journal, Recognition, Understanding

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:~-]{0,99}")
TOPIC = "calls"
"""Where the bus tells that a call began or ended: the message is its id."""

LINE_LOST_SECONDS: Seconds = 60.0
"""How long a call whose line broke may be taken up again."""


class TooMany(Exception):
    """This machine carries as many calls as it can. Try again when one has ended, or add a machine."""


class NotWelcome(Exception):
    """This call cannot be opened; the message says why."""


class Kept(msgspec.Struct, frozen=True):
    """A playbook with its name for good and its content to keep."""

    playbook: Playbook
    reference: str
    body: bytes


def new_id() -> str:
    """An id for a call that came without one."""
    return f"call_{secrets.token_hex(8)}"


class Calls:
    """All live calls of this process."""

    def __init__(
        self,
        *,
        journal: Journal,
        bus: Bus,
        kept: Kept,
        understanding: Understanding,
        recognition: Recognition,
        recogniser: str,
        ears: Callable[[int, tuple[Party, ...]], Ears],
        interim: Callable[[], InterimPolicy] | None,
        most: int,
    ) -> None:
        """``ears`` makes ears for a rate in Hz and the parties of the channels in order."""
        self.journal = journal
        self.bus = bus
        self.kept = kept
        self.understanding = understanding
        self.recognition = recognition
        self.recogniser = recogniser
        self.most = most
        self._make_ears = ears
        self._interim = interim
        self._live: dict[str, LiveCall] = {}
        self._resting: dict[str, Conversation] = {}
        self._ending: set[asyncio.Task[None]] = set()

    async def open(self, header: Header, *, rate_hz: int, parties: tuple[Party, ...], source: str) -> LiveCall:
        """A call to hear: a new one, or the one of this id taken up again. Raises `TooMany` or `NotWelcome`."""
        id = header.call
        if not _ID.fullmatch(id):
            raise NotWelcome(f"{id!r} cannot be a call's id: up to 100 letters, digits and . _ - : ~")
        if id in self._live:
            raise NotWelcome(f"call {id} is being heard already, from another line")
        if len(self._live) >= self.most:
            raise TooMany(f"this machine carries {self.most} calls, and has them")
        conversation = await self.find(id)
        if conversation is None:
            conversation = await conversations.begin(
                id, header, self.kept.playbook, self.kept.reference, self.kept.body, self.journal, self.bus, source
            )
        if conversation.ended:
            raise NotWelcome(f"call {id} has ended; give the new call an id of its own, or none")
        reader = self.understanding.open(conversation.header)
        reader.recall(conversation.said())
        live = LiveCall(
            conversation,
            self._make_ears(rate_hz, parties),
            self.recognition,
            reader,
            self.bus,
            recogniser=self.recogniser,
            rate_hz=rate_hz,
            parties=parties,
            interim=self._interim,
        )
        self._live[id] = live
        self._resting.pop(id, None)
        self.bus.publish(TOPIC, id.encode())
        return live

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
        self._wait_for(live.conversation)

    async def wake(self) -> int:
        """After a start: calls that an earlier run left open wait to be taken up. Returns how many."""
        left = await self.journal.calls(live=True, limit=1000)
        for call in left:
            conversation = await self.find(call.id)
            if conversation is not None:
                self._wait_for(conversation)
        return len(left)

    def _wait_for(self, conversation: Conversation) -> None:
        self._resting[conversation.id] = conversation
        task = asyncio.create_task(self._end_later(conversation))
        self._ending.add(task)
        task.add_done_callback(self._ending.discard)

    async def _end_later(self, conversation: Conversation) -> None:
        await asyncio.sleep(LINE_LOST_SECONDS)
        if self._resting.pop(conversation.id, None) is conversation:
            await conversation.take(CallEnded(at=conversation.progress.call.now, why="line_lost"))
            self.bus.publish(TOPIC, conversation.id.encode())

    async def find(self, id: str) -> Conversation | None:
        """The call of this id: live, resting, or from the journal."""
        if id in self._live:
            return self._live[id].conversation
        if id in self._resting:
            return self._resting[id]
        try:
            return await conversations.resume(id, self.journal, self.bus)
        except conversations.NoSuchCall:
            return None

    def now(self, id: str) -> Seconds | None:
        """Call time of a call that is being heard; None for any other."""
        live = self._live.get(id)
        return live.now if live else None

    @property
    def newest(self) -> Conversation | None:
        """The live call that began last."""
        live = list(self._live.values())
        return live[-1].conversation if live else None

    @property
    def count(self) -> int:
        """How many calls are being heard."""
        return len(self._live)

    def _forget(self, live: LiveCall) -> None:
        self._live.pop(live.conversation.id, None)
        self.bus.publish(TOPIC, live.conversation.id.encode())
