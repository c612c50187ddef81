"""(s, S) at every review, Poisson demand per period, delivered at once, backorders; the review goes first."""

from __future__ import annotations

import numpy as np

from validation.cases.case import Length
from validation.cases.inputs import Inputs, UnfitError
from validation.measures.inventory import Shelf
from validation.periods import PERIOD, linear_cost, per_item
from validation.statistics.estimators import Mean
from validation.translation import Translation
from validation.worlds.single_site import by_period, each, items, orders_per_period, store

SIDE_BY_SIDE, PERIODS, REPLICATIONS = 40, 500, 3
WARM_UP = 20


def translate(inputs: Inputs, length: Length) -> Translation:
    """Inputs: holding, stockout, K, mean, s, S."""
    inputs.only("holding", "stockout", "K", "mean", "s", "S")
    holding, stockout, fixed = (inputs.number(name, least=0) for name in ("holding", "stockout", "K"))
    low, high, mean = inputs.number("s"), inputs.number("S", least=0), inputs.number("mean", above=0)
    if high <= low:
        raise UnfitError(f"inputs.S is {high:g}, not above inputs.s {low:g}")
    # a cycle lasts about (S - s) / mean periods: a few of them to forget the start, and many to count
    warm = WARM_UP + int(np.ceil(3 * (high - low) / mean))
    last = warm + per_item(length, PERIODS, SIDE_BY_SIDE, REPLICATIONS)

    def cost(shelf: Shelf) -> float:
        orders = orders_per_period(shelf, warm, last)
        return fixed * orders + linear_cost(shelf, holding, stockout, warm, last)

    def cycle(shelf: Shelf) -> float:
        times = shelf.requests[0]
        between = np.diff(times[times >= warm])
        return float(between.mean()) if between.size else np.nan

    measures = {"cost": cost, "mean_cycle_periods": cycle}
    names = items(SIDE_BY_SIDE)
    policy = {"kind": "min_max", "review": PERIOD, "reorder_point": low, "order_up_to": high}
    streams = by_period(names, {"poisson": {"mean": mean}})
    return Translation(
        store(names, last + 1, streams, policy, "0min", high, "review_first"),
        lambda record: each(record, measures),
        {name: Mean(name) for name in measures},
        REPLICATIONS,
    )
