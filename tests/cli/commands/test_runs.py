"""`surge runs` and `surge report`: what was played is found again, shown, compared, and written anew."""

import json
from pathlib import Path

import pytest

from sim.cli.commands.runs import changed

QUICK = ("-n", 1, "-j", 1)


def test_the_list_has_every_run_with_month_seed_and_score(surge, after):
    ended = surge("runs", "list")
    assert all(word in ended.stdout for word in (after.run_id, "2026-11", "小店"))
    rows = json.loads(surge("runs", "list", "--json").stdout)
    assert [(row["run_id"], row["seed"], row["replications"], row["exists"]) for row in rows] == [
        (after.run_id, 3, 2, True)
    ]


def test_an_empty_folder_has_no_runs_and_says_how_to_make_one(surge, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    ended = surge("runs", "list")
    assert (ended.exit_code, ended.stdout) == (0, "")
    assert "surge drill" in ended.stderr


def test_showing_a_run_repeats_its_scorecard_and_where_it_lies(surge, after):
    ended = surge("runs", "show", "--lang", "en")
    assert ended.exit_code == 0
    assert all(word in ended.stdout for word in (after.run_id, "The mill stops", "records kept"))
    assert json.loads(surge("runs", "show", "--json").stdout)["run_id"] == after.run_id


def test_a_difference_names_the_settings_and_the_measures_that_moved(surge, shop):
    surge("run", *QUICK)
    surge("run", "-S", "couriers.riders.full_time=1", *QUICK)
    first, second = (row["run_id"] for row in json.loads(surge("runs", "list", "--json").stdout))
    document = json.loads(surge("runs", "diff", first, second, "--json").stdout)
    assert document["config"] == [{"key": "couriers.riders.full_time", "before": 4, "after": 1}]
    assert any(row["before"] != row["after"] for row in document["results"])
    shown = surge("runs", "diff", first).stdout
    assert "couriers.riders.full_time: 4 → 1" in shown
    assert "baseline" in shown
    same = surge("runs", "diff", second).stdout
    assert "the configurations are the same" in same
    assert "the results are the same" in same


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ({"a": 1}, {"a": 1}, []),
        ({"a": {"b": 1}}, {"a": {"b": 2}}, [("a.b", 1, 2)]),
        ({"a": 1}, {}, [("a", 1, None)]),
        ({"a": [1, 2]}, {"a": [1, 3]}, [("a.1", 2, 3)]),
        ({"a": [1]}, {"a": [1, 2]}, [("a", [1], [1, 2])]),
    ],
)
def test_trees_are_compared_key_by_key(old, new, found):
    assert list(changed(old, new)) == found


def test_a_report_is_written_again_in_other_formats_and_languages(surge, after, tmp_path):
    ended = surge("report", after.run_id, "-f", "html,xlsx,json", "--lang", "en", "-o", tmp_path)
    names = [Path(line).name for line in ended.stdout.split()]
    assert (ended.exit_code, names) == (0, ["report.en.html", "report.en.xlsx", "report.json"])
    drilled = after.folder / "out" / "report.en.html"
    assert (tmp_path / "report.en.html").read_bytes() == drilled.read_bytes()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("-f", "docx"), "html, json, xlsx"),
        (("-f", ","), "html,xlsx"),
        (("nope",), "no run"),
        (("-o", "shop.yaml"), "file"),
    ],
)
def test_a_report_that_cannot_be_made_is_refused_in_words(surge, after, words, told):
    ended = surge("report", *words)
    assert (ended.exit_code, ended.stdout) == (2, "")
    assert told in ended.stderr
