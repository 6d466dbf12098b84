"""Sound of promises in a folder: read back as it was, for its days and no longer, whatever a call is called."""

import asyncio
import io
import os
import stat
import threading
import time
from pathlib import Path

import numpy as np
import pytest
import soundfile

from steadyline import bootstrap
from steadyline.bootstrap import hearing
from steadyline.recordings.clips import FolderClips
from steadyline.service import clips as service_clips
from steadyline.settings import Settings, SettingsError

SOUND = (0.5 * np.sin(np.arange(24_000) / 9)).astype(np.float32)


def test_what_was_kept_is_found_again_until_it_is_forgotten(tmp_path: Path):
    clips = FolderClips(tmp_path / "clips", days=30, draft_days=30)
    clips.keep("c1", 7, SOUND)

    kept = FolderClips(tmp_path / "clips", days=30, draft_days=30).find("c1", 7)
    assert kept is not None
    sound, rate_hz = soundfile.read(io.BytesIO(kept.sound), dtype="float32")
    assert (16_000, 1.5) == (rate_hz, kept.seconds)
    np.testing.assert_allclose(SOUND, sound, atol=1e-4)
    assert (None, None) == (clips.find("c1", 8), clips.find("c2", 7))

    clips.forget("c1", 7)
    clips.forget("c1", 7)
    assert clips.find("c1", 7) is None


def test_what_is_older_than_its_days_is_given_out_no_more_and_goes(tmp_path: Path):
    clips = FolderClips(tmp_path, days=30, draft_days=30)
    clips.keep("c1", 7, SOUND)
    clips.keep("c1", 8, SOUND)
    clips.confirm("c1", 7)
    (tmp_path / "notes.txt").write_text("somebody else's")
    old = next(path for path in tmp_path.glob("*.flac") if path.stem.endswith("-7"))
    for path in (old, tmp_path / "notes.txt"):
        os.utime(path, (time.time() - 31 * 86_400,) * 2)

    assert clips.find("c1", 7) is None
    assert 1 == clips.sweep()
    assert not old.exists()
    assert (tmp_path / "notes.txt").exists()
    assert clips.find("c1", 8) is not None


def test_what_nobody_confirmed_goes_sooner_and_what_was_confirmed_stays_its_days(tmp_path: Path):
    clips = FolderClips(tmp_path, days=30, draft_days=7)
    for turn in (7, 8, 9):
        clips.keep("c1", turn, SOUND)
    clips.confirm("c1", 7)
    clips.confirm("c1", 7)
    clips.confirm("c1", 10)
    for path in tmp_path.iterdir():
        os.utime(path, (time.time() - 8 * 86_400,) * 2)
    clips.confirm("c1", 8)

    assert [True, True, False, False] == [clips.find("c1", turn) is not None for turn in (7, 8, 9, 10)]
    assert 1 == clips.sweep()
    for path in tmp_path.iterdir():
        os.utime(path, (time.time() - 31 * 86_400,) * 2)
    assert [None, None] == [clips.find("c1", turn) for turn in (7, 8)]
    assert 2 == clips.sweep()


def test_a_draft_is_never_kept_longer_than_a_promise(tmp_path: Path):
    clips = FolderClips(tmp_path, days=3, draft_days=7)
    clips.keep("c1", 7, SOUND)
    [path] = tmp_path.iterdir()
    os.utime(path, (time.time() - 4 * 86_400,) * 2)

    assert clips.find("c1", 7) is None
    assert 1 == clips.sweep()


def test_what_is_kept_again_takes_the_place_of_what_was_and_what_is_forgotten_is_gone_either_way(tmp_path: Path):
    clips = FolderClips(tmp_path, days=30, draft_days=7)
    clips.keep("c1", 7, SOUND)
    clips.confirm("c1", 7)
    clips.keep("c1", 7, SOUND[:16_000])
    kept = clips.find("c1", 7)

    assert (1, 1.0) == (len([*tmp_path.iterdir()]), kept and kept.seconds)
    clips.keep("c1", 8, SOUND)
    clips.forget("c1", 7)
    clips.forget("c1", 8)
    assert [] == [*tmp_path.iterdir()]


@pytest.mark.parametrize("left", [0, 30])
def test_a_file_that_a_crash_left_empty_or_half_written_cannot_be_read_and_says_so(tmp_path: Path, left: int):
    clips = FolderClips(tmp_path, days=30, draft_days=30)
    clips.keep("c1", 7, SOUND)
    [path] = tmp_path.iterdir()
    path.write_bytes(path.read_bytes()[:left])

    with pytest.raises(OSError, match="holds no sound"):
        clips.find("c1", 7)


def test_it_is_on_disk_before_it_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    found: list[list[str]] = []
    monkeypatch.setattr(os, "fsync", lambda handle: found.append([path.suffix for path in tmp_path.iterdir()]))
    FolderClips(tmp_path, days=30, draft_days=30).keep("c1", 7, SOUND)

    assert [[".part"]] == found


def test_a_file_that_somebody_else_deletes_ends_no_sweep(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    clips = FolderClips(tmp_path, days=30, draft_days=30)
    for turn in range(3):
        clips.keep("c1", turn, SOUND)
    for path in tmp_path.iterdir():
        os.utime(path, (time.time() - 31 * 86_400,) * 2)
    gone = tmp_path / "gone.flac"
    listed = [*tmp_path.iterdir()]
    monkeypatch.setattr(Path, "iterdir", lambda _: iter([gone, *listed]))

    assert 3 == clips.sweep()
    assert not any(path.exists() for path in listed)


@pytest.mark.parametrize("call", ["../../etc/passwd", "a/b", "x" * 5000, "\0", "c~2"])
def test_a_calls_name_is_never_part_of_a_path(tmp_path: Path, call: str):
    clips = FolderClips(tmp_path / "clips", days=1, draft_days=1)
    clips.keep(call, 1, SOUND)

    assert clips.find(call, 1) is not None
    assert 1 == len([*(tmp_path / "clips").iterdir()])
    assert ["clips"] == [path.name for path in tmp_path.iterdir()]


def test_nobody_else_may_read_it(tmp_path: Path):
    FolderClips(tmp_path / "clips", days=1, draft_days=1).keep("c1", 1, SOUND)

    assert 0o700 == stat.S_IMODE((tmp_path / "clips").stat().st_mode)
    assert {0o600} == {stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "clips").iterdir()}


def test_a_folder_that_cannot_be_made_is_told_with_its_setting(tmp_path: Path):
    (tmp_path / "file").write_text("no folder")

    with pytest.raises(SettingsError, match="clips_folder is .*cannot be used"):
        bootstrap.clips(Settings(clips_folder=str(tmp_path / "file" / "clips")))
    assert bootstrap.clips(Settings()) is None


def a_clip_of_long_ago(folder: Path) -> Path:
    FolderClips(folder, days=30, draft_days=30).keep("c1", 7, SOUND)
    [path] = folder.iterdir()
    os.utime(path, (0, 0))
    return path


async def test_a_server_deletes_what_is_over_and_goes_on_where_that_hangs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(service_clips, "PATIENCE_SECONDS", 0.1)
    settings = Settings(clips_folder=str(tmp_path))
    keeper = bootstrap.clips(settings)
    assert keeper is not None
    assert keeper is bootstrap.clips(settings)
    old = a_clip_of_long_ago(tmp_path)
    gate, sweep = threading.Event(), FolderClips.sweep
    monkeypatch.setattr(FolderClips, "sweep", lambda folder: gate.wait(60) and sweep(folder))
    async with hearing.swept(settings):
        await asyncio.sleep(0.2)
        assert await keeper.find("c1", 7) is None
        assert os.access(old, os.F_OK)
        gate.set()
        monkeypatch.setattr(service_clips, "PATIENCE_SECONDS", 20)
        await keeper.settled()
        assert not os.access(old, os.F_OK)
