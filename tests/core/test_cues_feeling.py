"""Cues about the feeling: naming it, one apology, no formula, no argument."""

from script import Talk
from told import GRACE, NOBODY, only, quiet_told, told

# --- name_the_feeling ---


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
