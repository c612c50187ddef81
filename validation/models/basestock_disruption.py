"""Base stock at every review against a supplier with outages of whole periods; the same demand in every period."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from sim.arrays import Bools
from sim.results.record import Record
from validation.cases.case import Length
from validation.cases.inputs import Inputs, UnfitError
from validation.measures.inventory import shelves
from validation.periods import PERIOD, best_level, linear_cost, per_item, short_of
from validation.statistics.estimators import Quantile, Statistic, Steadied
from validation.translation import Translation
from validation.worlds.single_site import by_period, store
from validation.worlds.world import SITE, Tree

SIDE_BY_SIDE, PERIODS, PILOT, REPLICATIONS = 20, 1_000, 2_000, 4
SHORT = "short of the level"


def translate(inputs: Inputs, length: Length) -> Translation:
    """Inputs: demand, holding, stockout, fail_prob, recover_prob, perhaps at; S_for_simulation is not needed."""
    inputs.only("demand", "holding", "stockout", "fail_prob", "recover_prob", "at", "S_for_simulation")
    demand, asked = inputs.number("demand", above=0), inputs.numbers("at", least=0, default=[])
    holding, stockout = inputs.number("holding", above=0), inputs.number("stockout", above=0)
    fails, recovers = inputs.share("fail_prob"), inputs.share("recover_prob")
    if fails == 0 or recovers == 0:
        raise UnfitError("inputs.fail_prob and inputs.recover_prob must be above 0: outages begin and end")
    periods = per_item(length, PERIODS, SIDE_BY_SIDE, REPLICATIONS)
    # the supplier starts with supply: a few outages later that is forgotten
    warm, ratio = int(np.ceil(10 / (fails + recovers))), stockout / (holding + stockout)

    def world(levels: Mapping[str, float], horizon: int) -> Tree:
        policy = {"kind": "order_up_to", "review": PERIOD, "order_up_to": dict(levels)}
        streams = by_period(list(levels), {demand: 1})
        made = store(list(levels), horizon + 1, streams, policy, "0min", dict(levels), "review_first")
        outages = {
            name: {"geometric": {"step": PERIOD, "chance": p}} for name, p in (("up", fails), ("down", recovers))
        }
        suppliers = {f"supplier_{name}": {"lead": "0min", "outages": outages} for name in levels}
        products = {name: {"price": 1, "bought_from": f"supplier_{name}"} for name in levels}
        return {**made, "suppliers": suppliers, "products": products}

    tried = min(PILOT, 4 * periods)
    guess = {f"pilot_{k}": demand for k in range(SIDE_BY_SIDE)}
    best = best_level(world(guess, warm + tried), guess, ratio, warm, warm + tried)
    wanted = {"star": best, **{f"{level}": level for level in asked}}
    levels = {f"s{n}_{k}": level for n, level in enumerate(wanted.values()) for k in range(SIDE_BY_SIDE)}
    last = warm + periods

    def observe(record: Record) -> dict[str, Any]:
        shelf = dict(zip(levels, shelves(record, SITE), strict=True))
        costs = [linear_cost(shelf[name], holding, stockout, warm, last) for name in levels]
        by_level = np.reshape(costs, (len(wanted), SIDE_BY_SIDE))
        short = [short_of(shelf[name], level, warm, last) for name, level in levels.items()]
        found = {SHORT: np.concatenate(short)}
        for n, name in enumerate(wanted):
            mine = short[n * SIDE_BY_SIDE : (n + 1) * SIDE_BY_SIDE]
            away, begun = np.array([outages_in(one > 1.5 * demand) for one in mine]).T
            found |= {f"cost_{name}": by_level[n], f"away_{name}": away, f"begun_{name}": begun}
        return found

    report: dict[str, Statistic] = {"S_star": Quantile(SHORT, ratio)}
    # the luck of a run: how much of it its supplier was away, and how often that began
    away = fails / (fails + recovers)
    for name in wanted:
        luck = {f"away_{name}": away, f"begun_{name}": (1 - away) * fails}
        report[f"cost_{name}"] = Steadied(f"cost_{name}", luck)
    return Translation(world(levels, last), observe, report, REPLICATIONS)


def outages_in(away: Bools) -> tuple[float, float]:
    """The share of periods in which the supplier is away, and outages that begin a period.

    >>> outages_in(np.array([True, False, True, True]))
    (0.75, 0.3333333333333333)
    """
    return float(away.mean()), float(np.mean(away[1:] & ~away[:-1]))
