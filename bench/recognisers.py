"""
What recognisers cost and how many words they get right, on a real call and on made speech.

Run with ``python bench/recognisers.py CALL.wav [--reference WORDS] [--whisper MODEL] [--package]``. The call is cut
into segments as the service cuts it; the reference has a line ``START|WORDS`` for each segment whose words are known.
Made speech, where espeak-ng is installed, is a dozen sentences in three voices through a telephone's 8 kHz and mu-law.
Processor time is of the whole process, all threads; words wrong are counted as word error rate. It also says where a
recording's time goes.
"""

import argparse
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import soundfile
import soxr

from steadyline.recordings.decode import open_recording
from steadyline.service.ports import Audio, Segment
from steadyline.speech.ear import Ears
from steadyline.speech.plausible import Plausible
from steadyline.speech.recognisers.moonshine import Moonshine
from steadyline.speech.vad import SileroVoiceActivity
from steadyline.telephony import g711

SENTENCES = """this is the third time i am calling about the same bill and nobody has called me back
i was charged twice in march and i want my money back today
i understand why you are upset let me look at your account
so you were charged twice and nobody rang you have i got that right
no that is not what i said at all
my internet has been down since last tuesday and i work from home
i will refund the second payment now and email you the receipt by five o'clock
can i speak to your supervisor please
your driver left the parcel in the rain and everything inside is ruined
i am sorry that your heating failed again while your mother was ill
what would make this right for you
thank you for your patience is there anything else i can help with today""".splitlines()
VOICES = ("en-us", "en-gb", "en-us+f3")

NUMBERS = {"10": "ten", "2019": "twenty nineteen", "3": "three", "5": "five", "ok": "okay", "gonna": "going to"}
NOT_WORDS = {"um", "uh", "mm", "hmm", "ah"}


def words(text: str) -> list[str]:
    plain = re.sub(r"[^a-z0-9' ]", " ", text.lower().replace("-", " ")).split()
    return [part for word in plain for part in NUMBERS.get(word, word).split() if part not in NOT_WORDS]


def wrong(expected: list[str], heard: list[str]) -> int:
    """How many words to put in, take out or change."""
    row = list(range(len(heard) + 1))
    for n, word in enumerate(expected, 1):
        corner, row[0] = row[0], n
        for m, other in enumerate(heard, 1):
            corner, row[m] = row[m], min(row[m] + 1, row[m - 1] + 1, corner + (word != other))
    return row[-1]


class Timed:
    """Voice activity with a clock on it."""

    def __init__(self) -> None:
        self._activity, self.seconds = SileroVoiceActivity(2), 0.0

    def hear(self, audio: np.ndarray) -> np.ndarray:
        began = time.process_time()
        heard = self._activity.hear(audio)
        self.seconds += time.process_time() - began
        return heard


def hear(path: Path) -> tuple[list[Segment], dict[str, float]]:
    """The call's segments, and processor seconds by part."""
    activity, decoding = Timed(), 0.0
    recording = open_recording(path)
    ears = Ears(recording.rate_hz, activity=activity, pauses=False)
    blocks, found = recording.blocks(), []
    whole = time.process_time()
    while True:
        began = time.process_time()
        block = next(blocks, None)
        decoding += time.process_time() - began
        if block is None:
            break
        found += ears.hear(block)
    found += ears.finish()
    rest = time.process_time() - whole - decoding - activity.seconds
    parts = {"decoding": decoding, "voice activity": activity.seconds, "cutting and resampling": rest}
    return [event for event in found if isinstance(event, Segment)], parts


def made_speech() -> Iterator[tuple[str, Audio]]:
    if not shutil.which("espeak-ng"):
        return
    with tempfile.TemporaryDirectory() as folder:
        for voice in VOICES:
            for sentence in SENTENCES:
                path = Path(folder) / "said.wav"
                subprocess.run(["espeak-ng", "-v", voice, "-s", "150", "-w", str(path), sentence], check=True)
                sound, rate = soundfile.read(path, dtype="float32")
                line = g711.decode_mu_law(g711.encode_mu_law(soxr.resample(sound, rate, 8000) * np.float32(0.5)))
                yield sentence, soxr.resample(line, 8000, 16000).astype(np.float32)


class Package:
    """Moonshine by the library inside its own package, a segment as one line."""

    name = "moonshine-voice's own library"

    def __init__(self) -> None:
        from moonshine_voice.moonshine_api import ModelArch
        from moonshine_voice.transcriber import Transcriber
        from moonshine_voice.utils import get_model_path

        options = {"vad_threshold": "0.0", "return_audio_data": "false", "identify_speakers": "false"}
        self._transcriber = Transcriber(get_model_path("tiny-en"), ModelArch.TINY, options=options)

    def transcribe(self, audio: Audio) -> str:
        return " ".join(
            line.text for line in self._transcriber.transcribe_without_streaming(audio.tolist(), 16000).lines
        )


def judge(name: str, transcribe: Callable[[Audio], str], known: list[tuple[str, Audio]]) -> float:
    transcribe(known[0][1])
    wall, began = time.perf_counter(), time.process_time()
    heard = [transcribe(audio) for _, audio in known]
    spent, waited = time.process_time() - began, time.perf_counter() - wall
    seconds = sum(len(audio) for _, audio in known) / 16000
    total = sum(len(words(text)) for text, _ in known)
    errors = sum(wrong(words(text), words(said)) for (text, _), said in zip(known, heard, strict=True))
    rate = f"{errors / total:6.1%}" if total else "     -"
    print(
        f"  {name:38} {rate} of {total:4} words wrong   {spent / seconds:.4f} CPU s, {waited / seconds:.4f} s a second"
    )
    return spent


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("call", type=Path)
    ask.add_argument("--reference", type=Path, default=Path(__file__).with_name("auto_repair.reference.txt"))
    ask.add_argument("--whisper", help="a model folder or name, where faster-whisper is installed")
    ask.add_argument("--package", action="store_true", help="also moonshine by its own library")
    ask.add_argument("--print", action="store_true", help="print what was heard, with times")
    asked = ask.parse_args()

    segments, parts = hear(asked.call)
    candidates: list[tuple[str, Callable[[Audio], str]]] = [("moonshine (ours)", Plausible(Moonshine()).transcribe)]
    if asked.package:
        candidates.append((Package.name, Package().transcribe))
    if asked.whisper:
        from steadyline.speech.recognisers.whisper import Whisper

        for beam in (1, 5):
            whisper = Whisper(asked.whisper, beam_size=beam)
            candidates.append((f"{whisper.name}, beam {beam}", Plausible(whisper).transcribe))

    lines = [line for line in asked.reference.read_text().splitlines() if "|" in line and not line.startswith("#")]
    said = {float(start): text for start, text in (line.split("|", 1) for line in lines)}
    known = [(text, s.audio) for start, text in said.items() for s in segments if abs(s.t0 - start) < 0.02]
    made = list(made_speech())
    for title, material in (("the call", known), ("made speech", made)):
        print(f"{title}: {len(material)} stretches, {sum(len(audio) for _, audio in material) / 16000:.0f} s")
        for name, transcribe in candidates if material else []:
            judge(name, transcribe, material)

    began = time.process_time()
    texts = [candidates[0][1](segment.audio) for segment in segments]
    parts["recogniser"] = time.process_time() - began
    total = sum(parts.values())
    both = parts["recogniser"] + parts["voice activity"]
    print(f"hearing the whole call: {total:.2f} CPU s, {total / both:.3f} times voice activity and recogniser alone")
    for name, seconds in parts.items():
        print(f"  {name:24} {seconds:6.2f} s  {seconds / total:6.1%}")
    if asked.print:
        for segment, text in sorted(zip(segments, texts, strict=True), key=lambda pair: pair[0].t0):
            marks = ("short " if segment.short else "") + ("within" if segment.within else "")
            print(f"{segment.t0:7.2f} {segment.t1:7.2f} {segment.party:8} {marks:12} {text}")


if __name__ == "__main__":
    main()
