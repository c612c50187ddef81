"""Graded replenishment: each class of products by its own policy, as one rule."""

from collections.abc import Callable, Iterator, Sequence
from typing import Annotated, Literal

import numpy as np
from pydantic import ConfigDict, Field

from sim.arrays import Floats, Ints
from sim.plug import OneOf
from sim.policies.replenishment import Replenishment
from sim.policies.view import StockView

Grade = Literal["A", "B", "C"]


class Graded(Replenishment):
    """Class A, B and C products each by the policy of their class, with that policy's own reviews and alarms.

    Q_i = Q of the policy of class(i) for item i; an item whose class has no policy is not ordered. Rows N3 and N4 of
    docs/scenarios.md: A by forecast x cycle + safety stock, B by a two-week review with a low-stock alarm, C on demand.

    >>> policy = Graded(classes={
    ...     "A": {"kind": "forecast_up_to", "safety": 20, "forecast": {"kind": "known", "mean": 9}},
    ...     "B": {"kind": "review_and_alarm", "order_up_to": 30, "alarm": 8},
    ...     "C": {"kind": "on_demand", "collect": 10},
    ... })
    >>> view = StockView.of([4.0, 7.0, 0.0], backlog=[0.0, 0.0, 12.0], grades=("A", "B", "C"))
    >>> policy.decide(view, now=100.0)
    array([25., 23., 12.])
    """

    # it holds policies of its own room, which is not furnished before all files are read
    model_config = ConfigDict(defer_build=True)

    kind: Literal["graded"] = "graded"
    classes: dict[Grade, Annotated[Replenishment, OneOf("sim.policies.replenishment")]] = Field(
        min_length=1,
        description="the policy of each class",
        examples=[{"A": {"kind": "order_up_to", "order_up_to": 60}, "C": {"kind": "on_demand", "collect": 10}}],
    )

    @property
    def watched(self) -> bool:
        """Whether any class is."""
        return any(policy.watched for policy in self.classes.values())

    def parts(self, grades: Sequence[str]) -> Iterator[tuple[Replenishment, Ints]]:
        """The policy of each class, with the items of that class."""
        for grade, policy in self.classes.items():
            rows = np.flatnonzero(np.array(grades) == grade)
            for one, some in policy.parts([grade] * len(rows)):
                yield one, rows[some]

    def decide(self, view: StockView, now: float) -> Floats:
        """What the policies of the classes order."""
        return self._gather(view, 0.0, lambda policy, part: policy.order(part, now))

    def asks_at(self, view: StockView) -> Floats:
        """The levels of the policies of the classes."""
        return self._gather(view, -np.inf, lambda policy, part: policy.asks_at(part))

    def _gather(
        self, view: StockView, otherwise: float, answer: Callable[[Replenishment, StockView], Floats]
    ) -> Floats:
        found = np.full(len(view.items), otherwise)
        for policy, rows in self.parts(view.grades):
            if len(rows):
                found[rows] = answer(policy, view.only(rows))
        return found
