"""
What is said of a call: facts that come in, findings that follow from them.

A fact is on disk before anyone acts on it. The wire form (``docs/formats.md``) is the journal's JSON with the call's id
added: see `encode` and `wire`. Facts are in `core.facts`, findings in `core.findings`; this is the name for both.
"""

import msgspec

from steadyline.core.facts import (
    Agent,
    AlertJudged,
    BreakGranted,
    BreakTaken,
    CallEnded,
    CallStarted,
    Concern,
    CueDismissed,
    CuesSwitched,
    CueTaken,
    Customer,
    Event,
    Fact,
    FollowUpWritten,
    Header,
    Heard,
    HelpAsked,
    HoldEnded,
    HoldStarted,
    Judged,
    LevelChosen,
    LimitRaised,
    Party,
    PromiseDraft,
    PromiseMove,
    PromiseSaid,
    PromiseSettled,
    QualityChanged,
    Reworded,
    Seconds,
    Signals,
    SignedOff,
    SpeechEnded,
    SpeechStarted,
    StepDisputed,
    Ticked,
    Utterance,
)
from steadyline.core.findings import (
    AlertCleared,
    AlertRaised,
    CallSummedUp,
    ConcernNoted,
    ConcernTakenBack,
    CueExpired,
    CueFollowed,
    CueOffered,
    Evidence,
    Finding,
    HeatMoved,
    PromiseHeard,
    PromiseTakenBack,
    SilenceFell,
    StepChanged,
    TalkOver,
)

__all__ = [
    "Agent",
    "AlertCleared",
    "AlertJudged",
    "AlertRaised",
    "AnyEvent",
    "BreakGranted",
    "BreakTaken",
    "CallEnded",
    "CallStarted",
    "CallSummedUp",
    "Concern",
    "ConcernNoted",
    "ConcernTakenBack",
    "CueDismissed",
    "CueExpired",
    "CueFollowed",
    "CueOffered",
    "CueTaken",
    "CuesSwitched",
    "Customer",
    "Event",
    "Evidence",
    "Fact",
    "Finding",
    "FollowUpWritten",
    "Header",
    "Heard",
    "HeatMoved",
    "HelpAsked",
    "HoldEnded",
    "HoldStarted",
    "Judged",
    "LevelChosen",
    "LimitRaised",
    "Party",
    "PromiseDraft",
    "PromiseHeard",
    "PromiseMove",
    "PromiseSaid",
    "PromiseSettled",
    "PromiseTakenBack",
    "QualityChanged",
    "Reworded",
    "Seconds",
    "Signals",
    "SignedOff",
    "SilenceFell",
    "SpeechEnded",
    "SpeechStarted",
    "StepChanged",
    "StepDisputed",
    "TalkOver",
    "Ticked",
    "Utterance",
    "decode",
    "encode",
    "encode_exactly",
    "is_public",
    "wire",
]

AnyEvent = Fact | Finding

_decoder: msgspec.json.Decoder[AnyEvent] = msgspec.json.Decoder(AnyEvent)
_encoder = msgspec.json.Encoder()


def encode(event: AnyEvent) -> bytes:
    """The journal's form: one JSON object, no line end."""
    return _encoder.encode(event)


def encode_exactly(event: AnyEvent) -> bytes:
    """`encode` for what must replay as it was: a `ValueError` for an event that would read back as another.

    A number that is not finite, or a list where the type says tuple, is such an event.
    """
    line = _encoder.encode(event)
    try:
        same = _decoder.decode(line) == event
    except msgspec.ValidationError:
        same = False
    if not same:
        raise ValueError(f"this event would not read back as it is written: {event!r}")
    return line


def decode(line: bytes | str) -> AnyEvent:
    """The event that `encode` wrote. Raises `msgspec.ValidationError` for anything else."""
    return _decoder.decode(line)


def is_public(event: AnyEvent) -> bool:
    """Whether the world outside hears of it: that time passed is nobody's business but the journal's."""
    return not isinstance(event, Ticked)


def wire(call: str, event: AnyEvent) -> bytes:
    """The public form: `encode`, with the call's id after the type."""
    line = _encoder.encode(event)
    cut = line.index(b",", 0) if b"," in line else len(line) - 1
    return line[:cut] + b',"call":' + _encoder.encode(call) + line[cut:]
