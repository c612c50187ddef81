"""Means, shares, differences and adjusted p-values, held to scipy and to the books."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from sim.experiment.stats.estimates import Estimate, holm, mean_interval, paired, paired_p, replications_needed, wilson

VALUES = st.lists(st.integers(-(10**6), 10**6).map(lambda n: n / 64), min_size=2, max_size=30)


@given(VALUES)
@settings(max_examples=30)
def test_the_interval_of_a_mean_is_the_one_scipy_gives(values):
    found = mean_interval(values)
    low, high = (
        stats.t.interval(0.95, len(values) - 1, loc=np.mean(values), scale=stats.sem(values))
        if np.ptp(values)
        else (np.mean(values), np.mean(values))
    )
    assert found.n == len(values)
    assert (found.mean, found.low, found.high) == pytest.approx((np.mean(values), low, high), rel=1e-9, abs=1e-6)


@pytest.mark.parametrize("happened", range(11))
def test_a_share_of_ten_runs_has_the_interval_scipy_gives(happened):
    found = wilson([1.0] * happened + [0.0] * (10 - happened))
    exact = stats.binomtest(happened, 10).proportion_ci(method="wilson")
    assert (found.low, found.high) == pytest.approx((exact.low, exact.high))
    assert 0 <= found.low <= found.mean <= found.high <= 1


def test_nine_of_ten_is_not_ninety_per_cent():
    found = wilson([1] * 9 + [0])
    assert found.low == pytest.approx(0.596, abs=5e-4)
    assert found.high == pytest.approx(0.982, abs=5e-4)


def test_a_missing_value_does_not_count():
    assert mean_interval([1.0, math.nan, 3.0, math.inf]) == mean_interval([1.0, 3.0])
    assert wilson([1.0, math.nan]).n == 1
    assert paired([1.0, 5.0, math.nan], [math.nan, 2.0, 1.0]).mean == 3.0


def test_one_value_has_a_mean_and_no_interval():
    for found in (mean_interval([0.4]), wilson([1.0])):
        assert found.n == 1
        assert math.isfinite(found.mean)
        assert math.isnan(found.low) and math.isnan(found.high)


def test_no_value_has_nothing():
    assert mean_interval([]).n == wilson([math.nan]).n == 0
    assert math.isnan(mean_interval([]).mean)


def test_the_interval_of_a_share_does_not_leave_what_is_possible():
    found = mean_interval([0.99, 1.0, 1.0], 0.0, 1.0)
    assert found.high == 1.0
    assert found.low < 0.99


def test_pairing_cancels_what_both_share():
    luck = np.array([3.0, 90.0, 41.0, 7.0])
    found = paired(luck + 0.5, luck)
    assert (found.mean, found.low, found.high) == pytest.approx((0.5, 0.5, 0.5))


@given(VALUES.filter(lambda values: np.std(values) > 1e-3))
@settings(max_examples=30)
def test_the_p_of_a_difference_is_that_of_the_paired_t_test(values):
    base = np.zeros(len(values))
    assert paired_p(values, base) == pytest.approx(stats.ttest_rel(values, base).pvalue, rel=1e-6, abs=1e-12)


def test_no_difference_at_all_has_p_one_and_an_unvarying_one_p_zero():
    assert paired_p([1.0, 2.0], [1.0, 2.0]) == 1.0
    assert paired_p([2.0, 3.0], [1.0, 2.0]) == 0.0
    assert math.isnan(paired_p([1.0], [0.0]))


@pytest.mark.parametrize("comparisons", [1, 6])
@pytest.mark.parametrize("effect", [0.2, 0.5, 1.5])
def test_so_many_replications_find_the_difference_four_times_out_of_five(effect, comparisons):
    pair = np.array([effect - 1, effect, effect + 1])  # mean `effect`, standard deviation 1
    n = replications_needed(pair, np.zeros(3), comparisons)

    def power(n):
        t = stats.t.ppf(1 - 0.025 / comparisons, n - 1)
        return stats.nct.sf(t, n - 1, effect * n**0.5) + stats.nct.cdf(-t, n - 1, effect * n**0.5)

    assert power(n) >= 0.8 > power(n - 1)


def test_replications_are_not_counted_where_they_would_not_help():
    assert replications_needed([1.0, 2.0], [1.0, 2.0]) is None
    assert replications_needed([1.0], [0.0]) is None
    assert replications_needed([1.0, -1.0, 0.001], [0.0, 0.0, 0.0]) is None
    assert replications_needed([2.0, 3.0], [1.0, 2.0]) == 2


def test_holm_multiplies_the_smallest_most_and_never_falls():
    # Holm (1979): 0.01 * 4, 0.02 * 3, then what came before, then 0.04 * 1 raised to it
    assert holm([0.04, 0.01, 0.03, 0.02]) == pytest.approx([0.06, 0.04, 0.06, 0.06])
    assert holm([0.9, 0.8]) == [1.0, 1.0]
    assert holm([]) == []


def test_a_comparison_that_could_not_be_made_does_not_count():
    found = holm([math.nan, 0.01])
    assert math.isnan(found[0])
    assert found[1] == 0.01


def test_an_estimate_stands_in_a_result_by_the_names_reports_read():
    assert Estimate(1.0, 0.5, 1.5, 3).about() == {"mean": 1.0, "ci_low": 0.5, "ci_high": 1.5, "n": 3}
    assert Estimate(1.0, 0.5, 1.5, 3).half_width == 0.5
