"""Hybrid transshipment: stock is evened out at reviews, and neighbours help out between them."""

from collections.abc import Mapping
from typing import Literal

from pydantic import Field

from sim.arrays import Floats
from sim.policies.reviews import is_due
from sim.policies.transfer.proactive import Proactive
from sim.policies.transfer.reactive import Reactive
from sim.policies.view import StockView
from sim.units import Duration


class Hybrid(Reactive, Proactive):
    """Proactive at each review, reactive at any other instant.

    t = first + n R: q as `proactive`; else N_i <= trigger: q as `reactive`; N = on hand - backlog, R = review
    (Paterson, Teunter & Glazebrook 2012).

    >>> from dataclasses import replace
    >>> other = replace(StockView.of([50.0], usage=[[5.0] * 7]), site="o")
    >>> here = StockView.of([0.0], usage=[[10.0] * 7], neighbours=(other,))
    >>> Hybrid(up_to=4).decide(here, now=0.0), Hybrid(up_to=4).decide(here, now=60.0)
    ({'o': array([33.])}, {'o': array([4.])})
    """

    kind: Literal["hybrid"] = "hybrid"  # type: ignore[assignment]  # its own kind, both rules
    review: Duration | None = Field(default=1440.0, gt=0, description="time between reviews", examples=["1d"])

    @property
    def watched(self) -> bool:
        """Net stock is watched all the time."""
        return True

    def decide(self, view: StockView, now: float) -> Mapping[str, Floats]:
        """Evened out when a review is due, else help for what has run short."""
        due = self.review is not None and is_due(now, self.first_review, self.review)
        return (Proactive if due else Reactive).decide(self, view, now)
