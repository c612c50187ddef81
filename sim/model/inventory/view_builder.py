"""View builder: read-only views of some items at one site, as policies see them."""

import numpy as np

from sim.arrays import Ints
from sim.model.engine import Engine
from sim.model.inventory.demand_history import DemandHistory
from sim.model.planning_calendar import planning_calendar
from sim.policies.view import StockView, frozen


class ViewBuilder:
    """Builds views of the same items again and again; fields that never change (`constant`) are given once.

    Demand history and calendar are computed only when a policy reads them.
    """

    def __init__(self, engine: Engine, site: int, items: Ints, history: DemandHistory, **constant: object) -> None:
        self._engine, self._site, self._items, self._history = engine, site, items, history
        nothing = np.zeros(len(items))
        self._blank = StockView(
            engine.codes.site_names[site],
            tuple(engine.codes.item_names[item] for item in items.tolist()),
            nothing,
            nothing,
            nothing,
            lambda: nothing,
            days=lambda: planning_calendar(engine.world),
            **constant,  # type: ignore[arg-type]  # fields of the view by name
        )

    def build(self, **current: object) -> StockView:
        """A view of the items now; `current` are further fields that are true now."""
        items, now = self._items, self._engine.now
        return self._blank.at(
            now,
            self._engine.stock.levels[:, self._site, items],
            usage=lambda: frozen(self._history.whole_days(items, now)),
            **current,
        )
