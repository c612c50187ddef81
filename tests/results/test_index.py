"""The index of runs survives two processes at once and tells what it knows."""

import sqlite3
import threading
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from multiprocessing import get_context
from pathlib import Path

import pytest

from sim.results.index import IndexEntry, RunIndex, UnknownRunError


def run(name: str, folder: Path, created: str = "2026-11-01T08:00:00+08:00", **other: object) -> IndexEntry:
    return IndexEntry(name, folder / name, created, **other)


def add_many(home: Path, worker: int) -> None:
    for number in range(15):
        RunIndex(home).add(run(f"run-{worker}-{number}", home))


def test_a_run_is_listed_as_it_was_added(tmp_path):
    entry = run("2026-11-7c1e", tmp_path, brand="麦田日记", month="2026-11", seed=7, replications=30,
                config_hash="ab", version="0.1.0", score=78.25, summary={"fulfilment_rate": 0.98})  # fmt: skip
    RunIndex(tmp_path).add(entry)
    assert RunIndex(tmp_path).runs() == [entry]
    assert (tmp_path / "runs.sqlite").exists()


def test_an_index_that_is_not_there_is_empty_and_is_not_made_by_reading(tmp_path):
    assert RunIndex(tmp_path).runs() == []
    assert list(tmp_path.iterdir()) == []


def test_adding_the_same_run_again_replaces_it(tmp_path):
    index = RunIndex(tmp_path / "my.sqlite")
    index.add(run("a", tmp_path, score=1.0))
    index.add(run("a", tmp_path, score=2.0))
    assert [one.score for one in index.runs()] == [2.0]


def test_runs_are_listed_oldest_first_by_instant_not_by_text(tmp_path):
    index = RunIndex(tmp_path)
    index.add(run("later", tmp_path, created="2026-11-01T01:00:00+00:00"))
    index.add(run("earlier", tmp_path, created="2026-11-01T08:00:00+08:00"))
    assert [one.run_id for one in index.runs()] == ["earlier", "later"]


def test_a_date_without_a_zone_is_refused(tmp_path):
    with pytest.raises(ValueError, match="with its zone"):
        run("a", tmp_path, created="2026-11-01T08:00:00")


def test_a_run_is_shown_by_its_id_or_the_beginning_of_it(tmp_path):
    index = RunIndex(tmp_path)
    for name in ("2026-10-aaaa", "2026-11-bbbb", "2026-11-cccc"):
        index.add(run(name, tmp_path))
    assert index.show("2026-10").run_id == "2026-10-aaaa"
    assert index.show("2026-11-cccc").run_id == "2026-11-cccc"
    with pytest.raises(UnknownRunError, match="could be 2026-11-bbbb, 2026-11-cccc"):
        index.show("2026-11")
    with pytest.raises(UnknownRunError, match="did you mean '2026-11-bbbb'"):
        index.show("2026-12-bbbb")


def test_the_whole_folder_can_be_moved(tmp_path):
    home = tmp_path / "out"
    (home / "a").mkdir(parents=True)
    RunIndex(home).add(run("a", home))
    home.rename(tmp_path / "elsewhere")
    moved = RunIndex(tmp_path / "elsewhere").show("a")
    assert moved.folder == (tmp_path / "elsewhere" / "a").resolve()
    assert moved.exists


def test_the_history_of_a_brand_has_one_score_a_month_the_latest(tmp_path):
    index = RunIndex(tmp_path)
    index.add(run("a", tmp_path, created="2026-11-01T08:00:00+08:00", brand="x", month="2026-11", score=70.0))
    index.add(run("b", tmp_path, created="2026-11-02T08:00:00+08:00", brand="x", month="2026-11", score=74.0))
    index.add(run("c", tmp_path, created="2026-11-03T08:00:00+08:00", brand="x", month="2026-10", score=67.0))
    index.add(run("d", tmp_path, created="2026-11-04T08:00:00+08:00", brand="y", month="2026-11", score=1.0))
    assert index.history("x") == [("2026-10", 67.0), ("2026-11", 74.0)]


def test_processes_that_write_at_once_lose_nothing(tmp_path):
    with ProcessPoolExecutor(3, mp_context=get_context("spawn")) as pool:
        list(pool.map(add_many, [tmp_path] * 3, range(3)))
    assert len(RunIndex(tmp_path).runs()) == 45
    with closing(sqlite3.connect(tmp_path / "runs.sqlite")) as db:
        assert db.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_a_writer_waits_for_another_that_holds_the_lock(tmp_path):
    index = RunIndex(tmp_path)
    index.add(run("a", tmp_path))
    with closing(sqlite3.connect(index.file, isolation_level=None, check_same_thread=False)) as db:
        db.execute("BEGIN IMMEDIATE")
        other = threading.Timer(0.2, db.execute, ["COMMIT"])
        other.start()
        index.add(run("b", tmp_path))
        other.join()
    assert {one.run_id for one in index.runs()} == {"a", "b"}
