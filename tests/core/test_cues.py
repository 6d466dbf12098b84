"""One quiet cue at a time: when each comes, when it never does, what it says, and when it leaves."""

import msgspec
import pytest

from script import HEADER, PLAYBOOK, Talk, changed, promise
from steadyline.core import wording
from steadyline.core.events import Agent, CueExpired, CueOffered, Customer, Header
from steadyline.core.names import Cue
from steadyline.core.playbook import Playbook

TWICE = "I was charged twice in March"
NOBODY = "nobody called me back"


def told(heat: float = 0.25, **how: object) -> Talk:
    """The customer has told one problem."""
    return Talk(**how).customer(f"{TWICE}, hello?", "states_problem", heat=heat, concern=TWICE)  # type: ignore[arg-type]


def only(*cues: Cue) -> Playbook:
    """The shipped playbook with these cues alone."""
    return msgspec.structs.replace(PLAYBOOK, cues={cue: PLAYBOOK.cues[cue] for cue in cues})


def quiet_told(heat: float = 0.25) -> Talk:
    """The same, where the first cue has come and gone and the next may come."""
    return told(heat).dismisses().quiet(10)


def confirmed(heat: float = 0.25) -> Talk:
    """The problem was said back, and that was right."""
    return told(heat).agent("So you paid twice in March?", "restates").customer("Exactly.", "confirms", heat=heat)


# --- let_them_finish ----------------------------------------------------------------------------------------------


def cut_off(cut_in: float = 1.5, **how: float) -> Talk:
    talk = Talk(**how).customer("and then I waited and then they", "venting", seconds=8, heat=0.25)
    return talk.agent("Let me stop you there.", after=-cut_in, seconds=4)


@pytest.mark.parametrize("how", [{}, {"hangover": 0.6, "words_after": 0.3}], ids=["as read", "as heard"])
def test_let_them_finish_comes_when_the_agent_who_cut_in_falls_silent(how: dict[str, float]):
    talk = cut_off(**how).quiet(1)

    assert ["let_them_finish"] == talk.cues
    assert ("and then I waited and then they", 1) == (talk.offers[0].quote, talk.offers[0].turn)


def test_let_them_finish_never_comes_when_the_customer_cut_in_on_the_agent():
    talk = Talk().agent("Our opening hours are as follows, on Mondays we", seconds=8)
    talk.customer("I know that already.", after=-1.5, seconds=4, heat=0.0)

    assert [] == talk.quiet(5).cues
    assert talk.talk_overs[0].takes_floor


def test_let_them_finish_never_comes_for_a_sign_of_listening():
    talk = Talk().customer("and then I waited and then they", heat=0.0, seconds=8).hums("agent", after=-4)

    assert [] == talk.quiet(5).cues


def test_a_protest_is_not_yet_the_rest_of_what_was_cut_off():
    talk = cut_off(hangover=0.6, words_after=0.3).customer("Let me finish!", "venting", after=0.3, heat=0.25).quiet(1)

    assert "let_them_finish" == talk.shown


def test_let_them_finish_waits_until_a_protest_is_over():
    talk = cut_off(hangover=0.6, words_after=0.3).customer("Let me finish, will you!", after=0.3, seconds=3, heat=0.25)
    protest = talk.now

    assert talk.quiet(1).offers[0].at >= protest


def test_let_them_finish_is_over_once_the_customer_goes_on():
    talk = cut_off().customer("They hung up on me.", "states_problem", heat=0.25)

    assert ("let_them_finish", "done") in talk.left


def test_let_them_finish_is_done_when_the_agent_makes_room():
    assert ("let_them_finish", "done") in cut_off().agent("Sorry. Go on.", "apologises").left


def test_let_them_finish_has_passed_when_the_agent_talks_on():
    assert ("let_them_finish", "moot") in cut_off().agent("And your postcode?", "asks_detail").left


def test_a_sorry_for_cutting_in_is_not_the_apology_for_the_problem():
    talk = cut_off().agent("Sorry, go on.", "apologises").customer(TWICE, "states_problem", heat=0.25, concern=TWICE)
    talk.agent("I am sorry it was taken twice.", "apologises").quiet(3)

    assert "enough_apology" not in talk.cues
    assert ("apologise", "done") in talk.steps


# --- name_the_feeling ---------------------------------------------------------------------------------------------


def test_name_the_feeling_comes_with_heat_and_names_what_happened():
    talk = told(heat=1.0)

    assert "name_the_feeling" == talk.shown
    assert "You were charged twice in March. That is infuriating, and I can hear it in how you tell it." == talk.say


def test_name_the_feeling_never_comes_to_a_customer_who_is_only_displeased():
    assert "name_the_feeling" not in told(heat=0.25).cues


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
    talk.dismisses() if talk.shown else talk
    talk.quiet(10).customer("And now you tell me this, it is ridiculous!", "venting", heat=0.75)

    assert 2 == talk.cues.count("name_the_feeling")


def test_a_formula_does_not_name_the_feeling():
    talk = told(heat=0.75).agent("I understand your frustration.", "empathy", "formulaic")

    assert ("name_the_feeling", "done") not in talk.left


def test_a_customer_who_agrees_is_not_told_what_they_feel():
    talk = told(heat=1.0).dismisses().quiet(70).agent("So twice in March?", "restates")

    assert "name_the_feeling" != talk.customer("Yes, exactly that is it.", "confirms", heat=0.75).shown


# --- say_it_back, check_you_got_it, say_it_again_right ------------------------------------------------------------


def test_say_it_back_says_every_problem_turned_to_you():
    talk = Talk().customer("Hi.").customer("It is about my bill.", "states_problem", heat=0.25, concern=(TWICE, NOBODY))

    assert "say_it_back" == talk.shown
    assert "You were charged twice in March, and nobody called you back. Have I got that right?" == talk.say


def test_say_it_back_never_comes_while_no_problem_is_known():
    assert [] == Talk().customer("Hello, good morning to you.").quiet(5).cues


def test_say_it_back_never_comes_when_it_was_said_back():
    talk = Talk().customer("It is my bill.", "states_problem", heat=0.0, concern=TWICE)
    talk = talk.dismisses().agent("Twice in March, was it?", "restates").quiet(70)

    assert 1 == talk.customer("And so on and so forth.", heat=0.0).cues.count("say_it_back")


def test_say_it_back_never_comes_while_the_customer_is_still_telling():
    talk = Talk(hangover=0.6, words_after=1.0).customer("My bill.", "states_problem", heat=0.0, concern=TWICE)
    talk.customer("And nobody rang me.", after=0.8, seconds=9, heat=0.0, concern=NOBODY)
    silent = talk.now

    assert [] == [offered for offered in talk.offers if offered.at < silent]
    assert "You were charged twice in March, and nobody called you back. Have I got that right?" == talk.quiet(2).say


def test_say_it_back_that_lacks_what_was_told_since_gives_way_to_the_whole():
    talk = told().customer("And nobody called me back.", heat=0.25, concern=NOBODY).quiet(5)

    assert [("say_it_back", "moot")] == talk.left
    assert "nobody called you back" in talk.say


def test_say_it_back_is_done_when_the_agent_says_it_back_even_wrongly():
    assert ("say_it_back", "done") in told().agent("So you paid twice in May.", "restates").left


def test_check_you_got_it_comes_when_the_customer_says_neither_yes_nor_no():
    talk = told().agent("So you paid twice in March.", "restates").quiet(5).customer("And I am tired.", heat=0.25)

    assert "check_you_got_it" == talk.shown
    assert "Have I got that right, Dana, or is something missing?" == talk.say


@pytest.mark.parametrize("answer", ["confirms", "corrects", "accepts"])
def test_check_you_got_it_never_comes_after_a_yes_or_a_no(answer: str):
    talk = told().agent("So you paid twice in March.", "restates").quiet(5).customer("Well now.", answer, heat=0.25)

    assert "check_you_got_it" not in talk.quiet(5).cues


def test_check_you_got_it_is_done_when_the_agent_asks():
    talk = told().agent("So you paid twice in March.", "restates").quiet(5).customer("And I am tired.", heat=0.25)

    assert ("check_you_got_it", "done") in talk.agent("Have I got it right?", "checks_understanding").left


def test_say_it_again_right_says_what_the_customer_put_right():
    talk = told().agent("So you paid three times in May.", "restates").quiet(5)
    talk.customer("No, twice, and in April.", "corrects", heat=0.25, concern="I was charged twice in April")

    assert "say_it_again_right" == talk.shown
    assert "You were charged twice in April" in talk.say
    assert "March" not in talk.say


def test_say_it_again_right_never_comes_when_nothing_was_said_back():
    assert "say_it_again_right" not in told().dismisses().quiet(9).customer("No, the other one.", "corrects").cues


def test_a_yes_that_corrects_again_leaves_the_words_for_it_up():
    talk = told().agent("So in May.", "restates").quiet(5).customer("No, in March.", "corrects", heat=0.25)

    assert "say_it_again_right" == talk.customer("Yes, but the tenth.", "confirms", "corrects", heat=0.25).shown


# --- apologies ----------------------------------------------------------------------------------------------------


def test_apologise_once_is_sorry_for_what_happened():
    talk = (
        told(playbook=only("apologise_once"))
        .agent("So twice in March?", "restates")
        .customer("Exactly.", "confirms", heat=0.25)
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


# --- the agent's own words ----------------------------------------------------------------------------------------


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


def test_put_a_time_on_it_says_the_promise_with_a_gap_for_the_time():
    talk = quiet_told().agent("I'll email you the receipt.", promises=[promise("email you the receipt")])

    assert "I will email you the receipt by ..., and you will hear from me either way." == talk.say


def test_put_a_time_on_it_puts_no_words_of_others_in_the_agents_mouth():
    talk = quiet_told().agent("It will be sent.", promises=[promise("be sent", who="company")])

    assert "That will be done by ..., and you will hear from me either way." == talk.say


@pytest.mark.parametrize(
    "given", [promise("email you", "by five"), promise("send the form", who="customer")], ids=["dated", "customer's"]
)
def test_put_a_time_on_it_never_comes_for_a_dated_promise_or_the_customers(given: object):
    assert "put_a_time_on_it" not in quiet_told().agent("I'll email you.", promises=[given]).quiet(5).cues


def test_put_a_time_on_it_is_done_when_the_time_is_said():
    talk = quiet_told().agent("I'll email you the receipt.", promises=[promise("email you the receipt")])
    talk.agent("By five today.", promises=[promise("email you the receipt", "by five today")])

    assert ("put_a_time_on_it", "done") in talk.left


# --- the ladder and the supervisor --------------------------------------------------------------------------------


def test_set_a_boundary_says_the_sites_own_words_rung_by_rung():
    talk = Talk().customer("You're useless.", "personal_attack", heat=0.75).takes()
    talk.quiet(20).customer("You're an idiot.", "personal_attack", heat=0.75)

    assert list(PLAYBOOK.ladder.rungs) == [offered.say for offered in talk.offers if offered.cue == "set_a_boundary"]


def test_there_is_no_rung_after_the_last():
    talk = Talk()
    for _ in range(5):
        talk.customer("You're useless.", "personal_attack", heat=0.75)
        talk = talk.takes() if talk.shown == "set_a_boundary" else talk
        talk.quiet(120)

    assert 2 == talk.cues.count("set_a_boundary")


def test_set_a_boundary_does_not_come_for_what_was_only_perhaps_an_attack():
    talk = Talk().customer("You took my money! This is a joke!", "venting", "personal_attack", heat=0.75, likely=0.6)

    assert "set_a_boundary" not in talk.quiet(5).cues


def test_set_a_boundary_never_comes_for_swearing_at_the_situation():
    talk = Talk().customer("This bloody bill again, damn it!", "profanity", "venting", heat=0.75)

    assert "set_a_boundary" not in talk.quiet(5).cues


def test_a_warning_leaves_time_to_calm_down():
    talk = Talk().customer("You're useless.", "personal_attack", heat=0.75).takes()
    talk.customer("Useless, the lot of you, and you most.", "personal_attack", heat=0.75)

    assert 1 == talk.cues.count("set_a_boundary")


def test_a_warning_that_was_never_given_is_no_rung():
    talk = Talk().customer("You're useless.", "personal_attack", heat=0.75).dismisses()
    talk.quiet(30).customer("You're an idiot.", "personal_attack", heat=0.75)

    assert PLAYBOOK.ladder.rungs[0] == talk.say


def test_a_warning_in_the_agents_own_words_is_a_rung():
    talk = Talk().agent("Please, let us keep this respectful.", "sets_boundary").quiet(30)

    assert PLAYBOOK.ladder.rungs[1] == talk.customer("You're an idiot.", "personal_attack", heat=0.75).say


def test_set_a_boundary_takes_the_place_of_whatever_is_on_the_screen_and_needs_no_budget():
    talk = told(playbook=changed(PLAYBOOK, "budget", cues_per_call=1))
    talk.customer("You're useless.", "personal_attack", heat=0.25)

    assert "set_a_boundary" == talk.shown
    assert [("say_it_back", "moot")] == talk.left


def test_bring_a_supervisor_comes_when_asked_for():
    talk = told().customer("Get me your supervisor.", "asks_supervisor", heat=0.5).quiet(5)

    assert "bring_a_supervisor" in talk.customer("Well?", heat=0.5).cues


def test_a_threat_of_harm_brings_a_supervisor_after_the_boundary():
    talk = Talk().customer("I'll come round and break your door.", "threat_harm", heat=1.0).takes().quiet(6)

    assert ["set_a_boundary", "bring_a_supervisor"] == talk.cues


def test_bring_a_supervisor_comes_to_long_anger_with_the_steps_done_and_not_before():
    def anger(*steps_done: bool) -> Talk:
        talk = told(heat=1.0)
        if all(steps_done):
            talk.agent("You have every right to be angry about this.", "empathy")
            talk.agent("You paid twice in March.", "restates").customer("Yes.", "confirms", heat=1.0)
        for _ in range(10):
            talk.quiet(10).customer("And nothing has happened, nothing whatsoever!", "venting", heat=1.0)
        return talk

    assert "bring_a_supervisor" in anger(True).cues
    assert "bring_a_supervisor" not in anger(False).cues


# --- close_warmly -------------------------------------------------------------------------------------------------


def agreed() -> Talk:
    talk = told().agent("I can refund it.", "offers_option", "restates").customer("Yes, do that.", "accepts")
    return talk.agent("I'll refund it today.", promises=[promise("refund the second charge", "today")]).quiet(5)


def test_close_warmly_sums_up_what_was_promised():
    talk = agreed().customer("Great, that works.", "accepts")

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
    talk = agreed().customer("Great, that works.", "accepts")

    assert ("close_warmly", "moot") in talk.customer("Oh, and another thing.", "states_problem").left


# --- one at a time, sparing, and gone in time ---------------------------------------------------------------------


def test_a_cue_goes_stale_after_its_life():
    talk = told()
    offered = talk.offers[0]
    gone = talk.quiet(60).found(CueExpired)[0]

    assert (offered.at + PLAYBOOK.cues["say_it_back"].life, "stale") == (pytest.approx(gone.at), gone.why)


def test_a_cue_leaves_with_the_call():
    assert [("say_it_back", "call_ended")] == told().hangs_up().left


def test_a_cue_taken_is_gone_and_did_not_expire():
    talk = told().takes()

    assert (None, []) == (talk.shown, talk.left)


def test_nothing_comes_in_the_quiet_after_a_cue():
    talk = told().dismisses().quiet(1).agent("You should have read it.", "argues")

    assert 1 == len(talk.offers)
    assert "do_not_argue" == talk.quiet(5).shown


def test_a_cue_cools_down_before_it_comes_again():
    talk = told().dismisses().quiet(20).customer("And so it was all month.", heat=0.25)
    assert 1 == talk.cues.count("say_it_back")

    assert 2 == talk.quiet(60).customer("And so it was all month.", heat=0.25).cues.count("say_it_back")


def test_a_cue_dismissed_twice_never_comes_again():
    playbook = changed(PLAYBOOK, "cues.do_not_argue", cool_down=0.0, most=9)
    talk = told(playbook=playbook).dismisses()
    for _ in range(4):
        talk.quiet(10).agent("You should have read the terms.", "argues")
        talk = talk.dismisses() if talk.shown else talk

    assert 2 == talk.cues.count("do_not_argue")


def test_a_cue_dismissed_once_by_a_double_click_was_dismissed_once():
    talk = told().dismisses()
    talk._facts.append(talk.facts[-1])

    assert {"say_it_back": 1} == talk.call.cues.dismissed


def test_a_cue_comes_no_more_often_than_its_most():
    playbook = changed(PLAYBOOK, "cues.do_not_argue", cool_down=0.0, most=3)
    talk = told(playbook=playbook).dismisses()
    for _ in range(6):
        talk.quiet(30).agent("You should have read the terms.", "argues")

    assert 3 == talk.quiet(30).cues.count("do_not_argue")


def test_the_budget_is_for_the_whole_call():
    playbook = changed(changed(PLAYBOOK, "budget", cues_per_call=3), "cues.do_not_argue", cool_down=0.0, most=99)
    talk = told(playbook=playbook)
    for _ in range(9):
        talk.quiet(30).agent("You should have read the terms.", "argues")

    assert 3 == len(talk.quiet(30).offers)


def test_nothing_comes_while_the_agent_speaks():
    talk = Talk(words_after=2.0, hangover=0.5).customer("My bill!", "states_problem", heat=0.25, concern=TWICE)
    talk.agent("Right so let me see now what we have here then", after=1.0, seconds=5)
    silent = talk.now

    assert [] == [offered for offered in talk.offers if offered.at < silent]


def test_the_words_of_an_agent_just_silent_are_waited_for():
    talk = Talk(hangover=0.5, words_after=1.0).customer("My bill!", "states_problem", heat=0.25, concern=TWICE)
    talk.agent("So you were charged twice in March?", "restates", after=0.6)

    assert "say_it_back" not in talk.quiet(8).cues


def test_earlier_words_that_come_late_are_not_taken_for_the_last_ones():
    talk = Talk(hangover=0.5, words_after=1.8).customer("My bill!", "states_problem", heat=0.25, concern=TWICE)
    talk.agent("One moment, please.", after=0.2).agent("So twice in March, was it?", "restates", after=0.8)

    assert "say_it_back" not in talk.quiet(8).cues


def test_words_known_before_the_silence_is_are_not_waited_for():
    talk = Talk(hangover=0.5, words_after=-0.2).customer("My bill!", "states_problem", heat=0.25, concern=TWICE)

    assert "say_it_back" == talk.quiet(0.5).shown


def test_words_that_never_come_are_not_waited_for_long():
    talk = told().dismisses().quiet(10).agent("You should have read it.", "argues", seconds=2)
    talk.customer("Hm.", heat=None, after=0.2)

    assert "do_not_argue" == talk.quiet(6).shown


def test_nothing_comes_on_hold():
    playbook = changed(PLAYBOOK, "budget", gap_seconds=8.0)
    talk = told(playbook=playbook).dismisses().agent("You should have read it.", "argues")

    assert 1 == len(talk.hold(30).offers)


def test_the_weightier_of_two_cues_comes():
    talk = quiet_told().agent("You should have read it, and someone will look into it.", "argues", "vague_action")

    assert "do_not_argue" == talk.shown


def test_a_weightier_cue_takes_the_place_of_one_that_there_was_time_to_read():
    soon = told().agent("You should have read it.", "argues", after=0.1)
    later = told().quiet(5).agent("You should have read it.", "argues")

    assert "say_it_back" == soon.shown
    assert "do_not_argue" == later.shown


def test_a_cue_whose_words_this_call_cannot_fill_gives_way_to_one_that_it_can():
    playbook = changed(PLAYBOOK, "cues.do_not_argue", say=("{plain}",))
    talk = told(playbook=playbook).dismisses().quiet(9).agent("Read it. Somebody will.", "argues", "vague_action")

    assert "make_it_concrete" == talk.shown


def test_an_urgent_cue_of_little_weight_is_urgent_all_the_same():
    playbook = changed(changed(PLAYBOOK, "cues.set_a_boundary", priority=1), "budget", cues_per_call=0)
    talk = Talk(playbook).customer("You're useless!", "personal_attack", heat=1.0, concern=TWICE)

    assert "set_a_boundary" == talk.shown


def test_a_cue_left_out_of_the_playbook_never_comes():
    assert [] == told(playbook=only("do_not_argue")).quiet(5).cues


def test_a_cue_says_why_and_what_it_rests_on():
    offered = told().offers[0]

    assert (PLAYBOOK.cues["say_it_back"].why, 1, f"{TWICE}, hello?") == (offered.why, offered.turn, offered.quote)


STRANGER = Header(call="c1")
WELL_KNOWN = msgspec.structs.replace(
    HEADER,
    agent=Agent(name="Sam", limits={"refund": 50, "extra_month": True, "vouchers": 2, "currency": "USD", "credit": 0}),
    customer=Customer(name="Ana María de la Cruz"),
)


@pytest.mark.parametrize("header", [STRANGER, WELL_KNOWN], ids=["stranger", "well known"])
@pytest.mark.parametrize("cue", PLAYBOOK.cues)
def test_words_to_say_have_no_gap_where_this_call_knows_less(cue: Cue, header: Header):
    says = set[str]()
    for variant in range(3):
        talk = Talk(only(cue), header).customer(
            "It is like this:", heat=1.0, concern=(TWICE, NOBODY)[: variant or None]
        )
        call = talk.call
        slots = wording.slots(PLAYBOOK.words, header, call.concerns, call.promises, "angry", turn=1, variant=variant)
        said = wording.choose(PLAYBOOK.cues[cue].say, slots, variant)
        says |= {said} if said else set()

    for said in says:
        assert not set("{}") & set(said)
        assert "  " not in said
        assert said[0].isupper()
        assert said.rstrip()[-1] in ".?!"
    assert says or cue in ("plain_words", "apologise_once")


def test_what_may_be_given_is_said_as_anyone_would():
    talk = Talk(header=WELL_KNOWN).customer("My bill.", heat=0.25, concern=TWICE).dismisses().quiet(9)

    talk.agent("I can't do that.", "negative_language")
    assert "What I can offer you is a refund, an extra month or vouchers. Would that help?" == talk.say


def test_cue_ids_are_never_used_twice():
    talk = confirmed(heat=0.75).quiet(30).agent("You should have read it.", "argues").quiet(30)
    ids = [offered.id for offered in talk.found(CueOffered)]

    assert len(ids) > 1
    assert sorted(set(ids)) == sorted(ids)


def test_what_the_agent_murmurs_under_the_customers_words_brings_nothing_to_read_before_they_end():
    talk = Talk(playbook=only("drop_the_script")).customer("Listen to me now, will you?", heat=1.0)
    talk.customer("You have no idea what that", heat=1.0, seconds=9).agent("I hear you.", "formulaic", after=-6.0)

    assert [] == [offered for offered in talk.offers if offered.at < talk.now]


def test_what_the_agent_said_may_be_put_right_while_the_customer_replies():
    talk = Talk(playbook=only("do_not_argue"), words_after=0.5).agent("You should have read the terms.", "argues")
    said = talk.now
    talk.customer("And why would I do that?", "venting", heat=0.5, after=0.3, seconds=9)

    assert [said + 0.5] == [offered.at for offered in talk.offers]


def test_set_a_boundary_waits_for_an_agent_who_speaks_on():
    talk = Talk().customer("You useless little man.", "personal_attack", heat=1.0)
    talk = talk.agent(
        "Well, as I was trying to tell you, the form is the form and I did not write it.", after=0.1, seconds=9
    )

    assert "set_a_boundary" in talk.quiet(3).cues
