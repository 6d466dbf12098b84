"""The ladder for abuse, rung by rung, and the supervisor."""

import pytest

from script import PLAYBOOK, Talk, changed, promise
from steadyline.core import ladder, occasions
from steadyline.core.events import Heard
from told import GRACE, TWICE, only, told

# --- the ladder and the supervisor ---


def attacked() -> Talk:
    """The agent was attacked as a person, and is at a loss for words."""
    return Talk().customer("You're useless.", "personal_attack", heat=0.75).quiet(GRACE)


def test_set_a_boundary_says_the_sites_own_words_rung_by_rung():
    talk = attacked().takes().quiet(20).customer("You're an idiot.", "personal_attack", heat=0.75).quiet(GRACE)

    assert list(PLAYBOOK.ladder.rungs) == [offered.say for offered in talk.offers if offered.cue == "set_a_boundary"]


def test_there_is_no_rung_after_the_last():
    talk = Talk()
    for _ in range(5):
        talk.customer("You're useless.", "personal_attack", heat=0.75).quiet(GRACE)
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
    talk = attacked().takes().customer("Useless, and you most.", "personal_attack", heat=0.75).quiet(GRACE)

    assert 1 == talk.cues.count("set_a_boundary")


def test_a_warning_that_was_never_given_is_no_rung():
    talk = attacked().dismisses().quiet(30).customer("You're an idiot.", "personal_attack", heat=0.75).quiet(GRACE)

    assert PLAYBOOK.ladder.rungs[0] == talk.say


def test_a_warning_in_the_agents_own_words_is_a_rung():
    talk = Talk().agent("Please, let us keep this respectful.", "sets_boundary").quiet(30)

    talk.customer("You're an idiot.", "personal_attack", heat=0.75).quiet(GRACE)
    assert PLAYBOOK.ladder.rungs[1] == talk.say


def test_set_a_boundary_takes_the_place_of_whatever_is_on_the_screen_and_needs_no_budget():
    talk = told(playbook=changed(PLAYBOOK, "budget", cues_per_call=1))
    talk.customer("You're useless.", "personal_attack", heat=0.25).quiet(GRACE)

    assert "set_a_boundary" == talk.shown
    assert [("say_it_back", "moot")] == talk.left


def test_bring_a_supervisor_comes_when_asked_for():
    talk = told().customer("Get me your supervisor.", "asks_supervisor", heat=0.5).quiet(5)

    assert "bring_a_supervisor" in talk.cues


def test_a_threat_of_harm_brings_a_supervisor_at_once_and_then_the_boundary():
    talk = Talk().customer("I'll come round and break your door.", "threat_harm", heat=1.0).takes().quiet(6)

    assert ["bring_a_supervisor", "set_a_boundary"] == talk.cues


def test_a_threat_of_harm_waits_for_no_budget_and_for_nothing_on_the_screen():
    talk = told(playbook=changed(PLAYBOOK, "budget", cues_per_call=1))
    talk.customer("I'll come round and break your door.", "threat_harm", heat=1.0)

    assert ["say_it_back", "bring_a_supervisor"] == talk.cues


def test_who_is_rude_once_in_asking_for_a_manager_is_answered_with_one():
    talk = Talk().customer("Useless! Get me your manager.", "personal_attack", "asks_supervisor", heat=0.75).quiet(3)

    assert ["bring_a_supervisor"] == talk.cues
    assert 1 == len(talk.call.cues.ladder.acts)
    assert (beside_it := talk.desk().ladder) is not None
    assert beside_it.due_until is None


def test_who_asks_for_a_manager_right_after_being_rude_is_answered_with_one():
    talk = attacked().customer("Get me your manager.", "asks_supervisor", heat=0.75).quiet(3)

    assert ["set_a_boundary", "bring_a_supervisor"] == talk.cues
    assert "bring_a_supervisor" == talk.shown


def test_who_is_rude_again_in_asking_for_a_manager_gets_the_boundary():
    talk = attacked().dismisses().quiet(30)
    talk.customer("You idiot, get me your manager.", "personal_attack", "asks_supervisor", heat=0.75).quiet(GRACE)

    assert "set_a_boundary" == talk.shown


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


# --- the whole ladder, up and down ---


def insulted(talk: Talk, words: str = "You're an idiot.") -> Talk:
    """A new act, long after the last one, to an agent at a loss for words."""
    return talk.quiet(30).customer(words, "personal_attack", heat=1.0).quiet(GRACE)


def warned_twice() -> Talk:
    return insulted(attacked().takes()).takes()


def test_end_with_care_is_the_last_rung_and_ends_nothing():
    talk = insulted(warned_twice())

    assert "end_with_care" == talk.shown
    assert "in writing" in talk.say
    assert not talk.call.ended


def test_end_with_care_never_comes_before_every_warning_was_given():
    talk = insulted(insulted(insulted(attacked()).takes().quiet(60)))

    assert "end_with_care" not in talk.cues


def test_end_with_care_never_comes_without_time_to_calm_down_after_the_last_warning():
    talk = warned_twice().quiet(3).customer("Idiot!", "personal_attack", heat=1.0).quiet(GRACE)

    assert "end_with_care" not in talk.cues


def test_each_rung_needs_a_new_act():
    talk = attacked().takes().quiet(60).customer("It is still not working, is it!", "venting", heat=1.0)

    assert 1 == talk.quiet(GRACE).cues.count("set_a_boundary")


@pytest.mark.parametrize("sorry", ["I'm sorry, I shouldn't have said that.", "Look, it's not your fault, I know."])
def test_a_customer_who_takes_it_back_steps_the_ladder_back(sorry: str):
    talk = attacked().takes().quiet(20).customer(sorry, heat=0.25)

    assert PLAYBOOK.ladder.rungs[0] == insulted(talk).say


def test_an_apology_after_the_second_warning_leaves_the_first_one_standing():
    talk = warned_twice().quiet(20).customer("I'm sorry I said that.", heat=0.0)

    assert PLAYBOOK.ladder.rungs[1] == insulted(talk).say


@pytest.mark.parametrize(
    ("words", "heat"),
    [("Sorry? What did you say?", 0.25), ("I'm sorry but that is not good enough.", 0.25), ("Sorry I said that!", 1.0)],
)
def test_a_sorry_that_takes_nothing_back_steps_nothing_back(words: str, heat: float):
    talk = attacked().takes().quiet(20).customer(words, heat=heat)

    assert PLAYBOOK.ladder.rungs[1] == insulted(talk).say


def test_swearing_at_the_agent_counts_from_the_second_time():
    once = Talk().customer("Oh, fuck you.", "profanity", "venting", heat=1.0).quiet(GRACE)
    assert "set_a_boundary" not in once.cues

    assert "set_a_boundary" == once.quiet(20).customer("Fuck you!", "profanity", heat=1.0).quiet(GRACE).shown


def test_swearing_at_the_situation_never_counts_however_often():
    talk = Talk()
    for _ in range(5):
        talk.customer("You know what, this bloody thing is fucking broken!", "profanity", "venting", heat=1.0).quiet(20)

    assert "set_a_boundary" not in talk.cues
    assert () == ladder.evidence(talk.call.cues.ladder)


def test_what_was_done_is_kept_together_with_its_words_and_seconds():
    talk = attacked().takes().quiet(30).customer("I'll break your door.", "threat_harm", heat=1.0)

    acts = ladder.evidence(talk.call.cues.ladder)
    assert [("personal_attack", "You're useless."), ("threat_harm", "I'll break your door.")] == [
        (act.kind, act.quote) for act in acts
    ]
    assert [1, 2] == [act.turn for act in acts]
    assert acts[0].at < acts[1].at == talk.now


def test_the_evidence_of_a_call_full_of_abuse_keeps_its_first_and_its_last():
    rungs = ladder.Rungs()
    for turn in range(1, 201):
        act = Heard(at=turn, turn=turn, party="customer", signals={"personal_attack": 1.0}, heat=1.0, quote="Idiot.")
        rungs = ladder.heard(PLAYBOOK.ladder, rungs, act, calm=False)

    assert ladder.MOST == len(rungs.acts)
    assert (1, 200) == (rungs.acts[0].turn, rungs.acts[-1].turn)


def test_an_agent_who_sets_the_boundary_by_themselves_needs_no_cue():
    talk = Talk().customer("You're useless.", "personal_attack", heat=0.75)
    talk.agent("I want to help you, but please keep it respectful.", "sets_boundary", after=0.5)

    assert "set_a_boundary" not in talk.quiet(5).cues
    assert 1 == len(talk.call.cues.warnings)


def test_a_boundary_that_the_customer_has_made_needless_is_gone():
    talk = Talk().customer("You're useless.", "personal_attack", heat=0.25).quiet(GRACE)

    assert ("set_a_boundary", "moot") in talk.customer("Sorry. Yes, thank you.", "thanking", "accepts").left


def test_a_threat_of_harm_waits_for_no_chance_of_the_agents():
    talk = Talk(only("bring_a_supervisor")).customer("I'll come and break your door.", "threat_harm", heat=1.0)

    assert "bring_a_supervisor" == talk.shown


def test_bring_a_supervisor_leaves_the_agent_their_own_chance():
    talk = Talk().customer("Get me your supervisor.", "asks_supervisor", heat=0.5)
    talk.agent("I'll get her and tell her all of it.", "offers_supervisor", after=0.5)

    assert "bring_a_supervisor" not in talk.quiet(5).cues


def test_nothing_slighter_flashes_up_before_the_boundary():
    def offers_unasked() -> Talk:
        talk = told(heat=0.75, playbook=only("say_it_back", "set_a_boundary", "ask_what_would_help")).dismisses()
        return talk.agent("I could send you a credit, then.", "offers_option", seconds=1)

    complains = offers_unasked().customer("That is no use to me.", heat=0.75, after=0.1, seconds=5)
    attacks = offers_unasked().customer("You useless lump.", "personal_attack", heat=0.75, after=0.1, seconds=5)

    assert ["say_it_back", "ask_what_would_help"] == complains.cues
    assert ["say_it_back", "set_a_boundary"] == attacks.quiet(GRACE).cues


def test_once_the_call_may_be_ended_nothing_but_the_ladder_speaks():
    def goes_on(*signals: str) -> list[str]:
        talk = Talk().customer(f"{TWICE}!", "states_problem", heat=0.75, concern=TWICE)
        for _ in range(3):
            talk.customer("You useless lump.", "personal_attack", heat=1.0, after=0.1).quiet(GRACE)
            talk.agent("I need us to stay respectful.", "sets_boundary").quiet(20)
        before = len(talk.cues)
        return talk.customer("Go on, then. Run off.", *signals, heat=1.0).quiet(30).cues[before:]

    assert {"end_with_care"} >= set(goes_on())
    assert "end_with_care" in goes_on("personal_attack")


# --- after a threat of harm ------------------------------------------------------------------------------------------


def threatened(likely: float = 0.95) -> Talk:
    """The problem was told, then harm is threatened, more than once, and the agent goes on as if nothing was."""
    talk = Talk().customer(f"{TWICE}, every month!", "states_problem", "repeat_contact", heat=1.0, concern=TWICE)
    for words in ("I know what time you get off.", "I'll be waiting for you.", "First one out gets it."):
        talk.customer(words, heat=1.0, unsure={"threat_harm": likely}).quiet(5)
        talk.agent("We will tell the depot what you said.", "promises", promises=[promise("tell the depot")]).quiet(20)
    return talk


def test_after_a_threat_of_harm_nothing_comes_but_what_keeps_the_agent_safe():
    first = next(at for at, offered in enumerate(threatened().offers) if offered.cue == "bring_a_supervisor")

    assert set(threatened().cues[first:]) <= occasions.UNDER_THREAT


def test_what_is_in_doubt_is_not_treated_as_a_threat():
    assert not threatened(likely=0.5).call.cues.threatened


def test_a_cue_about_the_problem_leaves_the_screen_when_harm_is_threatened():
    talk = told(playbook=only("say_it_back")).customer("I'll come down there with a bat.", "threat_harm", heat=1.0)

    assert [("say_it_back", "moot")] == talk.left


def test_a_customer_who_is_calm_again_is_helped_as_before():
    calm = threatened().customer("Look. I was hot. I didn't mean it.", heat=0.25)
    angry = threatened().customer("I have been up all night!", "venting", heat=0.75)

    assert not calm.call.cues.threatened
    assert angry.call.cues.threatened
