"""Rationing: units for each order line from what is available, for lines served in the order of their arrival."""

import numpy as np

from sim.arrays import Floats, Ints
from sim.tolerance import SAME_UNITS


def suffices(sku: Ints, qty: Floats, available: Floats) -> bool:
    """Whether every line gets all it wants; `available` by item, shape (items,)."""
    if len(qty) == 1:
        return bool(qty[0] <= available[sku[0]] + SAME_UNITS)
    return bool((np.bincount(sku, qty, minlength=len(available)) <= available + SAME_UNITS).all())


def first_come_first_served(sku: Ints, qty: Floats, available: Floats) -> Floats:
    """Units for each line, unit by unit from `available`, shape (items,); lines in the order of their arrival."""
    if len(qty) == 1:
        return np.minimum(qty, max(available[sku[0]], 0.0))
    order = np.argsort(sku, kind="stable")
    grouped, wanted = sku[order], qty[order]
    given = np.empty(len(qty))
    given[order] = np.clip(available[grouped] - cumulative_before(grouped, wanted), 0.0, wanted)
    return given


def critical_level(sku: Ints, qty: Floats, level: Floats, available: Floats) -> Floats:
    """As `first_come_first_served`, but a line gets only what lies above its critical `level`, shape (lines,)."""
    if suffices(sku, qty, available - level.max(initial=0.0)):
        return qty.copy()
    given = np.zeros(len(qty))
    for item in np.unique(sku).tolist():
        rows, left = np.flatnonzero(sku == item), float(available[item])
        while len(rows):
            # until stock falls to the highest level of the lines still to come, each line gets all it wants
            top = float(level[rows].max())
            full = int(np.searchsorted(np.cumsum(qty[rows]), left - top + SAME_UNITS, side="right"))
            given[rows[:full]] = qty[rows[:full]]
            left -= float(qty[rows[:full]].sum())
            rows = rows[full:]
            if len(rows):
                given[rows[0]] = min(max(left - float(level[rows[0]]), 0.0), float(qty[rows[0]]))
                left -= float(given[rows[0]])
                rows = rows[1:]
                rows = rows[level[rows] < left - SAME_UNITS]
    return given


def whole_orders(order: Ints, sku: Ints, qty: Floats, available: Floats, level: Floats | None = None) -> Floats:
    """Units for each line when an order gets all it wants at once, or nothing; arrays as in `critical_level`."""
    if suffices(sku, qty, available if level is None else available - level.max(initial=0.0)):
        return qty.copy()
    given = np.zeros(len(qty))
    if level is None and len(np.unique(order)) == len(order):
        for item in np.unique(sku).tolist():
            mine = np.flatnonzero(sku == item)
            served = mine[_whole_lines(qty[mine], float(available[item]))]
            given[served] = qty[served]
        return given
    left = dict(enumerate(available.tolist()))
    baskets: dict[int, list[int]] = {}
    for row, owner in enumerate(order.tolist()):
        baskets.setdefault(owner, []).append(row)
    for rows in baskets.values():
        wanted: dict[int, float] = {}
        kept = 0.0 if level is None else float(level[rows[0]])
        for row in rows:
            wanted[int(sku[row])] = wanted.get(int(sku[row]), 0.0) + float(qty[row])
        if all(units <= left[item] - kept + SAME_UNITS for item, units in wanted.items()):
            given[rows] = qty[rows]
            for item, units in wanted.items():
                left[item] -= units
    return given


def distinct(codes: Ints) -> list[int]:
    """The different codes, ascending; fast for a single one, the most frequent case."""
    found: list[int] = (codes if len(codes) == 1 else np.unique(codes)).tolist()
    return found


def cumulative_before(sku: Ints, qty: Floats) -> Floats:
    """Units of the same item in the rows above, for rows grouped by item."""
    above = np.cumsum(qty) - qty
    rows = np.arange(len(sku))
    rows[1:][sku[1:] == sku[:-1]] = 0
    # the running maximum is the first row of the group
    return np.asarray(above - above[np.maximum.accumulate(rows)])


def _whole_lines(qty: Floats, available: float) -> Ints:
    """Positions of the lines of one item that are served in turn, each whole or not at all."""
    taken: list[Ints] = []
    rows = np.arange(len(qty))
    while len(rows) and available > SAME_UNITS:
        rows = rows[qty[rows] <= available + SAME_UNITS]
        fits = int(np.searchsorted(np.cumsum(qty[rows]), available + SAME_UNITS, side="right"))
        taken.append(rows[:fits])
        available -= float(qty[rows[:fits]].sum())
        rows = rows[fits:]
    return np.concatenate(taken) if taken else rows[:0]
