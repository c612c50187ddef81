"""A run folder keeps what is needed to read a run, and to run it again."""

import json
import math

import numpy as np
import pytest

from sim.errors import SurgeError
from sim.results.folder import Manifest, RunFolder, identity, make_run_id, scenario_folder, split_folder, versions
from sim.results.studies import UnreadableResultError
from sim.results.study import StageHours
from tests.results.runs import result
from tests.results.runs import run as ran

from .samples import assert_same, sample


def test_configuration_manifest_and_result_come_back(tmp_path):
    run = RunFolder(tmp_path / "run")
    digest = run.write_config("brand: 麦田日记\n")
    manifest = Manifest("2026-11-7c1e", seed=7, replications=30, config_hash=digest, scenarios=["baseline", "a+more"])
    run.write_manifest(manifest)
    written = result("2026-11-7c1e", ran("baseline"), score=78.0)
    run.write_result(written)
    assert run.config() == "brand: 麦田日记\n"
    assert run.manifest() == manifest
    assert run.result() == written
    assert len(digest) == 64


def test_the_manifest_names_the_versions_that_shape_the_numbers():
    known = versions()
    assert {"python", "surgetwin", "numpy", "simpy", "duckdb"} <= set(known)
    assert all(known.values())


def test_records_are_found_by_scenario_plan_and_replication(tmp_path):
    run = RunFolder(tmp_path)
    for scenario, plan, replication in [("b", "mill", 1), ("b", None, 0), ("baseline", None, 0), ("b", "mill", 0)]:
        run.write(sample(seed=replication), scenario, plan, replication)
    assert run.records() == [("b", None, 0), ("b", "mill", 0), ("b", "mill", 1), ("baseline", None, 0)]
    assert_same(run.read("b", "mill", 1), sample(seed=1))
    assert (tmp_path / "records" / "b+mill" / "0001" / "orders.parquet").exists()


def test_a_draft_left_by_a_crash_is_not_a_record(tmp_path):
    run = RunFolder(tmp_path)
    run.write(sample(), "a", None, 0)
    run.record_path("a", None, 0).rename(tmp_path / "records" / "a" / ".0000.12.ab")
    assert run.records() == []


def test_names_that_would_leave_the_folder_or_blur_are_refused():
    for scenario, plan in [("../x", None), ("a+b", None), ("a", "b/c"), ("", None), (".hidden", None), ("a", "")]:
        with pytest.raises(SurgeError, match="cannot be a folder"):
            scenario_folder(scenario, plan)
    for key in [("a_head_streamer", None), ("b", "备用面粉厂")]:
        assert split_folder(scenario_folder(*key)) == key


def test_the_result_is_json_that_any_reader_takes(tmp_path):
    run = RunFolder(tmp_path)
    run.write_result(result("x", ran("baseline", math.nan, lead_time_p95=np.float64(2.5), loss_area=math.inf)))
    text = (tmp_path / "result.json").read_text(encoding="utf-8")
    kpis = json.loads(text, parse_constant=pytest.fail)["scenarios"][0]["kpis"]
    assert {name: one["mean"] for name, one in kpis.items()} == {
        "fulfilment_rate": None, "lead_time_p95": 2.5, "loss_area": None,
    }  # fmt: skip


def test_a_result_keeps_the_order_of_its_keys_because_steps_and_stages_have_one(tmp_path):
    stages = {name: StageHours(mean=1.0, p95=2.0) for name in ("warehouse", "last_mile")}
    RunFolder(tmp_path).write_result(result("x", ran("baseline").model_copy(update={"stages": stages})))
    assert list(RunFolder(tmp_path).result().runs[0].stages) == ["warehouse", "last_mile"]
    assert list(json.loads((tmp_path / "result.json").read_text("utf-8")))[:3] == ["schema", "kind", "run_id"]


@pytest.mark.parametrize("text", ["{", "", "\ufffe"])
def test_a_result_that_is_not_json_is_damaged(tmp_path, text):
    (tmp_path / "result.json").write_text(text, encoding="utf-16")
    with pytest.raises(UnreadableResultError, match=r"result.json: damaged \(.*\); play the study again") as caught:
        RunFolder(tmp_path).result()
    assert "\n" not in str(caught.value)


def test_the_same_run_has_the_same_name_and_another_seed_has_another():
    assert make_run_id("2026-11", "config", 7, 30) == make_run_id("2026-11", "config", 7, 30)
    assert make_run_id("2026-11", "config", 7, 30) != make_run_id("2026-11", "config", 8, 30)
    assert make_run_id("2026-11", "config", 7, 30).startswith("2026-11-")


def test_a_run_gets_a_longer_name_rather_than_that_of_another_run(tmp_path):
    short, whole = make_run_id("2026-11", "config", 7, 30), identity("config", 7, 30)
    assert make_run_id("2026-11", "config", 7, 30, tmp_path) == short
    RunFolder(tmp_path / short).write_manifest(Manifest(short, 7, 30, "other", identity=whole[:4] + "0" * 60))
    longer = make_run_id("2026-11", "config", 7, 30, tmp_path)
    assert longer == f"2026-11-{whole[:8]}"
    RunFolder(tmp_path / longer).write_manifest(Manifest(longer, 7, 30, "config", identity=whole))
    assert make_run_id("2026-11", "config", 7, 30, tmp_path) == longer


def test_a_folder_that_says_nothing_sensible_of_itself_is_another_run_and_one_without_a_manifest_is_free(tmp_path):
    short, whole = make_run_id("x", "config", 7, 30), identity("config", 7, 30)
    (tmp_path / short).mkdir()
    assert make_run_id("x", "config", 7, 30, tmp_path) == short == f"x-{whole[:4]}"
    for garbage in ("{", "[]", '{"run_id": "x"}', '{"unknown": 1}'):
        (tmp_path / short / "manifest.json").write_text(garbage, encoding="utf-8")
        assert make_run_id("x", "config", 7, 30, tmp_path) == f"x-{whole[:8]}", garbage


def test_what_is_run_is_the_configuration_the_seed_and_the_number_of_replications():
    runs = [("config", 7, 30), ("config", 8, 30), ("config", 7, 31), ("other", 7, 30)]
    assert len({identity(*run) for run in runs}) == 4


def test_only_the_tables_asked_for_come_back(tmp_path):
    run = RunFolder(tmp_path)
    run.write(sample(), "a", None, 3)
    found = run.read("a", replication=3, tables=["orders"])
    assert (found.rows("orders"), found.rows("lines")) == (sample().rows("orders"), 0)


def test_what_is_not_there_is_not_found(tmp_path):
    run = RunFolder(tmp_path)
    for read in (run.config, run.manifest, run.result, lambda: run.read("a")):
        with pytest.raises(FileNotFoundError):
            read()
    assert run.records() == []


def test_records_of_more_than_nine_replications_are_in_the_order_of_their_numbers(tmp_path):
    run = RunFolder(tmp_path)
    for replication in (10, 9, 12345):
        path = run.record_path("a", None, replication)
        path.mkdir(parents=True)
        (path / "record.json").touch()
    assert [number for _, _, number in run.records()] == [9, 10, 12345]
    assert run.record_path("a", "p", 7) == tmp_path / "records" / "a+p" / "0007"
