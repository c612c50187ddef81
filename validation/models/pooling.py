"""Risk pooling: points with a stock each against one stock that serves them all (Eppen 1979)."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.results.record import Record
from validation.cases.case import Length
from validation.cases.inputs import Inputs, UnfitError
from validation.families.newsvendor import SIDE_BY_SIDE
from validation.measures.inventory import shelves
from validation.periods import PERIOD, best_level, linear_cost, per_item, short_of
from validation.statistics.estimators import Mean, Quantile, Statistic
from validation.translation import Translation
from validation.worlds.single_site import by_period, store
from validation.worlds.world import SITE, Tree

MEAN = 10.0
"""Mean demand of a point in standard deviations: it drops out of every result, and nobody wants less than nothing."""
PERIODS, PILOT, REPLICATIONS = 500, 1_000, 4
MOST = 100


def translate(inputs: Inputs, length: Length) -> Translation:
    """Inputs: n, sd, holding, stockout."""
    inputs.only("n", "sd", "holding", "stockout")
    count, sd = inputs.whole("n", least=1), inputs.number("sd", above=0)
    holding, stockout = inputs.number("holding", above=0), inputs.number("stockout", above=0)
    if count > MOST:
        raise UnfitError(f"inputs.n is {count}; at most {MOST} points can be played")
    mean, ratio, chains = MEAN * sd, stockout / (holding + stockout), max(SIDE_BY_SIDE // count, 1)
    demand: Tree = {"normal": {"mean": mean, "sd": sd}}

    counted = per_item(length, PERIODS, SIDE_BY_SIDE, REPLICATIONS)
    tried = min(PILOT, 4 * counted)

    def world(point: float, centre: float, periods: int) -> Tree:
        points = [f"point_{c}_{k}" for c in range(chains) for k in range(count)]
        centres = [f"centre_{c}" for c in range(chains)]
        streams = by_period(points, demand)
        for c, name in enumerate(centres):
            for k in range(count):
                (stream,) = by_period([name], demand).values()
                streams[f"to_{c}_{k}"] = stream
        levels = {**dict.fromkeys(points, point), **dict.fromkeys(centres, centre)}
        policy = {"kind": "order_up_to", "review": PERIOD, "order_up_to": levels}
        return store(list(levels), periods + 1, streams, policy, "0min", levels, "review_first")

    pilot = world(mean, count * mean, tried)
    points = [name for name in pilot["products"] if name.startswith("point")]
    centres = [name for name in pilot["products"] if name.startswith("centre")]
    point = best_level(pilot, dict.fromkeys(points, mean), ratio, 0, tried)
    centre = best_level(pilot, dict.fromkeys(centres, count * mean), ratio, 0, tried)

    def observe(record: Record) -> dict[str, Any]:
        shelf = dict(zip([*points, *centres], shelves(record, SITE), strict=True))
        costs = {name: linear_cost(one, holding, stockout, 0, counted) for name, one in shelf.items()}
        local = np.concatenate([short_of(shelf[name], point, 0, counted) for name in points])
        pooled = np.concatenate([short_of(shelf[name], centre, 0, counted) for name in centres])
        return {
            "cost_decentral": np.array([costs[name] for name in points]).reshape(chains, count).sum(axis=1),
            "cost_central": np.array([costs[name] for name in centres]),
            "safety_stock_decentral": count * (local - mean),
            "safety_stock_central": pooled - count * mean,
        }

    report: dict[str, Statistic] = {f"cost_{where}": Mean(f"cost_{where}") for where in ("decentral", "central")}
    report |= {f"safety_stock_{where}": Quantile(f"safety_stock_{where}", ratio) for where in ("decentral", "central")}
    return Translation(world(point, centre, counted), observe, report, REPLICATIONS)
