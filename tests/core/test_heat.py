"""Heat as believed: fast upwards, slowly downwards, never on silence."""

import msgspec
import pytest

from script import PLAYBOOK, Talk
from steadyline.core import heat
from steadyline.core.events import HeatMoved

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


def test_an_argument_makes_escalation_likelier_and_an_accepted_way_forward_less():
    rules, hot = PLAYBOOK.forecast, heat.Heat(now=0.5, trend=0.1)
    argued = Talk().customer(LONG, heat=0.5).agent("You should have read the terms.", "argues").customer(LONG, heat=0.5)
    solved = Talk().customer(LONG, heat=0.5).customer("All right then, do that please.", "accepts", heat=0.5)
    alone = Talk().customer(LONG, heat=0.5).customer(LONG, heat=0.5)

    assert argued.call.heat.escalation > alone.call.heat.escalation > solved.call.heat.escalation
    assert 0 < heat.forecast(rules, hot) < 1


@pytest.mark.parametrize("base, expected", [(-1e6, 0.0), (1e6, 1.0)])
def test_a_forecast_stays_a_probability_whatever_the_site_weighs(base: float, expected: float):
    rules = msgspec.structs.replace(PLAYBOOK.forecast, base=base)

    assert expected == heat.forecast(rules, heat.Heat())


def test_a_turn_judged_twice_moves_heat_once():
    talk = Talk().customer(LONG, heat=0.75)
    talk._facts.append(talk.facts[-1])

    assert 1 == len(levels(talk))
