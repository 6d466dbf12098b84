"""Every format of formats.md is heard, the right way round; what cannot be a call says why; harm is bounded."""

import os
import struct
import tracemalloc
from pathlib import Path

import numpy as np
import pytest
import soundfile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recordings import sounds
from steadyline.recordings import BadRecording
from steadyline.recordings.decode import open_recording


def heard(recording, **how) -> np.ndarray:
    return np.concatenate(list(recording.blocks(**how)))


FORMATS = {
    "wav-pcm16": lambda p: sounds.write(p / "a.wav", subtype="PCM_16"),
    "wav-pcm24": lambda p: sounds.write(p / "a.wav", subtype="PCM_24"),
    "wav-float": lambda p: sounds.write(p / "a.wav", subtype="FLOAT"),
    "wav-mu-law": lambda p: sounds.write(p / "a.wav", subtype="ULAW"),
    "wav-a-law": lambda p: sounds.write(p / "a.wav", subtype="ALAW"),
    "wav-adpcm-ima": lambda p: sounds.write(p / "a.wav", subtype="IMA_ADPCM"),
    "wav-adpcm-ms": lambda p: sounds.write(p / "a.wav", subtype="MS_ADPCM"),
    "flac": lambda p: sounds.write(p / "a.flac"),
    "mp3": lambda p: sounds.write(p / "a.mp3"),
    "ogg-vorbis": lambda p: sounds.write(p / "a.ogg"),
    "ogg-opus": lambda p: sounds.write(p / "a.opus", form="OGG", subtype="OPUS", rate_hz=48000),
    "m4a": lambda p: sounds.write_with_av(p / "a.m4a", "aac", 16000, "ipod"),
    "webm-opus": lambda p: sounds.write_with_av(p / "a.webm", "libopus", 48000, "webm"),
    "wav-44100": lambda p: sounds.write(p / "a.wav", rate_hz=44100),
}


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("customer", ["left", "right"])
def test_every_format_is_heard_with_the_customer_first(tmp_path, name, customer):
    recording = open_recording(FORMATS[name](tmp_path), customer=customer)
    sound = heard(recording)
    middle = sound[len(sound) // 4 : len(sound) // 2]
    pitches = [sounds.pitch_hz(middle[:, channel], recording.rate_hz) for channel in (0, 1)]
    expected = [sounds.LEFT_HZ, sounds.RIGHT_HZ]

    assert pitches == pytest.approx(expected if customer == "left" else expected[::-1], abs=5)
    assert len(sound) / recording.rate_hz == pytest.approx(2.0, abs=0.15)
    assert recording.seconds == pytest.approx(2.0, abs=0.15)
    assert np.abs(middle).max() == pytest.approx(0.4, abs=0.1)
    assert recording.warnings == []


def test_gsm_which_is_always_mono_is_heard_when_mono_is_asked_for(tmp_path):
    path = sounds.write(tmp_path / "a.wav", subtype="GSM610", channels=1)

    sound = heard(open_recording(path, mono=True))

    assert sound.shape == (pytest.approx(16000, abs=400), 1)
    assert sounds.pitch_hz(sound[4000:8000, 0], 8000) == pytest.approx(sounds.LEFT_HZ, abs=5)


@pytest.mark.parametrize("name", ["wav-mu-law", "m4a"])
def test_the_size_of_the_blocks_does_not_change_the_sound(tmp_path, name):
    recording = open_recording(FORMATS[name](tmp_path))

    np.testing.assert_array_equal(heard(recording, block_seconds=0.02), heard(recording, block_seconds=1.0))


@pytest.mark.parametrize("ending", [".mp3", ".raw", ".txt", ""])
def test_a_wrong_ending_is_no_matter(tmp_path, ending):
    path = sounds.write(tmp_path / "a.wav").rename(tmp_path / f"b{ending}")

    assert len(heard(open_recording(path))) == 16000


def test_mono_is_refused_with_the_reason_and_the_way_out(tmp_path):
    with pytest.raises(BadRecording, match=r"is mono.*who says what.*--mono"):
        open_recording(sounds.write(tmp_path / "a.wav", channels=1))


def bad_files(p: Path) -> dict[str, tuple[Path, str]]:
    (p / "empty.wav").touch()
    (p / "words.wav").write_text("this is not a recording at all, but a letter\n" * 50)
    (p / "noise.mp3").write_bytes(os.urandom(5000))
    (p / "no_samples.wav").write_bytes(
        b"RIFF\x24\0\0\0WAVEfmt \x10\0\0\0\1\0\2\0\x40\x1f\0\0\0\x7d\0\0\4\0\x10\0data\0\0\0\0"
    )
    (p / "playlist.m3u8").write_text("#EXTM3U\n#EXTINF:1,\nhttp://127.0.0.1:9/secret.wav\n")
    (p / "concat.wav").write_text("ffconcat version 1.0\nfile /etc/hostname\n")
    return {
        "missing": (p / "nowhere.wav", "no such file"),
        "a folder": (p, "not a file"),
        "empty": (p / "empty.wav", "file is empty"),
        "text": (p / "words.wav", "not audio that can be read"),
        "random bytes": (p / "noise.mp3", "not audio that can be read"),
        "no samples": (p / "no_samples.wav", "no sound in it"),
        "a playlist that names an address": (p / "playlist.m3u8", "not audio that can be read"),
        "a list that names other files": (p / "concat.wav", "not audio that can be read"),
        "too low a rate": (sounds.write(p / "low.wav", rate_hz=6000), "6000 Hz.*at 8000 Hz"),
        "six channels": (sounds.write(p / "six.wav", channels=6), "6 channels.*one party left and one right"),
    }


@pytest.mark.parametrize(
    "case",
    [
        "missing",
        "a folder",
        "empty",
        "text",
        "random bytes",
        "no samples",
        "a playlist that names an address",
        "a list that names other files",
        "too low a rate",
        "six channels",
    ],
)
def test_what_cannot_be_a_call_says_why_and_what_to_do(tmp_path, case):
    path, why = bad_files(tmp_path)[case]

    with pytest.raises(BadRecording, match=why):
        heard(open_recording(path))


def test_a_pipe_is_refused_at_once_instead_of_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe.wav")

    with pytest.raises(BadRecording, match="not a file"):
        open_recording(tmp_path / "pipe.wav")


@pytest.mark.parametrize(
    ("name", "subtype", "tells"),
    [
        ("a.wav", "ULAW", True),
        ("a.wav", "PCM_16", True),
        ("a.flac", None, True),
        ("a.mp3", None, False),  # MP3 and Ogg do not say how long they should be
        ("a.ogg", None, False),
    ],
)
def test_a_truncated_file_is_heard_as_far_as_it_goes(tmp_path, name, subtype, tells):
    path = sounds.write(tmp_path / name, subtype=subtype, seconds=30.0)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) * 6 // 10])

    recording = open_recording(path)
    sound = heard(recording)

    assert 12 < len(sound) / recording.rate_hz < 20
    if tells:
        assert any("cut short" in warning or "damaged" in warning for warning in recording.warnings)


def test_a_truncated_m4a_that_lost_its_index_says_so(tmp_path):
    path = FORMATS["m4a"](tmp_path)
    path.write_bytes(path.read_bytes()[:3000])

    with pytest.raises(BadRecording, match="not audio that can be read"):
        heard(open_recording(path))


def test_a_header_that_promises_four_gigabytes_takes_no_more_memory_than_what_is_there(tmp_path):
    path = sounds.write(tmp_path / "a.wav")
    raw = bytearray(path.read_bytes())
    at = raw.index(b"data") + 4
    raw[4:8] = raw[at : at + 4] = struct.pack("<I", 0xFFFFFF00)
    path.write_bytes(raw)

    recording = open_recording(path)

    assert len(heard(recording)) == 16000
    assert "cut short" in recording.warnings[0]


def test_an_absurd_rate_in_the_header_is_refused(tmp_path):
    path = sounds.write(tmp_path / "a.wav")
    raw = bytearray(path.read_bytes())
    raw[24:28] = struct.pack("<I", 2_000_000_000)
    path.write_bytes(raw)

    with pytest.raises(BadRecording, match="2000000000 Hz"):
        open_recording(path)


def test_an_hour_packed_into_a_small_file_is_unpacked_a_block_at_a_time(tmp_path):
    path = tmp_path / "bomb.flac"
    with soundfile.SoundFile(path, "w", samplerate=8000, channels=2, format="FLAC") as file:
        minute = np.zeros((8000 * 60, 2), dtype=np.int16)
        for _ in range(60):
            file.write(minute)
    recording = open_recording(path)
    tracemalloc.start()

    seconds = sum(map(len, recording.blocks())) / 8000
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert seconds == 3600
    assert peak < 2_000_000
    assert "silent" in recording.warnings[0]


def test_two_channels_that_are_one_are_heard_with_a_warning(tmp_path):
    one = sounds.tones(channels=1)
    soundfile.write(tmp_path / "a.wav", np.hstack([one, one]), 8000)

    recording = open_recording(tmp_path / "a.wav")
    heard(recording)

    assert "both channels are the same" in recording.warnings[0]


def test_a_float_file_with_wild_numbers_is_tamed(tmp_path):
    wild = sounds.tones()
    wild[100:104, 0] = [np.nan, np.inf, -np.inf, 1e30]
    soundfile.write(tmp_path / "a.wav", wild, 8000, subtype="FLOAT")

    sound = heard(open_recording(tmp_path / "a.wav"))

    assert [0, 1, -1, 1] == sound[100:104, 0].tolist()


@pytest.fixture(scope="module")
def whole_files(tmp_path_factory) -> list[bytes]:
    return [write(tmp_path_factory.mktemp("whole")).read_bytes() for write in FORMATS.values()]


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_spoilt_file_is_heard_or_refused_and_nothing_else(whole_files, tmp_path, data):
    spoilt = bytearray(data.draw(st.sampled_from(whole_files)))
    for place in data.draw(st.lists(st.integers(0, 400), max_size=12)):
        spoilt[place % len(spoilt)] = data.draw(st.integers(0, 255))
    (tmp_path / "spoilt").write_bytes(spoilt[: data.draw(st.integers(1, len(spoilt)))])

    try:
        recording = open_recording(tmp_path / "spoilt", mono=True)
        blocks = list(recording.blocks())
    except BadRecording as bad:
        assert "spoilt" in str(bad)
    else:
        assert all(np.isfinite(block).all() and block.shape[1] == recording.channels for block in blocks)
