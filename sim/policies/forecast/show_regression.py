"""Show-calendar regression: weekday, announced shows, holidays, events and weather explain demand."""

from typing import Literal

import numpy as np
from pydantic import Field

from sim.arrays import Floats
from sim.policies.days import MARKS
from sim.policies.forecast import Forecaster, Outlook, Prediction, flat, spread
from sim.units import Share


class ShowRegression(Forecaster):
    """Weekday, announced shows, holidays, events and weather explain demand.

    y_d = mean + w_{weekday(d)} + b x show units_d + c x (holiday, event, heat, rain)_d + error.

    Ordinary least squares (Hyndman & Athanasopoulos 2018, section 5.7) per item over the whole history; where the
    columns leave it open, the smallest coefficients, so that a weekday not yet seen is a mean day and a mark not yet
    seen means nothing. A show not yet seen sells `share` of its announced units here. Never below 0.

    >>> quiet = ShowRegression().predict(np.full((1, 14), 5.0), 2, Outlook())
    >>> quiet.mean.round(6), quiet.sd.round(6)
    (array([[5., 5.]]), array([[0., 0.]]))
    """

    kind: Literal["show_regression"] = "show_regression"
    share: Share = Field(
        default=1.0, description="share of a show's units that is sold here, until one was seen", examples=[0.2]
    )

    def predict(self, history: Floats, ahead: int, outlook: Outlook) -> Prediction:
        """Fitted on the past, read off the calendars ahead."""
        items, days = history.shape
        columns = self._columns(items, days + ahead, outlook)
        if not days:
            return Prediction(columns[:, :, -1] * self.share, np.zeros((items, ahead)))
        unseen = ~columns[:, :days, -1].any(axis=1)
        centre = history.mean(axis=1)
        past = columns[:, :days]
        found = np.linalg.pinv(past) @ (history - centre[:, None])[:, :, None]
        found[unseen, -1, 0] = self.share
        fitted = centre[:, None] + (columns @ found)[:, :, 0]
        free = max(days - np.linalg.matrix_rank(past).max(), 1)
        sd = spread(history - fitted[:, :days]) * np.sqrt(days / free)
        return Prediction(np.maximum(fitted[:, days:], 0.0), flat(sd, sd, ahead).sd)

    @staticmethod
    def _columns(items: int, count: int, outlook: Outlook) -> Floats:
        """Weekday indicators, marks and show units, shape (items, days, columns); the show is the last column."""
        book, first = outlook.days, outlook.first
        week = np.eye(7)[book.weekdays(first, count)]
        marks = np.stack([book.mark(name, first, count) for name in MARKS], axis=1)
        shared = np.broadcast_to(np.concatenate((week, marks), axis=1), (items, count, 7 + len(MARKS)))
        shows = book.show_units(outlook.items or ("",) * items, first, count)
        return np.concatenate((shared, shows[:, :, None]), axis=2)
