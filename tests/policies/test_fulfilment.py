"""What becomes of an order of which only a part is there: it waits, goes in parts, or goes without the rest."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from sim.kpi.counted import complete_at, delivered_at, is_in_hand
from sim.kpi.fulfilment import fulfilment_rate, on_time_rate_revenue
from sim.kpi.lead_time import lead_time_mean
from sim.kpi.money import margin_in_hand, revenue
from sim.kpi.stock import backlog_end, fill_rate, stock_out_rate
from sim.policies.fulfilment import PartsView
from sim.policies.fulfilment.split import Split
from sim.results import conservation
from sim.state.ledger import Exit, Kind, Status
from tests.model.small import play, world
from validation.measures.shortage import lost_value


def shop(tmp_path, orders, fulfilment=None, leads=("100min", "300min"), source=(), **site):
    """A shop with 100 breads (10 yuan) and no tea (7 yuan), which orders what is missing at once.

    `orders`: (minute, {product: units}).
    """
    rows = [f"o{minute},{minute},{product},{units}" for minute, basket in orders for product, units in basket.items()]
    file = tmp_path / "orders.csv"
    file.write_text("\n".join(["order,time,sku,qty", *rows]) + "\n", encoding="utf-8")
    if fulfilment:
        site["fulfilment"] = fulfilment
    return {
        "horizon": "3d",
        "products": {"bread": {"price": 10, "cost": 4}, "tea": {"price": 7, "cost": 2}},
        "suppliers": {
            "baker": {"lead": leads[0], "supplies": ["bread"]},
            "grower": {"lead": leads[1], "supplies": ["tea"]},
        },
        "sites": {"shop": {"kind": "front_point", "opening": {"bread": 100}, **site}},
        "communities": {"home": {"picks_up_at": "shop"}},
        "customers": {"pickup_after": "0min"},
        "replenishment": [{"at": "shop", "policy": {"kind": "base_stock", "level": {"bread": 0, "tea": 0}}}],
        "recorded": {"people": {"file": str(file), "pickup": 1, "promise": "1d", **dict(source)}},
    }


SPLIT, PARTIAL = {"kind": "split"}, {"kind": "partial"}
ONE = [(60, {"bread": 2, "tea": 3})]


def deliveries(record):
    """(minute, units) of everything that customers got."""
    orders = record.orders
    rows = np.flatnonzero(np.isfinite(orders["delivered"]) & np.isin(orders["kind"], (Kind.CUSTOMER, Kind.PART)))
    return sorted(zip(orders["delivered"][rows].round(6).tolist(), orders["units"][rows].tolist(), strict=True))


@pytest.mark.plays("fulfilment:complete")
def test_without_a_policy_or_with_complete_an_order_waits_for_all_its_lines(tmp_path):
    assert deliveries(play(shop(tmp_path, ONE))) == [(360, 5)]
    assert deliveries(play(shop(tmp_path, ONE, {"kind": "complete"}))) == [(360, 5)]


@pytest.mark.plays("fulfilment:split")
def test_a_split_order_goes_in_two_deliveries_and_is_complete_with_the_last(tmp_path):
    record = play(shop(tmp_path, ONE, SPLIT))
    assert deliveries(record) == [(60, 2), (360, 3)]
    assert record.orders["kind"].tolist() == [Kind.CUSTOMER, Kind.PART]
    assert record.orders["replaces"].tolist() == [-1, 0]
    assert complete_at(record)[0] == delivered_at(record)[0] == 360
    assert lead_time_mean(record) == 5
    assert fulfilment_rate(record) == 1
    assert is_in_hand(record).sum() == 1, "one order, however many deliveries"
    assert (revenue(record), margin_in_hand(record)) == (41, 41 - 8 - 6)
    assert (fill_rate(record), stock_out_rate(record)) == (2 / 5, 1 / 2), "as if it had waited"
    assert backlog_end(record) == 0


@pytest.mark.plays("fulfilment:partial")
def test_a_partial_order_goes_with_what_is_there_and_the_rest_is_paid_back(tmp_path):
    record = play(shop(tmp_path, ONE, PARTIAL))
    assert deliveries(record) == [(60, 2)]
    orders = record.orders
    assert orders["status"].tolist() == [Status.DELIVERED, Status.CANCELLED]
    assert orders["exit"].tolist() == [Exit.NONE, Exit.LOST_SALE]
    assert (orders["cancelled"][1], orders["refunded"][1]) == (60, 60)
    assert fulfilment_rate(record) == 0, "what was ordered never came"
    assert lead_time_mean(record) == 0
    assert (revenue(record), lost_value(record, "shop")) == (20, 21)
    assert (fill_rate(record), stock_out_rate(record)) == (2 / 5, 1 / 2)
    assert backlog_end(record) == 0
    assert not len(record.requests["units"]), "nobody waits for tea any more: none is ordered"


def test_the_weight_of_an_order_is_what_it_was_when_it_was_placed(tmp_path):
    orders = [*ONE, (70, {"bread": 1})]
    # the split order comes on time as a whole: 41 + 10; of the partial one nothing counts
    assert on_time_rate_revenue(play(shop(tmp_path, orders, SPLIT))) == 1
    assert on_time_rate_revenue(play(shop(tmp_path, orders, PARTIAL))) == pytest.approx(10 / 51)


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        (None, [(360, 5)]),
        (SPLIT, [(160, 2), (360, 3)]),
        (PARTIAL, [(160, 2)]),
        ({**SPLIT, "at_least": 0.5}, [(360, 5)]),
    ],
)
def test_who_finds_nothing_waits_and_goes_with_what_comes_first(tmp_path, policy, expected):
    assert deliveries(play(shop(tmp_path, ONE, policy, opening={}))) == expected


def test_a_share_that_is_there_is_a_share_of_what_is_still_wanted(tmp_path):
    policy = {**SPLIT, "at_least": 0.4}
    assert deliveries(play(shop(tmp_path, ONE, policy))) == [(60, 2), (360, 3)]
    assert deliveries(play(shop(tmp_path, ONE, {**SPLIT, "at_least": 0.41}))) == [(360, 5)]


def test_what_comes_at_one_instant_goes_together(tmp_path):
    record = play(shop(tmp_path, ONE, SPLIT, leads=("100min", "100min"), opening={}))
    assert deliveries(record) == [(160, 5)]
    assert (record.orders["kind"] == Kind.PART).sum() == 0


def test_one_line_may_go_in_as_many_parts_as_its_goods_come(tmp_path):
    parts = shop(tmp_path, [(60, {"bread": 9})], SPLIT, opening={"bread": 2})
    parts["suppliers"]["baker"] |= {"capacity": "3/d"}
    parts["horizon"] = "6d"
    day = 1440
    record = play(parts)
    assert deliveries(record) == [(60, 2), (60 + day + 100, 3), (60 + 2 * day + 100, 3), (60 + 7 * day / 3 + 100, 1)]
    assert set(record.orders["replaces"][1:].tolist()) == {0}
    assert delivered_at(record)[0] == pytest.approx(60 + 7 * day / 3 + 100)


def test_who_gives_up_waiting_for_the_rest_keeps_what_he_got_and_is_paid_back_the_rest(tmp_path):
    record = play(shop(tmp_path, ONE, SPLIT, source={"patience": "2h"}))
    assert deliveries(record) == [(60, 2)]
    assert record.orders["exit"].tolist() == [Exit.IMPATIENT, Exit.NONE]
    assert record.orders["refunded"][0] == 180
    assert revenue(record) == 20


def test_at_a_shop_that_loses_sales_a_part_goes_and_who_finds_nothing_is_lost(tmp_path):
    orders = [(60, {"bread": 2, "tea": 3}), (70, {"tea": 1}), (80, {"bread": 1})]
    record = play(shop(tmp_path, orders, PARTIAL, unmet="lost", opening={"bread": 100, "tea": 1}))
    assert deliveries(record) == [(60, 3), (80, 1)]
    assert revenue(record) == 20 + 7 + 10
    assert lost_value(record, "shop") == 14 + 7
    whole = play(shop(tmp_path, orders, None, unmet="lost", opening={"bread": 100, "tea": 1}))
    assert deliveries(whole) == [(70, 1), (80, 1)]


def test_nobody_can_wait_for_the_rest_where_sales_are_lost(tmp_path):
    with pytest.raises(ValidationError, match="take `partial`, or `unmet: backorder`"):
        world(**shop(tmp_path, ONE, SPLIT, unmet="lost"))


BASKET = st.dictionaries(st.sampled_from(["bread", "tea"]), st.integers(1, 6), min_size=1)
SHELF = st.fixed_dictionaries({"bread": st.integers(0, 12), "tea": st.integers(0, 12)})


@given(st.lists(BASKET, min_size=1, max_size=7), SHELF, st.sampled_from([{}, {"patience": "3h"}]))
@settings(max_examples=25, deadline=None)
def test_goods_and_money_hold_and_nobody_gets_more_or_later_by_splitting(tmp_path_factory, baskets, shelf, source):
    folder = tmp_path_factory.mktemp("orders")
    orders = [(60 + 50 * number, basket) for number, basket in enumerate(baskets)]
    price = {"bread": 10, "tea": 7}

    def played(policy):
        record = play(shop(folder, orders, policy, opening=shelf, source=source))
        conservation.require(record)
        mine = np.isin(record.orders["kind"], (Kind.CUSTOMER, Kind.PART))
        assert record.orders["units"][mine].sum() == sum(sum(basket.values()) for basket in baskets)
        sold = mine[record.lines["order"]] & np.isfinite(record.orders["delivered"])[record.lines["order"]]
        worth = np.array([price[name] for name in record.names["sku"]])[record.lines["sku"]]
        assert revenue(record) == pytest.approx((record.lines["qty"] * worth)[sold].sum())
        return record

    together, split, partial = played(None), played(SPLIT), played(PARTIAL)
    n = len(baskets)
    if not source:
        np.testing.assert_allclose(delivered_at(split)[:n], delivered_at(together)[:n])
        assert (delivered_at(partial)[:n] <= delivered_at(together)[:n] + 1e-6).all()
    assert revenue(partial) <= revenue(together) + 1e-6 or source


def test_a_policy_sees_shares_of_orders():
    view = PartsView.of(there=[1, 2, 3], wanted=[4, 4, 4])
    assert Split(at_least=0.5).decide(view, 0.0).tolist() == [False, True, True]
