"""Programs that begin at once on a database that is new: one makes its tables, the others wait, and none gives up."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from cli import commands
from e2e import conftest
from steadyline import bootstrap
from steadyline.service.ports import JournalFailed
from steadyline.store import database
from steadyline.store.disk import Disk
from store import beginner


@contextmanager
def standing(*how: str) -> "Iterator[subprocess.Popen[str]]":
    """A process that is loaded, and waits for a path."""
    paths = os.pathsep.join(filter(None, sys.path))
    with subprocess.Popen(
        [sys.executable, beginner.__file__, *how],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": paths},
    ) as process:
        assert process.stdin is not None and process.stdout is not None
        assert "ready\n" == process.stdout.readline()
        yield process
        process.stdin.close()


def opened(folder: Path, rounds: int, *programs: tuple[str, ...]) -> list[list[str]]:
    """What each program answers, of so many rounds: all open the same new file at once."""
    answers: list[list[str]] = []
    with ExitStack() as stack:
        processes = [stack.enter_context(standing(*how)) for how in programs]
        for number in range(rounds):
            for process in processes:
                assert process.stdin is not None
                process.stdin.write(f"{folder / f'{number}.sqlite'}\n")
            for process in processes:
                assert process.stdin is not None
                process.stdin.flush()
            answers.append([process.stdout.readline().strip() for process in processes if process.stdout is not None])
    return answers


def test_servers_and_listeners_that_open_a_new_file_at_once_all_come_up(tmp_path: Path):
    programs = [("serve", "c1"), ("listen", "c2"), ("serve", "c3"), ("listen", "c4")]

    assert [["ok"] * 4] * 8 == opened(tmp_path, 8, *programs)


def test_however_long_one_takes_to_make_the_tables_the_others_wait(tmp_path: Path):
    programs = [("listen", "c1", "slow"), ("listen", "c2", "slow"), ("listen", "c3", "slow")]

    assert [["ok"] * 3] * 2 == opened(tmp_path, 2, *programs)


@pytest.mark.parametrize("number", range(3))
def test_serve_and_listen_begun_together_on_a_new_file_both_work(tmp_path: Path, number: int):
    listened: list[subprocess.CompletedProcess[bytes]] = []
    transcript = str(bootstrap.shipped_call()[1])
    listening = threading.Thread(target=lambda: listened.append(commands.run(tmp_path, "listen", transcript)))
    listening.start()
    with conftest.server(tmp_path, "serve", "--port", "0") as running:
        listening.join(90)
        assert running.process.poll() is None

    assert [0] == [done.returncode for done in listened], listened[0].stderr.decode()


def test_who_waits_too_long_for_another_program_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    path = str(tmp_path / "journal.sqlite")
    monkeypatch.setattr(database, "MAKING_SECONDS", 0.2)
    began = time.monotonic()
    with (
        database.alone(database.locate(path)),
        pytest.raises(JournalFailed, match="another program holds"),
    ):
        Disk(path)

    assert 0.2 <= time.monotonic() - began < 5
