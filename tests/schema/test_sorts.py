"""A file of one sort where another is needed is one error that says what the file is for."""

from pathlib import Path

import pytest

from sim.errors import ConfigError
from sim.schema.load import load_world, read_world
from sim.schema.load_scenario import load_scenario
from sim.schema.policy_set import load_policies
from sim.schema.reader import read_text
from sim.schema.sorts import needs, sort_of
from tests.schema.small import SMALL, WORLDS

SCENARIO = WORLDS / "scenarios/b_everything.yaml"


@pytest.mark.parametrize(
    ("tree", "sort"),
    [
        ({"brand": "x", "horizon": "3d", "replenishment": []}, "world"),
        ({"brand": "x"}, None),
        ({"title": "x", "shocks": []}, "scenario"),
        ({"title": "x", "replenishment": []}, "policies"),
        ({"cases": []}, "cases"),
        ({"title": "x", "over": {}}, None),
        ({}, None),
        ([1], None),
        ("words", None),
    ],
)
def test_a_file_is_known_by_keys_that_only_its_sort_has(tree, sort):
    assert sort_of(tree) == sort


def refused(load, *arguments) -> str:
    with pytest.raises(ConfigError) as failure:
        load(*arguments)
    (problem,) = failure.value.problems
    return problem.sentence


def test_a_scenario_where_a_configuration_is_needed_says_how_it_is_used():
    message = "this is a scenario, and a configuration is needed: it is used by `surge drill CONFIG -s FILE`"
    assert refused(read_world, SCENARIO) == message


def test_a_configuration_is_no_scenario_and_no_policy_set():
    world = load_world(SMALL)
    assert refused(load_scenario, SMALL, world).startswith("this is a configuration, and a scenario is needed")
    assert refused(load_policies, SMALL, world).startswith("this is a configuration, and a policy set is needed")


def test_a_policy_set_is_no_scenario(tmp_path: Path):
    path = tmp_path / "p.yaml"
    path.write_text("title: x\nreplenishment: []\n", encoding="utf-8")
    assert "surge compare CONFIG -p current,FILE" in refused(load_scenario, path, load_world(SMALL))


@pytest.mark.parametrize("text", ["title: x\nshocks: []\nproducts: {}\n", "title: x\nover: {}\n", "- 1\n", "over: 1\n"])
def test_what_may_be_the_right_sort_is_left_to_its_own_check(text):
    needs("scenario", read_text(text))
