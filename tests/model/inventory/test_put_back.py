"""Put-back: picked goods return to the shelf of their own site, and the tables show it."""

import math

import numpy as np

from sim.model.inventory.put_back import put_back, undo_picks
from sim.state.stock import Elsewhere, Stock, Why

BACK = Why.PUT_BACK


def shelves(sites=2, items=3, units=10.0, expires=math.inf):
    """Sites that hold one lot of each item; lot = item + items * site."""
    stock = Stock(sites, items)
    for site in range(sites):
        for item in range(items):
            stock.put(0.0, site, stock.new_lot(item, 0.0, expires, site), units, Elsewhere.OPENING, Why.OPENING)
    return stock


def picked(stock, *rows):
    """Pick (line, site, item, units) for customers; the rows of `picks`."""
    found = []
    for line, site, item, units in rows:
        _, lots, amounts = stock.take(site, np.array([item]), np.array([units]))
        found += stock.picks.append(len(lots), line=line, lot=lots, qty=amounts, time=1.0, site=site).tolist()
        stock.move(1.0, site, Elsewhere.CUSTOMER, item, lots, amounts, Why.PICKED)
    return np.array(found)


def moves_back(stock):
    rows = np.flatnonzero(stock.moves.why == BACK)
    columns = ("time", "source", "target", "lot", "qty")
    return [tuple(float(stock.moves[name][row]) for name in columns) for row in rows]


def test_units_come_back_to_the_site_and_the_lot_that_they_were_taken_from():
    stock = shelves()
    rows = picked(stock, (0, 0, 1, 4.0), (1, 1, 1, 3.0), (2, 1, 2, 2.0))
    assert put_back(stock, rows[[0, 2]], 7.0) == [1, 2]
    assert stock.on_hand.tolist() == [[10.0, 10.0, 10.0], [10.0, 7.0, 10.0]]
    assert moves_back(stock) == [(7.0, Elsewhere.CUSTOMER, 0, 1, 4.0), (7.0, Elsewhere.CUSTOMER, 1, 5, 2.0)]


def test_each_row_is_noted_with_the_opposite_sign_for_its_own_line():
    stock = shelves()
    rows = picked(stock, (7, 0, 1, 4.0), (8, 1, 2, 2.0))
    put_back(stock, rows, 9.0)
    picks = stock.picks
    assert picks.line.tolist() == [7, 8, 7, 8]
    assert picks.qty.tolist() == [4.0, 2.0, -4.0, -2.0]
    assert picks.time.tolist() == [1.0, 1.0, 9.0, 9.0]
    assert picks.site.tolist() == [0, 1, 0, 1]
    assert picks.lot.tolist() == [1, 5, 1, 5]


def test_rows_of_one_lot_at_one_site_come_back_in_one_movement():
    stock = shelves()
    rows = picked(stock, (0, 0, 1, 4.0), (1, 0, 1, 3.0))
    assert put_back(stock, rows, 7.0) == [1]
    assert moves_back(stock) == [(7.0, Elsewhere.CUSTOMER, 0, 1, 7.0)]


def test_one_lot_that_lies_at_two_sites_comes_back_to_both():
    stock = shelves(items=1)
    stock.put(0.5, 1, 0, 5.0, Elsewhere.TRANSIT, Why.RECEIVED)
    stock.picks.append(2, line=[0, 1], lot=[0, 0], qty=[2.0, 3.0], time=1.0, site=[0, 1])
    before = stock.on_hand.copy()
    put_back(stock, np.array([0, 1]), 7.0)
    assert (stock.on_hand - before).tolist() == [[2.0], [3.0]]


def test_what_has_gone_stale_on_the_way_does_not_lie_on_the_shelf_again():
    stock = shelves(expires=5.0)
    rows = picked(stock, (0, 0, 1, 4.0))
    put_back(stock, rows, 5.0)
    assert stock.on_hand[0, 1] == 6.0
    assert stock.moves.target.tolist()[-2:] == [0, Elsewhere.EXPIRED]


def test_what_was_quarantined_meanwhile_stays_in_quarantine():
    stock = shelves()
    rows = picked(stock, (0, 0, 1, 4.0))
    stock.quarantine(3.0, np.array([1]))
    put_back(stock, rows, 5.0)
    assert stock.on_hand[0, 1] == 0.0
    assert stock.moves.target.tolist()[-1] == Elsewhere.QUARANTINE


def test_goods_at_the_dock_come_back_from_the_road_by_the_books():
    stock = shelves()
    line, lots, units, sites = np.array([3]), np.array([1]), np.array([2.0]), np.array([0])
    assert undo_picks(stock, line, lots, units, sites, 4.0, Elsewhere.TRANSIT) == [1]
    assert moves_back(stock) == [(4.0, Elsewhere.TRANSIT, 0, 1, 2.0)]


def test_nothing_to_put_back_moves_nothing():
    stock = shelves()
    assert put_back(stock, np.empty(0, np.int64), 7.0) == []
    assert moves_back(stock) == []
