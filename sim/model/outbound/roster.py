"""Who is on duty in a courier pool: full-time couriers in their shift, and the crowd that logs on for the day."""

import numpy as np

from sim.arrays import Floats, Ints
from sim.instants import DAY
from sim.model.engine import Engine
from sim.model.stations.schedule import Schedule

ROUNDING = 1e-9
"""Days. An instant computed as the beginning of a shift counts to it; a tenth of a millisecond."""


class Roster:
    """The couriers on duty over time, at a level of the lever `crowd` that may change."""

    def __init__(self, engine: Engine, name: str) -> None:
        self._engine, self._model = engine, engine.world.couriers[name]
        rng = engine.streams.rng("crowd", name)
        days = int(np.ceil(engine.horizon / DAY)) + 1
        registered = self._model.crowd.pool if self._model.crowd else 0
        night_before = engine.streams.rng("crowd before", name).random((1, registered))
        self._draws = np.concatenate((night_before, rng.random((days, registered))))
        """One row a day and one column a crowd courier, who logs on if the number lies below the share that does.

        Row 0 is the shift of the day before the start, which may last beyond midnight.
        """
        self._levels = [(-np.inf, 1.0)]

    def set_crowd(self, now: float, level: float) -> None:
        """From `now` on, `level` times the usual share of the crowd logs on."""
        self._levels.append((now, level))

    def on_duty(self) -> float | Schedule:
        """Couriers over the whole run at the latest level."""
        model = self._model
        if model.shift is None and model.crowd is None:
            return float(model.full_time)
        opens, closes = model.shift or (0.0, DAY)
        length = (closes - opens) % DAY or DAY
        times, couriers = [-1.0], [0.0]
        for day, extra in enumerate(self._logged_on(self._levels[-1][1]).tolist(), start=-1):
            begin = day * DAY - self._engine.calendar.offset + opens
            for time, count in ((begin, model.full_time + extra), (begin + length, 0)):
                if time <= times[-1]:
                    couriers[-1] = float(count)
                else:
                    times.append(time)
                    couriers.append(float(count))
        return Schedule(tuple(times), tuple(couriers))

    def crowd_share(self, at: Floats) -> Floats:
        """Share of the crowd among the couriers in the shift in which each of the instants `at` lies."""
        since, levels = zip(*self._levels, strict=True)
        which = np.searchsorted(since, at, side="right") - 1
        opens = self._model.shift[0] if self._model.shift else 0.0
        day = np.floor((at + self._engine.calendar.offset - opens) / DAY + ROUNDING).astype(np.int64)
        logged_on = np.stack([self._logged_on(level) for level in levels])
        crowd = logged_on[which, np.clip(day + 1, 0, logged_on.shape[1] - 1)]
        return np.asarray(crowd / np.maximum(crowd + self._model.full_time, 1))

    def _logged_on(self, level: float) -> Ints:
        """Crowd couriers who log on for each day's shift, from the day before the start, at a level of the lever."""
        share = self._model.crowd.logs_on * level if self._model.crowd else 0.0
        return np.asarray((self._draws < share).sum(axis=1))
