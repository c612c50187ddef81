"""MRP: time-phased net requirements of products and, exploded through their bills of materials, of their parts."""

from typing import ClassVar, Literal

import numpy as np
from pydantic import Field

from sim.arrays import Floats
from sim.instants import DAY
from sim.policies.forecast import AnyForecaster
from sim.policies.forecast.moving_average import MovingAverage
from sim.policies.replenishment import Replenishment
from sim.policies.view import PerItem, StockView
from sim.tolerance import ROUNDING
from sim.units import Duration


class Mrp(Replenishment):
    """Net the requirements of each period against stock and orders, and release what is due a lead time ahead.

    net_t = max(cumulative gross_t + safety - IP - receipts planned before t, 0), lot for lot; a receipt in period t is
    released in t - L, at the latest now; gross = forecast of products + sum over parents (released there x units per
    parent), IP = on hand + on order - backlog, L = lead time in periods (Orlicky 1975; Hopp & Spearman 2011,
    section 3.1). Work orders that exist already claim their parts as backlog. A period is a review.

    Two fans today, five in each of the next periods; a fan takes two blades; it takes one period to make and blades
    two to get: blades must be ordered now for the fans that begin in two periods.

    >>> fan = Mrp(leads={"fan": "1d", "blade": "2d"}, horizon="6d").releases(
    ...     np.array([[2.0, 5, 5, 5, 5, 5], [0, 0, 0, 0, 0, 0]]), np.array([2.0, 0]), [{}, {0: 2.0}], np.array([1, 2]))
    >>> fan
    array([[ 5.,  5.,  5.,  5.,  5.,  0.],
           [30., 10., 10.,  0.,  0.,  0.]])
    """

    kind: Literal["mrp"] = "mrp"
    review: Duration = Field(default=DAY, gt=0, description="time between plans, and the length of a period")
    leads: dict[str, Duration] = Field(
        default_factory=dict,
        description="lead time per item, rounded up to periods",
        examples=[{"oat_loaf": "1d"}],
        json_schema_extra={"names": "item"},
    )
    lead: Duration = Field(default=DAY, ge=0, description="lead time of items that are not named", examples=["1d"])
    horizon: Duration = Field(default=14 * DAY, gt=0, description="how far the plan looks", examples=["14d"])
    safety: PerItem = Field(default=0.0, description="safety stock, units (or per item)", examples=[20])
    forecast: AnyForecaster = Field(default=MovingAverage(), description="independent demand")
    joint: ClassVar[bool] = True

    def releases(self, gross: Floats, position: Floats, parents: list[dict[int, float]], lead: Floats) -> Floats:
        """Planned order releases, shape (items, periods).

        `gross` = independent requirements, shape (items, periods); `position` less safety stock and `lead` in periods,
        shape (items,); `parents[i]` = units of i in one unit of the item at each position.
        """
        gross, released = gross.copy(), np.zeros_like(gross)
        periods = gross.shape[1]
        for row in self._parents_first(parents):
            for parent, need in parents[row].items():
                gross[row] += need * released[parent]
            short = np.maximum(np.cumsum(gross[row]) - position[row], 0.0)
            net = np.diff(short, prepend=0.0)
            due = np.maximum(np.arange(periods) - int(lead[row]), 0)
            released[row] = np.bincount(due, net, minlength=periods)
        return released

    @staticmethod
    def _parents_first(parents: list[dict[int, float]]) -> list[int]:
        done: dict[int, None] = {}

        def visit(row: int) -> None:
            for parent in parents[row]:
                visit(parent)
            done[row] = None

        for row in range(len(parents)):
            visit(row)
        return list(done)

    def decide(self, view: StockView, now: float) -> Floats:
        """The releases of the current period."""
        return self._plan(view)[:, 0]

    def asks_at(self, view: StockView) -> Floats:
        """The position at which the current period would release something more."""
        return np.nextafter(view.position + np.where(self._plan(view)[:, 0] > 0, 1.0, 0.0), -np.inf)

    def _plan(self, view: StockView) -> Floats:
        period = self.review or DAY
        lead = np.array([np.ceil(self.leads.get(item, self.lead) / period - ROUNDING) for item in view.items])
        parents = [{view.items.index(p): bom[item] for p, bom in view.bom.items() if item in bom and p in view.items}
                   for item in view.items]  # fmt: skip
        periods = max(int(np.ceil(self.horizon / period)), int(lead.max(initial=0)) + 1)
        edges = np.array([self.forecast.demand(view, period * k)[0] for k in range(periods + 1)])
        free = np.array([not parent for parent in parents])
        gross = np.diff(edges, axis=0).T * free[:, None]
        return self.releases(gross, view.position - view.per_item(self.safety), parents, lead)
