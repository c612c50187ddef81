"""What words on the command line mean: which configuration, which scenarios, which run."""

import shutil
from pathlib import Path

import click
import pytest

from sim.cli.arguments import config_of, known_runs, names_in, run_of, scenarios_of
from sim.errors import ConfigError, Problem, SurgeError
from sim.results.index import UnknownRunError


def stems(config: str, *names: str) -> list[str]:
    problems: list[Problem] = []
    found = [path.stem for path in scenarios_of(Path(config), list(names), problems)]
    assert problems == []
    return found


def test_the_only_configuration_here_needs_no_name(shop):
    assert config_of(None) == Path("shop.yaml")


def test_a_folder_stands_for_the_only_configuration_in_it(shop):
    (shop / "empty").mkdir()
    (shop / "brand").mkdir()
    shutil.copy("shop.yaml", "brand/mine.yml")
    assert config_of("brand") == Path("brand/mine.yml")
    assert config_of(".") == Path("shop.yaml")
    shutil.copy("shop.yaml", "brand/other.yaml")
    with pytest.raises(click.UsageError, match=r"name a configuration: brand.mine\.yml, brand.other\.yaml"):
        config_of("brand")
    assert config_of("empty") == Path("empty")


def test_hidden_files_are_no_configurations(shop):
    Path(".pre.yaml").write_text("x: 1")
    assert config_of(None) == Path("shop.yaml")


def test_of_several_configurations_one_must_be_named(shop):
    shutil.copy("shop.yaml", "second.yaml")
    with pytest.raises(click.UsageError, match=r"second\.yaml, shop\.yaml"):
        config_of(None)


SET = "title: Fuller\nreplenishment: [{at: shop, policy: {kind: base_stock, level: 220}}]\n"


def test_files_of_other_sorts_beside_the_only_configuration_are_not_meant(shop):
    Path("fuller.yaml").write_text(SET)
    Path("longer.yml").write_text("title: Longer\nover: {horizon: 9d}\n")
    Path("stop.yaml").write_text("title: Stop\nshocks: []\n")
    Path("cases.yaml").write_text("cases: []\n")
    assert config_of(None) == Path("shop.yaml")
    assert config_of(".") == Path("shop.yaml")
    shutil.copy("shop.yaml", "second.yaml")
    with pytest.raises(click.UsageError, match=r"name a configuration: second\.yaml, shop\.yaml$"):
        config_of(None)


def test_a_file_that_cannot_be_read_may_be_the_configuration_that_is_meant(shop):
    Path("broken.yaml").write_text("sites: [\n")
    Path("fuller.yaml").write_text(SET)
    with pytest.raises(click.UsageError, match=r"name a configuration: broken\.yaml, shop\.yaml$"):
        config_of(None)


def test_where_no_file_is_a_configuration_all_are_told(shop):
    Path("shop.yaml").unlink()
    Path("fuller.yaml").write_text(SET)
    Path("longer.yaml").write_text(SET)
    with pytest.raises(click.UsageError, match=r"fuller\.yaml, longer\.yaml"):
        config_of(None)


def test_an_empty_folder_is_told_how_to_begin(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(click.UsageError, match="surge init"):
        config_of(None)


def test_a_shipped_configuration_goes_by_its_name(shop):
    assert config_of("tiny").stem == "tiny"
    with pytest.raises(ConfigError, match="did you mean 'tiny'"):
        config_of("tinny")


def test_scenarios_are_those_beside_the_configuration(shop):
    assert stems("shop.yaml") == ["m_mill_stops"]


def test_a_world_without_scenarios_of_its_own_plays_the_shipped_ones_that_fit(shop, root):
    shutil.rmtree("scenarios")
    assert stems("shop.yaml") == []
    assert "b_material_shortage" in stems(str(root / "configs" / "tiny.yaml"))


def test_a_configuration_elsewhere_plays_its_own_scenarios_not_those_where_one_stands(shop, tmp_path_factory):
    away = tmp_path_factory.mktemp("away") / "brand"
    shutil.copytree(shop, away)
    (away / "scenarios" / "m_mill_stops.yaml").rename(away / "scenarios" / "n_mill_stops.yaml")
    assert stems(str(away / "shop.yaml")) == ["n_mill_stops"]
    assert stems(str(away / "shop.yaml"), "n") == ["n_mill_stops"]
    shutil.rmtree(away / "scenarios")
    assert stems(str(away / "shop.yaml")) == []


def test_scenarios_go_by_name_letter_or_path_and_baseline_is_none_of_them(shop):
    assert stems("shop.yaml", "m", "m_mill_stops", "scenarios/m_mill_stops.yaml", "baseline") == ["m_mill_stops"] * 3


def test_every_unknown_scenario_is_told(shop):
    problems: list[Problem] = []
    scenarios_of(Path("shop.yaml"), ["m_mill_stop", "zz"], problems)
    assert [problem.suggestion for problem in problems] == ["m_mill_stops", ""]


def test_names_may_be_listed_with_commas_or_one_by_one():
    assert names_in(("a, b", "c,a", "")) == ["a", "b", "c"]


def test_a_run_goes_by_id_beginning_folder_or_as_the_latest(after):
    folder = after.folder / "out" / after.run_id
    for name in (after.run_id, after.run_id[:8], f"out/{after.run_id}", "out", "latest", None):
        assert run_of(name).path.resolve() == folder.resolve()
    assert run_of(after.run_id, Path("out")).path == folder


def test_an_unknown_run_is_answered_with_the_nearest_or_with_all(after):
    with pytest.raises(UnknownRunError, match=f"did you mean '{after.run_id}'"):
        run_of(after.run_id[:-1] + "z")
    with pytest.raises(UnknownRunError, match=after.run_id):
        run_of("zzz")


def test_where_nothing_was_played_it_says_how_to(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert known_runs() == []
    with pytest.raises(UnknownRunError, match="surge drill"):
        run_of(None)


def test_where_a_run_is_not_it_says_where_it_looked_and_how_to_look_elsewhere(after, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UnknownRunError, match=r"here or in out/; runs .* are found with -o DIR, or by the path of"):
        run_of(after.run_id)
    with pytest.raises(UnknownRunError, match=r"in nowhere/; runs .* -o DIR"):
        run_of(after.run_id, Path("nowhere"))
    assert run_of(after.run_id, after.folder / "out").path.name == after.run_id
    assert run_of(str(after.folder / "out" / after.run_id)).path.name == after.run_id


def test_a_damaged_index_is_told_and_not_taken_for_a_crash(tmp_path):
    (tmp_path / "runs.sqlite").write_text("no database" * 100)
    with pytest.raises(SurgeError, match="cannot be read"):
        known_runs(tmp_path)
