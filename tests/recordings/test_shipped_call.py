"""The call that ships: a telephone's two sides, and a transcript that is true of them."""

import json
import subprocess
import sys
from importlib import resources
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pytest
import soundfile

from steadyline.core.events import Header, Utterance
from steadyline.recordings.transcript import read

ROOT = Path(__file__).parents[2]
SHIPPED = Path(str(resources.files("steadyline.recordings") / "shipped"))
SOUND, WORDS = SHIPPED / "angry_call.flac", SHIPPED / "angry_call.jsonl"
RATE = 8000
SIDES = {"customer": 0, "agent": 1}
FRAME_SECONDS = 0.02
SPEECH_DB, QUIET_DB = -42.0, -50.0
SIGH_DB = -27.0


@pytest.fixture(scope="module")
def sound() -> np.ndarray:
    samples, _ = soundfile.read(SOUND, dtype="float64")
    return samples


@pytest.fixture(scope="module")
def call() -> tuple[Header, list[Utterance]]:
    header, *said = read(WORDS)
    assert isinstance(header, Header)
    return header, [line for line in said if isinstance(line, Utterance)]


def levels(side: np.ndarray) -> np.ndarray:
    """Decibels, full scale, of each frame."""
    frame = round(FRAME_SECONDS * RATE)
    power = (side[: len(side) // frame * frame].reshape(-1, frame) ** 2).mean(axis=1)
    return 10 * np.log10(power + 1e-12)


def test_it_is_a_two_sided_telephone_call_of_two_to_three_minutes_under_three_megabytes():
    about = soundfile.info(SOUND)

    assert (2, RATE, "FLAC", "PCM_16") == (about.channels, about.samplerate, about.format, about.subtype)
    assert 135 <= about.duration <= 180
    assert SOUND.stat().st_size < 3_000_000


def test_nothing_clips_and_nothing_leans_off_centre(sound):
    assert np.abs(sound).max() < 0.9
    assert np.all(np.abs(sound.mean(axis=0)) < 0.001)


@pytest.mark.parametrize("party", SIDES)
def test_speech_is_as_loud_as_on_a_good_line_and_the_line_is_quiet_beneath_it(sound, party):
    heard = levels(sound[:, SIDES[party]])
    speech = 10 * np.log10(np.mean(10 ** (heard[heard > SPEECH_DB] / 10)))

    assert -23 <= speech <= -15
    assert -75 <= np.quantile(heard, 0.1) <= -55


def test_the_sound_has_been_through_a_telephone(sound):
    power = np.abs(np.fft.rfft(sound.sum(axis=1))) ** 2
    hertz = np.fft.rfftfreq(len(sound), 1 / RATE)
    within = power[(hertz > 280) & (hertz < 3500)].sum() / power.sum()

    assert within > 0.9
    assert len(np.unique(sound)) <= 256, "more levels than 8-bit mu-law has"


@pytest.mark.parametrize("party", SIDES)
def test_each_party_speaks_when_the_transcript_says_so(sound, call, party):
    heard = levels(sound[:, SIDES[party]])
    for line in (line for line in call[1] if line.party == party):
        inside = np.flatnonzero(heard[int(line.t0 / FRAME_SECONDS) : int(line.t1 / FRAME_SECONDS) + 1] > SPEECH_DB)

        assert len(inside) * FRAME_SECONDS > 0.45 * (line.t1 - line.t0), line
        assert inside[0] * FRAME_SECONDS < 0.12, line
        assert inside[-1] * FRAME_SECONDS > line.t1 - line.t0 - 0.35, line  # an s at the end is soft


@pytest.mark.parametrize("party", SIDES)
def test_each_party_is_silent_when_the_transcript_says_nothing(sound, call, party):
    heard = levels(sound[:, SIDES[party]])
    at = np.arange(len(heard)) * FRAME_SECONDS
    spoken = np.zeros(len(heard), bool)
    for line in call[1]:
        if line.party == party:
            spoken |= (at > line.t0 - 0.06) & (at < line.t1 + 0.06)
    rest = heard[~spoken]

    assert rest.max() < SIGH_DB
    assert np.mean(rest > QUIET_DB) < 0.02, "more than a sigh and a few keys are heard between the lines"


def test_the_header_says_who_calls_whom_and_what_the_agent_may_give(call):
    header, _ = call

    assert ("angry-call", "Riverside Energy") == (header.call, header.company)
    assert ("Tom", "Claire Mills") == (header.agent.name, header.customer.name)
    assert {"refund": 150, "credit": 50, "currency": "USD"} == header.agent.limits
    assert "America/Chicago" == ZoneInfo(header.customer.timezone).key
    assert header.started.endswith("-05:00")
    assert 2 == len(header.customer.history)


def test_it_has_a_long_vent_real_overlaps_and_silences(call):
    _, said = call
    overlaps = [(one, two) for one, two in pairwise(said) if one.party != two.party and one.t1 - two.t0 >= 0.3]
    ends = np.maximum.accumulate([line.t1 for line in said])
    silences = [line.t0 - end for end, line in zip(ends, said[1:], strict=False)]

    assert 20 <= max(line.t1 - line.t0 for line in said) <= 26
    assert len(overlaps) >= 2
    assert len([s for s in silences if s >= 2.0]) >= 4
    assert max(silences) < 5


def test_the_agent_cuts_in_once_and_takes_the_floor(call):
    _, said = call
    vent = max(said, key=lambda line: line.t1 - line.t0)
    under = [line for line in said if line.party == "agent" and vent.t0 < line.t0 < vent.t1]

    assert [True, True, False] == [line.t1 < vent.t1 for line in under], "two signs of listening, then a cut"


def test_the_embedded_recogniser_hears_each_party_with_fewer_than_one_word_in_ten_wrong():
    ran = subprocess.run(
        [sys.executable, ROOT / "tools" / "shipped_call" / "check.py"], capture_output=True, text=True, check=True
    )
    rate = json.loads(ran.stdout.splitlines()[-1])["word_error_rate"]

    assert {"agent", "customer"} == set(rate)
    assert max(rate.values()) < 0.10, ran.stdout
