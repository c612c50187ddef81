"""What every transfer policy promises: `check(MyPolicy)` raises AssertionError with a sentence."""

import numpy as np

from sim.contract import require
from sim.policies.contract import check_fields, stock_views
from sim.policies.transfer import Transfer, net
from sim.tolerance import SAME_UNITS


def check(plugin: type[Transfer] | Transfer) -> None:
    """Whole units >= 0 from neighbours by name, never more than a neighbour can spare, the same twice."""
    policy = check_fields(plugin)
    for view in stock_views():
        given, again = policy.decide(view, view.as_of), policy.decide(view, view.as_of)
        by_name = {one.site: one for one in view.neighbours}
        require(set(given) <= set(by_name), policy, f"takes from {set(given)}: not all of them are neighbours")
        for name, units in given.items():
            spare = np.maximum(net(by_name[name]) - view.per_item(policy.keeps), 0.0)
            fits = (units >= 0) & (units <= spare + SAME_UNITS) & (units == np.round(units))
            complaint = f"takes {units} where {spare} can be spared"
            require(units.shape == spare.shape and bool(fits.all()), policy, complaint)
            require(np.array_equal(units, again[name]), policy, "answers differently when asked again")
        require(policy.asks_at(view).shape == view.on_hand.shape, policy, "does not ask at one level an item")
