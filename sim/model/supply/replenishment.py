"""Replenishment: what a replenishment policy sees of its items, and how its decision becomes orders."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Protocol

import numpy as np

from sim.arrays import Floats, Ints
from sim.model.engine import Engine
from sim.model.inventory.stock_point import StockPoint
from sim.model.supply.policy_review import PolicyReview
from sim.policies.replenishment import Replenishment
from sim.policies.view import StockView, frozen
from sim.schema.rules import Rule
from sim.tolerance import SAME_UNITS


class PlaceOrder(Protocol):
    """Carries out an order of a site: from `source`, or from the usual sources of the items."""

    def __call__(self, site: str, items: Ints, units: Floats, source: str | None = None) -> None:
        """Units of items, arrays of one shape."""


class ReplenishmentProcess(PolicyReview):
    """One replenishment policy at one stock point; it monitors the inventory position.

    `echelon()` returns the echelon inventory position of its items, shape (items,).
    """

    policy: Replenishment

    def __init__(
        self,
        engine: Engine,
        rule: Rule,
        policy: Replenishment,
        point: StockPoint,
        items: Ints,
        order: PlaceOrder,
        echelon: Callable[[], Floats],
    ) -> None:
        self._order, self._echelon = order, echelon
        super().__init__(engine, rule, policy, point, items)

    def constant_fields(self) -> dict[str, object]:
        """Classes, bills of materials, and the echelon position."""
        grades = tuple(self.engine.codes.grades[item] for item in self.items.tolist())
        return {"grades": grades, "bom": self._bills, "echelon": lambda: frozen(self._echelon())}

    def _bills(self) -> Mapping[str, Mapping[str, float]]:
        """The bills of materials of those items that are products."""
        products = self.engine.world.products
        names = [self.engine.codes.item_names[item] for item in self.items.tolist()]
        return MappingProxyType({name: MappingProxyType(products[name].bom) for name in names if name in products})

    def view(self) -> StockView:
        """What the policy may see of its items now; `asked` = demand since its last decision."""
        reported = self._reported
        return self._views.build(asked=lambda: frozen(self.demand_so_far() - reported))

    def monitored(self, view: StockView) -> Floats:
        """The inventory position."""
        return view.position

    def decide_and_order(self, view: StockView) -> tuple[Floats, Floats]:
        """Order from the usual sources, and elsewhere; all of it counts towards the position."""
        total = np.asarray(self.policy.order(view, self.engine.now), dtype=np.float64)
        elsewhere = self.policy.elsewhere(view, self.engine.now)
        for source, units in [(None, total), *elsewhere.items()]:
            wanted = units > SAME_UNITS
            if wanted.any():
                self._order(self.point.name, self.items[wanted], units[wanted], source)
        total = np.where(total > SAME_UNITS, total, 0.0) + sum(elsewhere.values(), np.zeros(len(total)))
        return total, total
