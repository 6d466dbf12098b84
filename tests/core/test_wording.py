"""Words to say, made from this call."""

import pytest

from script import Talk
from steadyline.core import wording
from steadyline.core.names import Cue
from steadyline.playbooks import loader

SLOTS = {"name": "Dana", "felt": "angry", "Concern": "You were charged twice"}


def test_what_happened_counts_for_more_than_a_name():
    variants = ["You have every reason to be {felt}, {name}.", "{Concern}, and that is not right."]

    assert {"You were charged twice, and that is not right."} == {
        wording.choose(variants, SLOTS, turn) for turn in range(4)
    }


def test_a_variant_that_this_call_cannot_fill_is_never_spoken():
    assert "I would feel the same." == wording.choose(["{Concern}.", "I would feel the same."], {}, 0)
    assert wording.choose(["{Concern}."], {}, 0) is None


def test_what_was_said_comes_again_only_where_there_is_nothing_else():
    variants = ["{Concern}. That is hard.", "{Concern}. That is a lot.", "I see that it is hard."]
    said: list[str] = []
    for _ in range(4):
        words = wording.choose(variants, SLOTS, len(said), said)
        assert words is not None
        said.append(words)

    assert 3 == len(set(said[:3]))
    assert "I see that it is hard." == said[2]


@pytest.mark.parametrize("cue", ["do_not_argue", "name_the_feeling", "say_what_you_can_do", "make_it_concrete"])
@pytest.mark.parametrize("name", ["default", "hospital"])
def test_a_cue_that_comes_as_often_as_it_may_never_says_the_same_twice(name: str, cue: Cue):
    rule = loader.shipped(name).cues[cue]
    slots = {**SLOTS, "name": "Dana", "options": "a refund", "feeling": "hard"}
    said: list[str] = []
    for turn in range(rule.most):
        said.append(wording.choose(rule.say, slots, turn, said) or "")

    assert rule.most == len(set(said))


def said_back(*problems: str, told_in: int = 0) -> tuple[str, ...]:
    """What is said back of these problems, told in turns 2, 4, 6, …"""
    talk = Talk()
    for problem in problems:
        talk.agent("Mm.").customer("And.", "states_problem", heat=0.5, concern=problem)
    return wording.in_one_breath(talk.call.concerns, told_in)


MAIN = "I was charged twice in March"
LONG = "the second charge emptied my account so the bank took thirty five dollars for the rent"


def test_the_main_problem_is_said_back_and_one_more_at_most_in_one_breath():
    assert (MAIN, "my sister lent me money") == said_back(MAIN, LONG, "nobody called", "my sister lent me money")
    assert (MAIN, "nobody called") == said_back(MAIN, "nobody called", LONG)
    assert (MAIN,) == said_back(MAIN, LONG)
    assert (LONG,) == said_back(LONG)
    assert () == said_back()


def test_what_put_it_right_is_said_back_whatever_else_there_is_no_breath_for():
    assert (LONG, "nobody called") == said_back(MAIN, LONG, "nobody called", told_in=4)
    assert (MAIN, "nobody called") == said_back(MAIN, LONG, "nobody called", told_in=6)
