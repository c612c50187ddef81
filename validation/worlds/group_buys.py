"""Group buys and pre-sales of cases: worlds with many independent pools, and how many of them to play at a time."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.arrays import Floats
from sim.results.record import Record
from validation.cases.case import Length
from validation.cases.inputs import UnfitError
from validation.worlds.world import ITEM, Tree, minutes

ORDERS = 200_000.0
"""Orders that one run should hold, about."""
MOST = 5_000_000.0
RUNS = 10


def split(length: Length, default: int, orders_each: float, least_runs: int = RUNS) -> tuple[int, int]:
    """Pools in a run, and runs, for the number of pools that the case asks for (samples count, not runs)."""
    if orders_each > MOST:
        raise UnfitError(f"one sample would take {orders_each:.3g} orders, more than {MOST:.3g}")
    samples = length.replications or length.size or default
    pools = int(np.clip(ORDERS / max(orders_each, 1.0), 1, -(-samples // least_runs)))
    return pools, -(-samples // pools)


def buy(window: float, size: int, pools: int, groups: Tree | None = None, **more: Any) -> Tree:
    """A group buy whose pools open at the start and close after `window` minutes."""
    grouping = {"size": size, "within": minutes(window), **(groups or {})}
    return {"product": ITEM, "opens": "d0 00:00", "pools": pools, "groups": grouping, **more}


def joined(record: Record) -> Floats:
    """Orders that joined each group, shape (groups,)."""
    return np.asarray(record.groups["joined"], dtype=np.float64)


def time_to_form(record: Record) -> Floats:
    """Minutes from opening to forming, NaN where a group never formed, shape (groups,)."""
    return np.asarray(record.groups["formed"] - record.groups["opened"])
