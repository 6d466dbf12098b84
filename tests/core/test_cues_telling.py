"""Cues about the telling: when each comes, when it never does, what it says, and when it leaves."""

import pytest

from script import Talk
from told import GRACE, NOBODY, TWICE, told

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


def test_a_yes_that_corrects_again_leaves_the_words_for_it_up():
    talk = told().agent("So in May.", "restates").quiet(5).customer("No, in March.", "corrects", heat=0.25)
    talk.quiet(GRACE).customer("Yes, but the tenth.", "confirms", "corrects", heat=0.25)

    assert "say_it_again_right" == talk.shown
