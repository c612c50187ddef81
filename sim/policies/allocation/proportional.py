"""Proportional fair share."""

from typing import Literal

from pydantic import Field

from sim.arrays import Floats
from sim.policies.allocation import Allocation
from sim.policies.rounding import largest_remainders
from sim.policies.view import QueueView


class Proportional(Allocation):
    """x(i) = A w(i) / sum(w): every claim gets the same share of its demand (Cachon & Lariviere 1999).

    w = wanted, A = available; whole units, the largest remainders first (Hamilton).
    """

    kind: Literal["proportional"] = "proportional"
    whole: bool = Field(default=True, description="goods come in whole units")

    def decide(self, view: QueueView, now: float) -> Floats:
        """wanted x available / sum(wanted), rounded to whole units without changing the total."""
        total = float(view.wanted.sum())
        if total <= view.available:
            return view.wanted.copy()
        exact = view.wanted * (view.available / total)
        return largest_remainders(exact, view.wanted, view.available) if self.whole else exact
