"""A comparison from files: played under common random numbers, kept, and the same on any number of workers."""

import json

import pytest

from sim.errors import ConfigError
from sim.experiment.play.setup import Setup
from sim.experiment.studies.comparing import TooFewPoliciesError, run_compare
from tests.experiment.small import RUSH, write

FULLER = """
title: {zh: 多备货, en: Fuller}
replenishment:
  - {at: shop, items: [loaf], policy: {kind: min_max, reorder_point: 120, order_up_to: 300}}
"""
EMPTIER = """
title: {zh: 少备货, en: Emptier}
replenishment:
  - {at: shop, items: [loaf], policy: {kind: min_max, reorder_point: 0, order_up_to: 4}}
"""


@pytest.fixture
def config(tmp_path):
    path = write(tmp_path, rush=RUSH)
    (tmp_path / "policies").mkdir()
    for name, text in (("fuller", FULLER), ("emptier", EMPTIER)):
        (tmp_path / "policies" / f"{name}.yaml").write_text(text, encoding="utf-8")
    return path


def compare(config, tmp_path, *policies, jobs=1, replications=3, most=3, out="out", **more):
    setup = Setup(config, tmp_path / out, more.pop("scenarios", ()), replications, jobs=jobs)
    return run_compare(setup, policies, most, **more)


def test_less_stock_serves_worse_and_the_comparison_says_so(config, tmp_path):
    found = compare(config, tmp_path, "current", "emptier")["comparison"]
    gaps = {one["kpi"]: one for one in found["differences"]}
    assert gaps["lead_time_p95"]["mean"] > 0.5
    assert gaps["lead_time_p95"]["verdict"] == "worse"
    assert gaps["fulfilment_rate"]["verdict"] == "no significant difference"


def test_the_result_is_that_of_the_base_and_is_kept_with_what_was_compared(config, tmp_path):
    result = compare(config, tmp_path, "fuller", "current", scenarios=["rush"])
    folder = tmp_path / "out" / result["run_id"]
    assert result["run_id"].startswith("compare-")
    assert [(run["id"], run["plan"]) for run in result["scenarios"]] == [("baseline", None), ("rush", None)]
    base = [
        one["mean"]
        for one in result["comparison"]["rows"]
        if one["policy"] == "fuller" and one["kpi"] == "fulfilment_rate"
    ]
    assert [run["kpis"]["fulfilment_rate"]["mean"] for run in result["scenarios"]] == base
    assert json.loads((folder / "result.json").read_text("utf-8"))["comparison"]["base"] == "fuller"
    assert "reorder_point: 120" in (folder / "policies" / "fuller.yaml").read_text("utf-8")


def test_one_worker_and_two_write_the_same_bytes(config, tmp_path):
    one = compare(config, tmp_path, "current", "fuller", out="one")
    two = compare(config, tmp_path, "current", "fuller", out="two", jobs=2)
    files = [
        (tmp_path / name / result["run_id"] / "result.json").read_bytes()
        for name, result in (("one", one), ("two", two))
    ]
    assert files[0] == files[1]


def test_the_world_as_it_is_compared_with_itself_differs_by_nothing(config, tmp_path):
    (tmp_path / "policies" / "same.yaml").write_text("title: 一样\nover: {horizon: 4d}\n", encoding="utf-8")
    found = compare(config, tmp_path, "current", "same")["comparison"]
    assert {one["mean"] for one in found["differences"]} == {0.0}
    assert {one["p"] for one in found["differences"]} == {1.0}


def test_more_replications_are_played_until_the_differences_are_known(config, tmp_path):
    found = compare(config, tmp_path, "current", "emptier", replications=2, most=6)["comparison"]
    assert {one["n"] for one in found["rows"]} == {6}
    same = compare(config, tmp_path, "current", "current", "fuller", replications=2, most=40, scenarios=[])
    assert max(one["n"] for one in same["comparison"]["rows"]) <= 40


def test_a_comparison_needs_two_policy_sets(config, tmp_path):
    with pytest.raises(TooFewPoliciesError, match="at least two policy sets; found current"):
        compare(config, tmp_path, "current", "current")
    assert not (tmp_path / "out").exists()


def test_policy_sets_that_do_not_exist_are_told_at_once_and_nothing_is_written(config, tmp_path):
    with pytest.raises(ConfigError) as caught:
        compare(config, tmp_path, "fulle", "emptyer")
    assert len(caught.value.problems) == 2
    assert [problem.file for problem in caught.value.problems] == ["emptyer", "fulle"]
    assert {problem.suggestion for problem in caught.value.problems} == {"fuller", "emptier"}
    assert not (tmp_path / "out").exists()


def test_a_race_lets_only_the_good_ones_play_on(config, tmp_path):
    pytest.importorskip("sim_tools")
    result = compare(
        config, tmp_path, "emptier", "current", "fuller", replications=3, most=5, select="kn", by="cost_per_order"
    )
    chosen = result["comparison"]["selection"]
    assert chosen["method"] == "kn"
    assert chosen["kpi"] == "cost_per_order"
    assert "emptier" not in chosen["left"]
    assert chosen["replications"]["emptier"] == 3
    assert max(chosen["replications"].values()) >= 4
