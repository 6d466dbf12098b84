"""
How many live calls a machine carries, from how fast it recognises.

On a call somebody speaks most of the time, so a call costs one stream of recognition, some of it twice: words that are
shown before their end, and words begun in a pause that was none. What is left of a core is for everything else.
"""

from time import thread_time

from steadyline.service.ports import Audio, Recogniser

SPEECH_SHARE = 0.95
"""Seconds of speech a second of call, of both parties together."""

TWICE = 1.6
"""Times that a second of speech is recognised on a live call."""

FULL = 0.6
"""The share of all cores that recognition may take before words come late at busy moments."""

_HZ = 16_000


def measure(recogniser: Recogniser, speech: Audio) -> float:
    """Processor seconds that a second of ``speech`` (16 kHz) costs in this thread: the better of two tries."""
    costs = []
    for _ in range(2):  # the first one wakes the model up
        began = thread_time()
        recogniser.transcribe(speech)
        costs.append((thread_time() - began) * _HZ / len(speech))
    return max(min(costs), 1e-4)


def carried(cost: float, workers: int) -> int:
    """Live calls at once, at ``cost`` processor seconds a second of speech."""
    return max(1, int(FULL * workers / (cost * SPEECH_SHARE * TWICE)))
