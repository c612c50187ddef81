"""Croston's method for items that are wanted now and then."""

from typing import Literal

import numpy as np
from pydantic import Field

from sim.arrays import Floats
from sim.policies.forecast import Forecaster, Outlook, Prediction, flat, spread


class Croston(Forecaster):
    """For items wanted now and then: size of a demand over time between demands, both smoothed.

    mean = q_T / a_T (Croston 1972).

    After each day with demand: q <- q + alpha (size - q), a <- a + alpha (days since the last demand - a). The first
    demand and the first interval begin them. `sba` multiplies by 1 - alpha / 2 (Syntetos & Boylan 2005), which takes
    out most of the bias. The deviation is the root mean square one-step error.

    Sales of a lubricant over three years (Hyndman & Athanasopoulos 2018, section 12.2; alpha = 0.1): 2.750 / 2.793.

    >>> sales = [0, 2, 0, 1, 0, 11, 0, 0, 0, 0, 2, 0, 6, 3, 0, 0, 0, 0, 0, 7, 0, 0, 0, 0,
    ...          0, 0, 0, 3, 1, 0, 0, 1, 0, 1, 0, 0]
    >>> Croston(alpha=0.1).predict(np.array([sales]), 1, Outlook()).mean.round(3)
    array([[0.985]])
    """

    kind: Literal["croston"] = "croston"
    alpha: float = Field(default=0.1, gt=0, le=1, description="weight of the latest demand", examples=[0.1])
    sba: bool = Field(default=False, description="the Syntetos-Boylan approximation")

    def predict(self, history: Floats, ahead: int, outlook: Outlook) -> Prediction:
        """Size over interval, the same for each day ahead; 0 where nothing was ever wanted."""
        items, days = history.shape
        size, interval, since = np.zeros(items), np.zeros(items), np.zeros(items)
        fitted = np.zeros((items, days))
        for day in range(days):
            fitted[:, day] = self._rate(size, interval)
            since += 1
            wanted, amount = history[:, day] > 0, history[:, day]
            first, second = wanted & (size == 0), wanted & (size > 0) & (interval == 0)
            interval = np.where(wanted & (interval > 0), interval + self.alpha * (since - interval), interval)
            interval = np.where(second, since, interval)
            size = np.where(first, amount, np.where(wanted, size + self.alpha * (amount - size), size))
            since[wanted] = 0.0
        # a single demand has no interval yet: it took all the days there were
        interval = np.where((size > 0) & (interval == 0), float(days), interval)
        return flat(self._rate(size, interval), spread(history - fitted), ahead)

    def _rate(self, size: Floats, interval: Floats) -> Floats:
        rate = np.divide(size, interval, out=np.zeros_like(size), where=interval > 0)
        return rate * (1 - self.alpha / 2) if self.sba else rate
