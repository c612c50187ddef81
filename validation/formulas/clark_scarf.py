"""Optimal echelon base-stock levels of a serial system, by the recursion of Clark & Scarf (1960)."""

from collections.abc import Sequence

import numpy as np

from sim.arrays import Floats

STEPS, WIDE, NODES = 60, 8.0, 641
"""Grid points per standard deviation of the shortest lead time; deviations covered; nodes of an expectation."""


def echelon_base_stock_levels(
    holding: Sequence[float], stockout: float, leads: Sequence[float], mean: float, sd: float
) -> tuple[list[float], float]:
    """Levels S_1 .. S_J (stage 1 serves customers) under normal demand, and their expected cost a period.

    `holding`: echelon rates h_j; `stockout`: p a unit and period; D_j, the demand of the lead time of stage j, is
    N(mean L_j, sd^2 L_j). C_1(x) = E[h_1 (x - D_1) + (p + sum h) max(D_1 - x, 0)], S_j = argmin C_j and
    C_{j+1}(x) = E[h_{j+1} (x - D_{j+1}) + C_j(min(S_j, x - D_{j+1}))] (Snyder & Shen 2019, section 6.2).

    >>> levels, cost = echelon_base_stock_levels([3, 2, 2], 37.12, [1, 1, 2], 5, 1)  # example 6.1
    >>> [round(level, 2) for level in levels], round(cost, 2)
    ([6.49, 12.02, 22.71], 47.66)
    """
    step = sd * float(np.sqrt(min(leads))) / STEPS
    far = WIDE * sd * float(np.sqrt(sum(leads)))
    x = np.arange(-far - mean * max(leads), mean * sum(leads) + far, step)
    z = np.linspace(-WIDE, WIDE, NODES)
    chance = np.exp(-z * z / 2) / np.exp(-z * z / 2).sum()
    levels: list[float] = []
    cost = below = np.zeros(0)
    for rate, lead in zip(holding, leads, strict=True):
        middle, spread = mean * lead, sd * float(np.sqrt(lead))
        cost = rate * (x - middle)
        if not levels:
            cost += (stockout + sum(holding)) * _short((x - middle) / spread) * spread
        else:
            for units, share in zip((middle + z * spread).tolist(), chance.tolist(), strict=True):
                cost += share * _at(below, x, x - units)
        best = int(np.argmin(cost))
        levels.append(_lowest(cost, x, best))
        below = np.where(x < levels[-1], cost, cost[best])
    return levels, float(cost.min())


def _short(q: Floats) -> Floats:
    """E[max(Z - q, 0)] for a standard normal Z."""
    from scipy.special import ndtr

    return np.asarray(np.exp(-q * q / 2) / np.sqrt(2 * np.pi) - q * ndtr(-q))


def _at(values: Floats, x: Floats, where: Floats) -> Floats:
    """A function on a grid, interpolated linearly and extrapolated below the first point."""
    slope = (values[1] - values[0]) / (x[1] - x[0])
    return np.asarray(np.interp(where, x, values) + slope * np.minimum(where - x[0], 0.0))


def _lowest(values: Floats, x: Floats, best: int) -> float:
    """Vertex of the parabola through the lowest point and its neighbours."""
    left, here, right = values[best - 1 : best + 2].tolist()
    return float(x[best] + (x[1] - x[0]) * (left - right) / (2 * (left - 2 * here + right)))
