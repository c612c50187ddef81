"""(s, S) under periodic review: Poisson demand per period, no lead time, backorders."""

from __future__ import annotations

import numpy as np

from validation.cases.inputs import Inputs, UnfitError
from validation.cases.run_length import RunLength
from validation.measures.inventory import StockHistory
from validation.measures.stock_costs import mean_period_cost, order_rate
from validation.translation import Translation, played
from validation.worlds.single_site import PERIOD, each_item, item_names, period_demand, shop_world

SIDE_BY_SIDE, PERIODS, REPLICATIONS = 40, 500, 3
WARM_UP = 20


def translate(inputs: Inputs, length: RunLength) -> Translation:
    """Inputs: holding, stockout, K, mean, s, S."""
    inputs.only("holding", "stockout", "K", "mean", "s", "S")
    holding, stockout, fixed = (inputs.number(name, least=0) for name in ("holding", "stockout", "K"))
    low, high, mean = inputs.number("s"), inputs.number("S", least=0), inputs.number("mean", above=0)
    if high <= low:
        raise UnfitError(f"inputs.S is {high:g}, not above inputs.s {low:g}")
    # a cycle lasts about (S - s) / mean periods; the warm-up has some of them
    warm = WARM_UP + int(np.ceil(3 * (high - low) / mean))
    last = warm + length.per_item(PERIODS, SIDE_BY_SIDE, REPLICATIONS)

    def cost(stock: StockHistory) -> float:
        orders = order_rate(stock, warm, last)
        return fixed * orders + mean_period_cost(stock, holding, stockout, warm, last)

    def cycle(stock: StockHistory) -> float:
        times = stock.orders_placed[0]
        between = np.diff(times[times >= warm])
        return float(between.mean()) if between.size else np.nan

    measures = {"cost": cost, "mean_cycle_periods": cycle}
    names = item_names(SIDE_BY_SIDE)
    policy = {"kind": "min_max", "review": PERIOD, "reorder_point": low, "order_up_to": high}
    streams = period_demand(names, {"poisson": {"mean": mean}})
    return Translation(
        shop_world(names, last + 1, streams, policy, "0min", high, "review_first"),
        lambda record: each_item(record, measures),
        played(measures),
        REPLICATIONS,
    )
