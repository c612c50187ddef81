"""Best levels and lot sizes by simulation: pilot runs, and searches over the cost of played worlds."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

import numpy as np

from sim.model.simulate import simulate
from sim.results.record import Record
from sim.schema.load import load_tree
from validation.measures.inventory import stock_histories
from validation.measures.stock_costs import shortfalls
from validation.worlds.economic_lots import LotSize
from validation.worlds.world import SITE, Tree

SEED = 7
"""Of all pilot runs, so that they differ in nothing but what is searched for (common random numbers)."""
POINTS, ROUNDS = 9, 16
"""Lot sizes that are compared at once; half the number of rounds at most."""
NARROWER, CLOSE = 0.375, 1e-7
"""Factor of the range from round to round; relative width at which the search ends."""


def pilot_record(tree: Tree, replication: int = 0) -> Record:
    """The record of a world of plain data, played once; the same tree gives the same record."""
    return _pilot(json.dumps(tree), replication)


@lru_cache(maxsize=8)
def _pilot(text: str, replication: int) -> Record:
    return simulate(load_tree(json.loads(text), "pilot"), seed=SEED, replication=replication)


def best_order_up_to_level(pilot: Tree, levels: Mapping[str, float], ratio: float, begin: float, end: float) -> float:
    """The order-up-to level of least mean cost over a pilot run, `ratio` = p / (p + h) of its costs.

    With backorders a higher level raises the net stock of every period by as much, so that the mean of
    h max(S - X, 0) + p max(X - S, 0) over the simulated shortfalls X is least at their quantile of p / (p + h).
    """
    stock = dict(zip(pilot["products"], stock_histories(pilot_record(pilot), SITE), strict=True))
    short = [shortfalls(stock[name], level, begin, end) for name, level in levels.items()]
    return float(np.quantile(np.concatenate(short), ratio, method="inverted_cdf"))


def minimise_unimodal(cost: Callable[[int], float], low: int, high: int) -> int:
    """The integer in [low, high] of least `cost`, a function that falls first and rises then, by bisection.

    >>> minimise_unimodal(lambda x: (x - 12) ** 2, 0, 40)
    12
    """
    while high > low:
        middle = (low + high) // 2
        if cost(middle) <= cost(middle + 1):
            high = middle
        else:
            low = middle + 1
    return low


def best_lot_size(cost: Callable[[Sequence[LotSize]], Sequence[float]], guess: float, with_backlog: bool) -> LotSize:
    """The lot size of least cost by grid search: `POINTS` sizes at once, then a narrower grid around the best.

    `guess`: an order of magnitude. The range moves while the best size lies at its edge, and narrows otherwise.
    """
    middle, width = math.log(guess), math.log(16.0)
    share, reach = (0.5, 0.5) if with_backlog else (0.0, 0.0)
    best = LotSize(guess)
    for _ in range(2 * ROUNDS):
        sizes = np.exp(middle + width * np.linspace(-1, 1, POINTS))
        shares = np.unique(np.clip(share + reach * np.linspace(-1, 1, POINTS), 0, 1))
        lots = [LotSize(float(size), float(size * part)) for size in sizes for part in shares]
        found = int(np.argmin(cost(lots)))
        best, row = lots[found], found // len(shares)
        middle, share = math.log(best.quantity), best.backorders / best.quantity
        if 0 < row < POINTS - 1:
            width, reach = width * NARROWER, reach * NARROWER
        if width < CLOSE:
            break
    return best
