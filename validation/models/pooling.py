"""Risk pooling: a stock for each point against one stock for all points (Eppen 1979)."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.results.record import Record
from validation.cases.inputs import Inputs, UnfitError
from validation.cases.run_length import RunLength
from validation.families.newsvendor import SIDE_BY_SIDE
from validation.measures.inventory import stock_histories
from validation.measures.stock_costs import mean_period_cost, shortfalls
from validation.search import best_order_up_to_level
from validation.statistics.estimators import Quantile
from validation.translation import Played, Translation, played
from validation.worlds.single_site import PERIOD, period_demand, shop_world
from validation.worlds.world import SITE, Tree

MEAN = 10.0
"""Mean demand of a point in standard deviations: demand is not negative, and the results do not depend on it."""
PERIODS, PILOT, REPLICATIONS = 500, 1_000, 4
MOST = 100


def translate(inputs: Inputs, length: RunLength) -> Translation:
    """Inputs: n, sd, holding, stockout."""
    inputs.only("n", "sd", "holding", "stockout")
    count, sd = inputs.whole("n", least=1), inputs.number("sd", above=0)
    holding, stockout = inputs.number("holding", above=0), inputs.number("stockout", above=0)
    if count > MOST:
        raise UnfitError(f"inputs.n is {count}; at most {MOST} points can be played")
    mean, ratio, chains = MEAN * sd, stockout / (holding + stockout), max(SIDE_BY_SIDE // count, 1)
    demand: Tree = {"normal": {"mean": mean, "sd": sd}}

    counted = length.per_item(PERIODS, SIDE_BY_SIDE, REPLICATIONS)
    tried = min(PILOT, 4 * counted)

    def world(point: float, centre: float, periods: int) -> Tree:
        points = [f"point_{c}_{k}" for c in range(chains) for k in range(count)]
        centres = [f"centre_{c}" for c in range(chains)]
        streams = period_demand(points, demand)
        for c, name in enumerate(centres):
            for k in range(count):
                (stream,) = period_demand([name], demand).values()
                streams[f"to_{c}_{k}"] = stream
        levels = {**dict.fromkeys(points, point), **dict.fromkeys(centres, centre)}
        policy = {"kind": "order_up_to", "review": PERIOD, "order_up_to": levels}
        return shop_world(list(levels), periods + 1, streams, policy, "0min", levels, "review_first")

    pilot = world(mean, count * mean, tried)
    points = [name for name in pilot["products"] if name.startswith("point")]
    centres = [name for name in pilot["products"] if name.startswith("centre")]
    point = best_order_up_to_level(pilot, dict.fromkeys(points, mean), ratio, 0, tried)
    centre = best_order_up_to_level(pilot, dict.fromkeys(centres, count * mean), ratio, 0, tried)

    def observe(record: Record) -> dict[str, Any]:
        stock = dict(zip([*points, *centres], stock_histories(record, SITE), strict=True))
        costs = {name: mean_period_cost(one, holding, stockout, 0, counted) for name, one in stock.items()}
        local = np.concatenate([shortfalls(stock[name], point, 0, counted) for name in points])
        pooled = np.concatenate([shortfalls(stock[name], centre, 0, counted) for name in centres])
        return {
            "cost_decentral": np.array([costs[name] for name in points]).reshape(chains, count).sum(axis=1),
            "cost_central": np.array([costs[name] for name in centres]),
            "safety_stock_decentral": count * (local - mean),
            "safety_stock_central": pooled - count * mean,
        }

    outputs = {
        **played(["cost_decentral", "cost_central"]),
        **{name: Played(Quantile(name, ratio)) for name in ("safety_stock_decentral", "safety_stock_central")},
    }
    return Translation(world(point, centre, counted), observe, outputs, REPLICATIONS)
