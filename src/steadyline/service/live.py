"""
A live call: sound in, as it comes; facts out, as they are known.

Call time is the sound heard so far, and nothing else: a caller's line that stalls stops the call's clock. Who speaks is
known at once; what was said follows when a recogniser has had its turn, in the order in which it was said. Hearing
never waits for words until `WORDS_WAITING` segments of this call are without them. What cannot be put into words, or
cannot be judged, is kept without; what cannot be written to the journal stops the call, to be taken up again.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from time import monotonic
from typing import Literal

import msgspec
import structlog

from steadyline.core.events import (
    CallEnded,
    Fact,
    Party,
    QualityChanged,
    Seconds,
    SpeechEnded,
    SpeechStarted,
    Utterance,
)
from steadyline.service.clips import Keeper
from steadyline.service.conversation import Conversation
from steadyline.service.masking import mask
from steadyline.service.ports import (
    Audio,
    Bus,
    Ears,
    InterimPolicy,
    Reader,
    RecogniserFailed,
    Recognition,
    Segment,
    Sound,
    Speaking,
    SpeechBegan,
    SpeechPaused,
    SpeechStopped,
)
from steadyline.service.utterances import utterance

WORDS_WAITING = 16
"""Segments of one call that may be without words before its hearing waits."""

UNHEARD_SECONDS: Seconds = 0.5
"""A voice that begins is known at most this much later: so much of the last sound may hold the start of one."""

BUSY_SECONDS: Seconds = 0.5
"""From this wait on, words are not shown before their end any more, and the screen says so."""

LATE_SECONDS: Seconds = 2.0
"""From this wait on, words come late, and the screen says so."""

Quality = Literal["full", "no_interim", "late"]
_WORST_FIRST: tuple[Quality, ...] = ("late", "no_interim", "full")


class InterimWords(msgspec.Struct, frozen=True, kw_only=True):
    """The words so far of the speech that ``party`` began at ``t0``; shown, never judged or kept. Empty: no more."""

    party: Party
    t0: Seconds
    text: str


_log = structlog.get_logger(__name__)
_Key = tuple[Party, Seconds, Seconds]
_Words = asyncio.Task[str | None]


class LiveCall:
    """One call being heard. `hear` the sound in order, then `finish`; or `drop`, to go on later from the journal."""

    def __init__(
        self,
        conversation: Conversation,
        ears: Ears,
        recognition: Recognition,
        reader: Reader,
        bus: Bus,
        *,
        recogniser: str,
        rate_hz: int,
        parties: tuple[Party, ...],
        interim: Callable[[], InterimPolicy] | None = None,
        clips: Keeper | None = None,
    ) -> None:
        """``recogniser``: its name, as journalled. ``interim`` None shows no words before their end; ``clips`` None
        keeps no sound.
        """
        self.conversation = conversation
        self._ears = ears
        self._recognition = recognition
        self._recogniser = recogniser
        self._reader = reader
        self._bus = bus
        self._clips = clips
        self._rate_hz = rate_hz
        self._parties = parties
        self._from = conversation.kept_until
        self._samples = 0
        self._known = dict(conversation.progress.heard_until)
        self._segments: asyncio.Queue[tuple[Segment, _Words] | None] = asyncio.Queue(WORDS_WAITING)
        self._early: dict[_Key, _Words] = {}
        self._wordless: deque[tuple[Seconds, float]] = deque()  # call time it began, and since when it waits
        self._policies = {party: interim() for party in parties} if interim else {}
        self._interim: asyncio.Task[None] | None = None
        self._quality: Quality = conversation.progress.screen.quality
        self._speaking: set[Party] = set()
        self._left_speaking = set(conversation.progress.call.floor.speaking)
        self._left_at = conversation.progress.call.now
        self._writing = asyncio.create_task(self._put_into_words())

    @property
    def now(self) -> Seconds:
        """Call time: all sound up to here was heard."""
        return self._from + self._samples / self._rate_hz

    @property
    def kept_until(self) -> Seconds:
        """All that was said before this is on disk, in words: the sender need not keep its sound any longer."""
        spans = [self._ears.speaking(party) for party in self._parties]
        starts = [self._from + span[0] for span in spans if span is not None]
        silent_until = max(self._from, self.now - UNHEARD_SECONDS)
        return min([silent_until, *starts, *(began for began, _ in self._wordless)])

    def start_at(self, seconds: Seconds) -> None:
        """Call time of the first sample to come, where it is not `kept_until`. Before the first `hear` only."""
        if self._samples:
            raise ValueError("the call is being heard already")
        self._from = seconds

    async def hear(self, block: Audio) -> None:
        """More sound, shape ``(n, channels)``. Raises what kept words from the journal, as `JournalFailed`."""
        sounds = await asyncio.to_thread(self._ears.hear, self._hushed(block))
        self._samples += len(block)
        await self._note(sounds)
        await self._settle_floor()
        await self.conversation.pass_time(self.now)
        await self._tell_quality()
        self._look_at_speech()

    async def finish(self, why: str = "hung_up") -> None:
        """The call is over: what was being said is put into words, and the call is summed up."""
        await self._note(await asyncio.to_thread(self._ears.finish))
        await self._put(None)
        await self._writing
        self._stop_looking()
        await self.conversation.take(CallEnded(at=self.now, why=why))

    async def drop(self) -> None:
        """The line broke. What is on disk stays; the call may be taken up again from `kept_until`."""
        self._stop_looking()
        self._writing.cancel()
        await asyncio.gather(self._writing, return_exceptions=True)
        while not self._segments.empty():
            if (waiting := self._segments.get_nowait()) is not None:
                waiting[1].cancel()
        for words in self._early.values():
            words.cancel()

    # --- who speaks ------------------------------------------------------------------------------------------------

    async def _note(self, sounds: list[Sound]) -> None:
        for sound in sounds:
            match sound:
                case SpeechBegan(party=party, t0=t0):
                    self._speaking.add(party)
                    await self.conversation.take(SpeechStarted(at=self._time(t0), party=party))
                case SpeechPaused():
                    self._start_early(sound)
                case Segment():
                    await self._queue(sound)
                case SpeechStopped(at=at, party=party, t1=t1):
                    self._speaking.discard(party)
                    await self.conversation.take(SpeechEnded(at=self._time(at), party=party, t1=self._time(t1)))
                    self._show_interim(party, self._time(t1), "")

    async def _settle_floor(self) -> None:
        """After a break: who spoke when the line broke, and does not when it is heard again, has stopped."""
        if self._left_speaking and self.now >= self._left_at + UNHEARD_SECONDS:
            gone, self._left_speaking = self._left_speaking - self._speaking, set()
            for party in sorted(gone):
                await self.conversation.take(SpeechEnded(at=self.now, party=party, t1=self._left_at))

    def _start_early(self, pause: SpeechPaused) -> None:
        """Use the hangover: if the voice stays gone, its words are ready when the segment is."""
        if not self._recognition.load.waiting:
            self._early[pause.party, pause.t0, pause.t1] = self._ask(pause.audio)

    async def _queue(self, segment: Segment) -> None:
        words = self._early.pop((segment.party, segment.t0, segment.t1), None)
        for key in [key for key in self._early if key[0] == segment.party]:
            self._early.pop(key).cancel()  # the voice came back after that pause: its words were for nothing
        self._wordless.append((self._time(segment.t0), monotonic()))
        await self._put((segment, words or self._ask(segment.audio)))

    async def _put(self, waiting: tuple[Segment, _Words] | None) -> None:
        """Queue for `_put_into_words`, or raise what stopped it: nobody would ever make room again."""
        putting = asyncio.ensure_future(self._segments.put(waiting))
        await asyncio.wait([putting, self._writing], return_when=asyncio.FIRST_COMPLETED)
        if self._writing.done():
            putting.cancel()
            self._writing.result()

    # --- what was said ---------------------------------------------------------------------------------------------

    def _ask(self, audio: Audio) -> _Words:
        return asyncio.create_task(self._recognise(audio))

    async def _recognise(self, audio: Audio) -> str | None:
        """The words; None where the recogniser failed."""
        try:
            return await self._recognition.final(self.conversation.id, audio)
        except RecogniserFailed as failure:
            _log.warning("recogniser_failed", call=self.conversation.id, at=round(self.now, 3), why=str(failure))
            return None

    async def _put_into_words(self) -> None:
        while (waiting := await self._segments.get()) is not None:
            segment, words = waiting
            await self._say(segment, await words)
            self._wordless.popleft()

    async def _say(self, segment: Segment, text: str | None) -> None:
        said = utterance(
            segment,
            text,
            turn=self.conversation.next_turn(),
            recogniser=self._recogniser,
            at=self.now,
            begins=self._from,
        )
        if said is None:
            return
        known = self._known.get(said.party, 0.0)
        if said.t0 < known < said.t1:
            said = msgspec.structs.replace(said, t0=known)  # a segment reaches back a little, but not over a line
        judged = await self._judged(said)
        await self.conversation.take(said, *judged)
        if self._clips is not None:
            self._clips.keep(self.conversation.id, said, judged, segment.audio)

    async def _judged(self, said: Utterance) -> list[Fact]:
        """What a model makes of it. A model that breaks costs its judgement, never the words."""
        if said.listening or not said.text:
            return []
        try:
            return [await asyncio.to_thread(self._reader.read, said)]
        except Exception:
            _log.exception("reader_failed", call=self.conversation.id, turn=said.turn)
            return []

    async def _tell_quality(self) -> None:
        """Say on the screen what load has taken away, and when it is back."""
        behind = self._behind_seconds()
        quality: Quality = "late" if behind >= LATE_SECONDS else "no_interim" if behind >= BUSY_SECONDS else "full"
        if quality == "no_interim" and not self._policies:
            quality = "full"
        steps_up = _WORST_FIRST.index(quality) > _WORST_FIRST.index(self._quality)
        if quality == self._quality or (steps_up and behind >= BUSY_SECONDS / 2):
            return
        self._quality = quality
        await self.conversation.take(QualityChanged(at=self.now, quality=quality, why=_why(quality)))

    def _behind_seconds(self) -> Seconds:
        """How long the oldest speech without words has waited: of this call, or of all."""
        own = monotonic() - self._wordless[0][1] if self._wordless else 0.0
        return max(own, self._recognition.load.behind_seconds)

    # --- words of a speech that goes on ----------------------------------------------------------------------------

    def _look_at_speech(self) -> None:
        """Start one look, if one is due and none is under way."""
        if self._interim is not None and not self._interim.done():
            return
        for party, policy in self._policies.items():
            span = self._ears.speaking(party)
            speaking = self._ears.peek(party) if span is not None and policy.due(*span) else None
            if speaking is not None:
                self._interim = asyncio.create_task(self._look(policy, speaking))
                return

    async def _look(self, policy: InterimPolicy, speaking: Speaking) -> None:
        began = monotonic()
        try:
            text = await self._recognition.interim(self.conversation.id, speaking.party, speaking.audio)
        except RecogniserFailed:
            return
        if text is None or self._ears.speaking(speaking.party) is None:
            return
        words = policy.heard(speaking.t0, mask(text), monotonic() - began)
        if words is not None:
            self._show_interim(speaking.party, self._time(speaking.t0), words)

    def _stop_looking(self) -> None:
        if self._interim is not None:
            self._interim.cancel()

    def _show_interim(self, party: Party, t0: Seconds, text: str) -> None:
        if self._policies:
            words = InterimWords(party=party, t0=t0, text=text)
            self._bus.publish(f"call.{self.conversation.id}.interim", msgspec.json.encode(words))

    def _time(self, seconds: Seconds) -> Seconds:
        return round(self._from + seconds, 3)

    def _hushed(self, block: Audio) -> Audio:
        """The block with silence, in sound sent again after a break, for what is on disk already for that party."""
        known = [round((self._known.get(party, 0.0) - self.now) * self._rate_hz) for party in self._parties]
        if max(known) <= 0:
            return block
        block = block.copy()
        for channel, samples in enumerate(known):
            block[: max(0, samples), channel] = 0.0
        return block


def _why(quality: Quality) -> str:
    match quality:
        case "late":
            return f"This machine is busy: words come more than {LATE_SECONDS:.0f} s late."
        case "no_interim":
            return "This machine is busy: words show when they are said, not before."
        case "full":
            return ""
