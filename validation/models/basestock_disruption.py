"""Periodic base stock against a supplier with outages of whole periods; deterministic demand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from sim.arrays import Bools
from sim.results.record import Record
from validation.cases.inputs import Inputs, UnfitError
from validation.cases.run_length import RunLength
from validation.measures.inventory import stock_histories
from validation.measures.stock_costs import mean_period_cost, shortfalls
from validation.search import best_order_up_to_level
from validation.statistics.estimators import Quantile
from validation.translation import Output, Played, Translation, played
from validation.worlds.single_site import PERIOD, period_demand, shop_world
from validation.worlds.world import SITE, Tree

SIDE_BY_SIDE, PERIODS, PILOT, REPLICATIONS = 20, 1_000, 2_000, 4
SHORT = "short of the level"


def translate(inputs: Inputs, length: RunLength) -> Translation:
    """Inputs: demand, holding, stockout, fail_prob, recover_prob, perhaps at; S_for_simulation is not needed."""
    inputs.only("demand", "holding", "stockout", "fail_prob", "recover_prob", "at", "S_for_simulation")
    demand, at = inputs.number("demand", above=0), inputs.numbers("at", least=0, default=[])
    holding, stockout = inputs.number("holding", above=0), inputs.number("stockout", above=0)
    fails, recovers = inputs.share("fail_prob"), inputs.share("recover_prob")
    if fails == 0 or recovers == 0:
        raise UnfitError("inputs.fail_prob and inputs.recover_prob must be above 0: outages begin and end")
    periods = length.per_item(PERIODS, SIDE_BY_SIDE, REPLICATIONS)
    # the supplier starts in supply; the warm-up is some cycles of outages
    warm, ratio = int(np.ceil(10 / (fails + recovers))), stockout / (holding + stockout)

    def world(levels: Mapping[str, float], horizon: int) -> Tree:
        policy = {"kind": "order_up_to", "review": PERIOD, "order_up_to": dict(levels)}
        streams = period_demand(list(levels), {demand: 1})
        made = shop_world(list(levels), horizon + 1, streams, policy, "0min", dict(levels), "review_first")
        outages = {
            name: {"geometric": {"step": PERIOD, "chance": p}} for name, p in (("up", fails), ("down", recovers))
        }
        suppliers = {f"supplier_{name}": {"lead": "0min", "outages": outages} for name in levels}
        products = {name: {"price": 1, "bought_from": f"supplier_{name}"} for name in levels}
        return {**made, "suppliers": suppliers, "products": products}

    pilot = min(PILOT, 4 * periods)
    guess = {f"pilot_{k}": demand for k in range(SIDE_BY_SIDE)}
    best = best_order_up_to_level(world(guess, warm + pilot), guess, ratio, warm, warm + pilot)
    tried = {"star": best, **{f"{level}": level for level in at}}
    levels = {f"s{n}_{k}": level for n, level in enumerate(tried.values()) for k in range(SIDE_BY_SIDE)}
    last = warm + periods

    def observe(record: Record) -> dict[str, Any]:
        stock = dict(zip(levels, stock_histories(record, SITE), strict=True))
        costs = [mean_period_cost(stock[name], holding, stockout, warm, last) for name in levels]
        by_level = np.reshape(costs, (len(tried), SIDE_BY_SIDE))
        short = [shortfalls(stock[name], level, warm, last) for name, level in levels.items()]
        found = {SHORT: np.concatenate(short)}
        for n, name in enumerate(tried):
            items = short[n * SIDE_BY_SIDE : (n + 1) * SIDE_BY_SIDE]
            away, begun = np.array([outages_in(one > 1.5 * demand) for one in items]).T
            found |= {f"cost_{name}": by_level[n], f"away_{name}": away, f"begun_{name}": begun}
        return found

    outputs: dict[str, Output] = {"S_star": Played(Quantile(SHORT, ratio))}
    # controls: the share of periods in an outage, and how many outages began
    away = fails / (fails + recovers)
    for name in tried:
        outputs |= played([f"cost_{name}"], {f"away_{name}": away, f"begun_{name}": (1 - away) * fails})
    return Translation(world(levels, last), observe, outputs, REPLICATIONS)


def outages_in(away: Bools) -> tuple[float, float]:
    """The share of periods in an outage, and outages that begin per period.

    >>> outages_in(np.array([True, False, True, True]))
    (0.75, 0.3333333333333333)
    """
    return float(away.mean()), float(np.mean(away[1:] & ~away[:-1]))
