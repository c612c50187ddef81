"""Stock as if it flowed: what is asked in lumps was drawn evenly since the lump before, what is made came evenly.

A steady demand is played as small orders at fixed intervals. Between two of them the true level is a straight line
through what the shelf shows right after each, so averages of these lines are exact, however large the lumps are.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.arrays import Floats
from sim.results.record import Record
from sim.state.stock import Elsewhere
from validation.measures.inventory import shelf


@dataclass(frozen=True)
class Ramps:
    """Straight pieces: from `times[i]` to `times[i + 1]` the level goes from `after[i]` to `before[i + 1]`."""

    times: Floats
    before: Floats
    after: Floats

    def mean_above(self, begin: float, end: float) -> float:
        """Average of what is above 0 over [begin, end), both among the times."""
        first, last = np.searchsorted(self.times, (begin, end))
        one, other = self.after[first:last], self.before[first + 1 : last + 1]
        high, low = np.maximum(one, other), np.minimum(one, other)
        with np.errstate(divide="ignore", invalid="ignore"):
            crossing = high**2 / (2 * (high - low))
        area = np.where(low >= 0, (high + low) / 2, np.where(high <= 0, 0.0, crossing))
        return float(area @ np.diff(self.times[first : last + 1]) / (end - begin))

    def mean_below(self, begin: float, end: float) -> float:
        """Average of what is below 0, as a positive number."""
        return Ramps(self.times, -self.before, -self.after).mean_above(begin, end)

    def most(self, begin: float, end: float) -> float:
        """Highest level in [begin, end]."""
        inside = (self.times >= begin) & (self.times <= end)
        return float(max(self.before[inside].max(), self.after[inside & (self.times < end)].max()))

    def least(self, begin: float, end: float) -> float:
        """Lowest level in [begin, end]."""
        return -Ramps(self.times, -self.before, -self.after).most(begin, end)


def flow(record: Record, site: str, item: str) -> Ramps:
    """Net stock (on hand less owed) of an item at a site; bought goods come at once, made ones while the line works.

    For items whose batches one line makes one after the other, and whose every unit is good.
    """
    wanted = shelf(record, site, item).wanted
    where, what = list(record.names["site"]).index(site), list(record.names["sku"]).index(item)
    moves, jobs = record.moves, record.jobs
    came = (moves["sku"] == what) & (moves["target"] == where)
    came &= (moves["source"] == Elsewhere.SUPPLIER) | (moves["source"] == Elsewhere.OPENING)
    mine = (jobs["sku"] == what) & np.isfinite(jobs["finished"])
    begun, done, good = (jobs[name][mine] for name in ("started", "finished", "good"))
    times = np.unique(np.concatenate(([0.0], wanted.asked, moves["time"][came], begun, done)))
    ends = np.column_stack((begun, done)).ravel()
    level = -_between(times, wanted.asked, np.cumsum(wanted.units))
    level += _between(times, ends, np.column_stack((np.cumsum(good) - good, np.cumsum(good))).ravel())
    jumps = np.bincount(np.searchsorted(times, moves["time"][came]), moves["qty"][came], len(times))
    return Ramps(times, level + np.cumsum(jumps) - jumps, level + np.cumsum(jumps))


def _between(when: Floats, times: Floats, totals: Floats) -> Floats:
    """Totals at instants: straight lines from 0 at minute 0 through the points."""
    return np.interp(when, np.concatenate(([0.0], times)), np.concatenate(([0.0], totals)))
