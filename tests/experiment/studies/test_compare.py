"""Comparisons of policy sets: what is better, how sure that is, what is beaten in cost and service; from files too."""

import json
import math

import pytest

from sim.errors import ConfigError
from sim.experiment.play.design import Design
from sim.experiment.play.setup import Setup
from sim.experiment.play.variants import Variant
from sim.experiment.stats.paired import paired, paired_p
from sim.experiment.studies.compare import (
    CompareStudy,
    TooFewPoliciesError,
    comparison,
    differences,
    pareto,
    run_compare,
)
from sim.kpi.registry import find
from sim.schema.load import load_world
from sim.schema.policy_set import PolicySet
from tests.experiment.samples import of_kpis
from tests.experiment.small import RUSH, write


def samples(**by_policy):
    """One scenario under several policy sets, each a list of fulfilment rates."""
    return {
        Variant("baseline", None, policy): [of_kpis(fulfilment_rate=rate, cost_per_order=20 + rate) for rate in rates]
        for policy, rates in by_policy.items()
    }


BASE = [0.90, 0.80, 0.85, 0.95]


def against(played, kpi):
    return [one for _, one in differences(played, "base", find(kpi))]


def row(rows, policy):
    return next(one for one in rows if one.policy == policy)


def test_a_difference_is_that_of_the_pairs_with_its_interval_and_its_p():
    played = samples(base=BASE, more=[0.91, 0.82, 0.86, 0.97])
    (found,) = against(played, "fulfilment_rate")
    expected = paired([0.91, 0.82, 0.86, 0.97], BASE)
    assert (found.scenario, found.policy, found.kpi) == ("baseline", "more", "fulfilment_rate")
    assert found.mean == pytest.approx(0.015)
    assert (found.ci_low, found.ci_high, found.n) == (expected.ci_low, expected.ci_high, 4)
    assert found.p == paired_p([0.91, 0.82, 0.86, 0.97], BASE)


def test_a_steady_gain_is_better_when_more_is_better_and_worse_when_less_is():
    played = samples(base=BASE, more=[rate + 0.02 for rate in BASE])
    played[Variant("baseline", None, "more")][0].kpis["fulfilment_rate"] += 1e-4
    assert against(played, "fulfilment_rate")[0].verdict == "better"
    assert against(played, "cost_per_order")[0].verdict == "worse"


def test_no_significant_difference_comes_with_the_replications_that_would_find_one():
    played = samples(base=BASE, same=[0.92, 0.79, 0.86, 0.94])
    (found,) = against(played, "fulfilment_rate")
    assert found.verdict == "no significant difference"
    needed = found.replications_needed
    spread = paired([0.92, 0.79, 0.86, 0.94], BASE)
    assert needed > 4
    assert math.isclose(found.mean, 0.0025)
    assert spread.ci_low < 0 < spread.ci_high


def test_one_replication_leaves_it_unknown():
    (found,) = against(samples(base=[0.9], more=[0.95]), "fulfilment_rate")
    assert (found.verdict, found.replications_needed) == ("unknown", None)


def test_of_more_comparisons_each_needs_more_replications():
    near = [0.92, 0.79, 0.86, 0.94]
    one = against(samples(base=BASE, same=near), "fulfilment_rate")
    three = against(samples(base=BASE, same=near, too=near, also=near), "fulfilment_rate")
    assert one[0].replications_needed < three[0].replications_needed


def test_a_significant_difference_needs_no_more_replications():
    played = samples(base=BASE, more=[0.95, 0.8501, 0.90, 1.0])
    assert against(played, "fulfilment_rate")[0].replications_needed is None


def test_holm_counts_every_policy_and_scenario_of_one_measure():
    one = samples(base=BASE, more=[0.91, 0.82, 0.86, 0.97])
    two = samples(base=BASE, more=[0.91, 0.82, 0.86, 0.97], less=[0.91, 0.82, 0.86, 0.97])
    assert against(one, "fulfilment_rate")[0].p_holm == pytest.approx(against(one, "fulfilment_rate")[0].p)
    for found in against(two, "fulfilment_rate"):
        assert found.p_holm == pytest.approx(min(2 * found.p, 1.0))


def test_of_unequal_numbers_of_replications_the_common_ones_are_paired():
    played = samples(base=BASE, more=[0.91, 0.82])
    (found,) = against(played, "fulfilment_rate")
    assert found.n == 2
    assert found.mean == pytest.approx(0.015)


@pytest.mark.parametrize(
    ("spots", "efficient"),
    [
        ({"a": (20.0, 0.90), "b": (21.0, 0.95)}, {"a", "b"}),
        ({"a": (20.0, 0.95), "b": (21.0, 0.90)}, {"a"}),
        ({"a": (20.0, 0.90), "b": (20.0, 0.95)}, {"b"}),
        ({"a": (20.0, 0.90), "b": (21.0, 0.90)}, {"a"}),
        ({"a": (20.0, 0.90), "b": (20.0, 0.90)}, {"a", "b"}),
        ({"a": (10.0, 0.80), "b": (20.0, 0.90), "c": (25.0, 0.89), "d": (30.0, 0.99)}, {"a", "b", "d"}),
    ],
)
def test_efficient_is_what_no_other_beats_in_both(spots, efficient):
    rows = pareto({Variant("baseline", None, name): spot for name, spot in spots.items()})
    assert {one.policy for one in rows if one.efficient} == efficient


def test_what_is_efficient_is_decided_over_the_replications_that_all_have_played(tmp_path):
    world = load_world(write(tmp_path))
    design = Design(world, {}, 4, records="none", policies={name: PolicySet(title=name) for name in ("base", "out")})
    lucky = samples(base=[0.90, 0.80, 0.99, 0.99], out=[0.91, 0.82])
    spots = {row.policy: row.fulfilment_rate for row in comparison(design, lucky, "base").pareto}
    assert spots == {"base": pytest.approx(0.85), "out": pytest.approx(0.865)}


def test_a_comparison_names_its_base_its_policies_and_every_mean(tmp_path):
    world = load_world(write(tmp_path))
    sets = {name: PolicySet(title=name) for name in ("base", "more")}
    design = Design(world, {}, 4, records="none", policies=sets)
    found = comparison(design, samples(base=BASE, more=BASE), "base", ["fulfilment_rate"])
    assert found.base == "base"
    assert [one.id for one in found.policies] == ["base", "more"]
    assert [(one.policy, one.mean, one.n) for one in found.rows] == [
        ("base", pytest.approx(0.875), 4),
        ("more", pytest.approx(0.875), 4),
    ]
    assert row(found.differences, "more").p == 1.0
    assert {one.policy: one.cost_per_order for one in found.pareto}["base"] == pytest.approx(20.875)


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


def with_policies(folder):
    path = write(folder, rush=RUSH)
    (folder / "policies").mkdir()
    for name, text in (("fuller", FULLER), ("emptier", EMPTIER)):
        (folder / "policies" / f"{name}.yaml").write_text(text, encoding="utf-8")
    return path


def example(folder):
    """A small study of this kind, for the contract."""
    config = with_policies(folder)
    return CompareStudy(("current", "emptier"), most=4), Setup(config, folder / "out", ("rush",), 2)


@pytest.fixture
def config(tmp_path):
    return with_policies(tmp_path)


def compare(config, tmp_path, *policies, jobs=1, replications=3, most=3, out="out", **more):
    setup = Setup(config, tmp_path / out, more.pop("scenarios", ()), replications, jobs=jobs)
    return run_compare(setup, policies, most, **more)


def test_less_stock_serves_worse_and_the_comparison_says_so(config, tmp_path):
    found = compare(config, tmp_path, "current", "emptier").comparison
    gaps = {one.kpi: one for one in found.differences}
    assert gaps["lead_time_p95"].mean > 0.5
    assert gaps["lead_time_p95"].verdict == "worse"
    assert gaps["fulfilment_rate"].verdict == "no significant difference"


def test_the_result_is_that_of_the_base_and_is_kept_with_what_was_compared(config, tmp_path):
    result = compare(config, tmp_path, "fuller", "current", scenarios=["rush"])
    folder = tmp_path / "out" / result.run_id
    assert result.run_id.startswith("compare-")
    assert [(run.id, run.plan) for run in result.runs] == [("baseline", None), ("rush", None)]
    base = [one.mean for one in result.comparison.rows if one.policy == "fuller" and one.kpi == "fulfilment_rate"]
    assert [run.kpis["fulfilment_rate"].mean for run in result.runs] == base
    assert json.loads((folder / "result.json").read_text("utf-8"))["comparison"]["base"] == "fuller"
    assert "reorder_point: 120" in (folder / "policies" / "fuller.yaml").read_text("utf-8")


def test_one_worker_and_two_write_the_same_bytes(config, tmp_path):
    one = compare(config, tmp_path, "current", "fuller", out="one")
    two = compare(config, tmp_path, "current", "fuller", out="two", jobs=2)
    files = [
        (tmp_path / name / result.run_id / "result.json").read_bytes() for name, result in (("one", one), ("two", two))
    ]
    assert files[0] == files[1]


def test_the_world_as_it_is_compared_with_itself_differs_by_nothing(config, tmp_path):
    (tmp_path / "policies" / "same.yaml").write_text("title: 一样\nover: {horizon: 4d}\n", encoding="utf-8")
    found = compare(config, tmp_path, "current", "same").comparison
    assert {one.mean for one in found.differences} == {0.0}
    assert {one.p for one in found.differences} == {1.0}


def test_more_replications_are_played_until_the_differences_are_known(config, tmp_path):
    found = compare(config, tmp_path, "current", "emptier", replications=2, most=6).comparison
    assert {one.n for one in found.rows} == {6}
    same = compare(config, tmp_path, "current", "current", "fuller", replications=2, most=40, scenarios=[])
    assert max(one.n for one in same.comparison.rows) <= 40


def test_a_comparison_needs_two_policy_sets(config, tmp_path):
    with pytest.raises(TooFewPoliciesError, match="at least two policy sets; found current"):
        compare(config, tmp_path, "current", "current")
    assert not (tmp_path / "out").exists()


def test_policy_sets_that_do_not_exist_are_all_named_and_nothing_is_written(config, tmp_path):
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
    chosen = result.comparison.selection
    assert chosen.method == "kn"
    assert chosen.kpi == "cost_per_order"
    assert "emptier" not in chosen.left
    assert chosen.replications["emptier"] == 3
    assert max(chosen.replications.values()) >= 4
