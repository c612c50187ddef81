"""Durations of a case become distributions of a world."""

import pytest

from validation.cases.inputs import Inputs, UnfitError
from validation.worlds.world import duration


@pytest.mark.parametrize(
    ("inputs", "written", "mean"),
    [
        ({"service_dist": "deterministic", "service_mean": 2}, "2.0min", 2.0),
        ({"service_dist": "exponential", "service_mean": 2}, {"exponential": {"mean": "2.0min"}}, 2.0),
        ({"service_dist": "uniform", "lo": 1, "hi": 2}, {"uniform": {"low": "1.0min", "high": "2.0min"}}, 1.5),
        (
            {"service_dist": "erlang", "service_mean": 1, "service_cv2": 0.25},
            {"gamma": {"mean": "1.0min", "cv": 0.5}},
            1,
        ),
        ({"service_dist": "lognormal", "service_mean": 1, "service_cv2": 0}, "1.0min", 1.0),
    ],
)
def test_a_duration_is_written_as_people_write_it(inputs, written, mean):
    assert duration(Inputs(inputs)) == (written, mean)


@pytest.mark.parametrize(
    "inputs",
    [
        {"service_dist": "uniform", "service_mean": 1, "service_cv2": 0.5},
        {"service_dist": "hyperexponential", "service_mean": 1, "service_cv2": 0.5},
        {"service_dist": "uniform", "lo": 2, "hi": 1},
        {"service_dist": "pareto", "service_mean": 1},
    ],
)
def test_a_duration_that_cannot_be_is_refused(inputs):
    with pytest.raises(UnfitError):
        duration(Inputs(inputs))
