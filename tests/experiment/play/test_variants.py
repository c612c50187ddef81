"""What a study plays, in which worlds, and what records are told of it."""

import pytest

from sim.errors import ConfigError, SurgeError
from sim.experiment.inputs.loading import load, load_scenarios
from sim.experiment.play.variants import Variant, meta, settings, targets, variants, with_baseline
from tests.experiment.small import FEWER, NOTHING, RUSH, write


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    config = write(tmp_path_factory.mktemp("shop"), fewer=FEWER, nothing=NOTHING, rush=RUSH)
    world = load(config)
    return world, load_scenarios(world, None, config)


def test_every_scenario_is_played_without_a_plan_and_with_each_plan_alone(shop):
    world, scenarios = shop
    assert [str(one) for one in variants(with_baseline(world, scenarios))] == [
        "baseline", "fewer", "nothing", "rush", "rush+more_hands", "rush+more_bread",
    ]  # fmt: skip


def test_scenarios_that_patch_nothing_share_one_world_and_one_that_patches_has_its_own(shop):
    world, scenarios = shop
    shared, own = settings(world, with_baseline(world, scenarios))
    assert list(shared.scenarios) == ["baseline", "nothing", "rush"]
    assert shared.world is world
    assert list(own.scenarios) == ["fewer"]
    assert own.world.couriers["riders"].full_time == 1
    assert world.couriers["riders"].full_time == 2


def test_split_settings_play_the_same_variants(shop):
    world, scenarios = shop
    shared, own = settings(world, with_baseline(world, scenarios))
    parts = shared.split()
    assert [list(part.scenarios) for part in parts] == [["baseline", "nothing"], ["rush"]]
    assert [one for part in parts for one in part.variants] == list(shared.variants)
    assert own.split() == [own]


def test_a_record_is_told_when_the_shock_is_on_and_what_the_targets_are(shop):
    world, scenarios = shop
    told = meta(world, scenarios["rush"], Variant("rush", "more_hands"))
    assert (told["shock_from"], told["shock_until"]) == (1920.0, 2640.0)
    assert (told["scenario"], told["plan"]) == ("rush", "more_hands")
    assert told["targets"]["lead_time_p95"] == {"green": 96.0, "amber": 144.0, "weight": 1.0, "better": "lower"}
    assert meta(world, None, Variant("baseline"))["shock_from"] is None


def test_the_baseline_is_nobody_elses_name(shop):
    world, scenarios = shop
    with pytest.raises(SurgeError, match="baseline"):
        with_baseline(world, {"baseline": scenarios["rush"]})


def test_the_direction_of_a_target_is_that_of_its_measure(shop):
    assert {name: one["better"] for name, one in targets(shop[0]).items()} == {
        "fulfilment_rate": "higher", "on_time_rate": "higher", "lead_time_p95": "lower", "time_to_recover": "lower",
    }  # fmt: skip


def test_a_target_whose_amber_is_stricter_than_its_green_is_refused(tmp_path):
    config = write(tmp_path)
    with pytest.raises(ConfigError, match=r"targets.fulfilment_rate: amber is stricter than green"):
        load(config, ["targets={fulfilment_rate: {green: 0.8, amber: 0.9}}"])
    with pytest.raises(ConfigError, match=r"targets.lead_time_p95"):
        load(config, ["targets={lead_time_p95: {green: 5, amber: 2}}"])


def test_all_that_is_wrong_with_several_scenarios_is_told_at_once(tmp_path):
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
