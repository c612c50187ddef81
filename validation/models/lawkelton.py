"""The (s, S) inventory system of Law & Kelton (Simulation Modeling and Analysis, chapter 1.5), reviewed monthly."""

from __future__ import annotations

import math

from validation.cases.inputs import Inputs, UnfitError
from validation.cases.run_length import RunLength
from validation.measures.inventory import StockHistory
from validation.statistics.estimators import Mean
from validation.translation import Played, Translation
from validation.worlds.single_site import PERIOD, demand_stream, each_item, item_names, shop_world

OPENING, SETUP, UNIT, HOLDING, SHORTAGE, RATE = 60.0, 32.0, 3.0, 1.0, 5.0, 10.0
SIZES = {1: 1, 2: 2, 3: 2, 4: 1}
LAG = {"uniform": {"low": "0.5min", "high": "1min"}}
SIDE_BY_SIDE, MONTHS, REPLICATIONS = 20, 120, 10


def translate(inputs: Inputs, length: RunLength) -> Translation:
    """Inputs: s, S, perhaps months. A month is a minute."""
    inputs.only("s", "S", "months")
    low, high = inputs.number("s"), inputs.number("S", least=0)
    months = inputs.whole("months", least=1, default=MONTHS)
    if high != int(high) or high < low:
        raise UnfitError(f"inputs.S is {high:g}; a whole number that is not below inputs.s {low:g} is needed")

    def cost(stock: StockHistory) -> float:
        setups, units = len(stock.orders_placed[0]), float(stock.orders_placed[1].sum())
        time_cost = HOLDING * stock.on_hand.mean(0, months) + SHORTAGE * stock.backorders.mean(0, months)
        return (SETUP * setups + UNIT * units) / months + time_cost

    names = item_names(SIDE_BY_SIDE)
    # units are whole, and the book orders below s, not at it
    policy = {"kind": "min_max", "review": PERIOD, "reorder_point": math.ceil(low) - 1, "order_up_to": high}
    arrives = {"kind": "steady", "rate": f"{RATE!r}/min"}
    streams = {f"demand_{name}": demand_stream(name, arrives, quantity=SIZES) for name in names}
    runs = length.replications or SIDE_BY_SIDE * REPLICATIONS
    return Translation(
        shop_world(names, months, streams, policy, LAG, OPENING),
        lambda record: each_item(record, {"avg_monthly_cost": cost}),
        {"avg_monthly_cost": Played(Mean("avg_monthly_cost"))},
        -(-runs // SIDE_BY_SIDE),
    )
