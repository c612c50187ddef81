"""Lateral transshipment: a site takes goods from neighbouring sites as a transfer policy decides."""

from collections.abc import Callable, Sequence

import numpy as np

from sim.arrays import Floats, Ints
from sim.model.engine import Engine
from sim.model.inventory.stock_point import StockPoint
from sim.model.supply.policy_review import PolicyReview
from sim.model.supply.replenishment import PlaceOrder
from sim.policies.transfer import Transfer, net
from sim.policies.view import StockView, frozen
from sim.schema.rules import Rule
from sim.tolerance import SAME_UNITS


class LateralTransshipment(PolicyReview):
    """One transfer policy at one stock point; it monitors net stock, and reviews too when a neighbour's goods change.

    `in_transit()` returns units of each item on the way from the neighbours, shape (items of the world,).
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
        order: PlaceOrder,
        in_transit: Callable[[], Floats],
    ) -> None:
        self._neighbours, self._order, self._in_transit = neighbours, order, in_transit
        super().__init__(engine, rule, policy, point, items)

    def start(self) -> None:
        """Begin to review, and to follow the neighbours."""
        super().start()
        if self.policy.watched:
            for neighbour in self._neighbours:
                neighbour.on_change.append(self._neighbour_changed)

    def constant_fields(self) -> dict[str, object]:
        """The views of the neighbours, and what is on the way from them."""
        return {"neighbours": self._neighbour_views, "coming": lambda: frozen(self._in_transit()[self.items])}

    def _neighbour_views(self) -> tuple[StockView, ...]:
        return tuple(neighbour.view(self.items) for neighbour in self._neighbours)

    def monitored(self, view: StockView) -> Floats:
        """Net stock."""
        return net(view)

    def decide_and_order(self, view: StockView) -> tuple[Floats, Floats]:
        """Order from the neighbours; net stock rises only when the goods arrive."""
        total = np.zeros(len(self.items))
        for neighbour, units in self.policy.decide(view, self.engine.now).items():
            wanted = units > SAME_UNITS
            if wanted.any():
                self._order(self.point.name, self.items[wanted], units[wanted], neighbour)
            total += np.where(wanted, units, 0.0)
        return total, np.zeros(len(self.items))

    def _neighbour_changed(self) -> None:
        """Review anew where goods are lacking, because a neighbour may have some now."""
        if (self.engine.stock.on_hand[self.point.site, self.items] <= SAME_UNITS).any():
            self._reviewed_at_level = np.full(len(self.items), np.nan)
            self.look_ahead()
