"""Stock gives out lots in their order, unit by unit, and notes every movement."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.state.stock import Elsewhere, Quality, Stock, Why

SUPPLIER = int(Elsewhere.SUPPLIER)


def slow_take(shelf, wants):
    """One unit of want after the other from the front of the shelf: [(want, lot, units)]."""
    out = []
    for row, wanted in enumerate(wants):
        want = wanted
        while want > 1e-9 and shelf:
            lot, have = shelf[0]
            units = min(want, have)
            out.append((row, lot, units))
            want -= units
            shelf[0] = (lot, have - units)
            if shelf[0][1] <= 1e-9:
                shelf.pop(0)
    return out


def merged(rows):
    total = {}
    for want, lot, units in rows:
        total[int(want), int(lot)] = total.get((int(want), int(lot)), 0.0) + float(units)
    return total


LOTS = st.lists(st.tuples(st.integers(1, 50), st.integers(1, 12)), min_size=1, max_size=8)


@given(LOTS, st.lists(st.integers(1, 9), min_size=1, max_size=12), st.booleans(), st.floats(0.1, 3))
@settings(max_examples=100)
def test_goods_leave_first_expired_first_or_last_come_first_as_one_unit_at_a_time_would(lots, wants, lifo, scale):
    stock = Stock(1, 1, lifo=[0] if lifo else [])
    shelf = []
    for made, (life, units) in enumerate(lots):
        lot = stock.new_lot(0, float(made), 100.0 + life, 0)
        stock.put(float(made), 0, lot, units * scale, SUPPLIER, Why.RECEIVED)
        shelf.append((-made if lifo else 100.0 + life, lot, units * scale))
    shelf = [(lot, units) for _, lot, units in sorted(shelf, key=lambda one: (one[0], one[1]))]
    have = sum(units for _, units in shelf)
    served = [w * scale for w in wants]
    while sum(served) > have:
        served.pop()
    before = [(lot, units) for lot, units in shelf]
    drawn = stock.take(0, np.zeros(len(served), np.int64), np.array(served))
    assert merged(zip(*drawn, strict=True)) == pytest.approx(merged(slow_take(before, served)))
    assert stock.on_hand[0, 0] == pytest.approx(have - sum(served))
    if have - sum(served) > 1e-6:
        rest = stock.take(0, np.zeros(1, np.int64), np.array([have - sum(served)]))
        assert merged(zip(*rest, strict=True)) == pytest.approx(merged(slow_take(before, [have - sum(served)])))


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(1, 4)), min_size=1, max_size=20))
def test_several_items_taken_at_once_are_taken_as_if_one_by_one(wants):
    together, apart = (Stock(1, 3) for _ in range(2))
    for stock in (together, apart):
        for item in range(3):
            for number in range(30):
                lot = stock.new_lot(item, 0.0, 50.0 + number, 0)
                stock.put(0.0, 0, lot, 3.0, SUPPLIER, Why.RECEIVED)
    sku, qty = (np.array(column) for column in zip(*wants, strict=True))
    which, lots, units = together.take(0, sku, qty.astype(float))
    slow = [
        (row, lot, amount)
        for row, (item, want) in enumerate(wants)
        for _, lot, amount in zip(*apart.take(0, np.array([item]), np.array([float(want)])), strict=True)
    ]
    assert merged(zip(which, lots, units, strict=True)) == pytest.approx(merged(slow))
    np.testing.assert_allclose(together.on_hand, apart.on_hand)


def test_more_than_there_is_cannot_be_taken():
    stock = Stock(1, 1)
    stock.put(0.0, 0, stock.new_lot(0, 0.0, math.inf, 0), 2.0, SUPPLIER, Why.RECEIVED)
    with pytest.raises(ValueError, match="site 0 holds 2 of item 0, 3 are wanted"):
        stock.take(0, np.array([0]), np.array([3.0]))


def test_lots_expire_at_their_minute_and_not_before():
    stock = Stock(1, 1)
    for expires in (10.0, 20.0):
        stock.put(0.0, 0, stock.new_lot(0, 0.0, expires, 0), 1.0, SUPPLIER, Why.RECEIVED)
    assert stock.next_expiry(0) == 10.0
    stock.expire(0, 9.999)
    assert stock.on_hand[0, 0] == 2
    stock.expire(0, 10.0)
    assert stock.on_hand[0, 0] == 1
    gone = stock.moves.target == Elsewhere.EXPIRED
    assert stock.moves.time[gone].tolist() == [10.0]
    assert stock.next_expiry(0) == 20.0


def test_goods_that_come_dead_or_frozen_are_noted_and_never_lie_on_the_shelf():
    stock = Stock(1, 1)
    dead, frozen = stock.new_lot(0, 0.0, 5.0, 0), stock.new_lot(0, 0.0, math.inf, 0)
    stock.quarantine(1.0, np.array([frozen]))
    stock.put(5.0, 0, dead, 2.0, int(Elsewhere.TRANSIT), Why.RECEIVED)
    stock.put(6.0, 0, frozen, 3.0, int(Elsewhere.TRANSIT), Why.RECEIVED)
    assert stock.on_hand[0, 0] == 0
    assert stock.moves.target.tolist() == [0, Elsewhere.EXPIRED, 0, Elsewhere.QUARANTINE]
    assert stock.moves.why.tolist() == [Why.RECEIVED, Why.EXPIRED, Why.RECEIVED, Why.QUARANTINED]


def test_quarantine_freezes_a_lot_at_every_site_and_nothing_else():
    stock = Stock(3, 2)
    bad, good = stock.new_lot(0, 0.0, math.inf, 0), stock.new_lot(1, 0.0, math.inf, 0)
    for site in range(3):
        stock.put(0.0, site, bad, 2.0, SUPPLIER, Why.RECEIVED)
        stock.put(0.0, site, good, 1.0, SUPPLIER, Why.RECEIVED)
    stock.quarantine(7.0, np.array([bad]))
    assert stock.on_hand.tolist() == [[0, 1], [0, 1], [0, 1]]
    frozen = stock.moves.target == Elsewhere.QUARANTINE
    assert stock.moves.qty[frozen].tolist() == [2, 2, 2]
    assert stock.lots.quality.tolist() == [Quality.QUARANTINED, Quality.GOOD]


def test_one_lot_may_come_in_parts_and_lies_in_one_place():
    stock = Stock(1, 1)
    lot = stock.new_lot(0, 0.0, 50.0, 0)
    for time in (0.0, 1.0):
        stock.put(time, 0, lot, 2.0, SUPPLIER, Why.RECEIVED)
    which, lots, units = stock.take(0, np.array([0]), np.array([4.0]))
    assert (which.tolist(), lots.tolist(), units.tolist()) == ([0], [lot], [4.0])
    stock.put(2.0, 0, lot, 1.0, int(Elsewhere.CUSTOMER), Why.PUT_BACK)
    assert stock.on_hand[0, 0] == 1
    stock.expire(0, 50.0)
    assert stock.on_hand[0, 0] == 0


def test_a_site_waits_for_no_expiry_of_goods_that_are_gone():
    stock = Stock(1, 2)
    sold, frozen, lasting = (stock.new_lot(sku, 0.0, expires, 0) for sku, expires in ((0, 50.0), (0, 60.0), (1, 70.0)))
    for lot in (sold, frozen, lasting):
        stock.put(0.0, 0, lot, 4.0, SUPPLIER, Why.RECEIVED)
    assert stock.next_expiry(0) == 50.0
    stock.take(0, np.zeros(1, np.int64), np.array([4.0]))
    assert stock.next_expiry(0) == 60.0
    stock.quarantine(10.0, np.array([frozen]))
    assert stock.next_expiry(0) == 70.0
    stock.expire(0, 70.0)
    assert stock.next_expiry(0) == math.inf
    assert stock.on_hand.sum() == 0.0
