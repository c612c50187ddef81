"""Periodic review of cases: a period is a minute; review at its start, the whole demand then, costs on what is left."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache

import numpy as np

from sim.arrays import Floats
from sim.model.simulate import simulate
from sim.results.record import Record
from sim.schema.load import load_tree
from validation.cases.case import Length
from validation.measures.inventory import Shelf, shelves
from validation.worlds.single_site import period_ends
from validation.worlds.world import SITE, Tree

PERIOD = "1min"
PILOT = 7
LEAST = 10


def linear_cost(shelf: Shelf, holding: float, stockout: float, begin: float, end: float) -> float:
    """Mean of holding x units on hand + stockout x units owed, just before the end of each period of [begin, end)."""
    net = period_ends(shelf, begin, end)
    return float(np.mean(holding * np.maximum(net, 0.0) + stockout * np.maximum(-net, 0.0)))


def short_of(shelf: Shelf, level: float, begin: float, end: float) -> Floats:
    """By how much the net stock is below `level` just before the end of each period of [begin, end)."""
    return level - period_ends(shelf, begin, end)


def best_level(pilot: Tree, levels: Mapping[str, float], ratio: float, begin: float, end: float) -> float:
    """The order-up-to level with the least mean cost over a pilot run, when stock and shortage cost so much a unit.

    Where shortages are backordered, a higher level lifts the net stock of every period by as much, so that the mean of
    h (S - X)+ + p (X - S)+ over the simulated shortfalls X is least at their quantile of p / (p + h).
    """
    shelf = dict(zip(pilot["products"], shelves(played(pilot), SITE), strict=True))
    shortfalls = [short_of(shelf[name], level, begin, end) for name, level in levels.items()]
    return float(np.quantile(np.concatenate(shortfalls), ratio, method="inverted_cdf"))


def per_item(length: Length, most: int, side_by_side: int, replications: int) -> int:
    """Periods to count of each item in a replication: `most`, or fewer when the case asks for fewer in all."""
    if length.size is None:
        return most
    return int(np.clip(-(-length.size // (side_by_side * replications)), LEAST, most))


def played(tree: Tree, replication: int = 0) -> Record:
    """A world of plain data, played once; the same tree gives the same record."""
    return _played(json.dumps(tree), replication)


@lru_cache(maxsize=8)
def _played(text: str, replication: int) -> Record:
    return simulate(load_tree(json.loads(text), "pilot"), seed=PILOT, replication=replication)
