"""Service and cost of stock over a window: at the end of periods, on average over time, for stages in series."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from sim.arrays import Floats
from validation.measures.inventory import StockHistory, count_in


def net_at_period_ends(stock: StockHistory, begin: float, end: float) -> Floats:
    """Net stock just before the end of each whole period of one minute in [begin, end). Shape (periods,)."""
    return stock.net.before(np.arange(begin + 1, end + 1))


def shortfalls(stock: StockHistory, level: float, begin: float, end: float) -> Floats:
    """`level` less the net stock just before the end of each period of [begin, end). Shape (periods,)."""
    return level - net_at_period_ends(stock, begin, end)


def mean_period_cost(stock: StockHistory, holding: float, stockout: float, begin: float, end: float) -> float:
    """Mean of holding x on hand + stockout x backorders just before the end of each period of [begin, end)."""
    net = net_at_period_ends(stock, begin, end)
    return float(np.mean(holding * np.maximum(net, 0.0) + stockout * np.maximum(-net, 0.0)))


def order_rate(stock: StockHistory, begin: float, end: float) -> float:
    """Replenishment orders a minute in [begin, end)."""
    return count_in(stock.orders_placed[0], begin, end) / (end - begin)


def service_measures(stock: StockHistory, begin: float, end: float) -> dict[str, float]:
    """Fill rate, mean backorders, mean stock on hand and mean wait of a unit in [begin, end)."""
    demand = stock.demand.between(begin, end)
    return {
        "fill_rate": demand.fill_rate(),
        "backorders": stock.backorders.mean(begin, end),
        "on_hand": stock.on_hand.mean(begin, end),
        "mean_customer_wait": demand.mean_wait(),
    }


def echelon_holding_cost(
    stages: Sequence[StockHistory], echelon_holding: Sequence[float], begin: float, end: float
) -> float:
    """Holding cost a minute of the stock at the stages and in transit between them, in [begin, end).

    A stage is charged the sum of the echelon rates from it upwards; goods in transit the rate of the stage that sent
    them. What a stage has on order is backordered at the next stage or in transit.
    """
    local = np.cumsum(np.asarray(echelon_holding)[::-1])[::-1].tolist()
    cost = sum(rate * stock.on_hand.mean(begin, end) for rate, stock in zip(local, stages, strict=True))
    for rate, (stock, above) in zip(local[1:], pairwise(stages), strict=True):
        cost += rate * (stock.on_order.mean(begin, end) - above.backorders.mean(begin, end))
    return float(cost)
