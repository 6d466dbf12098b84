"""A call with both parties on one channel: whose words they are is told by the words."""

from service import tones
from service.tones import Pitch, words
from steadyline.bus.local import LocalBus
from steadyline.core.events import Header, SpeechEnded, SpeechStarted, TalkOver, Utterance
from steadyline.service import conversation as conversations
from steadyline.service import listening
from steadyline.service.mono import OneChannel
from steadyline.speech.pool import Pool
from steadyline.testing import MemoryJournal, ScriptedUnderstanding


async def test_each_stretch_of_speech_is_whose_its_words_say_that_it_is():
    sound = tones.call(("customer", 0.5, 2.0, 1), ("customer", 3.0, 5.0, 2), ("customer", 6.0, 7.5, 3), seconds=9.0)
    journal, pitch = MemoryJournal(), Pitch()
    kept = tones.KEPT
    conversation = await conversations.begin(
        "c1", Header(call="c1"), kept.playbook, kept.reference, kept.body, journal, LocalBus()
    )
    understanding = ScriptedUnderstanding({}, agents=[words(1), words(3)])
    pool = Pool(lambda: pitch, workers=1)
    try:
        await listening.listen(
            tones.blocks(sound[:, :1], 1.0),
            tones.RATE_HZ,
            conversation,
            tones.ears(tones.RATE_HZ, ("customer",)),
            pool,
            pitch.name,
            understanding.open(conversation.header),
            lambda events: None,
            mono=OneChannel(understanding),
        )
    finally:
        pool.close()
    events = [recorded.event async for recorded in journal.read("c1")]

    assert ["agent", "customer", "agent"] == [event.party for event in events if isinstance(event, Utterance)]
    assert ["agent", "customer", "agent"] == [event.party for event in events if isinstance(event, SpeechStarted)]
    assert ["agent", "customer", "agent"] == [event.party for event in events if isinstance(event, SpeechEnded)]
    assert [] == [event for event in events if isinstance(event, TalkOver)]
