"""A recall is followed from the lot to the customer."""

import math

import numpy as np
import pytest
from hypothesis import given

from sim.kpi import recall

from . import slow
from .random_records import runs
from .records import NAN, ledger, record

H = 60.0
ISSUED = 100 * H


def run(**changes):
    """0 to 3 hold goods of a bad lot, 4 of a good one, 7 gave its back; 5 and 6 replace 0 and 1; 2 got its money."""
    orders = ledger(
        8,
        kind=[0, 0, 0, 0, 0, 2, 2, 0],
        exit=[8, 8, 8, 0, 0, 0, 0, 5],
        delivered=[50 * H, NAN, 50 * H, 50 * H, 50 * H, 140 * H, 149 * H, NAN],
        returned=[130 * H, 100 * H, 120 * H, NAN, NAN, NAN, NAN, NAN],
        refunded=[NAN, NAN, 148 * H, NAN, NAN, NAN, NAN, NAN],
        replaces=[-1, -1, -1, -1, -1, 0, 1, -1],
    )
    lines = {"order": [0, 1, 2, 3, 4, 4, 7]}
    picks = {"line": [0, 1, 2, 3, 4, 5, 6, 6], "lot": [1, 1, 1, 1, 0, 0, 1, 1], "qty": [1, 1, 1, 1, 1, 1, 1, -1]}
    lots = {"sku": [0, 0], "quality": [0, 2]}
    trace = {
        "time": [ISSUED, 1.0, 200 * H, 101 * H, 102 * H, 600 * H],
        "event": ["recall_issued", "show_started", "recall_issued", *["recall_notified"] * 3],
        "what": [
            '{"orders": 4, "within": 2880}',
            "",
            '{"orders": 0, "within": 60}',
            '{"orders": 2}',
            '{"orders": 1, "lots": 1}',
            '{"orders": 9}',
        ],
    }
    trace = {name: [*values, extra] for (name, values), extra in
             zip(trace.items(), (ISSUED, "recall_blocked", '{"orders": 1}'), strict=True)}  # fmt: skip
    tables = {"orders": orders, "lines": lines, "picks": picks, "lots": lots, "trace": trace}
    return record(500 * H, **(tables | changes))


@pytest.mark.plays("measure:recall")
def test_each_step_is_counted_in_orders():
    assert recall.recall(run()) == {"traced": 4, "blocked": 1, "notified": 3, "collected": 2, "replaced": 2}


@pytest.mark.plays("measure:recall_within_48h")
def test_made_good_within_48_hours_is_an_exchange_delivered_or_money_back():
    assert recall.recall_within_48h(run()) == pytest.approx(2 / 4)  # at 140 h and 148 h; not at 149 h, not never


def test_the_clock_starts_with_the_first_recall():
    assert recall.issued_at(run()) == ISSUED
    assert math.isnan(recall.issued_at(run(trace={})))


def test_without_a_recall_there_is_nothing_to_make_good():
    assert math.isnan(recall.recall_within_48h(run(trace={})))
    quiet = record(orders=ledger(3))
    assert math.isnan(recall.recall_within_48h(quiet))
    assert set(recall.recall(quiet).values()) == {0.0}


@pytest.mark.parametrize(("hours", "share"), [(39, 0), (40, 1 / 4), (48, 2 / 4), (49, 3 / 4)])
def test_a_recall_is_judged_by_the_limit_that_it_set_itself(hours, share):
    trace = run().trace | {}
    trace["what"] = trace["what"].copy()
    trace["what"][0] = f'{{"orders": 4, "within": {hours * H}}}'
    assert recall.due_at(run(trace=trace)) == ISSUED + hours * H
    assert recall.recall_within_48h(run(trace=trace)) == pytest.approx(share)


def test_an_order_that_was_cancelled_is_not_traced_unless_that_comes_after_the_run():
    tables = {"lines": {"order": [0, 1, 2]}, "lots": {"sku": [0], "quality": 1}, "picks": {"line": [0, 1, 2], "qty": 1}}
    run = record(100.0, orders=ledger(3, cancelled=[100.0, 100.1, NAN]), **tables)
    assert recall.is_traced(run).tolist() == [False, True, True]


def test_money_back_makes_good_only_an_order_that_was_recalled_and_only_within_the_run():
    orders = ledger(4, exit=[8, 0, 8, 8], refunded=[5.0, 5.0, 100.1, NAN])
    np.testing.assert_array_equal(recall.made_good_at(record(100.0, orders=orders)), [5.0, NAN, NAN, NAN])


@given(runs())
def test_every_step_agrees_with_one_order_at_a_time(run):
    steps, in_time = slow.recall(run)
    assert recall.recall(run) == steps
    np.testing.assert_allclose(recall.recall_within_48h(run), in_time)
