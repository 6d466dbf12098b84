"""
The ears of a call: sound in, at the call's own rate; who speaks, and each segment ready for a recogniser, out.

Time is counted in samples from the first one heard and never drifts. The same samples give the same events whatever the
sizes of the blocks they come in: everything inside works on whole steps of 32 ms. Memory is bounded by the longest
segment. Nothing of a party's sound is looked at but whether there is a voice in it (and, to place a cut, how quiet it
is); the sound itself goes to the recogniser and nowhere else.
"""

from collections.abc import Sequence
from math import gcd
from typing import Final

import numpy as np
import numpy.typing as npt
import soxr

from steadyline.core.events import Party
from steadyline.service.ports import Audio, Segment, Sound, Speaking, SpeechBegan, SpeechPaused, SpeechStopped
from steadyline.speech import segmenter, vad

RECOGNISER_HZ: Final = 16000
_STEP_SECONDS: Final = 0.032
_LEVEL_SECONDS: Final = 0.64  # how slowly the resting level (a DC offset) is followed
_MARGIN_SECONDS: Final = 0.05  # extra sound before a segment, so that the resampler starts on sound and not on an edge


class Ears:
    """Hears the parties of one call, a channel each. Not safe to share between threads."""

    def __init__(
        self,
        rate_hz: int,
        parties: Sequence[Party] = ("customer", "agent"),
        *,
        settings: segmenter.Settings | None = None,
        activity: vad.VoiceActivity | None = None,
        pauses: bool = True,
    ) -> None:
        """``parties`` names the channels in order. ``pauses`` False leaves `SpeechPaused` out: cheaper for files."""
        if rate_hz < vad.RATE_HZ:
            raise ValueError(f"a call needs a rate of at least {vad.RATE_HZ} Hz, not {rate_hz}")
        self.parties: Final = tuple(parties)
        self._rate_hz = rate_hz
        self._pauses = pauses
        self._segmenters = [segmenter.Segmenter(settings) for _ in self.parties]
        self._activity = activity or vad.SileroVoiceActivity(len(self.parties))
        self._level = _Level(len(self.parties), round(rate_hz * _STEP_SECONDS))
        self._tape = _Tape(len(self.parties))
        self._down = _Down(rate_hz, len(self.parties))
        self._pending = np.empty((len(self.parties), 0), dtype=np.float32)

    def hear(self, block: npt.NDArray[np.float32]) -> list[Sound]:
        """More sound, shape ``(n, channels)`` (or ``(n,)`` for one channel), float32 -1 to 1, any ``n``."""
        sound = np.ascontiguousarray(block.reshape(len(block), len(self.parties)).T)
        level = self._level.remove(sound)
        self._tape.append(level)
        return self._listen(self._down.hear(level))

    def finish(self) -> list[Sound]:
        """The call is over: the rest of what was being said."""
        rest = self._level.flush()
        self._tape.append(rest)
        events = self._listen(self._down.flush(rest))
        for channel, cutter in enumerate(self._segmenters):
            events += self._dress(channel, cutter.finish())
        return events

    def speaking(self, party: Party) -> tuple[float, float] | None:
        """From when until now ``party`` has been speaking without a cut; None in silence. Costs nothing."""
        cutter = self._segmenters[self.parties.index(party)]
        return None if cutter.open_since is None else (cutter.open_since, cutter.now)

    def peek(self, party: Party, since: float = 0.0) -> Speaking | None:
        """What ``party`` is saying now, not before ``since``: for interim words. None in silence."""
        span = self.speaking(party)
        if span is None or span[1] <= since:
            return None
        t0, until = max(span[0], since), span[1]
        return Speaking(party, t0, until, self._audio(self.parties.index(party), t0, until))

    def _listen(self, sound: npt.NDArray[np.float32]) -> list[Sound]:
        """Voice activity over whole frames of 8 kHz sound; the rest waits for the next block."""
        waiting = np.concatenate([self._pending, sound], axis=1)
        frames = waiting.shape[1] // vad.FRAME_SAMPLES
        whole = np.ascontiguousarray(waiting[:, : frames * vad.FRAME_SAMPLES])
        self._pending = waiting[:, frames * vad.FRAME_SAMPLES :]
        if not frames:
            return []
        probabilities = self._activity.hear(whole).tolist()
        shaped = whole.reshape(len(self.parties), frames, vad.FRAME_SAMPLES)
        loudness = np.einsum("cfs,cfs->cf", shaped, shaped).tolist()
        events: list[Sound] = []
        for frame in range(frames):
            for channel, cutter in enumerate(self._segmenters):
                found = cutter.hear(probabilities[channel][frame], loudness[channel][frame])
                if found:
                    events += self._dress(channel, found)
        needed = min(cutter.needed_from for cutter in self._segmenters)
        self._tape.forget(round((needed - 2 * _MARGIN_SECONDS) * self._rate_hz))
        return events

    def _dress(self, channel: int, events: list[segmenter.Event]) -> list[Sound]:
        """Give the segmenter's events their party and their sound."""
        party = self.parties[channel]
        dressed: list[Sound] = []
        for event in events:
            match event:
                case segmenter.Started(at, t0):
                    dressed.append(SpeechBegan(at, party, t0))
                case segmenter.Paused(at, t0, t1, short):
                    if self._pauses:
                        dressed.append(SpeechPaused(at, party, t0, t1, self._audio(channel, t0, t1), short))
                case segmenter.Cut(at, t0, t1, voiced, short):
                    audio, within = self._audio(channel, t0, t1), self._is_within(channel, t0)
                    dressed.append(Segment(at, party, t0, t1, audio, voiced, short, within))
                case segmenter.Ended(at, t1):
                    dressed.append(SpeechStopped(at, party, t1))
        return dressed

    def _is_within(self, channel: int, t0: float) -> bool:
        others = (cutter.speaking_since for other, cutter in enumerate(self._segmenters) if other != channel)
        return any(since is not None and since < t0 for since in others)

    def _audio(self, channel: int, t0: float, t1: float) -> Audio:
        """Sound of a span at the recogniser's rate, resampled in one go."""
        start, end = round(t0 * self._rate_hz), round(t1 * self._rate_hz)
        if self._rate_hz == RECOGNISER_HZ:
            return self._tape.cut(channel, start, end).copy()
        # A margin of a whole number of samples at both rates, so that trimming it off leaves time exact.
        unit = self._rate_hz // gcd(self._rate_hz, RECOGNISER_HZ)
        margin = min(start // unit, round(_MARGIN_SECONDS * self._rate_hz) // unit) * unit
        sound = soxr.resample(self._tape.cut(channel, start - margin, end), self._rate_hz, RECOGNISER_HZ)
        trimmed: Audio = sound[margin * RECOGNISER_HZ // self._rate_hz :]
        return trimmed


class _Level:
    """Takes the resting level of each channel away: a slow running mean, in whole steps."""

    def __init__(self, channels: int, step: int) -> None:
        self._step = step
        self._rest = np.empty((channels, 0), dtype=np.float32)
        self._level: list[float] | None = None
        self._follow = _STEP_SECONDS / _LEVEL_SECONDS
        self._ramp = np.arange(1, step + 1, dtype=np.float32) / np.float32(step)

    def remove(self, sound: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        waiting = np.concatenate([self._rest, sound], axis=1) if self._rest.shape[1] else sound
        steps = waiting.shape[1] // self._step
        self._rest = waiting[:, steps * self._step :].copy()
        return self._levelled(waiting[:, : steps * self._step], steps)

    def flush(self) -> npt.NDArray[np.float32]:
        """The last, broken step, at the level of the step before."""
        rest, self._rest = self._rest, self._rest[:, :0]
        if not rest.shape[1]:
            return rest
        level = self._level or rest.mean(axis=1).tolist()
        return rest - np.array(level, dtype=np.float32)[:, None]

    def _levelled(self, sound: npt.NDArray[np.float32], steps: int) -> npt.NDArray[np.float32]:
        channels = len(sound)
        shaped = np.ascontiguousarray(sound).reshape(channels, steps, self._step)
        if not steps:
            return shaped.reshape(channels, 0)
        # In double precision the mean of a step comes out the same whatever other steps stand beside it.
        means = shaped.mean(axis=2, dtype=np.float64).T.tolist()
        before = self._level or means[0]
        levels = [before]
        for mean in means:
            before = [old + self._follow * (new - old) for old, new in zip(before, mean, strict=True)]
            levels.append(before)
        self._level = before
        line = np.array(levels, dtype=np.float32).T
        slope = np.diff(line, axis=1)[:, :, None]
        levelled: npt.NDArray[np.float32] = shaped - (line[:, :-1, None] + slope * self._ramp)
        return levelled.reshape(channels, -1)


class _Down:
    """To 8 kHz as it comes. The resampler holds a little back; sample n of what comes out is still time n / 8000."""

    def __init__(self, rate_hz: int, channels: int) -> None:
        self._same = rate_hz == vad.RATE_HZ
        self._step = round(rate_hz * _STEP_SECONDS)
        self._stream = None if self._same else soxr.ResampleStream(rate_hz, vad.RATE_HZ, channels, quality="MQ")

    def hear(self, sound: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        if self._stream is None or not sound.shape[1]:
            return sound
        # Always in the same steps: what comes out then never depends on how the sound came in.
        steps = np.split(np.ascontiguousarray(sound.T), range(self._step, sound.shape[1], self._step))
        return np.concatenate([self._stream.resample_chunk(step) for step in steps]).T

    def flush(self, sound: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        if self._stream is None:
            return sound
        last: npt.NDArray[np.float32] = self._stream.resample_chunk(np.ascontiguousarray(sound.T), last=True).T
        return last


class _Tape:
    """The last of each channel, addressed by sample number from the start of the call."""

    def __init__(self, channels: int) -> None:
        self._sound = np.empty((channels, 0), dtype=np.float32)
        self._first = 0  # sample number of what is kept first
        self._used = 0

    def append(self, sound: npt.NDArray[np.float32]) -> None:
        more = sound.shape[1]
        if self._used + more > self._sound.shape[1]:
            grown = np.empty((len(self._sound), 2 * (self._used + more)), dtype=np.float32)
            grown[:, : self._used] = self._sound[:, : self._used]
            self._sound = grown
        self._sound[:, self._used : self._used + more] = sound
        self._used += more

    def forget(self, before: int) -> None:
        """Let go of what is older, once there is as much of it as of the rest: each sample moves once on average."""
        old = before - self._first
        if old > 0 and old >= self._used - old:
            self._sound[:, : self._used - old] = self._sound[:, old : self._used].copy()
            self._first, self._used = before, self._used - old

    def cut(self, channel: int, start: int, end: int) -> Audio:
        return self._sound[channel, start - self._first : end - self._first]
