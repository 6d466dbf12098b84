"""What is left when the call is over: every line rests on something said."""

import msgspec
import pytest

from script import HEADER, Talk, promise
from steadyline.core.events import Agent, CallSummedUp, Customer, Header
from steadyline.core.names import STEPS


def summed(talk: Talk) -> CallSummedUp:
    (found,) = talk.hangs_up().found(CallSummedUp)
    return found


def whole_call(header: Header = HEADER) -> Talk:
    talk = Talk(header=header).agent("Northwind, Sam speaking.", "greeting")
    talk.customer("My bill.", "states_problem", heat=0.75, concern=("I was charged twice", "nobody called me back"))
    talk.agent("So twice, and no call?", "restates").customer("Exactly.", "confirms", heat=0.25)
    due = "2026-03-10T17:00:00-04:00"
    given = [promise("refund the second charge", "by five", due=due), promise("post a new bill", who="company")]
    return talk.agent("I'll refund it.", promises=given).customer(
        "I'll send it.", promises=[promise("send it", who="customer")]
    )


def test_the_brief_says_the_problem_the_heat_the_steps_and_the_promises():
    assert [
        "Problem, in their words: I was charged twice; nobody called me back.",
        "Heat: frustrated at its highest, displeased at the end.",
        "Done: Greet, Listen, Say it back, Commit.",
        "Promised (agent): refund the second charge, by five (Tuesday 10 March, 17:00).",
        "Promised (company): post a new bill.",
        "Promised (customer): send it.",
    ] == summed(whole_call()).brief.splitlines()


def test_the_brief_ends_with_what_is_on_record():
    customer = msgspec.structs.replace(HEADER.customer, history=("called in February", "promised a call"))
    brief = summed(Talk(header=msgspec.structs.replace(HEADER, customer=customer))).brief

    assert "On record: called in February; promised a call." == brief.splitlines()[-1]


def test_the_follow_up_turns_the_problems_to_you_and_lists_what_we_promised():
    follow_up = summed(whole_call()).follow_up

    assert "Hello Dana," == follow_up.splitlines()[0]
    assert "This is what you told us. You were charged twice, and nobody called you back." in follow_up
    assert "- I will refund the second charge, by five (Tuesday 10 March, 17:00)." in follow_up
    assert "- We will post a new bill." in follow_up
    assert "send it" not in follow_up
    assert "Sam" == follow_up.splitlines()[-1]


def test_a_call_in_which_nothing_was_heard_says_so_and_guesses_nothing():
    last = summed(Talk(header=Header(call="c1", agent=Agent(), customer=Customer())))

    assert ["Problem, in their words: not told.", "Heat: calm at its highest, calm at the end."] == (
        last.brief.splitlines()[:2]
    )
    assert "Done: nothing heard yet." == last.brief.splitlines()[2]
    assert "Hello," == last.follow_up.splitlines()[0]
    assert {"not_enough_evidence"} == {evidence.state for evidence in last.scorecard}


def test_the_scorecard_has_every_step_in_order_with_its_quote():
    scorecard = summed(whole_call()).scorecard

    assert list(STEPS) == [evidence.step for evidence in scorecard]
    assert ("done", "Northwind, Sam speaking.", 1) == (scorecard[0].state, scorecard[0].quote, scorecard[0].turn)


def test_a_step_that_was_opened_again_is_open():
    talk = whole_call().customer("No, wait, three times.", "corrects")

    assert {"restate": "open"}.items() <= {e.step: e.state for e in summed(talk).scorecard}.items()


@pytest.mark.parametrize("due", ["soon", "", "2026-99-99", "13 March"])
def test_a_deadline_that_is_no_date_does_not_keep_the_call_from_ending(due: str):
    talk = Talk().agent("By and by.", promises=[promise("write to you", "by and by", due=due)])

    assert "write to you, by and by" in summed(talk).brief


def test_braces_and_newlines_in_what_was_said_do_no_harm():
    talk = Talk().customer("It is {weird}.", concern="the {form} said {0} and %s")

    assert "the {form} said {0} and %s" in summed(talk).brief


def test_after_the_end_nothing_follows():
    talk = whole_call().hangs_up().customer("Hello? Hello?", "personal_attack", heat=1.0)

    assert isinstance(talk.events[-1], CallSummedUp)
