"""Proactive transshipment: neighbours even their stock out before anybody runs short."""

from collections.abc import Mapping
from typing import Literal

import numpy as np
from pydantic import Field

from sim.arrays import Floats
from sim.policies.forecast import AnyForecaster
from sim.policies.forecast.moving_average import MovingAverage
from sim.policies.transfer import Transfer, net
from sim.policies.view import StockView
from sim.units import Duration


class Proactive(Transfer):
    """At each review every site takes what it lacks for the group's days of supply, from the sites that have more.

    q_i = max(target_i - N_i - T_i, 0), target_i = sum_j N_j x d_i / sum_j d_j; N = on hand - backlog, d = expected
    demand of a day, T = on the way from neighbours; neighbour j gives at most N_j - target_j (redistribution to equal
    days of supply; Allen 1958; Paterson et al. 2011, section 3.1).

    >>> from dataclasses import replace
    >>> other = replace(StockView.of([50.0], usage=[[5.0] * 7]), site="o")
    >>> Proactive().decide(StockView.of([10.0], usage=[[10.0] * 7], neighbours=(other,)), now=0.0)
    {'o': array([30.])}
    """

    kind: Literal["proactive"] = "proactive"
    review: Duration | None = Field(default=1440.0, gt=0, description="time between reviews", examples=["1d"])
    forecast: AnyForecaster = Field(default=MovingAverage(), description="where demand is expected from")

    def decide(self, view: StockView, now: float) -> Mapping[str, Floats]:
        """What is lacking, from the sites with most above their own target."""
        group = (view, *view.neighbours)
        demand = np.stack([self.forecast.days_ahead(one, 1).mean[:, 0] for one in group])
        total = demand.sum(axis=0)
        stock = np.maximum(np.stack([net(one) for one in group]).sum(axis=0), 0.0)
        target = np.divide(stock * demand, total, out=np.zeros_like(demand), where=total > 0)
        need = np.where(total > 0, np.maximum(target[0] - net(view) - view.coming, 0.0), 0.0)
        return self.from_the_richest(need, view, list(target[1:]))

    def asks_at(self, view: StockView) -> Floats:
        """Never between reviews."""
        return np.full(len(view.items), -np.inf)
