"""
One call in progress: facts in, journal, core, journal, whoever watches.

Every fact goes one way. It is written with its findings in one piece, and only what is written is shown. A conversation
that was stopped anywhere is opened again from the journal and says the same as if it had never stopped.
"""

import asyncio
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence

import msgspec

from steadyline.core import call as rules
from steadyline.core import views
from steadyline.core.events import (
    AnyEvent,
    CallEnded,
    CallStarted,
    CueDismissed,
    CuesSwitched,
    CueTaken,
    Fact,
    Header,
    LevelChosen,
    Party,
    PromiseSettled,
    Seconds,
    Utterance,
    is_public,
    wire,
)
from steadyline.core.names import AgentLevel
from steadyline.core.playbook import Playbook
from steadyline.service import masking
from steadyline.service.ports import Bus, Journal, Recorded, Revision
from steadyline.service.trouble import Trouble

TOPIC = "changed"
"""Where the bus tells that something happened in any call: the message is its id."""

SAVE_EVERY = 400
"""Events between two saved states: a resume reads at most this many again."""


class Progress(msgspec.Struct, frozen=True, kw_only=True):
    """All that a call has become: what the rules know, what the screen shows, how far each party was heard."""

    call: rules.Call
    screen: views.Screen = views.Screen()
    turn: int = 0
    heard_until: Mapping[Party, Seconds] = {}


class NoSuchCall(Trouble):
    """The journal knows no call of this id. `steadyline calls` lists those it knows."""


class Conversation:
    """One call. ``id`` is the journal's name for it; events carry the header's own id of the call."""

    def __init__(self, id: str, journal: Journal, bus: Bus, progress: Progress, revision: Revision) -> None:
        self.id = id
        self.revision = revision
        self._journal = journal
        self._bus = bus
        self._progress = progress
        self._saved = revision
        self._one_at_a_time = asyncio.Lock()

    @property
    def header(self) -> Header:
        """Who is on the call."""
        return self._progress.call.header

    @property
    def progress(self) -> Progress:
        """All that the call has become so far."""
        return self._progress

    @property
    def ended(self) -> bool:
        """Whether the call is over: nothing follows any more."""
        return self._progress.call.ended

    @property
    def kept_until(self) -> Seconds:
        """Call time up to which everything said is on disk, whoever said it."""
        return min(self._progress.heard_until.get(party, 0.0) for party in ("customer", "agent"))

    def next_turn(self) -> int:
        """The number of the utterance to come."""
        return self._progress.turn + 1

    def said(self) -> list[Utterance]:
        """The last things said, for a model that must know the call so far."""
        return [
            Utterance(at=line.t1, turn=line.turn, party=line.party, t0=line.t0, t1=line.t1, text=line.text)
            for line in self._progress.screen.lines
            if not line.listening
        ]

    def desk(self) -> views.Desk:
        """The agent's screen as of now."""
        return views.desk(self.id, self._progress.call, self._progress.screen, self.revision)

    async def take(self, *facts: Fact) -> list[AnyEvent]:
        """Take facts, in order; returns them with what followed, all of it on disk. After the end, nothing.

        A caller that goes away leaves them taken: what was begun on disk must not be unknown here.
        """
        return await asyncio.shield(self._take(facts))

    async def settle(self, fact: Fact) -> None:
        """Take what a person settled, during the call or after its end: there the rules hear nothing of it any more.

        Raises `JournalConflict` where the journal has gone on since this conversation was read.
        """
        await asyncio.shield(self._settle(fact))

    async def _settle(self, fact: Fact) -> None:
        async with self._one_at_a_time:
            if not self.ended:
                await self._write([fact])
                return
            self.revision = await self._journal.append(self.id, self.revision, [fact])
            self._progress = after_the_end(self._progress, [fact])
            self._publish([fact])

    async def pass_time(self, at: Seconds) -> list[AnyEvent]:
        """Call time is ``at`` now, and nothing was said: take what falls due."""
        due = rules.due(self._progress.call)
        if due is None or due > at:
            return []
        return await self.take(*rules.ticks(self._progress.call, until=at))

    async def answer(self, cue: str, *, taken: bool) -> bool:
        """The agent took or dismissed the cue of this id. False where it is gone already."""
        return await asyncio.shield(self._answer(cue, taken))

    async def _answer(self, cue: str, taken: bool) -> bool:
        async with self._one_at_a_time:  # of two clicks at once, the second comes too late
            shown = self._progress.call.cues.shown
            if shown is None or shown.id != cue:
                return False
            kind = CueTaken if taken else CueDismissed
            return bool(await self._write([kind(at=self._progress.call.now, id=shown.id, cue=shown.cue)]))

    async def choose(self, *, on: bool | None = None, level: AgentLevel | None = None) -> bool:
        """The agent switches cues on or off, or chooses a level. False where it is so already, or the call is over."""
        return await asyncio.shield(self._choose(on, level))

    async def _choose(self, on: bool | None, level: AgentLevel | None) -> bool:
        async with self._one_at_a_time:  # said twice, it counts once
            call, facts = self._progress.call, list[Fact]()
            if on is not None and on != call.cues.on:
                facts.append(CuesSwitched(at=call.now, on=on))
            if level is not None and level != call.header.agent.level:
                facts.append(LevelChosen(at=call.now, level=level))
            return bool(facts and await self._write(facts))

    async def _take(self, facts: Sequence[Fact]) -> list[AnyEvent]:
        async with self._one_at_a_time:
            return await self._write(facts)

    async def _write(self, facts: Sequence[Fact]) -> list[AnyEvent]:
        if self.ended:
            return []
        progress, events = advance(self._progress, facts)
        if not events:
            return []
        self.revision = await self._journal.append(self.id, self.revision, events)
        self._progress = progress
        self._publish(events)
        if self.revision - self._saved >= SAVE_EVERY:
            self._saved = self.revision
            await self._journal.save(self.id, self.revision, msgspec.json.encode(progress))
        return events

    def _publish(self, events: Sequence[AnyEvent]) -> None:
        for revision, event in enumerate(events, self.revision - len(events) + 1):
            if is_public(event):
                self._bus.publish(f"call.{self.id}.events", b"%d %s" % (revision, wire(self.header.call, event)))
        self._bus.publish(f"call.{self.id}.changed", b"%d" % self.revision)
        self._bus.publish(TOPIC, self.id.encode())


def advance(progress: Progress, facts: Iterable[Fact]) -> tuple[Progress, list[AnyEvent]]:
    """What becomes of a call through ``facts``: pure, and the same live, from a file, and from the journal."""
    call, events = rules.run(progress.call, facts)
    screen, turn, heard_until = progress.screen, progress.turn, dict(progress.heard_until)
    for event in events:
        screen = views.step(call.playbook.heard_at, screen, event)
        if isinstance(event, Utterance):
            turn = max(turn, event.turn)
            heard_until[event.party] = max(event.t1, heard_until.get(event.party, 0.0))
    return Progress(call=call, screen=screen, turn=turn, heard_until=heard_until), events


def after_the_end(progress: Progress, facts: Iterable[Fact]) -> Progress:
    """With what people settled of its promises since: the screen shows it, the rules hear nothing of it any more."""
    screen = progress.screen
    for fact in facts:
        if isinstance(fact, PromiseSettled):
            screen = views.step(progress.call.playbook.heard_at, screen, fact)
    return msgspec.structs.replace(progress, screen=screen)


async def free_id(wanted: str, journal: Journal) -> str:
    """``wanted``, or ``wanted~2`` and so on where the journal has a call of that id already."""
    id, count = wanted, 1
    while [recorded async for recorded in _first(journal, id)]:
        count += 1
        id = f"{wanted}~{count}"
    return id


async def _first(journal: Journal, id: str) -> AsyncIterator[Recorded]:
    async for recorded in journal.read(id):
        yield recorded
        return


async def begin(
    id: str,
    header: Header,
    playbook: Playbook,
    reference: str,
    body: bytes,
    journal: Journal,
    bus: Bus,
    source: str = "",
) -> Conversation:
    """A new call, which starts with how alerts of earlier calls were judged. ``reference`` and ``body`` are the
    playbook's name for good and its content. Raises `JournalConflict` where the journal has a call of this id already.
    """
    header = masking.header(header)
    await journal.keep_playbook(reference, body)
    progress = Progress(call=rules.begin(playbook, header))
    conversation = Conversation(id, journal, bus, progress, 0)
    judged = await journal.judged(playbook.alerts.learn.recent)
    await conversation.take(CallStarted(at=0.0, header=header, playbook=reference, source=source, judged=judged))
    return conversation


async def resume(id: str, journal: Journal, bus: Bus) -> Conversation:
    """The call of this id as it was when it stopped. Raises `NoSuchCall`."""
    saved = await journal.saved(id)
    if saved is not None:
        revision, body = saved
        progress = msgspec.json.decode(body, type=Progress)
    else:
        revision, progress = 0, await _from_the_start(id, journal)
    recorded = [recorded async for recorded in journal.read(id, after=revision)]
    facts = [written.event for written in recorded if isinstance(written.event, Fact)]
    progress, _ = advance(progress, facts)
    if progress.call.ended:
        progress = after_the_end(progress, facts)
    return Conversation(id, journal, bus, progress, recorded[-1].revision if recorded else revision)


async def replay(id: str, journal: Journal) -> tuple[Header, list[AnyEvent], list[AnyEvent]]:
    """A call's events as written, and again as the rules find them from its facts alone, by its own playbook.

    What people settled after the end follows from nothing: it is the same again.
    """
    written = [recorded.event async for recorded in journal.read(id)]
    progress = await _from_the_start(id, journal)
    _, again = advance(progress, [event for event in written if isinstance(event, Fact)])
    over = next((place for place, event in enumerate(written) if isinstance(event, CallEnded)), len(written))
    return progress.call.header, written, again + [event for event in written[over + 1 :] if isinstance(event, Fact)]


async def _from_the_start(id: str, journal: Journal) -> Progress:
    async for recorded in journal.read(id):
        if isinstance(recorded.event, CallStarted):
            body = await journal.playbook(recorded.event.playbook)
            if body is None:
                break
            playbook = msgspec.json.decode(body, type=Playbook)
            return Progress(call=rules.begin(playbook, recorded.event.header))
        break
    raise NoSuchCall(f"the journal knows no call {id!r}. `steadyline calls` lists those it knows.")
