"""Net stock of a continuous flow, reconstructed from small discrete orders as a piecewise linear level.

A steady demand is played as small orders at fixed intervals; each stands for the demand since the one before, each
batch for the steady output of the line while it was made. The level between two events is then a straight line, so
that its averages are exact whatever the size of the orders.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.arrays import Floats
from sim.results.record import Record
from sim.state.stock import Elsewhere
from validation.measures.inventory import stock_history


@dataclass(frozen=True)
class PiecewiseLinearLevel:
    """Straight pieces: from `times[i]` to `times[i + 1]` the level goes from `after[i]` to `before[i + 1]`."""

    times: Floats
    before: Floats
    after: Floats

    def mean_positive(self, begin: float, end: float) -> float:
        """Average of max(level, 0) over [begin, end); both ends are among `times`."""
        first, last = np.searchsorted(self.times, (begin, end))
        one, other = self.after[first:last], self.before[first + 1 : last + 1]
        high, low = np.maximum(one, other), np.minimum(one, other)
        with np.errstate(divide="ignore", invalid="ignore"):
            crossing = high**2 / (2 * (high - low))
        area = np.where(low >= 0, (high + low) / 2, np.where(high <= 0, 0.0, crossing))
        return float(area @ np.diff(self.times[first : last + 1]) / (end - begin))

    def mean_negative(self, begin: float, end: float) -> float:
        """Average of max(-level, 0) over [begin, end)."""
        return PiecewiseLinearLevel(self.times, -self.before, -self.after).mean_positive(begin, end)

    def highest(self, begin: float, end: float) -> float:
        """Highest level in [begin, end]."""
        inside = (self.times >= begin) & (self.times <= end)
        return float(max(self.before[inside].max(), self.after[inside & (self.times < end)].max()))

    def lowest(self, begin: float, end: float) -> float:
        """Lowest level in [begin, end]."""
        return -PiecewiseLinearLevel(self.times, -self.before, -self.after).highest(begin, end)


def net_stock_level(record: Record, site: str, item: str) -> PiecewiseLinearLevel:
    """Net stock (on hand less backorders) of an item at a site; receipts are jumps, production is a steady flow.

    For items whose batches one line makes one after the other without rejects.
    """
    demand = stock_history(record, site, item).demand
    where, what = list(record.names["site"]).index(site), list(record.names["sku"]).index(item)
    moves, jobs = record.moves, record.jobs
    came = (moves["sku"] == what) & (moves["target"] == where)
    came &= (moves["source"] == Elsewhere.SUPPLIER) | (moves["source"] == Elsewhere.OPENING)
    mine = (jobs["sku"] == what) & np.isfinite(jobs["finished"])
    begun, done, good = (jobs[name][mine] for name in ("started", "finished", "good"))
    times = np.unique(np.concatenate(([0.0], demand.arrived, moves["time"][came], begun, done)))
    ends = np.column_stack((begun, done)).ravel()
    level = -_interpolated(times, demand.arrived, np.cumsum(demand.units))
    level += _interpolated(times, ends, np.column_stack((np.cumsum(good) - good, np.cumsum(good))).ravel())
    jumps = np.bincount(np.searchsorted(times, moves["time"][came]), moves["qty"][came], len(times))
    return PiecewiseLinearLevel(times, level + np.cumsum(jumps) - jumps, level + np.cumsum(jumps))


def _interpolated(when: Floats, times: Floats, totals: Floats) -> Floats:
    """Cumulative totals at instants, linear between the points and from 0 at minute 0."""
    return np.interp(when, np.concatenate(([0.0], times)), np.concatenate(([0.0], totals)))
