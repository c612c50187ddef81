"""Lots against a supplier with random outages: an empty shelf waits for the supplier, and its customers are lost."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np

from sim.arrays import Floats
from sim.kpi.steps import Steps
from sim.results.record import Record
from validation.cases.case import Length
from validation.cases.inputs import Inputs
from validation.measures.inventory import Shelf, count, shelves
from validation.periods import per_item, played
from validation.statistics.estimators import Mean
from validation.translation import Translation
from validation.worlds.single_site import by_period, store
from validation.worlds.world import SITE, Tree, exponential

LUMPS = 64
"""Small orders in which a lot is asked for; goods are counted in them."""
CHAINS, CYCLES, REPLICATIONS = 5, 80, 4
TRIED = tuple(float(size) for size in np.geomspace(0.5, 2.0, 7))
"""Lots tried around the middle of the search, as multiples of it."""


class _Costs:
    """What is paid, and what happens when, per unit of time."""

    def __init__(self, inputs: Inputs, cycles: int) -> None:
        self.cycles = cycles
        self.fixed, self.holding = inputs.number("K", above=0), inputs.number("holding", above=0)
        self.stockout, self.demand = inputs.number("stockout", above=0), inputs.number("demand", above=0)
        self.fails, self.recovers = inputs.number("fail_rate", above=0), inputs.number("recover_rate", above=0)

    def world(self, lots: Sequence[float]) -> Tree:
        """Lots of all sizes side by side; those of one chain share a supplier, and so its outages."""
        names = {f"lot_{n}_{chain}": lot for n, lot in enumerate(lots) for chain in range(CHAINS)}
        streams: dict[str, Tree] = {}
        for name, lot in names.items():
            every = lot / LUMPS / self.demand
            streams |= by_period([name], {1: 1}, every, first=every)
        policy = {"kind": "fixed_quantity", "reorder_point": 0, "quantity": LUMPS}
        made = store(list(names), self.horizon(lots), streams, policy, "0min", LUMPS, unmet="lost")
        outages = {"up": exponential(1 / self.fails), "down": exponential(1 / self.recovers)}
        suppliers = {f"supplier_{chain}": {"lead": "0min", "outages": outages} for chain in range(CHAINS)}
        products = {name: {"price": 1, "bought_from": f"supplier_{name.rpartition('_')[2]}"} for name in names}
        return {**made, "suppliers": suppliers, "products": products}

    def horizon(self, lots: Sequence[float]) -> float:
        """Long enough for so many cycles of a middling lot, and as many outages, were there one in each."""
        return self.cycles * (float(np.median(lots)) / self.demand + 1 / self.recovers)

    def paid(self, record: Record, lots: Sequence[float]) -> Floats:
        """Cost per unit of time of each lot and chain, shape (lots, chains)."""
        sizes = np.repeat(lots, CHAINS)
        costs = [self._paid(one, size / LUMPS) for one, size in zip(shelves(record, SITE), sizes, strict=True)]
        return np.reshape(costs, (len(lots), CHAINS))

    def _paid(self, shelf: Shelf, lump: float) -> float:
        # whole cycles, from one order to another; a lump stands for what was drawn evenly since the one before, so
        # that the shelf held half a lump less on average, and lost as much of the demand as it was empty of the time
        times = shelf.requests[0]
        if len(times) < 2:
            return float("nan")
        begin, last = float(times[0]), float(times[-1])
        there = Steps(shelf.on_hand.times, (shelf.on_hand.values > 0).astype(np.float64)).mean(begin, last)
        lost = float(shelf.wanted.between(begin, last).units.sum()) * (1 - there) * lump
        stock = (shelf.on_hand.mean(begin, last) - there / 2) * lump
        orders = count(times, begin, last)
        return (self.fixed * orders + self.stockout * lost) / (last - begin) + self.holding * stock


def translate(inputs: Inputs, length: Length) -> Translation:
    """Inputs: K, holding, stockout, demand, fail_rate, recover_rate, perhaps at."""
    inputs.only("K", "holding", "stockout", "demand", "fail_rate", "recover_rate", "at")
    costs, asked = (
        _Costs(inputs, per_item(length, CYCLES, CHAINS, REPLICATIONS)),
        inputs.numbers("at", above=0, default=[]),
    )
    middle = _middle(*vars(costs).values())
    tried = [middle * size for size in TRIED]
    lots = [*tried, middle, *asked]

    def observe(record: Record) -> dict[str, Any]:
        paid = costs.paid(record, lots)
        found = {f"cost_{lot}": paid[len(tried) + 1 + n] for n, lot in enumerate(asked)}
        return {**found, "cost_star": paid[len(tried)], "Q_star": _lowest(tried, paid[: len(tried)].mean(axis=1))}

    outputs = ["Q_star", "cost_star", *(f"cost_{lot}" for lot in asked)]
    return Translation(costs.world(lots), observe, {name: Mean(name) for name in outputs}, REPLICATIONS)


@lru_cache(maxsize=64)
def _middle(cycles: int, *inputs: float) -> float:
    """The best lot of a pilot run, looked for again around what was found until it lies within the lots tried."""
    names = ("K", "holding", "stockout", "demand", "fail_rate", "recover_rate")
    costs = _Costs(Inputs(dict(zip(names, inputs, strict=True))), cycles)
    middle = float((costs.fixed * costs.demand / costs.holding) ** 0.5)
    for _ in range(8):
        lots = [middle * size for size in TRIED]
        found = _lowest(lots, costs.paid(played(costs.world(lots)), lots).mean(axis=1))
        if 0.8 < found / middle < 1.25:
            return found
        middle = found
    return middle


def _lowest(lots: Sequence[float], costs: Floats) -> float:
    """Where the curve a / Q + b + c Q, laid through simulated costs of lots Q, is lowest, within the lots tried."""
    sizes = np.asarray(lots)
    (over, _, times), *_ = np.linalg.lstsq(np.column_stack((1 / sizes, np.ones(len(sizes)), sizes)), costs)
    if over <= 0 or times <= 0:
        return float(sizes[np.argmin(costs)])
    return float(np.clip((over / times) ** 0.5, sizes[0], sizes[-1]))
