"""What can be knocked out of a world, and how the losses are ranked: by hand, and in a world made by hand."""

import json
import math

import pytest

from sim.errors import ConfigError
from sim.experiment.inputs.loading import load
from sim.experiment.play.setup import Setup
from sim.experiment.play.variants import Variant
from sim.experiment.studies.knockout import (
    Element,
    KnockOutStudy,
    UnknownElementError,
    elements,
    exposure,
    fails,
    knocked_out,
    run_knockout,
    scenarios,
)
from sim.results.index import RunIndex
from sim.schema.load import load_world
from tests.experiment.samples import sample as whole
from tests.experiment.small import RUSH, WORLD, write

MILLS = """  mill: {lead: 12h, capacity: 2000/d}
  reserve: {lead: 1d, active: false}"""


def example(folder):
    """A small study of this kind, for the contract."""
    config = write(folder)
    return KnockOutStudy(("mill", "shop"), "d1", "6h"), Setup(config, folder / "out", replications=2)


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    return load(write(tmp_path_factory.mktemp("shop")))


def test_every_site_lane_supplier_and_courier_pool_can_be_lost(world):
    assert elements(world) == {
        "site-bakery": ("site", "bakery"),
        "site-shop": ("site", "shop"),
        "lane-bakery.shop": ("lane", "bakery->shop"),
        "supplier-mill": ("supplier", "mill"),
        "couriers-riders": ("couriers", "riders"),
    }


def test_what_sleeps_is_not_knocked_out(tmp_path):
    text = WORLD.replace("  mill: {lead: 12h, capacity: 2000/d}", MILLS)
    text = text.replace("replenishment:", "  - {from: shop, to: bakery, backup: true, takes: 1h}\nreplenishment:", 1)
    path = tmp_path / "shop.yaml"
    path.write_text(text, encoding="utf-8")
    assert list(elements(load_world(path), ["lane", "supplier"])) == ["lane-bakery.shop", "supplier-mill"]


@pytest.mark.parametrize(
    ("only", "found"),
    [
        (["supplier", "couriers"], ["supplier-mill", "couriers-riders"]),
        (["shop"], ["site-shop"]),
        (["bakery->shop"], ["lane-bakery.shop"]),
        (["lane-bakery.shop", "mill"], ["lane-bakery.shop", "supplier-mill"]),
    ],
)
def test_only_names_sorts_or_single_elements(world, only, found):
    assert list(elements(world, only)) == found


@pytest.mark.parametrize(
    ("word", "said"), [("suplier", "did you mean 'supplier'"), ("zzz", "site, lane, supplier, couriers")]
)
def test_a_name_that_fits_nothing_is_refused(world, word, said):
    with pytest.raises(UnknownElementError, match=said):
        elements(world, [word])


@pytest.mark.parametrize("name", ["site-bakery", "lane-bakery.shop", "supplier-mill", "couriers-riders"])
def test_each_loss_is_one_shock_that_takes_everything_and_ends(world, name):
    scenario = knocked_out(world, elements(world)[name], "d1", "12h")
    (shock,) = scenario.shocks
    assert (shock.start.minutes(world.start), shock.lasts) == (1440, 720)
    assert getattr(shock, "factor", 0.0) == 0.0
    assert not scenario.plans


@pytest.mark.parametrize(("start", "lasts"), [("tomorrow", "1d"), ("d1", "soon"), ("d9", "1d"), ("d1", "-1d")])
def test_a_time_that_makes_no_sense_is_refused_as_in_any_scenario(world, start, lasts):
    with pytest.raises(ConfigError):
        scenarios(world, elements(world, ["mill"]), start, lasts)


def sample(survive, recover, lost=0.0, anyway=None, recovered=1.0):
    kpis = {"time_to_survive": survive, "time_to_recover": recover, "lost_contribution": lost, "lowest_point": 0.5,
            "recovered": recovered}  # fmt: skip
    return whole(kpis=kpis, twin={"time_to_survive": anyway})


@pytest.mark.parametrize(
    ("survive", "recover", "anyway", "failing"),
    [
        (10.0, 30.0, None, True),
        (None, 0.0, None, False),  # never below its failure level
        (10.0, 30.0, 10.0, False),  # the ordinary month fails as early
        (10.0, 30.0, 4.0, False),
        (10.0, 30.0, 25.0, True),  # earlier than it would have
        (10.0, 10.0, None, False),
    ],
)
def test_service_fails_when_it_is_lost_before_it_is_back_and_not_anyway(survive, recover, anyway, failing):
    assert fails(sample(survive, recover, anyway=anyway)) is failing


def test_elements_are_ranked_by_what_their_loss_costs():
    known = {name: Element("site", name) for name in ("a", "b", "c", "d")}
    played = {
        Variant("a"): [sample(10.0, 30.0, 100.0), sample(None, 0.0, 120.0)],
        Variant("b"): [sample(5.0, 40.0, 300.0), sample(7.0, 40.0, 340.0)],
        Variant("c"): [sample(None, 0.0, math.nan)] * 2,
        Variant("d"): [sample(None, 0.0, -2.0), sample(None, 0.0, 0.0)],
    }
    rows = exposure(played, known)
    assert [(row.rank, row.id, row.failed, row.at_risk) for row in rows] == [
        (1, "b", 2, True), (2, "a", 1, True), (3, "d", 0, False), (4, "c", 0, False),
    ]  # fmt: skip
    first = rows[0]
    assert [one.mean for one in (first.time_to_survive, first.time_to_recover, first.lost_contribution)] == [6, 40, 320]
    assert (rows[1].time_to_survive.mean, rows[1].time_to_survive.n) == (10, 1)
    assert rows[3].time_to_survive.n == 0


def test_replications_that_are_not_back_by_the_end_are_counted_apart_from_those_that_are():
    known = {name: Element("supplier", name) for name in ("never", "once", "always")}
    lasting, back = sample(10.0, 264.0, 3.0, recovered=0.0), sample(10.0, 30.0, 2.0)
    played = {Variant("never"): [lasting] * 2, Variant("once"): [lasting, back], Variant("always"): [back] * 2}
    rows = {row.id: row for row in exposure(played, known)}
    assert {name: (row.recovered_in, row.failed) for name, row in rows.items()} == {
        "never": (0, 2), "once": (1, 2), "always": (2, 2),
    }  # fmt: skip
    assert list(rows) == ["never", "once", "always"]  # by what is lost, as ever
    assert rows["never"].time_to_recover.mean == 264


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


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    return write(tmp_path_factory.mktemp("shop"), rush=RUSH)


def setup(config, out, *scenarios, replications=2, jobs=1, **more):
    return Setup(config, out, scenarios, replications, jobs=jobs, **more)


def test_a_single_source_ranks_above_one_of_two_and_above_one_with_stock(tmp_path):
    config = tmp_path / "sources.yaml"
    config.write_text(SOURCES, encoding="utf-8")
    result = run_knockout(setup(config, tmp_path / "out"), ["supplier"], "d1", "5d")
    rows = {row.element: row for row in result.stress.elements}
    assert next(iter(rows)) == "single"
    assert (rows["single"].rank, rows["single"].at_risk, rows["single"].failed) == (1, True, 2)
    # a hundred orders a day at 12 yuan; half a day's stock; from d1 on for five days those give up who wait for 50 h
    assert rows["single"].lost_contribution.mean == pytest.approx(100 / 24 * (120 - 14 - 50) * 12, rel=0.25)
    assert {row.recovered_in for row in rows.values()} == {2}
    assert result.titles.resource["single"].model_dump() == {"zh": "独家", "en": "The only one"}
    for backed in ("first", "second", "stocked"):
        assert not rows[backed].at_risk
        assert abs(rows[backed].lost_contribution.mean) < 0.1 * rows["single"].lost_contribution.mean


def test_a_loss_that_lasts_to_the_end_is_recovered_from_in_no_replication(tmp_path):
    config = tmp_path / "sources.yaml"
    config.write_text(SOURCES, encoding="utf-8")
    rows = run_knockout(setup(config, tmp_path / "out"), ["single", "stocked"], "d1", "7d").stress.elements
    assert [(row.element, row.recovered_in) for row in rows] == [("single", 0), ("stocked", 2)]
    assert rows[0].time_to_recover.mean == 7 * 24  # no more is known than the time to the end


def test_each_element_has_its_times_its_loss_and_its_rank(shop, tmp_path):
    result = run_knockout(setup(shop, tmp_path), start="d1", lasts="1d")
    found = result.stress
    assert (found.start, found.lasts) == ("d1", "1d")
    assert [row.rank for row in found.elements] == [1, 2, 3, 4, 5]
    losses = [row.lost_contribution.mean for row in found.elements]
    assert losses == sorted(losses, reverse=True)
    for row in found.elements:
        assert {"time_to_survive", "time_to_recover", "lost_contribution", "rank", "element", "sort"} <= set(dict(row))
    assert [run.id for run in result.runs] == ["baseline"]
    assert json.loads((tmp_path / result.run_id / "result.json").read_text("utf-8"))["stress"]["for"] == "1d"
    assert RunIndex(tmp_path).runs()[0].run_id == result.run_id


def test_one_worker_and_two_write_the_same(shop, tmp_path):
    one, two = (
        run_knockout(setup(shop, tmp_path / str(jobs), jobs=jobs), ["mill", "shop"], "d1", "6h") for jobs in (1, 2)
    )
    assert one == two


def test_an_element_that_does_not_exist_is_refused_and_nothing_is_written(shop, tmp_path):
    with pytest.raises(UnknownElementError, match="did you mean 'mill'"):
        run_knockout(setup(shop, tmp_path / "out"), ["mil"])
    assert not (tmp_path / "out").exists()
