"""What every fulfilment policy promises: `check(MyPolicy)` raises AssertionError with a sentence."""

import numpy as np

from sim.contract import require
from sim.policies.contract import VIEWS, check_fields
from sim.policies.fulfilment import Fulfilment, PartsView


def check(plugin: type[Fulfilment] | Fulfilment) -> None:
    """One yes or no an order, the same twice, orders apart; an order that goes with some goods goes with more."""
    policy = check_fields(plugin)
    rng = np.random.default_rng(7)
    for _ in range(VIEWS):
        wanted = rng.integers(2, 20, int(rng.integers(1, 6))).astype(float)
        there = np.floor(wanted * rng.random(len(wanted)))
        view = PartsView.of(there, wanted, 60.0)
        goes = policy.decide(view, 90.0)
        one_each = goes.shape == wanted.shape and goes.dtype == bool
        require(one_each, policy, "does not answer yes or no for each order")
        require(np.array_equal(goes, policy.decide(view, 90.0)), policy, "answers differently when asked again")
        alone = [policy.decide(PartsView.of(*row, 60.0), 90.0)[0] for row in zip(there, wanted, strict=True)]
        require(goes.tolist() == alone, policy, "lets one order's goods move another")
        more = policy.decide(PartsView.of(there + 1.0, wanted, 60.0), 90.0)
        require(not (goes & ~more).any(), policy, "holds back an order of which more is there")
