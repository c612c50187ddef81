"""Draws of one distribution in sequence, for what happens one after another."""

from collections.abc import Callable

import numpy as np

from sim.arrays import Floats
from sim.distributions.listed import Recorded
from sim.distributions.shape import Shape


class Draws:
    """Draws of one distribution in sequence: recorded values in their order, anything else by inverse CDF."""

    def __init__(self, shape: Shape, luck: Callable[[int], Floats]) -> None:
        self._shape, self._luck, self._used = shape, luck, 0
        self._recorded = np.asarray(shape.values if isinstance(shape, Recorded) else ())

    def take(self, n: int) -> Floats:
        """The next `n` values, minutes, shape (n,); a record that is used up starts again."""
        if isinstance(self._shape, Recorded):
            k = np.arange(self._used, self._used + n) % len(self._recorded)
            self._used += n
            return self._recorded[k]
        return self._shape.quantile(self._luck(n))
