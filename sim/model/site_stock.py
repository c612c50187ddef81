"""The stock of one site as the other components of an engine use it; `inventory.stock_point` implements it."""

from typing import Protocol

from sim.arrays import Floats, Ints
from sim.policies.view import StockView
from sim.state.stock import Why


class SiteStock(Protocol):
    """Goods and demand of one site. `site` is its code; where `endless` holds, goods never run out."""

    site: int
    name: str
    endless: bool

    def sync(self, with_now: bool = True) -> None:
        """Serve all demand up to now, so that stock and backlog may be read."""

    def view(self, items: Ints) -> StockView:
        """What a policy may see of items now."""

    def changed(self) -> None:
        """Notify those who watch that the position, or what lies here, may have changed."""

    # --- demand of customers

    def expect(self, lines: Ints, at: Floats) -> None:
        """Lines of customers will want goods at the instants `at` (now or later)."""

    def forget(self, lines: Ints) -> None:
        """Lines that were expected later will not come, unless they are expected anew."""

    def collect(self) -> tuple[Ints, Floats]:
        """Take the customers' orders that have got all their goods since the last call, and when they did."""

    def stop(self, orders: Ints, rows: Ints) -> None:
        """Orders will not leave: their lines stop waiting, and these rows of `picks` return to the shelf."""

    # --- demand of other sites

    def claim(self, lines: Ints) -> None:
        """Lines of another site want goods now."""

    def withdraw(self, lines: Ints) -> tuple[Ints, Floats]:
        """Lines no longer want goods here: returns those that were still waiting, and the units that they lacked."""

    def unpack(self, lines: Ints, lots: Ints, units: Floats) -> None:
        """Goods that were brought to the dock for lines return to the shelf."""

    # --- goods

    def receive(self, lots: Ints, units: Floats, source: int, why: Why) -> None:
        """Units of lots arrive now."""

    def receive_new(self, sku: int, units: float, source: int, why: Why) -> None:
        """A new lot of an item arrives now, fresh and at its cost."""
