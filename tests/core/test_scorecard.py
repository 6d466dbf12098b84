"""The scorecard: each state only where it is true, on words that show it."""

from script import Talk, promise
from steadyline.core import summary
from steadyline.core.call import so_far
from steadyline.core.events import CallSummedUp, Evidence, Heard
from steadyline.core.names import STEPS


def card(talk: Talk) -> dict[str, Evidence]:
    (summed,) = talk.hangs_up().found(CallSummedUp)
    return {evidence.step: evidence for evidence in summed.scorecard}


def told(text: str = "You charged me twice, and nobody called.") -> Talk:
    talk = Talk().agent("Northwind, Sam speaking.", "greeting")
    return talk.customer(text, "states_problem", "venting", heat=0.75, concern="you charged me twice")


def test_listening_rests_on_what_the_customer_could_tell():
    listened = card(told().agent("Right. I can see it here.", "explains"))["listen"]

    assert ("done", "You charged me twice, and nobody called.", 2) == (listened.state, listened.quote, listened.turn)


def test_a_restatement_and_a_way_rest_on_the_agents_words_and_the_customers_answer():
    talk = told().agent("So twice, and no call?", "restates").customer("Exactly.", "confirms", heat=0.5)
    talk.agent("I can refund it or credit it.", "offers_option").customer("Refund.", "accepts", heat=0.25)
    steps = card(talk)

    assert ("So twice, and no call?", "Exactly.") == (steps["restate"].quote, steps["restate"].answer)
    assert ("I can refund it or credit it.", "Refund.") == (steps["resolve"].quote, steps["resolve"].answer)


def test_a_feeling_named_and_brushed_off_in_one_breath_is_no_evidence():
    named = card(told().agent("I get it, but that is not my problem.", "empathy", "dismissive"))["empathise"]

    assert "not_enough_evidence" == named.state


def test_of_two_times_that_a_feeling_was_named_the_clear_one_is_the_evidence():
    talk = told().agent("I get it, but that is not my problem.", "empathy", "dismissive").customer("What?", heat=0.75)
    talk.agent("Twice, and nobody rang. I would be furious too.", "empathy")

    assert "Twice, and nobody rang. I would be furious too." == card(talk)["empathise"].quote


def test_a_refusal_or_a_question_is_no_explanation():
    talk = told().agent("I can't, the system does not let us.", "explains", "negative_language")
    assert "not_enough_evidence" == card(talk)["explain"].state
    talk = told().agent("And the bill of the thirty-first, is it?", "explains", "asks_detail")
    assert "not_enough_evidence" == card(talk)["explain"].state
    talk = told().agent("The card was read twice at the till.", "explains")
    assert ("done", "The card was read twice at the till.") == (
        card(talk)["explain"].state,
        card(talk)["explain"].quote,
    )


def test_what_was_plainly_not_done_was_skipped_though_nothing_later_was_done_either():
    steps = card(told().agent("Hm.", "acknowledges").customer("Well?", heat=0.75))

    assert {"skipped"} == {steps[name].state for name in ("empathise", "restate", "apologise", "ask", "resolve")}
    assert "" == steps["restate"].quote


def test_while_the_call_goes_on_nothing_is_skipped_that_may_still_come():
    talk = told().agent("Hm.", "acknowledges")

    assert "skipped" not in {evidence.state for evidence in summary.card(so_far(talk.call), over=False)}


def test_a_way_offered_is_going_past_what_comes_before_it():
    steps = card(told().agent("I can refund it.", "offers_option"))

    assert ("skipped", "I can refund it.") == (steps["restate"].state, steps["restate"].quote)


def test_what_was_nearly_heard_is_neither_done_nor_skipped():
    talk = (
        told()
        .agent("I'll call you.", "promises", promises=[promise("call you")])
        .customer("Fine.", "accepts", heat=0.25)
    )
    committed = card(talk)["commit"]

    assert ("not_enough_evidence", "I'll call you.") == (committed.state, committed.quote), "a promise with no time"


def test_where_there_was_no_occasion_nothing_was_skipped():
    talk = Talk().agent("Northwind, Sam speaking.", "greeting").customer("I'd like to change my address.", heat=0.0)
    talk.agent("Done.", "offers_option").customer("Thanks.", "accepts", "thanking", heat=0.0)
    steps = card(talk.agent("Thank you. Anything else?", "closes_warmly"))

    assert {"not_enough_evidence"} == {steps[name].state for name in ("empathise", "restate", "apologise")}


def test_of_a_call_that_was_ended_over_abuse_nobody_asks_why_it_was_not_finished():
    talk = told().customer("I'll come and break your legs.", "threat_harm", heat=1.0)
    steps = card(talk.agent("I am ending this call now.", "sets_boundary"))

    assert {"not_enough_evidence"} == {steps[name].state for name in ("restate", "resolve", "commit", "close")}


def test_a_feeling_that_must_be_named_again_shows_what_the_agent_said_to_it():
    talk = told().agent("Twice! I would be furious too.", "empathy").customer("Yes.", heat=0.5)
    talk.agent("But you should have read the terms.", "argues").customer("What did you say?!", "venting", heat=1.0)
    again = card(talk)["empathise"]

    assert ("open", "But you should have read the terms.") == (again.state, again.quote)


def test_of_a_call_in_another_language_nothing_is_said_of_any_step():
    talk = Talk()
    for turn, party in enumerate(("agent", "customer", "agent", "customer"), 1):
        heard = Heard(at=float(turn), turn=turn, party=party, signals={}, language="es", quote="Hola.")  # type: ignore[arg-type]
        talk._facts.append(heard)

    assert dict.fromkeys(STEPS, "not_enough_evidence") == {name: one.state for name, one in card(talk).items()}


def test_every_quote_is_told_with_the_second_it_began():
    greeted = card(told())["greet"]

    assert (1, 0.5) == (greeted.turn, greeted.at)
