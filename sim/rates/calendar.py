"""Everyday demand: a rate by the hour from hour-of-day, weekday, holiday and weather factors."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from sim.arrays import Bools, Floats
from sim.instants import HOUR
from sim.rates.intensity import PiecewiseRate, piecewise_constant

HOURS, WEEKDAYS = 24, 7


@dataclass(frozen=True)
class DayFactors:
    """How a day differs from a plain one; 1 means no difference.

    `heat` multiplies once per degree above `warm` (as cold drinks do), `rain` once per unit of rain, each at most
    `most` and at least 1 / `most` in all.
    """

    holiday: float = 1.0
    heat: float = 1.0
    warm: float = 22.0
    rain: float = 1.0
    most: float = 5.0

    def of(
        self,
        holiday: Bools,
        temperature: ArrayLike,
        rain: ArrayLike,
    ) -> Floats:
        """The factor of each day, shape (days,); NaN weather counts as none."""
        degrees = np.nan_to_num(np.maximum(np.asarray(temperature, dtype=np.float64) - self.warm, 0.0))
        wet = np.nan_to_num(np.maximum(np.asarray(rain, dtype=np.float64), 0.0))
        weather = np.clip(self.heat**degrees * self.rain**wet, 1 / self.most, self.most)
        day = np.where(holiday, self.holiday, 1.0)
        return np.asarray(day * weather)


def calendar_rate(
    per_day: float,
    hours: ArrayLike,
    weekdays: ArrayLike,
    day_factors: ArrayLike,
    first_weekday: int,
    first_minute: float = 0.0,
) -> PiecewiseRate:
    """Orders a minute through a run that starts `first_minute` minutes into a day of weekday `first_weekday`.

    `per_day`: orders of a mean day. `hours`: shape (24,), weights of any scale. `weekdays`: shape (7,), Monday first,
    factors on a mean day, used as given. `day_factors`: shape (days,) or (days, 24), factors of each calendar day of
    the run (holiday, weather, campaign), used as given; their number is the number of days. Time 0 is the run's start,
    so the first day begins at -first_minute.
    """
    shape = np.asarray(hours, dtype=np.float64)
    week = np.asarray(weekdays, dtype=np.float64)
    if shape.shape != (HOURS,) or not shape.sum() > 0:
        raise ValueError(f"hours must be 24 weights, not all 0; found shape {shape.shape}, sum {shape.sum()}")
    if week.shape != (WEEKDAYS,) or not 0 <= first_weekday < WEEKDAYS:
        raise ValueError(f"weekdays must be 7 factors and first_weekday 0..6; found {week.shape}, {first_weekday}")
    days = np.asarray(day_factors, dtype=np.float64)
    days = days[:, None] if days.ndim == 1 else days
    weekday = week[(first_weekday + np.arange(days.shape[0])) % WEEKDAYS]
    rates = per_day / HOUR * (shape / shape.sum()) * weekday[:, None] * days
    edges = np.arange(rates.size + 1) * HOUR - first_minute
    return piecewise_constant(edges, rates.ravel())
