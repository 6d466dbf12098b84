"""
A language of tones: calls of which every word is known, whoever hears them.

Sentence ``n`` is a tone of its own pitch. Voice activity by loudness hears it, a recogniser by pitch gives its words,
and everything between, the real ears and the real pool included, is as in service.
"""

import threading
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any

import numpy as np

from steadyline.bus.local import LocalBus
from steadyline.core.events import Header, Party, Utterance
from steadyline.playbooks import loader
from steadyline.service.calls import Calls, Kept, Shelf
from steadyline.service.clips import Keeper
from steadyline.service.ports import Audio, Clips, Journal, RecogniserFailed, Understanding
from steadyline.speech.ear import Ears
from steadyline.speech.interim import Interim
from steadyline.speech.pool import Pool
from steadyline.testing import Meaning, MemoryJournal, ScriptedUnderstanding

RATE_HZ = 8000
PLAYBOOK = loader.shipped()
KEPT = Kept(PLAYBOOK, loader.reference(PLAYBOOK), loader.freeze(PLAYBOOK))
PARTIES: tuple[Party, ...] = ("customer", "agent")

ANGRY = 40
"""The number of a sentence that brings a cue, once said by the customer."""

CONCERN = "I was charged twice in March"
UNDERSTANDING = ScriptedUnderstanding(
    {"charged twice": Meaning(signals=("states_problem", "venting", "repeat_contact"), heat=0.9, concern=CONCERN)}
)

Said = tuple[Party, float, float, int]
"""Who speaks, from when to when in seconds, and the number of the sentence."""


def words(number: int) -> str:
    """What the recogniser hears in the tone of this number."""
    return "I was charged twice in March and nobody calls" if number == ANGRY else f"sentence number {number}"


def call(*said: Said, seconds: float) -> Audio:
    """The sound of a call, customer left."""
    sound = np.zeros((round(seconds * RATE_HZ), 2), np.float32)
    for party, t0, t1, number in said:
        time_axis = np.arange(round((t1 - t0) * RATE_HZ)) / RATE_HZ
        tone = 0.3 * np.sin(2 * np.pi * (300 + 40 * number) * time_axis)
        start = round(t0 * RATE_HZ)
        sound[start : start + len(tone), PARTIES.index(party)] = tone
    return sound


def blocks(sound: Audio, seconds: float = 0.1) -> list[Audio]:
    """The sound cut up, as a line would bring it."""
    size = round(seconds * RATE_HZ)
    return [sound[start : start + size] for start in range(0, len(sound), size)]


def pcm(sound: Audio) -> bytes:
    """16-bit, both channels interleaved."""
    return (sound * 32767).astype("<i2").tobytes()


class Loud:
    """Voice activity: what is loud is a voice."""

    def hear(self, audio: Audio) -> Audio:
        frames = audio.reshape(len(audio), -1, 256)
        return (np.mean(np.square(frames), axis=2) > 1e-3).astype(np.float32)


def ears(rate_hz: int, parties: Sequence[Party]) -> Ears:
    return Ears(rate_hz, parties, activity=Loud())


class Pitch:
    """A recogniser by pitch. ``seconds``: what each answer takes. ``fails``: numbers that it fails on.

    While ``gate`` is clear it does not answer at all. ``asked`` lists every sentence that it was asked for.
    """

    name = "pitch/1"

    def __init__(self, *, seconds: float = 0.0, fails: Sequence[int] = ()) -> None:
        self.seconds = seconds
        self.fails = fails
        self.asked: list[int] = []
        self.gate = threading.Event()
        self.gate.set()

    def transcribe(self, audio: Audio) -> str:
        spectrum = np.abs(np.fft.rfft(audio, 1 << 18))
        number = round((int(np.argmax(spectrum)) * 16000 / (1 << 18) - 300) / 40)
        self.asked.append(number)
        self.gate.wait(60)
        time.sleep(self.seconds)
        if number in self.fails:
            raise RecogniserFailed("on purpose")
        return words(number)


@asynccontextmanager
async def carried(
    *,
    journal: Journal | None = None,
    pitch: Pitch | None = None,
    most: int = 4,
    workers: int = 2,
    interim: Callable[[], Interim] | None = None,
    understanding: Understanding = UNDERSTANDING,
    clips: Clips | None = None,
    **how: Any,
) -> AsyncIterator[Calls]:
    """The live calls of a server, hearing tones."""
    heard = pitch or Pitch()
    pool = Pool(lambda: heard, workers=workers)
    try:
        keeper = Keeper(clips) if clips else None
        yield Calls(
            journal=journal or MemoryJournal(),
            bus=LocalBus(),
            shelf=Shelf(KEPT),
            understanding=understanding,
            recognition=pool,
            recogniser=heard.name,
            ears=ears,
            interim=interim,
            most=most,
            clips=keeper,
            **how,
        )
        if keeper:
            await keeper.settled()
    finally:
        heard.gate.set()
        pool.close()


def header(id: str = "c1") -> Header:
    return Header(call=id)


async def utterances(journal: Journal, id: str = "c1") -> list[Utterance]:
    """Everything said, as the journal has it."""
    return [r.event async for r in journal.read(id) if isinstance(r.event, Utterance)]


async def texts(journal: Journal, id: str = "c1") -> list[tuple[Party, str]]:
    """Who said what, as the journal has it."""
    return [(said.party, said.text) for said in await utterances(journal, id)]
