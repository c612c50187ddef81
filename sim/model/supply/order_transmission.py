"""The mail: orders of sites that their source has not seen yet."""

from collections.abc import Callable, Iterator

import numpy as np
import simpy

from sim.arrays import Ints
from sim.model.supply.transit import Transit


class OrderTransmission:
    """Lines of orders on their way to the site they are meant for; `read(lines)` is called when it sees them."""

    def __init__(self, env: simpy.Environment, read: Callable[[Ints], None]) -> None:
        self._read = read
        self._road: Transit[Ints] = Transit(env, self._open, lambda _: True)
        self._off: set[int] = set()

    def post(self, lines: Ints, takes: float) -> None:
        """Lines are posted now and seen `takes` minutes later; at once when it takes no time."""
        if takes > 0:
            self._road.set_out(lines, takes)
        else:
            self._read(lines)

    def recall(self, lines: Ints) -> Ints:
        """Lines that shall not be seen; those of them that had not been."""
        chosen = set(lines.tolist())
        found = [line for line in self if line in chosen]
        self._off.update(found)
        return np.array(found, dtype=np.int64)

    def __iter__(self) -> Iterator[int]:
        """Every line under way."""
        for lines in self._road.loads():
            yield from (line for line in lines.tolist() if line not in self._off)

    def _open(self, lines: Ints) -> None:
        stays = np.array([line not in self._off for line in lines.tolist()])
        self._off.difference_update(lines.tolist())
        if stays.any():
            self._read(lines[stays])
