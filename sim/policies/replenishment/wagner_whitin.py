"""Wagner-Whitin: the cheapest lots for a demand that is known for every period ahead."""

from functools import cached_property
from typing import Annotated, Literal

import numpy as np
from pydantic import Field

from sim.arrays import Floats
from sim.policies.replenishment import Replenishment
from sim.policies.view import StockView
from sim.units import Duration


class WagnerWhitin(Replenishment):
    """Order at a review the quantity planned for that period; the plan has the least cost of setups and stock.

    With demand d_k of the periods k = 1..T, setup K and holding h per unit left at a period's end:
    F(t) = min over e > t of K + sum_{k=t..e-1} h (k - t) d_k + F(e), F(T + 1) = 0; a lot covers whole periods
    (Wagner & Whitin 1958); where d_t = 0, F(t) = F(t + 1) if that is less. One plan serves every item of the rule.
    After the last period nothing is ordered.

    >>> policy = WagnerWhitin(review="1d", demand=[90, 120, 80, 70], setup=500, holding=2)
    >>> policy.lots
    (210.0, 0.0, 150.0, 0.0)
    >>> policy.decide(StockView.of([0.0]), now=2 * 1440.0)
    array([150.])
    """

    kind: Literal["wagner_whitin"] = "wagner_whitin"
    review: Duration = Field(default=1440.0, gt=0, description="length of a period", examples=["1d"])
    demand: list[Annotated[float, Field(ge=0)]] = Field(
        min_length=1, description="demand of each period, units", examples=[[90, 120, 80, 70]]
    )
    setup: float = Field(ge=0, description="K, yuan an order", examples=[500])
    holding: float = Field(ge=0, description="h, yuan per unit and period, on what is left at the end", examples=[2])

    @cached_property
    def lots(self) -> tuple[float, ...]:
        """The lot of each period, units."""
        demand, periods = np.asarray(self.demand), len(self.demand)
        best, until = np.zeros(periods + 1), np.zeros(periods, dtype=np.int64)
        for first in reversed(range(periods)):
            kept = np.cumsum(self.holding * np.arange(periods - first) * demand[first:])
            costs = self.setup + kept + best[first + 1 :]
            until[first] = first + 1 + int(np.argmin(costs))
            best[first] = costs[until[first] - first - 1]
            if demand[first] == 0 and best[first + 1] <= best[first]:
                until[first], best[first] = first + 1, best[first + 1]
        lots, first = [0.0] * periods, 0
        while first < periods:
            lots[first] = float(demand[first : until[first]].sum())
            first = int(until[first])
        return tuple(lots)

    def decide(self, view: StockView, now: float) -> Floats:
        """The lot of the period that begins now."""
        period = round((now - self.first_review) / self.review)
        lot = self.lots[period] if 0 <= period < len(self.lots) else 0.0
        return np.full(len(view.items), lot)

    def asks_at(self, view: StockView) -> Floats:
        """Never between reviews."""
        return np.full(len(view.items), -np.inf)
