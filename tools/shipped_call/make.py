"""
Plays the script: from `script.yaml` to the shipped recording and its transcript.

The script is the truth of words and order; the times in the transcript are where the samples were laid, not measured
afterwards. Run by `make.sh`, which has the voices installed first.
"""

import argparse
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import soundfile  # type: ignore[import-untyped]
import telephone
import voices
import yaml  # type: ignore[import-untyped]

HERE = Path(__file__).parent
SHIPPED = HERE.parents[1] / "src" / "steadyline" / "recordings" / "shipped"
TAIL_SECONDS = 0.7
UNDER_BEFORE_END_SECONDS = 0.25
GAIN_DB = {"customer": 10.0, "agent": 9.0}
HISS_DB = {"customer": -62.0, "agent": -66.0}

_MARK = re.compile(r"\((?P<mood>\w+)\)|\[(?P<pause>[\d.]+)\]|<(?P<sigh>sigh)>|(?P<words>[^(\[<]+)")
_SENTENCE_END = re.compile(r"(?<=[.?!])\s+")


@dataclass
class Spoken:
    """A line as sound. ``starts`` and ``ends`` are seconds within it, of the words alone; ``phrases`` their ends."""

    sound: voices.Sound
    starts: float
    phrases: list[float]

    @property
    def ends(self) -> float:
        return self.phrases[-1]


@dataclass
class Cast:
    """Who speaks with which voice, in which moods."""

    moods: dict[str, dict[str, voices.Mood]]
    heart: voices.Heart = field(default_factory=voices.Heart)
    joe: voices.Joe = field(default_factory=voices.Joe)

    def speak(self, party: str, words: str, take: int) -> Spoken:
        """Every sentence of a line, with its pauses."""
        voice: voices.Voice = self.heart if party == "customer" else self.joe
        mood, pieces, at, starts, phrases = None, [], 0.0, None, []
        for mark in _MARK.finditer(words):
            if mark["mood"]:
                mood = self.moods[party][mark["mood"]]
            elif mark["sigh"]:
                pieces.append((at, self.heart.sigh()))
                at += len(pieces[-1][1]) / voices.RATE
            elif mark["pause"]:
                at += float(mark["pause"])
            elif text := mark["words"].strip():
                assert mood, f"no mood before {text!r}"
                starts = at if starts is None else starts
                for place, sentence in enumerate(_SENTENCE_END.split(text)):
                    at += mood.rest if place else 0.0
                    pieces.append((at, voice(sentence, mood, take)))
                    at += len(pieces[-1][1]) / voices.RATE
                phrases.append(at)
        return Spoken(_laid(pieces, at), starts or 0.0, phrases)


def play(script: dict[str, Any]) -> tuple[dict[str, voices.Sound], list[dict[str, Any]]]:
    """Both sides at `voices.RATE`, and the transcript's lines in order of ``t0``."""
    moods = {p: {name: voices.Mood(**m) for name, m in named.items()} for p, named in script["moods"].items()}
    cast, floor, above = Cast(moods), 0.0, None
    laid: dict[str, list[tuple[float, voices.Sound]]] = {"customer": [], "agent": []}
    said: list[dict[str, Any]] = []
    for line in script["lines"]:
        party = "customer" if "customer" in line else "agent"
        spoken = cast.speak(party, line[party], line.get("take", 1))
        if "under" in line:
            assert above, "a sign of listening needs a line to lie under"
            at = above[0] + above[1].phrases[line["under"] - 1] - UNDER_BEFORE_END_SECONDS
        else:
            at = floor + line["after"]
            above, floor = (at, spoken), at + spoken.ends
        laid[party].append((at, spoken.sound))
        if "types_for" in line:
            laid[party].append((floor + 0.4, _typing(line["types_for"])))
        said.append({"party": party, "t0": at + spoken.starts, "t1": at + spoken.ends, "text": text_of(line[party])})
    end = max(line["t1"] for line in said) + TAIL_SECONDS
    return {party: _laid(pieces, end) for party, pieces in laid.items()}, sorted(said, key=lambda line: line["t0"])


def text_of(words: str) -> str:
    """The words without the stage directions."""
    return " ".join(re.sub(r"\(\w+\)|\[[\d.]+\]|<sigh>", " ", words).split())


def transcript(header: dict[str, Any], said: list[dict[str, Any]]) -> Iterator[str]:
    """The lines of ``CALL.jsonl``: the header, then what was said."""
    yield json.dumps(header)
    for turn, line in enumerate(said, start=1):
        times = {"t0": round(line["t0"], 2), "t1": round(line["t1"], 2)}
        yield json.dumps({"turn": turn, "party": line["party"], **times, "text": line["text"]})


def _laid(pieces: list[tuple[float, voices.Sound]], seconds: float) -> voices.Sound:
    """Sounds laid on silence, each at its second."""
    whole = np.zeros(round(seconds * voices.RATE) + voices.RATE // 10, np.float32)
    for at, sound in pieces:
        start = round(at * voices.RATE)
        room = whole[start : start + len(sound)]
        room += sound[: len(room)]
    return whole


def _typing(seconds: float) -> voices.Sound:
    """Keys of a keyboard across the desk: soft ticks at a typist's uneven pace."""
    rng = np.random.default_rng(7)
    ticks, at = [], 0.0
    while at < seconds:
        length = round(0.012 * voices.RATE)
        tick = rng.standard_normal(length) * np.exp(-np.arange(length) / (0.002 * voices.RATE))
        ticks.append((at, (tick * rng.uniform(0.010, 0.022)).astype(np.float32)))
        at += rng.choice([0.09, 0.12, 0.16, 0.38], p=[0.35, 0.35, 0.2, 0.1]) * rng.uniform(0.9, 1.15)
    return _laid(ticks, seconds + 0.1)


def main() -> None:
    """Make the recording and its transcript."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--to", type=Path, default=SHIPPED, help="folder to write into")
    to: Path = parser.parse_args().to
    script = yaml.safe_load((HERE / "script.yaml").read_text(encoding="utf-8"))
    sides, said = play(script)
    left, right = (
        telephone.side(sides[party], voices.RATE, gain_db=GAIN_DB[party], hiss_db=HISS_DB[party], seed=seed)
        for seed, party in enumerate(("customer", "agent"), start=1)
    )
    to.mkdir(parents=True, exist_ok=True)
    soundfile.write(to / "angry_call.flac", np.stack([left, right], axis=1), telephone.RATE, subtype="PCM_16")
    (to / "angry_call.jsonl").write_text("\n".join(transcript(script["header"], said)) + "\n", encoding="utf-8")
    print(f"{to / 'angry_call.flac'}: {len(left) / telephone.RATE:.1f} s, {len(said)} utterances")


if __name__ == "__main__":
    main()
