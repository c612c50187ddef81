"""Bounds on measures, such as `fulfilment_rate >= 0.95`: as text, and whether an outcome meets them."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass

from sim.errors import SurgeError
from sim.experiment.stats.measures import single
from sim.results.study import Estimate

_BOUND = re.compile(r"\s*(\w+)\s*(>=|<=)\s*([+-]?\d+(?:\.\d+)?)\s*(%?)\s*")
Outcome = Mapping[str, Mapping[str, float]]
"""Measures by scenario and name, means over replications."""


class BoundError(SurgeError):
    """A constraint that cannot be understood."""

    exit_code = 2


@dataclass(frozen=True)
class Constraint:
    """A bound on a measure that must be met in every scenario."""

    kpi: str
    at_least: bool
    bound: float

    def excess(self, outcome: Outcome) -> float:
        """By how much it is broken where it is worst; at most 0 when it is met, infinite where it is undefined."""
        return self.slip(outcome[self.worst(outcome)][self.kpi])

    def worst(self, outcome: Outcome) -> str:
        """The scenario in which it is broken most, or met with the least to spare."""
        return max(outcome, key=lambda scenario: self.slip(outcome[scenario][self.kpi]))

    def slip(self, value: float) -> float:
        """How far a value lies on the wrong side of the bound."""
        if math.isnan(value):
            return math.inf
        return self.bound - value if self.at_least else value - self.bound

    def sure(self, found: Estimate) -> bool | None:
        """Whether it is met (or broken) all through an interval; None where it lies in it, or there is no interval."""
        ends = {self.slip(end) <= 0 for end in (found.ci_low, found.ci_high)}
        return ends.pop() if len(ends) == 1 and not math.isnan(found.half_width) else None

    def __str__(self) -> str:
        return f"{self.kpi} {'>=' if self.at_least else '<='} {self.bound:g}"


def constraint(text: str) -> Constraint:
    """`fulfilment_rate>=0.95`, or `95%`.

    >>> str(constraint("fulfilment_rate >= 95%"))
    'fulfilment_rate >= 0.95'
    """
    found = _BOUND.fullmatch(text)
    if found is None:
        raise BoundError(f"a constraint is written like fulfilment_rate>=0.95; found '{text}'")
    name, sign, number, percent = found.groups()
    measure, bound = single(name), float(number) / (100 if percent else 1)
    if measure.unit == "share" and not 0 <= bound <= 1:
        raise BoundError(f"'{measure.name}' is a share, from 0 to 1 or 0% to 100%; found {number}{percent}")
    return Constraint(measure.name, sign == ">=", bound)
