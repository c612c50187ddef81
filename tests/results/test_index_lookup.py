"""Looking runs up: what the index says when a name fits several runs, none, or a run whose folder has gone."""

import pytest

from sim.results.index import IndexEntry, RunIndex, UnknownRunError


def index(folder, *names, **more):
    runs = RunIndex(folder)
    for day, name in enumerate(names, 1):
        (folder / name).mkdir(exist_ok=True)
        runs.add(IndexEntry(name, folder / name, f"2026-11-{day:02}T08:00:00+08:00", **more))
    return runs


def test_a_name_that_fits_several_runs_lists_them(tmp_path):
    with pytest.raises(UnknownRunError, match="could be drill_a, drill_b: write more of it"):
        index(tmp_path, "drill_a", "drill_b").show("drill")


def test_a_whole_name_wins_over_longer_ones_that_begin_with_it(tmp_path):
    assert index(tmp_path, "drill", "drill_b").show("drill").run_id == "drill"


def test_for_a_misspelt_name_the_nearest_one_is_named(tmp_path):
    with pytest.raises(UnknownRunError, match=r"no run 'dril_a' \(did you mean 'drill_a'\?\)"):
        index(tmp_path, "drill_a", "other").show("dril_a")


def test_for_a_name_like_no_other_the_number_of_runs_is_given(tmp_path):
    with pytest.raises(UnknownRunError, match=r"no run 'zzz': the index .*runs\.sqlite holds 2 runs"):
        index(tmp_path, "drill_a", "other").show("zzz")


def test_an_empty_name_fits_nobody(tmp_path):
    with pytest.raises(UnknownRunError):
        index(tmp_path, "drill_a").show("")


def test_a_run_that_was_removed_is_forgotten_and_its_folder_stays(tmp_path):
    runs = index(tmp_path, "drill_a", "drill_b")
    runs.remove("drill_a")
    runs.remove("never_there")
    assert [run.run_id for run in runs.runs()] == ["drill_b"]
    assert (tmp_path / "drill_a").is_dir()


def test_a_run_says_whether_its_folder_is_still_there(tmp_path):
    runs = index(tmp_path, "drill_a", "drill_b")
    (tmp_path / "drill_b").rmdir()
    assert [run.exists for run in runs.runs()] == [True, False]


def test_runs_are_reported_by_brand(tmp_path):
    runs = index(tmp_path, "one", brand="bread")
    index(tmp_path, "two", brand="milk")
    assert [run.run_id for run in runs.runs("milk")] == ["two"]
    assert len(runs.runs()) == 2
    assert runs.history("milk") == []


def test_a_month_without_a_score_is_no_history(tmp_path):
    runs = index(tmp_path, "one", brand="bread", month="2026-10")
    index(tmp_path, "two", brand="bread", month="2026-09", score=70.0)
    index(tmp_path, "three", brand="bread", score=80.0)
    assert runs.history("bread") == [("2026-09", 70.0)]


def test_a_file_of_any_name_may_be_the_index(tmp_path):
    runs = RunIndex(tmp_path / "deep" / "list.sqlite")
    runs.add(IndexEntry("one", tmp_path / "elsewhere", "2026-11-01T08:00:00+08:00", summary={"分": [1, 2]}))
    (found,) = RunIndex(tmp_path / "deep" / "list.sqlite").runs()
    assert found.folder == tmp_path / "elsewhere"
    assert found.summary == {"分": [1, 2]}
