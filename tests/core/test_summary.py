"""What is left when the call is over: every line rests on something said."""

import msgspec
import pytest

from script import HEADER, PLAYBOOK, Talk, promise
from steadyline.core.events import Agent, CallSummedUp, Customer, Header, Heard, LimitRaised
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


def promised(count: int) -> Talk:
    """So many promises, the first the latest due, and one without a date before them."""
    talk = Talk().agent("I'll look into it.", promises=[promise("look into it")])
    for number in range(1, count):
        due = f"2026-03-{20 - number}T17:00:00-04:00"
        talk.agent("And.", promises=[promise(f"do thing{number}", f"by the {20 - number}th", due=due)])
    return talk


def told(talk: Talk) -> list[str]:
    lines = summed(talk).brief.splitlines()
    return [line.split(": ", 1)[-1].split(",")[0] for line in lines if line.startswith(("Promised", "And"))]


def test_of_many_promises_the_brief_tells_the_soonest_and_how_many_more_there_are():
    assert ["do thing5", "do thing4", "do thing3", "do thing2", "And 2 more promises."] == told(promised(6))


def test_a_single_promise_more_is_told_itself():
    assert ["do thing4", "do thing3", "do thing2", "do thing1", "look into it."] == told(promised(5))


def test_a_playbook_that_has_no_words_for_what_is_left_out_leaves_nothing_out():
    words = {name: line for name, line in PLAYBOOK.words.brief.items() if name != "promised_more"}
    playbook = msgspec.structs.replace(PLAYBOOK, words=msgspec.structs.replace(PLAYBOOK.words, brief=words))
    talk = promised(7)
    talk.playbook = playbook

    assert 7 == len(told(talk))


def test_the_brief_ends_with_what_is_on_record():
    customer = msgspec.structs.replace(HEADER.customer, history=("called in February", "promised a call"))
    brief = summed(Talk(header=msgspec.structs.replace(HEADER, customer=customer))).brief

    assert "On record: called in February; promised a call." == brief.splitlines()[-1]


def test_the_follow_up_turns_the_problems_to_you_and_lists_what_we_promised():
    follow_up = summed(whole_call()).follow_up

    assert "Hello Dana," == follow_up.splitlines()[0]
    assert "You told us that you were charged twice, and that nobody called you back." in follow_up
    assert "- I will refund the second charge, by five (Tuesday 10 March, 17:00)." in follow_up
    assert "- We will post a new bill." in follow_up
    assert "send it" not in follow_up
    assert "Sam" == follow_up.splitlines()[-1]


def test_a_call_in_which_nothing_was_heard_says_so_and_guesses_nothing():
    last = summed(Talk(header=Header(call="c1", agent=Agent(), customer=Customer())))

    assert ["Problem, in their words: not told.", "Heat: not judged, as nothing of theirs was heard."] == (
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


# --- what must be known first ---------------------------------------------------------------------------------------


def foreign(talk: Talk, text: str) -> Talk:
    """The customer says it in a language that the model has not learnt."""
    talk.customer(text, heat=None)
    said = Heard(at=talk.now, turn=talk.turn, party="customer", signals={}, quote=text, language="es")
    talk._facts.append(said)
    return talk


def test_a_call_in_another_language_was_not_judged_and_is_called_neither_calm_nor_without_a_problem():
    talk = foreign(foreign(Talk(), "Me han cobrado dos veces."), "¿Me oye usted?")

    assert [
        "Not judged: this call was in another language (es). Problem, heat and steps are not known from it."
    ] == summed(talk).brief.splitlines()


def test_what_was_not_judged_of_a_call_is_told_beside_what_was():
    talk = Talk().customer("My bill.", "states_problem", heat=0.5, concern="I was charged twice")
    lines = summed(foreign(talk, "Me han cobrado dos veces.")).brief.splitlines()

    assert "Not judged: 1 of 2 things said, which were in another language (es)." in lines
    assert "Problem, in their words: I was charged twice." == lines[0]


def test_threats_of_harm_come_first_each_whole_and_with_its_second():
    talk = Talk().customer("My bill.", "states_problem", heat=0.75, concern="I was charged twice")
    long = (
        "I know what time you people get off, and I will be sitting in the lot "
        + "very " * 20
        + "much waiting for you."
    )
    talk.customer("I am ten minutes from you.", "threat_harm", heat=1.0).customer(long, "threat_harm", heat=1.0)
    lines = summed(talk).brief.splitlines()

    assert ["Threat of harm, as it sounded, at 0:01: “I am ten minutes from you.”", long] == [
        lines[0],
        lines[1].split("“")[1].rstrip("”"),
    ]
    assert "Problem, in their words: I was charged twice." == lines[2]


def test_a_threat_is_told_even_where_no_warning_stands_and_no_attack_was_seen():
    talk = Talk().customer("Then I'll put him through a wall.", "threat_harm", heat=0.25, likely=0.75)

    assert () == talk.call.incidents.abuse
    assert "Then I'll put him through a wall." in summed(talk).brief.splitlines()[0]


def test_what_may_have_been_a_threat_is_not_told_as_one_nor_as_a_promise():
    given = [promise("put him through a wall", who="customer")]
    talk = Talk().customer("I'll put him through a wall.", "threat_harm", heat=0.25, likely=0.6, promises=given)

    assert "wall" not in summed(talk).brief


def test_that_they_speak_of_leaving_or_of_the_ombudsman_stands_with_the_problem():
    talk = Talk().customer("My bill.", "states_problem", heat=0.5, concern="I was charged twice")
    talk.customer("I'll go to the ombudsman.", "threat_public", heat=0.5).customer("I'm off.", "threat_leave", heat=0.5)
    lines = summed(talk).brief.splitlines()

    assert "Speaks of going to a lawyer, an authority or the public, at 0:01: “I'll go to the ombudsman.”" == lines[1]
    assert lines[2].startswith("Speaks of leaving, at 0:")


def test_more_promised_than_the_agent_may_give_is_told_to_whoever_takes_it_up():
    talk = Talk().agent(
        "I'm just gonna refund you 140 dollars.", "promises", promises=[promise("refund you 140 dollars")]
    )
    line = summed(talk).brief.splitlines()[0]

    assert line.startswith("Said at 0:00, and more than the agent may give (50 USD): “I'm just gonna refund you 140")
    assert line.endswith("A supervisor decides; do not repeat it.")


def test_what_a_supervisor_allowed_is_nothing_to_tell():
    talk = Talk().agent("I'm just gonna refund you 140 dollars.", "promises")
    talk._facts.append(LimitRaised(at=talk.now, kind="refund", amount=None, by="Ines"))

    assert "more than the agent may give" not in summed(talk).brief
