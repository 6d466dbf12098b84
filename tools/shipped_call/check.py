"""
Does the shipped call say what its transcript says?

Each utterance is cut out at its own times and given to the embedded recogniser, as a call would be. Prints the lines
that were misheard, then the word error rate of each party as one JSON line. Runs in the project's environment, not in
the voices'.
"""

import argparse
import json
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import moonshine_voice  # type: ignore[import-untyped]
import soundfile  # type: ignore[import-untyped]
import soxr  # type: ignore[import-untyped]
from moonshine_voice.transcriber import ModelArch, Transcriber  # type: ignore[import-untyped]

SHIPPED = Path(__file__).parents[2] / "src" / "steadyline" / "recordings" / "shipped"
MODEL = Path(moonshine_voice.__file__).parent / "assets" / "tiny-en"
MARGIN_SECONDS = 0.12

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()


def words(text: str) -> list[str]:
    """Words to compare: lower case, figures spelled."""
    plain = re.sub(r"\$(\d+)", r"\1 dollars", text.lower().replace("-", " ").replace("'", ""))
    plain = re.sub(r"\d+", lambda found: spelled(int(found[0])), plain)
    return ["okay" if word == "ok" else word for word in re.findall(r"[a-z]+", plain)]


def spelled(number: int) -> str:
    """A whole number under a thousand, in words."""
    if number < 20:
        return _ONES[number]
    if number < 100:
        return _TENS[number // 10 - 2] + (f" {_ONES[number % 10]}" if number % 10 else "")
    return f"{_ONES[number // 100]} hundred" + (f" and {spelled(number % 100)}" if number % 100 else "")


def errors(true: Sequence[str], heard: Sequence[str]) -> int:
    """Fewest words to change, add or drop to get from ``heard`` to ``true``."""
    row = list(range(len(heard) + 1))
    for i, word in enumerate(true, start=1):
        above, row[0] = row[0], i
        for j, other in enumerate(heard, start=1):
            above, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, above + (word != other))
    return row[-1]


def main() -> None:
    """Print what was misheard, and the word error rate of each party."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--in", dest="folder", type=Path, default=SHIPPED)
    folder: Path = parser.parse_args().folder
    sound, rate = soundfile.read(folder / "angry_call.flac", dtype="float32")
    recogniser = Transcriber(MODEL, ModelArch.TINY)
    wrong, total = Counter[str](), Counter[str]()
    for line in (folder / "angry_call.jsonl").read_text(encoding="utf-8").splitlines()[1:]:
        said = json.loads(line)
        start, end = (said["t0"] - MARGIN_SECONDS) * rate, (said["t1"] + MARGIN_SECONDS) * rate
        cut = sound[max(0, round(start)) : round(end), 0 if said["party"] == "customer" else 1]
        lines = recogniser.transcribe_without_streaming(soxr.resample(cut, rate, 16_000).tolist(), 16_000).lines
        heard = " ".join(part.text for part in lines)
        missed = errors(words(said["text"]), words(heard))
        wrong[said["party"]] += missed
        total[said["party"]] += len(words(said["text"]))
        if missed:
            print(f"{said['turn']:>3} {missed} wrong\n      said  {said['text']}\n      heard {heard}")
    print(json.dumps({"word_error_rate": {party: round(wrong[party] / total[party], 4) for party in sorted(total)}}))


if __name__ == "__main__":
    main()
