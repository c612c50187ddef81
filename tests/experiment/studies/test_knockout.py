"""What can be knocked out of a world, and how the losses are ranked: by hand."""

import math

import pytest

from sim.errors import ConfigError
from sim.experiment.inputs.loading import load
from sim.experiment.play.variants import Variant
from sim.experiment.studies.knockout import UnknownElementError, elements, exposure, fails, knocked_out, scenarios
from sim.schema.load import load_world
from tests.experiment.small import WORLD, write

MILLS = """  mill: {lead: 12h, capacity: 2000/d}
  reserve: {lead: 1d, active: false}"""


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
def test_a_name_that_fits_nothing_is_told(world, word, said):
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
def test_a_time_that_makes_no_sense_is_told_as_in_any_scenario(world, start, lasts):
    with pytest.raises(ConfigError):
        scenarios(world, elements(world, ["mill"]), start, lasts)


def sample(survive, recover, lost=0.0, anyway=None, recovered=1.0):
    kpis = {"time_to_survive": survive, "time_to_recover": recover, "lost_contribution": lost, "lowest_point": 0.5,
            "recovered": recovered}  # fmt: skip
    return {"kpis": kpis, "twin": {"time_to_survive": anyway}}


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
    known = {name: ("site", name) for name in ("a", "b", "c", "d")}
    played = {
        Variant("a"): [sample(10.0, 30.0, 100.0), sample(None, 0.0, 120.0)],
        Variant("b"): [sample(5.0, 40.0, 300.0), sample(7.0, 40.0, 340.0)],
        Variant("c"): [sample(None, 0.0, math.nan)] * 2,
        Variant("d"): [sample(None, 0.0, -2.0), sample(None, 0.0, 0.0)],
    }
    rows = exposure(played, known)
    assert [(row["rank"], row["id"], row["failed"], row["at_risk"]) for row in rows] == [
        (1, "b", 2, True), (2, "a", 1, True), (3, "d", 0, False), (4, "c", 0, False),
    ]  # fmt: skip
    assert [rows[0][kpi]["mean"] for kpi in ("time_to_survive", "time_to_recover", "lost_contribution")] == [6, 40, 320]
    assert (rows[1]["time_to_survive"]["mean"], rows[1]["time_to_survive"]["n"]) == (10, 1)
    assert rows[3]["time_to_survive"]["n"] == 0


def test_replications_that_are_not_back_by_the_end_are_told_apart_from_those_that_are():
    known = {name: ("supplier", name) for name in ("never", "once", "always")}
    lasting, back = sample(10.0, 264.0, 3.0, recovered=0.0), sample(10.0, 30.0, 2.0)
    played = {Variant("never"): [lasting] * 2, Variant("once"): [lasting, back], Variant("always"): [back] * 2}
    rows = {row["id"]: row for row in exposure(played, known)}
    assert {name: (row["recovered_in"], row["failed"]) for name, row in rows.items()} == {
        "never": (0, 2), "once": (1, 2), "always": (2, 2),
    }  # fmt: skip
    assert list(rows) == ["never", "once", "always"]  # by what is lost, as ever
    assert rows["never"]["time_to_recover"]["mean"] == 264
