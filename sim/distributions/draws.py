"""Draws of one distribution in sequence, for what happens one after another."""

from collections.abc import Callable

import numpy as np

from sim.arrays import Floats
from sim.distributions.base import BaseDistribution
from sim.distributions.listed import RecordedDurations


class Draws:
    """Draws of one distribution in sequence: recorded values in their order, anything else by inverse CDF."""

    def __init__(self, shape: BaseDistribution, uniforms: Callable[[int], Floats]) -> None:
        """`uniforms(n)`: the next n random numbers in (0, 1)."""
        self._shape, self._uniforms, self._used = shape, uniforms, 0
        self._recorded = np.asarray(shape.values if isinstance(shape, RecordedDurations) else ())

    def take(self, n: int) -> Floats:
        """The next `n` values, minutes, shape (n,); a record that is used up starts again."""
        if isinstance(self._shape, RecordedDurations):
            k = np.arange(self._used, self._used + n) % len(self._recorded)
            self._used += n
            return self._recorded[k]
        return self._shape.quantile(self._uniforms(n))
