"""Demand history: what was wanted, day by day, is the sum of all that was added, in few rows at a time or in many."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.model.inventory.demand_history import FEW, DemandHistory

DAY = 1440.0
wants = st.lists(
    st.lists(st.tuples(st.integers(0, 2), st.integers(-3, 9).map(float), st.floats(0, 5 * DAY)), max_size=40),
    max_size=4,
)


@given(wants)
def test_it_is_the_sum_by_item_and_day_however_it_was_added(blocks):
    usage, slow = DemandHistory(3, 5 * DAY), np.zeros((3, 6))
    for block in blocks:
        sku, qty, at = (np.array([row[k] for row in block]) for k in range(3))
        usage.add(sku.astype(np.int64), qty.astype(float), at.astype(float))
        for item, units, when in block:
            slow[item, int(when // DAY)] += units
    items = np.arange(3)
    np.testing.assert_allclose(usage.total(items), slow.sum(axis=1), atol=1e-9)
    np.testing.assert_allclose(usage.whole_days(items, 5 * DAY), slow[:, :5], atol=1e-9)


@pytest.mark.parametrize("rows", [2, 4 * FEW])
@pytest.mark.parametrize("items", [2, 100])
def test_rows_of_one_item_and_day_all_count_in_a_small_table_and_in_a_large_one(rows, items):
    usage = DemandHistory(items, 9 * DAY)
    for _ in range(2):
        usage.add(np.ones(rows, np.int64), np.full(rows, 0.5), np.full(rows, 60.0))
    assert usage.total(np.array([0, 1])).tolist() == [0.0, rows]


def test_only_days_that_are_over_are_returned():
    usage = DemandHistory(1, 3 * DAY)
    usage.add(np.zeros(3, np.int64), np.array([1.0, 2.0, 4.0]), np.array([0.0, DAY - 1, DAY]))
    told = [usage.whole_days(np.array([0]), now).tolist() for now in (0.0, DAY - 0.5, DAY, 2 * DAY)]
    assert told == [[[]], [[]], [[3.0]], [[3.0, 4.0]]]


def test_what_is_wanted_at_the_very_end_still_counts():
    usage = DemandHistory(1, 1.5 * DAY)
    usage.add(np.zeros(2, np.int64), np.array([1.0, 2.0]), np.array([1.5 * DAY, 9 * DAY]))
    assert usage.total(np.array([0])).tolist() == [3.0]
    assert usage.whole_days(np.array([0]), DAY).tolist() == [[0.0]]


def test_items_are_returned_in_the_order_in_which_they_are_asked_for():
    usage = DemandHistory(3, DAY)
    usage.add(np.arange(3), np.array([5.0, 6.0, 7.0]), np.zeros(3))
    assert usage.total(np.array([2, 0])).tolist() == [7.0, 5.0]
