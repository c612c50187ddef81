"""Many replications as one run: means, bands, counts and causes, with holes in the data."""

import math

import numpy as np
import pytest

from sim.experiment.play import summary
from sim.results.study import Binding, Curve, Estimate, Thresholds
from tests.experiment.samples import sample


def kpis(name, values, twins=None):
    twins = twins or [None] * len(values)
    return [sample(kpis={name: v}, twin=None if t is None else {name: t}) for v, t in zip(values, twins, strict=True)]


def test_every_measure_is_estimated_and_missing_values_do_not_count():
    found = summary.estimates(kpis("lead_time_p95", [2.0, None, 4.0]))
    assert (found["lead_time_p95"].mean, found["lead_time_p95"].n) == (3.0, 2)
    assert found["fulfilment_rate"].n == 0


def test_a_share_of_runs_has_wilsons_interval():
    found = summary.estimates(kpis("recovered", [1.0] * 9 + [0.0]))["recovered"]
    assert (found.ci_low, found.ci_high) == pytest.approx((0.596, 0.982), abs=5e-4)


def test_the_interval_of_a_share_stays_within_0_and_1():
    assert summary.estimates(kpis("fulfilment_rate", [0.98, 1.0, 1.0]))["fulfilment_rate"].ci_high == 1.0


def test_differences_are_paired_with_the_twins_or_with_another_variant():
    mine, other = kpis("fulfilment_rate", [0.5, 0.7], [0.9, 1.0]), kpis("fulfilment_rate", [0.4, 0.5])
    against_twin = summary.differences(mine)
    assert against_twin["fulfilment_rate"].mean == pytest.approx(-0.35)
    assert "loss_area" not in against_twin
    assert summary.differences(mine, other)["fulfilment_rate"].mean == pytest.approx(0.15)
    assert "loss_area" in summary.differences(mine, other)


def test_the_curve_has_a_median_and_a_band_over_the_replications_that_define_it():
    shares = [[None, 0.1 * number, None if number else 1.0] for number in range(11)]
    found = summary.curve([sample(curve=share) for share in shares])
    assert found.hours == (0.0, 1.0, 2.0)
    assert [part[1] for part in (found.low, found.median, found.high)] == pytest.approx([0.1, 0.5, 0.9])
    assert math.isnan(found.median[0])
    assert found.median[2] == found.low[2] == 1.0


def test_families_are_averaged_over_the_replications_that_have_them():
    busy = ({"oven": 0.5, "pick": None}, {"oven": 1.0, "rider": 0.2})
    samples = [sample({"utilisation_peak": one}) for one in busy]
    found = summary.means_by_key(samples, "utilisation_peak")
    assert found["oven"] == 0.75
    assert found["rider"] == 0.2
    assert math.isnan(found["pick"])


def test_every_number_of_a_family_has_its_interval_within_what_it_can_be():
    shares, hours = (0.9, 1.0, 0.95), (1.0, 2.0, 3.0)
    samples = [
        sample(
            {
                "utilisation_peak": {"oven": share},
                "stage_mean": {"pickup": hour},
                "funnel": {"placed": 7.0},
                "cost_per_order_by_category": {"plan": None},
            }
        )
        for share, hour in zip(shares, hours, strict=True)
    ]
    found = summary.intervals(samples)
    assert found.utilisation["oven"].ci_high == 1.0
    assert found.utilisation["oven"].ci_low == pytest.approx(0.8258, abs=1e-4)
    pickup = found.stages["pickup"]
    assert (pickup.mean, pickup.ci_low, pickup.ci_high, pickup.n) == (2.0, 0.0, pytest.approx(4.4841, abs=1e-4), 3)
    assert found.cost["plan"].n == 0
    assert found.funnel["placed"] == Estimate(mean=7.0, ci_low=7.0, ci_high=7.0, n=3)


def test_what_binds_first_is_what_binds_first_in_most_replications():
    binding = [("oven", 100.0), ("oven", 300.0), ("pick", 10.0), None]
    found = summary.binds_first([sample(binds_first=one) for one in binding])
    assert found == Binding(resource="oven", at=200.0, runs=2)
    assert summary.binds_first([sample()]) is None


def test_of_two_that_bind_equally_often_the_earlier_counts():
    assert summary.binds_first([sample(binds_first=("z", 5.0)), sample(binds_first=("a", 9.0))]).resource == "z"


def median(hours, curve):
    return Curve(hours=hours.tolist(), median=curve.tolist(), low=(), high=())


def dip(start, recovered, cause):
    return {"start": start, "trough": start, "recovered": recovered, "depth": 0.1, "cause": cause}


def test_the_worst_dips_are_those_of_the_median_with_the_cause_that_most_runs_name():
    hours = np.arange(60.0)
    curve = np.where((hours >= 5) & (hours < 10), 0.5, np.where((hours >= 30) & (hours < 35), 0.2, 1.0))
    samples = [
        sample(dips=[dip(300.0, 600.0, "oven"), dip(1800.0, None, "shock")]),
        sample(dips=[dip(240.0, 500.0, "oven")]),
        sample(dips=[dip(360.0, 420.0, None)]),
    ]
    target = Thresholds(green=0.95, amber=0.9, weight=1, better="higher")
    deepest, second = summary.worst(samples, median(hours, curve), target)
    assert (deepest.start, deepest.recovered, deepest.cause) == (1800.0, 2100.0, "shock")
    assert deepest.depth == pytest.approx(0.7)
    assert (second.start, second.cause) == (300.0, "oven")


def test_a_failure_without_end_and_without_cause_says_neither():
    hours = np.arange(10.0)
    (found,) = summary.worst([sample()], median(hours, np.zeros(10)), None)
    assert math.isnan(found.recovered)
    assert found.cause is None


def test_a_recall_is_reported_only_where_something_was_traced():
    assert summary.recall([sample({"recall": {"traced": 0.0}})]) is None
    steps = {"traced": 4.0, "blocked": 0.0, "notified": 2.0, "collected": 1.0, "replaced": 0.0}
    found = summary.recall([sample({"recall": steps}, kpis={"recall_within_48h": 0.5})])
    assert found.model_dump() == {**steps, "within_48h": 0.5}


def test_the_shock_ends_at_the_median_of_the_replications():
    assert summary.shock_until([sample(shock_until=at) for at in (1.0, 9.0, 2.0)]) == 2.0
    assert math.isnan(summary.shock_until([sample()]))


def test_stages_and_delivery_are_averaged_over_replications():
    one = sample({"stage_mean": {"pick": 1.0}, "stage_p95": {"pick": 2.0}}, lead_time=[0.0, 0.4])
    other = sample({"stage_mean": {"pick": 3.0}, "stage_p95": {"pick": None}}, lead_time=[0.0, 0.6])
    assert summary.stages([one, other])["pick"].model_dump() == {"mean": 2.0, "p95": 2.0}
    assert summary.lead_time([one, other], 60.0).share == (0.0, 0.5)


def test_the_keys_of_a_measure_are_those_of_all_replications_in_their_order():
    samples = [sample({"utilisation": {"oven": 0.5}}), sample({"utilisation": {"rider": 0.2, "oven": 1.0}})]
    assert summary.keys(samples, "utilisation") == ["oven", "rider"]
    assert summary.keys(samples, "fulfilment_rate") == [""]
    np.testing.assert_array_equal(summary.column(samples, "utilisation", "rider"), [math.nan, 0.2])
