"""The engine as shocks and plan actions may use it; see `sim.state.control.Control`."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

import numpy as np

from sim.model.disruption.recall import RecallTask
from sim.model.engine import Engine
from sim.model.outbound.site import Outbound
from sim.model.selling.order_entry import OrderEntry
from sim.model.supply.order_routing import OrderRouting
from sim.schema.places import spelled_out
from sim.state.control import Recall
from sim.state.levers import LEVERS
from sim.state.stock import Elsewhere, Why
from sim.tolerance import SAME_UNITS


class EngineControl:
    """Levers, and the few operations that no lever expresses."""

    def __init__(
        self,
        engine: Engine,
        routing: OrderRouting,
        entry: OrderEntry,
        sites: Sequence[Outbound],
        shows: dict[str, Callable[[], None]],
    ) -> None:
        self.engine, self._routing, self._entry, self._sites, self._shows = engine, routing, entry, sites, shows
        self.levers, self.trace = engine.levers, engine.trace

    @property
    def now(self) -> float:
        """The current instant."""
        return self.engine.now

    @property
    def start(self) -> datetime:
        """The wall-clock instant of minute 0."""
        return self.engine.world.start

    def wait(self, minutes: float) -> Any:
        """An event after `minutes`; never, when infinite."""
        # an endless timeout stays in the schedule; an event that is not scheduled would be garbage-collected together
        # with the process that waits for it, and so would the levers that the process holds
        return self.engine.env.timeout(minutes)

    def places(self, names: Sequence[str], lever: str = "ships") -> tuple[str, ...]:
        """Names with groups and `*` spelled out, as places on the axis of a lever."""
        return tuple(spelled_out(self.engine.world, LEVERS[lever].axes, names))

    def activate_supplier(self, supplier: str, surcharge: float) -> None:
        """Activate a backup supplier; what the others have not begun is ordered anew."""
        self._routing.activate_supplier(supplier, surcharge)

    def switch_source(self, sites: Sequence[str], source: str | None) -> None:
        """Sites order from another source from now on; None = from their usual one again."""
        self._routing.switch_source(sites, source)

    def add_stock(self, site: str, item: str, units: float) -> None:
        """Goods from outside the network."""
        engine = self.engine
        point = engine.points[engine.codes.sites[site]]
        point.receive_new(engine.codes.items[item], units, int(Elsewhere.SUPPLIER), Why.SPARE)

    def send_back(self, site: str, item: str, keeps: float, share: float, pays: float) -> None:
        """Goods leave the shelf for their supplier, the oldest first, and money comes back."""
        engine, sku, code = self.engine, self.engine.codes.items[item], self.engine.codes.sites[site]
        point = engine.points[code]
        point.sync()
        units = np.floor(share * max(float(engine.stock.on_hand[code, sku]) - keeps, 0.0) + SAME_UNITS)
        if units > 0 and not point.endless:
            _, lots, amounts = engine.stock.take(code, np.array([sku]), np.array([units]))
            engine.stock.move(engine.now, code, int(Elsewhere.SUPPLIER), sku, lots, amounts, Why.SENT_BACK)
            engine.cash.book("material", engine.now, float(engine.codes.cost[sku]) * pays * units)
            point.changed()

    def recall(self, products: Sequence[str], made_since: float, how: Recall) -> Any:
        """Carry out a recall."""
        task = RecallTask(self.engine, self._entry, self._sites, products, made_since, how)
        return self.engine.env.process(task.run())

    def start_show(self, show: str) -> None:
        """A surprise show begins."""
        self._shows[show]()

    def pay(self, account: str, amount: float) -> None:
        """Book an expense."""
        if amount:
            self.engine.cash.book(account, self.now, -amount)
