"""Oldest first: the zone whose oldest order has waited longest."""

from typing import Literal

import numpy as np

from sim.policies.dispatch import Dispatch, ZonesView


class OldestFirst(Dispatch):
    """The zone with the earliest ready time goes first: row = argmin(oldest); ties go to the lower zone number.

    First come, first served over zones: docs/policies.md.
    """

    kind: Literal["oldest_first"] = "oldest_first"

    def decide(self, view: ZonesView, now: float) -> int:
        """Row with the earliest ready time."""
        return int(np.argmin(view.oldest))
