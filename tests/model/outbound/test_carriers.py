"""The courier pools of a site: every order goes with the one that it is assigned to."""

import numpy as np
import pytest

from sim.model.outbound.carriers import Carriers
from sim.state.ledger import Exit
from tests.model.small import at, play

PACES = [{"waits": 0}, {"every": "10min"}]


def shop(times, **pace):
    """A shop with stock for service from which two pools leave."""
    pool = {"at": "shop", "full_time": 1, "carries": 1, "trip": "30min", "handed_over": "end", **pace}
    return {
        "horizon": "10h",
        "sites": {"shop": {"kind": "front_point", "opening": {"loaf": 50}}},
        "communities": {"town": {"delivered_from": "shop"}},
        "regular": {"orders": at(*times)},
        "couriers": {"van": pool, "bike": {**pool, "trip": "10min"}},
    }


@pytest.fixture
def in_turn(monkeypatch):
    """Even orders go with the first pool, odd ones with the second."""
    monkeypatch.setattr(
        Carriers, "assign", lambda self, orders: [(pool, orders % 2 == k) for k, pool in enumerate(self.pools)]
    )


def test_the_first_pool_takes_all_orders():
    record = play(shop([0, 100, 200]))
    assert {record.names["resource"][code] for code in record.trips["resource"]} == {"van"}


@pytest.mark.usefixtures("in_turn")
@pytest.mark.parametrize("pace", PACES)
def test_each_order_is_delivered_once_by_the_pool_it_is_assigned_to(pace):
    record = play(shop([5, 105, 205, 305], **pace))
    orders, trips = record.orders, record.trips
    assert (orders["delivered"] - orders["departed"]).tolist() == [30.0, 10.0, 30.0, 10.0]
    pools = [record.names["resource"][code] for code in trips["resource"][np.argsort(trips["departed"])]]
    assert pools == ["van", "bike", "van", "bike"]


@pytest.mark.usefixtures("in_turn")
def test_pools_of_one_site_do_not_wait_for_each_other():
    # one courier each: the second order of the van waits for its return, those of the bike do not
    record = play(shop([0, 0, 0, 0], waits=0))
    assert record.orders["departed"].tolist() == [0.0, 0.0, 30.0, 10.0]


@pytest.mark.usefixtures("in_turn")
def test_a_lever_at_one_pool_leaves_the_other_alone_and_one_at_the_site_moves_both():
    closed = {"kind": "hold", "lever": "lane", "factor": 0, "from": "d0 00:30", "for": "2h"}
    van = play(shop([60, 61], waits=0), {**closed, "where": "van"}).orders["departed"]
    site = play(shop([60, 61], waits=0), {**closed, "where": "shop"}).orders["departed"]
    assert (van.tolist(), site.tolist()) == ([150.0, 61.0], [150.0, 150.0])


@pytest.mark.usefixtures("in_turn")
def test_a_recall_stops_what_waits_for_any_of_them():
    recall = {"kind": "recall", "products": "loaf", "made_within": "30d", "from": "d0 01:35"}
    record = play(shop([85, 86], every="2h"), recall)
    assert record.orders["exit"][:2].tolist() == [Exit.RECALLED] * 2
    assert np.isnan(record.orders["departed"][:2]).all()
