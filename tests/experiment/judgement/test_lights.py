"""Lights and grades at their edges."""

import pytest

from sim.experiment.judgement.lights import grade, light, worst_light
from sim.results.study import Thresholds

RATE = Thresholds(green=0.95, amber=0.90, better="higher", weight=3)
TIME = Thresholds(green=48.0, amber=96.0, better="lower", weight=1)


@pytest.mark.parametrize(
    ("target", "value", "colour"),
    [
        (RATE, 0.95, "green"),
        (RATE, 0.9499999999, "amber"),
        (RATE, 0.90, "amber"),
        (RATE, 0.8999999999, "red"),
        (TIME, 48.0, "green"),
        (TIME, 48.0000001, "amber"),
        (TIME, 96.0, "amber"),
        (TIME, 96.0000001, "red"),
    ],
)
def test_a_light_is_judged_on_the_raw_number(target, value, colour):
    assert light(target, value) == colour


@pytest.mark.parametrize(
    ("worst", "score", "given"),
    [("green", 100.0, "P"), ("amber", 99.0, "S"), ("red", 50.0, "M"), ("red", 49.99, "U"), ("red", None, "M")],
)
def test_grades_follow_lights_and_scores(worst, score, given):
    assert grade(worst, score) == given


def test_the_light_of_a_run_is_its_worst():
    assert worst_light(["green", "red", "amber"]) == "red"
    assert worst_light(["green", "amber"]) == "amber"
    assert worst_light([]) is None
