"""The statistics: by small cases worked by hand, by laws, and against a library that many rely on."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn import metrics

from steadyline.service.evaluation import scores

Sample = list[tuple[bool, float]]
samples = st.lists(st.tuples(st.booleans(), st.integers(0, 20).map(lambda n: n / 20)), min_size=2, max_size=60)


def columns(sample: Sample) -> tuple[scores.Flags, scores.Numbers]:
    return np.array([w for w, _ in sample]), np.array([g for _, g in sample])


def test_f1_from_counts():
    assert 0.5 == scores.f1(right=2, heard=4, gold=4)
    assert 0.0 == scores.f1(right=0, heard=0, gold=3)
    assert scores.f1(right=0, heard=0, gold=0) is None


def test_counts_are_kept_by_call():
    call = np.array([0, 0, 1, 1])
    wanted = np.array([True, True, False, True])
    said = np.array([True, False, True, True])

    assert [[1, 1, 2], [1, 2, 1], [0, 0, 0]] == scores.by_call(call, wanted, said, calls=3).tolist()


def test_what_was_found_is_summed_over_calls():
    found = scores.found(np.array([[1, 1, 2], [1, 2, 1]]), scores.draw(2))

    assert (3, 3, 2) == (found.gold, found.heard, found.right)
    assert found.precision == found.recall == found.f1 == pytest.approx(2 / 3)


def test_nothing_to_find_and_nothing_found_is_no_figure():
    found = scores.found(np.zeros((8, 3), np.int64), scores.draw(8))

    assert (None, None, None, None) == (found.precision, found.recall, found.f1, found.interval)


def test_every_draw_holds_as_many_calls_as_the_set():
    drawn = scores.draw(7)

    assert (scores.DRAWS, 7) == drawn.shape
    assert {7.0} == set(drawn.sum(axis=1))


def test_too_few_calls_bear_no_interval():
    assert scores.found(np.array([[1, 1, 2]] * 4), scores.draw(4)).interval is None
    assert scores.found(np.array([[1, 1, 2]] * 5), scores.draw(5)).interval is not None


def test_a_mean_over_what_was_drawn_leaves_out_what_has_no_meaning():
    drawn = np.array([[0.5, np.nan], [0.5, 1.0], [np.nan, np.nan]])

    assert [0.5, 0.75] == scores.mean_drawn(drawn)[:2].tolist()
    assert np.isnan(scores.mean_drawn(drawn)[2])


def test_a_wider_spread_between_calls_gives_a_wider_interval():
    same = scores.found(np.array([[5, 5, 10]] * 10), scores.draw(10)).interval
    mixed = scores.found(np.array([[0, 5, 10], [10, 10, 10]] * 5), scores.draw(10)).interval

    assert same and same.low == same.high
    assert mixed and mixed.high - mixed.low > 0.2


def test_average_precision_by_hand():
    wanted, said = np.array([True, False, True]), np.array([0.9, 0.8, 0.7])

    assert pytest.approx(0.5 * 1 + 0.5 * 2 / 3) == scores.average_precision(wanted, said)


@given(samples)
def test_average_precision_is_that_of_the_library(sample: Sample):
    wanted, said = columns(sample)

    expected = metrics.average_precision_score(wanted, said) if wanted.any() else None
    assert pytest.approx(expected) == scores.average_precision(wanted, said)


def test_recall_when_sure_takes_the_furthest_threshold_that_is_precise_enough():
    wanted = np.array([True] * 9 + [False] + [True, False, False])
    said = np.linspace(0.9, 0.1, 13)

    assert 1.0 == scores.recall_when_sure(wanted, said)
    assert 0.9 == scores.recall_when_sure(wanted, said, sure=1.0)


def test_equal_probabilities_cannot_be_told_apart():
    assert 0.0 == scores.recall_when_sure(np.array([True, False]), np.array([0.7, 0.7]))


@given(samples)
def test_recall_when_sure_is_that_of_the_library_s_curve(sample: Sample):
    wanted, said = columns(sample)
    if wanted.any():
        precision, recall, _ = metrics.precision_recall_curve(wanted, said)
        assert pytest.approx(max(recall[:-1][precision[:-1] >= 0.9], default=0)) == scores.recall_when_sure(
            wanted, said
        )
    else:
        assert scores.recall_when_sure(wanted, said) is None


def test_calibration_error_by_hand():
    wanted = np.array([False, False, True, True, False, True])
    said = np.array([0.05, 0.05, 0.05, 0.95, 0.95, 0.95])

    curve = scores.reliability(wanted, said)
    assert [(3, pytest.approx(1 / 3)), (3, pytest.approx(2 / 3))] == [(b.count, b.was) for b in curve]
    assert pytest.approx(0.5 * (1 / 3 - 0.05) + 0.5 * (0.95 - 2 / 3)) == scores.calibration_error(curve)


@given(samples)
def test_a_calibration_curve_holds_every_line_once_and_errs_by_one_at_most(sample: Sample):
    curve = scores.reliability(*columns(sample))

    assert len(sample) == sum(b.count for b in curve)
    assert 0 <= (scores.calibration_error(curve) or 0.0) <= 1


def test_what_always_comes_as_said_is_calibrated():
    wanted = np.array([True, False] * 10)

    assert pytest.approx(0.0) == scores.calibration_error(scores.reliability(wanted, np.full(20, 0.5)))


def test_equal_values_share_their_rank():
    assert [1.0, 2.5, 2.5, 4.0] == scores.ranks(np.array([0.1, 0.5, 0.5, 0.9])).tolist()


def test_spearman_is_one_for_the_same_order_and_less_one_for_the_opposite():
    a = np.array([0.1, 0.2, 0.9])

    assert pytest.approx(1.0) == scores.spearman(a, a**3)
    assert pytest.approx(-1.0) == scores.spearman(a, -a)


@pytest.mark.parametrize("a", [[], [0.3], [0.3, 0.3, 0.3]])
def test_spearman_of_what_never_changes_is_no_figure(a: list[float]):
    assert scores.spearman(np.array(a), np.arange(len(a), dtype=float)) is None


def test_an_interval_of_any_figure_covers_it():
    call = np.repeat(np.arange(12), 5)
    values = np.arange(60) % 7 / 7.0

    found = scores.drawn_figure(call, scores.draw(12)[:100], lambda rows: float(values[rows].mean()))
    assert found and found.low < values.mean() < found.high


def test_a_confusion_counts_pairs_gold_by_row():
    assert [[1, 1], [0, 2]] == scores.confusion(np.array([0, 0, 1, 1]), np.array([0, 1, 1, 1]), 2)
