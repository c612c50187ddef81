"""`surge init`: a folder that can be drilled, all of it or nothing."""

import json
from pathlib import Path

import pytest

from sim.cli.template import contents, templates
from sim.schema.shipped import shipped


@pytest.mark.parametrize("name", sorted(templates()))
def test_every_template_can_be_checked_where_it_was_put(surge, tmp_path, monkeypatch, name):
    ended = surge("init", tmp_path / "demo", "--template", name)
    assert ended.exit_code == 0
    assert f"next: cd {tmp_path / 'demo'} && surge drill" in ended.stderr
    monkeypatch.chdir(tmp_path / "demo")
    assert all(Path(line).is_file() for line in ended.stdout.split("\n")[:-1])
    assert json.loads(surge("check", "--json").stdout)["ok"]


def test_the_food_template_brings_all_four_scenarios():
    brought = {path.stem for path in contents("food").values() if path.parent == shipped("scenarios")}
    assert {"a_head_streamer", "b_material_shortage", "c_main_warehouse_down", "d_quality_recall"} <= brought


def test_left_out_the_template_is_food_and_the_folder_is_here(surge, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert surge("init").exit_code == 0
    assert (tmp_path / "food.yaml").is_file()
    assert (tmp_path / "tables" / "shops.csv").is_file()


def test_what_is_already_there_is_never_overwritten_nor_half_joined(surge, tmp_path):
    (tmp_path / "tables").mkdir()
    (tmp_path / "tables" / "shops.csv").write_text("mine")
    ended = surge("init", tmp_path, "--template", "food")
    assert (ended.exit_code, ended.stdout) == (2, "")
    assert "tables/shops.csv" in ended.stderr
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["shops.csv"]
    assert (tmp_path / "tables" / "shops.csv").read_text() == "mine"


def test_a_file_in_the_way_is_told(surge, tmp_path):
    (tmp_path / "demo").touch()
    assert surge("init", tmp_path / "demo").exit_code == 2


def test_an_unknown_template_is_answered_with_the_nearest(surge, tmp_path):
    ended = surge("init", tmp_path / "demo", "--template", "fod")
    assert ended.exit_code == 2
    assert "did you mean 'food'" in ended.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_rehearsal_lists_the_files_and_writes_none(surge, tmp_path):
    ended = surge("init", tmp_path / "demo", "--template", "tiny", "--dry-run", "--json")
    document = json.loads(ended.stdout)
    assert any(name.endswith("demo/tiny.yaml") for name in document["files"])
    assert not document["written"]
    assert list(tmp_path.iterdir()) == []
