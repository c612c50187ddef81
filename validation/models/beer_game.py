"""The beer game: four tiers that pass on their demand, with delays of orders and of goods; exact."""

from collections.abc import Sequence

import numpy as np

from sim.results.record import Record
from validation.cases.inputs import Inputs
from validation.cases.run_length import RunLength
from validation.measures.inventory import StockHistory
from validation.translation import Translation, played
from validation.worlds.network import base_stock, serial_system, stage_histories
from validation.worlds.world import Tree, minutes, world

TIERS = range(1, 5)


def translate(inputs: Inputs, length: RunLength) -> Translation:
    """Inputs: weeks, ship, info, initial, d0, d1, step, h, b.

    A week is a minute. The game starts after a run-in at d0 a week: each tier then has `initial` on hand and
    (info + ship) x d0 on order, whose sum is its base-stock level.
    """
    del length
    inputs.only("weeks", "ship", "info", "initial", "d0", "d1", "step", "h", "b")
    weeks, step = inputs.whole("weeks", least=1), inputs.whole("step", least=1)
    ship, info = inputs.whole("ship", least=1), inputs.whole("info", least=1)
    before, after = inputs.whole("d0"), inputs.whole("d1")
    holding, backlog = inputs.number("h", least=0), inputs.number("b", least=0)
    level = inputs.whole("initial") + (info + ship) * before
    # an order reaches the last tier 3 x info after the first, which then takes info + ship to its steady state
    start = len(TIERS) * info + ship + 1
    end = float(start + weeks)

    def observe(record: Record) -> dict[str, float]:
        tiers = stage_histories(record, TIERS)
        week = np.arange(weeks, dtype=np.float64) + start + 0.5
        backorders = np.array([stock.backorders.at(week) for stock in tiers])
        on_hand = np.array([stock.on_hand.at(week) for stock in tiers])
        return {
            **{f"net_{tier}": float(on_hand[tier - 1, -1] - backorders[tier - 1, -1]) for tier in TIERS},
            "total_cost": float(holding * on_hand.sum() + backlog * backorders.sum()),
            "peak_order": largest_order(tiers, start, end),
            "weeks_with_backlog": float((backorders.sum(axis=0) > 0).sum()),
        }

    # weeks are counted from 1; the run-in comes before them
    customers = {
        "early": weekly_demand(before, range(start + min(step - 1, weeks))),
        "late": weekly_demand(after, range(start + min(step - 1, weeks), start + weeks)),
    }
    parts = serial_system([ship] * len(TIERS), [base_stock(level)] * len(TIERS), [level] * len(TIERS))
    parts["lanes"] = [{**lane, "orders_take": minutes(info)} for lane in parts["lanes"]]
    parts["suppliers"]["maker"]["lead"] = minutes(info + ship)
    outputs = [*(f"net_{tier}" for tier in TIERS), "total_cost", "peak_order", "weeks_with_backlog"]
    return Translation(
        world(**parts, horizon=end, regular={name: stream for name, stream in customers.items() if stream}),
        observe,
        played(outputs),
        replications=1,
    )


def weekly_demand(units: int, weeks: range) -> Tree:
    """One order of so many units at the beginning of each of these weeks; empty when there is none."""
    if not units or not weeks:
        return {}
    arrives = {"kind": "at", "at": [minutes(week) for week in weeks]}
    return {"arrives": arrives, "quantity": {units: 1}, "pickup": 1}


def largest_order(tiers: Sequence[StockHistory], begin: float, end: float) -> float:
    """The largest demand of any tier at one instant in [begin, end)."""
    most = 0.0
    for stock in tiers:
        demand = stock.demand.between(begin, end)
        _, which = np.unique(demand.arrived, return_inverse=True)
        most = max(most, float(np.bincount(which, demand.units).max(initial=0.0)))
    return most
