"""Heat as believed: fast upwards, slowly downwards, never on silence."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from script import PLAYBOOK, Talk
from steadyline.core import heat
from steadyline.core.events import HeatMoved, StepChanged
from steadyline.core.playbook import PolicyRules

LONG = "and I have been telling you people about this for weeks now"


def levels(talk: Talk) -> list[float]:
    return [moved.heat for moved in talk.found(HeatMoved)]


def test_heat_rises_faster_than_it_falls():
    up = Talk().customer(LONG, heat=1.0)
    down = Talk().customer(LONG, heat=1.0).customer(LONG, heat=1.0).customer(LONG, heat=0.0)

    _, second, third = levels(down)
    assert levels(up)[0] > 0.7
    assert second - third < second * 0.6


def test_heat_never_falls_on_silence():
    talk = Talk().customer(LONG, heat=0.75)
    before = talk.heat

    assert before == talk.quiet(600).hold(300).quiet(60).heat


def test_nothing_that_the_agent_says_moves_heat():
    talk = Talk().customer(LONG, heat=0.75)
    before = talk.heat
    talk.agent("I understand how that feels, it must be exhausting.", "empathy").agent("Calm down.", "dismissive")

    assert before == talk.heat
    assert 1 == len(levels(talk))


def test_a_short_answer_between_hot_lines_cools_less_than_a_long_one():
    short = Talk().customer(LONG, heat=1.0).customer("No.", heat=0.0)
    long = Talk().customer(LONG, heat=1.0).customer(LONG, heat=0.0)

    assert short.heat > long.heat


def test_a_short_yes_to_a_plan_cools_like_any_other_answer():
    agrees = Talk().customer(LONG, heat=1.0).customer("Yes.", "accepts", heat=0.0)
    answers = Talk().customer(LONG, heat=1.0).customer("Yes.", heat=0.0)

    assert agrees.heat < answers.heat


def test_heat_and_escalation_stay_between_0_and_1_however_silly_the_witness():
    talk = Talk()
    for judged in (7.0, -3.0, 1e9, -1e9):
        talk.customer(LONG, "personal_attack", "threat_harm", heat=judged)

    for moved in talk.found(HeatMoved):
        assert 0 <= moved.heat <= 1
        assert 0 <= moved.escalation <= 1


def test_the_peak_is_remembered_when_heat_has_fallen():
    talk = Talk().customer(LONG, heat=1.0)
    peak = talk.heat
    for _ in range(5):
        talk.customer(LONG, heat=0.0)

    assert peak == talk.call.heat.peak
    assert talk.heat < 0.1


@pytest.mark.parametrize(
    "judged, level", [(0.0, "calm"), (0.25, "displeased"), (0.5, "frustrated"), (0.75, "angry"), (1.0, "enraged")]
)
def test_a_customer_who_stays_at_a_level_is_believed_to_be_at_it(judged: float, level: str):
    talk = Talk()
    for _ in range(4):
        talk.customer(LONG, heat=judged)

    assert level == PLAYBOOK.level(talk.heat)


def test_an_argument_makes_escalation_likelier_and_a_promise_less():
    def after(*signal: str) -> float:
        talk = Talk().customer(LONG, heat=0.5).agent("So this is how it is.", *signal).customer(LONG, heat=0.5)
        return talk.call.heat.escalation

    assert after("argues") > after() > after("promises")


def test_a_formula_makes_escalation_likelier_and_the_words_wear_off():
    brushed_off = Talk().customer(LONG, heat=0.5).agent("We apologise for any inconvenience.", "formulaic")
    brushed_off.customer(LONG, heat=0.5)
    alone = Talk().customer(LONG, heat=0.5).customer(LONG, heat=0.5)
    gaps = [brushed_off.call.heat.escalation - alone.call.heat.escalation]
    for _ in range(4):
        brushed_off.customer(LONG, heat=0.5)
        alone.customer(LONG, heat=0.5)
        gaps.append(brushed_off.call.heat.escalation - alone.call.heat.escalation)

    assert gaps == sorted(gaps, reverse=True)
    assert 0 <= gaps[-1] < 0.4 * gaps[0]


def test_a_call_that_goes_bad_is_foreseen_before_it_does_and_one_that_is_mended_is_let_go():
    begun = Talk().customer("My heating is off and I have a baby here.", "states_problem", heat=0.25)
    bad = begun.agent("We apologise for any inconvenience.", "formulaic", "apologises").customer(LONG, heat=0.5)
    bad.agent("You should have read the terms.", "argues").customer(LONG, heat=0.5)
    good = Talk().customer(LONG, "venting", heat=0.75)
    good.agent("Five days in the cold with a baby, that is awful.", "empathy").customer(LONG, heat=0.5)
    good.agent("I will have a plumber with you by noon, and ring you myself.", "promises", "takes_ownership")
    good.customer("Right. Thank you, that would help a lot.", "accepts", "thanking", heat=0.0)

    assert alarms(bad)[-1]
    assert not alarms(good)[-1]


@given(
    now=st.floats(0, 1), more=st.floats(0, 1), trend=st.floats(-1, 1), rise=st.floats(0, 1),
    lately=st.floats(-20, 20), utterances=st.integers(1, 60),
)  # fmt: skip
def test_hotter_or_rising_never_lowers_the_forecast_all_else_equal(
    now: float, more: float, trend: float, rise: float, lately: float, utterances: int
):
    cooler = heat.Heat(now=now, trend=trend, lately=lately, utterances=utterances)
    hotter = msgspec.structs.replace(cooler, now=now + more, trend=trend + rise)

    low, high = (heat.forecast(PLAYBOOK.forecast, each) for each in (cooler, hotter))
    assert 0 <= low <= high <= 1


def test_silence_changes_no_forecast():
    talk = Talk().customer(LONG, heat=0.75)
    before = talk.call.heat.escalation

    assert before == talk.quiet(600).hold(300).quiet(60).call.heat.escalation


def moved(escalation: float, trend: float = 0.1) -> HeatMoved:
    return HeatMoved(at=1, turn=1, quote="so", heat=0.5, trend=trend, escalation=escalation)


HELPED = StepChanged(at=1, step="empathise", state="done", turn=2, quote="so")


def decided(policy: PolicyRules, *events: HeatMoved | StepChanged) -> list[bool]:
    watch, found = heat.Watch(), []
    for event in events:
        watch = heat.decide(policy, watch, event)
        if isinstance(event, HeatMoved):
            found.append(watch.alarm)
    return found


def alarms(talk: Talk) -> list[bool]:
    return decided(PLAYBOOK.policy, *talk.found(HeatMoved | StepChanged))


def test_an_alarm_takes_as_many_utterances_in_a_row_as_the_policy_says():
    policy = PolicyRules(alarm=0.5, in_a_row=2)

    found = decided(policy, moved(0.6), moved(0.4), moved(0.6), moved(0.5), moved(0.49))
    assert [False, False, False, True, False] == found


def test_a_policy_that_waits_raises_no_alarm_while_heat_falls_and_a_step_was_just_done():
    waits, hurries = PolicyRules(alarm=0.5, wait=True), PolicyRules(alarm=0.5)
    mending = (HELPED, moved(0.6, trend=-0.1), moved(0.6, trend=-0.1))

    assert [False, True] == decided(waits, *mending)
    assert [True, True] == decided(hurries, *mending)
    assert [True] == decided(waits, HELPED, moved(0.6, trend=0.1))


def test_an_alarm_that_is_on_is_not_let_go_by_waiting():
    policy = PolicyRules(alarm=0.5, wait=True)

    assert [True, True] == decided(policy, moved(0.6), HELPED, moved(0.6, trend=-0.1))


@pytest.mark.parametrize("base, expected", [(-1e6, 0.0), (1e6, 1.0)])
def test_a_forecast_stays_a_probability_whatever_the_site_weighs(base: float, expected: float):
    rules = msgspec.structs.replace(PLAYBOOK.forecast, base=base)

    assert expected == heat.forecast(rules, heat.Heat())


def test_a_turn_judged_twice_moves_heat_once():
    talk = Talk().customer(LONG, heat=0.75)
    talk._facts.append(talk.facts[-1])

    assert 1 == len(levels(talk))
