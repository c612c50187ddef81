"""Holt-Winters: level, trend and an additive week."""

from typing import Literal

import numpy as np
from pydantic import Field

from sim.arrays import Floats
from sim.policies.forecast import Forecaster, Outlook, Prediction, flat, spread

WEEK = 7


class HoltWinters(Forecaster):
    """Level, trend and an additive week, all smoothed.

    mean_{T+h} = l_T + h b_T + s_{T+h-m(k+1)}, m = 7, k = floor((h - 1) / m): level, trend, season of a week.

    l_t = alpha (y_t - s_{t-m}) + (1 - alpha)(l_{t-1} + b_{t-1}); b_t = beta (l_t - l_{t-1}) + (1 - beta) b_{t-1};
    s_t = gamma (y_t - l_{t-1} - b_{t-1}) + (1 - gamma) s_{t-m} (Hyndman & Athanasopoulos 2018, section 7.3).
    Begins with the first week: its mean, its days' differences from it, and the change of the mean to the second week.
    Before a week is over, the mean of what there is. The deviation is the root mean square one-step error.

    >>> week = np.array([10.0, 11, 12, 11, 10, 20, 24])
    >>> HoltWinters().predict(np.array([np.tile(week, 4)]), 8, Outlook()).mean.round(6)
    array([[10., 11., 12., 11., 10., 20., 24., 10.]])
    """

    kind: Literal["holt_winters"] = "holt_winters"
    alpha: float = Field(default=0.2, gt=0, le=1, description="weight of the latest day in the level", examples=[0.2])
    beta: float = Field(default=0.05, ge=0, le=1, description="weight in the trend; 0 = the first trend stays")
    gamma: float = Field(default=0.2, ge=0, le=1, description="weight in the week; 0 = the first week stays")

    def predict(self, history: Floats, ahead: int, outlook: Outlook) -> Prediction:
        """Level and trend carried on, with the last season of each weekday."""
        items, days = history.shape
        if days < WEEK:
            level = history.mean(axis=1) if days else np.zeros(items)
            return flat(level, history.std(axis=1) if days else level, ahead)
        level = history[:, :WEEK].mean(axis=1)
        two = days >= 2 * WEEK
        trend = (history[:, WEEK : 2 * WEEK].mean(axis=1) - level) / WEEK if two else np.zeros(items)
        season = history[:, :WEEK] - level[:, None]
        errors = np.empty((items, days - WEEK))
        # the mean of a week is the level at its middle; smoothing begins at its end
        level = level + trend * (WEEK - 1) / 2
        season = season - trend[:, None] * (np.arange(WEEK) - (WEEK - 1) / 2)
        for day in range(WEEK, days):
            at = day % WEEK
            expected = level + trend
            errors[:, day - WEEK] = history[:, day] - expected - season[:, at]
            new = self.alpha * (history[:, day] - season[:, at]) + (1 - self.alpha) * expected
            season[:, at] = self.gamma * (history[:, day] - expected) + (1 - self.gamma) * season[:, at]
            trend = self.beta * (new - level) + (1 - self.beta) * trend
            level = new
        h = np.arange(1, ahead + 1)
        mean = level[:, None] + trend[:, None] * h + season[:, (days + h - 1) % WEEK]
        sd = spread(errors) if days > WEEK else history.std(axis=1)
        return Prediction(np.maximum(mean, 0.0), np.repeat(sd[:, None], ahead, axis=1))
