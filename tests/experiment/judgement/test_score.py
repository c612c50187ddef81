"""Points and scores at their edges."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.experiment.judgement.lights import light
from sim.experiment.judgement.score import brand_score, judge, points, shortfall
from sim.results.study import Thresholds

RATE = Thresholds(green=0.95, amber=0.90, better="higher", weight=3)
TIME = Thresholds(green=48.0, amber=96.0, better="lower", weight=1)


@pytest.mark.parametrize(
    ("target", "value", "earned"),
    [
        (RATE, 1.0, 100.0),
        (RATE, 0.95, 100.0),
        (RATE, 0.925, 80.0),
        (RATE, 0.90, 60.0),
        (RATE, 0.85, 50.0),
        (RATE, 0.60, 0.0),
        (RATE, 0.0, 0.0),
        (TIME, 0.0, 100.0),
        (TIME, 72.0, 80.0),
        (TIME, 96.0, 60.0),
        (TIME, 144.0, 50.0),
        (TIME, 1e9, 0.0),
    ],
)
def test_points_fall_by_forty_over_the_amber_band_and_by_ten_for_each_further_width(target, value, earned):
    assert points(target, value) == pytest.approx(earned)


@given(st.floats(0, 1), st.floats(0, 1))
def test_a_better_value_never_earns_less(one, other):
    worse, better = sorted((one, other))
    assert points(RATE, worse) <= points(RATE, better)
    assert points(TIME, 200 * worse) >= points(TIME, 200 * better)


@given(st.floats(0, 1))
def test_points_agree_with_the_light(value):
    earned = points(RATE, value)
    colour = light(RATE, value)
    assert (earned == 100) == (colour == "green") or earned > 99.999
    if colour == "red":
        assert earned <= 60


def test_a_target_without_an_amber_band_is_met_or_not():
    strict = RATE.model_copy(update={"amber": 0.95})
    assert points(strict, 0.95) == 100
    assert points(strict, 0.9499) == 0
    assert light(strict, 0.9499) == "red"
    assert math.isinf(shortfall(strict, 0.9))


def test_a_run_has_the_worst_of_its_lights_and_the_weighted_mean_of_its_points():
    found = judge({"rate": RATE, "time": TIME}, {"rate": 1.0, "time": 144.0})
    assert dict(found.lights) == {"rate": "green", "time": "red"}
    assert found.light == "red"
    assert found.score == pytest.approx((3 * 100 + 50) / 4)
    assert found.grade == "M"


def test_a_measure_that_is_undefined_does_not_count():
    found = judge({"rate": RATE, "time": TIME}, {"rate": 0.95, "time": math.nan})
    assert (found.light, found.grade, found.score) == ("green", "P", 100.0)
    assert "time" not in found.lights


def test_without_any_defined_measure_nothing_is_judged():
    found = judge({"rate": RATE}, {"rate": math.nan})
    assert (found.light, found.grade, found.score) == (None, None, None)


def test_a_target_without_weight_lights_up_but_earns_nothing():
    found = judge({"rate": RATE.model_copy(update={"weight": 0.0})}, {"rate": 0.5})
    assert (found.light, found.score) == ("red", None)


def test_the_brand_earns_the_best_run_of_each_scenario():
    assert brand_score([[60.0, 90.0], [100.0]]) == 95.0


def test_a_plan_that_harms_costs_nothing():
    assert brand_score([[60.0, 20.0]]) == brand_score([[60.0]])


def test_a_plan_that_works_is_rewarded():
    assert brand_score([[60.0, 90.0], [70.0]]) > brand_score([[60.0], [70.0]])


def test_scenarios_that_were_not_judged_do_not_count():
    assert brand_score([[None, None], [80.0, None]]) == 80.0
    assert brand_score([]) is None
