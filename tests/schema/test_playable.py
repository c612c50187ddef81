"""Which scenarios a world plays when nobody names any."""

import shutil

import pytest

import sim.schema.playable as playable_module
from sim.schema.load import load_world
from sim.schema.playable import brought, fitting, playable

GOOD = "title: x\nshocks: [{kind: hold, lever: supply, where: mill, factor: 0, from: d2 06:00}]\n"
STRANGE = GOOD.replace("mill", "brewery")


@pytest.fixture
def home(tmp_path, root, monkeypatch):
    """A configuration two folders below another working directory, and a shipped room; no scenario anywhere."""
    for folder in ("brand/configs", "here/scenarios", "shipped/scenarios"):
        (tmp_path / folder).mkdir(parents=True)
    shutil.copy(root / "configs/tiny.yaml", tmp_path / "brand/configs")
    shutil.copytree(root / "configs/tables", tmp_path / "brand/configs/tables")
    monkeypatch.chdir(tmp_path / "here")
    monkeypatch.setattr(playable_module, "shipped", lambda room: tmp_path / "shipped" / room)
    return tmp_path


def put(path, text=GOOD):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def played(home):
    config = home / "brand/configs/tiny.yaml"
    return [path.resolve() for path in playable(load_world(config), config)]


def test_the_nearest_folder_that_has_any_is_taken_whole_and_alone(home):
    shipped = put(home / "shipped/scenarios/a.yaml")
    assert played(home) == [shipped]
    named = put(home / "shipped/scenarios/tiny/b.yaml")
    assert played(home) == [named]
    above = put(home / "brand/scenarios/c.yaml")
    assert played(home) == [above]
    beside = put(home / "brand/configs/scenarios/d.yml")
    assert played(home) == [beside]
    own = put(home / "brand/configs/scenarios/tiny/e.yaml"), put(home / "brand/configs/scenarios/tiny/f.yaml")
    assert played(home) == [*own]


def test_the_folder_in_which_one_happens_to_stand_counts_only_without_a_configuration(home):
    mine, shipped = put(home / "here/scenarios/z.yaml"), put(home / "shipped/scenarios/a.yaml")
    assert played(home) == [shipped]
    world = load_world(home / "brand/configs/tiny.yaml")
    assert [path.resolve() for path in playable(world)] == [mine]


def test_a_configuration_named_from_where_one_stands_finds_the_folder_beside_it(home, monkeypatch):
    monkeypatch.chdir(home / "brand/configs")
    own = put(home / "brand/configs/scenarios/a.yaml")
    assert [path.resolve() for path in playable(load_world("tiny.yaml"), "tiny.yaml")] == [own]


def test_a_mistake_in_ones_own_scenario_is_reported_and_one_for_another_world_is_left_out_of_the_shipped(home):
    put(home / "shipped/scenarios/b_strange.yaml", STRANGE)
    fits = put(home / "shipped/scenarios/a.yaml")
    assert played(home) == [fits]
    mine = put(home / "brand/scenarios/mine.yaml", STRANGE)
    assert played(home) == [mine]


def test_fitting_scenarios_are_those_that_load_in_the_world(home):
    world = load_world(home / "brand/configs/tiny.yaml")
    good, strange = put(home / "a.yaml"), put(home / "b.yaml", STRANGE)
    assert fitting(world, [strange, good]) == [good]


def test_a_world_nobody_shipped_anything_for_plays_nothing(home):
    assert played(home) == []
    assert brought(load_world(home / "brand/configs/tiny.yaml")) == []


def test_every_shipped_scenario_of_a_brand_of_its_own_can_be_played_by_it(root):
    for config in sorted((root / "configs").glob("*.yaml")):
        world = load_world(config)
        files = brought(world, config)
        assert files
        if (root / "scenarios" / config.stem).is_dir():
            assert {path.parent.name for path in files} == {config.stem}
            assert fitting(world, files) == files
