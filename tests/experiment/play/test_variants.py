"""What a study plays, in which worlds, and what records are told of it."""

import pytest

from sim.errors import SurgeError
from sim.experiment.inputs.loading import load, load_scenarios
from sim.experiment.play.variants import Variant, blocks, meta, variants, with_baseline
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
    shared, own = blocks(world, with_baseline(world, scenarios))
    assert list(shared.scenarios) == ["baseline", "nothing", "rush"]
    assert shared.world is world
    assert list(own.scenarios) == ["fewer"]
    assert own.world.couriers["riders"].full_time == 1
    assert world.couriers["riders"].full_time == 2


def test_split_blocks_play_the_same_variants(shop):
    world, scenarios = shop
    shared, own = blocks(world, with_baseline(world, scenarios))
    parts = shared.split()
    assert [list(part.scenarios) for part in parts] == [["baseline", "nothing"], ["rush"]]
    assert [one for part in parts for one in part.variants] == list(shared.variants)
    assert own.split() == [own]


def test_a_record_says_when_the_shock_is_on_and_what_the_targets_are(shop):
    world, scenarios = shop
    about = meta(world, scenarios["rush"], Variant("rush", "more_hands"))
    assert (about["shock_from"], about["shock_until"]) == (1920.0, 2640.0)
    assert (about["scenario"], about["plan"]) == ("rush", "more_hands")
    assert about["targets"]["lead_time_p95"] == {"green": 96.0, "amber": 144.0, "weight": 1.0, "better": "lower"}
    assert meta(world, None, Variant("baseline"))["shock_from"] is None


def test_no_scenario_may_be_called_baseline(shop):
    world, scenarios = shop
    with pytest.raises(SurgeError, match="baseline"):
        with_baseline(world, {"baseline": scenarios["rush"]})
