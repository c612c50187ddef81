"""What every replenishment policy promises: `check(MyPolicy)` raises AssertionError with a sentence."""

import numpy as np

from sim.contract import require
from sim.policies.contract import check_fields, stock_views
from sim.policies.replenishment import Replenishment
from sim.policies.view import StockView
from sim.tolerance import SAME_UNITS


def check(plugin: type[Replenishment] | Replenishment) -> None:
    """One finite amount >= 0 an item, the same twice, none above the level it watches, items apart unless joint."""
    policy = check_fields(plugin)
    for view in stock_views():
        before = _contents(view)
        now = view.as_of
        units, level = policy.decide(view, now), policy.asks_at(view)
        require(units.shape == level.shape == view.position.shape, policy, "does not answer one amount an item")
        require(bool(np.isfinite(units).all() and (units >= 0).all()), policy, f"orders {units}")
        require(not np.isnan(level).any(), policy, f"asks at {level}")
        require(np.array_equal(units, policy.decide(view, now)), policy, "answers differently when asked again")
        require(_contents(view) == before, policy, "changes its view")
        if policy.review is None and not policy.joint:
            require(not units[view.position > level].any(), policy, "orders above the level at which it asks")
        if not policy.joint:
            alone = [policy.decide(view.only(np.array([row])), now)[0] for row in range(len(view.items))]
            same = np.allclose(alone, units, rtol=SAME_UNITS)
            require(same, policy, "looks at other items; a policy that does sets `joint`")
        for supplier, more in policy.elsewhere(view, now).items():
            require(more.shape == units.shape and bool((more >= 0).all()), policy, f"orders {more} from {supplier}")
        _check_lots(policy, view)


def _check_lots(policy: Replenishment, view: StockView) -> None:
    """Minimum, multiple and ceiling hold whatever the policy decides."""
    bound = policy.model_copy(update={"least": 12.0, "multiple": 5.0, "at_most": 300.0})
    got = bound.order(view, view.as_of)
    room = np.maximum(300.0 - view.position, 0.0)
    fits = np.isclose(got % 5.0, 0.0) & ((got == 0) | (got >= 12.0)) & (got <= room + 1e-6)
    require(bool(fits.all()), policy, f"orders {got} against its minimum, multiple or ceiling")


def _contents(view: StockView) -> list[list[float]]:
    columns = [view.on_hand, view.on_order, view.backlog, view.asked, view.coming, view.usage.ravel()]
    return [column.tolist() for column in columns]
