"""(R, s, S): at every review, order up to S what has fallen to s."""

from typing import Literal

from pydantic import Field

from sim.policies.replenishment.min_max import MinMax
from sim.units import Duration


class ReviewMinMax(MinMax):
    """(R, s, S): every R, order up to S what is at or below s.

    At t = first, first + R, ...: IP <= s: order S - IP; IP = inventory position (Silver, Pyke & Thomas 2017,
    section 6.4; optimal with a fixed cost per order, Scarf 1960).

    >>> from sim.policies.view import StockView
    >>> policy = ReviewMinMax(reorder_point=75, order_up_to=100)
    >>> policy.decide(StockView.of([75.0, 76.0]), now=0.0), policy.review, policy.watched
    (array([25.,  0.]), 1440.0, False)
    """

    kind: Literal["review_min_max"] = "review_min_max"  # type: ignore[assignment]  # its own kind, same rule
    review: Duration = Field(default=1440.0, gt=0, description="R, time between reviews", examples=["1d"])
