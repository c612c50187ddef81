"""Transit: loads that arrive after their minutes of travel, at a speed that may change for all of them at once."""

import heapq
import math
from collections.abc import Callable, Iterator
from typing import Generic, TypeVar

import simpy

from sim.clock import Alarm
from sim.model.labour import NO_WORK

Load = TypeVar("Load")


class Transit(Generic[Load]):
    """Loads in transit along one way.

    `speed()` is the number of minutes of travel that pass in a minute, 0 = nothing moves. A load that has travelled
    all its minutes waits at the gate until `is_let_in(load)`; `arrive(load)` is called when it enters. `changed()` must
    be called at the instant at which the speed or a gate changes. One alarm serves all loads.
    """

    def __init__(
        self,
        env: simpy.Environment,
        arrive: Callable[[Load], None],
        is_let_in: Callable[[Load], bool],
        speed: Callable[[], float] = lambda: 1.0,
    ) -> None:
        self._env, self._arrive, self._is_let_in, self._speed = env, arrive, is_let_in, speed
        self._moving: list[tuple[float, int, Load]] = []
        self._at_gate: list[Load] = []
        self._count = 0
        # minutes of travel since the start of the run: equal to the clock while the speed is 1
        self._travelled, self._since, self._pace = float(env.now), float(env.now), 1.0
        self._alarm = Alarm(env, self._arrivals)

    def depart(self, load: Load, minutes: float) -> None:
        """A load leaves now, with so many minutes of travel ahead."""
        self._count += 1
        heapq.heappush(self._moving, (self._travel_clock() + minutes, self._count, load))
        self._look_ahead()

    def loads(self) -> Iterator[Load]:
        """All loads that move or wait at a gate, in no particular order."""
        yield from self._at_gate
        for _, _, load in self._moving:
            yield load

    def changed(self) -> None:
        """The speed or a gate changes now."""
        self._travelled, self._since = self._travel_clock(), float(self._env.now)
        self._pace = self._speed()
        waiting, self._at_gate = self._at_gate, []
        for load in waiting:
            self._enter(load)
        self._look_ahead()

    def _travel_clock(self) -> float:
        """Minutes of travel since the start of the run."""
        return self._travelled + (float(self._env.now) - self._since) * self._pace

    def _due(self) -> float:
        """The instant at which the first load arrives, as things stand (inf = none does)."""
        if not self._moving:
            return math.inf
        left = self._moving[0][0] - self._travelled
        if left <= NO_WORK:
            return self._since
        return self._since + left / self._pace if self._pace > 0 else math.inf

    def _look_ahead(self) -> None:
        self._alarm.set(self._due())

    def _arrivals(self) -> None:
        while self._due() <= self._env.now:
            self._enter(heapq.heappop(self._moving)[2])
        self._look_ahead()

    def _enter(self, load: Load) -> None:
        if self._is_let_in(load):
            self._arrive(load)
        else:
            self._at_gate.append(load)
