"""Newsvendor: one order for a show, or for goods that live no longer than a review."""

from typing import Literal

import numpy as np
from pydantic import Field, model_validator

from sim.arrays import Floats
from sim.policies.forecast import AnyForecaster
from sim.policies.forecast.show_regression import ShowRegression
from sim.policies.replenishment import Replenishment
from sim.policies.safety import MOST_RATIO, TINY
from sim.policies.view import PerItem, StockView
from sim.tolerance import ROUNDING
from sim.units import Duration


class Newsvendor(Replenishment):
    """Order up to the quantity whose chance of covering the demand is the critical ratio: for a show, or short life.

    Order S - IP with S = F^-1(r), r = underage / (underage + overage); underage = lost by a unit too few (price less
    cost), overage = by a unit too many (cost less salvage), F = distribution of the demand over `covers`,
    IP = inventory position (Arrow, Harris & Marschak 1951). F is normal or Poisson with the forecast's mean (and
    deviation), or `empirical`: the smallest of the `seen` demands that at least a share r of them does not exceed.

    Snyder & Shen (2019), example 4.3: h = 0.18, p = 0.70, demand normal with mean 50 and deviation 8: S = 56.6.

    >>> from sim.policies.forecast.known import Known
    >>> book = Newsvendor(underage=0.70, overage=0.18, covers="1d", forecast=Known(mean=50, sd=8))
    >>> book.decide(StockView.of([0.0]), now=0.0).round(4)
    array([56.604])
    >>> Newsvendor(underage=4, overage=1, distribution="poisson", covers="1d", forecast=Known(mean=6)).target(
    ...     StockView.of([0.0]))
    array([8.])
    >>> Newsvendor(underage=3, overage=1, distribution="empirical", seen=[9, 4, 7, 30]).target(StockView.of([0.0]))
    array([9.])
    """

    kind: Literal["newsvendor"] = "newsvendor"
    review: Duration = Field(default=1440.0, gt=0, description="time between orders", examples=["1d"])
    underage: PerItem = Field(description="yuan lost by a unit too few (or per item)", examples=[12])
    overage: PerItem = Field(description="yuan lost by a unit too many (or per item)", examples=[6])
    distribution: Literal["normal", "poisson", "empirical"] = Field(default="normal", description="shape of the demand")
    covers: Duration = Field(default=1440.0, gt=0, description="the demand that one order is for", examples=["1d"])
    forecast: AnyForecaster = Field(default=ShowRegression(), description="where demand is expected from")
    seen: list[float] = Field(default_factory=list, description="earlier demands (empirical)", examples=[[90, 120, 75]])

    @model_validator(mode="after")
    def _has_seen(self) -> "Newsvendor":
        if (self.distribution == "empirical") != bool(self.seen):
            raise ValueError("`seen` goes with `distribution: empirical`: give both or neither")
        return self

    def target(self, view: StockView) -> Floats:
        """S, shape (items,); 0 where a unit too few costs nothing."""
        from scipy.special import ndtri, pdtr, pdtrik

        under, over = view.per_item(self.underage), view.per_item(self.overage)
        ratio = np.divide(under, under + over, out=np.zeros(len(under)), where=under > 0)
        ratio = np.minimum(ratio, MOST_RATIO)
        if self.distribution == "empirical":
            seen = np.sort(np.array(self.seen))
            rank = np.maximum(np.ceil(ratio * len(seen) - ROUNDING).astype(int), 1)
            return np.where(ratio > 0, seen[rank - 1], 0.0)
        mean, sd = self.forecast.demand(view, self.covers)
        if self.distribution == "normal":
            best = mean + np.where(sd > 0, sd * ndtri(np.maximum(ratio, TINY)), 0.0)
        else:
            guess = np.ceil(np.nan_to_num(pdtrik(ratio, np.maximum(mean, TINY))))
            best = np.where(pdtr(np.maximum(guess - 1, 0), mean) >= ratio, np.maximum(guess - 1, 0), guess)
        return np.where(ratio > 0, np.maximum(best, 0.0), 0.0)

    def decide(self, view: StockView, now: float) -> Floats:
        """S - position, never negative."""
        return np.maximum(self.target(view) - view.position, 0.0)

    def asks_at(self, view: StockView) -> Floats:
        """Just below S."""
        return np.nextafter(self.target(view), -np.inf)
