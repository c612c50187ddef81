"""Order entry: what is decided ahead of the clock stands in the ledger when it has happened, and not before."""

import math

import numpy as np
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from sim.model.inventory.allocation import StockAllocation
from sim.model.inventory.stock_point import StockPoint
from sim.model.selling.order_entry import BEFORE_RELEASE, OrderEntry
from sim.model.supply.transfer_orders import TransferOrders
from sim.state.ledger import STAMPS, VOID, Exit, Kind, Status
from tests.model.probe import play_watched
from tests.model.random_worlds import PLANS, SHOCKS, worlds
from tests.model.small import at, engine

END = 1440.0
LATE = END + 1


def entry(count=1, placed=(1.0,)):
    """An order entry at minute 0 of a day, with orders that are foreseen: the entry, its orders and their rows."""
    here = engine(horizon="1d", regular={"people": at(promise="1h")})
    allocation = StockAllocation(here, 0, TransferOrders(here), lambda lines: np.full(len(lines), np.inf))
    here.points.append(StockPoint(here, allocation))
    made = OrderEntry(here)
    nowhere, item, one = np.full(count, -1), np.zeros(count, np.int64), np.ones(count)
    rows = made.place("people", np.array(placed), nowhere, item, one)
    return made, here.ledger.orders, rows


def as_far_as(ledger, row=0):
    return Status(int(ledger.status[row])), Exit(int(ledger.exit[row]))


def stamps(ledger, row=0):
    return {name: float(ledger[name][row]) for name in STAMPS if not math.isnan(ledger[name][row])}


def test_a_row_that_is_drawn_ahead_is_no_order_until_it_is_placed():
    made, ledger, rows = entry(3, (5.0, 7.0, 9.0))
    assert rows.tolist() == [0, 1, 2]
    assert ledger.kind.tolist() == [VOID] * 3
    made.engine.future.advance(7.0)
    assert ledger.kind.tolist() == [Kind.CUSTOMER, Kind.CUSTOMER, VOID]
    np.testing.assert_array_equal(ledger.placed, [5.0, 7.0, math.nan])


def test_an_order_that_was_called_off_is_never_one():
    made, ledger, _ = entry(2, (5.0, 7.0))
    ledger.called_off[0] = True
    made.engine.future.advance(9.0)
    assert ledger.kind.tolist() == [VOID, Kind.CUSTOMER]


def test_the_ledger_holds_what_has_happened_and_nothing_later():
    made, ledger, rows = entry()
    made.pay(rows, np.array([2.0]))
    made.group(rows, np.array([3.0]))
    made.release(rows, np.array([4.0]))
    seen = []
    for now in (0.0, 1.0, 2.5, 3.0, 9.0):
        made.engine.future.advance(now)
        seen.append((stamps(ledger), as_far_as(ledger)[0], float(np.nan_to_num(ledger.promise[0]))))
    assert seen == [
        ({}, Status.PLACED, 0.0),
        ({"placed": 1.0}, Status.PLACED, 0.0),
        ({"placed": 1.0, "paid": 2.0}, Status.PAID, 62.0),
        ({"placed": 1.0, "paid": 2.0, "grouped": 3.0}, Status.PAID, 62.0),
        ({"placed": 1.0, "paid": 2.0, "grouped": 3.0, "released": 4.0}, Status.RELEASED, 62.0),
    ]


@pytest.mark.parametrize(
    ("paid", "released", "status"),
    [(LATE, None, Status.PLACED), (2.0, LATE, Status.PAID), (2.0, 3.0, Status.RELEASED), (2.0, END, Status.RELEASED)],
)
def test_at_the_end_an_order_is_as_far_as_its_last_stamp_in_the_run(paid, released, status):
    made, ledger, rows = entry()
    made.pay(rows, np.array([paid]))
    if released is not None:
        made.release(rows, np.array([released]))
    made.finish()
    assert as_far_as(ledger) == (status, Exit.NONE)
    foreseen = {"placed": 1.0, "paid": paid, "released": math.inf if released is None else released}
    assert stamps(ledger) == {name: when for name, when in foreseen.items() if when <= END}
    # only who has paid was promised anything
    assert math.isnan(ledger.promise[0]) == (paid > END)


@pytest.mark.parametrize("why", BEFORE_RELEASE)
def test_a_sale_that_would_have_failed_after_the_end_is_open(why):
    made, ledger, rows = entry()
    made.refund(rows, np.array([LATE]), why)
    made.finish()
    assert as_far_as(ledger) == (Status.PLACED, Exit.NONE)
    assert stamps(ledger) == {"placed": 1.0}


@pytest.mark.parametrize("why", BEFORE_RELEASE)
def test_a_sale_that_failed_in_the_run_has_failed(why):
    made, ledger, rows = entry()
    made.pay(rows, np.array([2.0]))
    made.refund(rows, np.array([9.0]), why)
    made.finish()
    assert as_far_as(ledger) == (Status.REFUNDED, why)
    assert stamps(ledger) == {"placed": 1.0, "paid": 2.0, "refunded": 9.0}


def test_what_comes_later_than_an_order_has_come_by_other_ways_does_not_take_it_back():
    made, ledger, rows = entry()
    made.pay(rows, np.array([2.0]))
    made.release(rows, np.array([2.0]))
    # served and delivered before anybody has looked at the ledger
    ledger.status[rows] = Status.DELIVERED
    made.engine.future.advance(5.0)
    assert as_far_as(ledger)[0] == Status.DELIVERED


def test_an_order_that_would_have_come_after_the_end_is_void():
    made, ledger, _ = entry(3, (END - 1, END, LATE))
    made.finish()
    assert ledger.kind.tolist() == [Kind.CUSTOMER, Kind.CUSTOMER, VOID]
    assert ledger.placed.tolist() == [END - 1, END, LATE]


def test_what_is_revoked_does_not_happen_and_what_has_happened_stays():
    made, ledger, rows = entry(2, (0.0, 1.0))
    made.pay(rows, np.array([0.0, 2.0]))
    made.release(rows, np.array([0.0, 2.0]))
    made.refund(rows[1:], np.array([3.0]), Exit.GROUP_FAILED)
    made.revoke(rows)
    made.engine.future.advance(9.0)
    assert stamps(ledger, 0) == {"placed": 0.0, "paid": 0.0, "released": 0.0}
    assert stamps(ledger, 1) == {"placed": 1.0}
    # nor do its lines want goods
    assert made.engine.points[0].next_demand(np.array([2.0])) == math.inf
    assert made.engine.points[0].next_demand(np.array([1.0])) == 0.0


def test_a_group_that_would_have_formed_after_the_end_has_not_formed():
    formed = np.full(3, math.nan)
    made, _, _ = entry()
    made.engine.future.queue(formed.__setitem__).add(np.arange(3), np.array([5.0, END, LATE]))
    made.finish()
    np.testing.assert_array_equal(formed, [5.0, END, math.nan])


# --- whole runs, looked at while they go on

WITHOUT_SHRINKING = (Phase.explicit, Phase.reuse, Phase.generate)
# between the instants at which anything happens, since of what happens at one instant some comes after the look
INSTANTS = st.lists(st.integers(0, 5000).map(lambda minute: minute + 0.012345), min_size=1, max_size=4).map(sorted)
KEPT = ("placed", "paid", "grouped", "released", "allocated", "ready", "delivered", "cancelled")
"""Stamps that are noted at their instant or later, and never taken back."""


@given(worlds(), SHOCKS, st.sets(st.sampled_from(sorted(PLANS))), INSTANTS, st.integers(0, 9))
@settings(max_examples=10, phases=WITHOUT_SHRINKING)
def test_at_any_instant_the_ledger_is_the_final_one_cut_there(parts, shocks, plans, instants, seed):
    seen = []

    def look(control):
        here = control.engine
        ahead = [here.ledger.orders[name].copy() for name in STAMPS]
        here.advance()
        orders = {name: column.copy() for name, column in here.ledger.orders.columns().items()}
        seen.append((here.now, ahead, orders, here.groups.formed.copy()))

    answers = {name: PLANS[name] for name in sorted(plans)}
    record = play_watched(parts, *shocks, at=instants, look=look, plans=answers, seed=seed)
    for now, ahead, orders, formed in seen:
        # who does not ask what has happened by now sees less, never more
        assert all((np.isnan(column) | (column <= now)).all() for column in ahead)
        count = len(orders["kind"])
        final = {name: column[:count] for name, column in record.orders.items()}
        for name in KEPT:
            known = np.where(final[name] <= now, final[name], math.nan)
            np.testing.assert_array_equal(orders[name], known, err_msg=f"{name} at {now}")
        here = final["placed"] <= now
        np.testing.assert_array_equal(orders["kind"], np.where(here, final["kind"], VOID))
        assert not (record.orders["placed"][count:] <= now).any()
        assert (np.isnan(formed) | (formed <= now)).all()
