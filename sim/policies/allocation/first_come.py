"""First come, first served."""

from typing import Literal

import numpy as np

from sim.policies.allocation import Allocation
from sim.policies.view import Floats, QueueView


class FirstCome(Allocation):
    """The oldest claim is met first, unit by unit."""

    kind: Literal["first_come"] = "first_come"

    def decide(self, view: QueueView, now: float) -> Floats:
        """What is left of the goods after all older claims, at most what is wanted."""
        before = np.cumsum(view.wanted) - view.wanted
        return np.clip(view.available - before, 0.0, view.wanted)
