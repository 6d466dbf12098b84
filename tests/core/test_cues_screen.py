"""One quiet cue at a time, sparing, and gone in time."""

from itertools import pairwise

import msgspec
import pytest

from script import HEADER, PLAYBOOK, Talk, changed
from steadyline.core import wording
from steadyline.core.events import Agent, CueExpired, CueOffered, Customer, Header
from steadyline.core.names import Cue
from told import GRACE, NOBODY, TWICE, confirmed, only, quiet_told, told

# --- one at a time, sparing, and gone in time ---


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

    assert 2 == talk.quiet(60).customer("And so it was.", heat=0.25).quiet(GRACE).cues.count("say_it_back")


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

    assert "say_it_back" == talk.quiet(GRACE).shown


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
    soon = told().quiet(4).agent("You should have read it.", "argues", after=0.1)
    later = told().quiet(9).agent("You should have read it.", "argues")

    assert "say_it_back" == soon.shown
    assert "do_not_argue" == later.shown


def test_a_longer_cue_stays_longer_before_it_gives_way():
    def read(words: int) -> Talk:
        playbook = changed(PLAYBOOK, "cues.say_it_back", say=(" ".join(["word"] * words),))
        return told(playbook=playbook).quiet(4).agent("You should have read it.", "argues")

    assert "do_not_argue" == read(5).shown
    assert "say_it_back" == read(30).shown


def test_a_storm_of_slips_brings_no_card_after_card():
    talk = told()
    for slip in ("vague_action", "negative_language", "argues", "formulaic") * 3:
        talk.agent("Somebody, not possible, read it.", slip).customer("What?", "venting", heat=0.75)

    between = [later.at - sooner.at for sooner, later in pairwise(talk.offers)]
    assert min(between) >= PLAYBOOK.budget.glance_seconds + 3


def test_a_slip_of_the_agents_may_come_after_a_weightier_one_that_was_read():
    talk = told().dismisses().quiet(5).agent("You should have read it.", "argues").quiet(10)

    assert "do_not_argue" == talk.shown
    assert "make_it_concrete" == talk.agent("Somebody will look into it.", "vague_action").shown


def test_what_was_read_does_not_give_way_while_the_customer_speaks():
    talk = told().quiet(9).agent("You should have read it.", "argues", seconds=2)
    silent_at = talk.customer("But I never", heat=None, after=-1.0, seconds=4).now

    assert "do_not_argue" == talk.quiet(3).offers[-1].cue
    assert talk.offers[-1].at >= silent_at


def test_cutting_in_takes_the_screen_at_once():
    talk = told().customer("And on top of that", heat=0.0, seconds=6).agent("Your number?", after=-2.0, seconds=3)

    assert "let_them_finish" == talk.shown


def test_a_cue_whose_words_this_call_cannot_fill_gives_way_to_one_that_it_can():
    playbook = changed(PLAYBOOK, "cues.do_not_argue", say=("{plain}",))
    talk = told(playbook=playbook).dismisses().quiet(4.2).agent("Read it. Somebody will.", "argues", "vague_action")

    assert "make_it_concrete" == talk.shown


def test_an_urgent_cue_of_little_weight_is_urgent_all_the_same():
    playbook = changed(changed(PLAYBOOK, "cues.set_a_boundary", priority=1), "budget", cues_per_call=0)
    talk = Talk(playbook).customer("You're useless!", "personal_attack", heat=1.0, concern=TWICE).quiet(GRACE)

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
    assert says or cue == "apologise_once"


def test_what_may_be_given_is_said_as_anyone_would():
    talk = Talk(header=WELL_KNOWN).customer("My bill.", heat=0.25, concern=TWICE).quiet(GRACE).dismisses().quiet(4.2)

    talk.agent("I can't do that.", "negative_language")
    assert "What I can offer you is a refund, an extra month or vouchers. Would that help?" == talk.say


def test_the_same_cue_never_says_the_same_words_twice():
    talk = told()
    for _ in range(3):
        talk = talk.quiet(20).agent("You should have read it.", "argues").quiet(1)

    said = [offered.say for offered in talk.offers if offered.cue == "do_not_argue"]
    assert 3 == len(said) == len(set(said))


def test_words_in_a_language_that_nobody_here_has_learnt_bring_nothing_and_what_waits_for_words_goes():
    waits = Talk().customer(f"{TWICE}, hello?", "states_problem", heat=0.5, concern=TWICE)
    waits = waits.agent("Dígame, por favor, qué ha pasado.", language="es").quiet(20)
    foreign = Talk()
    for _ in range(6):
        foreign.customer("Me han cobrado dos veces y nadie me llama.", heat=None, language="es")
        foreign.agent("Lo siento mucho, señora, lo miro ahora.", language="es").quiet(5)

    assert [] == waits.cues == foreign.cues


def test_who_cuts_in_is_known_in_every_language():
    talk = Talk().customer("Me han cobrado dos veces y", heat=None, language="es", seconds=8)
    talk.agent("¿Su número de cliente, por favor?", language="es", after=-2.0, seconds=5)

    assert ["let_them_finish"] == talk.cues


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
