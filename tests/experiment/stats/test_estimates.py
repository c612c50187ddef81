"""Means and shares with their intervals, held to scipy."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from sim.experiment.stats.estimates import mean_interval, wilson
from sim.results.study import Estimate

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
    assert (found.mean, found.ci_low, found.ci_high) == pytest.approx((np.mean(values), low, high), rel=1e-9, abs=1e-6)


@pytest.mark.parametrize("happened", range(11))
def test_a_share_of_ten_runs_has_the_interval_scipy_gives(happened):
    found = wilson([1.0] * happened + [0.0] * (10 - happened))
    exact = stats.binomtest(happened, 10).proportion_ci(method="wilson")
    assert (found.ci_low, found.ci_high) == pytest.approx((exact.low, exact.high))
    assert 0 <= found.ci_low <= found.mean <= found.ci_high <= 1


def test_nine_of_ten_is_not_ninety_per_cent():
    found = wilson([1] * 9 + [0])
    assert found.ci_low == pytest.approx(0.596, abs=5e-4)
    assert found.ci_high == pytest.approx(0.982, abs=5e-4)


def test_a_missing_value_does_not_count():
    assert mean_interval([1.0, math.nan, 3.0, math.inf]) == mean_interval([1.0, 3.0])
    assert wilson([1.0, math.nan]).n == 1


def test_one_value_has_a_mean_and_no_interval():
    for found in (mean_interval([0.4]), wilson([1.0])):
        assert found.n == 1
        assert math.isfinite(found.mean)
        assert math.isnan(found.ci_low) and math.isnan(found.ci_high)


def test_no_value_has_nothing():
    assert mean_interval([]).n == wilson([math.nan]).n == 0
    assert math.isnan(mean_interval([]).mean)


def test_the_interval_of_a_share_does_not_leave_what_is_possible():
    found = mean_interval([0.99, 1.0, 1.0], 0.0, 1.0)
    assert found.ci_high == 1.0
    assert found.ci_low < 0.99


def test_an_estimate_stands_in_a_result_by_the_names_reports_read():
    found = Estimate(mean=1.0, ci_low=0.5, ci_high=1.5, n=3)
    assert found.model_dump() == {"mean": 1.0, "ci_low": 0.5, "ci_high": 1.5, "n": 3}
    assert found.half_width == 0.5
