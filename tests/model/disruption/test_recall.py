"""A recall finds all orders with suspect goods, stops or notifies them, replaces each once, and loses no unit."""

import json

import numpy as np
import pytest

from sim.kpi.recall import due_at, recall_within_48h
from sim.results.conservation import units
from sim.state.ledger import Exit, Kind, Status
from sim.state.stock import Elsewhere, Quality
from tests.model.small import at, play

DAY = 1440.0
BRAND = {
    "products": {"loaf": {"price": 30, "cost": 8, "shelf_life": "4d"}, "milk": {"price": 12, "cost": 6}},
    "suppliers": {"dairy": {"lead": "5h", "supplies": ["loaf", "milk"]}},
    "sites": {
        "dc": {"kind": "dc", "opening": {"loaf": 60, "milk": 60}},
        "shop": {
            "kind": "micro_warehouse",
            "opening": {"loaf": 20, "milk": 20},
            "stations": {"pick": {"servers": 1, "takes": {"exponential": {"mean": "12min"}}}},
        },
    },
    "lanes": [{"from": "dc", "to": "shop", "every": "4h", "takes": "90min"}],
    "replenishment": [
        {"at": "dc", "policy": {"kind": "order_up_to", "order_up_to": 200, "review": "12h"}},
        {"at": "shop", "policy": {"kind": "min_max", "reorder_point": 25, "order_up_to": 60}},
    ],
    "communities": {"home": {}},
    "couriers": {"riders": {"at": "shop", "full_time": 2, "carries": 3, "trip": {"exponential": {"mean": "40min"}}}},
    "regular": {
        "people": {"arrives": {"kind": "steady", "rate": "70/d"}, "lines": 1.5, "pickup": 0.3, "patience": "2d"},
    },
    "customers": {"returns": {"share": 0.1, "after": "6h", "restocked": 0.5}},
    "horizon": "9d",
}
RECALL = {
    "kind": "recall", "products": ["loaf"], "made_within": "80h", "from": "d3 09:00", "notify_within": "12h",
    "handed_back": {"exponential": {"mean": "6h"}},
}  # fmt: skip
STRUCK = 3 * DAY + 540


@pytest.fixture(scope="module")
def recalled():
    return play(BRAND, RECALL)


def told(record, event):
    rows = np.flatnonzero(record.trace["event"] == event)
    return sum(json.loads(record.trace["what"][row])["orders"] for row in rows)


def traced(record):
    """Orders that held units of a suspect lot when the recall was issued, by the books."""
    picks, orders = record.picks, record.orders
    bad = record.lots["quality"][picks["lot"]] == Quality.QUARANTINED
    owner = record.lines["order"][picks["line"]]
    held = np.zeros(record.rows("orders"))
    early = bad & (picks["time"] <= STRUCK)
    np.add.at(held, owner[early], picks["qty"][early])
    gone = (orders["cancelled"] <= STRUCK) | (orders["returned"] <= STRUCK) & (orders["exit"] != Exit.RECALLED)
    return np.flatnonzero((held > 1e-9) & (orders["kind"] != Kind.REPLENISHMENT) & ~gone)


def test_only_lots_of_the_product_that_are_young_enough_are_suspect(recalled):
    lots = recalled.lots
    expected = (lots["sku"] == 0) & (lots["made"] >= STRUCK - 80 * 60) & (lots["made"] <= STRUCK)
    assert np.array_equal(lots["quality"] == Quality.QUARANTINED, expected)
    assert expected.any()


def test_every_traced_order_is_stopped_or_notified_and_no_other_is(recalled):
    found = traced(recalled)
    assert told(recalled, "recall_issued") == len(found) > 10
    blocked, notified = told(recalled, "recall_blocked"), told(recalled, "recall_notified")
    assert blocked > 0
    assert notified > 0
    # some sent their goods back of their own accord before anybody reached them
    assert blocked + notified == len(found)
    marked = np.flatnonzero(recalled.orders["exit"] == Exit.RECALLED)
    assert set(marked.tolist()) == set(found.tolist())


def test_every_recalled_order_is_made_good_once_and_with_as_many_units_as_were_suspect(recalled):
    orders, lines, picks = recalled.orders, recalled.lines, recalled.picks
    new = np.flatnonzero(orders["kind"] == Kind.EXCHANGE)
    old = orders["replaces"][new]
    assert len(set(old.tolist())) == len(old)
    returned_alone = (orders["exit"] == Exit.RECALLED) & np.isfinite(orders["refunded"])
    marked = (orders["exit"] == Exit.RECALLED) & ~returned_alone
    assert set(old.tolist()) == set(np.flatnonzero(marked).tolist())
    assert (orders["value"][new] == 0).all()
    assert np.array_equal(orders["node"][new], orders["node"][old])
    bad = recalled.lots["quality"][picks["lot"]] == Quality.QUARANTINED
    suspect = np.zeros(recalled.rows("orders"))
    np.add.at(suspect, lines["order"][picks["line"][bad]], picks["qty"][bad])
    delivered = np.isfinite(orders["delivered"][old])
    assert np.array_equal(orders["units"][new][delivered], suspect[old][delivered])
    # what had not left is sent anew in whole
    assert np.array_equal(orders["units"][new][~delivered], orders["units"][old][~delivered])


def test_no_suspect_unit_stays_on_a_shelf_or_with_a_customer(recalled):
    account, bad = units(recalled), recalled.lots["quality"] == Quality.QUARANTINED
    assert np.allclose(account["on_hand"][bad], 0)
    with_customers = account["sold"] - account["handed_back"]
    assert np.allclose(with_customers[bad], 0)
    assert (account["quarantined"][~bad] == 0).all()
    late = recalled.moves["target"] == Elsewhere.QUARANTINE
    assert (recalled.moves["time"][late] >= STRUCK).all()


def test_goods_on_the_road_are_frozen_when_they_arrive(recalled):
    moves = recalled.moves
    frozen = (moves["target"] == Elsewhere.QUARANTINE) & (moves["source"] >= 0)
    assert (moves["time"][frozen] > STRUCK).any()


def test_stopped_orders_never_leave_and_their_other_goods_go_back_on_the_shelf(recalled):
    orders, picks = recalled.orders, recalled.picks
    stopped = np.flatnonzero((orders["exit"] == Exit.RECALLED) & np.isnan(orders["delivered"]))
    assert (orders["status"][stopped] == Status.RETURNED).all()
    assert (orders["returned"][stopped] == STRUCK).all()
    good = recalled.lots["quality"][picks["lot"]] == Quality.GOOD
    theirs = np.isin(recalled.lines["order"][picks["line"]], stopped) & good
    assert picks["qty"][theirs].sum() == 0
    assert theirs.any()


def test_orders_before_the_recall_and_all_other_draws_are_as_without_it():
    calm, record = play(BRAND), play(BRAND, RECALL)
    first = record.orders["kind"] == Kind.CUSTOMER
    assert np.array_equal(record.orders["key"][first], calm.orders["key"][calm.orders["kind"] == Kind.CUSTOMER])
    for stamp in ("allocated", "ready", "delivered"):
        ours, theirs = record.orders[stamp][first], calm.orders[stamp][calm.orders["kind"] == Kind.CUSTOMER]
        early = theirs < STRUCK
        assert np.array_equal(ours[early], theirs[early])


def test_without_an_exchange_every_order_is_refunded():
    record = play(BRAND, {**RECALL, "exchange": False, "compensation": 5})
    orders = record.orders
    marked = orders["exit"] == Exit.RECALLED
    assert marked.sum() > 10
    assert np.isfinite(orders["refunded"][marked]).all()
    assert not (orders["kind"] == Kind.EXCHANGE).any()
    paid_out = -record.cash["amount"][record.cash["account"] == "compensation"].sum()
    collected = marked & np.isfinite(orders["delivered"])
    assert 0 < paid_out <= 5 * collected.sum()


def test_the_lever_on_notices_reaches_customers_sooner():
    fast = {"kind": "hold", "lever": "notify", "where": "loaf", "factor": 10, "from": "d3 09:00"}
    slow, quick = play(BRAND, RECALL), play(BRAND, RECALL, fast)

    def last(record):
        return record.trace["time"][record.trace["event"] == "recall_notified"].max()

    assert last(slow) == pytest.approx(STRUCK + 720, abs=61)
    assert last(quick) <= STRUCK + 181


def test_a_recall_of_nothing_ends_at_once():
    record = play(BRAND, {**RECALL, "made_within": "0min"})
    assert told(record, "recall_issued") == 0
    ended = record.trace["time"][record.trace["event"] == "shock_ended"]
    assert ended.tolist() == [STRUCK]


@pytest.mark.parametrize("hours", [6, 48])
def test_an_exchange_is_promised_within_the_limit_of_its_recall_and_the_trace_says_so(hours):
    how = {} if hours == 48 else {"exchange_within": f"{hours}h"}
    record = play(BRAND, {**RECALL, **how})
    orders = record.orders
    new = orders["kind"] == Kind.EXCHANGE
    assert new.any()
    np.testing.assert_array_equal(orders["promise"][new], orders["placed"][new] + hours * 60)
    row = np.flatnonzero(record.trace["event"] == "recall_issued")[0]
    assert json.loads(record.trace["what"][row])["within"] == hours * 60
    assert due_at(record) == STRUCK + hours * 60


def test_fewer_are_made_good_in_time_when_the_recall_promises_to_be_quicker():
    shares = [recall_within_48h(play(BRAND, {**RECALL, "exchange_within": f"{hours}h"})) for hours in (4, 24, 96)]
    assert shares[0] < shares[1] < shares[2]


def test_exchanges_do_not_wait_behind_the_everyday_backlog():
    # the loaf of minute 1 is recalled after an hour; three more wait when its owner hands it in; loaves come one by one
    shop = {
        "horizon": "30h",
        "sites": {"shop": {"kind": "front_point", "opening": {"loaf": 2}}},
        "communities": {"town": {"delivered_from": "shop"}},
        "regular": {"orders": at(1, 70, 80, 90)},
    }
    recall = {"kind": "recall", "products": "loaf", "made_within": "30d", "from": "2026-06-15 01:00 +08:00",
              "notify_within": "1h", "handed_back": "30min"}  # fmt: skip
    one = {"kind": "spare_stock", "item": "loaf", "at": "shop", "units": 1}
    kit = {
        "kit": {
            "when": {"shock": 0},
            "decide": "0h",
            "do": [{**one, "starts_in": f"{hours}h"} for hours in (9, 10, 11)],
        }
    }
    orders = play(shop, recall, plans=kit).orders
    assert orders["kind"].tolist() == [Kind.CUSTOMER] * 4 + [Kind.EXCHANGE]
    assert orders["allocated"][[4, 1, 2]].tolist() == [600.0, 660.0, 720.0]
    assert np.isnan(orders["allocated"][3])
