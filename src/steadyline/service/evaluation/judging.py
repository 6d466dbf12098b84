"""
A gold set judged as live calls would be, but for rounding: in order of when each utterance ended, each by those before.

The reader says what it hears, of a whole call in one go; the rules of a call follow, and both are kept beside what
people heard.
"""

import random
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import Final

import msgspec
from msgspec.structs import replace

from steadyline.core import call as rules
from steadyline.core import heat
from steadyline.core.events import (
    AnyEvent,
    CallEnded,
    CallStarted,
    Fact,
    Heard,
    HeatMoved,
    Party,
    PromiseHeard,
    Utterance,
)
from steadyline.core.playbook import Playbook, PolicyRules
from steadyline.service import reading
from steadyline.service.evaluation.gold import Call, Gold, Said
from steadyline.service.evaluation.misheard import as_recognised
from steadyline.service.ports import Held, Reader, Understanding

SEED: Final = 11


class Line(msgspec.Struct, frozen=True):
    """One utterance: what people heard and what was judged. ``call`` is its place in the set.

    ``promised``, ``escalation`` and ``alarm`` are what the rules made of it, a promise that is moved later with its new
    date; the last two stand on the customer's lines alone.
    """

    call: int
    said: Said
    heard: Heard
    promised: tuple[PromiseHeard, ...] = ()
    escalation: float | None = None
    alarm: bool = False

    @property
    def party(self) -> Party:
        """Who spoke."""
        return self.said.utterance.party


class Judged(msgspec.Struct, frozen=True):
    """Every line of a set, call by call, and the processor time that the reader took for them."""

    lines: list[Line]
    cpu_seconds: float


def judge(
    gold: Gold,
    understanding: Understanding,
    playbook: Playbook,
    *,
    as_heard: bool = False,
    told: Callable[[], None] = lambda: None,
) -> Judged:
    """Judge every call. ``as_heard``: on a copy as a recogniser might have given it, always the same one.

    ``told`` is called after each utterance.
    """
    lines: list[Line] = []
    cpu_seconds = 0.0
    for number, call in enumerate(gold.calls):
        reader = _Timed(understanding.open(call.header), told)
        talk = list(_misheard(call) if as_heard else _spoken(call))
        _, events = rules.run(rules.begin(playbook, call.header), _facts(call, talk, reader.read_all))
        lines += _beside(number, call, playbook.policy, events)
        cpu_seconds += reader.cpu_seconds
    return Judged(lines, cpu_seconds)


class _Timed:
    """A reader, and the processor time that it takes."""

    def __init__(self, reader: Reader, told: Callable[[], None]) -> None:
        self._reader = reader
        self._told = told
        self.cpu_seconds = 0.0

    def read_all(self, utterances: Sequence[Utterance]) -> list[Heard]:
        began = time.process_time()
        heard = self._reader.read_all(utterances)
        self.cpu_seconds += time.process_time() - began
        for _ in utterances:
            self._told()
        return heard


def _facts(call: Call, talk: list[Utterance | Held], read_all: reading.ReadAll) -> Iterator[Fact]:
    yield CallStarted(at=0.0, header=call.header, playbook="", source=call.name)
    at = 0.0
    for fact in reading.judged(talk, read_all):
        at = fact.at
        yield fact
    yield CallEnded(at=at)


def _beside(number: int, call: Call, policy: PolicyRules, events: list[AnyEvent]) -> list[Line]:
    """Each judgement beside its gold, in the order of judging."""
    said = {line.utterance.turn: line for line in call.said}
    moved, alarms, watch = dict[int, HeatMoved](), set[int](), heat.Watch()
    promised = defaultdict[int, dict[str, PromiseHeard]](dict)
    for event in events:
        watch = heat.decide(policy, watch, event)
        if isinstance(event, PromiseHeard):
            promised[event.turn][event.id] = event
        if isinstance(event, HeatMoved):
            moved[event.turn] = event
            if watch.alarm:
                alarms.add(event.turn)
    found = []
    for event in events:
        if isinstance(event, Heard):
            line = Line(number, said[event.turn], event, tuple(promised[event.turn].values()))
            escalation = moved[event.turn].escalation if event.turn in moved else None
            found.append(replace(line, escalation=escalation, alarm=event.turn in alarms))
    return found


def _spoken(call: Call) -> Iterator[Utterance | Held]:
    return (line if isinstance(line, Held) else line.utterance for line in call.lines)


def _misheard(call: Call) -> Iterator[Utterance | Held]:
    dice = random.Random(f"{SEED} {call.name}")
    for line in _spoken(call):
        if isinstance(line, Held):
            yield line
        else:
            yield msgspec.structs.replace(line, text=as_recognised(line.text, dice))
