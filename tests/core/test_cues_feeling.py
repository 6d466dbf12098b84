"""Cues about the feeling: naming it, one apology, no formula, no argument."""

import pytest

from script import Talk, promise
from told import GRACE, NOBODY, TWICE, only, quiet_told, told

# --- name_the_feeling ---


def test_name_the_feeling_comes_with_heat_and_names_what_happened():
    talk = told(heat=1.0)

    assert "name_the_feeling" == talk.shown
    assert "You were charged twice in March. That is infuriating, and I can hear it in how you tell it." == talk.say


def test_name_the_feeling_never_comes_to_a_customer_who_is_only_displeased():
    assert "name_the_feeling" not in told(heat=0.25).cues


def test_name_the_feeling_never_comes_once_what_was_said_back_is_right_and_they_are_calm():
    talk = Talk(only("name_the_feeling")).customer("My card got declined!", "states_problem", heat=0.0, concern=TWICE)
    talk.agent("That must have been awful. Which card was it?", "empathy", "asks_detail")
    talk.customer("The debit card. And you locked me out.", "states_problem", heat=0.55)
    talk.agent("So it was declined, and you were locked out?", "restates")
    talk.customer("Yeah. That's it.", "confirms", heat=0.0)

    assert [] == talk.agent("What would help most right now?", "asks_outcome").quiet(5).cues


def test_name_the_feeling_waits_until_the_customer_yields_the_floor():
    talk = Talk(hangover=0.6, words_after=2.0).customer("Unbelievable, just unbelievable!", heat=1.0)
    talk.customer("I mean who does that to people?", after=1.0, seconds=6, heat=1.0)
    silent = talk.now

    assert [] == [offered for offered in talk.offers if offered.at < silent]
    assert "name_the_feeling" in talk.quiet(5).cues


def test_name_the_feeling_never_comes_again_in_a_rise_in_which_it_was_named():
    talk = told(heat=0.75).agent("You have every right to be cross.", "empathy").quiet(70)
    talk.customer("It is still making me so angry, all of it!", "venting", heat=1.0)

    assert 1 == talk.cues.count("name_the_feeling")


def test_name_the_feeling_comes_again_in_a_new_rise():
    talk = told(heat=0.75).agent("You have every right to be cross.", "empathy").quiet(60)
    for _ in range(3):
        talk.customer("It was the fourteenth of March, I think it was.", heat=0.0)
    talk.customer("And now you tell me this, it is ridiculous!", "venting", heat=0.75).quiet(GRACE)

    assert 2 == talk.cues.count("name_the_feeling")


def test_a_formula_does_not_name_the_feeling():
    talk = told(heat=0.75).agent("I understand your frustration.", "empathy", "formulaic")

    assert ("name_the_feeling", "done") not in talk.left


def test_a_customer_who_agrees_is_not_told_what_they_feel():
    talk = told(heat=1.0).dismisses().quiet(70).agent("So twice in March?", "restates")

    assert "name_the_feeling" != talk.customer("Yes, exactly that is it.", "confirms", heat=0.75).shown


# --- apologies ---


def test_apologise_once_is_sorry_for_what_happened():
    talk = (
        told(playbook=only("apologise_once"))
        .agent("So twice in March?", "restates")
        .customer("Exactly.", "confirms", heat=0.25)
        .quiet(GRACE)
    )

    assert ["apologise_once"] == talk.cues
    assert "I am sorry that you were charged twice in March." == talk.say


def test_apologise_once_never_comes_without_fault_or_harm():
    talk = Talk().customer("I would like to change my address.", heat=0.0).agent("To where?", "restates")

    assert "apologise_once" not in talk.customer("Yes.", "confirms").quiet(9).cues


def test_apologise_once_never_comes_after_an_apology():
    talk = told().agent("I'm sorry about that.", "apologises").agent("Twice in March?", "restates")

    assert "apologise_once" not in talk.customer("Exactly.", "confirms").quiet(9).cues


def test_enough_apology_comes_with_the_second_one():
    talk = quiet_told().agent("I am sorry.", "apologises").agent("I am so sorry about that.", "apologises")

    assert "enough_apology" == talk.shown


def test_enough_apology_comes_with_a_long_one_and_not_with_one_that_moves_on():
    long = quiet_told().agent("I am so very sorry", "apologises", seconds=9)
    moves_on = quiet_told().agent("I am so sorry, so", "apologises", "offers_option", seconds=9)

    assert ["enough_apology"] == long.cues[1:]
    assert "enough_apology" not in moves_on.cues


def test_an_apology_for_another_problem_is_a_first_one():
    talk = quiet_told().agent("I am sorry.", "apologises").customer("And:", heat=0.25, concern=NOBODY)

    assert "enough_apology" not in talk.agent("I am sorry for that too.", "apologises").quiet(5).cues


def test_enough_apology_comes_with_many_in_one_breath():
    talk = quiet_told().agent("I'm sorry, so sorry, really, I do apologise, sorry.", "apologises", seconds=4)

    assert "enough_apology" == talk.shown


def test_an_apology_that_goes_on_to_the_reason_is_no_second_one():
    talk = (
        quiet_told()
        .agent("I am sorry.", "apologises")
        .agent("Sorry, that was gibberish. It is", "apologises", "explains")
    )

    assert "enough_apology" not in talk.quiet(3).cues


def test_one_sorry_said_in_a_breath_with_its_reason_is_one_apology():
    talk = quiet_told().agent("I am sorry, Dana, that we took it twice.", "apologises", seconds=4)

    assert "enough_apology" not in talk.quiet(3).cues


# --- the agent has their own chance first ---


def test_name_the_feeling_leaves_the_agent_their_own_chance():
    talk = Talk().customer(f"{TWICE}!", "states_problem", heat=0.75, concern=TWICE)
    assert [] == talk.cues

    talk.agent("Twice, and nobody called. I would be furious too.", "empathy", after=1.0)
    assert "name_the_feeling" not in talk.quiet(2).cues


def test_name_the_feeling_comes_once_the_agent_has_let_the_chance_pass():
    talk = Talk().customer(f"{TWICE}!", "states_problem", heat=0.75, concern=TWICE)

    assert "name_the_feeling" == talk.agent("And your account number?", "asks_detail").shown


def test_name_the_feeling_has_passed_once_a_definite_promise_is_taken():
    talk = told(heat=0.75, playbook=only("name_the_feeling"))
    assert "name_the_feeling" == talk.shown

    talk.agent("I'll refund it today.", "promises", promises=[promise("refund it", "today")])
    assert [("name_the_feeling", "moot")] == talk.customer("Right. Well, do that.", heat=0.5).left


def test_name_the_feeling_never_comes_after_a_definite_promise_that_the_customer_takes():
    talk = Talk().customer(f"{TWICE}!", "states_problem", heat=1.0, concern=TWICE)
    talk.agent("I'll refund it today.", "promises", "offers_option", promises=[promise("refund it", "today")])
    talk.customer("About time. Do it.", "accepts", heat=0.75).agent("Done.").customer("Good.", heat=0.75)

    assert "name_the_feeling" not in talk.quiet(5).cues[1:]


# --- ask_before_explaining ---


def test_ask_before_explaining_comes_to_an_angry_customer_who_gave_no_leave():
    talk = told(heat=1.0, playbook=only("ask_before_explaining"))

    talk.agent("What happens is that both cards get charged.", "explains")
    assert "ask_before_explaining" == talk.shown
    assert talk.say.endswith("?")


def test_ask_before_explaining_never_comes_with_leave_or_to_one_who_is_not_angry():
    playbook = only("ask_before_explaining")
    calm = told(heat=0.25, playbook=playbook).agent("Both cards get charged.", "explains")
    leave = told(heat=1.0, playbook=playbook).agent("May I tell you how?", "asks_permission").customer("Go.", heat=1.0)
    asked = told(heat=1.0, playbook=playbook).customer("How do you mean, pro rata?", "confused", heat=1.0)

    assert [] == calm.quiet(5).cues
    assert [] == leave.agent("Both cards get charged.", "explains").quiet(5).cues
    assert [] == asked.agent("You pay for the days you had.", "explains").quiet(5).cues


def test_ask_before_explaining_never_comes_when_the_reason_comes_with_a_way_forward():
    talk = told(heat=1.0, playbook=only("ask_before_explaining"))

    assert [] == talk.agent("Both were charged; I can refund one.", "explains", "offers_option").quiet(5).cues


def test_ask_before_explaining_is_done_when_leave_is_asked():
    talk = told(heat=1.0, playbook=only("ask_before_explaining")).agent("Both cards get charged.", "explains")

    assert [("ask_before_explaining", "done")] == talk.agent("May I tell you how?", "asks_permission").left


# --- slow_down ---

USUAL = "So let me have a look at that for you, I have your account open here in front of me now."
HURRIED = "So what we do is we take the form and then we send the form on to the office."


def usual(heat: float) -> Talk:
    """An agent who has talked for a while at their own pace, to a customer who is then this hot."""
    talk = Talk(playbook=only("slow_down"))
    for _ in range(3):
        talk.agent(USUAL, seconds=8).customer("Yes.", heat=0.0)
    return talk.customer("This is outrageous, you had my money for weeks!", "venting", heat=heat)


def test_slow_down_comes_to_an_agent_far_above_their_own_usual_pace_at_anger():
    assert "slow_down" == usual(heat=1.0).agent(HURRIED, seconds=4).shown


@pytest.mark.parametrize(("heat", "seconds"), [(0.25, 4.0), (1.0, 7.0)], ids=["not angry", "their usual pace"])
def test_slow_down_never_comes_to_a_calm_call_or_at_the_agents_own_pace(heat: float, seconds: float):
    assert [] == usual(heat=heat).agent(HURRIED, seconds=seconds).quiet(5).cues


def test_slow_down_never_comes_before_the_usual_pace_is_known():
    talk = Talk(playbook=only("slow_down")).customer("This is an outrage, all of it!", "venting", heat=1.0)

    assert [] == talk.agent(HURRIED, seconds=3).quiet(5).cues


def test_a_fast_talker_is_left_in_peace():
    talk = Talk(playbook=only("slow_down"))
    for _ in range(3):
        talk.agent(HURRIED, seconds=4).customer("Yes.", heat=0.0)
    talk.customer("This is outrageous, you had my money for weeks!", "venting", heat=1.0)

    assert [] == talk.agent(HURRIED, seconds=4).quiet(5).cues


def test_slow_down_is_done_by_a_slower_word():
    talk = usual(heat=1.0).agent(HURRIED, seconds=4).agent("One thing at a time.", seconds=3)

    assert [("slow_down", "done")] == talk.left


def test_words_for_what_they_went_through_are_no_long_apology():
    talk = quiet_told(heat=0.75).agent(
        "Three days off work and an empty street each time, anybody would be livid. I'm sorry we did that to you.",
        "empathy",
        "apologises",
        seconds=12,
    )

    assert "enough_apology" not in talk.quiet(3).cues


def test_the_first_apology_that_is_meant_comes_after_a_formula_and_is_not_too_much():
    talk = quiet_told().agent("We apologise for any inconvenience.", "apologises", "formulaic")
    talk.customer("Spare me the card.", "venting", heat=0.5)

    assert "enough_apology" not in talk.agent("I am sorry that we took it twice.", "apologises").quiet(3).cues


def test_nobody_need_be_sorry_for_a_slip_of_the_customers_own():
    def mine(concern: str) -> list[str]:
        talk = Talk(only("apologise_once")).customer("It happened again!", "venting", heat=0.25, concern=concern)
        talk.agent("So that is it?", "restates").customer("Right.", "confirms", heat=0.25)
        return talk.agent("The fare has rules for names.", "explains").quiet(3).cues

    assert [] == mine("I typed my own name wrong")
    assert ["apologise_once"] == mine("your form took the wrong name")


def test_apologise_once_never_comes_between_an_offer_and_its_answer_or_to_thanks():
    talk = told(playbook=only("apologise_once")).agent("Twice in March?", "restates").customer("Yes.", "confirms")
    talk.agent("I can pay it back today.", "offers_option").customer("You're the best.", "thanking")

    assert [] == talk.agent("Okay, bye.").quiet(4).cues


def test_name_the_feeling_comes_when_the_agent_answers_with_nothing_at_all():
    talk = Talk(only("name_the_feeling")).customer("I read it out to you!", "venting", heat=0.75, concern=NOBODY)

    assert ["name_the_feeling"] == talk.agent("Oh. I was on the wrong screen.").cues


def test_a_mere_yes_is_not_the_chance_to_name_the_feeling():
    talk = Talk(only("name_the_feeling")).customer("I read it out to you!", "venting", heat=0.75, concern=NOBODY)

    assert [] == talk.agent("Yes, right.").cues


def test_sorry_upon_sorry_is_a_long_apology_with_sympathy_too():
    talk = quiet_told().agent(
        "I am so sorry, that must have been hard, and I'm sorry that it was.", "empathy", "apologises", seconds=9
    )

    assert "enough_apology" == talk.shown


def test_a_short_sorry_among_other_words_is_no_long_apology():
    words = "I am sorry, Dana. It bounced off the bank, the account number was a digit short, and nobody ever told you."

    assert "enough_apology" not in told().dismisses().quiet(5).agent(words, "apologises", seconds=9).quiet(1).cues


def test_an_apology_that_may_well_go_on_to_an_offer_is_not_held_to_be_another():
    def said(likely: float) -> Talk:
        talk = told().agent("I am sorry about that.", "apologises").customer("Well.", heat=0.25)
        return talk.agent("Sorry. I might send one.", "apologises", unsure={"offers_option": likely}).quiet(5)

    assert "enough_apology" not in said(0.4).cues
    assert "enough_apology" in said(0.1).cues


@pytest.mark.parametrize("heard", [(), ("asks_permission",)], ids=["nothing else heard", "leave asked"])
def test_a_first_short_apology_is_not_too_long_because_the_turn_goes_on(heard: tuple[str, ...]):
    """Of somebody whose dog's ashes came back under another name."""
    words = (
        "Oh, I'm sorry. I'm so sorry we handed you a box with the wrong name on. Would you like me to tell you how we "
        "can be certain, or would you rather not go into that?"
    )
    talk = told().dismisses().quiet(5).agent(words, "apologises", *heard, seconds=12)

    assert "enough_apology" not in talk.quiet(1).cues


def test_a_second_apology_that_asks_leave_goes_on_to_something():
    talk = (
        quiet_told()
        .agent("I am sorry.", "apologises")
        .agent("Sorry. May I tell you why?", "apologises", "asks_permission")
    )

    assert "enough_apology" not in talk.quiet(3).cues
