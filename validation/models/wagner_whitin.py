"""Lot sizes for known demand per period: the plan of the policy `wagner_whitin`, carried out, and its cost."""

from __future__ import annotations

import numpy as np

from sim.results.record import Record
from validation.cases.inputs import Inputs, UnfitError
from validation.cases.run_length import RunLength
from validation.measures.inventory import stock_history, units_in
from validation.measures.stock_costs import net_at_period_ends
from validation.translation import Translation, played
from validation.worlds.single_site import PERIOD, demand_stream, item_names, shop_world
from validation.worlds.world import SITE, minutes


def translate(inputs: Inputs, length: RunLength) -> Translation:
    """Inputs: demand (per period), K, holding. A period is a minute; the review goes before the demand."""
    del length
    inputs.only("demand", "K", "holding")
    demand, fixed = inputs.numbers("demand", least=0), inputs.number("K", least=0)
    holding, periods = inputs.number("holding", least=0), len(inputs.numbers("demand"))
    if not demand[0] > 0:
        raise UnfitError("the first of inputs.demand is 0; the first period needs a lot")
    (name,) = item_names(1)

    def observe(record: Record) -> dict[str, float]:
        stock = stock_history(record, SITE, name)
        lots = {f"Q_{k + 1}": units_in(stock.orders_placed, k, k + 1) for k in range(periods)}
        net = net_at_period_ends(stock, 0, periods)
        if (net < 0).any():
            return {**lots, "cost": float("nan")}
        setups = np.count_nonzero(list(lots.values()))
        return {**lots, "cost": fixed * setups + holding * float(net.sum())}

    streams = {
        f"period_{k + 1}": demand_stream(name, {"kind": "at", "at": [minutes(k)]}, quantity={units: 1})
        for k, units in enumerate(demand)
        if units > 0
    }
    policy = {"kind": "wagner_whitin", "review": PERIOD, "demand": demand, "setup": fixed, "holding": holding}
    outputs = ["cost", *(f"Q_{k + 1}" for k in range(periods))]
    return Translation(
        shop_world([name], periods + 1, streams, policy, "0min", 0, "review_first"),
        observe,
        played(outputs),
        1,
    )
