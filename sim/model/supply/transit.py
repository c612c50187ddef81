"""A road: whoever sets out comes after his minutes of travel, which pass at a speed that may change for all at once."""

import heapq
import math
from collections.abc import Callable, Iterator
from typing import Generic, TypeVar

import simpy

from sim.clock import Alarm
from sim.model.labour import SMALL

Load = TypeVar("Load")


class Transit(Generic[Load]):
    """Loads on their way. `speed()`: minutes of travel that pass in a minute, 0 = nobody moves; `is_let_in(load)`:
    whether its gate at the far end is open, before which it waits; `arrive(load)` takes one in.

    Whoever moves the speed or a gate calls `changed()` at that instant. One alarm serves all loads.
    """

    def __init__(
        self,
        env: simpy.Environment,
        arrive: Callable[[Load], None],
        is_let_in: Callable[[Load], bool],
        speed: Callable[[], float] = lambda: 1.0,
    ) -> None:
        self._env, self._arrive, self._is_let_in, self._speed = env, arrive, is_let_in, speed
        self._under_way: list[tuple[float, int, Load]] = []
        self._outside: list[Load] = []
        self._count = 0
        # minutes of travel that the road has seen since the start of the run: as on the clock while the speed is 1
        self._seen, self._since, self._pace = float(env.now), float(env.now), 1.0
        self._alarm = Alarm(env, self._ring)

    def set_out(self, load: Load, minutes: float) -> None:
        """A load leaves now and has so many minutes of travel before it."""
        self._count += 1
        heapq.heappush(self._under_way, (self._now() + minutes, self._count, load))
        self._look_ahead()

    def loads(self) -> Iterator[Load]:
        """Everything under way or before a gate, in no particular order."""
        yield from self._outside
        for _, _, load in self._under_way:
            yield load

    def changed(self) -> None:
        """The speed or a gate is another one from now on."""
        self._seen, self._since = self._now(), float(self._env.now)
        self._pace = self._speed()
        waiting, self._outside = self._outside, []
        for load in waiting:
            self._come(load)
        self._look_ahead()

    def _now(self) -> float:
        """Minutes of travel seen by now."""
        return self._seen + (float(self._env.now) - self._since) * self._pace

    def _due(self) -> float:
        """The instant at which the first load comes, as things stand (inf = none does)."""
        if not self._under_way:
            return math.inf
        left = self._under_way[0][0] - self._seen
        if left <= SMALL:
            return self._since
        return self._since + left / self._pace if self._pace > 0 else math.inf

    def _look_ahead(self) -> None:
        self._alarm.set(self._due())

    def _ring(self) -> None:
        while self._due() <= self._env.now:
            self._come(heapq.heappop(self._under_way)[2])
        self._look_ahead()

    def _come(self, load: Load) -> None:
        if self._is_let_in(load):
            self._arrive(load)
        else:
            self._outside.append(load)
