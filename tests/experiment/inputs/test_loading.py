"""A world and its scenarios from files: what is found, and everything that is wrong at once."""

import pytest

from sim.errors import ConfigError
from sim.experiment.inputs.loading import load, load_scenarios, without_plans
from tests.experiment.small import NOTHING, RUSH, write


def test_a_target_whose_amber_is_stricter_than_its_green_is_refused(tmp_path):
    config = write(tmp_path)
    with pytest.raises(ConfigError, match=r"targets.fulfilment_rate: amber is stricter than green"):
        load(config, ["targets={fulfilment_rate: {green: 0.8, amber: 0.9}}"])
    with pytest.raises(ConfigError, match=r"targets.lead_time_p95"):
        load(config, ["targets={lead_time_p95: {green: 5, amber: 2}}"])


def test_all_that_is_wrong_with_several_scenarios_is_reported_at_once(tmp_path):
    config = write(tmp_path, one="title: x\nshock: []\n", two="title: x\nover: {horizn: 3d}\n")
    world = load(config)
    with pytest.raises(ConfigError) as failure:
        load_scenarios(world, ["one", "two", "three"], config)
    assert {problem.path for problem in failure.value.problems} >= {"shock", "over.horizn", ""}


def test_without_names_the_scenarios_nearest_to_the_configuration_are_meant(tmp_path, root):
    config = write(tmp_path, rush=RUSH)
    assert list(load_scenarios(load(config), None, config)) == ["rush"]
    food = root / "configs" / "food.yaml"
    assert list(load_scenarios(load(food), None, food)) == [
        path.stem for path in sorted((root / "scenarios").glob("*.yaml"))
    ]


def test_scenarios_lose_their_plans_and_nothing_else(tmp_path):
    config = write(tmp_path, rush=RUSH, nothing=NOTHING)
    scenarios = load_scenarios(load(config), ["rush", "nothing"], config)
    plain = without_plans(scenarios)
    assert scenarios["rush"].plans
    assert not plain["rush"].plans
    assert plain["rush"].shocks == scenarios["rush"].shocks
    assert plain["nothing"] == scenarios["nothing"]
