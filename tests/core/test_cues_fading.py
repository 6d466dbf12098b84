"""How cues fade: by practice, by the switch, by dismissals; and what heat did after each."""

import msgspec
import pytest

from script import HEADER, PLAYBOOK, Talk, changed
from steadyline.core import call as rules
from steadyline.core.events import CueFollowed, CueOffered, CuesSwitched, Header, LevelChosen
from steadyline.core.names import AgentLevel
from told import GRACE, TWICE, only, told

# --- how practised the agent is, the switch, and what heat did ---


def of_level(level: str) -> Header:
    agent = msgspec.structs.replace(HEADER.agent, level=level)
    return msgspec.structs.replace(HEADER, agent=agent)


def a_bad_call(level: str) -> Talk:
    """An agent who does much of what they should not."""
    talk = Talk(header=of_level(level)).customer(f"{TWICE}!", "states_problem", heat=0.75, concern=TWICE).quiet(30)
    for words, signal in (
        ("You should have read the terms.", "argues"),
        ("I understand your frustration.", "formulaic"),
        ("Somebody will look into it.", "vague_action"),
        ("The proration was wrong.", "jargon"),
        ("I can't do that.", "negative_language"),
    ):
        talk.agent(words, signal).quiet(30).customer("It makes me so angry, this!", "venting", heat=0.75).quiet(30)
    return talk


def test_the_more_practised_the_agent_the_fewer_the_cues():
    new, practised, expert = (a_bad_call(level).cues for level in ("new", "practised", "expert"))

    assert len(new) > len(practised) > len(expert) > 0
    assert {"do_not_argue"} == set(expert)


@pytest.mark.parametrize(("level", "cues"), [("new", ["enough_apology"]), ("practised", []), ("expert", [])])
def test_a_cue_of_little_weight_comes_to_the_new_alone(level: str, cues: list[str]):
    talk = Talk(only("enough_apology"), of_level(level)).agent("Sorry, I am so sorry, sorry.", "apologises")

    assert cues == talk.quiet(3).cues


@pytest.mark.parametrize("level", ["new", "practised", "expert"])
def test_an_urgent_cue_comes_to_everyone(level: str):
    talk = Talk(header=of_level(level)).customer("You're useless.", "personal_attack", heat=0.25).quiet(GRACE)

    assert "set_a_boundary" == talk.shown


def chooses(talk: Talk, level: AgentLevel) -> Talk:
    talk._facts.append(LevelChosen(at=talk.now, level=level))
    return talk


def test_an_agent_who_chooses_another_level_gets_its_cues_from_then_on():
    slight = only("plain_words")

    assert [] == chooses(Talk(slight), "expert").agent("The proration was wrong.", "jargon").quiet(3).cues
    expert = Talk(slight, of_level("expert"))
    assert ["plain_words"] == chooses(expert, "new").agent("The proration was wrong.", "jargon").quiet(3).cues


def test_a_slight_cue_that_waits_is_let_go_when_the_agent_chooses_fewer():
    def waits() -> Talk:
        return Talk(only("say_it_back")).customer(f"{TWICE}, hello?", "states_problem", heat=0.25, concern=TWICE)

    assert ["say_it_back"] == waits().quiet(5).cues
    assert [] == chooses(waits().quiet(0.5), "expert").quiet(5).cues


def test_the_cue_on_the_screen_stays_when_the_agent_chooses_fewer():
    assert told().shown == chooses(told(), "expert").shown == "say_it_back"


def switch(talk: Talk, on: bool) -> Talk:
    talk._facts.append(CuesSwitched(at=talk.now, on=on))
    return talk


def test_cues_switched_off_leave_the_screen_and_none_comes_not_even_an_urgent_one():
    talk = switch(told(), on=False).customer("You're useless.", "personal_attack", heat=1.0).quiet(30)

    assert [("say_it_back", "moot")] == talk.left
    assert ["say_it_back"] == talk.cues


def test_cues_switched_on_again_come_for_what_is_said_from_then_on():
    talk = switch(switch(told(), on=False).quiet(70), on=True).agent("You should have read the terms.", "argues")

    assert ["say_it_back", "do_not_argue"] == talk.cues


def test_steps_promises_and_heat_go_on_while_cues_are_off():
    talk = switch(Talk(), on=False).customer(f"{TWICE}!", "states_problem", heat=1.0, concern=TWICE)
    talk.agent("I would be furious too.", "empathy")

    assert ("empathise", "done") in talk.steps
    assert talk.heat > 0.5


def followed(talk: Talk) -> list[tuple[str, str]]:
    return [(one.cue, one.left) for one in talk.found(CueFollowed)]


def test_what_heat_did_after_a_cue_is_told_a_few_customer_utterances_later():
    talk = told(heat=1.0, playbook=only("name_the_feeling")).takes()
    for _ in range(2):
        talk.customer("It was in March, the second of March it was.", heat=0.0)
    assert [] == followed(talk)

    talk.customer("And then in April I saw it on the statement.", heat=0.0)
    assert [("name_the_feeling", "taken")] == followed(talk)
    told_of = talk.found(CueFollowed)[0]
    assert talk.heat == told_of.heat_after < told_of.heat_before == 0.75


def test_what_heat_did_is_told_when_the_call_ends_before_that():
    talk = told(heat=1.0, playbook=only("name_the_feeling")).dismisses().hangs_up()

    assert [("name_the_feeling", "dismissed")] == followed(talk)


def test_a_cue_still_on_the_screen_is_waited_for():
    playbook = changed(only("say_it_back"), "cues.say_it_back", life=300.0)
    talk = told(playbook=playbook)
    for _ in range(5):
        talk.customer("Hello?", heat=0.0)
    assert [] == followed(talk)

    assert [("say_it_back", "done")] == followed(talk.agent("So, twice in March.", "restates"))


def test_every_cue_is_followed_once():
    talk = a_bad_call("new").hangs_up()

    assert sorted(offered.id for offered in talk.offers) == sorted(one.id for one in talk.found(CueFollowed))


# --- long calls, and agents who want nothing ---


def test_an_agent_who_dismisses_everything_is_left_in_peace():
    talk = Talk()
    for _ in range(12):
        talk.customer("It makes me so angry, this!", "venting", heat=0.75, concern=TWICE).quiet(5)
        talk = talk.dismisses() if talk.shown else talk
        talk.agent("You should have read the terms, I said.", "argues").quiet(5)
        talk = talk.dismisses().quiet(40) if talk.shown else talk.quiet(40)

    counts = {cue: talk.cues.count(cue) for cue in talk.cues}
    assert max(counts.values()) <= PLAYBOOK.budget.dismissals
    assert len(talk.cues) <= PLAYBOOK.budget.cues_per_call


def slips(talk: Talk, times: int) -> Talk:
    """The agent slips, in ways that have nothing to do with one another, and dismisses whatever comes."""
    for slip in ("argues", "vague_action", "negative_language", "jargon")[:times]:
        talk.customer("I am still waiting.", heat=0.0).agent("So the reversal is with somebody.", slip).quiet(1)
        talk = talk.dismisses().quiet(20) if talk.shown else talk.quiet(20)
    return talk


def test_after_three_dismissals_in_a_row_of_whatever_kind_only_what_is_urgent_comes():
    talk, threatened = slips(Talk(), 4), slips(Talk(), 4)

    assert 3 == len(talk.cues) == len(set(talk.cues))
    assert "set_a_boundary" == talk.customer("You're useless.", "personal_attack", heat=1.0).quiet(2).shown
    assert "bring_a_supervisor" == threatened.customer("I'll break your door.", "threat_harm", heat=1.0).shown


def test_a_cue_that_was_used_in_between_says_that_they_are_welcome():
    talk = slips(Talk(), 2).customer("Still waiting.", heat=0.0).agent("You should have read it.", "argues").quiet(1)
    talk.takes().quiet(60)

    assert talk.agent("Somebody will look into it.", "vague_action").quiet(1).shown


def test_who_switches_cues_on_again_wants_them():
    talk = switch(switch(slips(Talk(), 4), False), True).quiet(60)

    assert talk.agent("You should have read it.", "argues").quiet(1).shown


def test_a_call_of_three_hours_stays_small_and_quiet():
    talk = Talk()
    for _ in range(360):
        talk.customer("It makes me so angry, this!", "venting", heat=0.75, concern=TWICE, seconds=10)
        talk.agent("Somebody will look into it, as I said.", "vague_action", "explains", seconds=10).quiet(9)

    call, events = rules.run(rules.begin(talk.playbook, talk.header), talk.facts)
    assert call.now > 3 * 3600 - 120
    assert len([event for event in events if isinstance(event, CueOffered)]) <= PLAYBOOK.budget.cues_per_call
    assert len(rules.freeze(call)) < len(rules.freeze(rules.begin(talk.playbook, talk.header))) + 20_000


def test_a_clock_that_jumps_ahead_lets_everything_pass_and_one_that_jumps_back_changes_nothing():
    ahead = told().quiet(9_000).agent("So, twice in March?", "restates")
    assert [("say_it_back", "stale")] == ahead.left[:1]

    facts = told().facts
    late = msgspec.structs.replace(facts[-1], at=0.0)
    cues = [event.cue for event in rules.run(Talk().call, [*facts, late, late])[1] if isinstance(event, CueOffered)]
    assert [] == cues  # and it comes once time has passed, as ever
    assert ["say_it_back"] == told().cues
