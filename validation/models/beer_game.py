"""The beer game: four tiers that order what they are asked for, with delays of orders and of goods; exact."""

from collections.abc import Sequence

import numpy as np

from sim.results.record import Record
from validation.cases.case import Length
from validation.cases.inputs import Inputs
from validation.measures.inventory import Shelf
from validation.statistics.estimators import Mean
from validation.translation import Translation
from validation.worlds.network import base_stock, chain, shelves_of
from validation.worlds.world import Tree, minutes, world

TIERS = range(1, 5)


def translate(inputs: Inputs, length: Length) -> Translation:
    """Inputs: weeks, ship, info, initial, d0, d1, step, h, b.

    A week is a minute. The game is joined when the chain has run in at d0 a week: each tier then has `initial` on its
    shelf and (info + ship) x d0 on order, so that its base stock, which passes on what it is asked for, is their sum.
    """
    del length
    inputs.only("weeks", "ship", "info", "initial", "d0", "d1", "step", "h", "b")
    weeks, step = inputs.whole("weeks", least=1), inputs.whole("step", least=1)
    ship, info = inputs.whole("ship", least=1), inputs.whole("info", least=1)
    before, after = inputs.whole("d0"), inputs.whole("d1")
    holding, backlog = inputs.number("h", least=0), inputs.number("b", least=0)
    level = inputs.whole("initial") + (info + ship) * before
    # the last tier is asked 3 x info after the first, and then takes info + ship to be in its steady state
    start = len(TIERS) * info + ship + 1
    end = float(start + weeks)

    def observe(record: Record) -> dict[str, float]:
        shelves = shelves_of(record, TIERS)
        week = np.arange(weeks, dtype=np.float64) + start + 0.5
        owed = np.array([goods.owed.at(week) for goods in shelves])
        there = np.array([goods.on_hand.at(week) for goods in shelves])
        return {
            **{f"net_{tier}": float(there[tier - 1, -1] - owed[tier - 1, -1]) for tier in TIERS},
            "total_cost": float(holding * there.sum() + backlog * owed.sum()),
            "peak_order": peak(shelves, start, end),
            "weeks_with_backlog": float((owed.sum(axis=0) > 0).sum()),
        }

    # weeks are counted from 1, and those of the run-in are before them
    customers = {
        "early": asks(before, range(start + min(step - 1, weeks))),
        "late": asks(after, range(start + min(step - 1, weeks), start + weeks)),
    }
    parts = chain([ship] * len(TIERS), [base_stock(level)] * len(TIERS), [level] * len(TIERS))
    parts["lanes"] = [{**lane, "orders_take": minutes(info)} for lane in parts["lanes"]]
    parts["suppliers"]["maker"]["lead"] = minutes(info + ship)
    outputs = [*(f"net_{tier}" for tier in TIERS), "total_cost", "peak_order", "weeks_with_backlog"]
    return Translation(
        world(**parts, horizon=end, regular={name: stream for name, stream in customers.items() if stream}),
        observe,
        {name: Mean(name) for name in outputs},
        replications=1,
    )


def asks(units: int, weeks: range) -> Tree:
    """Customers who want so many units at the beginning of each of these weeks; nothing when there is nothing."""
    if not units or not weeks:
        return {}
    arrives = {"kind": "at", "at": [minutes(week) for week in weeks]}
    return {"arrives": arrives, "quantity": {units: 1}, "pickup": 1}


def peak(shelves: Sequence[Shelf], begin: float, end: float) -> float:
    """The most that any tier was asked for at one instant in [begin, end)."""
    most = 0.0
    for goods in shelves:
        wanted = goods.wanted.between(begin, end)
        _, which = np.unique(wanted.asked, return_inverse=True)
        most = max(most, float(np.bincount(which, wanted.units).max(initial=0.0)))
    return most
