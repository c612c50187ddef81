"""First come, first served."""

from typing import Literal

import numpy as np

from sim.arrays import Floats
from sim.policies.allocation import Allocation
from sim.policies.view import QueueView


def in_line(wanted: Floats, available: float) -> Floats:
    """Units for claims that are met one after the other, shape (claims,).

    >>> in_line(np.array([4.0, 3.0, 2.0]), 6.0)
    array([4., 2., 0.])
    """
    before = np.cumsum(wanted) - wanted
    return np.asarray(np.clip(available - before, 0.0, wanted))


class FirstCome(Allocation):
    """x(i) = min(w(i), A - w(1) - .. - w(i - 1)): the oldest claim is met first, unit by unit (docs/policies.md).

    w = wanted, oldest first; A = available.
    """

    kind: Literal["first_come"] = "first_come"

    def decide(self, view: QueueView, now: float) -> Floats:
        """What is left of the goods after all older claims, at most what is wanted."""
        return in_line(view.wanted, view.available)
