"""
What a recording costs: processor time of `steadyline listen`, all included, by voice activity and recogniser alone.

Run with ``python -m bench.offline [CALL...]``. The command runs in a process of its own, with clocks on those two, so
that both sides of the ratio are of the same run and equally slowed by whatever else the machine does. Each call is
heard over and over for ten minutes, so that what is loaded once, some of it at the first promise, counts as in a long
call. What is spent before the first sound is loading; the rest is reckoned up to an hour. Processor time of all
threads, the median of some runs.
"""

import math
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from threading import Lock
from typing import Any

import msgspec
import numpy as np
import soundfile

from bench import machine
from bench.machine import Row

LIMIT = 1.15
RUNS = 2
LEAST_SECONDS = 600


class Spent(msgspec.Struct, frozen=True):
    """Processor seconds of one run: before the first sound, and of the two that cannot be done without."""

    loading: float
    activity: float
    recogniser: float
    whole: float = 0.0


class _Clock:
    """Processor time of what it is put on, over all threads."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self._lock = Lock()

    def on(self, kind: Any, name: str) -> None:
        work: Callable[..., Any] = getattr(kind, name)

        def timed(*given: Any, **more: Any) -> Any:
            began = time.thread_time()
            try:
                return work(*given, **more)
            finally:
                with self._lock:
                    self.seconds += time.thread_time() - began

        setattr(kind, name, timed)


def inside(path: Path) -> Spent:
    """Run the command in this process, with clocks on."""
    from steadyline.cli.listen import listen
    from steadyline.speech.ear import Ears
    from steadyline.speech.recognisers.moonshine import Moonshine
    from steadyline.speech.vad import SileroVoiceActivity

    activity, recogniser, loading = _Clock(), _Clock(), list[float]()
    activity.on(SileroVoiceActivity, "hear")
    recogniser.on(Moonshine, "transcribe")
    hear = Ears.hear

    def first(ears: Ears, block: Any) -> Any:
        if not loading:
            loading.append(time.process_time())
        return hear(ears, block)

    setattr(Ears, "hear", first)  # noqa: B010
    listen(path, json=True)
    return Spent(loading=loading[0], activity=activity.seconds, recogniser=recogniser.seconds)


def run(path: Path, variables: dict[str, str]) -> Spent:
    """One run in a process of its own."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "bench.offline", "--inside", str(path)]
    told = subprocess.run(command, env=variables, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=True).stderr
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    whole = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return msgspec.structs.replace(msgspec.json.decode(told.splitlines()[-1], type=Spent), whole=whole)


def measure(path: Path) -> list[Row]:
    """The ratio, and what it is made of."""
    sound, rate_hz = soundfile.read(path, dtype="int16", always_2d=True)
    again = math.ceil(LEAST_SECONDS * rate_hz / len(sound))
    with machine.environment() as variables, TemporaryDirectory() as folder:
        long = Path(folder) / "long.wav"
        soundfile.write(long, np.tile(sound, (again, 1)), rate_hz)
        runs = [run(long, variables) for _ in range(RUNS)]
    hour = 3600 * rate_hz / (again * len(sound))
    ratios = [
        ((one.whole - one.loading) * hour + one.loading) / ((one.activity + one.recogniser) * hour) for one in runs
    ]
    name = path.stem[:24]
    return [
        Row(f"{name}: voice activity, an hour", median(one.activity for one in runs) * hour, "CPU s"),
        Row(f"{name}: recogniser, an hour", median(one.recogniser for one in runs) * hour, "CPU s"),
        Row(f"{name}: listen, an hour", median(one.whole - one.loading for one in runs) * hour, "CPU s"),
        Row(f"{name}: loading, once", median(one.loading for one in runs), "CPU s"),
        Row(f"{name}: ratio for an hour, loading included", median(ratios), "times", LIMIT),
    ]


def main() -> list[Row]:
    """Print the figures, and return them."""
    given = [Path(argument) for argument in sys.argv[1:]]
    beside = sorted(Path("../shared/data/audio").glob("*.wav"))
    rows = [row for path in given or [machine.SHIPPED, *beside] for row in measure(path)]
    machine.show(rows)
    return rows


if __name__ == "__main__":
    if sys.argv[1:2] == ["--inside"]:
        spent = inside(Path(sys.argv[2]))
        os.write(2, b"\n" + msgspec.json.encode(spent) + b"\n")
    else:
        main()
