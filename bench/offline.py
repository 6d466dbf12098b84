"""
What a recording costs: processor time of `steadyline listen`, all included, by voice activity and recogniser alone.

Run with ``python -m bench.offline [CALL...]``. "Alone" is those two on the same sound and the same segments, without
start-up. What the command pays once, before its first sound, is measured on a tenth of a second of call, taken off
before its cost is reckoned up to an hour, and then added once. Processor time of all threads, the best of two runs.
"""

import resource
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import soundfile  # type: ignore[import-untyped]

from bench import machine
from bench.machine import Row

LIMIT = 1.15
RUNS = 2


def alone(path: Path) -> float:
    """Processor seconds of voice activity and recogniser, and nothing else."""
    out = subprocess.run([sys.executable, "-m", "bench.offline", "--alone", str(path)], capture_output=True, check=True)
    return float(out.stdout)


def _alone(path: Path) -> float:
    from steadyline.recordings.decode import open_recording
    from steadyline.service.ports import Segment
    from steadyline.speech.ear import Ears
    from steadyline.speech.recognisers.moonshine import Moonshine
    from steadyline.speech.vad import SileroVoiceActivity

    class Timed:
        def __init__(self) -> None:
            self.activity, self.seconds = SileroVoiceActivity(2), 0.0

        def hear(self, audio: np.ndarray) -> np.ndarray:
            began = time.process_time()
            heard = self.activity.hear(audio)
            self.seconds += time.process_time() - began
            return heard

    recording, activity = open_recording(path), Timed()
    ears = Ears(recording.rate_hz, activity=activity, pauses=False)
    sounds = [sound for block in recording.blocks() for sound in ears.hear(block)] + ears.finish()
    segments = [sound.audio for sound in sounds if isinstance(sound, Segment)]
    recogniser = Moonshine()
    recogniser.transcribe(segments[0])
    began = time.process_time()
    for segment in segments:
        recogniser.transcribe(segment)
    return activity.seconds + time.process_time() - began


def listen(path: Path, variables: dict[str, str]) -> float:
    """Processor seconds of the whole command, start-up included."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [str(machine.STEADYLINE), "listen", str(path), "--json"]
    subprocess.run(command, env=variables, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def measure(path: Path) -> list[Row]:
    """The ratio, and what it is made of."""
    seconds = soundfile.info(path).duration
    with machine.environment() as variables, machine.shortened(0.1) as nothing:
        started = min(listen(nothing, variables) for _ in range(RUNS))
        wholes, bares = zip(*((listen(path, variables), alone(path)) for _ in range(RUNS)), strict=True)
    whole, bare = min(wholes) - started, min(bares)
    hour = 3600 / seconds
    name = path.stem[:24]
    return [
        Row(f"{name}: voice activity and recogniser, a two-channel hour", bare * hour, "CPU s"),
        Row(f"{name}: listen, all included, a two-channel hour", whole * hour, "CPU s"),
        Row(f"{name}: start-up of a listen, once", started, "CPU s"),
        Row(f"{name}: ratio for an hour, start-up included", (whole * hour + started) / (bare * hour), "times", LIMIT),
    ]


def main() -> list[Row]:
    """Print the figures, and return them."""
    given = [Path(argument) for argument in sys.argv[1:] if not argument.startswith("-") and Path(argument).is_file()]
    beside = sorted(Path("../shared/data/audio").glob("*.wav"))
    rows = [row for path in given or [machine.SHIPPED, *beside] for row in measure(path)]
    machine.show(rows)
    return rows


if __name__ == "__main__":
    if sys.argv[1:2] == ["--alone"]:
        print(_alone(Path(sys.argv[2])))
    else:
        main()
