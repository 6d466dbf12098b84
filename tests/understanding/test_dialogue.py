"""The encoder: what it remembers of a call, and that lines read in one go are heard as one by one."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from steadyline.core.events import Party
from steadyline.understanding import clues, dialogue

CALL: tuple[tuple[Party, str], ...] = (
    ("agent", "Good morning, you're through to Sam, how can I help?"),
    ("customer", "Third time I've rung about this. You took the rent twice and I've had no answer."),
    ("agent", "I'm sorry, that's three calls too many. So it was taken twice this month?"),
    ("customer", "Yes."),
    ("agent", "Then I'll send the second one back today, and ring you by four to say it's gone."),
    ("customer", "And why should I believe you? The last one said that, word for word, and here we are."),
    ("agent", "Fair enough."),
    ("customer", "Right. Four o'clock. If it doesn't ring I'm going to the papers, and you can explain it to them."),
)


@pytest.fixture(scope="module")
def listener() -> dialogue.Listener:
    return dialogue.Listener()


def lines(*said: tuple[Party, str], alone: bool = False) -> list[dialogue.Line]:
    return [dialogue.Line(party, text, clues.find(text), alone) for party, text in said]


def one_by_one(listener: dialogue.Listener, *said: tuple[Party, str]) -> list[dialogue.Read]:
    memory = dialogue.Memory()
    return [listener.read(memory, [line])[0] for line in lines(*said)]


def apart(one: dialogue.Read, other: dialogue.Read) -> float:
    """How far their scores are from one another, in the mean."""
    return float(np.abs(one.scores - other.scores).mean())


@given(st.lists(st.lists(st.integers(1, 162), min_size=1, max_size=9), max_size=20))
def test_a_memory_holds_the_last_lines_whole_and_in_order(goes: list[list[int]]) -> None:
    memory, said = dialogue.Memory(), []

    for lengths in goes:
        new = [np.full((length, 2), n, np.float32) for n, length in enumerate(lengths, start=len(said))]
        joined = np.concatenate([*new, np.full((3, 2), -99, np.float32)])  # what was read alone comes last
        memory.keep([joined, -joined], lengths)
        said += new

    last = said[-dialogue.LINES_BEFORE :]
    assert sum(map(len, last)) == len(memory.ago)
    if last:
        keys, values = memory.rows
        assert np.array_equal(np.concatenate(last), keys)
        assert np.array_equal(-keys, values)
        assert len(said) - memory.ago.tolist()[0] == keys[0, 0]
        assert memory.ago.tolist() == [len(said) - n for n in keys[:, 0]]


def test_nothing_is_kept_of_a_call_of_which_nothing_was_heard() -> None:
    assert [] == dialogue.Memory().rows
    assert 0 == len(dialogue.Memory().ago)


def test_lines_read_in_one_go_are_heard_as_one_by_one_to_within_rounding(listener: dialogue.Listener) -> None:
    together = listener.read(dialogue.Memory(), lines(*CALL))

    for alone, beside in zip(one_by_one(listener, *CALL), together, strict=True):
        assert apart(alone, beside) < 0.25
        assert alone.places == beside.places
        assert np.abs(1 / (1 + np.exp(-alone.tags)) - 1 / (1 + np.exp(-beside.tags))).mean() < 0.03


def test_a_line_read_in_one_go_with_others_is_heard_in_its_call_and_no_other(listener: dialogue.Listener) -> None:
    within, by_itself = one_by_one(listener, *CALL)[3], one_by_one(listener, CALL[3])[0]
    together = listener.read(dialogue.Memory(), lines(*CALL))[3]

    assert apart(within, by_itself) > 0.5, '"yes" means little by itself'
    assert apart(within, together) < 0.25


def test_what_is_heard_alone_is_heard_as_if_nothing_came_before(listener: dialogue.Listener) -> None:
    memory = dialogue.Memory()
    listener.read(memory, lines(*CALL[:3]))

    (alone,) = listener.read(memory, lines(CALL[3], alone=True))
    own, beside = listener.read(memory, [*lines(CALL[3]), *lines(CALL[3], alone=True)])

    by_itself = one_by_one(listener, CALL[3])[0]
    assert apart(by_itself, alone) == 0
    assert apart(by_itself, beside) < 0.25
    assert apart(own, beside) > 0.5


def test_what_is_heard_alone_leaves_no_trace_wherever_it_stands_among_others(listener: dialogue.Listener) -> None:
    kept, other = dialogue.Memory(), dialogue.Memory()
    first, second = lines(*CALL[5:7])
    threat = lines(CALL[7], alone=True)

    listener.read(kept, [first, second])
    reads = listener.read(other, [*threat, first, *threat, second])

    assert len(reads[2].tags) == len(reads[0].tags) != len(reads[1].tags)
    assert kept.ago.tolist() == other.ago.tolist()
    for without, beside in zip(kept.rows, other.rows, strict=True):
        likeness = (without * beside).sum(axis=1) / np.linalg.norm(without, axis=1) / np.linalg.norm(beside, axis=1)
        assert likeness.min() > 0.95, "rounding alone"


def test_of_a_long_call_few_pieces_are_read_in_one_go(
    listener: dialogue.Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    talk: list[tuple[Party, str]] = [("customer", "and another thing nobody ever rang me back about it " * 20)] * 12
    goes: list[int] = []
    go = listener._go

    def seen(before: dialogue.Memory, some: list[dialogue.Line], fed: list[dialogue.Pieces]) -> list[dialogue.Read]:
        goes.append(sum(len(line.ids) for line in fed))
        return go(before, some, fed)

    monkeypatch.setattr(listener, "_go", seen)
    reads = listener.read(dialogue.Memory(), lines(*talk, *CALL))

    assert [dialogue.TOKENS + 2] * 12 == [len(read.tags) for read in reads[:12]] == goes[:12]
    assert max(goes[12:]) <= 200, "what is looked at grows with the square"
    assert len(goes) < 12 + len(CALL)


@given(st.lists(st.integers(2, 162), max_size=60))
def test_lines_are_read_in_goes_of_some_pieces_each_once_and_in_order(lengths: list[int]) -> None:
    fed = [dialogue.Pieces([0] * length, [(0, 0)] * length) for length in lengths]

    goes = list(dialogue._strides(fed))

    assert list(range(len(lengths))) == [at for go in goes for at in go]
    assert all(len(go) == 1 or sum(lengths[at] for at in go) <= dialogue.AT_ONCE for go in goes)
