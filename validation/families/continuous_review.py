"""One item under continuous review, Poisson demand of unit size: long-run averages over time."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sim.kpi.counted import share
from sim.results.record import Record
from validation.cases.run_length import RunLength
from validation.measures.inventory import StockHistory, stock_history
from validation.measures.stock_costs import order_rate
from validation.translation import Translation, played
from validation.worlds.single_site import item_names, shop_world, unit_demand
from validation.worlds.world import SITE, Tree

SIZE, REPLICATIONS, WARM_UP = 5_000, 8, 20.0
"""Customers in a replication, replications, and mean lead times of the warm-up."""
StockMeasure = Callable[[StockHistory, float, float], float]


def lost_fraction(stock: StockHistory, begin: float, end: float) -> float:
    """Units lost / units demanded."""
    demand = stock.demand.between(begin, end)
    return share(demand.lost_units(), float(demand.units.sum()))


STOCK_MEASURES: Mapping[str, StockMeasure] = {
    "fill_rate": lambda stock, begin, end: stock.demand.between(begin, end).fill_rate(),
    "lost_fraction": lost_fraction,
    "mean_customer_wait": lambda stock, begin, end: stock.demand.between(begin, end).mean_wait(),
    "backorders": lambda stock, begin, end: stock.backorders.mean(begin, end),
    "on_hand": lambda stock, begin, end: stock.on_hand.mean(begin, end),
    "on_order": lambda stock, begin, end: stock.on_order.mean(begin, end),
    "order_rate": order_rate,
}


def continuous_review(
    length: RunLength,
    rate: float,
    policy: Tree,
    lead: Any,
    mean: float,
    opening: float,
    outputs: Sequence[str],
    **site: Any,
) -> Translation:
    """Demand at `rate` against one item under a policy; the outputs among `STOCK_MEASURES`, after a warm-up.

    `mean`: the mean lead time. The run continues for some lead times after the window that is measured, so that its
    backorders are filled.
    """
    size = min(length.size or SIZE, SIZE)
    begin = WARM_UP * mean
    end = begin + size / rate
    (name,) = item_names(1)

    def observe(record: Record) -> Mapping[str, Any]:
        stock = stock_history(record, SITE, name)
        return {output: STOCK_MEASURES[output](stock, begin, end) for output in outputs}

    horizon = end + WARM_UP * mean + 1 / rate
    return Translation(
        shop_world([name], horizon, unit_demand([name], rate, horizon), policy, lead, opening, **site),
        observe,
        played(outputs),
        REPLICATIONS if size == SIZE else length.replications or REPLICATIONS,
    )
