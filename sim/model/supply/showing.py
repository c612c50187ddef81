"""Showing: what a policy sees of the items of one stock point."""

from typing import TYPE_CHECKING

from sim.model.engine import Engine
from sim.model.supply.daybook import day_book
from sim.policies.view import Ints, StockView, frozen

if TYPE_CHECKING:
    from sim.model.supply.stock_point import StockPoint


def show(engine: Engine, point: "StockPoint", names: tuple[str, ...], items: Ints, **more: object) -> StockView:
    """A view of a stock point's items as they are now; what costs something waits until somebody looks."""
    stock, site, now = engine.stock, point.site, engine.now
    return StockView(
        point.name,
        names,
        frozen(stock.on_hand[site, items]),
        frozen(stock.on_order[site, items]),
        frozen(stock.backlog[site, items]),
        lambda: frozen(point.usage.whole_days(items, now)),
        now,
        days=lambda: day_book(engine.world),
        **more,  # type: ignore[arg-type]  # fields of the view by name
    )
