"""Simple exponential smoothing (SES): recent days count more."""

from typing import Literal

import numpy as np
from pydantic import Field

from sim.arrays import Floats
from sim.policies.forecast import Forecaster, Outlook, Prediction, flat, spread


class ExponentialSmoothing(Forecaster):
    """Recent days count more; no trend, no week.

    level_t = alpha y_t + (1 - alpha) level_{t-1}; mean = level_T (Hyndman & Athanasopoulos 2018, equation 7.3).

    y_t = demand of day t, T = the last day. The first level is `start`, or else the first day. The deviation h days
    ahead is sigma sqrt(1 + (h - 1) alpha^2) with sigma the root mean square one-step error (ibid., table 7.8).

    The book's example, oil production of Saudi Arabia 1996-2013 (table 7.1, alpha = 0.83, level_0 = 446.6):

    >>> oil = [445.36, 453.20, 454.41, 422.38, 456.04, 440.39, 425.19, 486.21, 500.43, 521.28, 508.95, 488.89, 509.87,
    ...        456.72, 473.82, 525.95, 549.83, 542.34]
    >>> ses = ExponentialSmoothing(alpha=0.8339, start=446.5868)
    >>> ses.predict(np.array([oil]), 1, Outlook()).mean.round(2)
    array([[542.68]])
    """

    kind: Literal["exponential_smoothing"] = "exponential_smoothing"
    alpha: float = Field(default=0.2, gt=0, le=1, description="weight of the latest day", examples=[0.2])
    start: float | None = Field(default=None, description="level before the first day; none = the first day's demand")

    def predict(self, history: Floats, ahead: int, outlook: Outlook) -> Prediction:
        """The last level; errors widen with the days ahead."""
        if not history.shape[1]:
            return flat(np.zeros(len(history)), np.zeros(len(history)), ahead)
        level = history[:, 0].copy() if self.start is None else np.full(len(history), self.start)
        skip = int(self.start is None)
        errors = np.empty((len(history), history.shape[1] - skip))
        for day in range(skip, history.shape[1]):
            errors[:, day - skip] = history[:, day] - level
            level = level + self.alpha * errors[:, day - skip]
        widening = np.sqrt(1 + np.arange(ahead) * self.alpha**2)
        mean, sd = flat(level, spread(errors), ahead)
        return Prediction(mean, sd * widening)
