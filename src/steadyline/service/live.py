"""
A live call: sound in, as it comes; facts out, as they are known.

Call time is the sound heard so far, and nothing else: a caller's line that stalls stops the call's clock, and the
same sound gives the same call. Who speaks is known at once; what was said follows when a recogniser has had its turn,
in the order in which it was said. Hearing never waits for words until `WORDS_WAITING` segments of this call are
without them.
"""

import asyncio
from collections.abc import Callable
from time import monotonic

import msgspec
import structlog

from steadyline.core.events import CallEnded, Fact, Party, QualityChanged, Seconds, SpeechEnded, SpeechStarted
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

LATE_SECONDS = 2.0
"""From this wait on, words come late, and the screen says so."""


class InterimWords(msgspec.Struct, frozen=True, kw_only=True):
    """The words so far of the speech that ``party`` began at ``t0``; shown, never judged or kept. Empty: no more."""

    party: Party
    t0: Seconds
    text: str


BUSY_SECONDS = 0.5
"""From this wait on, words are not shown before their end any more, and the screen says so."""

_log = structlog.get_logger(__name__)
_Key = tuple[Party, Seconds, Seconds]


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
    ) -> None:
        """``recogniser``: its name, as journalled. ``interim`` None shows no words before their end."""
        self.conversation = conversation
        self._ears = ears
        self._recognition = recognition
        self._recogniser = recogniser
        self._reader = reader
        self._bus = bus
        self._rate_hz = rate_hz
        self._parties = parties
        self._from = conversation.kept_until
        self._samples = 0
        self._known = dict(conversation.progress.heard_until)
        self._segments: asyncio.Queue[tuple[Segment, asyncio.Task[str]] | None] = asyncio.Queue(WORDS_WAITING)
        self._early: dict[_Key, asyncio.Task[str]] = {}
        self._wordless: list[Seconds] = []
        self._policies = {party: interim() for party in parties} if interim else {}
        self._interim: asyncio.Task[None] | None = None
        self._quality = conversation.progress.screen.quality
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
        return min([self.now, *starts, *self._wordless])

    def start_at(self, seconds: Seconds) -> None:
        """Call time of the first sample to come, where it is not `kept_until`. Before the first `hear` only."""
        if self._samples:
            raise ValueError("the call is being heard already")
        self._from = seconds

    async def hear(self, block: Audio) -> None:
        """More sound, shape ``(n, channels)``."""
        self._hush_known(block)
        sounds = await asyncio.to_thread(self._ears.hear, block)
        self._samples += len(block)
        await self._note(sounds)
        await self.conversation.pass_time(self.now)
        self._look_at_speech()

    async def finish(self, why: str = "hung_up") -> None:
        """The call is over: what was being said is put into words, and the call is summed up."""
        await self._note(await asyncio.to_thread(self._ears.finish))
        await self._segments.put(None)
        await self._writing
        self._stop_looking()
        await self.conversation.take(CallEnded(at=self.now, why=why))

    async def drop(self) -> None:
        """The line broke. What is on disk stays; the call may be taken up again from `kept_until`."""
        self._stop_looking()
        self._writing.cancel()
        for task in self._early.values():
            task.cancel()
        await asyncio.gather(self._writing, return_exceptions=True)

    # --- who speaks ------------------------------------------------------------------------------------------------

    async def _note(self, sounds: list[Sound]) -> None:
        for sound in sounds:
            match sound:
                case SpeechBegan(party=party, t0=t0):
                    await self.conversation.take(SpeechStarted(at=self._time(t0), party=party))
                case SpeechPaused():
                    self._start_early(sound)
                case Segment():
                    await self._queue(sound)
                case SpeechStopped(at=at, party=party, t1=t1):
                    await self.conversation.take(SpeechEnded(at=self._time(at), party=party, t1=self._time(t1)))
                    self._show_interim(party, self._time(t1), "")

    def _start_early(self, pause: SpeechPaused) -> None:
        """Use the hangover: if the voice stays gone, its words are ready when the segment is."""
        if not self._recognition.load.waiting:
            task = asyncio.create_task(self._recognition.final(self.conversation.id, pause.audio))
            self._early[pause.party, pause.t0, pause.t1] = task

    async def _queue(self, segment: Segment) -> None:
        task = self._early.pop((segment.party, segment.t0, segment.t1), None)
        for key in [key for key in self._early if key[0] == segment.party]:
            self._early.pop(key).cancel()  # the voice came back after that pause: its words were for nothing
        if task is None:
            task = asyncio.create_task(self._recognition.final(self.conversation.id, segment.audio))
        self._wordless.append(self._time(segment.t0))
        await self._segments.put((segment, task))

    # --- what was said ---------------------------------------------------------------------------------------------

    async def _put_into_words(self) -> None:
        while (waiting := await self._segments.get()) is not None:
            segment, task = waiting
            try:
                text = await task
            except RecogniserFailed as failure:
                _log.warning("recogniser_failed", call=self.conversation.id, at=segment.t0, why=str(failure))
                text = ""
            try:
                await self._say(segment, text)
            finally:
                self._wordless.remove(self._time(segment.t0))
            await self._tell_quality()

    async def _say(self, segment: Segment, text: str) -> None:
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
        facts: list[Fact] = [said]
        if not said.listening:
            facts.append(await asyncio.to_thread(self._reader.read, said))
        await self.conversation.take(*facts)

    async def _tell_quality(self) -> None:
        """Say on the screen what load has taken away, and when it is back."""
        load = self._recognition.load
        if load.behind_seconds >= LATE_SECONDS:
            quality, why = "late", f"This machine is busy: words come {load.behind_seconds:.0f} s late."
        elif load.behind_seconds >= BUSY_SECONDS and self._policies:
            quality, why = "no_interim", "This machine is busy: words show when they are said, not before."
        else:
            quality, why = "full", ""
        if quality != self._quality:
            self._quality = quality  # type: ignore[assignment]  # one of three literals
            await self.conversation.take(QualityChanged(at=self.now, quality=self._quality, why=why))

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

    def _hush_known(self, block: Audio) -> None:
        """Silence, in sound sent again after a break, what is on disk already for that party."""
        for channel, party in enumerate(self._parties):
            known = round((self._known.get(party, 0.0) - self.now) * self._rate_hz)
            if known > 0:
                block[:known, channel] = 0.0
