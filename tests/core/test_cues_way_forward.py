"""Cues about the way forward: words without an act, a time, an owner or a choice; and a warm close."""

import pytest

from script import Talk, promise
from told import GRACE, only, quiet_told, told

# --- the agent's own words ---


def test_drop_the_script_gives_the_same_thought_in_this_calls_particulars():
    talk = told(heat=0.75, playbook=only("drop_the_script")).agent("We apologise for any inconvenience.", "formulaic")

    assert "drop_the_script" == talk.shown
    assert "You were charged twice in March" in talk.say


def test_drop_the_script_never_comes_to_a_calm_call():
    talk = told(heat=0.0).dismisses().quiet(5).agent("Your call is important to us.", "formulaic")

    assert "drop_the_script" not in talk.quiet(5).cues


def test_drop_the_script_is_done_by_the_words_it_gives():
    talk = told(heat=0.75, playbook=only("drop_the_script")).agent("We apologise for any inconvenience.", "formulaic")

    assert ("drop_the_script", "done") in talk.agent("In your place I would be angry too.", "empathy").left


def test_ask_what_would_help_comes_when_a_solution_is_offered_unasked():
    talk = quiet_told().agent("I could send you a credit.", "offers_option")

    assert "ask_what_would_help" == talk.shown
    assert "What would make this right for you, Dana?" == talk.say


def test_ask_what_would_help_never_comes_when_the_customer_has_said_it():
    talk = quiet_told().customer("I want my money back.", "states_outcome", heat=0.25)

    assert "ask_what_would_help" not in talk.agent("I could send a credit.", "offers_option").quiet(5).cues


def test_ask_what_would_help_has_passed_when_the_customer_accepts():
    talk = quiet_told().agent("I could send you a credit.", "offers_option")

    assert ("ask_what_would_help", "moot") in talk.customer("Yes, do that.", "accepts").left


def test_plain_words_explain_the_term():
    talk = quiet_told().agent("The proration was wrong.", "jargon")

    assert "By proration I mean charging only for the days you had it." == talk.say


def test_plain_words_never_come_for_a_term_that_the_customer_uses():
    talk = quiet_told().customer("So is it the proration?", heat=0.25)

    assert "plain_words" not in talk.agent("Yes, the proration was wrong.", "jargon").quiet(5).cues


def test_a_term_inside_another_word_is_not_that_term():
    talk = quiet_told().customer("This month it won't continue.", heat=0.25)  # holds "ont", three times

    assert "By ont I mean the fibre box on your wall." == talk.agent("Your ONT has failed.", "jargon").say


def test_plain_words_never_come_for_a_term_that_nobody_has_plain_words_for():
    assert "plain_words" not in quiet_told().agent("The flux coupling slipped.", "jargon").quiet(5).cues


def test_say_what_you_can_do_offers_what_this_agent_may_give_and_not_how_far_it_goes():
    talk = quiet_told().agent("I can't do that.", "negative_language")

    assert "What I can offer you is a refund or a replacement. Would that help?" == talk.say


def test_say_what_you_can_do_never_comes_with_a_way_forward_in_the_same_breath():
    talk = quiet_told().agent("I can't do that, but I can credit it.", "negative_language", "offers_option")

    assert "say_what_you_can_do" not in talk.quiet(5).cues


@pytest.mark.parametrize("sting", ["argues", "dismissive"])
def test_do_not_argue_goes_back_to_what_happened(sting: str):
    talk = quiet_told().agent("You should have read the terms.", sting)

    assert "do_not_argue" == talk.shown
    assert "You were charged twice in March" in talk.say


def test_do_not_argue_is_not_done_by_a_formula():
    talk = quiet_told().agent("You should have read the terms.", "argues")
    talk.agent("I understand your frustration.", "empathy", "formulaic")

    assert ("do_not_argue", "done") not in talk.left


def test_make_it_concrete_comes_when_somebody_will_look_into_it():
    assert "make_it_concrete" == quiet_told().agent("Someone will look into it.", "vague_action").shown


def test_make_it_concrete_never_comes_with_a_promise_in_the_same_breath():
    talk = quiet_told().agent(
        "I'll look into it and ring you.", "vague_action", "promises", promises=[promise("ring you", "today")]
    )

    assert "make_it_concrete" not in talk.quiet(5).cues


def test_make_it_concrete_is_done_when_somebody_takes_it_on():
    talk = quiet_told().agent("Someone will look into it.", "vague_action")

    assert ("make_it_concrete", "done") in talk.agent("I will, myself.", "takes_ownership").left


def test_put_a_time_on_it_says_the_promise_and_leaves_no_gap():
    talk = quiet_told().agent("I'll email you the receipt.", promises=[promise("email you the receipt")])

    assert "I will email you the receipt" in talk.say
    assert "..." not in talk.say


def test_put_a_time_on_it_puts_no_words_of_others_in_the_agents_mouth():
    talk = quiet_told().agent("It will be sent.", promises=[promise("be sent", who="company")])

    assert {"put_a_time_on_it"} <= set(talk.cues)
    assert "be sent" not in talk.say


@pytest.mark.parametrize(
    "given", [promise("email you", "by five"), promise("send the form", who="customer")], ids=["dated", "customer's"]
)
def test_put_a_time_on_it_never_comes_for_a_dated_promise_or_the_customers(given: object):
    assert "put_a_time_on_it" not in quiet_told().agent("I'll email you.", promises=[given]).quiet(5).cues


def test_put_a_time_on_it_is_done_when_the_time_is_said():
    talk = quiet_told().agent("I'll email you the receipt.", promises=[promise("email you the receipt")])
    talk.agent("By five today.", promises=[promise("email you the receipt", "by five today")])

    assert ("put_a_time_on_it", "done") in talk.left


# --- close_warmly ---


def agreed() -> Talk:
    talk = told().agent("I can refund it.", "offers_option", "restates").customer("Yes, do that.", "accepts")
    return talk.agent("I'll refund it today.", promises=[promise("refund the second charge", "today")]).quiet(5)


def test_close_warmly_sums_up_what_was_promised():
    talk = agreed().customer("Great, that works.", "accepts").quiet(GRACE)

    assert "close_warmly" == talk.shown
    assert (
        "To sum up: I will refund the second charge today. "
        "Thank you for bearing with us, Dana. Is there anything else?" == talk.say
    )


def test_close_warmly_never_comes_before_a_plan_stands():
    talk = quiet_told().customer("Thanks for that anyway.", "thanking").quiet(5)

    assert "close_warmly" not in talk.cues


def test_close_warmly_never_comes_for_a_choice_that_nobody_has_promised_yet():
    talk = quiet_told().agent("Card or credit?", "offers_option", "asks_outcome").customer("The card.", "accepts")

    assert "close_warmly" not in talk.quiet(8).cues


def test_close_warmly_never_comes_when_the_agent_has_closed():
    talk = agreed().agent("So, a refund today. Anything else?", "closes_warmly").customer("No, thanks.", "thanking")

    assert "close_warmly" not in talk.quiet(8).cues


def test_close_warmly_has_passed_when_there_is_more_trouble():
    talk = agreed().customer("Great, that works.", "accepts").quiet(GRACE)

    assert ("close_warmly", "moot") in talk.customer("Oh, and another thing.", "states_problem").left
