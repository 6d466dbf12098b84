"""
A recorded call, heard as fast as the machine can, with the findings that it would have brought live.

Sound is cut first and put into words in parallel, but facts are taken in order of time, each known at the moment at
which it would have been known live at the earliest. So the same file gives the same events on every run.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Iterable

import structlog

from steadyline.core.events import AnyEvent, CallEnded, Fact, Seconds, SpeechEnded, SpeechStarted, Utterance
from steadyline.service.clips import Keeper
from steadyline.service.conversation import Conversation
from steadyline.service.masking import mask
from steadyline.service.mono import OneChannel
from steadyline.service.ports import (
    Audio,
    Ears,
    Reader,
    RecogniserFailed,
    Recognition,
    Segment,
    Sound,
    SpeechBegan,
    SpeechStopped,
)
from steadyline.service.utterances import utterance

AHEAD = 16
"""Segments that may be with the recognisers at the same time: bounds memory, keeps every core busy."""

TOGETHER = 32
"""Facts written at once: each write to disk costs, and here nobody waits for the next word."""

Tell = Callable[[list[AnyEvent]], None]

_log = structlog.get_logger(__name__)


async def listen(
    blocks: Iterable[Audio],
    rate_hz: int,
    conversation: Conversation,
    ears: Ears,
    recognition: Recognition,
    recogniser: str,
    reader: Reader,
    tell: Tell,
    heard: Callable[[Seconds], None] = lambda seconds: None,
    mono: OneChannel | None = None,
    kept: Keeper | None = None,
) -> None:
    """Hear ``blocks`` of shape ``(n, channels)`` to their end.

    ``tell`` gets events once they are on disk; ``heard``, how far the sound was heard, for a progress bar. ``mono`` is
    given where one channel carries both parties; then no sound is ``kept``: it would be of both.
    """
    waiting: deque[tuple[Sound, asyncio.Task[str] | None]] = deque()
    samples, at_work = 0, 0

    async def settle(most: int) -> None:
        nonlocal at_work
        facts: list[Fact] = []
        turn = conversation.next_turn()
        while waiting and at_work > most:
            sound, task = waiting.popleft()
            at_work -= task is not None
            found = await _facts(sound, task, conversation.id, recogniser, reader, turn, mono)
            turn += any(isinstance(fact, Utterance) for fact in found)
            facts += found
            said = next((fact for fact in found if isinstance(fact, Utterance)), None)
            if kept is not None and mono is None and isinstance(sound, Segment) and said is not None:
                kept.keep(conversation.id, said, found, sound.audio)
                await kept.settled()
            if len(facts) >= TOGETHER:
                tell(await conversation.take(*facts))
                facts = []
        if facts:
            tell(await conversation.take(*facts))

    async def queue(sounds: list[Sound]) -> None:
        nonlocal at_work
        for sound in sorted(sounds, key=_known):
            task = None
            if isinstance(sound, Segment):
                task = asyncio.create_task(recognition.final(conversation.id, sound.audio, patient=True))
                at_work += 1
            waiting.append((sound, task))
        await settle(AHEAD)

    for block in blocks:
        await queue(await asyncio.to_thread(ears.hear, block))
        samples += len(block)
        heard(samples / rate_hz)
    await queue(await asyncio.to_thread(ears.finish))
    await settle(-1)
    tell(await conversation.take(CallEnded(at=round(samples / rate_hz, 3))))


def _known(sound: Sound) -> tuple[Seconds, bool]:
    """When it is known: as on a live call, that somebody fell silent is known before their last words are."""
    return sound.at, isinstance(sound, Segment)


async def _facts(
    sound: Sound,
    task: asyncio.Task[str] | None,
    call: str,
    recogniser: str,
    reader: Reader,
    turn: int,
    mono: OneChannel | None,
) -> list[Fact]:
    match sound:
        case SpeechBegan() | SpeechStopped() if mono is not None:
            return []  # whose speech it is will be known with its words
        case SpeechBegan(party=party, t0=t0):
            return [SpeechStarted(at=round(t0, 3), party=party)]
        case SpeechStopped(at=at, party=party, t1=t1):
            return [SpeechEnded(at=round(at, 3), party=party, t1=round(t1, 3))]
        case Segment(at=at) if task is not None:
            text: str | None = None
            try:
                text = await task
            except RecogniserFailed as failure:
                _log.warning("recogniser_failed", call=call, at=at, why=str(failure))
            spoke: list[Fact] = []
            if mono is not None and text:
                sound = await asyncio.to_thread(mono.attribute, sound, mask(text))
                party, t0, t1 = sound.party, sound.t0, sound.t1
                spoke = [SpeechStarted(at=t0, party=party), SpeechEnded(at=at, party=party, t1=t1)]
            said = utterance(sound, text, turn=turn, recogniser=recogniser, at=round(at, 3))
            if said is None:
                return []
            judged = said.text and not said.listening
            return [*spoke, said, *([await asyncio.to_thread(reader.read, said)] if judged else [])]
    return []
