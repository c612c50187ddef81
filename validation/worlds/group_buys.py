"""Group buys with many independent pools side by side, and how many of them to play in one run."""

from __future__ import annotations

from typing import Any

import numpy as np

from validation.cases.inputs import UnfitError
from validation.cases.run_length import RunLength
from validation.worlds.world import ITEM, Tree, minutes

ORDERS = 200_000.0
"""Orders in one run, about."""
MOST = 5_000_000.0
"""Orders of one sample, at most."""
RUNS = 10


def pools_and_runs(length: RunLength, default: int, orders_each: float, least_runs: int = RUNS) -> tuple[int, int]:
    """Pools in a run, and runs, for the number of samples that the case asks for; each pool is a sample."""
    if orders_each > MOST:
        raise UnfitError(f"one sample would take {orders_each:.3g} orders, more than {MOST:.3g}")
    samples = length.replications or length.size or default
    pools = int(np.clip(ORDERS / max(orders_each, 1.0), 1, -(-samples // least_runs)))
    return pools, -(-samples // pools)


def group_buy(window: float, size: int, pools: int, groups: Tree | None = None, **more: Any) -> Tree:
    """A group buy whose pools open at the start and close after `window` minutes."""
    grouping = {"size": size, "within": minutes(window), **(groups or {})}
    return {"product": ITEM, "opens": "d0 00:00", "pools": pools, "groups": grouping, **more}
