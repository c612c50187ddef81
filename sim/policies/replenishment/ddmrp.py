"""DDMRP: a buffer of three zones, sized by average usage and lead time, steered by net flow."""

from typing import Literal, NamedTuple

import numpy as np
from pydantic import Field

from sim.arrays import Floats
from sim.instants import DAY
from sim.policies.forecast import AnyForecaster
from sim.policies.forecast.moving_average import MovingAverage
from sim.policies.replenishment import Replenishment
from sim.policies.view import PerItem, StockView
from sim.units import Duration


class Zones(NamedTuple):
    """Sizes of the zones, units, shape (items,) each."""

    red: Floats
    yellow: Floats
    green: Floats


class Ddmrp(Replenishment):
    """Demand-driven MRP: when net flow falls to the top of yellow, order up to the top of green.

    red = base (1 + variability), base = ADU x DLT x factor; yellow = ADU x DLT; green = max(base, ADU x order cycle,
    minimum order). NF = on hand + on order - qualified demand; NF <= red + yellow: order red + yellow + green - NF.
    ADU = average daily usage, DLT = decoupled lead time in days, qualified demand = backlog + the spikes of announced
    shows within DLT whose units exceed half of red's safety part, at `share` (Ptak & Smith 2016, chapters 7-9).

    >>> from sim.policies.forecast.known import Known
    >>> part = Ddmrp(lead="12d", factor=0.5, variability=0.5, order_cycle="7d", least=50, adu=Known(mean=10))
    >>> part.zones(StockView.of([0.0]))
    Zones(red=array([90.]), yellow=array([120.]), green=array([70.]))
    >>> part.decide(StockView.of([150.0], on_order=[60.0]), now=0.0), part.decide(StockView.of([211.0]), now=0.0)
    (array([70.]), array([0.]))
    """

    kind: Literal["ddmrp"] = "ddmrp"
    lead: Duration = Field(gt=0, description="DLT, decoupled lead time", examples=["3d"])
    factor: float = Field(default=0.5, gt=0, le=1, description="lead time factor: long 0.2-0.4, medium, short 0.6-1")
    variability: float = Field(default=0.5, ge=0, le=1, description="variability factor: low 0-0.4, medium, high 0.6-1")
    order_cycle: Duration = Field(default=0.0, ge=0, description="desired time between orders", examples=["2d"])
    share: float = Field(default=1.0, ge=0, le=1, description="share of a show's units that is sold from here")
    adu: AnyForecaster = Field(default=MovingAverage(days=14), description="average daily usage")

    def zones(self, view: StockView) -> Zones:
        """Red, yellow and green."""
        adu = self.adu.days_ahead(view, 1).mean[:, 0]
        yellow = adu * (self.lead / DAY)
        base = yellow * self.factor
        least: PerItem = self.least or 0.0
        green = np.maximum(np.maximum(base, adu * (self.order_cycle / DAY)), view.per_item(least))
        return Zones(base * (1 + self.variability), yellow, green)

    def spikes(self, view: StockView) -> Floats:
        """Units of announced shows within the horizon that are too large for the buffer, shape (items,)."""
        days = int(np.ceil(self.lead / DAY)) + 1
        coming = self.share * view.days.show_units(view.items, int(view.as_of // DAY), days, after=view.as_of)
        safety = self.zones(view).red * self.variability / (1 + self.variability)
        return np.asarray(np.where(coming > safety[:, None] / 2, coming, 0.0).sum(axis=1))

    def decide(self, view: StockView, now: float) -> Floats:
        """Top of green - net flow where that is at or below the top of yellow."""
        zones, flow = self.zones(view), view.position - self.spikes(view)
        low = zones.red + zones.yellow
        return np.where(flow <= low, np.maximum(low + zones.green - flow, 0.0), 0.0)

    def asks_at(self, view: StockView) -> Floats:
        """The top of yellow, and above it what spikes will take."""
        zones = self.zones(view)
        return zones.red + zones.yellow + self.spikes(view)
