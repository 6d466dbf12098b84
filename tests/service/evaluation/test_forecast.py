"""What really followed a forecast, and how the forecasts did."""

import msgspec
import pytest

from service.evaluation.talk import customer, line
from steadyline.core.playbook import PolicyRules
from steadyline.service.evaluation import forecast, scores

POLICY = PolicyRules(alarm=0.5)


def test_the_nearest_of_five_levels():
    assert [0, 0, 1, 2, 3, 4] == [forecast.level(heat) for heat in (0.0, 0.1, 0.2, 0.5, 0.8, 1.0)]


def test_a_higher_level_within_six_is_an_escalation_and_a_later_one_is_not():
    sixth = customer(0.25, 0.25, 0.25, 0.25, 0.25, 0.25, 0.5, 0.25)
    seventh = customer(0.25, 0.25, 0.25, 0.25, 0.25, 0.25, 0.25, 0.5)

    assert forecast.escalates(sixth, 0)
    assert not forecast.escalates(seventh, 0)
    assert forecast.escalates(seventh, 1)


def test_heat_that_stays_or_falls_is_none():
    assert not forecast.escalates(customer(0.5, 0.5, 0.25, 0.0), 0)


@pytest.mark.parametrize("signal", sorted(forecast.SERIOUS))
def test_what_is_serious_is_an_escalation_at_any_heat(signal: str):
    lines = [*customer(0.5), line(turn=2, heat=0.25, gold=[signal]), line(turn=3)]

    assert forecast.escalates(lines, 0)
    assert not forecast.escalates(lines, 1)


def test_a_call_that_ends_in_anger_escalated_within_its_last_six():
    lines = customer(*[0.75] * 9)

    assert [False, False, True] == [forecast.escalates(lines, at) for at in range(3)]


def test_the_last_utterance_forecasts_nothing():
    assert 2 == len(forecast.outlooks(customer(0, 0, 0), 1))
    assert forecast.score(customer(0.0), scores.draw(1), POLICY) is None


def test_an_alarm_is_as_far_ahead_as_it_was_on_without_a_break():
    lines = customer(0, 0, 0, 0.5, escalation=[0.9, 0.1, 0.7, 0.2])
    longer = customer(0, 0, 0, 0.5, escalation=[0.9, 0.6, 0.7, 0.2])

    assert [1] == forecast.ahead(lines)
    assert [3] == forecast.ahead(longer)
    assert [0] == forecast.ahead(customer(0, 0.5))


def test_six_ahead_is_the_most():
    assert [6] == forecast.ahead(customer(*[0] * 9, 0.5, escalation=[0.9] * 10))


def test_figures_by_hand():
    rises = customer(0, 0.5, 0.5, escalation=[0.8, 0.4, 0.0], call=0)
    stays = customer(0, 0, 0, escalation=[0.6, 0.2, 0.0], call=1)

    found = forecast.score([*rises, *stays], scores.draw(2), POLICY)
    assert found
    assert (4, 0.25, 0.75) == (found.forecasts, found.base_rate, found.accuracy)
    assert (1.0, 0.5, pytest.approx(1 / 3)) == (found.recall, found.precision, found.false_positive_rate)
    assert pytest.approx((0.2**2 + 0.4**2 + 0.6**2 + 0.2**2) / 4) == found.brier
    assert (1, 1, 1.0, [1, 0, 0, 0, 0, 0]) == (found.onsets, found.foreseen, found.mean_ahead, found.ahead)


def test_recovery_counts_wrong_alarms_taken_back_less_right_ones():
    taken_back = customer(0, 0, 0, escalation=[0.9, 0.1, 0.0])
    given_up = customer(0, 0, 0.5, escalation=[0.9, 0.1, 0.0])
    kept = customer(0, 0, 0, escalation=[0.9, 0.9, 0.0])

    assert [1.0, -1.0, 0.0] == [
        found.recovery
        for lines in (taken_back, given_up, kept)
        if (found := forecast.score(lines, scores.draw(1), POLICY))
    ]


def test_where_it_always_escalates_there_is_no_false_positive_rate():
    found = forecast.score(customer(0, 0.5), scores.draw(1), POLICY)

    assert found and found.false_positive_rate is None and found.false_positive_interval is None
    assert b"NaN" not in msgspec.json.encode(found)


def test_what_is_an_alarm_is_the_policys_word_and_not_the_probabilitys():
    said = [msgspec.structs.replace(each, alarm=False) for each in customer(0, 0.5, 0.5, escalation=[0.9, 0.9, 0.9])]

    found = forecast.score(said, scores.draw(1), POLICY)
    assert found and 0.0 == found.recall
