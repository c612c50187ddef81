"""A steady demand met in lots: the world of economic order quantities, and the best lots by simulation.

A lot is asked for in `LUMPS` small orders at equal intervals (`measures.piecewise_linear`). Goods are counted in parts
of a unit and time in multiples of the case's unit, powers of two both, so that a lump is a whole number and one takes
about a minute: sums of lumps are exact and a lot is used up to the last bit when the next one is ordered.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from sim.results.record import Record
from validation.cases.inputs import UnfitError
from validation.measures.inventory import shelf
from validation.measures.piecewise_linear import flow
from validation.worlds.single_site import by_period, store
from validation.worlds.world import SITE, Tree

LUMPS, FINE = 8, 2.0**32
CYCLES = 2.5
POINTS, ROUNDS = 9, 16


class Lot(NamedTuple):
    """A lot of `quantity` is ordered when `owed` units are owed."""

    quantity: float
    owed: float = 0.0


@dataclass(frozen=True)
class Tooth:
    """What one lot was like in the run: size, orders per unit of time, average stock and backlog, extremes."""

    quantity: float
    rate: float
    on_hand: float
    owed: float
    most: float
    least: float
    run_time: float


class Saw:
    """Lots side by side, each an item with its own demand stream, of the same rate."""

    def __init__(self, lots: Sequence[Lot], demand: float, production: float | None = None) -> None:
        """`demand`, `production`: units per unit of time; without production lots come at once."""
        self.names = [f"lot_{k}" for k in range(len(lots))]
        lumps = np.array([lot.quantity for lot in lots]) / LUMPS
        if not (np.isfinite(lumps).all() and (lumps > 0).all() and max(lumps) / min(lumps) < FINE):
            raise UnfitError("the lots are too unlike, or too large, to be compared")
        self._goods = _power(FINE / min(lumps))
        self._clock = _power(demand / max(lumps))
        self._lumps = np.round(lumps * self._goods)
        self._owed = np.minimum(np.round(np.array([lot.owed for lot in lots]) * self._goods), LUMPS * self._lumps)
        self._every = self._lumps / self._goods / demand * self._clock
        self._production = None if production is None else production * self._goods / self._clock

    @property
    def world(self) -> Tree:
        """The world of all lots."""
        names, sizes = self.names, LUMPS * self._lumps
        policy = {
            "kind": "fixed_quantity",
            "reorder_point": dict(zip(names, (-self._owed).tolist(), strict=True)),
            "quantity": dict(zip(names, sizes.tolist(), strict=True)),
        }
        opening = np.zeros(len(names)) if self._production else sizes - self._owed
        streams: dict[str, Tree] = {}
        for name, lump, every in zip(names, self._lumps.tolist(), self._every.tolist(), strict=True):
            streams |= by_period([name], {lump: 1}, every, first=every)
        horizon = CYCLES * LUMPS * float(self._every.max())
        made = store(names, horizon, streams, policy, opening=dict(zip(names, opening.tolist(), strict=True)))
        return made if self._production is None else self._made_here(made, self._production)

    def _made_here(self, world: Tree, speed: float) -> Tree:
        """The same world with a line for each item instead of the supplier."""
        lines = {
            f"line_{name}": {"rate": {name: f"{speed!r}/min"}, "batch": lump}
            for name, lump in zip(self.names, self._lumps.tolist(), strict=True)
        }
        shop = {**world["sites"][SITE], "kind": "factory", "lines": lines}
        products = {name: {"price": 1} for name in self.names}
        return {**world, "suppliers": {}, "products": products, "sites": {SITE: shop}}

    def teeth(self, record: Record) -> list[Tooth]:
        """What each lot was like, from its first order to its last."""
        return [self._tooth(record, name) for name in self.names]

    def _tooth(self, record: Record, name: str) -> Tooth:
        times, units = shelf(record, SITE, name).requests
        if len(times) < 2:
            raise UnfitError("no lot was ordered a second time")
        begin, end = float(times[0]), float(times[-1])
        level = flow(record, SITE, name)
        jobs = record.jobs
        mine = (jobs["sku"] == list(record.names["sku"]).index(name)) & (jobs["finished"] <= end)
        busy = float((jobs["finished"] - jobs["started"])[mine].sum())
        goods, clock, cycles = self._goods, self._clock, len(times) - 1
        return Tooth(
            quantity=float(units[0]) / goods,
            rate=cycles * clock / (end - begin),
            on_hand=level.mean_above(begin, end) / goods,
            owed=level.mean_below(begin, end) / goods,
            most=level.most(begin, end) / goods,
            least=level.least(begin, end) / goods,
            run_time=busy / clock / cycles,
        )


def best_lot(cost: Callable[[Sequence[Lot]], Sequence[float]], guess: float, with_backlog: bool) -> Lot:
    """The lot with the least simulated cost: levels side by side, and again closer around the best of them.

    `guess`: an order of magnitude. The range is moved while the best lot lies at its edge, and narrowed otherwise.
    """
    middle, width = math.log(guess), math.log(16.0)
    share, reach = (0.5, 0.5) if with_backlog else (0.0, 0.0)
    best = Lot(guess)
    for _ in range(2 * ROUNDS):
        sizes = np.exp(middle + width * np.linspace(-1, 1, POINTS))
        shares = np.unique(np.clip(share + reach * np.linspace(-1, 1, POINTS), 0, 1))
        lots = [Lot(float(size), float(size * part)) for size in sizes for part in shares]
        found = int(np.argmin(cost(lots)))
        best, row = lots[found], found // len(shares)
        middle, share = math.log(best.quantity), best.owed / best.quantity
        if 0 < row < POINTS - 1:
            width, reach = width * 0.375, reach * 0.375
        if width < 1e-7:
            break
    return best


def _power(value: float) -> float:
    """The power of two next above a number."""
    return 2.0 ** math.ceil(math.log2(value))
