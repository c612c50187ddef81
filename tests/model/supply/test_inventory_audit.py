"""Inventory audit: each place where goods or orders can be is counted, and a run that loses any is stopped."""

import numpy as np
import pytest

from sim.errors import ConservationError
from sim.model.supply import inventory_audit
from sim.model.supply.transit import Transit
from tests.model.small import at, play


def chain(**more):
    """A shop that orders ten loaves from a DC, which orders them from a line of its own, which needs flour."""
    return {
        "products": {"loaf": {"price": 10, "bom": {"flour": "1kg"}}},
        "materials": {"flour": {"cost": 1, "bought_from": "mill"}},
        "suppliers": {"mill": {"lead": "5h", "capacity": "5/h"}},
        "sites": {
            "dc": {"kind": "factory", "lines": {"oven": {"rate": {"loaf": "10/h"}, "batch": 4}}},
            "shop": {"kind": "front_point"},
        },
        "communities": {"home": {"delivered_from": "shop"}},
        "lanes": [{"from": "dc", "to": "shop", "every": "1h", "takes": "2h", "vehicle": {"holds": 3}}],
        "replenishment": [{"at": "*", "items": ["loaf", "flour"], "policy": {"kind": "on_demand"}}],
        "regular": {"people": at(0, quantity={10: 1})},
        **more,
    }


@pytest.fixture
def counts(monkeypatch):
    """What has been counted at the end of every run so far."""
    found, count = [], inventory_audit.audit

    def remember(of):
        found.append(count(of))
        return found[-1]

    monkeypatch.setattr("sim.model.simulate.audit", remember)
    return found


@pytest.mark.parametrize(
    ("horizon", "flour", "loaf_dc", "loaf_shop", "road"),
    [
        ("90min", 10, 10, 10, 0),  # the mill makes the flour ready: half of it, but nothing has left
        ("150min", 10, 10, 10, 0),  # it is on its way
        ("6h", 10, 10, 10, 0),
        ("7h 5min", 0, 10, 10, 0),  # the oven bakes the first four
        ("7h 25min", 0, 6, 10, 4),  # these stand at the dock, four are in the oven, two have not been begun
        ("8h 30min", 0, 0, 10, 10),  # three are on the road, the rest at the dock
        ("10h 30min", 0, 0, 7, 7),  # three have come
        ("14h", 0, 0, 0, 0),
    ],
)
def test_everything_underway_is_counted_wherever_it_is(counts, horizon, flour, loaf_dc, loaf_shop, road):
    play(chain(horizon=horizon))
    (found,) = counts
    np.testing.assert_allclose(found.to_come, [[loaf_dc, flour], [loaf_shop, 0]])
    np.testing.assert_allclose(found.on_order, found.to_come)
    assert found.on_road.sum() == pytest.approx(road)


def test_several_items_sites_and_lanes_are_kept_apart(counts):
    parts = chain(horizon="30min")
    parts["products"]["milk"] = {"price": 3, "bought_from": "mill"}
    parts["sites"] = {
        "dc": {"kind": "dc", "opening": {"milk": 3, "loaf": 2}},
        "shop": {"kind": "front_point"},
        "kiosk": {"kind": "front_point"},
    }
    parts["lanes"] = [{"from": "dc", "to": ["shop", "kiosk"], "every": "1h", "takes": "2h"}]
    parts["replenishment"] = [
        {"at": "shop", "items": ["milk", "loaf"], "policy": {"kind": "base_stock", "level": 2}},
        {"at": "kiosk", "items": ["milk"], "policy": {"kind": "base_stock", "level": 4}},
        {"at": "dc", "items": ["milk"], "policy": {"kind": "base_stock", "level": 5}},
    ]
    parts["regular"] = {}
    play(parts)
    (found,) = counts
    # loaf, milk and flour by site; two of each went to the dock for the shop, one milk for the kiosk, three are lacking
    np.testing.assert_allclose(found.to_come[:, :2], [[0, 8], [2, 2], [0, 4]])
    assert sorted(found.on_road[found.on_road > 0].tolist()) == [2, 3]


MILL, DC, SHOP = "mill", 0, 1


@pytest.mark.parametrize(
    ("damage", "horizon", "error"),
    [
        (lambda of: of.suppliers[MILL].queues[1].clear(), "1h", "site 0, SKU 1: 10 on order, 0 to come"),
        (lambda of: of.factories["dc"].orders.clear(), "1h", "site 0, SKU 0: 10 on order, 0 to come"),
        (lambda of: of.factories["dc"].in_hand.clear(), "7h 5min", "site 0, SKU 0: 10 on order, 6 to come"),
        (lambda of: of.lanes["dc", "shop"]._dock.pop(), "7h 25min", "lot 1: 0 units at docks and on roads, 4 by"),
        (lambda of: of.lanes["dc", "shop"].unload(np.array([1])), "7h 25min", "site 1, SKU 0: 10 on order, 6 to come"),
        (lambda of: of.points[DC].backlog.queues.clear(), "1h", "site 1, SKU 0: 10 on order, 0 to come"),
        (lambda of: of.engine.stock.on_order[SHOP].fill(0), "1h", "site 1, SKU 0: 0 on order, 10 to come"),
        (lambda of: of.engine.stock.on_hand[DC].fill(2), "1h", "site 0, SKU 0: 2 on the shelf, 0 by its movements"),
    ],
    ids=["supplier", "not begun", "in hand", "dock", "dock of an order", "waiting elsewhere", "books", "shelf"],
)
def test_a_run_that_loses_what_is_underway_is_stopped(monkeypatch, damage, horizon, error):
    def count(of, honest=inventory_audit.audit):
        damage(of)
        return honest(of)

    monkeypatch.setattr("sim.model.simulate.audit", count)
    with pytest.raises(ConservationError, match=error):
        play(chain(horizon=horizon))


@pytest.mark.parametrize(
    ("horizon", "error"), [("4h", "10 on order, 0 to come"), ("10h 20min", "0 units at docks and")]
)
def test_a_run_that_forgets_what_is_on_the_road_is_stopped(monkeypatch, horizon, error):
    monkeypatch.setattr(Transit, "loads", lambda self: iter(()))
    with pytest.raises(ConservationError, match=error):
        play(chain(horizon=horizon))
