"""Oldest first: the zone whose oldest order has waited longest."""

from typing import Literal

import numpy as np

from sim.policies.dispatch import Dispatch, ZonesView


class OldestFirst(Dispatch):
    """The zone whose oldest order has waited longest goes first; ties go to the lower zone number."""

    kind: Literal["oldest_first"] = "oldest_first"

    def decide(self, view: ZonesView, now: float) -> int:
        """Row of the earliest ready time."""
        return int(np.argmin(view.oldest))
