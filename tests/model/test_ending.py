"""The end of a run: what was decided ahead and lies beyond it has not happened."""

import math

import numpy as np
import pytest

from sim.model.ending import cut
from sim.state.ledger import STAMPS, VOID, Exit, Kind, Status
from tests.model.small import engine

END = 1440.0
LATE = END + 1


def one(status=Status.PLACED, why=Exit.NONE, promise=math.nan, **stamps):
    """An engine with one order, whose stamps were written ahead."""
    here = engine(horizon="1d")
    here.ledger.orders.append(1, kind=Kind.CUSTOMER, status=status, exit=why, promise=promise, **stamps)
    return here


def after(here):
    """Status and exit once the run is over."""
    cut(here)
    orders = here.ledger.orders
    return Status(int(orders.status[0])), Exit(int(orders.exit[0]))


PAID = {"placed": 1.0, "paid": 2.0}
READY = {**PAID, "released": 3.0, "allocated": 4.0, "ready": 5.0}


@pytest.mark.parametrize(
    ("stamps", "status", "expected"),
    [
        ({"placed": 1.0, "paid": LATE}, Status.PAID, Status.PLACED),
        ({**PAID, "released": LATE}, Status.RELEASED, Status.PAID),
        ({**PAID, "released": 3.0, "allocated": LATE}, Status.ALLOCATED, Status.RELEASED),
        ({**READY, "departed": 6.0, "delivered": LATE}, Status.DELIVERED, Status.ALLOCATED),
        ({**READY, "departed": LATE, "delivered": LATE}, Status.DELIVERED, Status.ALLOCATED),
        ({**READY, "delivered": 9.0, "returned": LATE, "refunded": LATE}, Status.RETURNED, Status.DELIVERED),
    ],
)
def test_an_order_is_as_far_as_its_last_stamp_in_the_run(stamps, status, expected):
    here = one(status, **stamps)
    assert after(here) == (expected, Exit.NONE)
    for name in STAMPS:
        kept = float(here.ledger.orders[name][0])
        assert kept == stamps[name] if stamps.get(name, LATE) <= END else math.isnan(kept), name


@pytest.mark.parametrize("why", [Exit.IMPATIENT, Exit.LOST_SALE, Exit.RENEGED, Exit.BLOCKED])
def test_who_would_have_left_after_the_end_is_still_there(why):
    here = one(Status.CANCELLED, why, **PAID, released=3.0, cancelled=LATE, refunded=LATE)
    assert after(here) == (Status.RELEASED, Exit.NONE)


@pytest.mark.parametrize("why", [Exit.BALANCE_LAPSED, Exit.GROUP_FAILED, Exit.THRESHOLD_FAILED])
def test_a_sale_that_would_have_failed_after_the_end_is_open(why):
    here = one(Status.REFUNDED, why, placed=1.0, refunded=LATE)
    assert after(here) == (Status.PLACED, Exit.NONE)


def test_a_sale_that_failed_in_the_run_has_failed_although_more_was_foreseen():
    here = one(Status.REFUNDED, Exit.GROUP_FAILED, **PAID, refunded=9.0, released=LATE)
    assert after(here) == (Status.REFUNDED, Exit.GROUP_FAILED)


def test_who_left_in_the_run_has_left_although_more_was_foreseen():
    here = one(Status.CANCELLED, Exit.BLOCKED, **READY, cancelled=8.0, refunded=8.0, delivered=LATE)
    assert after(here) == (Status.CANCELLED, Exit.BLOCKED)


def test_a_recalled_order_stays_recalled_while_its_goods_are_on_their_way_back():
    here = one(Status.RETURNED, Exit.RECALLED, **READY, delivered=9.0, returned=LATE, refunded=LATE)
    assert after(here) == (Status.DELIVERED, Exit.RECALLED)


def test_what_was_stamped_in_the_run_is_left_alone():
    here = one(Status.ALLOCATED, **READY, promise=99.0)
    assert after(here) == (Status.ALLOCATED, Exit.NONE)
    assert here.ledger.orders.promise[0] == 99.0


@pytest.mark.parametrize(("paid", "promise"), [(2.0, 3000.0), (LATE, math.nan)])
def test_only_who_has_paid_was_promised_anything(paid, promise):
    here = one(Status.RELEASED, promise=3000.0, placed=1.0, paid=paid, released=LATE)
    after(here)
    np.testing.assert_array_equal(here.ledger.orders.promise, [promise])


def test_an_order_that_would_have_come_after_the_end_is_void():
    here = engine(horizon="1d")
    here.ledger.orders.append(3, kind=Kind.CUSTOMER, placed=[END - 1, END, LATE])
    cut(here)
    assert here.ledger.orders.kind.tolist() == [Kind.CUSTOMER, Kind.CUSTOMER, VOID]
    assert here.ledger.orders.placed.tolist() == [END - 1, END, LATE]


def test_a_stamp_at_the_very_end_is_in_the_run():
    here = one(Status.DELIVERED, **READY, departed=6.0, delivered=END)
    assert after(here) == (Status.DELIVERED, Exit.NONE)
    assert here.ledger.orders.delivered[0] == END


def test_a_group_that_would_have_formed_after_the_end_has_not_formed():
    here = engine(horizon="1d")
    here.groups.append(3, formed=[5.0, END, LATE])
    cut(here)
    np.testing.assert_array_equal(here.groups.formed, [5.0, END, math.nan])


def test_the_trace_is_told_in_order_of_time_up_to_the_end():
    here = engine(horizon="1d")
    for time, event in ((50.0, "b"), (7.0, "a"), (LATE, "d"), (50.0, "c"), (END, "e")):
        here.trace.add(time, event)
    assert [event.event for event in cut(here)] == ["a", "b", "c", "e"]
