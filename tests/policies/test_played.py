"""Every example on the page about policies is played in a tiny world, and keeps service and stock in a sane range."""

import re
from pathlib import Path

import numpy as np
import pytest

from sim.plug import discover
from sim.schema.load import load_tree
from sim.schema.reader import read_text
from tests.model.small import simulate

PAGE = Path(__file__).resolve().parents[2] / "docs" / "policies.md"
ROW = re.compile(r"^\|(?P<name>[^|]+)\| `(?P<kind>\w+)` \|.*\| `(?P<yaml>\{kind: .*\})` \|$", re.MULTILINE)
ROOMS = ("replenishment", "transfer", "forecast", "allocation", "dispatch", "sourcing", "fulfilment")
FOUND = {room: discover(f"sim.policies.{room}") for room in ROOMS}
EXAMPLES = {row["kind"]: read_text(row["yaml"]).tree for row in ROW.finditer(PAGE.read_text(encoding="utf-8"))}
DAY, PER_DAY, DAYS = 1440.0, 40, 14


def tiny(rule, **more):
    """One shop, one product, about 40 units a day, a show on the ninth day; a mill one day away, a partner closer."""
    base = {
        "brand": "tiny",
        "start": "2026-06-15 00:00 +08:00",
        "horizon": f"{DAYS}d",
        "products": {"tea": {"price": 10, "cost": 4, "class": "A", "bought_from": "mill"}},
        "suppliers": {"mill": {"lead": "1d"}, "partner": {"lead": "12h", "supplies": ["tea"], "surcharge": 0.3}},
        "sites": {"shop": {"kind": "front_point", "opening": {"tea": 100}}},
        "communities": {"home": {"picks_up_at": "shop"}},
        "replenishment": [{"at": "shop", "items": ["tea"], "from": "mill", **rule}],
        "regular": {
            "people": {"arrives": {"kind": "daily", "per_day": PER_DAY}, "pickup": 1, "promise": "2d", "exactly": 560}
        },
        "shows": {
            "gala": {"start": "d8 20:00", "orders": 60, "products": {"tea": 1}, "pickup": 1, "promise": "2d"}
        },
    }  # fmt: skip
    return load_tree({**base, **more})


def sane(record, item="tea", promise=2 * DAY):
    """Of those who paid before the last two days: the shares served late and not at once; days of stock at the end."""
    orders, end = record.orders, DAYS * DAY
    mine = (orders["kind"] == 0) & (orders["paid"] < end - promise)
    late = ~(orders["allocated"][mine] - orders["paid"][mine] <= promise)
    at_once = orders["allocated"][mine] - orders["paid"][mine] < 1.0
    moves = record.moves
    sku = record.names["sku"].index(item)
    sites = len(record.names["site"])
    mine = moves["sku"] == sku
    on_hand = moves["qty"][mine & (moves["target"] >= 0)].sum() - moves["qty"][mine & (moves["source"] >= 0)].sum()
    return {"late": float(late.mean()), "waits": float(1 - at_once.mean()), "days": on_hand / PER_DAY / sites}


@pytest.mark.parametrize("room", ROOMS)
def test_the_page_has_an_example_of_every_policy_and_of_nothing_else(room):
    assert set(FOUND[room]) <= set(EXAMPLES), f"docs/policies.md has no example of every kind of {room}"
    assert set(EXAMPLES) <= {kind for kinds in FOUND.values() for kind in kinds}


# made or collected to order, everybody waits; the others serve most people at once
TO_ORDER = {"on_demand"}


@pytest.mark.parametrize("kind", sorted(set(FOUND["replenishment"]) & set(EXAMPLES) - {"mrp", "graded"}))
def test_a_replenishment_policy_serves_people_in_time_and_hoards_nothing(kind):
    found = sane(simulate(tiny({"policy": EXAMPLES[kind]}), seed=3))
    assert found["late"] <= 0.02, found
    assert kind in TO_ORDER or found["waits"] <= 0.25, found
    assert found["days"] <= 7, found


def test_mrp_orders_flour_for_the_loaves_that_it_plans():
    world = tiny(
        {},
        products={"loaf": {"price": 10, "class": "A", "bom": {"flour": "0.5kg"}}},
        materials={"flour": {"cost": 2, "bought_from": "mill"}},
        suppliers={"mill": {"lead": "1d"}},
        sites={"shop": {"kind": "factory", "opening": {"loaf": 100, "flour": 40},
                        "lines": {"oven": {"rate": {"loaf": "60/h"}, "batch": 40}}}},
        replenishment=[{"at": "shop", "items": ["loaf", "flour"], "policy": EXAMPLES["mrp"]}],
        shows={},
    )  # fmt: skip
    record = simulate(world, seed=3)
    found = sane(record, "loaf")
    assert found["late"] <= 0.02, found
    assert found["waits"] <= 0.2, found
    assert found["days"] <= 5, found
    assert sane(record, "flour")["days"] <= 3


def test_a_graded_shop_keeps_what_sells_collects_what_does_not_and_hoards_nothing():
    grades = {"tea": "A", "soap": "B", "spice": "C"}
    world = tiny(
        {},
        products={
            name: {"price": 9, "cost": 3, "class": grade, "bought_from": "mill"} for name, grade in grades.items()
        },
        sites={"shop": {"kind": "front_point", "opening": {"tea": 100, "soap": 120}}},
        replenishment=[{"at": "shop", "from": "mill", "policy": EXAMPLES["graded"]}],
        shows={},
        suppliers={"mill": {"lead": "1d"}},
        regular={
            f"{name}_fans": {
                "arrives": {"kind": "daily", "per_day": rate},
                "products": {name: 1},
                "pickup": 1,
                "promise": "4d",
            }
            for name, rate in {"tea": 40, "soap": 40, "spice": 6}.items()
        },
    )
    record = simulate(world, seed=3)
    lines, orders = record.lines, record.orders
    waited = orders["allocated"][lines["order"]] - orders["paid"][lines["order"]]
    early = orders["paid"][lines["order"]] < 10 * DAY
    for item in grades:
        mine = early & (lines["sku"] == record.names["sku"].index(item))
        if item == "spice":
            assert np.median(waited[mine]) > DAY
            assert waited[mine].max() < 5 * DAY
        else:
            assert np.mean(waited[mine] < 1.0) > 0.75
    assert sane(record, "spice")["days"] <= 0.3


@pytest.mark.parametrize("kind", sorted(set(FOUND["forecast"]) & set(EXAMPLES)))
def test_every_forecaster_drives_days_of_supply_in_a_sane_way(kind):
    policy = {"kind": "days_of_supply", "low": "2d", "high": "3d", "forecast": EXAMPLES[kind]}
    found = sane(simulate(tiny({"policy": policy}), seed=3))
    assert found["late"] <= 0.02, found
    assert found["waits"] <= 0.25, found
    assert found["days"] <= 7, found


@pytest.mark.parametrize("kind", sorted(set(FOUND["transfer"]) & set(EXAMPLES)))
def test_neighbours_that_help_each_other_keep_fewer_people_waiting(kind):
    def waiting(transfer):
        world = tiny(
            {},
            sites={
                "dc": {"kind": "dc", "opening": {"tea": 2000}},
                "busy": {"kind": "front_point", "opening": {"tea": 60}},
                "calm": {"kind": "front_point", "opening": {"tea": 200}},
            },
            groups={"leaders": ["busy", "calm"]},
            communities={"here": {"picks_up_at": "busy", "households": 900},
                         "there": {"picks_up_at": "calm", "households": 100}},
            lanes=[{"from": "dc", "to": "leaders", "takes": "1d"},
                   {"from": "busy", "to": "calm", "takes": "20min"}, {"from": "calm", "to": "busy", "takes": "20min"}],
            replenishment=[{"at": "leaders", "items": ["tea"], "from": "dc", "transfer": transfer,
                            "policy": {"kind": "min_max", "reorder_point": 30, "order_up_to": 90}}],
            shows={},
        )  # fmt: skip
        orders = simulate(world, seed=3).orders
        mine = (orders["kind"] == 0) & (orders["paid"] < 12 * DAY)
        wait = np.nan_to_num(orders["allocated"] - orders["paid"], nan=5 * DAY)[mine]
        return float(wait.mean())

    assert waiting(EXAMPLES[kind]) < 0.8 * waiting(None)


@pytest.mark.parametrize("kind", sorted(set(FOUND["allocation"]) & set(EXAMPLES)))
def test_every_allocation_serves_everybody_in_the_end(kind):
    rule = {"policy": {"kind": "order_up_to", "order_up_to": 120, "review": "1d"}}
    found = sane(simulate(tiny(rule, service={"allocation": EXAMPLES[kind]}), seed=3))
    assert found["late"] <= 0.02, found


def test_the_same_rule_is_worse_on_stale_data():
    rule = {"policy": EXAMPLES["min_max"]}
    fresh = sane(simulate(tiny(rule), seed=3))
    stale = sane(simulate(tiny({**rule, "stale": "2d"}), seed=3))
    assert stale["waits"] > fresh["waits"] + 0.1


@pytest.mark.parametrize("kind", sorted(set(FOUND["sourcing"]) & set(EXAMPLES)))
def test_a_shop_with_a_dc_and_a_mill_is_served_wherever_its_orders_go(kind):
    sites = {
        "dc": {"kind": "dc", "at": [3, 4], "opening": {"tea": 2000}},
        "shop": {"kind": "front_point", "opening": {"tea": 100}},
    }
    rule = {
        "at": "shop",
        "sourcing": EXAMPLES[kind],
        "policy": {"kind": "min_max", "reorder_point": 90, "order_up_to": 200},
    }
    lanes = [{"from": "dc", "to": "shop", "takes": "8h", "vehicle": {"cost_per_unit": 1}}]
    found = sane(simulate(tiny({}, sites=sites, lanes=lanes, replenishment=[rule])))
    assert found["late"] < 0.05
    assert found["waits"] < 0.15


@pytest.mark.parametrize("kind", sorted(set(FOUND["fulfilment"]) & set(EXAMPLES)))
def test_a_shop_that_is_short_gives_what_its_fulfilment_policy_lets_go(kind):
    sites = {"shop": {"kind": "front_point", "opening": {"tea": 100}, "fulfilment": EXAMPLES[kind]}}
    rule = {"at": "shop", "from": "mill", "policy": {"kind": "order_up_to", "order_up_to": 50, "review": "1d"}}
    people = {"arrives": {"kind": "daily", "per_day": 20}, "pickup": 1, "quantity": {4: 1}, "promise": "2d"}
    record = simulate(tiny({}, sites=sites, replenishment=[rule], regular={"people": people}))
    parts = record.orders["kind"] == 3
    assert parts.any() == (kind != "complete")
    assert np.isfinite(record.orders["delivered"][parts]).any() == (kind == "split")
