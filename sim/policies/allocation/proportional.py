"""Proportional fair share."""

from typing import Literal

import numpy as np
from pydantic import Field

from sim.policies.allocation import Allocation
from sim.policies.view import Floats, QueueView


class Proportional(Allocation):
    """Everybody gets the same share of what he wants; whole units, the largest remainders first (Hamilton)."""

    kind: Literal["proportional"] = "proportional"
    whole: bool = Field(default=True, description="goods come in whole units")

    def decide(self, view: QueueView, now: float) -> Floats:
        """wanted x available / sum(wanted), rounded to whole units without changing the total."""
        total = float(view.wanted.sum())
        if total <= view.available:
            return view.wanted.copy()
        exact = view.wanted * (view.available / total)
        if not self.whole:
            return exact
        units = np.floor(exact + 1e-9)
        spare = int(np.floor(view.available - units.sum() + 1e-9))
        room = np.minimum(exact - units, view.wanted - units)
        units[np.argsort(-room, kind="stable")[:spare]] += 1.0
        return np.minimum(units, view.wanted)
