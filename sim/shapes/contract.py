"""What every demand shape promises: `check(MyShape)` raises AssertionError with a sentence."""

from datetime import datetime

import numpy as np

from sim.clock import Calendar
from sim.contract import check_fields, require
from sim.instants import DAY
from sim.shapes import Shape, Timetable
from sim.tolerance import SAME_UNITS

CALENDAR = Calendar(datetime.fromisoformat("2026-06-15T10:00:00+08:00"))
"""A run that begins on a Monday at ten."""
HORIZON = 5 * DAY
CELLS = 200_000


def check(plugin: type[Shape] | Shape) -> None:
    """A rate that is finite and >= 0, with its exact integral and the inverse of it; instants sorted, in the run."""
    shape = check_fields(plugin)
    intensity = shape.intensity(CALENDAR, HORIZON)
    times = np.linspace(0.0, HORIZON, 4001)
    rate, total = intensity.rate(times), intensity.cumulative(times)
    require(rate.shape == total.shape == times.shape, shape, "does not answer one rate an instant")
    require(bool(np.isfinite(rate).all() and (rate >= 0).all()), shape, "has a rate that is no number, or below 0")
    rises = bool(np.isfinite(total).all() and (np.diff(total) >= -SAME_UNITS).all() and total[-1] > total[0])
    require(rises, shape, "has an integral that falls, or never rises")
    some = np.linspace(total[0], total[-1], 51)[1:-1]
    back = np.allclose(intensity.cumulative(intensity.inverse(some)), some, rtol=1e-6, atol=1e-6)
    require(back, shape, "has an inverse that does not lead back to its integral")
    middle = (np.arange(CELLS) + 0.5) * HORIZON / CELLS
    area = float(intensity.rate(middle).sum()) * HORIZON / CELLS
    same = bool(np.isclose(area, total[-1] - total[0], rtol=2e-3))
    require(same, shape, f"has an integral of {total[-1] - total[0]:g} orders where its rate adds up to {area:g}")
    if isinstance(shape, Timetable):
        _check_times(shape)


def _check_times(shape: Timetable) -> None:
    times = shape.times(HORIZON)
    inside = bool(((times >= 0) & (times < HORIZON)).all() and (np.diff(times) >= 0).all())
    require(inside, shape, "gives instants that are not sorted, or not within the run")
    require(np.array_equal(times, shape.times(HORIZON)), shape, "gives other instants when asked again")
