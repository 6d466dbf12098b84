"""The sound of a promise is kept, of no other moment, and of none with a number in it that may be a secret."""

import asyncio
import threading
import time

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from structlog.testing import capture_logs

from service import tones
from service.test_live import hear, opened
from steadyline.core.events import Heard, Party, PromiseDraft, Utterance
from steadyline.service import clips
from steadyline.service.ports import Audio, KeptClip
from steadyline.testing import Meaning, ScriptedUnderstanding

PROMISE = PromiseDraft(who="agent", act="send the form")
HEARD = Heard(at=9.0, turn=3, party="agent", signals={"promises": 0.9}, promises=(PROMISE,), model="test/1")


def said(text: str, party: Party = "agent") -> Utterance:
    return Utterance(at=9.0, turn=3, party=party, t0=5.0, t1=8.0, text=text)


@pytest.mark.parametrize(
    "text",
    [
        "I will send the form by Thursday at noon.",
        "I'll refund you the twelve dollars today.",
        "I'll call you on the 26th.",
        "I'll call you at half past four.",
        "Oh, I will send it to you by five o'clock, for once.",
        "I'll have it for two of you by Thursday.",
    ],
)
def test_a_promise_may_be_kept(text: str):
    assert clips.may_be_kept(said(text), [HEARD])


@pytest.mark.parametrize(
    "text",
    [
        "I'll put it on the card 4111 1111 1111 1111 today.",
        "I'll send it. Your code is 123.",
        "I'll send it to the card ending four, two, oh, nine.",
        "I will use forty one eleven twenty two.",
        "I'll note it: double four seven nine.",
        "I'll reset it. Your PIN is nineteen eighty.",
        "I'll note that the code is seven forty.",
        "I'll note twenty twelve.",
        "I'll note it: four, uh, two, uh, one.",
        "I'll note four for now, then two of them, and one.",
        "I'll note won for two.",
        "I'll note fortyone.",
        "I'll send it to cuatro uno siete dos.",
        "I'll send it: vierundzwanzig, dix-sept.",
        "I'll send it: \u0664\u0662\u0661, or \u2463\u2461\u2460.",
        "I'll send it to \u56db\u4e8c\u4e00.",
        "",
    ],
)
def test_where_a_number_may_be_a_secret_or_the_words_are_not_known_no_sound_is_kept(text: str):
    assert not clips.may_be_kept(said(text), [HEARD])


ENGLISH = "zero one two three four five six seven eight nine".split()
SPANISH = "cero uno dos tres cuatro cinco seis siete ocho nueve".split()
TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
ONE = st.integers(0, 9).flatmap(lambda n: st.sampled_from([ENGLISH[n], SPANISH[n], str(n)]))
PAIR = st.one_of(
    st.sampled_from(TEENS),
    st.sampled_from(TENS),
    st.builds("{} {}".format, st.sampled_from(TENS), st.sampled_from(ENGLISH[1:])),
    st.integers(10, 99).map(str),
    st.sampled_from(ENGLISH).map("double {}".format),
)
BETWEEN = st.sampled_from([" ", ", ", ". ", "-", " uh ", ", um, ", " and then ", " dash ", " whatever it is "])


@st.composite
def secrets(draw: st.DrawFn) -> str:
    """A number of three digits or more, as somebody may say it and a recogniser write it."""
    parts, digits = [], 0
    while digits < 3:
        long = draw(st.booleans())
        parts.append(draw(PAIR if long else ONE))
        digits += 1 + long
    parts += draw(st.lists(st.one_of(ONE, PAIR), max_size=4))
    said = "".join(part + draw(BETWEEN) for part in parts)
    return draw(st.sampled_from([said, said.upper(), said.title()]))


@given(secrets(), st.sampled_from(["I'll send it. The code is {}", "{} is what I will note for you.", "I'll use {}."]))
def test_however_a_secret_is_said_its_sound_is_not_kept(secret: str, sentence: str):
    assert not clips.may_be_kept(said(sentence.format(secret)), [HEARD])


def test_words_of_a_language_that_nobody_counts_in_are_not_kept():
    foreign = Heard(at=9.0, turn=3, party="agent", signals={}, promises=(PROMISE,), model="test/1", language="fi")

    assert not clips.may_be_kept(said("I will send the form."), [foreign])


def test_what_is_no_promise_or_not_the_agents_is_not_kept():
    nothing = Heard(at=9.0, turn=3, party="agent", signals={}, model="test/1")

    assert not clips.may_be_kept(said("I will send the form."), [nothing])
    assert not clips.may_be_kept(said("I will send the form."), [])
    assert not clips.may_be_kept(said("I will send the form.", "customer"), [HEARD])


class Shelf:
    """Clips in memory; full from the start, if told so. While ``gate`` is clear it hangs."""

    def __init__(self, full: bool = False) -> None:
        self.full = full
        self.gate = threading.Event()
        self.gate.set()
        self.kept: dict[tuple[str, int], Audio] = {}
        self.confirmed: set[tuple[str, int]] = set()

    def keep(self, call: str, turn: int, sound: Audio) -> None:
        self.gate.wait(60)
        if self.full:
            raise OSError("no space left on device")
        self.kept[call, turn] = sound

    def find(self, call: str, turn: int) -> KeptClip | None:
        self.gate.wait(60)
        return KeptClip(b"", 1.0) if (call, turn) in self.kept else None

    def confirm(self, call: str, turn: int) -> None:
        self.gate.wait(60)
        self.confirmed |= {(call, turn)} & self.kept.keys()

    def forget(self, call: str, turn: int) -> None:
        self.gate.wait(60)
        if self.full:
            raise OSError("read-only file system")
        self.kept.pop((call, turn), None)


UNDERSTANDING = ScriptedUnderstanding({"number 7": Meaning(signals=("promises",), promise=PROMISE)})
TALK = (("customer", 1.0, 3.0, 1), ("agent", 4.0, 6.0, 2), ("agent", 8.0, 10.5, 7), ("customer", 10.0, 12.0, 4))


async def heard(shelf: Shelf | None) -> list[tuple[str, str]]:
    async with tones.carried(understanding=UNDERSTANDING, clips=shelf) as calls:
        live = await opened(calls)
        await hear(live, tones.call(*TALK, seconds=13.0))
        await calls.close(live, "hung_up")
        events = [recorded.event async for recorded in calls.journal.read("c1")]
    return [(event.party, event.text) for event in events if isinstance(event, Utterance)]


async def test_on_a_live_call_the_agents_own_words_of_the_promise_are_kept_and_nothing_else():
    shelf = Shelf()
    await heard(shelf)

    [(place, sound)] = shelf.kept.items()
    assert ("c1", 3) == place
    assert 2.4 < len(sound) / 16_000 < 4.0
    assert "sentence number 7" == tones.Pitch().transcribe(sound)


async def test_a_full_disk_costs_the_sound_and_no_word():
    assert await heard(None) == await heard(Shelf(full=True))


async def test_a_folder_that_hangs_holds_up_no_call(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(clips, "PATIENCE_SECONDS", 0.1)
    shelf = Shelf()
    shelf.gate.clear()
    try:
        assert await heard(None) == await asyncio.wait_for(heard(shelf), 20)
    finally:
        shelf.gate.set()


async def test_what_waits_for_a_folder_is_bounded_told_once_and_done_when_it_answers(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(clips, "PATIENCE_SECONDS", 0.1)
    shelf, sound = Shelf(), np.zeros(16, np.float32)
    shelf.gate.clear()
    keeper = clips.Keeper(shelf, most=3)
    began = time.monotonic()
    with capture_logs() as logs:
        for turn in range(9):
            keeper.keep("c1", msgspec.structs.replace(said("I will."), turn=turn), [HEARD], sound)
    assert await keeper.find("c1", 0) is None
    await keeper.forget("c1", 1)
    assert time.monotonic() - began < 5
    assert 1 == len(logs)

    shelf.gate.set()
    monkeypatch.setattr(clips, "PATIENCE_SECONDS", 20)
    await keeper.settled()
    assert {("c1", 0), ("c1", 2)} == shelf.kept.keys()

    keeper.keep("c1", msgspec.structs.replace(said("I will."), turn=9), [HEARD], sound)
    assert await keeper.find("c1", 9) is not None


async def test_a_folder_that_fails_costs_no_more_than_the_clip():
    shelf = Shelf(full=True)
    keeper = clips.Keeper(shelf)
    keeper.keep("c1", said("I will."), [HEARD], np.zeros(16, np.float32))
    await keeper.forget("c1", 3)
    shelf.full = False

    assert await keeper.find("c1", 3) is None
