"""Priority classes: the urgent first."""

from typing import Literal

import numpy as np
from pydantic import Field

from sim.arrays import Floats, Ints
from sim.policies.allocation import Allocation
from sim.policies.allocation.first_come import in_line
from sim.policies.view import SITE, QueueView


class PriorityClass(Allocation):
    """x = in line by (class, age): class 0 is met before class 1, within a class the oldest claim (Veinott 1965).

    A customer's class is the `priority` of the order's source; orders of other sites are of class `sites`.

    >>> view = QueueView("dc", "tea", 6.0, np.array([4.0, 3.0, 2.0]), np.zeros(3), urgency=np.array([2, 0, SITE]))
    >>> PriorityClass(sites=1).decide(view, now=0.0)
    array([1., 3., 2.])
    """

    kind: Literal["priority_class"] = "priority_class"
    sites: int = Field(default=0, ge=0, le=9, description="class of other sites' orders, 0 the most urgent")

    def decide(self, view: QueueView, now: float) -> Floats:
        """The claims in line by class, then by age."""
        order = np.argsort(self.classes(view.urgency), kind="stable")
        units = np.empty(len(order))
        units[order] = in_line(view.wanted[order], view.available)
        return units

    def classes(self, urgency: Ints) -> Ints:
        """The class of each claim, shape (claims,)."""
        return np.where(urgency == SITE, self.sites, urgency)
