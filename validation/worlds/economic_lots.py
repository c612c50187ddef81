"""Lots of a steady demand as an exact world: lot sizes side by side, and the cycle that each of them runs through.

The demand of a lot comes as `LUMPS` small orders at equal intervals (see `measures.piecewise_linear`). Goods are
counted in fractions of a unit and time in multiples of the case's unit, both powers of two, so that an order is a whole
number and takes about a minute: sums of orders are exact, and a lot is used up to the last bit when the next one is
ordered.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from sim.results.record import Record
from validation.cases.inputs import UnfitError
from validation.measures.inventory import stock_history
from validation.measures.piecewise_linear import net_stock_level
from validation.worlds.single_site import period_demand, shop_world
from validation.worlds.world import SITE, Tree

LUMPS, FINE = 8, 2.0**32
"""Small orders in a lot; parts of the world's unit in the smallest of them."""
CYCLES = 2.5
"""Cycles of the largest lot in a run."""


class LotSize(NamedTuple):
    """A lot of `quantity` is ordered when there are so many `backorders`."""

    quantity: float
    backorders: float = 0.0


@dataclass(frozen=True)
class InventoryCycle:
    """Averages and extremes over the cycles of one lot size, in units and times of the case.

    `rate`: orders per unit of time; `highest`, `lowest`: net stock; `run_time`: time the line works in a cycle.
    """

    quantity: float
    rate: float
    on_hand: float
    backorders: float
    highest: float
    lowest: float
    run_time: float


class EconomicLots:
    """Lot sizes side by side, each an item with a demand stream of its own, all of the same rate."""

    def __init__(self, lots: Sequence[LotSize], demand: float, production: float | None = None) -> None:
        """`demand`, `production`: units per unit of time; without production lots are delivered at once."""
        self.names = [f"lot_{k}" for k in range(len(lots))]
        lumps = np.array([lot.quantity for lot in lots]) / LUMPS
        if not (np.isfinite(lumps).all() and (lumps > 0).all() and max(lumps) / min(lumps) < FINE):
            raise UnfitError("the lots are too unlike, or too large, to be compared")
        self._goods = _next_power_of_two(FINE / min(lumps))
        self._clock = _next_power_of_two(demand / max(lumps))
        self._lumps = np.round(lumps * self._goods)
        backorders = np.round(np.array([lot.backorders for lot in lots]) * self._goods)
        self._backorders = np.minimum(backorders, LUMPS * self._lumps)
        self._every = self._lumps / self._goods / demand * self._clock
        self._production = None if production is None else production * self._goods / self._clock

    @property
    def world(self) -> Tree:
        """The world of all lot sizes."""
        names, sizes = self.names, LUMPS * self._lumps
        policy = {
            "kind": "fixed_quantity",
            "reorder_point": dict(zip(names, (-self._backorders).tolist(), strict=True)),
            "quantity": dict(zip(names, sizes.tolist(), strict=True)),
        }
        opening = np.zeros(len(names)) if self._production else sizes - self._backorders
        streams: dict[str, Tree] = {}
        for name, lump, every in zip(names, self._lumps.tolist(), self._every.tolist(), strict=True):
            streams |= period_demand([name], {lump: 1}, every, first=every)
        horizon = CYCLES * LUMPS * float(self._every.max())
        made = shop_world(names, horizon, streams, policy, opening=dict(zip(names, opening.tolist(), strict=True)))
        return made if self._production is None else self._made_here(made, self._production)

    def _made_here(self, world: Tree, speed: float) -> Tree:
        """The same world with a production line for each item instead of the supplier."""
        lines = {
            f"line_{name}": {"rate": {name: f"{speed!r}/min"}, "batch": lump}
            for name, lump in zip(self.names, self._lumps.tolist(), strict=True)
        }
        shop = {**world["sites"][SITE], "kind": "factory", "lines": lines}
        products = {name: {"price": 1} for name in self.names}
        return {**world, "suppliers": {}, "products": products, "sites": {SITE: shop}}

    def cycles(self, record: Record) -> list[InventoryCycle]:
        """The cycles of each lot size, from its first order to its last."""
        return [self._cycle(record, name) for name in self.names]

    def _cycle(self, record: Record, name: str) -> InventoryCycle:
        times, units = stock_history(record, SITE, name).orders_placed
        if len(times) < 2:
            raise UnfitError("no lot was ordered a second time")
        begin, end = float(times[0]), float(times[-1])
        level = net_stock_level(record, SITE, name)
        jobs = record.jobs
        mine = (jobs["sku"] == list(record.names["sku"]).index(name)) & (jobs["finished"] <= end)
        busy = float((jobs["finished"] - jobs["started"])[mine].sum())
        goods, clock, cycles = self._goods, self._clock, len(times) - 1
        return InventoryCycle(
            quantity=float(units[0]) / goods,
            rate=cycles * clock / (end - begin),
            on_hand=level.mean_positive(begin, end) / goods,
            backorders=level.mean_negative(begin, end) / goods,
            highest=level.highest(begin, end) / goods,
            lowest=level.lowest(begin, end) / goods,
            run_time=busy / clock / cycles,
        )


def _next_power_of_two(value: float) -> float:
    """The least power of two that is not below a number."""
    return 2.0 ** math.ceil(math.log2(value))
