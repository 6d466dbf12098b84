"""
A call from its transcript: what was said becomes the facts that hearing it would have brought, in order of time.

Utterances may overlap; each is known, and judged, when it ends. Between two lines time passes as it did on the call.
"""

import asyncio
import heapq
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence

import msgspec

from steadyline.core.events import (
    AnyEvent,
    CallEnded,
    Fact,
    Heard,
    HoldEnded,
    HoldStarted,
    Seconds,
    SpeechEnded,
    SpeechStarted,
    Utterance,
)
from steadyline.service.conversation import Conversation
from steadyline.service.masking import mask
from steadyline.service.ports import Held, Reader

Wait = Callable[[Seconds], Awaitable[None]]
"""Returns when call time has come: at once, or in real time."""
ReadAll = Callable[[Sequence[Utterance]], list[Heard]]
"""`Reader.read_all`."""


async def read(
    lines: Iterable[Utterance | Held],
    conversation: Conversation,
    reader: Reader,
    tell: Callable[[list[AnyEvent]], None],
    wait: Wait,
) -> None:
    """Follow a transcript to its end; ``tell`` gets the events of each moment once they are on disk."""
    at = 0.0
    for fact in in_time(lines):
        at = max(at, fact.at)
        await wait(at)
        facts: list[Fact] = [fact]
        if isinstance(fact, Utterance):
            facts.append(await asyncio.to_thread(reader.read, fact))
        tell(await conversation.take(*facts))
    tell(await conversation.take(CallEnded(at=at)))


def judged(lines: Iterable[Utterance | Held], read_all: ReadAll) -> Iterator[Fact]:
    """The facts of lines that are all known already, as `in_time` has them, each utterance with what is heard in it."""
    facts = list(in_time(lines))
    heard = iter(read_all([fact for fact in facts if isinstance(fact, Utterance)]))
    for fact in facts:
        yield fact
        if isinstance(fact, Utterance):
            yield next(heard)


def in_time(lines: Iterable[Utterance | Held]) -> Iterator[Fact]:
    """The facts of lines that come in order of ``t0``, in order of when each is known. Nothing is judged yet."""
    later: list[tuple[Seconds, int, Fact]] = []
    count = 0
    for line in lines:
        while later and later[0][0] <= line.t0:
            yield heapq.heappop(later)[2]
        began, *ends = _facts(line)
        yield began
        for fact in ends:
            heapq.heappush(later, (fact.at, count := count + 1, fact))
    while later:
        yield heapq.heappop(later)[2]


def _facts(line: Utterance | Held) -> tuple[Fact, ...]:
    if isinstance(line, Held):
        return HoldStarted(at=line.t0), HoldEnded(at=line.t1, seconds=round(line.t1 - line.t0, 3))
    return (
        SpeechStarted(at=line.t0, party=line.party),
        SpeechEnded(at=line.t1, party=line.party, t1=line.t1),
        msgspec.structs.replace(line, text=mask(line.text)),
    )
