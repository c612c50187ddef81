"""Order-up-to with backorders: the cost at given levels and at the best one, which a pilot run finds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from sim.results.record import Record
from validation.cases.case import Length
from validation.cases.inputs import Inputs, UnfitError
from validation.measures.inventory import shelves
from validation.periods import PERIOD, best_level, linear_cost, per_item, short_of
from validation.statistics.estimators import Mean, Quantile, Statistic
from validation.translation import Translation
from validation.worlds.single_site import by_period, store
from validation.worlds.world import SITE, Tree, minutes

SIDE_BY_SIDE, PERIODS, REPLICATIONS = 20, 500, 4
PILOT_ITEMS, PILOT_PERIODS = 40, 500
SHORT = "short of the level"


def order_up_to(inputs: Inputs, length: Length, quantity: Tree, mean: float, shift: float = 0.0) -> Translation:
    """Inputs: holding, stockout, mean, perhaps lead_time (whole periods) and at.

    `quantity`: the demand of a period, of this `mean`; `shift` units more than the case says, which leave every period
    at once again: levels are that much higher in the world.
    """
    holding, stockout = inputs.number("holding", above=0), inputs.number("stockout", above=0)
    lead = inputs.whole("lead_time", default=0)
    asked = inputs.numbers("at", default=[])
    warm, ratio, more = lead + 1, stockout / (stockout + holding), shift * (lead + 1)
    names = [f"pilot_{k}" for k in range(PILOT_ITEMS)]
    guess = dict.fromkeys(names, (mean + shift) * (lead + 1))
    periods = per_item(length, PERIODS, SIDE_BY_SIDE, REPLICATIONS)
    end = warm + min(PILOT_PERIODS, 4 * periods)
    pilot = _world(guess, quantity, lead, end)
    best = best_level(pilot, guess, ratio, warm, end)
    wanted = {"star": best, **{f"{level}": level + more for level in asked}}
    levels = {f"s{n}_{k}": level for n, level in enumerate(wanted.values()) for k in range(SIDE_BY_SIDE)}
    if any(level < 0 for level in levels.values()):
        raise UnfitError("a level below 0 keeps no stock at any time; at least 0 can be played")
    last = warm + periods

    def observe(record: Record) -> Mapping[str, Any]:
        shelf = dict(zip(levels, shelves(record, SITE), strict=True))
        costs = [linear_cost(shelf[name], holding, stockout, warm, last) for name in levels]
        by_level = np.reshape(costs, (len(wanted), SIDE_BY_SIDE))
        short = np.concatenate([short_of(shelf[name], level, warm, last) for name, level in levels.items()])
        return {SHORT: short - more, **{f"cost_{name}": by_level[n] for n, name in enumerate(wanted)}}

    report: dict[str, Statistic] = {"S_star": Quantile(SHORT, ratio)}
    report |= {f"cost_{name}": Mean(f"cost_{name}") for name in wanted}
    return Translation(_world(levels, quantity, lead, last), observe, report, REPLICATIONS)


def _world(levels: Mapping[str, float], quantity: Tree, lead: int, horizon: float) -> Tree:
    policy = {"kind": "order_up_to", "review": PERIOD, "order_up_to": dict(levels)}
    streams = by_period(list(levels), quantity)
    return store(list(levels), horizon + 1, streams, policy, minutes(lead), dict(levels), "review_first")
