"""Order-up-to with backorders: the cost at given levels and at the best one, which a pilot run finds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from sim.results.record import Record
from validation.cases.inputs import Inputs, UnfitError
from validation.cases.run_length import RunLength
from validation.measures.inventory import stock_histories
from validation.measures.stock_costs import mean_period_cost, shortfalls
from validation.search import best_order_up_to_level
from validation.statistics.estimators import Quantile
from validation.translation import Played, Translation, played
from validation.worlds.single_site import PERIOD, period_demand, shop_world
from validation.worlds.world import SITE, Tree, minutes

SIDE_BY_SIDE, PERIODS, REPLICATIONS = 20, 500, 4
PILOT_ITEMS, PILOT_PERIODS = 40, 500
SHORT = "short of the level"


def newsvendor(inputs: Inputs, length: RunLength, quantity: Tree, mean: float, shift: float = 0.0) -> Translation:
    """Inputs: holding, stockout, mean, perhaps lead_time (whole periods) and at.

    `quantity`: the demand of a period, of this `mean`; it includes `shift` units more than that of the case, and the
    levels of the world are higher by the shift of a protection interval.
    """
    holding, stockout = inputs.number("holding", above=0), inputs.number("stockout", above=0)
    lead = inputs.whole("lead_time", default=0)
    at = inputs.numbers("at", default=[])
    warm, ratio, more = lead + 1, stockout / (stockout + holding), shift * (lead + 1)
    names = [f"pilot_{k}" for k in range(PILOT_ITEMS)]
    guess = dict.fromkeys(names, (mean + shift) * (lead + 1))
    periods = length.per_item(PERIODS, SIDE_BY_SIDE, REPLICATIONS)
    end = warm + min(PILOT_PERIODS, 4 * periods)
    pilot = _world(guess, quantity, lead, end)
    best = best_order_up_to_level(pilot, guess, ratio, warm, end)
    tried = {"star": best, **{f"{level}": level + more for level in at}}
    levels = {f"s{n}_{k}": level for n, level in enumerate(tried.values()) for k in range(SIDE_BY_SIDE)}
    if any(level < 0 for level in levels.values()):
        raise UnfitError("a level below 0 keeps no stock at any time; at least 0 can be played")
    last = warm + periods

    def observe(record: Record) -> Mapping[str, Any]:
        stock = dict(zip(levels, stock_histories(record, SITE), strict=True))
        costs = [mean_period_cost(stock[name], holding, stockout, warm, last) for name in levels]
        by_level = np.reshape(costs, (len(tried), SIDE_BY_SIDE))
        short = np.concatenate([shortfalls(stock[name], level, warm, last) for name, level in levels.items()])
        return {SHORT: short - more, **{f"cost_{name}": by_level[n] for n, name in enumerate(tried)}}

    outputs = {"S_star": Played(Quantile(SHORT, ratio)), **played(f"cost_{name}" for name in tried)}
    return Translation(_world(levels, quantity, lead, last), observe, outputs, REPLICATIONS)


def _world(levels: Mapping[str, float], quantity: Tree, lead: int, horizon: float) -> Tree:
    policy = {"kind": "order_up_to", "review": PERIOD, "order_up_to": dict(levels)}
    streams = period_demand(list(levels), quantity)
    return shop_world(list(levels), horizon + 1, streams, policy, minutes(lead), dict(levels), "review_first")
