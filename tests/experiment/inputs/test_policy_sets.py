"""Policy sets by name: shipped ones, one's own, the world as it is, and what is refused."""

import pytest

from sim.errors import ConfigError
from sim.experiment.inputs.loading import load
from sim.experiment.inputs.policy_sets import load_policy_sets
from sim.schema.policy_set import fitting, under
from sim.schema.shipped import find, listed, shipped
from tests.experiment.small import write

SHIPPED = [path.stem for path in listed(shipped("policies"))]


@pytest.fixture(scope="module")
def config(tmp_path_factory):
    path = write(tmp_path_factory.mktemp("shop"))
    (path.parent / "policies").mkdir()
    (path.parent / "policies" / "fuller.yaml").write_text(
        "title: Fuller\nreplenishment: [{at: shop, policy: {kind: base_stock, level: 200}}]\n", "utf-8"
    )
    (path.parent / "other").mkdir()
    (path.parent / "other" / "fuller.yaml").write_text(
        "title: Other\nreplenishment: [{at: shop, policy: {kind: base_stock, level: 100}}]\n", "utf-8"
    )
    return path


def test_some_policy_sets_are_shipped_and_found_by_name_from_anywhere(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert {"days_of_supply", "graded_abc", "min_max", "show_forecast"} <= set(SHIPPED)
    for name in SHIPPED:
        assert find(name, "policies").is_file()


@pytest.mark.parametrize("brand", ["tiny", "food"])
def test_every_shipped_policy_set_fits_the_shipped_food_chains_and_changes_them(brand, root):
    path = root / "configs" / f"{brand}.yaml"
    world = load(path)
    sets = load_policy_sets(world, ["current", *SHIPPED], path)
    assert list(sets) == ["current", *SHIPPED]
    assert [one.stem for one in fitting(world)] == SHIPPED
    for name in SHIPPED:
        assert under(world, sets[name]).replenishment != world.replenishment
        assert sets[name].title.zh != sets[name].title.en


def test_of_what_is_shipped_only_what_fits_is_brought(config):
    assert fitting(load(config)) == []


def test_current_is_the_world_as_it_is(config):
    world = load(config)
    (current,) = load_policy_sets(world, ["current"], config).values()
    assert under(world, current).model_dump() == world.model_dump()


def test_a_name_is_a_stem_or_a_file_and_its_order_is_kept(config, monkeypatch):
    monkeypatch.chdir(config.parent)
    world = load(config)
    assert list(load_policy_sets(world, ["fuller", "current", "fuller"], config)) == ["fuller", "current"]
    assert load_policy_sets(world, ["other/fuller.yaml"], config)["fuller"].title.en == "Other"


def test_two_files_of_one_name_cannot_be_told_apart(config):
    names = ["fuller", config.parent / "other" / "fuller.yaml"]
    with pytest.raises(ConfigError, match="another policy set has the name 'fuller' already"):
        load_policy_sets(load(config), names, config)


@pytest.mark.parametrize(("name", "hint"), [("nope", ""), ("curent", "did you mean 'current'?")])
def test_the_names_that_are_allowed_begin_with_the_world_as_it_is(config, name, hint):
    with pytest.raises(ConfigError) as caught:
        load_policy_sets(load(config), [name], config)
    assert f"there is no '{name}' among the policies; allowed: current, " in caught.value.render()
    assert hint in caught.value.render()


def test_everything_wrong_is_told_at_once(config):
    (config.parent / "policies" / "wrong.yaml").write_text("title: x\nreplenishment: [{at: nowhere}]\n", "utf-8")
    with pytest.raises(ConfigError) as caught:
        load_policy_sets(load(config), ["fullr", "wrong"], config)
    (config.parent / "policies" / "wrong.yaml").unlink()
    told = caught.value.render()
    assert "did you mean 'fuller'?" in told
    assert "wrong.yaml:2" in told
