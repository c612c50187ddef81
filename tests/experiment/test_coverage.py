"""Intervals hold the truth about 95 times in 100: of means, shares and differences, and of a whole study of a queue."""

import numpy as np
import pytest

from sim.experiment.inputs.loading import load
from sim.experiment.play.design import Design
from sim.experiment.play.runner import perform
from sim.experiment.play.summary import estimates
from sim.experiment.play.variants import Variant
from sim.experiment.stats.estimates import mean_interval, wilson
from sim.experiment.stats.paired import paired

STUDIES = 4000
# One bench, exponential times: a customer takes 1 / (6/h - 3/h) = 20 minutes in the long run (M/M/1).
QUEUE = """
brand: queue
start: 2026-06-15 00:00 +08:00
horizon: 30d
products: {thing: {price: 1}}
sites:
  hall: {kind: micro_warehouse, stock: unlimited, stations: {bench: {servers: 1, takes: {exponential: {mean: 10min}}}}}
communities: {town: {households: 1, delivered_from: hall}}
regular: {stream: {arrives: {kind: steady, rate: 3/h}, products: {thing: 1}, promise: 1d}}
"""


def covered(intervals, truth):
    """The share of intervals that hold the truth."""
    return float(np.mean([one.ci_low <= truth <= one.ci_high for one in intervals]))


@pytest.mark.slow
@pytest.mark.parametrize("replications", [2, 5, 30])
def test_the_interval_of_a_mean_holds_the_truth_in_95_of_100_studies(replications):
    values = np.random.default_rng(1).normal(3.0, 2.0, (STUDIES, replications))
    assert covered(map(mean_interval, values), 3.0) == pytest.approx(0.95, abs=0.012)


@pytest.mark.slow
def test_the_interval_of_a_mean_stands_some_skew():
    values = np.random.default_rng(2).gamma(4.0, 1.0, (STUDIES, 30))
    assert covered(map(mean_interval, values), 4.0) == pytest.approx(0.95, abs=0.025)


@pytest.mark.slow
def test_the_interval_of_a_share_holds_the_truth_on_average_over_shares():
    # for one share and a small number of runs Wilson's coverage jumps around 95 %: it is right on average
    rng, found = np.random.default_rng(3), []
    for share in np.linspace(0.05, 0.95, 19):
        found.append(covered(map(wilson, rng.random((400, 20)) < share), share))
    assert np.mean(found) == pytest.approx(0.95, abs=0.015)
    assert min(found) > 0.88


@pytest.mark.slow
def test_the_interval_of_a_paired_difference_holds_the_truth_however_noisy_what_both_share_is():
    rng = np.random.default_rng(4)
    shared, own = rng.normal(0, 10, (STUDIES, 12)), rng.normal(0, 1, (2, STUDIES, 12))
    pairs = zip(shared + own[0] + 0.7, shared + own[1], strict=True)
    found = [paired(*pair) for pair in pairs]
    assert covered(found, 0.7) == pytest.approx(0.95, abs=0.012)
    assert np.mean([one.half_width for one in found]) < 1.0  # the noise of 10 is gone


@pytest.mark.slow
def test_a_study_of_a_queue_holds_what_theory_says_about_95_times_in_100(tmp_path):
    path = tmp_path / "queue.yaml"
    path.write_text(QUEUE, encoding="utf-8")
    world = load(path)
    found = [
        estimates(perform(Design(world, {}, 8, seed, records="none"))[Variant("baseline")])["lead_time_mean"]
        for seed in range(80)
    ]
    assert np.mean([one.mean for one in found]) == pytest.approx(1 / 3, rel=0.01)
    assert 0.88 <= covered(found, 1 / 3) <= 1.0  # of 80 studies: 95 % less three standard errors
