"""Review and alarm: order up to a level at long reviews, and at once when stock runs low between them."""

from typing import Literal, Self

import numpy as np
from pydantic import Field, model_validator

from sim.arrays import Floats
from sim.policies.levels import check_levels
from sim.policies.replenishment import Replenishment
from sim.policies.reviews import is_due
from sim.policies.view import PerItem, StockView
from sim.units import Duration


class ReviewAndAlarm(Replenishment):
    """Every R order up to S; between reviews too, whenever the position falls to the alarm.

    IP < S at a review, or IP <= alarm at any instant: order S - IP; IP = inventory position. Class B goods: a two-week
    review and a low-stock alarm, row N4 of docs/scenarios.md.

    >>> policy = ReviewAndAlarm(order_up_to=60, alarm=15)
    >>> policy.decide(StockView.of([15.0, 16.0]), now=100.0), policy.decide(StockView.of([16.0, 60.0]), now=0.0)
    (array([45.,  0.]), array([44.,  0.]))
    """

    kind: Literal["review_and_alarm"] = "review_and_alarm"
    review: Duration = Field(default=14 * 1440.0, gt=0, description="R, time between reviews", examples=["14d"])
    order_up_to: PerItem = Field(description="S, units (or per item)", examples=[60])
    alarm: PerItem = Field(description="position that triggers an order at once (or per item)", examples=[15])

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        check_levels(("alarm", self.alarm), ("order_up_to", self.order_up_to))
        return self

    @property
    def watched(self) -> bool:
        """The alarm watches all the time."""
        return True

    def decide(self, view: StockView, now: float) -> Floats:
        """S - position, for all items at a review and else for those that have fallen to the alarm."""
        gap = np.maximum(view.per_item(self.order_up_to) - view.position, 0.0)
        return np.where(
            (view.position <= view.per_item(self.alarm)) | is_due(now, self.first_review, self.review), gap, 0.0
        )

    def asks_at(self, view: StockView) -> Floats:
        """The alarm."""
        return view.per_item(self.alarm)
