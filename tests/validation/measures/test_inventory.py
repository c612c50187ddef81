"""The stock history of one item at one site, against hand-made records and one event at a time."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.state.stock import Elsewhere, Why
from tests.kpi.records import NAN, ledger, record
from tests.model.small import at, play
from validation.measures.inventory import count_in, stock_histories, stock_history, units_in


def hand_made():
    """Ten loaves at first; 4 and 8 demanded at 1 and 2 (two of these wait until 5), 3 lost at 6; 6 ordered, 6 came."""
    orders = ledger(
        4, node=1, released=[1.0, 2.0, 6.0, 3.0], exit=[0, 0, 5, 0], cancelled=[NAN, NAN, 6.0, NAN], kind=[0, 0, 0, -1]
    )
    lines = {"order": [0, 1, 2, 3], "qty": [4, 8, 3, 9], "allocated": [1.0, 5.0, NAN, NAN]}
    picks = {"line": [0, 1, 1], "qty": [4, 6, 2], "time": [1.0, 2.0, 5.0], "site": 1}
    moves = {
        "time": [0.0, 1.0, 2.0, 5.0, 5.0, 9.0],
        "source": [Elsewhere.OPENING, 1, 1, Elsewhere.SUPPLIER, 1, 1],
        "target": [1, Elsewhere.CUSTOMER, Elsewhere.CUSTOMER, 1, Elsewhere.CUSTOMER, Elsewhere.EXPIRED],
        "sku": 0,
        "qty": [10.0, 4.0, 6.0, 6.0, 2.0, 4.0],
        "why": Why.PICKED,
    }
    requests = {"time": [2.0, 3.0, 3.0], "site": [1, 1, 0], "sku": 0, "units": [7.0, -1.0, 50.0]}
    return record(10.0, orders=orders, lines=lines, picks=picks, moves=moves, requests=requests, lots={"sku": [0]})


def test_on_hand_backorders_and_on_order_follow_every_movement():
    stock = stock_history(hand_made(), "shop", "loaf")
    when = np.array([0.5, 1.5, 2.5, 4.0, 5.0, 7.0, 9.5])
    assert stock.on_hand.at(when).tolist() == [10, 6, 0, 0, 4, 4, 0]
    assert stock.backorders.at(when).tolist() == [0, 0, 2, 2, 0, 0, 0]
    assert stock.on_order.at(when).tolist() == [0, 0, 7, 6, 0, 0, 0]
    assert stock.net.at(when).tolist() == [10, 6, -2, -2, 4, 4, 0]


def test_withdrawn_orders_are_left_out_and_expired_units_are_listed():
    stock = stock_history(hand_made(), "shop", "loaf")
    assert [column.tolist() for column in stock.orders_placed] == [[2.0], [7.0]]
    assert [column.tolist() for column in stock.expired] == [[9.0], [4.0]]
    assert (units_in(stock.expired, 0, 9), units_in(stock.expired, 9, 10)) == (0.0, 4.0)
    assert (count_in(stock.orders_placed[0], 0, 2), count_in(stock.orders_placed[0], 2, 3)) == (0, 1)


def test_demand_is_filled_at_once_backordered_or_lost():
    demand = stock_history(hand_made(), "shop", "loaf").demand
    assert demand.arrived.tolist() == [1.0, 2.0, 6.0]  # the fourth order was void
    assert demand.fill_rate() == pytest.approx(10 / 15)
    assert demand.mean_wait() == pytest.approx(3.0 * 8 / 12)
    assert demand.lost_units() == 3.0
    late = demand.between(2.0, 6.0)
    assert (late.fill_rate(), late.lost_units()) == (0.75, 0.0)


def test_another_item_and_another_site_have_histories_of_their_own():
    run = hand_made()
    assert stock_history(run, "dc", "loaf").on_order.at(np.array([4.0])).tolist() == [50.0]
    assert not stock_history(run, "shop", "milk").on_hand.times.size
    assert len(list(stock_histories(run, "shop"))) == 3
    with pytest.raises(ValueError, match="is not in list"):
        stock_history(run, "shop", "tea")


STORIES = st.lists(
    st.tuples(st.integers(1, 3000), st.integers(1, 4)), min_size=1, max_size=25, unique_by=lambda o: o[0]
)


@given(STORIES, st.integers(0, 10), st.integers(0, 900), st.sampled_from(["backorder", "lost"]))
@settings(max_examples=40)
def test_the_history_of_a_played_shop_is_that_of_one_event_at_a_time(story, level, lead, unmet):
    story = sorted(story)
    streams = {f"who_{k}": at(minute, quantity={units: 1}) for k, (minute, units) in enumerate(story)}
    run = play(
        {
            "products": {"loaf": {"price": 1}},
            "suppliers": {"mill": {"lead": f"{lead}min", "supplies": ["loaf"]}},
            "sites": {"shop": {"kind": "front_point", "opening": {"loaf": level}, "unmet": unmet}},
            "replenishment": [{"at": "shop", "items": ["loaf"], "policy": {"kind": "base_stock", "level": level}}],
            "regular": streams,
            "horizon": "5d",
        }
    )
    events = sorted([(minute, 1, units) for minute, units in story])
    on_hand, backorders, coming, lost = level, 0, [], 0
    stock = stock_history(run, "shop", "loaf")
    for minute, _, units in events:
        for due, lot in [one for one in coming if one[0] <= minute]:
            coming.remove((due, lot))
            met = min(backorders, lot)
            on_hand, backorders = on_hand + lot - met, backorders - met
        if unmet == "lost" and units > on_hand:
            lost += units
        else:
            met = min(units, on_hand)
            on_hand, backorders = on_hand - met, backorders + units - met
            if lead:
                coming.append((minute + lead, units))
            else:
                met = min(backorders, units)
                on_hand, backorders = on_hand + units - met, backorders - met
        now = np.array([float(minute)])
        assert (stock.on_hand.at(now)[0], stock.backorders.at(now)[0]) == (on_hand, backorders)
        assert stock.on_order.at(now)[0] == sum(lot for _, lot in coming)
    assert stock.demand.lost_units() == lost
