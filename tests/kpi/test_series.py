"""Series of a record, step by step, computed by eye and against one order at a time."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.kpi import series
from tests.kpi.records import NAN, ledger, record

HOUR = 60.0


def test_open_orders_are_those_paid_and_not_yet_in_hand_on_average():
    made = record(240.0, orders=ledger(3, paid=[0.0, 30.0, NAN], delivered=[90.0, NAN, NAN]))
    assert series.open_orders(made, HOUR).tolist() == pytest.approx([1.5, 1.5, 1.0, 1.0])


def test_orders_that_are_given_up_or_refunded_are_no_longer_open():
    made = record(
        180.0, orders=ledger(2, paid=[0.0, 0.0], delivered=[NAN, NAN], cancelled=[60.0, NAN], refunded=[NAN, 120.0])
    )
    assert series.open_orders(made, HOUR).tolist() == [2.0, 1.0, 0.0]


def test_restocking_orders_are_not_open_orders():
    made = record(60.0, orders=ledger(2, kind=[0, 1], paid=0.0))
    assert series.open_orders(made, HOUR).tolist() == [1.0]


def test_units_on_hand_come_and_go_with_the_moves_between_shelves_and_elsewhere():
    moves = {"time": [0.0, 30.0, 90.0], "source": [-7, 0, -8], "target": [0, -8, 1], "qty": [10.0, 4.0, 4.0]}
    made = record(120.0, moves=moves)
    assert series.on_hand(made, HOUR).tolist() == pytest.approx([8.0, 8.0])


def test_lead_time_belongs_to_the_step_of_the_delivery_and_is_unknown_without_one():
    made = record(180.0, orders=ledger(3, paid=[0.0, 10.0, 20.0], delivered=[30.0, 50.0, 130.0]))
    found = series.lead_time(made, HOUR)
    assert found[[0, 2]].tolist() == pytest.approx([35 / 60, 110 / 60])
    assert np.isnan(found[1])


def test_on_time_belongs_to_the_step_of_the_promise():
    made = record(180.0, orders=ledger(3, promise=[50.0, 55.0, 130.0], delivered=[50.0, 56.0, 100.0]))
    found = series.on_time(made, HOUR)
    assert found[[0, 2]].tolist() == [0.5, 1.0]
    assert np.isnan(found[1])


def test_a_rest_shorter_than_a_step_is_left_out():
    made = record(150.0, orders=ledger(1, delivered=[140.0]))
    assert len(series.open_orders(made, HOUR)) == 2
    assert np.isnan(series.lead_time(made, HOUR)).all()


@given(st.lists(st.tuples(st.integers(0, 300), st.integers(0, 300)), min_size=1, max_size=20))
def test_open_orders_are_what_a_minute_by_minute_count_says(spells):
    paid = np.array([float(begin) for begin, _ in spells])
    delivered = paid + np.array([float(length) for _, length in spells])
    made = record(600.0, orders=ledger(len(spells), paid=paid, placed=paid, delivered=delivered))
    minutes = [sum(p <= minute < d for p, d in zip(paid, delivered, strict=True)) for minute in range(600)]
    expected = [sum(minutes[k : k + 60]) / 60 for k in range(0, 600, 60)]
    assert series.open_orders(made, HOUR).tolist() == pytest.approx(expected)


def test_every_series_is_found_by_its_name_and_a_wrong_one_by_the_nearest():
    assert {series.find(name).unit for name in series.SERIES} == {"orders", "units", "h", "share"}
    with pytest.raises(series.UnknownSeriesError, match=r"no series 'onhand' \(did you mean 'on_hand'\?\)"):
        series.find("onhand")
    with pytest.raises(series.UnknownSeriesError, match="there are open_orders, on_hand, lead_time, on_time"):
        series.find("zzzzzz")
