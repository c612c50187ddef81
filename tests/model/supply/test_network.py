"""The whole network: on order is what is really underway, a new source gets no order twice, the textbook holds."""

import numpy as np
import pytest
from scipy import stats

from sim.model.simulate import simulate
from sim.model.supply.network import build_network
from tests.model.small import at, play, scenario, world

DAY = 1440.0


def captured(monkeypatch):
    """The networks that are built from now on."""
    made = []

    def remember(*given):
        made.append(build_network(*given))
        return made[-1]

    monkeypatch.setattr("sim.model.simulate.build_network", remember)
    return made


CHAIN = {
    "products": {
        "loaf": {"price": 30, "cost": 8, "shelf_life": "3d", "bom": {"flour": "0.45kg"}},
        "milk": {"price": 12, "cost": 6, "bought_from": "dairy", "shelf_life": "7d"},
    },
    "materials": {"flour": {"cost": 4, "bought_from": "mill"}},
    "suppliers": {"mill": {"lead": "1d", "capacity": "300/d"}, "dairy": {"lead": "12h"}},
    "sites": {
        "bakery": {
            "kind": "factory",
            "lines": {"oven": {"rate": {"loaf": "240/h"}, "batch": 60, "good": 0.95}},
            "opening": {"flour": 50},
        },
        "dc": {"kind": "dc", "opening": {"loaf": 60, "milk": 60}},
        "shop": {"kind": "front_point", "opening": {"loaf": 20, "milk": 20}},
    },
    "lanes": [
        {
            "from": "bakery",
            "to": "dc",
            "departs": ["09:00", "15:00"],
            "takes": {"lognormal": {"mean": "50min", "cv": 0.5}},
            "vehicle": {"holds": 80},
        },
        {"from": "dc", "to": "shop", "every": "3h", "takes": "45min", "vehicle": {"holds": 40}},
        {"from": "bakery", "to": "shop", "every": "4h", "takes": "2h", "backup": True},
    ],
    "replenishment": [
        {"at": "shop", "policy": {"kind": "min_max", "reorder_point": 15, "order_up_to": 50}},
        {"at": "dc", "policy": {"kind": "order_up_to", "order_up_to": 150, "review": "12h"}},
        {"at": "bakery", "items": ["loaf"], "policy": {"kind": "base_stock", "level": 40}},
        {"at": "bakery", "items": ["flour"], "policy": {"kind": "fixed_quantity", "reorder_point": 30, "quantity": 60}},
    ],
    "communities": {"home": {"delivered_from": "shop"}},
    "regular": {
        "people": {
            "arrives": {"kind": "steady", "rate": "80/d"},
            "lines": 1.4,
            "patience": {"exponential": {"mean": "1d"}},
        }
    },
    "horizon": "12d",
}  # fmt: skip
DOWN = {"kind": "site_down", "site": "dc", "from": "d3 06:00", "for": "2d"}
REROUTE = {
    "round": {
        "when": {"shock": 0},
        "decide": 0,
        "do": [{"kind": "reroute", "sites": "shop", "via": "bakery", "lasts": "3d"}],
    }
}


CASES = {
    "calm": [],
    "down": [DOWN],
    "rerouted": [DOWN],
    "short": [{"kind": "hold", "lever": "supply", "where": "mill", "factor": 0.2, "from": "d2"}],
}


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("horizon", ["4d", "5d 7h", "12d"])
def test_backlog_is_what_is_waited_for_and_nothing_is_ever_less_than_nothing(monkeypatch, case, horizon):
    made = captured(monkeypatch)
    told = scenario(*CASES[case], plans=REROUTE if case == "rerouted" else None)
    simulate(world(**{**CHAIN, "horizon": horizon}), told, tuple(told.plans), seed=3)
    stock = made[0].engine.stock
    assert (stock.on_order > -1e-6).all()
    assert (stock.backlog > -1e-6).all()
    assert (stock.on_hand > -1e-6).all()
    for point in made[0].points:
        waits = sum(queue.left.sum() for queue in point.backlog.queues.values())
        owed = sum(
            order.units * need
            for order in made[0].factories["bakery"].orders
            for need in made[0].factories["bakery"]._bom[order.sku].values()
        )
        assert stock.backlog[point.site].sum() == pytest.approx(waits + owed * (point.name == "bakery"), abs=1e-6)


def one_shop(**more):
    """A shop that gets its loaves from a DC, or by a backup road from the bakery."""
    return {
        "sites": {
            "dc": {"kind": "dc", "opening": {"loaf": 5}},
            "bakery": {"kind": "warehouse", "opening": {"loaf": 100}},
            "shop": {"kind": "front_point"},
        },
        "communities": {"home": {"delivered_from": "shop"}},
        "lanes": [
            {"from": "dc", "to": "shop", "departs": ["20:00"], "takes": "1h"},
            {"from": "bakery", "to": "shop", "takes": "2h", "backup": True},
        ],
        "replenishment": [{"at": "shop", "items": ["loaf"], "policy": {"kind": "base_stock", "level": 8}}],
        "horizon": "3d",
        **more,
    }


def test_what_waits_and_what_stands_at_the_dock_is_ordered_once_from_the_new_source():
    round_it = {"go": {"decide": "1h", "do": [{"kind": "reroute", "sites": "shop", "via": "bakery"}]}}
    record = play(one_shop(), {**DOWN, "from": "d0 06:00", "for": "1d"}, plans=round_it)
    arrived = record.moves["source"] == -8
    into_shop = arrived & (record.moves["target"] == 2)
    # eight were ordered: five stood at the DC's dock, three waited; all eight come from the bakery, and nothing else
    assert record.moves["qty"][into_shop].sum() == 8
    assert set(record.moves["time"][into_shop].tolist()) == {7 * 60 + 120.0}
    back = arrived & (record.moves["target"] == 0)
    assert record.moves["qty"][back].sum() == 5
    assert record.orders["status"].tolist() == [5, 4]


def test_a_rerouted_site_goes_back_to_its_usual_source():
    round_it = {"go": {"decide": 0, "do": [{"kind": "reroute", "sites": "shop", "via": "bakery", "lasts": "1d"}]}}
    parts = one_shop(regular={"people": at(2000)})
    record = play(parts, {**DOWN, "from": "d0 06:00", "for": "1d"}, plans=round_it)
    last = record.orders["node"][record.orders["kind"] == 1][-1]
    assert record.names["site"][last] == "dc"


def test_a_switch_of_source_leaves_alone_what_the_new_source_does_not_carry():
    parts = one_shop(products={"loaf": {"price": 1}, "milk": {"price": 1}})
    parts["sites"]["dc"]["opening"] = {"loaf": 5, "milk": 9}
    parts["replenishment"] = [{"at": "shop", "policy": {"kind": "base_stock", "level": 8}}]
    round_it = {"go": {"decide": 0, "do": [{"kind": "reroute", "sites": "shop", "via": "bakery"}]}}
    record = play(
        parts, {"kind": "hold", "lever": "lane", "where": "dc->shop", "factor": 1, "from": "d0 06:00"}, plans=round_it
    )
    into = record.moves["target"] == 2
    by_item = np.bincount(record.moves["sku"][into], record.moves["qty"][into])
    assert by_item.tolist() == [8, 8]
    milk = into & (record.moves["sku"] == 1)
    assert record.moves["time"][milk].tolist() == [20 * 60 + 60.0]


def test_an_endless_warehouse_supplies_a_shop():
    parts = one_shop(regular={"people": at(10)})
    parts["sites"]["dc"] = {"kind": "dc", "stock": "unlimited"}
    record = play(parts)
    assert record.orders["delivered"][record.orders["kind"] == 0].tolist() == [21 * 60.0]


@pytest.mark.parametrize("days", [150, pytest.param(2000, marks=pytest.mark.slow)])
@pytest.mark.parametrize("lead", ["12h", {"exponential": {"mean": "12h"}}], ids=["fixed", "memoryless"])
def test_base_stock_fills_the_share_of_demand_that_the_textbook_says(lead, days):
    """Zipkin (2000) 6.2: with Poisson demand the units on order are Poisson(rate x lead), whatever the lead times."""
    level, rate = 14, 20.0
    parts = {
        "suppliers": {"mill": {"lead": lead, "supplies": ["loaf"]}},
        "sites": {"shop": {"kind": "front_point", "opening": {"loaf": level}}},
        "replenishment": [{"at": "shop", "items": ["loaf"], "policy": {"kind": "base_stock", "level": level}}],
        "regular": {"people": {"arrives": {"kind": "steady", "rate": f"{rate}/d"}}},
        "horizon": f"{days}d",
    }
    record = play(parts, seed=11)
    orders = record.orders
    late = (orders["allocated"] > orders["paid"] + 1e-9)[orders["placed"] > 10 * DAY]
    expected = stats.poisson.cdf(level - 1, rate * 0.5)
    # filled or not comes in runs as long as a lead time
    batches = np.array_split(~late, 30)
    shares = np.array([batch.mean() for batch in batches])
    assert shares.mean() == pytest.approx(expected, abs=3 * shares.std(ddof=1) / np.sqrt(len(shares)))


def test_a_fixed_quantity_keeps_the_position_evenly_between_its_levels():
    """Hadley & Whitin (1963) 4-7: the position is even on r + 1 .. r + Q, so on hand less backlog has a known mean."""
    reorder, quantity, rate, lead, days = 10, 12, 20.0, 0.5, 600
    policy = {"kind": "fixed_quantity", "reorder_point": reorder, "quantity": quantity}
    parts = {
        "suppliers": {"mill": {"lead": f"{lead * 24}h", "supplies": ["loaf"]}},
        "sites": {"shop": {"kind": "front_point", "opening": {"loaf": reorder + quantity}}},
        "replenishment": [{"at": "shop", "items": ["loaf"], "policy": policy}],
        "regular": {"people": {"arrives": {"kind": "steady", "rate": f"{rate}/d"}}},
        "horizon": f"{days}d",
    }  # fmt: skip
    record = play(parts, seed=12)
    orders, moves = record.orders, record.moves
    came = moves["source"] == -1
    times = np.concatenate((orders["paid"], moves["time"][came]))
    steps = np.concatenate((-np.ones(len(orders["paid"])), moves["qty"][came]))
    order = np.argsort(times, kind="stable")
    net = reorder + quantity + np.cumsum(steps[order])
    spans = np.diff(np.append(times[order], days * DAY))
    blocks = np.array_split(np.arange(len(net)), 50)
    means = np.array([np.average(net[block], weights=spans[block]) for block in blocks])
    expected = reorder + (quantity + 1) / 2 - rate * lead
    assert means.mean() == pytest.approx(expected, abs=3 * means.std(ddof=1) / np.sqrt(len(means)))
