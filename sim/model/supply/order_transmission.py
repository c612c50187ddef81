"""Order transmission: replenishment orders take time until the site that shall serve them receives them."""

from collections.abc import Callable, Iterator

import numpy as np
import simpy

from sim.arrays import Ints
from sim.model.supply.transit import Transit


class OrderTransmission:
    """Lines of orders on their way to the site that shall serve them; `receive(lines)` is called when they arrive."""

    def __init__(self, env: simpy.Environment, receive: Callable[[Ints], None]) -> None:
        self._receive = receive
        self._transit: Transit[Ints] = Transit(env, self._arrive, lambda _: True)
        self._cancelled: set[int] = set()

    def send(self, lines: Ints, takes: float) -> None:
        """Lines are sent now and received `takes` minutes later; at once when it takes no time."""
        if takes > 0:
            self._transit.depart(lines, takes)
        else:
            self._receive(lines)

    def cancel(self, lines: Ints) -> Ints:
        """Cancel lines; returns those of them that had not been received."""
        chosen = set(lines.tolist())
        found = [line for line in self if line in chosen]
        self._cancelled.update(found)
        return np.array(found, dtype=np.int64)

    def __iter__(self) -> Iterator[int]:
        """Every line that has been sent, not received and not cancelled."""
        for lines in self._transit.loads():
            yield from (line for line in lines.tolist() if line not in self._cancelled)

    def _arrive(self, lines: Ints) -> None:
        stays = np.array([line not in self._cancelled for line in lines.tolist()])
        self._cancelled.difference_update(lines.tolist())
        if stays.any():
            self._receive(lines[stays])
