"""Rationing gives each line what serving line by line gives it, also with critical levels."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.model.inventory.rationing import critical_level, distinct, first_come_first_served, whole_orders

LINE = st.tuples(st.integers(0, 2), st.integers(1, 9), st.sampled_from([0, 0, 4, 10]))
THERE = st.tuples(*[st.integers(0, 60)] * 3)


def columns(lines):
    sku, qty, keeps = (np.array(column) for column in zip(*lines, strict=True))
    return sku, qty.astype(float), keeps.astype(float)


@given(st.lists(LINE, min_size=1, max_size=25), THERE)
@settings(max_examples=200)
def test_critical_levels_give_what_serving_line_by_line_gives(lines, there):
    sku, qty, keeps = columns(lines)
    left, expected = list(map(float, there)), []
    for item, units, kept in zip(sku.tolist(), qty.tolist(), keeps.tolist(), strict=True):
        expected.append(min(max(left[item] - kept, 0.0), units))
        left[item] -= expected[-1]
    assert critical_level(sku, qty, keeps, np.array(there, float)) == pytest.approx(expected)


@given(st.lists(LINE, min_size=1, max_size=25), THERE)
def test_without_a_critical_level_lines_are_served_as_they_come(lines, there):
    sku, qty, _ = columns(lines)
    here = np.array(there, float)
    np.testing.assert_allclose(
        critical_level(sku, qty, np.zeros(len(qty)), here), first_come_first_served(sku, qty, here)
    )


@given(st.lists(st.lists(LINE, min_size=1, max_size=3), min_size=1, max_size=9), THERE, st.booleans())
@settings(max_examples=200)
def test_whole_orders_above_a_level_are_served_as_one_by_one(orders, there, rations):
    owner = np.repeat(np.arange(len(orders)), [len(lines) for lines in orders])
    sku, qty, keeps = columns([line for lines in orders for line in lines])
    keeps = keeps[np.searchsorted(owner, owner)] if rations else np.zeros(len(qty))
    left, expected = np.array(there, float), np.zeros(len(qty))
    for one in range(len(orders)):
        mine = owner == one
        wanted = np.bincount(sku[mine], qty[mine], minlength=3)
        if (wanted <= np.where(wanted > 0, left - keeps[mine][0], np.inf)).all():
            expected[mine] = qty[mine]
            left -= wanted
    given_units = whole_orders(owner, sku, qty, np.array(there, float), keeps if rations else None)
    np.testing.assert_array_equal(given_units, expected)


@given(st.lists(st.integers(0, 5), max_size=8))
def test_different_codes_come_once_each_and_ascending(codes):
    assert distinct(np.array(codes, dtype=np.int64)) == sorted(set(codes))
