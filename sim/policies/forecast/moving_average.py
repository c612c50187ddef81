"""Moving average: tomorrow is like the mean of the last days."""

from typing import Literal

import numpy as np
from pydantic import Field

from sim.arrays import Floats
from sim.policies.forecast import Forecaster, Outlook, Prediction, flat


class MovingAverage(Forecaster):
    """Tomorrow is like the mean of the last days.

    mean = (y_T + ... + y_{T-N+1}) / N over the last N `days` (Silver, Pyke & Thomas 2017, section 3.4.1).

    y_t = demand of day t, T = the last day; the deviation is that of the same days.

    >>> MovingAverage(days=3).predict(np.array([[9.0, 2.0, 4.0, 6.0]]), 2, Outlook())
    Prediction(mean=array([[4., 4.]]), sd=array([[2., 2.]]))
    """

    kind: Literal["moving_average"] = "moving_average"
    days: int = Field(default=7, ge=1, description="N, days that count", examples=[7])

    def predict(self, history: Floats, ahead: int, outlook: Outlook) -> Prediction:
        """Mean and deviation of the last days, the same for each day ahead."""
        last = history[:, -self.days :]
        if not last.shape[1]:
            return flat(np.zeros(len(last)), np.zeros(len(last)), ahead)
        sd = last.std(axis=1, ddof=1) if last.shape[1] > 1 else np.zeros(len(last))
        return flat(last.mean(axis=1), sd, ahead)
