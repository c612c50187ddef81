"""Helping: a site takes goods from its neighbours when a transfer policy says so."""

from collections.abc import Callable, Sequence

import numpy as np

from sim.arrays import Floats, Ints
from sim.model.engine import Engine
from sim.model.inventory.stock_point import StockPoint
from sim.model.inventory.view_builder import show
from sim.model.supply.policy_review import PolicyReview
from sim.model.supply.replenishment import Order
from sim.policies.transfer import Transfer, net
from sim.policies.view import StockView, frozen
from sim.schema.rules import Rule
from sim.state.stock import EPSILON


class LateralTransshipment(PolicyReview):
    """One transfer policy at one stock point; it watches net stock, and is told when a neighbour's goods change.

    `coming(neighbours)` are the units of each item that are on the way from them, shape (items of the world,).
    """

    policy: Transfer

    def __init__(
        self,
        engine: Engine,
        rule: Rule,
        policy: Transfer,
        point: StockPoint,
        items: Ints,
        neighbours: Sequence[StockPoint],
        order: Order,
        coming: Callable[[], Floats],
    ) -> None:
        self._neighbours, self._order, self._coming = neighbours, order, coming
        super().__init__(engine, rule, policy, point, items)
        if policy.watched:
            for neighbour in neighbours:
                neighbour.on_change.append(self._neighbour_changed)

    def fields(self) -> dict[str, object]:
        """What the neighbours have, and what comes from them."""
        return {"neighbours": self._look_around, "coming": lambda: frozen(self._coming()[self.items])}

    def _look_around(self) -> tuple[StockView, ...]:
        for neighbour in self._neighbours:
            neighbour.sync()
        return tuple(show(self.engine, one, self.names, self.items) for one in self._neighbours)

    def stands(self, view: StockView) -> Floats:
        """Net stock."""
        return net(view)

    def carry_out(self, view: StockView) -> tuple[Floats, Floats]:
        """Ask the policy, and take from the neighbours; nothing lies here before it arrives."""
        total = np.zeros(len(self.items))
        for neighbour, units in self.policy.decide(view, self.engine.now).items():
            wanted = units > EPSILON
            if wanted.any():
                self._order(self.point.name, self.items[wanted], units[wanted], neighbour)
            total += np.where(wanted, units, 0.0)
        return total, np.zeros(len(self.items))

    def _neighbour_changed(self) -> None:
        """A neighbour may be able to help now: who is short asks again."""
        if (self.engine.stock.on_hand[self.point.site, self.items] <= EPSILON).any():
            self._settled = np.full(len(self.items), np.nan)
            self.look_ahead()
