"""A call from its transcript: the facts that hearing it would have brought, in order of when each was known."""

import asyncio
from collections.abc import Sequence

import pytest

from script import HEADER, PLAYBOOK
from steadyline.bus.local import LocalBus
from steadyline.core.events import (
    AnyEvent,
    CallEnded,
    CallSummedUp,
    Heard,
    HoldEnded,
    HoldStarted,
    Party,
    SpeechEnded,
    SpeechStarted,
    TalkOver,
    Utterance,
)
from steadyline.playbooks import loader
from steadyline.service import conversation as conversations
from steadyline.service import reading
from steadyline.service.ports import Held
from steadyline.testing import MemoryJournal


class Witness:
    """A `Reader` that hears nothing in anything, and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def read(self, utterance: Utterance) -> Heard:
        self.asked.append(utterance.text)
        return Heard(at=utterance.at, turn=utterance.turn, party=utterance.party, signals={}, quote=utterance.text)

    def read_all(self, utterances: Sequence[Utterance]) -> list[Heard]:
        return [self.read(utterance) for utterance in utterances]

    def recall(self, utterances: Sequence[Utterance]) -> None:
        """Nothing to recall."""


def said(turn: int, party: Party, t0: float, t1: float) -> Utterance:
    return Utterance(at=t1, turn=turn, party=party, t0=t0, t1=t1, text=f"words {turn}")


async def read(*lines: Utterance | Held) -> tuple[list[AnyEvent], list[str], list[float]]:
    """The events of a transcript, what the model was asked, and the moments waited for."""
    journal, witness, waits = MemoryJournal(), Witness(), list[float]()
    conversation = await conversations.begin(
        "c1", HEADER, PLAYBOOK, loader.reference(PLAYBOOK), loader.freeze(PLAYBOOK), journal, LocalBus()
    )

    async def wait(at: float) -> None:
        waits.append(at)

    told: list[AnyEvent] = []
    await reading.read(lines, conversation, witness, told.extend, wait)
    assert told == [recorded.event async for recorded in journal.read("c1", after=1)]
    return told, witness.asked, waits


@pytest.mark.anyio
async def test_a_line_is_speech_that_starts_and_ends_and_words_judged_when_they_end():
    events, asked, _ = await read(said(1, "agent", 0.5, 3.0))

    assert [
        SpeechStarted(at=0.5, party="agent"),
        SpeechEnded(at=3.0, party="agent", t1=3.0),
        said(1, "agent", 0.5, 3.0),
        Heard(at=3.0, turn=1, party="agent", signals={}, quote="words 1"),
        CallEnded(at=3.0),
    ] == events[:-1]
    assert isinstance(events[-1], CallSummedUp)
    assert ["words 1"] == asked


@pytest.mark.anyio
async def test_lines_that_overlap_are_a_talk_over_and_are_judged_in_the_order_in_which_they_end():
    events, asked, _ = await read(said(1, "customer", 0.0, 9.0), said(2, "agent", 3.0, 3.4), said(3, "agent", 10, 11))

    assert ["words 2", "words 1", "words 3"] == asked
    assert [("agent", False)] == [(e.by, e.takes_floor) for e in events if isinstance(e, TalkOver)]


@pytest.mark.anyio
async def test_time_is_waited_for_in_order_and_never_backwards():
    _, _, waits = await read(said(1, "customer", 0.0, 9.0), said(2, "agent", 3.0, 12.0), said(3, "customer", 9.0, 10.0))

    assert sorted(waits) == waits
    assert 12.0 == waits[-1]


@pytest.mark.anyio
async def test_a_hold_is_held():
    events, _, _ = await read(said(1, "agent", 0.0, 2.0), Held(t0=2.0, t1=60.0), said(2, "agent", 60.5, 62.0))

    assert HoldStarted(at=2.0) in events
    assert HoldEnded(at=60.0, seconds=58.0) in events


@pytest.mark.anyio
async def test_lines_whose_times_run_backwards_are_heard_now():
    events, asked, _ = await read(said(1, "agent", 10.0, 12.0), said(2, "customer", 1.0, 2.0))
    times = [event.at for event in events]

    assert {"words 1", "words 2"} == set(asked)
    assert sorted(times) == times


@pytest.mark.anyio
async def test_an_empty_transcript_is_a_call_that_ended():
    events, asked, _ = await read()

    assert [CallEnded, CallSummedUp] == [type(event) for event in events]
    assert [] == asked


@pytest.mark.anyio
async def test_a_model_that_thinks_does_not_hold_up_other_calls():
    """The reader blocks, so it works in a thread: two calls read side by side take turns."""
    results = await asyncio.gather(read(said(1, "agent", 0.0, 1.0)), read(said(1, "customer", 0.0, 1.0)))

    assert [["words 1"], ["words 1"]] == [asked for _, asked, _ in results]
