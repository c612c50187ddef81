"""Warm-up and batch means: against a slow search, known series, and a queue whose long-run mean is known."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.experiment.stats.steady_state import GROUP, batch_means, mser, steady


def slow_mser(series, group=GROUP):
    """Try every cut in the first half, as the definition says."""
    means = [float(np.mean(series[k : k + group])) for k in range(0, len(series) - group + 1, group)]
    best, at = float("inf"), 0
    for cut in range(len(means) // 2 + 1):
        left = means[cut:]
        middle = sum(left) / len(left)
        value = sum((one - middle) ** 2 for one in left) / len(left) ** 2
        if value < best * (1 - 1e-9) - 1e-15:
            best, at = value, cut
    return at * group, best


@given(st.lists(st.integers(-50, 50), min_size=50, max_size=120))
def test_the_cut_is_as_good_as_any_that_a_slow_search_finds(values):
    series = np.array(values, dtype=float)
    found = mser(series)
    cut, best = slow_mser(series)
    assert found.statistic.min() == pytest.approx(best, abs=1e-9)
    assert found.statistic[cut // GROUP] == pytest.approx(best, abs=1e-9)


def test_a_step_is_left_out_to_the_observation():
    series = np.concatenate((np.full(40, 9.0), np.tile([1.0, 2.0], 80)))
    assert mser(series).observations == 40


def test_a_series_that_starts_steady_has_no_warm_up():
    series = np.tile([1.0, 2.0, 3.0, 4.0, 5.0], 40)
    assert mser(series).observations == 0


def test_a_large_constant_changes_nothing():
    rng = np.random.default_rng(5)
    series = rng.normal(0, 1, 400) + 8 * np.exp(-np.arange(400) / 20)
    assert mser(series).observations == mser(series + 1e9).observations


def test_a_series_too_short_for_ten_groups_is_refused():
    with pytest.raises(ValueError, match=r"49 observations is too short .* needs 50"):
        mser(np.zeros(49))
    assert mser(np.zeros(50)).observations == 0


def test_batches_are_equal_and_the_rest_at_the_beginning_is_left_out():
    assert batch_means(np.arange(11.0), 3).tolist() == [3.0, 6.0, 9.0]
    with pytest.raises(ValueError, match="2 observations cannot fill 3 batches"):
        batch_means(np.arange(2.0), 3)


def test_one_run_is_cut_into_batches_and_several_give_one_mean_each():
    rng = np.random.default_rng(1)
    runs = rng.normal(7, 1, (4, 200))
    one, four = steady(runs[:1]), steady(runs)
    assert one.mean.n == 20
    assert four.mean.n == 4
    assert four.batches.tolist() == pytest.approx(runs[:, four.warm_up.observations :].mean(axis=1).tolist())
    assert one.mean.ci_low < 7 < one.mean.ci_high


def test_what_still_rises_at_the_end_is_called_too_short():
    rising = np.linspace(0, 100, 400)[None, :]
    assert not steady(rising).long_enough
    assert steady(np.tile([1.0, 2.0], 200)[None, :]).long_enough


def test_batches_that_follow_each_other_are_told():
    waves = np.sin(np.arange(2000) / 120)[None, :] + 5
    assert steady(waves).correlation > 0.4
    alone = np.random.default_rng(2).normal(0, 1, (1, 2000))
    assert abs(steady(alone).correlation) < 0.5
    assert steady(np.ones((1, 200))).correlation == 0.0


def test_a_gap_in_a_series_is_refused():
    runs = np.ones((2, 100))
    runs[1, 3] = np.nan
    with pytest.raises(ValueError, match="known at every step"):
        steady(runs)


@pytest.mark.slow
def test_the_interval_of_batch_means_holds_the_truth_about_nineteen_times_in_twenty():
    held, tries = 0, 300
    for seed in range(tries):
        rng = np.random.default_rng(seed)
        noise, values = rng.normal(0, 1, 4000), np.empty(4000)
        level = 15.0
        for k, step in enumerate(noise):  # an autoregression around 3 that starts far away
            level = 3 + 0.6 * (level - 3) + step
            values[k] = level
        found = steady(values[None, :])
        held += found.mean.low <= 3 <= found.mean.high
    assert 0.90 <= held / tries <= 0.99
