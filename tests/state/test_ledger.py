"""The ledger finds the lines of orders, whatever their number; trace and cash keep what they are told."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.state.cash import Cash
from sim.state.ledger import Ledger
from sim.state.trace import Trace


@given(st.lists(st.integers(1, 4), min_size=1, max_size=30), st.data())
def test_the_lines_of_orders_are_theirs_order_by_order(counts, data):
    ledger = Ledger()
    for count in counts:
        (order,) = ledger.orders.append(1, first=len(ledger.lines), lines=count, open=count)
        ledger.lines.append(count, order=order)
    chosen = data.draw(st.lists(st.integers(0, len(counts) - 1), max_size=20))
    found = ledger.lines_of(np.array(chosen, dtype=np.int64))
    slow = [line for order in chosen for line in np.flatnonzero(ledger.lines.order == order)]
    assert found.tolist() == slow


def test_a_new_order_has_no_stamps_and_belongs_to_nobody():
    ledger = Ledger()
    ledger.orders.append(1, placed=5.0)
    row = {name: column[0] for name, column in ledger.orders.columns().items()}
    assert row["placed"] == 5.0
    assert all(np.isnan(row[name]) for name in ("paid", "released", "allocated", "delivered", "cancelled", "returned"))
    assert {row[name] for name in ("group", "community", "source", "replaces")} == {-1}


def test_cash_is_booked_in_blocks_or_one_by_one():
    cash = Cash()
    cash.book("revenue", np.array([1.0, 2.0]), np.array([10.0, 20.0]), np.array([0, 1]))
    cash.book("plan", 3.0, -5.0)
    cash.book("revenue", np.empty(0), np.empty(0))
    assert cash.accounts == ["revenue", "plan"]
    assert cash.table.amount.tolist() == [10.0, 20.0, -5.0]
    assert cash.table.order.tolist() == [0, 1, -1]


def test_a_trace_entry_keeps_its_details_in_a_fixed_order():
    trace = Trace()
    trace.add(1.0, "work_order", "bakery", units=np.float64(3), product="面包")
    trace.add(2.0, "show_ended")
    assert json.loads(trace.until(2.0)[0].what) == {"product": "面包", "units": 3.0}
    assert trace.until(2.0)[0].what.startswith('{"product": "面包"')
    assert trace.until(2.0)[1].what == ""


def test_booking_amounts_of_another_length_than_times_is_refused():
    with pytest.raises(ValueError, match=r"broadcast|shape"):
        Cash().book("revenue", np.zeros(2), np.zeros(3))


@given(st.lists(st.integers(1, 4), min_size=1, max_size=12), st.randoms(use_true_random=False))
def test_an_order_is_complete_with_the_last_of_its_lines(counts, chance):
    ledger = Ledger()
    for count in counts:
        (order,) = ledger.orders.append(1, first=len(ledger.lines), lines=count, open=count)
        ledger.lines.append(count, order=order)
    lines = list(range(len(ledger.lines)))
    chance.shuffle(lines)
    filled: dict[int, float] = {}
    while lines:
        block, lines = lines[: chance.randint(1, 5)], lines[5:] if len(lines) > 5 else []
        block = [line for line in block if line not in filled]
        times = [float(chance.randint(1, 100)) for _ in block]
        ready = ledger.fill(np.array(block, dtype=np.int64), np.array(times)) if block else np.empty(0, np.int64)
        filled |= dict(zip(block, times, strict=True))
        for order in range(len(counts)):
            mine = np.flatnonzero(ledger.lines.order == order).tolist()
            whole = all(line in filled for line in mine)
            assert (order in ready.tolist()) == (whole and any(line in block for line in mine))
            if whole:
                assert ledger.orders.allocated[order] == max(filled[line] for line in mine)
            else:
                assert np.isnan(ledger.orders.allocated[order])
                assert ledger.orders.open[order] > 0
