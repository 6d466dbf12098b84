"""Cues about the telling: when each comes, when it never does, what it says, and when it leaves."""

import msgspec
import pytest

from script import HEADER, Talk
from steadyline.core import grievance, record, wording
from steadyline.core.events import Customer, Header
from told import GRACE, NOBODY, TWICE, confirmed, only, quiet_told, told

# --- let_them_finish ---


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


@pytest.mark.parametrize("how", [{}, {"hangover": 0.45, "words_after": 0.1}], ids=["as read", "as heard"])
def test_let_them_finish_never_comes_for_a_few_words_that_show_listening(how: dict[str, float]):
    """However long the customer pauses for them: "mm-hm, yes sir" takes longer than a hum."""
    talk = Talk(**how).customer("That's the second time I've sent it.", "states_problem", seconds=8, heat=0.25)
    talk.agent("Mm-hm, yes sir.", "acknowledges", after=-1.0, seconds=1.4)

    assert [] == talk.quiet(2.5).cues
    assert talk.talk_overs[0].takes_floor  # by time alone, it did


def test_a_few_words_that_do_more_than_listen_cut_in():
    talk = Talk().customer("and then I waited and then they", "venting", seconds=8, heat=0.25)

    assert ["let_them_finish"] == talk.agent("Okay, your number?", "asks_detail", after=-1.0, seconds=1.4).cues


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


# --- say_it_back, check_you_got_it, say_it_again_right ---


def test_say_it_back_says_every_problem_turned_to_you():
    talk = Talk().customer("Hi.").customer("It is about my bill.", "states_problem", heat=0.25, concern=(TWICE, NOBODY))
    talk.quiet(GRACE)

    assert "say_it_back" == talk.shown
    assert "You were charged twice in March, and nobody called you back." in talk.say


def test_say_it_back_never_comes_while_no_problem_is_known():
    assert [] == Talk().customer("Hello, good morning to you.").quiet(5).cues


def test_say_it_back_never_comes_when_it_was_said_back():
    talk = Talk().customer("It is my bill.", "states_problem", heat=0.0, concern=TWICE).quiet(GRACE)
    talk = talk.dismisses().agent("Twice in March, was it?", "restates").quiet(70)

    assert 1 == talk.customer("And so on and so forth.", heat=0.0).cues.count("say_it_back")


def test_say_it_back_never_comes_while_the_customer_is_still_telling():
    talk = Talk(hangover=0.6, words_after=1.0).customer("My bill.", "states_problem", heat=0.0, concern=TWICE)
    talk.customer("And nobody rang me.", after=0.8, seconds=9, heat=0.0, concern=NOBODY)
    silent = talk.now

    assert [] == [offered for offered in talk.offers if offered.at < silent]
    assert "You were charged twice in March, and nobody called you back." in talk.quiet(4).say


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
    talk.customer("No, twice, in April.", "corrects", heat=0.25, concern="I was charged twice in April").quiet(GRACE)

    assert "say_it_again_right" == talk.shown
    assert "You were charged twice in April" in talk.say
    assert "March" not in talk.say


def test_say_it_again_right_never_comes_when_nothing_was_said_back():
    assert "say_it_again_right" not in told().dismisses().quiet(9).customer("No, the other one.", "corrects").cues


def test_say_it_again_right_never_comes_for_what_is_corrected_much_later():
    talk = confirmed()
    for _ in range(5):
        talk.agent("One moment.", "holds_or_transfers").customer("Fine.", heat=0.0)

    assert "say_it_again_right" not in talk.customer("No, not that number.", "corrects", heat=0.0).quiet(5).cues


def test_a_yes_that_corrects_again_leaves_the_words_for_it_up():
    talk = told().agent("So in May.", "restates").quiet(5).customer("No, in March.", "corrects", heat=0.25)
    talk.quiet(GRACE).customer("Yes, but the tenth.", "confirms", "corrects", heat=0.25)

    assert "say_it_again_right" == talk.shown


# --- at_pickup, do_not_ask_again ---


def known(*history: str) -> Header:
    """The call of a customer with something on record."""
    return msgspec.structs.replace(HEADER, customer=Customer(ref="C-1", name="Dana Ruiz", history=history))


BROKEN = "2026-02-28 promised a call back by Friday, not made"


def test_at_pickup_comes_before_the_first_word_and_says_what_was_promised():
    talk = Talk(header=known("2026-02-20 called about a bill", BROKEN))

    offered = talk.offers[0]
    assert ("at_pickup", 0.0) == (offered.cue, offered.at)
    assert "a call back by Friday" in offered.say
    assert BROKEN in offered.quote


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("2026-02-28 promised to call her back by Friday, not made", "promised you a call back by Friday"),
        ("2026-02-28 called; a call back by Friday was promised, not made", "promised you a call back by Friday"),
        ("2026-02-28 no water, crew promised by 18:00, did not come", "promised you a crew by 18:00"),
        ("engineer visit booked 8 to 12, nobody came", "promised you an engineer visit 8 to 12"),
        ("promised a refund of 30.50 USD by 3 May: never sent; called again", "a refund of 30.50 USD by 3 May"),
        ("promised a replacement which never came", "promised you a replacement"),
        ("promised to send the form by 5 June, not made", "we promised to send the form by 5 June, and"),
    ],
)
def test_at_pickup_tells_a_broken_promise_however_the_record_puts_it(line: str, said: str):
    playbook = only("at_pickup")
    shown = Talk(playbook, known(line)).say.replace("you were promised", "promised you")

    assert said in shown
    assert any(still in shown for still in ("it did not happen", "you are still waiting"))


@pytest.mark.parametrize(
    "line",
    [
        "2026-02-28 promised a call back by Friday, kept",
        "promised a refund, paid 3 May; called again about a missed delivery",
        "promised them that somebody would call",
        "promised to send her the form",
        "compromised account, not fixed",
        "booked",
    ],
)
def test_what_was_kept_or_cannot_be_said_as_it_is_written_is_not_told(line: str):
    assert {} == record.promised((line,))


def test_at_pickup_never_says_that_a_promise_was_broken_which_may_be_open():
    talk = Talk(header=known("2026-03-09 promised an engineer visit on Monday"))

    assert "you were promised an engineer visit on Monday" in talk.say
    assert "did not happen" not in talk.say


def test_at_pickup_says_of_other_records_only_that_they_are_there():
    assert "so you need not start over" in Talk(header=known("2026-03-01 called about a late parcel")).say


def test_at_pickup_never_comes_with_nothing_on_record():
    assert [] == Talk().agent("Northwind, Sam speaking.", "greeting").cues


def test_at_pickup_goes_stale_and_never_comes_again():
    talk = Talk(header=known(BROKEN)).agent("Northwind, Sam speaking.", "greeting").customer("Hi there.").quiet(30)

    assert ("at_pickup", "stale") in talk.left
    assert 1 == talk.cues.count("at_pickup")


def ordered() -> Talk:
    return Talk().customer("My order number is four four seven one.", heat=0.0).agent("Thank you.", "acknowledges")


def test_do_not_ask_again_comes_for_what_was_told_on_this_call_and_rests_on_those_words():
    talk = ordered().agent("And what's your order number?", "asks_detail")

    assert "do_not_ask_again" == talk.shown
    assert "the order number" in talk.say
    assert (1, "My order number is four four seven one.") == (talk.offers[-1].turn, talk.offers[-1].quote)


def test_do_not_ask_again_comes_for_what_is_on_record():
    talk = Talk(header=known("2026-02-28 called about order 4471")).quiet(30)

    assert "do_not_ask_again" == talk.agent("Could I have the order number, please?", "asks_detail").shown


def test_do_not_ask_again_comes_when_the_problem_must_be_told_a_second_time():
    talk = quiet_told().agent("So what seems to be the problem?", "asks_detail")

    assert "do_not_ask_again" == talk.shown


def test_do_not_ask_again_comes_when_the_customer_says_so_themselves():
    talk = quiet_told().agent("And which month was that?", "asks_detail")

    assert "do_not_ask_again" == talk.customer("I already told you, March.", heat=0.25).shown


@pytest.mark.parametrize(
    "check",
    [
        "What's your account number?",
        "Can I take your full name and the order number?",
        "Your date of birth, please?",
        "And the postcode?",
        "What's your security password?",
    ],
)
def test_do_not_ask_again_never_comes_for_identity_checks(check: str):
    talk = ordered().customer("Account number nine nine one, I already told you, Dana Ruiz, E1 4AB.", heat=0.0)

    talk.agent(check, "asks_detail").customer("I already told you that.", heat=0.25)
    assert "do_not_ask_again" not in talk.quiet(5).cues


def test_do_not_ask_again_never_comes_for_something_new():
    talk = ordered().agent("And what's the tracking number?", "asks_detail")

    assert "do_not_ask_again" not in talk.quiet(5).cues


def test_do_not_ask_again_has_passed_once_the_customer_has_told_it_again():
    talk = ordered().agent("And what's your order number?", "asks_detail").customer("Four four seven one.", heat=0.0)

    assert ("do_not_ask_again", "moot") in talk.left


# --- show_you_listen ---


def vents(seconds: float = 30) -> Talk:
    """One long telling, without a sound from the agent."""
    return Talk().customer("and then they said and then I said", "venting", heat=0.25, seconds=seconds, concern=TWICE)


def test_show_you_listen_comes_when_a_long_vent_pauses():
    talk = vents().quiet(0.5)

    assert ["show_you_listen"] == talk.cues
    assert talk.now - 0.2 < talk.offers[0].at < talk.now


def test_show_you_listen_adds_up_what_the_customer_says_in_one_go():
    talk = Talk()
    for _ in range(4):
        talk.customer("and then they said, and then I said", heat=0.0, seconds=8)

    assert ["show_you_listen"] == talk.cues


def test_show_you_listen_never_comes_after_a_sign_of_listening():
    talk = Talk().customer("and then they said", heat=0.0, seconds=14).hums("agent", after=0.2)

    assert "show_you_listen" not in talk.customer("and then I said", heat=0.0, seconds=14).quiet(1).cues


def test_show_you_listen_never_comes_after_a_short_telling():
    assert "show_you_listen" not in vents(seconds=12).quiet(1).cues


def test_show_you_listen_is_done_by_a_hum():
    assert [("show_you_listen", "done")] == vents().quiet(0.5).hums("agent", after=0.2).left


def test_show_you_listen_comes_to_a_customer_who_is_left_in_silence_and_not_to_one_who_thinks():
    left = Talk().customer("So what happens now?", heat=0.0).quiet(9)
    thinks = Talk().customer("Hi.", heat=0.0).agent("Which month was it?", "asks_detail").quiet(9)

    assert ["show_you_listen"] == left.cues
    assert [] == thinks.cues


def test_a_long_hold_that_ends_without_a_word_of_it_brings_one():
    talk = Talk().customer("Hi.", heat=0.0).agent("One moment.", "holds_or_transfers").hold(130)
    talk.agent("Right, I have your account here.", "explains")

    assert "show_you_listen" == talk.shown
    assert "Thank you for waiting those 2 minutes, Dana" in talk.say


def test_a_customer_who_has_to_ask_where_the_agent_went_is_answered():
    talk = Talk().customer("Hi.", heat=0.0).agent("One moment.", "holds_or_transfers").hold(60)

    assert "Thank you for waiting that minute" in talk.customer("Hello? Where did you go?", heat=0.25).say


@pytest.mark.parametrize("words", ["Thanks for holding, Dana.", "Sorry to keep you waiting."])
def test_a_hold_that_ends_well_brings_nothing(words: str):
    talk = Talk().customer("Hi.", heat=0.0).agent("One moment.", "holds_or_transfers").hold(130).agent(words)

    assert [] == talk.quiet(2).cues


def test_a_short_hold_brings_nothing():
    talk = Talk().customer("Hi.", heat=0.0).agent("One moment.", "holds_or_transfers").hold(20)

    assert [] == talk.agent("Right, I have it.", "explains").quiet(2).cues


# --- check_you_got_it has a window ---


def test_check_you_got_it_never_comes_long_after_the_restatement():
    talk = told().agent("So you paid twice in March.", "restates").agent("Let me look.", "holds_or_transfers")
    talk.agent("There it is.").agent("One moment more.").quiet(6).customer("And I am tired.", heat=0.25)

    assert "check_you_got_it" not in talk.quiet(5).cues


# --- no grievance is read back ---


@pytest.mark.parametrize(
    "clause", ["I'd like to change my address", "thank you for that", "everything is fine now", "can you help me", ""]
)
def test_what_is_no_grievance_is_never_read_back(clause: str):
    talk = Talk().customer("Hello.", "states_problem", heat=0.75, concern=clause).quiet(5)

    assert "say_it_back" not in talk.cues
    assert not any(clause and clause in offered.say for offered in talk.offers)


def test_swearing_is_not_read_back():
    talk = Talk().customer("Hello.", heat=0.25, concern="you sent the bloody bill twice").quiet(GRACE)

    assert "we sent the bill twice" in talk.say.lower()


def test_a_title_is_said_with_the_name():
    header = msgspec.structs.replace(HEADER, customer=Customer(name="Dr. Helen Marsh"))

    assert "Dr Marsh" == wording.called(header.customer.name)
    assert "Dana" == wording.called("Dana Ruiz")


def test_say_it_back_never_comes_when_the_way_forward_is_agreed():
    talk = Talk(only("say_it_back")).customer(f"{TWICE}.", "states_problem", heat=0.5, concern=TWICE)
    talk.agent("I can refund it, or credit it.", "offers_option").customer("The refund, please.", "accepts", heat=0.25)
    talk.quiet(70).customer("Still there?", heat=0.25).agent("It is on its way.", "promises").quiet(5)

    assert ["say_it_back"] == talk.cues, "before it was agreed, and not again"


def test_say_it_back_has_passed_when_what_they_want_is_known_and_offered():
    talk = told(playbook=only("say_it_back")).customer("Just get me my money.", "states_outcome", heat=0.5)

    assert ("say_it_back", "moot") in talk.agent("I can refund it, or credit it.", "offers_option").left


@pytest.mark.parametrize(
    ("told_it", "asked"),
    [
        ("The chat said raise a ticket, so I raised one.", "Have you raised a ticket for it at all?"),
        ("I rang you in January about this.", "And have you reported it to us before?"),
        ("I rang on Friday to extend it.", "And when did you ask for the extension?"),
    ],
)
def test_do_not_ask_again_knows_what_was_done_about_it_and_when(told_it: str, asked: str):
    def after(words: str) -> list[str]:
        talk = Talk(only("do_not_ask_again")).customer(words, "states_problem", heat=0.25)
        return talk.agent(asked, "asks_detail").cues

    assert ["do_not_ask_again"] == after(told_it)
    assert [] == after("My bill is wrong.")


def test_let_them_finish_comes_though_a_slighter_cue_has_just_run_out():
    talk = told(heat=0.75, playbook=only("let_them_finish", "drop_the_script"))
    talk.agent("Your journey matters to us.", "formulaic", seconds=3)
    talk.customer("You read that off a mug, and my own car is still", "venting", heat=0.75, seconds=12)
    talk.agent("For security, your full name and policy number?", "asks_detail", after=-1, seconds=3.8)

    assert ["drop_the_script", "let_them_finish"] == talk.cues
    assert ("drop_the_script", "stale") in talk.left


def test_do_not_ask_again_comes_when_a_question_is_answered_with_how_often_it_was_told():
    def answered(*signals: str, asked: str = "Which dates were they booked for?") -> list[str]:
        talk = Talk(only("do_not_ask_again")).customer("The line is dead.", "states_problem", heat=0.25)
        return talk.agent(asked, "asks_detail").customer("It's on your computer!", *signals, heat=0.75).cues

    assert ["do_not_ask_again"] == answered("venting", "repeat_contact")
    assert [] == answered("venting")
    assert [] == answered("venting", "repeat_contact", asked="Your account number?")


def test_say_it_again_right_never_says_the_same_again_where_the_correction_is_not_known():
    talk = told(playbook=only("say_it_again_right")).agent("So you were charged twice?", "restates")
    talk.customer("No. That is not what I said.", "corrects", heat=0.5).quiet(GRACE + 1)

    assert "say_it_again_right" == talk.shown
    assert "charged" not in talk.say


def test_check_you_got_it_never_comes_after_a_bare_yes():
    talk = told(playbook=only("check_you_got_it"))
    talk.agent("So you were charged twice?", "restates", "checks_understanding").customer("Yes.", heat=0.25).quiet(8)

    assert [] == talk.cues


def test_what_somebody_promised_them_is_no_problem_of_theirs():
    assert not grievance.is_one("we'll call you back by Friday")


def test_who_confirms_more_surely_than_they_correct_has_confirmed():
    def said(confirms: float, corrects: float) -> Talk:
        talk, unsure = told().agent("So you paid twice in March?", "restates"), {"confirms": confirms}
        return talk.customer("That's the lot.", heat=0.25, unsure={**unsure, "corrects": corrects}).quiet(5)

    assert "say_it_again_right" not in said(0.82, 0.66).cues
    assert "say_it_again_right" in said(0.66, 0.82).cues
    assert ("restate", "done") in said(0.82, 0.66).steps


@pytest.mark.parametrize(("likely", "cues"), [(0.36, []), (0.1, ["check_you_got_it"])])
def test_what_may_well_be_a_yes_is_not_asked_about_again(likely: float, cues: list[str]):
    talk = told(playbook=only("check_you_got_it")).agent("Is that everything?", "restates", "checks_understanding")
    talk.customer("That's everything, and I want it back.", heat=0.25, unsure={"confirms": likely})

    assert cues == talk.quiet(5).cues
