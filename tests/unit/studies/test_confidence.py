"""Intervals held to textbook numbers and to what they promise: they hold the truth about 95 times in 100."""

import math

import numpy as np
import pytest
from scipy import stats
from tests.tolerance import within

from ringfort.studies.confidence import (
    Bounds,
    difference,
    mean,
    quantile,
    rare,
    share,
    student_half_width,
)

NEAR = within(rel=1e-9, because="the same formula in another library, rounding apart")
RUNS = 400  # of each coverage trial
TRIALS = 2000
SLACK = 6.0 * math.sqrt(0.95 * 0.05 / TRIALS)  # false alarm below 1e-8 for an interval of exactly 95 %


def covered(draw, interval, truth):
    """Return the share of trials whose interval holds the truth."""
    dice = np.random.default_rng(7)
    found = (interval(draw(dice)) for _ in range(TRIALS))
    return sum(low <= truth <= high for _, low, high in found) / TRIALS


def test_student_1908_half_width_is_that_of_scipy():
    values = np.array([1.0, 4.0, 2.0, 8.0, 5.0])
    low, high = stats.t.interval(0.95, 4, values.mean(), stats.sem(values))
    assert NEAR(student_half_width(values), 0.5 * (high - low))


def test_student_1908_sleep_data():
    # The differences in hours of sleep that Student prints (section IX, table of ten patients, 1 and 2).
    gained = np.array([1.2, 2.4, 1.3, 1.3, 0.0, 1.0, 1.8, 0.8, 4.6, 1.4])
    one = mean(gained)
    check = within(0.01, because="2.262 x 1.23 / sqrt(10) = 0.88, each factor rounded")
    assert check(one.mean, 1.58) and check(one.high - one.mean, 0.88)


def test_none_or_one_a_run_is_a_share_by_wilson_1927():
    values = np.array([1.0] * 8 + [0.0] * 2)
    one = mean(values, Bounds(0.0, 1.0))
    expected = stats.binomtest(8, 10).proportion_ci(method="wilson")
    assert NEAR(one.low, expected.low) and NEAR(one.high, expected.high)


def test_none_in_n_runs_is_near_the_rule_of_three_of_hanley_1983():
    check = within(rel=0.01, because="two-sided z^2 = 3.84 in place of the one-sided 3, n + z^2 for n")
    assert check(rare(1000), 3.84 / 1000)
    assert rare(1000) > 3.0 / 1000  # two-sided 95 % is wider than one-sided


def test_runs_that_are_all_the_same_widen_by_what_could_have_been():
    nobody = mean(np.zeros(1000), Bounds(0.0, 350.0))
    assert nobody.mean == nobody.low == 0.0 and NEAR(nobody.high, 350.0 * rare(1000))
    always = mean(np.full(1000, 11.0), Bounds(0.0, 11.0))
    assert always.high == 11.0 and NEAR(always.low, 11.0 * (1.0 - rare(1000)))
    assert mean(np.full(5, 3.0), Bounds(3.0, 3.0)) == (3.0, 3.0, 3.0)
    assert mean(np.zeros(1000), Bounds()).high == rare(1000)


def test_one_run_alone_tells_no_interval_of_a_cost():
    one = mean(np.array([7.0]))
    assert one.mean == 7.0 and math.isnan(one.low) and math.isnan(one.high)


def test_intervals_stay_within_what_a_run_can_hold():
    one = mean(np.array([0.0] * 98 + [2.0, 5.0]), Bounds(0.0, 5.0))
    assert one.low == 0.0 and one.high <= 5.0


def test_mean_of_skewed_counts_covers_the_truth():
    got = covered(lambda dice: dice.poisson(2.5, RUNS), lambda values: mean(values, Bounds()), 2.5)
    assert abs(got - 0.95) < SLACK + 0.01  # skewness costs t about a hundredth here


def test_share_of_things_that_share_their_runs_dice_covers_the_truth():
    # Each run leaks all ten or none for the same reason: ten leakers tell what one does.
    def draw(dice):
        return 10 * dice.binomial(1, 0.3, RUNS)

    wholes = np.full(RUNS, 10)
    got = covered(draw, lambda parts: share(parts, wholes), 0.3)
    naive = covered(draw, lambda parts: (0.0, *stats_wilson(parts.sum(), wholes.sum())), 0.3)
    assert abs(got - 0.95) < SLACK + 0.01  # a count of runs is discrete
    assert naive < 0.6  # what counting leakers as independent would have claimed


def stats_wilson(parts, wholes):
    interval = stats.binomtest(int(parts), int(wholes)).proportion_ci(method="wilson")
    return interval.low, interval.high


def test_share_of_all_or_none_counts_runs():
    low, high = stats_wilson(0, 20)
    found = share(np.zeros(30), np.array([5] * 20 + [0] * 10))
    assert found.mean == 0.0 and NEAR(found.high, high) and found.low == low == 0.0
    with pytest.raises(ValueError, match="no wholes"):
        share(np.zeros(3), np.zeros(3))


def test_quantile_of_woodruff_1952_covers_the_truth():
    runs = np.arange(RUNS)
    got = covered(
        lambda dice: dice.exponential(10.0, RUNS), lambda values: quantile(values, runs, 0.5), 10 * math.log(2)
    )
    assert abs(got - 0.95) < SLACK + 0.01  # order statistics are discrete


def test_quantiles_are_order_statistics():
    values = np.arange(1.0, 101.0)
    assert quantile(values, np.arange(100), 0.5).mean == 50.0
    assert quantile(values, np.arange(100), 0.1).mean == 10.0
    with pytest.raises(ValueError, match="no values"):
        quantile(np.zeros(0), np.zeros(0), 0.5)


def test_difference_takes_out_what_chance_does_to_both():
    dice = np.random.default_rng(3)
    common = dice.normal(0.0, 100.0, 500)
    found = difference(common, common - 1.0 + dice.normal(0.0, 1.0, 500))
    assert found.verdict == "fewer" and found.low < -1.0 < found.high and found.high - found.low < 0.2


def test_difference_that_is_not_there_cannot_be_told():
    dice = np.random.default_rng(4)
    wrong = sum(
        difference(dice.normal(size=100), dice.normal(size=100)).verdict in ("more", "fewer") for _ in range(TRIALS)
    )
    assert abs(wrong / TRIALS - 0.05) < SLACK


def test_difference_says_how_many_runs_would_tell():
    dice = np.random.default_rng(5)
    first, gap = np.zeros(100), dice.normal(0.1, 1.0, 100)
    found = difference(first, gap)
    assert found.verdict == "cannot tell" and found.runs_needed > 100
    half = 0.5 * (found.high - found.low)
    assert abs(found.runs_needed - 100 * (half / found.mean) ** 2) <= 1.0


def test_too_few_runs_that_differ_tell_nothing():
    second = np.zeros(1000)
    assert difference(np.zeros(1000), second).verdict == "the same"
    second[:5] = 1.0
    assert difference(np.zeros(1000), second)[3:] == ("cannot tell", 1200)
    second[:9] = 1.0
    assert difference(np.zeros(1000), second).verdict == "more"
