"""Many replications as one run: means, bands, counts and causes, with holes in the data."""

import math

import numpy as np
import pytest

from sim.experiment.play import summary


def sample(**parts):
    whole = {
        "kpis": {}, "twin": None, "curve": [], "lead_time": [], "stages": {}, "utilisation": {}, "binds_first": None,
        "funnel": {}, "exits": {}, "cost": {}, "plan_cost": 0.0, "recall": {}, "dips": [], "shock_until": None,
    }  # fmt: skip
    return {**whole, **parts}


def kpis(name, values, twins=None):
    twins = twins or [None] * len(values)
    return [sample(kpis={name: v}, twin=None if t is None else {name: t}) for v, t in zip(values, twins, strict=True)]


def test_every_measure_is_estimated_and_missing_values_do_not_count():
    found = summary.estimates(kpis("lead_time_p95", [2.0, None, 4.0]))
    assert (found["lead_time_p95"].mean, found["lead_time_p95"].n) == (3.0, 2)
    assert found["fulfilment_rate"].n == 0


def test_a_share_of_runs_has_wilsons_interval():
    found = summary.estimates(kpis("recovered", [1.0] * 9 + [0.0]))["recovered"]
    assert (found.low, found.high) == pytest.approx((0.596, 0.982), abs=5e-4)


def test_the_interval_of_a_share_stays_within_0_and_1():
    assert summary.estimates(kpis("fulfilment_rate", [0.98, 1.0, 1.0]))["fulfilment_rate"].high == 1.0


def test_differences_are_paired_with_the_twins_or_with_another_variant():
    mine, other = kpis("fulfilment_rate", [0.5, 0.7], [0.9, 1.0]), kpis("fulfilment_rate", [0.4, 0.5])
    against_twin = summary.differences(mine)
    assert against_twin["fulfilment_rate"].mean == pytest.approx(-0.35)
    assert "loss_area" not in against_twin
    assert summary.differences(mine, other)["fulfilment_rate"].mean == pytest.approx(0.15)
    assert "loss_area" in summary.differences(mine, other)


def test_the_curve_has_a_median_and_a_band_over_the_replications_that_know_it():
    shares = [[None, 0.1 * number, None if number else 1.0] for number in range(11)]
    found = summary.curve([sample(curve=share) for share in shares])
    assert found["hours"].tolist() == [0.0, 1.0, 2.0]
    assert [found[name][1] for name in ("low", "median", "high")] == pytest.approx([0.1, 0.5, 0.9])
    assert math.isnan(found["median"][0])
    assert found["median"][2] == found["low"][2] == 1.0


def test_families_are_averaged_over_the_replications_that_have_them():
    samples = [sample(utilisation={"oven": 0.5, "pick": None}), sample(utilisation={"oven": 1.0, "rider": 0.2})]
    found = summary.family(samples, lambda one: one["utilisation"])
    assert found["oven"] == 0.75
    assert found["rider"] == 0.2
    assert math.isnan(found["pick"])


def test_every_number_of_a_family_has_its_interval_within_what_it_can_be():
    shares, hours = (0.9, 1.0, 0.95), (1.0, 2.0, 3.0)
    samples = [
        sample(utilisation={"oven": share}, stages={"pickup": [hour, 9.0]}, cost={"plan": None}, funnel={"placed": 7.0})
        for share, hour in zip(shares, hours, strict=True)
    ]
    found = summary.intervals(samples)
    assert found["utilisation"]["oven"]["ci_high"] == 1.0
    assert found["utilisation"]["oven"]["ci_low"] == pytest.approx(0.8258, abs=1e-4)
    assert found["stages"]["pickup"] == {"mean": 2.0, "ci_low": 0.0, "ci_high": pytest.approx(4.4841, abs=1e-4), "n": 3}
    assert found["cost"]["plan"]["n"] == 0
    assert found["funnel"]["placed"] == {"mean": 7.0, "ci_low": 7.0, "ci_high": 7.0, "n": 3}


def test_what_binds_first_is_what_binds_first_in_most_replications():
    binding = [("oven", 100.0), ("oven", 300.0), ("pick", 10.0), None]
    found = summary.binds_first([sample(binds_first=one) for one in binding])
    assert found == {"resource": "oven", "at": 200.0, "runs": 2}
    assert summary.binds_first([sample()]) is None


def test_of_two_that_bind_equally_often_the_earlier_counts():
    assert summary.binds_first([sample(binds_first=("z", 5.0)), sample(binds_first=("a", 9.0))])["resource"] == "z"


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
    deepest, second = summary.worst(samples, {"hours": hours, "median": curve}, {"green": 0.95, "amber": 0.9})
    assert (deepest["start"], deepest["recovered"], deepest["cause"]) == (1800.0, 2100.0, "shock")
    assert deepest["depth"] == pytest.approx(0.7)
    assert (second["start"], second["cause"]) == (300.0, "oven")


def test_a_failure_without_end_and_without_cause_says_neither():
    hours = np.arange(10.0)
    (found,) = summary.worst([sample()], {"hours": hours, "median": np.zeros(10)}, None)
    assert math.isinf(found["recovered"])
    assert found["cause"] is None


def test_a_recall_is_told_only_where_something_was_traced():
    assert summary.recall([sample(recall={"traced": 0.0})]) is None
    told = summary.recall([sample(recall={"traced": 4.0, "notified": 2.0}, kpis={"recall_within_48h": 0.5})])
    assert told == {"traced": 4.0, "notified": 2.0, "within_48h": 0.5}


def test_the_shock_ends_at_the_median_of_the_replications():
    assert summary.shock_until([sample(shock_until=at) for at in (1.0, 9.0, 2.0)]) == 2.0
    assert summary.shock_until([sample()]) is None


def test_stages_and_delivery_are_averaged_over_replications():
    one = sample(stages={"pick": [1.0, 2.0]}, lead_time=[0.0, 0.4])
    samples = [one, sample(stages={"pick": [3.0, None]}, lead_time=[0.0, 0.6])]
    assert summary.stages(samples) == {"pick": {"mean": 2.0, "p95": 2.0}}
    assert summary.lead_time(samples, 60.0)["share"].tolist() == [0.0, 0.5]
