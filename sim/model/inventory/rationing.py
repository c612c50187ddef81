"""What each line gets from what there is, when lines are served in the order in which they came."""

import numpy as np

from sim.arrays import Floats, Ints
from sim.state.stock import EPSILON


def enough(sku: Ints, qty: Floats, there: Floats) -> bool:
    """Whether everybody gets all he wants."""
    if len(qty) == 1:
        return bool(qty[0] <= there[sku[0]] + EPSILON)
    return bool((np.bincount(sku, qty, minlength=len(there)) <= there + EPSILON).all())


def in_turn(sku: Ints, qty: Floats, there: Floats) -> Floats:
    """Units for each line, unit by unit from `there`, shape (items,); lines must be in the order of their coming."""
    if len(qty) == 1:
        return np.minimum(qty, max(there[sku[0]], 0.0))
    order = np.argsort(sku, kind="stable")
    grouped, wanted = sku[order], qty[order]
    given = np.empty(len(qty))
    given[order] = np.clip(there[grouped] - before(grouped, wanted), 0.0, wanted)
    return given


def rationed(sku: Ints, qty: Floats, keeps: Floats, there: Floats) -> Floats:
    """As `in_turn`, but a line takes only what lies above the units that it `keeps` on the shelf, shape (lines,)."""
    if enough(sku, qty, there - keeps.max(initial=0.0)):
        return qty.copy()
    given = np.zeros(len(qty))
    for item in np.unique(sku).tolist():
        rows, left = np.flatnonzero(sku == item), float(there[item])
        while len(rows):
            # until the shelf falls to the highest level of those who are still to come, everybody gets all he wants
            top = float(keeps[rows].max())
            full = int(np.searchsorted(np.cumsum(qty[rows]), left - top + EPSILON, side="right"))
            given[rows[:full]] = qty[rows[:full]]
            left -= float(qty[rows[:full]].sum())
            rows = rows[full:]
            if len(rows):
                given[rows[0]] = min(max(left - float(keeps[rows[0]]), 0.0), float(qty[rows[0]]))
                left -= float(given[rows[0]])
                rows = rows[1:]
                rows = rows[keeps[rows] < left - EPSILON]
    return given


def whole_orders(order: Ints, sku: Ints, qty: Floats, there: Floats, keeps: Floats | None = None) -> Floats:
    """Units for each line when an order gets all it wants at once, or nothing; arrays as in `rationed`."""
    if enough(sku, qty, there if keeps is None else there - keeps.max(initial=0.0)):
        return qty.copy()
    given = np.zeros(len(qty))
    if keeps is None and len(np.unique(order)) == len(order):
        for item in np.unique(sku).tolist():
            mine = np.flatnonzero(sku == item)
            served = mine[_first_that_fit(qty[mine], float(there[item]))]
            given[served] = qty[served]
        return given
    left = dict(enumerate(there.tolist()))
    baskets: dict[int, list[int]] = {}
    for row, owner in enumerate(order.tolist()):
        baskets.setdefault(owner, []).append(row)
    for rows in baskets.values():
        wanted: dict[int, float] = {}
        kept = 0.0 if keeps is None else float(keeps[rows[0]])
        for row in rows:
            wanted[int(sku[row])] = wanted.get(int(sku[row]), 0.0) + float(qty[row])
        if all(units <= left[item] - kept + EPSILON for item, units in wanted.items()):
            given[rows] = qty[rows]
            for item, units in wanted.items():
                left[item] -= units
    return given


def distinct(codes: Ints) -> list[int]:
    """The different ones among codes, ascending; most often there is but one, and nothing to sort."""
    found: list[int] = (codes if len(codes) == 1 else np.unique(codes)).tolist()
    return found


def before(sku: Ints, qty: Floats) -> Floats:
    """Units of the same item in the rows above, for rows grouped by item."""
    above = np.cumsum(qty) - qty
    rows = np.arange(len(sku))
    rows[1:][sku[1:] == sku[:-1]] = 0
    # the latest row that begins a group is the first of the own one
    return np.asarray(above - above[np.maximum.accumulate(rows)])


def _first_that_fit(qty: Floats, there: float) -> Ints:
    """Positions of the lines that are served in turn from `there` units, whole or not at all."""
    taken: list[Ints] = []
    rows = np.arange(len(qty))
    while len(rows) and there > EPSILON:
        rows = rows[qty[rows] <= there + EPSILON]
        fits = int(np.searchsorted(np.cumsum(qty[rows]), there + EPSILON, side="right"))
        taken.append(rows[:fits])
        there -= float(qty[rows[:fits]].sum())
        rows = rows[fits:]
    return np.concatenate(taken) if taken else rows[:0]
