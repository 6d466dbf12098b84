"""The segmenter as a conversation would use it. One letter is one frame of 32 ms: ``#`` voice, ``.`` silence."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from steadyline.speech.segmenter import Cut, Ended, Paused, Segmenter, Settings, Started

FRAME = 0.032
SETTINGS = Settings()


def run(frames: str, settings: Settings = SETTINGS, loudness=None) -> list:
    cutter = Segmenter(settings)
    events = []
    for n, frame in enumerate(frames):
        loud = loudness(n) if loudness else (1.0 if frame == "#" else 0.0)
        events += cutter.hear(0.9 if frame == "#" else 0.05, loud)
    return events + cutter.finish()


def frames(*parts: tuple[str, float]) -> str:
    return "".join(sign * round(seconds / FRAME) for sign, seconds in parts)


def cuts(events: list) -> list[Cut]:
    return [event for event in events if isinstance(event, Cut)]


def test_speech_starts_pauses_is_cut_and_ends():
    events = run("." * 20 + "#" * 40 + "." * 30)

    assert [
        Started(at=22 * FRAME, t0=20 * FRAME),
        Paused(at=66 * FRAME, t0=13 * FRAME, t1=64 * FRAME, short=False),
        Cut(at=74 * FRAME, t0=13 * FRAME, t1=64 * FRAME, voiced=40 * FRAME, short=False),
        Ended(at=74 * FRAME, t1=60 * FRAME),
    ] == events


def test_a_click_is_not_speech():
    assert [] == run("." * 20 + "#" + "." * 40)


def test_a_short_gap_does_not_end_speech():
    events = run(frames((".", 1), ("#", 1), (".", 0.3), ("#", 1), (".", 1)))

    assert 1 == len(cuts(events)) == sum(isinstance(event, Ended) for event in events)


def test_a_pause_offers_exactly_what_the_cut_then_gives():
    events = run(frames((".", 1), ("#", 2), (".", 1)))
    paused = next(event for event in events if isinstance(event, Paused))
    cut = cuts(events)[0]

    assert (cut.t0, cut.t1, cut.short) == (paused.t0, paused.t1, paused.short)
    assert cut.at - paused.at == pytest.approx(SETTINGS.hangover_seconds - SETTINGS.pause_seconds)


@pytest.mark.parametrize(("voice_seconds", "short"), [(0.2, True), (0.4, True), (0.5, True), (0.7, False), (3, False)])
def test_little_voice_is_marked_short(voice_seconds, short):
    assert [short] == [cut.short for cut in cuts(run(frames((".", 1), ("#", voice_seconds), (".", 1))))]


def test_a_long_stretch_is_cut_at_a_breath_and_the_floor_is_kept():
    events = run(frames((".", 1), ("#", 7), (".", 0.32), ("#", 3), (".", 1)))

    assert 2 == len(cuts(events))
    assert 1 == sum(isinstance(event, Started) for event in events) == sum(isinstance(event, Ended) for event in events)
    assert not any(cut.short for cut in cuts(events))


def test_a_breath_that_would_cut_a_long_stretch_does_not_cut_a_short_one():
    assert 1 == len(cuts(run(frames((".", 1), ("#", 3), (".", 0.32), ("#", 3), (".", 1)))))


def test_without_a_breath_the_cut_is_at_the_quietest_point():
    quiet = 300  # about 9.6 s in

    events = run("#" * 420 + "." * 30, loudness=lambda n: 0.1 if abs(n - quiet) <= 1 else 1.0)

    assert cuts(events)[0].t1 == pytest.approx((quiet + 1) * FRAME, abs=2 * FRAME)
    assert cuts(events)[1].t0 == cuts(events)[0].t1


def test_what_is_left_after_a_cut_is_not_a_sign_of_listening():
    events = run("#" * 380 + "." * 30, loudness=lambda n: 0.1 if 365 <= n <= 367 else 1.0)

    assert [False, False] == [cut.short for cut in cuts(events)]


def test_a_call_that_ends_in_the_middle_of_a_word_keeps_the_word():
    events = run("." * 20 + "#" * 30)

    assert 50 * FRAME == cuts(events)[0].t1
    assert isinstance(events[-1], Ended)


talk = st.lists(st.tuples(st.sampled_from("#."), st.integers(1, 500)), max_size=30).map(
    lambda runs: "".join(sign * length for sign, length in runs)
)


@given(talk, st.randoms(use_true_random=False))
def test_no_voice_is_lost_nothing_is_said_twice_and_no_segment_is_too_long(said, random):
    levels = [random.random() for _ in said]
    events = run(said, loudness=levels.__getitem__)
    found = cuts(events)
    covered = [round(cut.t0 / FRAME) <= n < round(cut.t1 / FRAME) for cut in found for n in range(len(said))]
    times = [sum(covered[n :: len(said)]) for n in range(len(said))]

    assert all(count <= 1 for count in times)
    assert all(
        times[n] == 1
        for n in range(len(said))
        if said[n] == "#" and (said[n - 1 : n] == "#" or said[n + 1 : n + 2] == "#")
    )
    assert all(cut.t1 - cut.t0 <= SETTINGS.longest_seconds + SETTINGS.hangover_seconds for cut in found)
    assert all(before.at <= after.at for before, after in itertools.pairwise(events))
    floor = [event for event in events if isinstance(event, Started | Ended)]
    assert all(isinstance(event, Started if n % 2 == 0 else Ended) for n, event in enumerate(floor))
    assert len(floor) % 2 == 0


@given(talk)
def test_what_is_said_to_be_needed_is_never_asked_for_after_it_was_let_go(said):
    cutter = Segmenter()
    let_go = 0.0
    for frame in said:
        for event in cutter.hear(0.9 if frame == "#" else 0.05, 1.0):
            if isinstance(event, Cut | Paused):
                assert event.t0 >= let_go
        let_go = max(let_go, cutter.needed_from)
