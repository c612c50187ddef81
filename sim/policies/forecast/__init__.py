"""Forecasters: the demand of the days to come, from the demand of the days that are over and from calendars."""

from abc import abstractmethod
from typing import Annotated, ClassVar, NamedTuple

import numpy as np
from pydantic import Field

from sim.arrays import Floats
from sim.instants import DAY
from sim.plug import OneOf, Plugin
from sim.policies.days import DayBook
from sim.policies.view import PerItem, StockView
from sim.tolerance import ROUNDING


class Prediction(NamedTuple):
    """Demand per day, both of shape (items, days ahead): its mean, and the standard deviation of the error.

    Errors of different days count as independent, so that the variance over a lead time is the sum of its days.
    """

    mean: Floats
    sd: Floats


class Outlook(NamedTuple):
    """The calendars beside a history: `first` is the day number of the history's first column."""

    days: DayBook = DayBook()
    first: int = 0
    items: tuple[str, ...] = ()


class Forecaster(Plugin):
    """Base of all forecasters; vectorised over items (and sites: rows are rows)."""

    before: PerItem | None = Field(
        default=None,
        description="units a day before the run began (or per item), as if that had been seen; none = nothing was",
        examples=[120],
    )
    prior_days: ClassVar[int] = 14

    @abstractmethod
    def predict(self, history: Floats, ahead: int, outlook: Outlook) -> Prediction:
        """From `history`, shape (items, days >= 0), oldest first, the next `ahead` >= 1 days; no history means 0."""

    def days_ahead(self, view: StockView, ahead: int) -> Prediction:
        """The next `ahead` days, the first being the one that is not over yet."""
        history = view.usage
        if self.before is not None:
            prior = np.repeat(view.per_item(self.before)[:, None], self.prior_days, axis=1)
            history = np.concatenate((prior, history), axis=1)
        return self.predict(history, ahead, Outlook(view.days, int(view.as_of // DAY) - history.shape[1], view.items))

    def demand(self, view: StockView, minutes: float) -> tuple[Floats, Floats]:
        """Mean and standard deviation of the demand in the `minutes` after the view, shape (items,) each."""
        begin = view.as_of % DAY / DAY
        end = begin + minutes / DAY
        ahead = max(int(np.ceil(end - ROUNDING)), 1)
        day = np.arange(ahead)
        weight = np.clip(np.minimum(day + 1, end) - np.maximum(day, begin), 0.0, None)
        mean, sd = self.days_ahead(view, ahead)
        return np.maximum(mean, 0.0) @ weight, np.sqrt(sd**2 @ weight)


def flat(level: Floats, sd: Floats, ahead: int) -> Prediction:
    """The same mean and deviation, shape (items,), on every day ahead."""
    return Prediction(np.repeat(level[:, None], ahead, axis=1), np.repeat(sd[:, None], ahead, axis=1))


def spread(errors: Floats) -> Floats:
    """Root mean square of one-step errors, shape (items, steps) -> (items,); 0 without any."""
    return np.sqrt((errors**2).mean(axis=1)) if errors.shape[1] else np.zeros(len(errors))


AnyForecaster = Annotated[Forecaster, OneOf("sim.policies.forecast")]
BASE = Forecaster
