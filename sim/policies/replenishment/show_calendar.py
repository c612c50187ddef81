"""Show-calendar safety stock: more on the shelf for an announced livestream, and after it while sales are high."""

from typing import Literal

import numpy as np
from pydantic import Field

from sim.arrays import Floats
from sim.policies.forecast import AnyForecaster
from sim.policies.forecast.moving_average import MovingAverage
from sim.policies.replenishment import Replenishment
from sim.policies.view import PerItem, StockView
from sim.units import Duration


class ShowCalendar(Replenishment):
    """Order up to a level that the show calendar sets: a plain day, a waist or head show ahead, a burst after it.

    IP <= target - eps: order target - IP; IP = in transit + in production + on hand - backlog. target = `daily`;
    `waist` or `head` from `ahead` before a show of that tier until its end (the higher one; a brand's own show counts
    as waist); for `burst_for` after it, min(`burst` x mean daily sales, `capacity`), never below `daily`.
    Row N5 of docs/scenarios.md.

    >>> from sim.policies.days import DayBook, ShowNotice
    >>> gala = ShowNotice("gala", 3000.0, 3120.0, "head", {"a": 900})
    >>> def target(at, sold): return ShowCalendar(capacity=400).target(
    ...     StockView.of([0.0], usage=[[sold] * 3], as_of=at, days=DayBook(shows=(gala,))))
    >>> target(0.0, 20.0), target(2000.0, 20.0), target(4000.0, 90.0), target(4000.0, 200.0)
    (array([50.]), array([300.]), array([270.]), array([400.]))
    """

    kind: Literal["show_calendar"] = "show_calendar"
    daily: PerItem = Field(default=50.0, description="level on a plain day, units (or per item)", examples=[50])
    waist: PerItem = Field(default=100.0, description="level for a waist streamer's show", examples=[100])
    head: PerItem = Field(default=300.0, description="level for a head streamer's show", examples=[300])
    ahead: Duration = Field(default=1440.0, ge=0, description="how long before a show it is there", examples=["1d"])
    burst_for: Duration = Field(default=2 * 1440.0, ge=0, description="how long sales stay high after it")
    burst: float = Field(default=3.0, ge=0, description="days of sales to hold meanwhile", examples=[3])
    capacity: PerItem | None = Field(
        default=None, description="flexible capacity, which a burst's level never exceeds; none = no limit"
    )
    sales: AnyForecaster = Field(default=MovingAverage(days=1), description="what daily sales are, in a burst")

    def target(self, view: StockView) -> Floats:
        """The level of each item, shape (items,)."""
        now, level = view.as_of, view.per_item(self.daily)
        tiers = {"waist": view.per_item(self.waist), "head": view.per_item(self.head)}
        after = np.zeros(len(view.items), dtype=bool)
        for row, item in enumerate(view.items):
            for show in view.days.on_air(item, now, now + self.ahead):
                level[row] = max(level[row], tiers["head" if show.streamer == "head" else "waist"][row])
            after[row] = any(show.end < now for show in view.days.on_air(item, now - self.burst_for, now))
        if after.any():
            sold = self.sales.days_ahead(view, 1).mean[:, 0]
            most = view.per_item(np.inf if self.capacity is None else self.capacity, np.inf)
            level = np.where(after, np.maximum(level, np.minimum(self.burst * sold, most)), level)
        return level

    def decide(self, view: StockView, now: float) -> Floats:
        """Target - position, never negative."""
        return np.maximum(self.target(view) - view.position, 0.0)

    def asks_at(self, view: StockView) -> Floats:
        """Just below the target."""
        return np.nextafter(self.target(view), -np.inf)
