"""The encoder's memory of a call: what later lines look at."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from steadyline.understanding import dialogue


@given(st.lists(st.integers(1, 162), max_size=40))
def test_a_memory_holds_the_last_lines_whole_and_in_order(lengths: list[int]) -> None:
    memory = dialogue.Memory()
    said = [np.full((length, 2), n, np.float32) for n, length in enumerate(lengths)]

    for line in said:
        memory.keep([line, -line])

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
