"""Ordering: what a replenishment policy is shown of its items, and what becomes of its answer."""

from collections.abc import Callable, Mapping
from functools import partial
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
from sim.state.stock import EPSILON


class Order(Protocol):
    """Carries out an order of a site: from `source`, or from wherever it gets the items."""

    def __call__(self, site: str, items: Ints, units: Floats, source: str | None = None) -> None:
        """Units of items, arrays of one shape."""


class ReplenishmentProcess(PolicyReview):
    """One replenishment policy at one stock point; it watches the inventory position."""

    policy: Replenishment

    def __init__(
        self,
        engine: Engine,
        rule: Rule,
        policy: Replenishment,
        point: StockPoint,
        items: Ints,
        order: Order,
        echelon: Callable[[], Floats],
    ) -> None:
        self._order, self._echelon = order, echelon
        super().__init__(engine, rule, policy, point, items)

    def fields(self) -> dict[str, object]:
        """Classes, bills of materials, and what is there from here down."""
        return {
            "grades": tuple(self.engine.codes.grades[item] for item in self.items.tolist()),
            "bom": partial(bills, self.engine, self.names),
            "echelon": lambda: frozen(self._echelon()),
        }

    def look(self) -> StockView:
        """What is true of its items now."""
        passed_on = self._passed_on
        return self.window.show(asked=lambda: frozen(self.asked_until_now() - passed_on))

    def stands(self, view: StockView) -> Floats:
        """The inventory position."""
        return view.position

    def carry_out(self, view: StockView) -> tuple[Floats, Floats]:
        """Ask the policy, and order; all of it counts towards the position."""
        total = np.asarray(self.policy.order(view, self.engine.now), dtype=np.float64)
        besides = self.policy.elsewhere(view, self.engine.now)
        for source, units in [(None, total), *besides.items()]:
            wanted = units > EPSILON
            if wanted.any():
                self._order(self.point.name, self.items[wanted], units[wanted], source)
        total = np.where(total > EPSILON, total, 0.0) + sum(besides.values(), np.zeros(len(total)))
        return total, total


def bills(engine: Engine, names: tuple[str, ...]) -> Mapping[str, Mapping[str, float]]:
    """The bills of materials of those items that are products."""
    products = engine.world.products
    return MappingProxyType({name: MappingProxyType(products[name].bom) for name in names if name in products})
