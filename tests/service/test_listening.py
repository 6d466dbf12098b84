"""A recorded call, heard as fast as the machine can."""

import asyncio

import pytest
from structlog.testing import capture_logs

from service import tones
from service.tones import ANGRY, Pitch, words
from steadyline.bus.local import LocalBus
from steadyline.core.events import AnyEvent, CallEnded, CallStarted, CueOffered, Header, Heard, Utterance
from steadyline.service import conversation as conversations
from steadyline.service import listening
from steadyline.service.ports import Audio
from steadyline.speech.pool import Pool
from steadyline.testing import MemoryJournal

CALL = (
    ("agent", 0.5, 2.0, 1),
    ("customer", 2.5, 6.5, ANGRY),
    ("agent", 10.5, 12.0, 3),
    ("customer", 11.5, 13.5, 4),
    ("customer", 14.5, 15.5, 5),
)


async def listened(sound: Audio, pitch: Pitch, block_seconds: float = 1.0) -> list[AnyEvent]:
    journal = MemoryJournal()
    conversation = await conversations.begin(
        "c1", Header(call="c1"), tones.KEPT.playbook, tones.KEPT.reference, tones.KEPT.body, journal, LocalBus()
    )
    told: list[AnyEvent] = []
    pool = Pool(lambda: pitch, workers=3)
    try:
        await listening.listen(
            tones.blocks(sound, block_seconds),
            tones.RATE_HZ,
            conversation,
            tones.ears(tones.RATE_HZ, tones.PARTIES),
            pool,
            pitch.name,
            tones.UNDERSTANDING.open(conversation.header),
            told.extend,
        )
    finally:
        pool.close()
    written = [recorded.event async for recorded in journal.read("c1")]
    assert written[1:] == told, "what is told is what is on disk"
    assert isinstance(written[0], CallStarted)
    return written


async def test_everything_said_comes_out_with_what_follows_from_it():
    events = await listened(tones.call(*CALL, seconds=17.5), Pitch())

    said = [(event.party, event.text) for event in events if isinstance(event, Utterance)]
    assert sorted((party, words(n)) for party, _, _, n in CALL) == sorted(said)
    assert [event for event in events if isinstance(event, CueOffered)]
    assert 17.5 == next(event for event in events if isinstance(event, CallEnded)).at


async def test_time_never_runs_backwards():
    events = await listened(tones.call(*CALL, seconds=17.5), Pitch())

    assert [event.at for event in events] == sorted(event.at for event in events)


async def test_the_same_file_gives_the_same_events_however_fast_and_however_cut():
    class Unruly(Pitch):
        """The longer the speech the quicker the answer: words come in the wrong order."""

        def transcribe(self, audio: Audio) -> str:
            self.seconds = max(0.0, 0.3 - len(audio) / 200_000)
            return super().transcribe(audio)

    sound = tones.call(*CALL, seconds=17.5)
    once = await listened(sound, Pitch())

    assert once == await listened(sound, Unruly(), block_seconds=0.37)
    assert once == await listened(sound, Unruly(), block_seconds=30.0)


async def test_a_recogniser_that_fails_costs_the_words_and_is_told():
    with capture_logs() as logs:
        events = await listened(tones.call(*CALL, seconds=17.5), Pitch(fails=[ANGRY]))

    unknown = [event for event in events if isinstance(event, Utterance) and not event.text]
    assert [("customer", False)] == [(event.party, event.listening) for event in unknown]
    assert unknown[0].turn not in [event.turn for event in events if isinstance(event, Heard)]
    assert ["recogniser_failed"] == [log["event"] for log in logs]


async def test_only_so_many_segments_are_with_the_recognisers_at_once():
    pitch = Pitch()
    pitch.gate.clear()
    many = [("customer", 1.0 + 2 * n, 2.0 + 2 * n, n % 30) for n in range(40)]
    blocks = tones.blocks(tones.call(*many, seconds=82.0), 1.0)
    read = 0

    def reading():
        nonlocal read
        for block in blocks:
            read += 1
            yield block

    journal, pool = MemoryJournal(), Pool(lambda: pitch, workers=2)
    conversation = await conversations.begin(
        "c1", Header(call="c1"), tones.KEPT.playbook, tones.KEPT.reference, tones.KEPT.body, journal, LocalBus()
    )
    hearing = asyncio.create_task(
        listening.listen(
            reading(),
            tones.RATE_HZ,
            conversation,
            tones.ears(tones.RATE_HZ, tones.PARTIES),
            pool,
            "pitch/1",
            tones.UNDERSTANDING.open(conversation.header),
            lambda events: None,
        )
    )
    await asyncio.sleep(1.0)
    assert read < 2 * (listening.AHEAD + 4), "the file is not read ahead of the words without end"
    pitch.gate.set()
    await hearing
    pool.close()

    assert [words(n % 30) for n in range(40)] == [said.text for said in await tones.utterances(journal)]


@pytest.mark.parametrize("seconds", [0.01, 0.5, 3.0])
async def test_silence_is_a_call_in_which_nobody_spoke(seconds: float):
    events = await listened(tones.call(seconds=seconds), Pitch())

    assert [] == [event for event in events if isinstance(event, Utterance)]
    assert [seconds] == [event.at for event in events if isinstance(event, CallEnded)]
