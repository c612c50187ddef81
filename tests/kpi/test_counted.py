"""Which orders count, when one is complete, and when it lies in the customer's hands."""

import math

import numpy as np
from hypothesis import given

from sim.kpi.counted import complete_at, exchanged_at, in_hand_spells, is_customer, is_in_hand, is_owed, share
from sim.state.ledger import Exit

from . import slow
from .random_records import runs
from .records import NAN, ledger, record

FOREVER = math.inf


def test_a_share_of_nothing_is_undefined():
    assert share(3, 4) == 0.75
    assert share(0, 4) == 0.0
    assert math.isnan(share(0, 0))
    assert math.isnan(share(np.int64(3), np.float64(0)))


def test_replenishment_and_exchanges_are_no_customers():
    run = record(orders=ledger(4, kind=[0, 1, 2, 0], delivered=[1.0, 1.0, 1.0, NAN]))
    assert is_customer(run).tolist() == [True, False, False, True]
    assert is_in_hand(run).tolist() == [True, False, False, False]


def test_the_last_minute_of_the_run_is_within_it():
    run = record(100.0, orders=ledger(3, delivered=[100.0, 100.1, NAN], promise=[100.0, 100.1, 100.0]))
    assert is_in_hand(run).tolist() == [True, False, False]
    assert is_owed(run).tolist() == [True, False, True]
    np.testing.assert_array_equal(complete_at(run), [100.0, NAN, NAN])


def test_who_cancels_at_the_promise_itself_was_still_owed():
    run = record(2000.0, orders=ledger(3, exit=Exit.RENEGED, cancelled=[1439.9, 1440.0, NAN]))
    assert is_owed(run).tolist() == [False, True, True]


def exchanges(horizon=100.0):
    """Orders 0-2 recalled; two exchanges for 0, one for 1 that comes after the run, none for 2; 3 is well."""
    orders = ledger(
        7,
        kind=[0, 0, 0, 0, 2, 2, 2],
        exit=[8, 8, 8, 0, 0, 0, 0],
        delivered=[10.0, NAN, 12.0, 13.0, 70.0, 60.0, 101.0],
        returned=[40.0, 30.0, NAN, 20.0, NAN, NAN, NAN],
        replaces=[-1, -1, -1, -1, 0, 0, 1],
    )
    return record(horizon, orders=orders)


def test_an_exchange_makes_good_the_order_that_it_names_when_the_first_of_them_comes():
    np.testing.assert_array_equal(exchanged_at(exchanges()), [60.0, *[NAN] * 6])
    np.testing.assert_array_equal(exchanged_at(exchanges(200.0)), [60.0, 101.0, *[NAN] * 5])
    np.testing.assert_array_equal(complete_at(exchanges())[:4], [60.0, NAN, NAN, 13.0])


def test_without_the_column_of_exchanges_nothing_was_exchanged():
    assert np.isnan(exchanged_at(record(orders=ledger(3, delivered=5.0)))).all()


def test_an_order_lies_in_hand_from_the_delivery_until_it_is_taken_back_and_again_from_its_exchange():
    (first, until), (again, end) = in_hand_spells(exchanges())
    np.testing.assert_array_equal(first[:4], [10.0, NAN, 12.0, 13.0])
    np.testing.assert_array_equal(until[:4], [40.0, 30.0, FOREVER, FOREVER])  # the last was only returned
    np.testing.assert_array_equal(again[:4], [60.0, NAN, NAN, NAN])
    assert (end == FOREVER).all()


def test_what_is_never_fetched_is_in_hand_until_its_exchange_comes_and_not_twice():
    orders = ledger(2, kind=[0, 2], exit=[8, 0], delivered=[10.0, 50.0], returned=[90.0, NAN], replaces=[-1, 0])
    (_, until), (again, _) = in_hand_spells(record(100.0, orders=orders))
    assert until[0] == again[0] == 50.0


def test_what_is_taken_back_after_the_run_is_in_hand_to_its_end():
    (_, until), _ = in_hand_spells(record(100.0, orders=ledger(1, exit=8, delivered=10.0, returned=101.0)))
    assert until[0] == FOREVER


@given(runs())
def test_owed_and_complete_agree_with_one_order_at_a_time(run):
    mine = dict(slow.customers(run))
    assert np.flatnonzero(is_customer(run)).tolist() == list(mine)
    assert np.flatnonzero(is_owed(run)).tolist() == [n for n, order in mine.items() if slow.is_owed(run, order)]
    expected = [slow.complete(run, number, order) for number, order in mine.items()]
    np.testing.assert_array_equal(complete_at(run)[is_customer(run)], expected)
