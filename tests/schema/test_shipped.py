"""A scenario is found by path, by name or by its letter: the user's own before those that come with the program."""

import pytest

import sim.schema.shipped as shipped_module
from sim.errors import ConfigError
from sim.schema.shipped import available, find, shipped


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A working directory with a configuration's folder in it, and a shipped room."""
    for name in ("work/scenarios", "work/brand/scenarios", "shipped/scenarios"):
        (tmp_path / name).mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "work")
    monkeypatch.setattr(shipped_module, "shipped", lambda room: tmp_path / "shipped" / room)
    return tmp_path


def put(path):
    path.write_text("title: x\n", encoding="utf-8")
    return path


def test_a_path_is_taken_as_given(home):
    put(home / "work/mine.yaml")
    assert find("mine.yaml").name == "mine.yaml"
    assert find(str(home / "work/mine.yaml")) == home / "work/mine.yaml"


def test_the_configurations_own_scenarios_come_first_then_the_working_directorys_then_the_shipped_ones(home):
    config = home / "work/brand/food.yaml"
    last = put(home / "shipped/scenarios/a_flood.yaml")
    assert find("a_flood", beside=config) == last
    middle = put(home / "work/scenarios/a_flood.yaml")
    assert find("a_flood", beside=config).resolve() == middle
    first = put(home / "work/brand/scenarios/a_flood.yml")
    assert find("a_flood", beside=config) == first
    assert find("a_flood").resolve() == middle


def test_a_letter_means_the_scenario_that_begins_with_it_whatever_its_case(home):
    path = put(home / "shipped/scenarios/b_material_shortage.yaml")
    assert find("B") == path
    assert find("B_Material_Shortage") == path


def test_a_letter_that_fits_several_is_refused_with_their_names(home):
    put(home / "shipped/scenarios/a_flood.yaml")
    put(home / "shipped/scenarios/a_fire.yaml")
    with pytest.raises(ConfigError, match="could mean several scenarios; allowed: a_fire, a_flood"):
        find("a")


@pytest.mark.parametrize("name", ["a_flod", "a_flod.yaml", "nowhere/a_flod.yaml"])
def test_a_name_that_is_not_there_gets_the_nearest_one(home, name):
    put(home / "shipped/scenarios/a_flood.yaml")
    with pytest.raises(ConfigError, match="did you mean 'a_flood'"):
        find(name)


def test_only_yaml_files_count_and_they_are_listed_in_order(home):
    for name in ("b.yaml", "a.yml", "notes.txt"):
        put(home / "shipped/scenarios" / name)
    assert list(available()) == ["a", "b"]


def test_what_is_shipped_lies_in_the_package_or_beside_it(root):
    for room in ("configs", "scenarios"):
        assert shipped(room) in (root / room, root / "sim/_shipped" / room)


def test_a_folder_named_after_the_configuration_comes_before_the_room_it_lies_in(home):
    put(home / "work/brand/scenarios/a_flood.yaml")
    (home / "work/brand/scenarios/food").mkdir()
    own = put(home / "work/brand/scenarios/food/a_flood.yaml")
    assert find("a_flood", beside=home / "work/brand/food.yaml") == own
    assert find("a_flood", beside=home / "work/brand/drinks.yaml") == home / "work/brand/scenarios/a_flood.yaml"


def test_a_letter_means_the_nearest_scenario_even_when_one_further_away_begins_with_it_too(home):
    put(home / "work/scenarios/b_mill.yaml")
    put(home / "shipped/scenarios/b_material.yaml")
    near = put(home / "work/brand/scenarios/b_bottles.yaml")
    assert find("b", beside=home / "work/brand/food.yaml") == near


def test_hidden_files_are_nobodys_scenario(home):
    put(home / "work/scenarios/.a_flood.yaml")
    assert list(available()) == []
