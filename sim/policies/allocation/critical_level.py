"""Critical levels: stock is reserved for urgent classes, also while none of them is waiting."""

from typing import ClassVar, Literal

import numpy as np
from pydantic import Field, field_validator

from sim.arrays import Floats, Ints
from sim.policies.allocation import Allocation
from sim.policies.view import SITE, QueueView


class CriticalLevel(Allocation):
    """x(class j) <= max(A - K(j), 0): class j is met only from what lies above its critical level (Topkis 1968).

    A = on the shelf, K(j) = level of class j, K(0) <= K(1) <= ...; the urgent first, within a class the oldest. Static
    levels of this kind are best for make-to-stock with lost sales (Ha 1997). A customer's class is the `priority` of
    the order's source; orders of other sites are of class `sites`. A class without a level of its own keeps what
    the last class before it keeps, class 0 nothing.

    >>> view = QueueView("dc", "tea", 10.0, np.array([8.0, 5.0]), np.zeros(2), urgency=np.array([1, 0]))
    >>> CriticalLevel(levels={1: 4}).decide(view, now=0.0)
    array([1., 5.])
    """

    kind: Literal["critical_level"] = "critical_level"
    levels: dict[int, float] = Field(
        description="units that stay on the shelf when a claim of this class is met, by class",
        examples=[{1: 10, 2: 25}],
    )
    sites: int = Field(default=0, ge=0, le=9, description="class of other sites' orders, 0 the most urgent")
    reserves: ClassVar[bool] = True

    @field_validator("levels")
    @classmethod
    def _rises(cls, value: dict[int, float]) -> dict[int, float]:
        rising = [value[urgency] for urgency in sorted(value)]
        if any(not 0 <= urgency <= 9 for urgency in value) or rising != sorted(rising) or min(rising, default=0.0) < 0:
            raise ValueError("classes are 0 to 9, and the less urgent a class, the higher its level (0 or more)")
        return value

    def decide(self, view: QueueView, now: float) -> Floats:
        """Class by class, what is left above the level."""
        classes, keeps, units = self.classes(view.urgency), self.reserve(view.urgency), np.zeros(len(view.wanted))
        left = view.available
        for row in np.argsort(classes, kind="stable").tolist():
            units[row] = min(max(left - keeps[row], 0.0), view.wanted[row])
            left -= units[row]
        return units

    def reserve(self, urgency: Ints) -> Floats:
        """The critical level of each claim's class."""
        known = sorted(self.levels)
        levels = np.array([0.0, *(self.levels[one] for one in known)])
        return np.asarray(levels[np.searchsorted(known, self.classes(urgency), side="right")])

    def classes(self, urgency: Ints) -> Ints:
        """The class of each claim, shape (claims,)."""
        return np.where(urgency == SITE, self.sites, urgency)
