"""Whole units out of exact shares."""

import numpy as np

from sim.arrays import Floats
from sim.tolerance import SAME_UNITS


def largest_remainders(exact: Floats, limit: Floats, total: float) -> Floats:
    """Exact amounts rounded to whole units, together `total`, none above its `limit` (Hamilton 1792); shape (n,) all.

    >>> largest_remainders(np.array([24.75, 14.85, 10.4]), np.array([50.0, 30.0, 21.0]), 50.0)
    array([25., 15., 10.])
    """
    units = np.floor(exact + SAME_UNITS)
    spare = int(np.floor(total - units.sum() + SAME_UNITS))
    room = np.minimum(exact - units, limit - units)
    units[np.argsort(-room, kind="stable")[:spare]] += 1.0
    return np.minimum(units, limit)
