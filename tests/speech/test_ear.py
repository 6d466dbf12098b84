"""The ears of a call, on real speech: the right times, whatever rate and whatever blocks; little memory."""

import numpy as np
import pytest
import soxr
from hypothesis import given, settings
from hypothesis import strategies as st

from speech import voices
from steadyline.service.ports import Segment, SpeechBegan, SpeechPaused, SpeechStopped
from steadyline.speech.ear import Ears


def hear(sound: np.ndarray, rate_hz: int = 8000, sizes: list[int] | None = None, ears: Ears | None = None) -> list:
    ears = ears or Ears(rate_hz)
    events, at, turn = [], 0, 0
    while at < len(sound):
        size = sizes[turn % len(sizes)] if sizes else 4000
        events += ears.hear(sound[at : at + size])
        at, turn = at + size, turn + 1
    return events + ears.finish()


def segments(events: list) -> list[Segment]:
    return [event for event in events if isinstance(event, Segment)]


def same(one: list, other: list) -> bool:
    """Equal to the last bit, sound and all."""

    def plain(event) -> tuple:
        return tuple(
            value.tobytes() if isinstance(value := getattr(event, field), np.ndarray) else value
            for field in event.__struct_fields__
        )

    return [(type(event), plain(event)) for event in one] == [(type(event), plain(event)) for event in other]


def test_each_party_is_heard_on_their_own_channel_at_the_right_time():
    events = hear(voices.call())
    starts = [(event.party, event.t0) for event in events if isinstance(event, SpeechBegan)]
    ends = [(event.party, event.t1) for event in events if isinstance(event, SpeechStopped)]

    assert ("customer", pytest.approx(1.0, abs=0.5)) == starts[0]
    assert ("agent", pytest.approx(13.5, abs=0.3)) == next(start for start in starts if start[0] == "agent")
    assert ("agent", pytest.approx(16.8, abs=0.5)) == ends[-1]
    assert {"customer", "agent"} == {segment.party for segment in segments(events)}


@pytest.mark.parametrize("rate_hz", [11025, 16000, 44100, 48000])
def test_the_rate_of_the_call_does_not_move_its_times(rate_hz):
    expected = segments(hear(voices.call()))
    found = segments(hear(voices.call(rate_hz), rate_hz))

    assert [segment.party for segment in expected] == [segment.party for segment in found]
    assert [segment.t0 for segment in expected] == pytest.approx([segment.t0 for segment in found], abs=0.1)


@pytest.mark.parametrize("rate_hz", [8000, 16000, 44100])
def test_a_segment_holds_exactly_the_sound_of_its_time(rate_hz):
    sound = voices.call(rate_hz)
    whole = sound[:, 0] if rate_hz == 16000 else soxr.resample(sound[:, 0], rate_hz, 16000)
    first = segments(hear(sound, rate_hz))[0]
    start = round(first.t0 * 16000)
    expected = whole[start : start + len(first.audio)]

    assert len(first.audio) == pytest.approx((first.t1 - first.t0) * 16000, abs=1)
    assert np.corrcoef(expected, first.audio)[0, 1] > 0.999


@settings(max_examples=8, deadline=None)
@given(st.lists(st.integers(1, 9000), min_size=1, max_size=6), st.sampled_from([8000, 11025, 48000]))
def test_the_same_sound_in_any_blocks_gives_the_same_events(sizes, rate_hz):
    sound = voices.call(rate_hz)[: 6 * rate_hz]

    assert same(hear(sound, rate_hz), hear(sound, rate_hz, [max(size, 160) for size in sizes]))


def test_a_pause_brings_the_very_sound_that_the_segment_will():
    events = hear(voices.call())
    paused = {(event.party, event.t0, event.t1): event.audio for event in events if isinstance(event, SpeechPaused)}
    last = segments(events)[-1]

    assert np.array_equal(last.audio, paused[last.party, last.t0, last.t1])


def test_a_resting_level_that_is_not_zero_is_taken_away():
    clean, shifted = voices.call(), voices.call() + np.float32(0.3)
    expected, found = segments(hear(clean)), segments(hear(shifted))

    assert [segment.t0 for segment in expected] == pytest.approx([segment.t0 for segment in found], abs=0.1)
    assert abs(float(found[0].audio.mean())) < 0.01


def test_clipped_speech_is_still_speech():
    clipped = (voices.call() * 20).clip(-1, 1)

    assert {"customer", "agent"} == {segment.party for segment in segments(hear(clipped))}


def test_silence_says_nothing():
    assert [] == hear(np.zeros((80000, 2), dtype=np.float32))


def test_speech_within_the_speech_of_the_other_is_told_from_an_answer():
    long, word = voices.speech("two_cities")[8000 * 8 : 8000 * 13], voices.speech()[1000:10700]
    for at, within in ((2.0, True), (6.5, False)):
        sound = np.zeros((8000 * 9, 2), dtype=np.float32)
        sound[: len(long), 0] = long  # one stretch, from half a second to five seconds
        sound[round(at * 8000) : round(at * 8000) + len(word), 1] = word

        assert [within] == [found.within for found in segments(hear(sound)) if found.party == "agent"]


def test_one_can_peek_at_what_is_being_said():
    ears = Ears(8000)
    sound = voices.call()
    for at in range(0, 4 * 8000, 160):
        ears.hear(sound[at : at + 160])
    speaking = ears.peek("customer")

    assert ears.peek("agent") is None
    assert speaking is not None and speaking.until == pytest.approx(4.0, abs=0.04)
    assert len(speaking.audio) == pytest.approx((speaking.until - speaking.t0) * 16000, abs=1)


def test_memory_stays_bounded_through_half_an_hour_of_talk():
    ears = Ears(8000, activity=AlwaysVoice(), pauses=False)
    most = 0
    minute = np.random.default_rng(0).normal(0, 0.1, (8000 * 60, 2)).astype(np.float32)
    for _ in range(30):
        for at in range(0, len(minute), 8000):
            ears.hear(minute[at : at + 8000])
            most = max(most, ears._tape._sound.nbytes)

    assert most < 4_000_000


class AlwaysVoice:
    """A caller who never draws breath."""

    def hear(self, audio: np.ndarray) -> np.ndarray:
        return np.ones((len(audio), audio.shape[1] // 256), dtype=np.float32)


def test_a_rate_below_the_telephone_is_refused():
    with pytest.raises(ValueError, match="at least 8000 Hz"):
        Ears(6000)
