"""What every dispatch policy promises: `check(MyPolicy)` raises AssertionError with a sentence."""

import numpy as np

from sim.contract import require
from sim.policies.contract import VIEWS, check_fields
from sim.policies.dispatch import Dispatch, ZonesView
from sim.policies.view import frozen


def check(plugin: type[Dispatch] | Dispatch) -> None:
    """The row of one of the zones in the view, as an int, the same twice."""
    policy = check_fields(plugin)
    rng = np.random.default_rng(7)
    for _ in range(VIEWS):
        n = int(rng.integers(1, 9))
        zones, waiting = (np.sort(rng.permutation(40)[:n]) for _ in range(2))
        view = ZonesView(zones, frozen(rng.integers(0, 600, n)), waiting + 1)
        row = policy.decide(view, 600.0)
        require(isinstance(row, int) and 0 <= row < n, policy, f"answers {row!r}: no row of {n} zones")
        require(row == policy.decide(view, 600.0), policy, "answers differently when asked again")
