"""Economic lots with supply disruptions and lost sales: an order waits until the supplier is up again."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np

from sim.arrays import Floats
from sim.kpi.steps import Steps
from sim.results.record import Record
from validation.cases.inputs import Inputs
from validation.cases.run_length import RunLength
from validation.measures.inventory import StockHistory, count_in, stock_histories
from validation.search import pilot_record
from validation.translation import Translation, played
from validation.worlds.single_site import period_demand, shop_world
from validation.worlds.world import SITE, Tree, exponential

LUMPS = 64
"""Small orders in a lot; one unit of the world is one of them."""
CHAINS, CYCLES, REPLICATIONS = 5, 80, 4
TRIED = tuple(float(size) for size in np.geomspace(0.5, 2.0, 7))
"""Lot sizes around the middle of the search, as multiples of it."""


class _DisruptedLots:
    """Costs and rates of a case, the world of several lot sizes, and what each of them costs in its record."""

    def __init__(self, inputs: Inputs, cycles: int) -> None:
        self.cycles = cycles
        self.fixed, self.holding = inputs.number("K", above=0), inputs.number("holding", above=0)
        self.stockout, self.demand = inputs.number("stockout", above=0), inputs.number("demand", above=0)
        self.fails, self.recovers = inputs.number("fail_rate", above=0), inputs.number("recover_rate", above=0)

    def world(self, lots: Sequence[float]) -> Tree:
        """Lot sizes side by side, `CHAINS` items each; the items of one chain share a supplier and its outages."""
        names = {f"lot_{n}_{chain}": lot for n, lot in enumerate(lots) for chain in range(CHAINS)}
        streams: dict[str, Tree] = {}
        for name, lot in names.items():
            every = lot / LUMPS / self.demand
            streams |= period_demand([name], {1: 1}, every, first=every)
        policy = {"kind": "fixed_quantity", "reorder_point": 0, "quantity": LUMPS}
        made = shop_world(list(names), self.horizon(lots), streams, policy, "0min", LUMPS, unmet="lost")
        outages = {"up": exponential(1 / self.fails), "down": exponential(1 / self.recovers)}
        suppliers = {f"supplier_{chain}": {"lead": "0min", "outages": outages} for chain in range(CHAINS)}
        products = {name: {"price": 1, "bought_from": f"supplier_{name.rpartition('_')[2]}"} for name in names}
        return {**made, "suppliers": suppliers, "products": products}

    def horizon(self, lots: Sequence[float]) -> float:
        """Time for `cycles` cycles of the median lot, with an outage in each."""
        return self.cycles * (float(np.median(lots)) / self.demand + 1 / self.recovers)

    def costs(self, record: Record, lots: Sequence[float]) -> Floats:
        """Cost per unit of time of each lot size and chain. Shape (lots, chains)."""
        sizes = np.repeat(lots, CHAINS)
        costs = [self._cost(one, size / LUMPS) for one, size in zip(stock_histories(record, SITE), sizes, strict=True)]
        return np.reshape(costs, (len(lots), CHAINS))

    def _cost(self, history: StockHistory, lump: float) -> float:
        # whole cycles, from one order to another; a small order stands for the demand since the one before, so that
        # the stock was half an order less on average, and the lost share of demand is that of the time without stock
        times = history.orders_placed[0]
        if len(times) < 2:
            return float("nan")
        begin, last = float(times[0]), float(times[-1])
        in_stock = Steps(history.on_hand.times, (history.on_hand.values > 0).astype(np.float64)).mean(begin, last)
        lost = float(history.demand.between(begin, last).units.sum()) * (1 - in_stock) * lump
        stock = (history.on_hand.mean(begin, last) - in_stock / 2) * lump
        orders = count_in(times, begin, last)
        return (self.fixed * orders + self.stockout * lost) / (last - begin) + self.holding * stock


def translate(inputs: Inputs, length: RunLength) -> Translation:
    """Inputs: K, holding, stockout, demand, fail_rate, recover_rate, perhaps at."""
    inputs.only("K", "holding", "stockout", "demand", "fail_rate", "recover_rate", "at")
    model = _DisruptedLots(inputs, length.per_item(CYCLES, CHAINS, REPLICATIONS))
    at = inputs.numbers("at", above=0, default=[])
    middle = _middle(*vars(model).values())
    tried = [middle * size for size in TRIED]
    lots = [*tried, middle, *at]

    def observe(record: Record) -> dict[str, Any]:
        costs = model.costs(record, lots)
        found = {f"cost_{lot}": costs[len(tried) + 1 + n] for n, lot in enumerate(at)}
        return {**found, "cost_star": costs[len(tried)], "Q_star": _lowest(tried, costs[: len(tried)].mean(axis=1))}

    outputs = ["Q_star", "cost_star", *(f"cost_{lot}" for lot in at)]
    return Translation(model.world(lots), observe, played(outputs), REPLICATIONS)


@lru_cache(maxsize=64)
def _middle(cycles: int, *inputs: float) -> float:
    """The best lot size of a pilot run; repeated around the result until that lies within the sizes tried."""
    names = ("K", "holding", "stockout", "demand", "fail_rate", "recover_rate")
    model = _DisruptedLots(Inputs(dict(zip(names, inputs, strict=True))), cycles)
    middle = float((model.fixed * model.demand / model.holding) ** 0.5)
    for _ in range(8):
        lots = [middle * size for size in TRIED]
        found = _lowest(lots, model.costs(pilot_record(model.world(lots)), lots).mean(axis=1))
        if 0.8 < found / middle < 1.25:
            return found
        middle = found
    return middle


def _lowest(lots: Sequence[float], costs: Floats) -> float:
    """Minimum of a / Q + b + c Q fitted to simulated costs of lot sizes Q, within the sizes tried."""
    sizes = np.asarray(lots)
    (over, _, times), *_ = np.linalg.lstsq(np.column_stack((1 / sizes, np.ones(len(sizes)), sizes)), costs)
    if over <= 0 or times <= 0:
        return float(sizes[np.argmin(costs)])
    return float(np.clip((over / times) ** 0.5, sizes[0], sizes[-1]))
