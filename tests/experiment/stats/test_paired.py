"""Differences of pairs and how many pairs are needed, held to scipy."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from sim.experiment.stats.paired import paired, paired_p, replications_needed

VALUES = st.lists(st.integers(-(10**6), 10**6).map(lambda n: n / 64), min_size=2, max_size=30)


def test_pairing_cancels_what_both_share():
    shared = np.array([3.0, 90.0, 41.0, 7.0])
    found = paired(shared + 0.5, shared)
    assert (found.mean, found.ci_low, found.ci_high) == pytest.approx((0.5, 0.5, 0.5))


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


def test_a_pair_of_which_one_is_missing_does_not_count():
    assert paired([1.0, 5.0, math.nan], [math.nan, 2.0, 1.0]).mean == 3.0
