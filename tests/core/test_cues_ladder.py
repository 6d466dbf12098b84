"""The ladder for abuse, rung by rung, and the supervisor."""

from script import PLAYBOOK, Talk, changed
from told import GRACE, told

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
