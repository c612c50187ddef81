"""Stress from files: exposure in a world made by hand, breaking points of shocks and stock, going on after a stop."""

import json

import pytest

from sim.errors import ConfigError
from sim.experiment.play.search import BoundError
from sim.experiment.play.setup import Setup
from sim.experiment.stats.bisection import NoCrossingError
from sim.experiment.stats.points import KnobError
from sim.experiment.studies import breaking_point
from sim.experiment.studies.breaking_point import run_level, run_stress
from sim.experiment.studies.knockout import UnknownElementError
from sim.results.index import RunIndex
from tests.experiment.small import RUSH, write

# Three goods at 20 yuan: one from a single mill, one from either of two, one with days of stock on the shelf.
SOURCES = """
brand: sources
start: 2026-06-15 00:00 +08:00
horizon: 8d
products:
  lone: {price: 20, cost: 8, bought_from: single}
  both: {price: 20, cost: 8}
  deep: {price: 20, cost: 8, bought_from: stocked}
suppliers:
  single: {lead: 2h, title: {zh: 独家, en: The only one}}
  first: {lead: 2h, supplies: [both]}
  second: {lead: 2h, supplies: [both]}
  stocked: {lead: 2h}
sites:
  shop: {kind: micro_warehouse, opening: {lone: 60, both: 60, deep: 2000}}
replenishment:
  - {at: shop, items: [lone, deep], policy: {kind: order_up_to, review: 2h, order_up_to: {lone: 60, deep: 2000}}}
  - {at: shop, items: [both], sourcing: {kind: priority_list, order: [first, second]},
     policy: {kind: order_up_to, review: 2h, order_up_to: 60}}
communities: {town: {households: 10, picks_up_at: shop}}
regular:
  everyday: {arrives: {kind: steady, rate: 300/d}, products: {lone: 1, both: 1, deep: 1}, promise: 2d,
             patience: 50h, pickup: 100%}
"""
# One good, sold at a steady rate from a shelf: how much is on it at the start decides how much is in hand.
SHELF = """
brand: shelf
start: 2026-06-15 00:00 +08:00
horizon: 3d
products: {thing: {price: 20, cost: 8, bought_from: nobody}}
suppliers: {nobody: {lead: 30d}}
sites: {shop: {kind: micro_warehouse, opening: {thing: 50}}}
communities: {town: {households: 10, picks_up_at: shop}}
regular:
  everyday: {arrives: {kind: steady, rate: 100/d}, products: {thing: 1}, promise: 1d, patience: 30d, pickup: 100%}
"""


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    return write(tmp_path_factory.mktemp("shop"), rush=RUSH)


@pytest.fixture
def shelf(tmp_path):
    path = tmp_path / "shelf.yaml"
    path.write_text(SHELF, encoding="utf-8")
    return path


def setup(config, out, *scenarios, replications=2, jobs=1, **more):
    return Setup(config, out, scenarios, replications, jobs=jobs, **more)


def test_a_single_source_ranks_above_one_of_two_and_above_one_with_stock(tmp_path):
    config = tmp_path / "sources.yaml"
    config.write_text(SOURCES, encoding="utf-8")
    result = run_stress(setup(config, tmp_path / "out"), ["supplier"], "d1", "5d")
    rows = {row["element"]: row for row in result["stress"]["elements"]}
    assert next(iter(rows)) == "single"
    assert (rows["single"]["rank"], rows["single"]["at_risk"], rows["single"]["failed"]) == (1, True, 2)
    # a hundred orders a day at 12 yuan; half a day's stock; from d1 on for five days those give up who wait for 50 h
    assert rows["single"]["lost_contribution"]["mean"] == pytest.approx(100 / 24 * (120 - 14 - 50) * 12, rel=0.25)
    assert {row["recovered_in"] for row in rows.values()} == {2}
    assert result["titles"]["resource"]["single"] == {"zh": "独家", "en": "The only one"}
    for backed in ("first", "second", "stocked"):
        assert not rows[backed]["at_risk"]
        assert abs(rows[backed]["lost_contribution"]["mean"]) < 0.1 * rows["single"]["lost_contribution"]["mean"]


def test_a_loss_that_lasts_to_the_end_is_recovered_from_in_no_replication(tmp_path):
    config = tmp_path / "sources.yaml"
    config.write_text(SOURCES, encoding="utf-8")
    rows = run_stress(setup(config, tmp_path / "out"), ["single", "stocked"], "d1", "7d")["stress"]["elements"]
    assert [(row["element"], row["recovered_in"]) for row in rows] == [("single", 0), ("stocked", 2)]
    assert rows[0]["time_to_recover"]["mean"] == 7 * 24  # no more is known than the time to the end


def test_each_element_has_its_times_its_loss_and_its_rank(shop, tmp_path):
    result = run_stress(setup(shop, tmp_path), start="d1", lasts="1d")
    found = result["stress"]
    assert (found["from"], found["for"]) == ("d1", "1d")
    assert [row["rank"] for row in found["elements"]] == [1, 2, 3, 4, 5]
    losses = [row["lost_contribution"]["mean"] for row in found["elements"]]
    assert losses == sorted(losses, reverse=True)
    for row in found["elements"]:
        assert {"time_to_survive", "time_to_recover", "lost_contribution", "rank", "element", "sort"} <= set(row)
    assert [run["id"] for run in result["scenarios"]] == ["baseline"]
    assert json.loads((tmp_path / result["run_id"] / "result.json").read_text("utf-8"))["stress"]["for"] == "1d"
    assert RunIndex(tmp_path).runs()[0].run_id == result["run_id"]


def test_one_worker_and_two_write_the_same(shop, tmp_path):
    one, two = (
        run_stress(setup(shop, tmp_path / str(jobs), jobs=jobs), ["mill", "shop"], "d1", "6h") for jobs in (1, 2)
    )
    assert json.dumps(one) == json.dumps(two)


def test_the_stock_that_a_service_level_needs_is_found(shelf, tmp_path):
    result = run_level(setup(shelf, tmp_path / "out"), "sites.shop.opening.thing=1..300", "fulfilment_rate>=0.9")
    found = result["level"]
    assert (found["key"], found["target"], found["scenario"]) == (
        "sites.shop.opening.thing", "fulfilment_rate >= 0.9", None,
    )  # fmt: skip
    # a hundred a day; what is due in three days was ordered in two
    assert float(found["holds"]["at"]) == pytest.approx(0.9 * 200, rel=0.12)
    assert int(found["holds"]["at"]) == int(found["breaks"]["at"]) + 1
    assert found["holds"]["mean"] >= 0.9 > found["breaks"]["mean"]
    assert [int(one["at"]) for one in found["tried"]] == sorted(int(one["at"]) for one in found["tried"])
    unsure = [one["at"] for one in found["tried"] if one["ci_low"] < 0.9 <= one["ci_high"]]
    assert [one["at"] for one in found["tried"] if not one["sure"]] == unsure
    assert (found["uncertain_from"], found["uncertain_to"]) == (unsure[0], unsure[-1])


def test_the_smallest_shock_that_breaks_a_target_is_found(shelf, tmp_path):
    (tmp_path / "scenarios").mkdir()
    (tmp_path / "scenarios" / "rush.yaml").write_text(
        "title: Rush\nshocks:\n  - {kind: hold, lever: demand, where: everyday, factor: 2, from: d0, for: 2d}\n",
        "utf-8",
    )
    more = {"overrides": ["sites.shop.opening.thing=400"]}
    found = run_level(setup(shelf, tmp_path / "out", "rush", **more), "shocks.0.factor=1.0..6", "fulfilment_rate>=0.8")[
        "level"
    ]
    assert found["scenario"] == "rush"
    # 400 on the shelf serve 80 % of 500 orders, two and a half times the ordinary 200
    assert float(found["holds"]["at"]) < float(found["breaks"]["at"])
    assert float(found["breaks"]["at"]) == pytest.approx(2.5, rel=0.12)


def test_a_search_that_was_interrupted_goes_on_to_the_same_bytes(shelf, tmp_path, monkeypatch):
    words = ("sites.shop.opening.thing=1..300", "fulfilment_rate>=0.9")
    whole = run_level(setup(shelf, tmp_path / "whole"), *words)
    played, real = [], breaking_point.perform

    def stopping(design, *rest):
        if len(played) == 4:
            raise KeyboardInterrupt
        played.append(design)
        return real(design, *rest)

    with monkeypatch.context() as patch:
        patch.setattr(breaking_point, "perform", stopping)
        with pytest.raises(KeyboardInterrupt):
            run_level(setup(shelf, tmp_path / "parts"), *words)
    kept = sorted((tmp_path / "parts").glob("stress-*/tried/*/replications/baseline/*.json"))
    assert len(kept) == 4 * 2
    stamps = [path.stat().st_mtime_ns for path in kept]
    again = run_level(setup(shelf, tmp_path / "parts", resume=True), *words)
    assert json.dumps(again) == json.dumps(whole)
    assert [path.stat().st_mtime_ns for path in kept] == stamps


def test_progress_counts_replications(shelf, tmp_path):
    told = []
    run_level(
        setup(shelf, tmp_path / "out", progress=lambda done, total: told.append((done, total))),
        "sites.shop.opening.thing=100..250", "fulfilment_rate>=0.9",
    )  # fmt: skip
    assert [done for done, _ in told] == list(range(2, 2 * len(told) + 1, 2))
    assert all(done < total for done, total in told)


@pytest.mark.parametrize(
    ("vary", "target", "scenarios", "error", "said"),
    [
        ("horizon=1d,2d", "fulfilment_rate>=0.9", (), KnobError, "needs a range"),
        ("shocks.0.factor=1..6", "fulfilment_rate>=0.9", (), KnobError, "say which with -s"),
        ("shocks.0.size=1..6", "fulfilment_rate>=0.9", ("rush",), KnobError, "shocks.0.factor"),
        ("shocks.7.factor=1..6", "fulfilment_rate>=0.9", ("rush",), KnobError, "the scenario has no"),
        ("couriers.riders.full_time=1..6", "fulfilment_rate>0.9", (), BoundError, "is written like"),
        ("couriers.rider.full_time=1..6", "fulfilment_rate>=0.9", (), ConfigError, "riders"),
    ],
)
def test_what_cannot_be_searched_is_refused_and_nothing_is_written(
    shop, tmp_path, vary, target, scenarios, error, said
):
    with pytest.raises(error) as caught:
        run_level(setup(shop, tmp_path / "out", *scenarios), vary, target)
    assert said in (caught.value.render() if isinstance(caught.value, ConfigError) else str(caught.value))
    assert not (tmp_path / "out").exists()


def test_an_element_that_does_not_exist_is_refused_and_nothing_is_written(shop, tmp_path):
    with pytest.raises(UnknownElementError, match="did you mean 'mill'"):
        run_stress(setup(shop, tmp_path / "out"), ["mil"])
    assert not (tmp_path / "out").exists()


def test_a_target_that_holds_everywhere_is_told_and_leaves_no_result(shelf, tmp_path):
    with pytest.raises(NoCrossingError, match="holds at both ends"):
        run_level(setup(shelf, tmp_path / "out"), "sites.shop.opening.thing=250..300", "fulfilment_rate>=0.5")
    assert not list((tmp_path / "out").glob("*/result.json"))
    assert RunIndex(tmp_path / "out").runs() == []
