"""What stands beside the cue: the agent's own switch and level, the ladder, a pause, what need not be asked again."""

import msgspec

from script import HEADER, PLAYBOOK, Talk
from steadyline.core import beside
from steadyline.core.events import CuesSwitched, HoldStarted, LevelChosen
from told import GRACE


def attacked() -> Talk:
    return Talk().customer("You're useless.", "personal_attack", heat=0.75).quiet(GRACE)


def test_the_switch_and_the_level_are_shown_as_they_are_now():
    talk = Talk()
    before = talk.desk().cues
    talk._facts += [CuesSwitched(at=1.0, on=False), LevelChosen(at=2.0, level="expert")]
    after = talk.desk().cues

    assert (True, "new") == (before.on, before.level)
    assert (False, "expert") == (after.on, after.level)
    assert [("new", 12), ("practised", 5), ("expert", 2)] == [(one.level, one.most) for one in after.levels]


def test_where_the_playbook_makes_no_difference_there_is_no_level_to_choose():
    assert () == Talk(msgspec.structs.replace(PLAYBOOK, levels={})).desk().cues.levels


def test_it_is_told_that_several_waved_away_leave_only_the_urgent_ones_and_a_switch_brings_all_back():
    talk = Talk()
    for slip in ("argues", "vague_action", "negative_language"):
        assert not talk.desk().cues.in_peace
        talk.customer("I am still waiting.", heat=0.0).agent("It is with somebody.", slip).quiet(1).dismisses().quiet(
            20
        )

    assert talk.desk().cues.in_peace
    talk._facts += [CuesSwitched(at=talk.now, on=False), CuesSwitched(at=talk.now, on=True)]
    assert not talk.desk().cues.in_peace


def test_there_is_no_ladder_before_it_has_begun_however_angry_the_call():
    talk = Talk().customer("This bloody bill! It makes me so angry!", "profanity", "venting", heat=1.0)

    assert talk.desk().ladder is None


def test_the_first_act_makes_the_first_rung_due_for_as_long_as_its_cue_could_stand():
    shown = attacked().desk().ladder

    assert shown is not None
    assert (0, 1, "You're useless.") == (shown.given, shown.acts, shown.quote)
    assert PLAYBOOK.ladder.rungs == shown.rungs
    rule = PLAYBOOK.cues["set_a_boundary"]
    assert shown.act_at is not None
    assert shown.due_until == shown.act_at + rule.patience + rule.life
    assert shown.warned_at is None


def test_a_warning_given_stands_with_time_to_calm_down_and_nothing_is_due():
    talk = attacked().takes()
    shown = talk.desk().ladder

    assert shown is not None
    assert (1, None, talk.now) == (shown.given, shown.due_until, shown.warned_at)
    assert shown.calm_until == talk.now + PLAYBOOK.ladder.cooling_seconds
    again = talk.customer("Useless, and you most.", "personal_attack", heat=0.75).desk().ladder
    assert again is not None
    assert (2, None) == (again.acts, again.due_until), "it belongs to the warning"


def test_after_the_last_warning_the_words_to_end_with_are_shown():
    talk = attacked().takes().quiet(20).customer("You're an idiot.", "personal_attack", heat=0.75).quiet(GRACE).takes()
    talk.quiet(20).customer("Idiot!", "personal_attack", heat=0.75).quiet(GRACE)
    shown = talk.desk().ladder

    assert shown is not None
    assert 2 == shown.given
    assert shown.due_until is not None
    assert "writing" in shown.ending or "write to you" in shown.ending
    assert not shown.supervisor


def test_whether_a_supervisor_was_told_is_shown():
    talk = Talk().customer("I know where you work. I will come down there.", "threat_harm", heat=1.0)
    shown = talk.quiet(GRACE).desk().ladder

    assert shown is not None
    assert shown.supervisor


def test_an_agent_who_waves_the_boundary_away_is_not_asked_again_beside_it():
    shown = attacked().dismisses().desk().ladder

    assert shown is not None
    assert shown.due_until is None


def test_the_ladder_is_shown_with_cues_switched_off_too():
    talk = Talk()
    talk._facts.append(CuesSwitched(at=0.0, on=False))
    shown = talk.customer("You're useless.", "personal_attack", heat=0.75).quiet(GRACE).desk().ladder

    assert shown is not None
    assert shown.due_until is not None


def test_a_warning_taken_back_stands_no_more():
    talk = attacked().takes().quiet(20).customer("I'm sorry I said that.", heat=0.25)
    shown = talk.desk().ladder

    assert shown is not None
    assert (0, None) == (shown.given, shown.due_until)
    assert shown.warned_at is not None


def test_there_is_no_ladder_once_the_call_is_over():
    assert attacked().hangs_up().desk().ladder is None


def test_a_hold_is_shown_since_it_began_and_when_it_is_long():
    talk = Talk().agent("One moment.", "holds_or_transfers")
    talk._facts.append(HoldStarted(at=5.0))
    shown = talk.quiet(60).desk().pause

    assert beside.PauseShown(kind="hold", since=5.0, long_at=5.0 + PLAYBOOK.floor.long_hold_seconds) == shown


def test_a_hold_that_is_over_is_shown_no_more():
    assert Talk().agent("One moment.").hold(60).agent("Thank you for waiting.").desk().pause is None


def test_a_silence_is_shown_once_it_is_one_and_goes_when_somebody_speaks():
    talk = Talk().customer("Hello?", heat=0.25)
    assert talk.desk().pause is None
    since = talk.now
    shown = talk.quiet(9).desk().pause

    assert shown is not None
    assert ("silence", since) == (shown.kind, shown.since)
    assert talk.agent("Yes.").desk().pause is None


def test_before_anybody_has_spoken_and_after_the_end_there_is_no_silence():
    assert Talk().quiet(30).desk().pause is None
    assert Talk().customer("Hello?").quiet(9).hangs_up().desk().pause is None


def test_what_was_told_or_is_on_record_is_not_to_be_asked_again():
    customer = msgspec.structs.replace(HEADER.customer, history=("2026-02-01 said: order number 4471 never came",))
    talk = Talk(header=msgspec.structs.replace(HEADER, customer=customer))
    talk.customer("I've tried turning it off and on.", "states_problem", heat=0.25, concern="it does not start")

    assert [("the order number", 0), ("what you have tried", 1)] == [
        (one.topic, one.turn) for one in talk.desk().told
    ], "the problem itself is noted with the concerns"
