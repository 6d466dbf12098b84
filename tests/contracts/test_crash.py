"""Killed at any moment, the journal on disk has lost nothing that it acknowledged, and holds nothing by halves."""

import asyncio
import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from contracts import appender
from contracts.journals import said, started
from steadyline.core.events import AnyEvent, Utterance
from steadyline.store.journal import SqlJournal

ROUNDS = int(os.environ.get("CRASH_ROUNDS", "6"))


def start(path: Path) -> "subprocess.Popen[str]":
    paths = os.pathsep.join(filter(None, sys.path))
    return subprocess.Popen(
        [sys.executable, appender.__file__, str(path)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": paths},
    )


def kill_while_it_appends(path: Path) -> dict[str, int]:
    """The revisions acknowledged before the kill, which falls at a random moment after the first of them."""
    with start(path) as process:
        assert process.stdout is not None
        acknowledged = [process.stdout.readline()]
        time.sleep(random.uniform(0, 0.25))
        process.kill()
        acknowledged += [line for line in process.stdout if line.endswith("\n")]
    return {call: int(revision) for call, revision in map(str.split, acknowledged)}


def batches(events: list[AnyEvent]) -> list[list[AnyEvent]]:
    """The appends that ``events`` came in, told by what the words say; all of each, or the assertion fails."""
    whole = []
    while events:
        first = events[0]
        assert isinstance(first, Utterance)
        batch, place, size = map(int, first.text.split())
        assert 0 == place
        assert said(batch, size) == events[:size]
        whole.append(events[:size])
        events = events[size:]
    return whole


async def check(path: Path, acknowledged: dict[str, int]) -> None:
    async with SqlJournal(str(path)) as journal:
        for listed in await journal.calls():
            call = listed.id
            first, *rest = [recorded.event async for recorded in journal.read(call)]
            assert started(call) == first
            assert batches(rest) or len(rest) == 0
            assert 1 + len(rest) == listed.revision >= acknowledged.get(call, 0)
            state = await journal.saved(call)
            assert state is None or (state[1] == b"%d" % state[0] and state[0] <= listed.revision)
        assert set(acknowledged) <= {listed.id for listed in await journal.calls()}


@pytest.mark.timeout(30 + 5 * ROUNDS)
def test_killed_while_it_appends_it_keeps_all_it_acknowledged(tmp_path: Path):
    path = tmp_path / "journal.sqlite"
    acknowledged: dict[str, int] = {}
    for _ in range(ROUNDS):
        acknowledged |= kill_while_it_appends(path)
        asyncio.run(check(path, acknowledged))

    assert sum(acknowledged.values()) > ROUNDS


@pytest.mark.timeout(30 + 5 * ROUNDS)
def test_killed_while_it_makes_its_tables_it_opens_again(tmp_path: Path):
    for number in range(ROUNDS // 2):
        path = tmp_path / f"{number}.sqlite"
        with start(path) as process:
            while not path.exists() and process.poll() is None:
                time.sleep(0.001)
            time.sleep(random.uniform(0, 0.4))
            process.kill()

        asyncio.run(check(path, {}))
