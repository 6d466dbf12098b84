"""Words to say, made from this call."""

from steadyline.core import wording

SLOTS = {"name": "Dana", "felt": "angry", "Concern": "You were charged twice"}


def test_what_happened_counts_for_more_than_a_name():
    variants = ["You have every reason to be {felt}, {name}.", "{Concern}, and that is not right."]

    assert {"You were charged twice, and that is not right."} == {
        wording.choose(variants, SLOTS, turn) for turn in range(4)
    }


def test_a_variant_that_this_call_cannot_fill_is_never_spoken():
    assert "I would feel the same." == wording.choose(["{Concern}.", "I would feel the same."], {}, 0)
    assert wording.choose(["{Concern}."], {}, 0) is None
