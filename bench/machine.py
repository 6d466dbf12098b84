"""
What every measurement shares: a server of its own, the call to play, and rows that say whether a limit is kept.
"""

import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import psutil
import soundfile

from steadyline import bootstrap

SHIPPED = bootstrap.shipped_call()[0]
STEADYLINE = Path(sys.executable).with_name("steadyline")


class Row(NamedTuple):
    """One figure. ``limit`` None: nothing was promised of it."""

    what: str
    figure: float
    unit: str
    limit: float | None = None
    at_least: bool = False

    @property
    def kept(self) -> bool:
        """Whether the limit is kept."""
        if self.limit is None:
            return True
        return self.figure >= self.limit if self.at_least else self.figure <= self.limit


class Server(NamedTuple):
    """A server that runs: its address, how many seconds it took to answer, and its process."""

    address: str
    seconds: float
    process: psutil.Process


def show(rows: Sequence[Row]) -> None:
    """Print a table."""
    for row in rows:
        limit = "" if row.limit is None else f"{'at least' if row.at_least else 'at most'} {row.limit:g}"
        verdict = "" if row.limit is None else "kept" if row.kept else "MISSED"
        print(f"{row.what:<58} {row.figure:>10.3f} {row.unit:<10} {limit:<16} {verdict}")


def load() -> str:
    """How busy the machine is otherwise: figures of time mean little on a busy one."""
    cores = len(os.sched_getaffinity(0))
    return f"load {os.getloadavg()[0]:.1f} on {cores} cores"


@contextmanager
def environment() -> Iterator[dict[str, str]]:
    """Variables for a program that must leave no trace here: its journal is in a folder that goes away."""
    with tempfile.TemporaryDirectory() as folder:
        yield {**os.environ, "STEADYLINE_DATABASE": str(Path(folder) / "bench.sqlite")}


@contextmanager
def server(variables: dict[str, str]) -> Iterator[Server]:
    """`steadyline serve` in a process of its own."""
    began = time.monotonic()
    command = [str(STEADYLINE), "serve", "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=variables) as process:
        assert process.stderr is not None
        try:
            told = []
            for line in process.stderr:
                told.append(line)
                if found := re.search(r"http://\S+?(?=/\s)", line):
                    yield Server(found[0], time.monotonic() - began, psutil.Process(process.pid))
                    return
            raise RuntimeError("the server did not start:\n" + "".join(told))
        finally:
            process.terminate()


@contextmanager
def shortened(seconds: float) -> Iterator[Path]:
    """The first ``seconds`` of the shipped call, as a file."""
    with tempfile.TemporaryDirectory() as folder:
        sound, rate_hz = soundfile.read(SHIPPED, dtype="int16", always_2d=True)
        path = Path(folder) / "call.wav"
        soundfile.write(path, sound[: round(seconds * rate_hz)], rate_hz)
        yield path


def percentile(figures: Sequence[float], share: float) -> float:
    """The figure below which ``share`` of them are; the nearest there is."""
    return sorted(figures)[min(len(figures) - 1, round(share * (len(figures) - 1)))]
