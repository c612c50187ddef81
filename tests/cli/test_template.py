"""Every template is a brand that can be played at once: checked without a warning, and drilled."""

import json
from pathlib import Path

import pytest

from sim.cli.template import contents, templates
from sim.schema.load import load_world
from sim.schema.load_scenario import load_scenario

NAMES = sorted(templates())


@pytest.fixture(params=NAMES)
def home(request, surge, tmp_path, monkeypatch) -> Path:
    """A fresh folder of every template, and the working directory of the test."""
    assert surge("init", tmp_path / "demo", "-q", "--template", request.param).exit_code == 0
    monkeypatch.chdir(tmp_path / "demo")
    return tmp_path / "demo"


def test_the_four_brands_of_the_manual_are_there():
    assert NAMES == ["beauty", "food", "snack", "tiny"]


def test_a_template_brings_its_tables_and_four_scenarios_and_nothing_of_another_brand(home):
    brought = {path.relative_to(home).as_posix() for path in home.rglob("*") if path.is_file()}
    (config,) = home.glob("*.yaml")
    assert brought == {target.as_posix() for target in contents(config.stem)}
    assert sorted(path.stem[:2] for path in (home / "scenarios").iterdir()) == ["a_", "b_", "c_", "d_"]
    assert {path.parent.name for path in home.rglob("*.csv")} == {"tables"}


def test_a_fresh_folder_is_checked_without_a_problem_or_a_warning(home, surge):
    told = json.loads(surge("check", "--json").stdout)
    assert (told["ok"], told["problems"], told["warnings"]) == (True, [], [])
    assert len(told["scenarios"]) == 4


def test_food_chains_bring_policy_sets_that_can_be_compared_there(home):
    (config,) = home.glob("*.yaml")
    brought = sorted(path.stem for path in home.glob("policies/*.yaml"))
    expected = ["days_of_supply", "graded_abc", "min_max", "show_forecast"] if config.stem in ("food", "tiny") else []
    assert brought == expected


def test_every_scenario_says_its_row_its_expectation_and_a_plan_with_words_in_both_languages(home):
    (config,) = home.glob("*.yaml")
    world = load_world(config)
    rows = []
    for file in sorted((home / "scenarios").iterdir()):
        scenario = load_scenario(file, world)
        rows.append(scenario.row)
        assert scenario.expect["fulfilment_rate"].at_least >= 0.8
        assert len(scenario.plans) == 1
        assert all(plan.title and plan.title.zh and plan.title.en for plan in scenario.plans.values())
        assert scenario.title.zh != scenario.title.en
    assert rows == ["X1", "X2", "X3", "X4"]


def test_people_are_told_what_every_place_and_thing_is_called(home):
    (config,) = home.glob("*.yaml")
    world = load_world(config)
    things = {**world.products, **world.materials, **world.suppliers, **world.sites}
    assert [name for name, thing in things.items() if thing.title is None] == []


def test_a_brand_shows_its_assumptions_and_where_they_come_from(home):
    (config,) = home.glob("*.yaml")
    head = config.read_text(encoding="utf-8").partition("\nbrand:")[0]
    assert all(line.startswith("#") and len(line) <= 125 for line in head.splitlines())
    if config.stem != "tiny":
        assert "assumptions" in head
        assert "case" in head


def test_the_first_week_of_a_fresh_folder_can_be_played(home, surge):
    (config,) = home.glob("*.yaml")
    ended = surge("run", config.name, "-n", 1, "-j", 1, "-S", "horizon=6d", "-o", "out", "--json")
    assert ended.exit_code == 0
    (run,) = json.loads(ended.stdout)["scenarios"]
    assert run["kpis"]["fulfilment_rate"]["mean"] > 0.9


@pytest.mark.slow
def test_a_fresh_folder_is_drilled_and_its_plans_are_worth_having(home, surge):
    ended = surge("drill", "-n", 1, "-j", 2, "--month", "2026-11", "--json")
    assert (ended.exit_code, ended.stderr) == (0, "")
    result = json.loads((home / "out" / "report.json").read_text(encoding="utf-8"))
    assert len(result["scenarios"]) == 9
    lights = {(run["id"], run["plan"]): run["light"] for run in result["scenarios"]}
    assert lights["baseline", None] == "green"
    assert result["first_action"] is not None
