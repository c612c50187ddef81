"""What a study from files begins with, and the design that it makes."""

import pytest

from sim.errors import ConfigError
from sim.experiment.play.setup import Setup
from sim.schema.policy_set import PolicySet
from tests.experiment.small import NOTHING, RUSH, write


@pytest.fixture(scope="module")
def config(tmp_path_factory):
    return write(tmp_path_factory.mktemp("shop"), rush=RUSH, nothing=NOTHING)


def test_the_world_is_that_of_the_file_with_its_settings(config):
    assert Setup(config, config.parent, overrides=["horizon=2d"]).load_world().horizon == 2 * 1440
    with pytest.raises(ConfigError, match="horizon"):
        Setup(config, config.parent, overrides=["horizn=2d"]).load_world()


@pytest.mark.parametrize(("named", "found"), [((), []), (["rush"], ["rush"]), (None, ["nothing", "rush"])])
def test_scenarios_are_none_those_named_or_all(config, named, found):
    setup = Setup(config, config.parent, named)
    assert list(setup.load_scenarios(setup.load_world())) == found


def test_a_design_is_played_as_often_and_with_the_seed_of_the_setup(config):
    setup = Setup(config, config.parent, replications=4, seed=9)
    world = setup.load_world()
    design = setup.design(world, {})
    assert (design.replications, design.seed, design.records, design.folder) == (4, 9, "none", None)
    sets = {"only": PolicySet(title="Only")}
    assert setup.design(world, {}, sets).policies == sets
    assert setup.design(world, {}, records="first").records == "first"
