"""Targets as thresholds of lights."""

from sim.experiment.inputs.loading import load
from sim.experiment.inputs.thresholds import thresholds
from tests.experiment.small import write


def test_the_direction_of_a_target_is_that_of_its_measure(tmp_path):
    assert {name: one.better for name, one in thresholds(load(write(tmp_path))).items()} == {
        "fulfilment_rate": "higher", "on_time_rate": "higher", "lead_time_p95": "lower", "time_to_recover": "lower",
    }  # fmt: skip
