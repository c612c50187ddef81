"""A recall is followed from the lot to the customer."""

import math

import pytest

from sim.kpi import recall
from sim.state.stock import Elsewhere

from .records import NAN, ledger, record

H = 60.0
ISSUED = 100 * H


def run(**changes):
    """Orders 0 to 3 got goods of a bad lot, 4 of a good one; 5 and 6 are exchanges for 0 and 1; 2 was paid back."""
    orders = ledger(
        7,
        kind=[0, 0, 0, 0, 0, 2, 2],
        exit=[8, 8, 8, 0, 0, 0, 0],
        delivered=[50 * H, 50 * H, 50 * H, NAN, 50 * H, 140 * H, 149 * H],
        returned=[130 * H, NAN, 120 * H, NAN, NAN, NAN, NAN],
        refunded=[NAN, NAN, 148 * H, NAN, NAN, NAN, NAN],
        replaces=[-1, -1, -1, -1, -1, 0, 1],
    )
    lines = {"order": [0, 1, 2, 3, 4, 4]}
    picks = {"line": [0, 1, 2, 3, 4, 5], "lot": [1, 1, 1, 1, 0, 0]}
    lots = {"sku": [0, 0], "quality": [0, 2]}
    moves = {"time": 101 * H, "source": 0, "target": [Elsewhere.QUARANTINE, Elsewhere.CUSTOMER], "qty": [70.0, 3.0]}
    trace = {"time": [ISSUED, 1.0, 200 * H], "event": ["recall_issued", "show_started", "recall_issued"]}
    tables = {"orders": orders, "lines": lines, "picks": picks, "lots": lots, "moves": moves, "trace": trace}
    return record(500 * H, **(tables | changes))


def test_each_step_is_counted():
    assert recall.recall(run()) == {"traced": 4, "notified": 3, "blocked": 70, "collected": 2, "replaced": 2}


def test_made_good_within_48_hours_is_an_exchange_delivered_or_money_back():
    assert recall.recall_within_48h(run()) == pytest.approx(2 / 3)  # at 140 h and 148 h, not at 149 h


def test_the_clock_starts_with_the_first_recall():
    assert recall.issued_at(run()) == ISSUED
    assert math.isnan(recall.issued_at(run(trace={})))
    assert recall.recall_within_48h(run(trace={})) == 0.0


def test_without_a_recall_there_is_nothing_to_make_good():
    quiet = record(orders=ledger(3))
    assert math.isnan(recall.recall_within_48h(quiet))
    assert set(recall.recall(quiet).values()) == {0.0}
