"""A live call: sound in, facts out."""

import asyncio
from collections.abc import Awaitable, Callable
from itertools import pairwise
from time import monotonic

import msgspec
import pytest

from service import tones
from service.tones import ANGRY, Pitch, words
from steadyline.core.events import (
    AnyEvent,
    CallEnded,
    CueOffered,
    Header,
    Heard,
    QualityChanged,
    SpeechEnded,
    SpeechStarted,
    Utterance,
)
from steadyline.service import conversation as conversations
from steadyline.service import live as live_calls
from steadyline.service.calls import Calls
from steadyline.service.live import InterimWords, LiveCall
from steadyline.service.ports import Audio, JournalFailed
from steadyline.speech import interim
from steadyline.testing import MemoryJournal, ScriptedUnderstanding

TWO = (("customer", 1.0, 3.0, 1), ("agent", 4.0, 6.0, 2))


async def opened(calls: Calls, id: str = "c1") -> LiveCall:
    return await calls.open(Header(call=id), rate_hz=tones.RATE_HZ, parties=tones.PARTIES, source="test")


async def hear(live: LiveCall, sound: Audio, pace: float = 0.0) -> None:
    for block in tones.blocks(sound):
        await live.hear(block)
        await asyncio.sleep(pace)


async def until(true: Callable[[], bool | Awaitable[bool]], seconds: float = 10.0) -> None:
    began = monotonic()
    while not (found if isinstance(found := true(), bool) else await found):
        assert monotonic() - began < seconds, "it did not happen"
        await asyncio.sleep(0.01)


async def heard(calls: Calls, sound: Audio, pace: float = 0.0) -> list[AnyEvent]:
    live = await opened(calls)
    await hear(live, sound, pace)
    await calls.close(live, "hung_up")
    return [recorded.event async for recorded in calls.journal.read("c1")]


async def test_sound_goes_in_and_facts_come_out_in_order_of_time():
    async with tones.carried() as calls:
        events = await heard(calls, tones.call(*TWO, seconds=7.0), pace=0.002)

    kinds = (SpeechStarted, SpeechEnded, Utterance, Heard, CallEnded)
    told = [(type(event), getattr(event, "party", "")) for event in events if isinstance(event, kinds)]
    spoken = {(SpeechStarted, "customer"), (SpeechEnded, "customer"), (Utterance, "customer"), (Heard, "customer")}
    assert spoken == set(told[:4])
    assert (SpeechStarted, "customer") == told[0]
    assert (CallEnded, "") == told[-1]
    assert [event.at for event in events] == sorted(event.at for event in events)


async def test_the_words_are_those_of_the_party_with_their_times():
    async with tones.carried() as calls:
        events = await heard(calls, tones.call(*TWO, seconds=7.0))

    first, second = [event for event in events if isinstance(event, Utterance)]
    assert ("customer", words(1), 1, "pitch/1") == (first.party, first.text, first.turn, first.recogniser)
    assert ("agent", words(2), 2) == (second.party, second.text, second.turn)
    assert (0.75 < first.t0 <= 1.0, 3.0 <= first.t1 < 3.2) == (True, True)
    assert (3.75 < second.t0 <= 4.0, 6.0 <= second.t1 < 6.2) == (True, True)


async def test_call_time_is_the_sound_heard_and_not_the_clock_on_the_wall():
    async with tones.carried() as calls:
        live = await opened(calls)
        await hear(live, tones.call(seconds=3.0))
        await asyncio.sleep(0.2)
        now = live.now
        await calls.close(live, "hung_up")
        ended = [r.event async for r in calls.journal.read("c1")][-2:]

    assert 3.0 == pytest.approx(now)
    assert 3.0 == pytest.approx(next(event for event in ended if isinstance(event, CallEnded)).at)


async def test_words_stay_in_the_order_said_however_quick_the_recognisers_are():
    class Uneven(Pitch):
        def transcribe(self, audio: Audio) -> str:
            self.seconds = 0.4 if len(audio) > 40_000 else 0.0
            return super().transcribe(audio)

    long_then_short = (("customer", 0.5, 4.5, 1), ("agent", 5.2, 6.2, 2), ("customer", 7.0, 8.0, 3))
    async with tones.carried(pitch=Uneven()) as calls:
        await heard(calls, tones.call(*long_then_short, seconds=9.0))
        said = await tones.texts(calls.journal)

    assert [("customer", words(1)), ("agent", words(2)), ("customer", words(3))] == said


async def test_the_last_words_are_not_lost_when_the_line_is_hung_up_on_them():
    async with tones.carried() as calls:
        await heard(calls, tones.call(("customer", 1.0, 3.0, 5), seconds=3.0))

        assert [("customer", words(5))] == await tones.texts(calls.journal)


async def test_a_cue_is_offered_while_the_call_goes_on():
    async with tones.carried() as calls:
        live = await opened(calls)
        await hear(live, tones.call(("customer", 1.0, 4.0, ANGRY), seconds=8.5), pace=0.005)
        await until(lambda: live.conversation.desk().cue is not None)
        offered = [r.event async for r in calls.journal.read("c1") if isinstance(r.event, CueOffered)]
        await calls.rest(live)

    assert offered
    assert 4.0 < offered[0].at <= 7.1


async def test_words_begun_in_a_pause_are_ready_when_the_pause_is_long_enough():
    pitch = Pitch()
    async with tones.carried(pitch=pitch) as calls:
        live = await opened(calls)
        await hear(live, tones.call(("customer", 1.0, 3.0, 1), seconds=3.4))
        await until(lambda: bool(pitch.asked))
        asked_before_the_end = list(pitch.asked)
        await hear(live, tones.call(seconds=1.0))
        await calls.close(live, "hung_up")

        assert [1] == asked_before_the_end
        assert [1] == pitch.asked, "the words of the pause were used, not asked for again"
        assert [("customer", words(1))] == await tones.texts(calls.journal)


async def test_words_begun_in_a_pause_that_was_none_are_thrown_away():
    async with tones.carried() as calls:
        parts = (("customer", 1.0, 2.0, 7), ("customer", 2.3, 4.0, 7))
        await heard(calls, tones.call(*parts, seconds=5.0), pace=0.005)

        assert [("customer", words(7))] == await tones.texts(calls.journal)


async def test_a_recogniser_that_fails_costs_the_words_and_neither_the_time_nor_the_call():
    async with tones.carried(pitch=Pitch(fails=[1])) as calls:
        events = await heard(calls, tones.call(*TWO, seconds=7.0))

    first, second = [event for event in events if isinstance(event, Utterance)]
    assert ("customer", "", False) == (first.party, first.text, first.listening)
    assert 3.0 <= first.t1 < 3.2
    assert ("agent", words(2)) == (second.party, second.text)
    assert [2] == [event.turn for event in events if isinstance(event, Heard)], "nobody judges words that are not known"


async def test_a_model_that_breaks_costs_its_judgement_and_not_the_words():
    class Broken:
        name = "broken/1"

        def open(self, header: Header) -> "Broken":
            return self

        def read(self, utterance: Utterance) -> Heard:
            raise ZeroDivisionError

        def read_all(self, utterances: object) -> list[Heard]:
            raise ZeroDivisionError

        def recall(self, utterances: object) -> None:
            pass

    async with tones.carried(understanding=Broken()) as calls:
        events = await heard(calls, tones.call(*TWO, seconds=7.0))

    assert [words(1), words(2)] == [event.text for event in events if isinstance(event, Utterance)]


# --- too much to do -------------------------------------------------------------------------------------------------


async def test_a_slow_recogniser_is_told_on_the_screen_and_so_is_the_end_of_it(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(live_calls, "LATE_SECONDS", 0.4)
    monkeypatch.setattr(live_calls, "BUSY_SECONDS", 0.1)
    pitch = Pitch()
    async with tones.carried(pitch=pitch, workers=1, interim=interim.Interim) as calls:
        live = await opened(calls)
        pitch.gate.clear()
        await hear(live, tones.call(*TWO, seconds=7.0))
        silence = tones.call(seconds=0.1)

        async def quality_is(wanted: str) -> bool:
            await live.hear(silence)
            return live.conversation.desk().quality == wanted

        await until(lambda: quality_is("no_interim"))
        await until(lambda: quality_is("late"))
        assert "busy" in live.conversation.desk().quality_why
        pitch.gate.set()
        await until(lambda: quality_is("full"))
        assert "" == live.conversation.desk().quality_why
        told = [r.event.quality async for r in calls.journal.read("c1") if isinstance(r.event, QualityChanged)]
        await calls.close(live, "hung_up")
        said = await tones.texts(calls.journal)

    assert ["no_interim", "late", "full"] == told
    assert [("customer", words(1)), ("agent", words(2))] == said, "nothing is lost by waiting"


async def test_interim_words_go_first_when_there_is_too_much_to_do():
    pitch = Pitch()
    async with tones.carried(pitch=pitch, workers=1, interim=interim.Interim) as calls:
        live = await opened(calls)
        watching = calls.bus.subscribe(["call.c1.interim"])
        pitch.gate.clear()
        await hear(live, tones.call(("customer", 1.0, 3.0, 1), ("agent", 4.0, 6.0, 2), seconds=7.0))
        await until(lambda: bool(calls.recognition.load.waiting))  # one is being decoded, one waits
        await hear(live, tones.call(("customer", 0.2, 6.0, 3), seconds=6.0), pace=0.002)
        assert {1} == set(pitch.asked)
        pitch.gate.set()
        await calls.close(live, "hung_up")
        watching.close()

    assert pitch.asked.index(2) < pitch.asked.index(3), "what is finished comes before what still goes on"


async def test_hearing_waits_for_words_once_too_many_are_without(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(live_calls, "WORDS_WAITING", 3)
    pitch = Pitch()
    many = [("customer", 1.0 + 2 * n, 2.0 + 2 * n, n) for n in range(8)]
    async with tones.carried(pitch=pitch, workers=1) as calls:
        live = await opened(calls)
        pitch.gate.clear()
        hearing = asyncio.create_task(hear(live, tones.call(*many, seconds=18.0)))
        await asyncio.sleep(0.5)
        assert not hearing.done()
        assert live.now < 12.0
        pitch.gate.set()
        await hearing
        await calls.close(live, "hung_up")

        assert [words(n) for n in range(8)] == [text for _, text in await tones.texts(calls.journal)]


# --- words before their end -----------------------------------------------------------------------------------------


async def test_words_show_while_they_are_said_and_are_taken_back_at_the_end():
    async with tones.carried(interim=interim.Interim) as calls:
        live = await opened(calls)
        watching = calls.bus.subscribe(["call.c1.interim"])
        await hear(live, tones.call(("customer", 0.5, 5.0, 3), seconds=6.0), pace=0.01)
        await calls.close(live, "hung_up")
        watching.close()
        shown = [msgspec.json.decode(body, type=InterimWords) for _, body in watching._waiting]  # what nobody read yet
        kept = await tones.texts(calls.journal)

    assert words(3) in [one.text for one in shown]
    assert "" == shown[-1].text
    assert [("customer", words(3))] == kept, "what shows before its end is not kept"


async def test_where_interim_words_are_off_none_are_asked_for():
    pitch = Pitch()
    async with tones.carried(pitch=pitch) as calls:
        await heard(calls, tones.call(("customer", 0.5, 5.0, 3), seconds=6.0), pace=0.005)

    assert [3] == pitch.asked


# --- breaks ---------------------------------------------------------------------------------------------------------

LONG = tuple(
    ("customer" if n % 2 else "agent", 1.0 + 2.0 * n, 2.6 + 2.0 * n, n) for n in range(8)
)  # the last ends at 16.6 s


@pytest.mark.parametrize("broken_at", [0.5, 2.0, 2.65, 2.9, 4.2, 5.05, 8.8, 11.0, 16.7])
async def test_after_a_break_anywhere_nothing_is_lost_and_nothing_doubled(broken_at: float):
    sound = tones.call(*LONG, seconds=18.0)
    async with tones.carried() as calls:
        live = await opened(calls)
        await hear(live, sound[: round(broken_at * tones.RATE_HZ)], pace=0.002)
        kept = live.kept_until
        await calls.rest(live)

        again = await opened(calls)
        again.start_at(kept)
        await hear(again, sound[round(kept * tones.RATE_HZ) :], pace=0.002)
        await calls.close(again, "hung_up")
        said = await tones.utterances(calls.journal)
        _, written, replayed = await conversations.replay("c1", calls.journal)

    assert [(party, words(n)) for party, _, _, n in LONG] == [(one.party, one.text) for one in said]
    assert list(range(1, 9)) == [one.turn for one in said]
    assert kept <= broken_at
    assert written == replayed


async def test_who_takes_up_a_call_and_sends_too_much_again_doubles_nothing():
    sound = tones.call(*LONG, seconds=18.0)
    async with tones.carried() as calls:
        live = await opened(calls)
        await hear(live, sound[: 10 * tones.RATE_HZ], pace=0.002)
        await calls.rest(live)

        again = await opened(calls)
        again.start_at(0.0)
        await hear(again, sound, pace=0.002)
        await calls.close(again, "hung_up")
        said = await tones.texts(calls.journal)

    assert [(party, words(n)) for party, _, _, n in LONG] == said


async def test_one_utterance_never_reaches_back_over_the_one_before_it_of_that_party():
    sound = tones.call(("customer", 1.0, 2.0, 1), ("customer", 2.2, 25.0, 2), seconds=26.0)
    async with tones.carried() as calls:
        live = await opened(calls)
        await hear(live, sound[: 20 * tones.RATE_HZ], pace=0.001)
        kept = live.kept_until
        await calls.rest(live)
        again = await opened(calls)
        again.start_at(kept)
        await hear(again, sound[round(kept * tones.RATE_HZ) :], pace=0.001)
        await calls.close(again, "hung_up")
        said = await tones.utterances(calls.journal)

    assert len(said) > 2
    assert all(before.t1 <= after.t0 for before, after in pairwise(said))


async def test_all_is_kept_when_all_that_was_said_is_on_disk():
    async with tones.carried() as calls:
        live = await opened(calls)
        await hear(live, tones.call(*TWO, seconds=9.0), pace=0.002)
        await until(lambda: live.kept_until > 8.0)
        await calls.rest(live)


async def test_what_is_being_said_and_what_waits_for_words_is_not_kept_yet():
    pitch = Pitch()
    async with tones.carried(pitch=pitch) as calls:
        live = await opened(calls)
        pitch.gate.clear()
        await hear(live, tones.call(("customer", 1.0, 3.0, 1), seconds=8.0))
        assert 0.7 < live.kept_until <= 1.0
        pitch.gate.set()
        await until(lambda: live.kept_until > 7.0)
        await hear(live, tones.call(("agent", 1.0, 3.0, 2), seconds=3.0))
        assert 8.7 < live.kept_until <= 9.0
        await calls.rest(live)


async def test_who_was_speaking_at_a_break_and_is_silent_after_it_has_stopped():
    async with tones.carried() as calls:
        live = await opened(calls)
        await hear(live, tones.call(("customer", 1.0, 3.0, 1), seconds=3.0))
        assert ("customer",) == live.conversation.desk().speaking
        await calls.rest(live)
        again = await opened(calls)
        again.start_at(5.0)  # the sound between is gone
        await hear(again, tones.call(seconds=2.0))

        assert () == again.conversation.desk().speaking
        await calls.rest(again)


async def test_a_journal_that_fails_stops_the_hearing_and_is_not_waited_for(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(live_calls, "WORDS_WAITING", 1)

    class Full(MemoryJournal):
        async def append(self, call: str, after: int, events: list[AnyEvent]) -> int:
            if any(isinstance(event, Utterance) for event in events):
                raise JournalFailed("the disk is full")
            return await super().append(call, after, events)

    async with tones.carried(journal=Full()) as calls:
        live = await opened(calls)
        with pytest.raises(JournalFailed, match="full"):
            async with asyncio.timeout(10):
                await hear(live, tones.call(*LONG, seconds=18.0), pace=0.002)
        await calls.rest(live)


async def test_the_call_can_only_be_set_back_before_it_is_heard():
    async with tones.carried() as calls:
        live = await opened(calls)
        await live.hear(tones.call(seconds=0.1))
        with pytest.raises(ValueError, match="heard already"):
            live.start_at(3.0)
        await calls.rest(live)


async def test_a_scripted_understanding_recalls_without_judging():
    reader = ScriptedUnderstanding({}).open(Header(call="c1"))
    said = Utterance(at=1.0, turn=1, party="agent", t0=0.0, t1=1.0, text="hello")
    reader.recall([said])

    assert [said] == reader.recalled
    assert {} == reader.read(said).signals
