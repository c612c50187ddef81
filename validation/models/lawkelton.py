"""Law & Kelton's inventory system (Simulation Modeling and Analysis, chapter 1.5): months, a review at each start."""

from __future__ import annotations

import math

from validation.cases.case import Length
from validation.cases.inputs import Inputs, UnfitError
from validation.measures.inventory import Shelf
from validation.periods import PERIOD
from validation.statistics.estimators import Mean
from validation.translation import Translation
from validation.worlds.single_site import buys, each, items, store

OPENING, SETUP, UNIT, HOLDING, SHORTAGE, RATE = 60.0, 32.0, 3.0, 1.0, 5.0, 10.0
SIZES = {1: 1, 2: 2, 3: 2, 4: 1}
LAG = {"uniform": {"low": "0.5min", "high": "1min"}}
SIDE_BY_SIDE, MONTHS, REPLICATIONS = 20, 120, 10


def translate(inputs: Inputs, length: Length) -> Translation:
    """Inputs: s, S, perhaps months. A month is a minute."""
    inputs.only("s", "S", "months")
    low, high = inputs.number("s"), inputs.number("S", least=0)
    months = inputs.whole("months", least=1, default=MONTHS)
    if high != int(high) or high < low:
        raise UnfitError(f"inputs.S is {high:g}; a whole number that is not below inputs.s {low:g} is needed")

    def cost(shelf: Shelf) -> float:
        setups, units = len(shelf.requests[0]), float(shelf.requests[1].sum())
        kept = HOLDING * shelf.on_hand.mean(0, months) + SHORTAGE * shelf.owed.mean(0, months)
        return (SETUP * setups + UNIT * units) / months + kept

    names = items(SIDE_BY_SIDE)
    # stock comes in whole units, and the book orders below s, not at it
    policy = {"kind": "min_max", "review": PERIOD, "reorder_point": math.ceil(low) - 1, "order_up_to": high}
    arrives = {"kind": "steady", "rate": f"{RATE!r}/min"}
    streams = {f"demand_{name}": buys(name, arrives, quantity=SIZES) for name in names}
    runs = length.replications or SIDE_BY_SIDE * REPLICATIONS
    return Translation(
        store(names, months, streams, policy, LAG, OPENING),
        lambda record: each(record, {"avg_monthly_cost": cost}),
        {"avg_monthly_cost": Mean("avg_monthly_cost")},
        -(-runs // SIDE_BY_SIDE),
    )
