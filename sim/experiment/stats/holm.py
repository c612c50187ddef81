"""Holm's adjustment of the p-values of several comparisons."""

from collections.abc import Sequence

import numpy as np


def holm(p_values: Sequence[float]) -> list[float]:
    """p-values of several comparisons, adjusted so that one false alarm among them all stays at its level.

    In rising order the k-th of m (from 0) is multiplied by m - k, never below the one before. NaN stays NaN and does
    not count. Source: Holm (1979).
    """
    p = np.asarray(p_values, dtype=np.float64)
    known = np.flatnonzero(np.isfinite(p))
    order = known[np.argsort(p[known], kind="stable")]
    factors = len(order) - np.arange(len(order))
    adjusted = np.full(len(p), np.nan)
    adjusted[order] = np.minimum(np.maximum.accumulate(p[order] * factors), 1.0) if len(order) else ()
    return [float(value) for value in adjusted]
