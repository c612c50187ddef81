"""Showing: what a policy sees of the items of one stock point."""

from typing import TYPE_CHECKING

import numpy as np

from sim.arrays import Ints
from sim.model.engine import Engine
from sim.model.planning_calendar import planning_calendar
from sim.policies.view import StockView, frozen

if TYPE_CHECKING:
    from sim.model.inventory.stock_point import StockPoint


class ViewBuilder:
    """Shows the items of one stock point again and again; what never changes about them is given once.

    What costs something to find out waits until somebody looks.
    """

    def __init__(
        self, engine: Engine, point: "StockPoint", names: tuple[str, ...], items: Ints, **more: object
    ) -> None:
        self._engine, self._point, self._items = engine, point, items
        nothing = np.zeros(len(items))
        self._blank = StockView(
            point.name,
            names,
            nothing,
            nothing,
            nothing,
            lambda: nothing,
            days=lambda: planning_calendar(engine.world),
            **more,  # type: ignore[arg-type]  # fields of the view by name
        )

    def show(self, **more: object) -> StockView:
        """A view of them as they are now, with `more` that is true now."""
        point, items, now = self._point, self._items, self._engine.now
        return self._blank.at(
            now,
            self._engine.stock.levels[:, point.site, items],
            usage=lambda: frozen(point.usage.whole_days(items, now)),
            **more,
        )


def show(engine: Engine, point: "StockPoint", names: tuple[str, ...], items: Ints) -> StockView:
    """A view of a stock point's items, once."""
    return ViewBuilder(engine, point, names, items).show()
