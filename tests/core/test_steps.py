"""Where the call stands: what does each step, what confirms it, what opens it again."""

import pytest

from script import Talk, promise
from steadyline.core import steps

PROBLEM = "I was charged twice in March and nobody called me back"


def told(heat: float = 0.25) -> Talk:
    return Talk().customer(PROBLEM, "states_problem", heat=heat, concern="I was charged twice in March")


def test_a_greeting_greets():
    assert [("greet", "done")] == Talk().agent("Northwind, Sam speaking, how can I help?", "greeting").steps


def test_listening_is_done_when_the_problem_is_told_and_the_agent_answers_it():
    talk = told().agent("So you were charged twice.", "restates")

    assert [("listen", "done")] == talk.steps


@pytest.mark.parametrize("signal", ["acknowledges", "asks_detail", "greeting", "holds_or_transfers"])
def test_a_sign_of_listening_or_a_question_for_a_detail_does_not_end_listening(signal: str):
    assert "listen" not in dict(told().agent("Okay, and your account number?", signal).steps)


def test_nothing_is_listened_to_before_a_problem_is_told():
    assert [] == Talk().customer("Hello there.").agent("That sounds hard.", "empathy").steps


def cut_off() -> Talk:
    talk = Talk().customer(PROBLEM, "states_problem", seconds=8, concern="I was charged twice in March")
    return talk.agent("Let me stop you, it says here you paid once.", "explains", after=-1.5, seconds=4)


def test_a_customer_who_was_cut_off_has_not_been_listened_to():
    assert "listen" not in dict(cut_off().steps)


def test_a_sorry_for_cutting_in_is_neither_listening_nor_the_apology_for_the_problem():
    talk = cut_off().customer("Let me finish!", "venting", heat=0.75).agent("Sorry. Go on.", "apologises")

    assert {"listen", "apologise"}.isdisjoint(dict(talk.steps))


def test_a_customer_who_could_finish_after_all_has_been_listened_to():
    talk = cut_off().customer("As I was saying, twice.", "states_problem").agent("Sorry, go on.", "apologises")
    talk.customer("And that is all of it.", "states_problem").agent("So it was twice in March.", "restates")

    assert "done" == dict(talk.steps)["listen"]


def test_a_few_words_that_show_listening_cut_nobody_off():
    talk = Talk().customer(PROBLEM, "states_problem", seconds=8, concern="I was charged twice in March")
    talk.agent("Mm-hm, yes sir.", "acknowledges", after=-1.0, seconds=1.4)
    talk.agent("I am sorry that we took it twice.", "apologises")

    assert {"listen": "done", "apologise": "done"} == dict(talk.steps)


def test_empathy_names_the_feeling():
    assert "done" == dict(told().agent("Twice in one month, I would be cross too.", "empathy").steps)["empathise"]


def test_a_formula_is_no_empathy_and_no_apology():
    talk = told().agent("I understand your frustration, we apologise.", "empathy", "apologises", "formulaic")

    assert {"empathise", "apologise"}.isdisjoint(dict(talk.steps))


def test_a_restatement_counts_once_the_customer_confirms_it():
    talk = told().agent("So you paid twice in March?", "restates", "checks_understanding")
    assert "restate" not in dict(talk.steps)

    assert "done" == dict(talk.customer("Exactly.", "confirms").steps)["restate"]


def test_a_yes_with_nothing_restated_confirms_nothing():
    assert "restate" not in dict(told().customer("Yes, exactly.", "confirms").steps)


def test_a_correction_opens_the_restatement_again():
    talk = told().agent("So you paid twice in May.", "restates").customer("That's it.", "confirms")
    talk.customer("No, wait, it was March.", "corrects")

    assert [("restate", "done"), ("restate", "reopened")] == [change for change in talk.steps if change[0] == "restate"]


def test_a_yes_that_corrects_is_a_correction():
    talk = told().agent("So you paid twice in May.", "restates").customer("Yes, but in March.", "confirms", "corrects")

    assert "reopened" == dict(talk.steps)["restate"]


def test_a_restatement_put_right_and_confirmed_is_done():
    talk = told().agent("So twice in May.", "restates").customer("No, March.", "corrects")
    talk.agent("Twice in March, then.", "restates").customer("Yes.", "confirms")

    assert "done" == dict(talk.steps)["restate"]


def test_an_apology_in_plain_words_apologises():
    assert "done" == dict(told().agent("I am sorry we took it twice.", "apologises").steps)["apologise"]


def test_what_would_help_is_asked_or_volunteered():
    asked = told().agent("What would make it right?", "asks_outcome")
    volunteered = told().customer("I want my money back today.", "states_outcome")

    assert ("ask", "done") in asked.steps
    assert ("ask", "done") in volunteered.steps


def test_an_explanation_in_plain_words_explains_and_one_in_jargon_does_not():
    plain = told().agent("A new card was added, and both were charged.", "explains")
    jargon = told().agent("The provisioning SLA lapsed.", "explains", "jargon")

    assert ("explain", "done") in plain.steps
    assert "explain" not in dict(jargon.steps)


def test_an_angry_customer_is_asked_for_leave_before_an_explanation():
    unasked = told(heat=1.0).agent("What happened is this: both cards were charged.", "explains")
    asked = told(heat=1.0).agent("May I tell you what happened?", "asks_permission").customer("Go on.", heat=1.0)
    asked.agent("Both cards were charged.", "explains")
    refused = told(heat=1.0).agent("May I tell you what happened?", "asks_permission")
    refused.customer("No, I don't want to hear it.", "rejects", heat=1.0).agent("Both were charged.", "explains")

    assert "explain" not in dict(unasked.steps)
    assert ("explain", "done") in asked.steps
    assert "explain" not in dict(refused.steps)


def test_a_way_forward_counts_once_the_customer_accepts_it():
    talk = told().agent("I can refund it or credit it.", "offers_option")
    assert "resolve" not in dict(talk.steps)

    assert ("resolve", "done") in talk.customer("Refund it, please.", "accepts").steps


def test_a_yes_with_nothing_offered_accepts_nothing():
    assert "resolve" not in dict(told().customer("Fine.", "accepts").steps)


def test_a_rejection_opens_the_way_forward_again():
    talk = told().agent("I can credit it.", "offers_option").customer("All right.", "accepts")
    talk.customer("No, actually, I want it back.", "rejects")

    assert "reopened" == dict(talk.steps)["resolve"]


def test_a_yes_and_no_in_one_breath_accepts_nothing():
    talk = told().agent("I can credit it.", "offers_option").customer("Okay, but no.", "accepts", "rejects")

    assert ("resolve", "done") not in talk.steps


def test_a_promise_with_a_time_and_an_owner_commits():
    talk = told().agent("I'll refund it today.", "promises", promises=[promise("refund it", "today")])

    assert ("commit", "done") in talk.steps


def test_a_promise_without_a_time_commits_once_the_time_is_said():
    talk = told().agent("I'll refund it.", "promises", promises=[promise("refund it")])
    assert "commit" not in dict(talk.steps)

    talk.agent("I'll refund it by Friday.", "promises", promises=[promise("refund it", "by Friday")])
    assert ("commit", "done") in talk.steps


def test_a_company_promise_commits_once_somebody_owns_it():
    talk = told().agent("It will be refunded today.", promises=[promise("be refunded", "today", who="company")])
    assert "commit" not in dict(talk.steps)

    assert ("commit", "done") in talk.agent("And I will see it through.", "takes_ownership").steps


def test_what_the_customer_promises_commits_nobody():
    talk = told().customer("I'll pay tomorrow.", promises=[promise("pay", "tomorrow", who="customer")])

    assert "commit" not in dict(talk.agent("It's with me.", "takes_ownership").steps)


def test_a_warm_close_closes_and_not_before_anything_was_told():
    assert ("close", "done") in told().agent("So: refund today. Anything else?", "closes_warmly").steps
    assert [] == Talk().agent("Anything else?", "closes_warmly").steps


@pytest.mark.parametrize("sting", ["argues", "dismissive"])
def test_heat_that_jumps_after_an_argument_opens_empathy_again(sting: str):
    talk = told().agent("I would be cross too.", "empathy").agent("But you should have read it.", sting)
    talk.customer("Are you telling me this is my own fault now?", "venting", heat=1.0)

    assert "reopened" == dict(talk.steps)["empathise"]


def test_heat_that_jumps_by_itself_opens_nothing():
    talk = told().agent("I would be cross too.", "empathy")
    talk.customer("And another thing that made me furious!", "venting", heat=1.0)

    assert "done" == dict(talk.steps)["empathise"]


def test_an_argument_that_the_customer_lets_pass_opens_nothing():
    talk = told().agent("I would be cross too.", "empathy").agent("But you should have read it.", "argues")
    talk.customer("Maybe I should have done that, yes.", heat=0.25)
    talk.customer("But this is still a lot of money for me!", heat=1.0)

    assert "done" == dict(talk.steps)["empathise"]


def test_a_step_done_twice_is_told_once():
    talk = told().agent("I would be cross too.", "empathy").agent("It is exhausting, I hear that.", "empathy")

    assert 1 == talk.steps.count(("empathise", "done"))


def test_a_change_rests_on_the_words_that_made_it():
    talk = told().agent("I would be cross too.", "empathy")

    change = talk.call.steps.changes["empathise"]
    assert ("I would be cross too.", 2) == (change.quote, change.turn)


# --- what the call went past ----------------------------------------------------------------------------------------


def solved_at_once() -> Talk:
    """Told, and solved without another word."""
    talk = told().agent("I'll refund it today.", "offers_option", promises=[promise("refund it", "today")])
    return talk.customer("Oh. Fine, do that.", "accepts")


def test_a_step_is_skipped_once_the_call_has_gone_past_it():
    assert () == steps.skipped(told().call.steps)
    assert ("greet", "empathise", "restate", "apologise", "ask") == steps.skipped(solved_at_once().call.steps)


def test_a_step_done_after_what_comes_after_it_is_late_and_not_skipped():
    talk = solved_at_once().agent("And I am sorry that it was taken twice.", "apologises")

    assert ("apologise",) == steps.late(talk.call.steps)
    assert "apologise" not in steps.skipped(talk.call.steps)


def test_an_explanation_and_a_plan_are_missed_by_nobody_before_the_close():
    open_still = solved_at_once().call.steps
    closed = told().agent("Thanks for your patience, anything else?", "closes_warmly").call.steps

    assert "explain" not in steps.skipped(open_still)
    assert {"explain", "resolve", "commit"} <= set(steps.skipped(closed))


def test_steps_in_the_order_of_the_process_are_neither_skipped_nor_late():
    talk = Talk().agent("Northwind, Sam speaking.", "greeting").customer(PROBLEM, "states_problem", concern=PROBLEM)
    talk.agent("I would be cross too. So, twice in March?", "empathy", "restates").customer("Exactly.", "confirms")
    talk.agent("I am sorry. What would make it right?", "apologises", "asks_outcome")
    talk.agent("I can refund it today.", "offers_option", promises=[promise("refund it", "today")])
    talk.customer("Yes, please.", "accepts").agent("Anything else?", "closes_warmly")

    assert () == steps.late(talk.call.steps)
    assert ("explain",) == steps.skipped(talk.call.steps)


def test_a_step_undone_and_redone_ten_times_says_each_and_was_first_done_once():
    talk = told().agent("So you paid twice in May.", "restates").customer("That's it.", "confirms")
    for _ in range(10):
        talk.customer("No, wait, it was March.", "corrects").agent("In March, then.", "restates")
        talk.customer("Yes.", "confirms")

    changes = [state for step, state in talk.steps if step == "restate"]
    assert ["done", *["reopened", "done"] * 10] == changes
    assert 3 == talk.call.steps.first["restate"]
    assert () == steps.late(talk.call.steps)


def test_a_customer_who_asks_what_it_means_has_given_leave_to_explain():
    talk = told(heat=1.0).customer("What do you mean, pro rata?", "confused", heat=1.0)

    assert ("explain", "done") in talk.agent("You pay for the days you had it.", "explains").steps


def test_a_request_is_explained_settled_and_closed_though_no_problem_was_told():
    talk = Talk().agent("Hello, Sam here.", "greeting").customer("I'd like to close my account on Tuesday, please.")
    talk.agent("Leave the debit running, it stops by itself.", "explains").customer("Good.")
    talk.agent("You can text the reading, or ring me.", "offers_option").customer("Text.", "accepts")
    talk.agent("So a text on Tuesday. Anything else?", "closes_warmly")

    assert {"greet", "explain", "resolve", "close"} == {step for step, state in talk.steps if state == "done"}


def test_reasons_given_in_an_argument_explain_nothing():
    talk = told().agent("It is in clause eleven, you agreed to that.", "explains", "argues")

    assert "explain" not in dict(talk.steps)
    assert "explain" in dict(talk.agent("The price follows the market once a year.", "explains").steps)


# --- what is against a step, and what is no answer to it -------------------------------------------------------------


@pytest.mark.parametrize("against", ["dismissive", "argues", "negative_language"])
def test_a_feeling_that_is_brushed_off_in_the_same_breath_is_not_named(against: str):
    talk = told().agent("I hear that you are upset, but that is how it is.", "empathy", against)

    assert "empathise" not in dict(talk.steps)


@pytest.mark.parametrize("against", ["dismissive", "negative_language", "asks_detail", "checks_understanding"])
def test_a_refusal_or_a_question_explains_nothing(against: str):
    talk = told().agent("We cannot refund what is older than a month.", "explains", against)

    assert "explain" not in dict(talk.steps)


def choosing(**unsure: float) -> Talk:
    """The customer answers an offer of two ways; how sure each reading of that is."""
    talk = told().agent("I can take it off the bill, or change your room. Which would help?", "offers_option")
    return talk.customer("The money. I'm not unpacking again. Take it off the bill.", unsure=unsure)


def test_to_take_one_of_two_ways_is_no_rejection_of_the_other():
    assert "resolve" not in dict(choosing(rejects=0.6).steps)
    assert ("resolve", "done") in choosing(rejects=0.6, accepts=0.42, states_outcome=0.97).steps
    assert ("resolve", "done") in choosing(rejects=0.6, accepts=0.62).steps


def test_a_plain_no_to_both_ways_opens_the_way_forward():
    assert ("resolve", "reopened") in choosing(rejects=0.9).steps
    assert ("resolve", "reopened") in choosing(rejects=0.9, accepts=0.6, states_outcome=0.9).steps


def test_what_they_want_is_no_yes_where_one_way_was_offered():
    talk = told().agent("I can take sixty off the bill.", "offers_option")
    talk.customer("I want all of it back.", unsure={"states_outcome": 0.97, "accepts": 0.42})

    assert "resolve" not in dict(talk.steps)


def confirmed() -> Talk:
    return told().agent("So you paid twice in March.", "restates").customer("You got it.", "confirms")


def test_anger_at_what_was_explained_is_no_correction_of_what_was_said_back():
    talk = confirmed().customer("A pump! You had the whole weekend!", unsure={"venting": 1.0, "corrects": 0.68})

    assert "done" == dict(talk.steps)["restate"]


def test_a_correction_in_doubt_counts_where_nothing_else_is_heard_in_it():
    talk = confirmed().customer("No, no, just upstairs.", unsure={"corrects": 0.53, "venting": 0.2})

    assert "reopened" == dict(talk.steps)["restate"]


def test_a_correction_much_later_is_of_something_else():
    talk = confirmed().agent("I can take it off the bill.", "offers_option").customer("Hm.").agent("Or a credit.")
    talk.customer("No, I did not ask for that.", "corrects")

    assert "done" == dict(talk.steps)["restate"]
