"""Base stock with a capacity per period: what is ordered in a period is made at its end, up to the capacity."""

import numpy as np

from sim.results.record import Record
from validation.cases.inputs import Inputs, stable
from validation.cases.run_length import RunLength
from validation.measures.inventory import stock_histories
from validation.translation import Translation, played
from validation.worlds.network import MAKER, pickup_on_site, replenishment_rule, unlimited_supplier
from validation.worlds.single_site import item_names, period_demand
from validation.worlds.world import SITE, minutes, world

REPLICATIONS, SIDE_BY_SIDE, PERIODS = 20, 20, 400
RELAXATIONS = 10.0
"""Relaxation times of the shortfall in the warm-up."""


def translate(inputs: Inputs, length: RunLength) -> Translation:
    """Inputs: mean, capacity, S, perhaps N (terms of a calculation, not used).

    A period is a minute. Its demand comes at its middle; what the supplier makes of the orders arrives at its end.
    """
    inputs.only("mean", "capacity", "S", "N")
    mean, capacity, level = inputs.number("mean", above=0), inputs.whole("capacity", least=1), inputs.whole("S")
    stable(mean / capacity)
    names = item_names(SIDE_BY_SIDE)
    replications, periods = length.at_most(REPLICATIONS, PERIODS)
    # the relaxation time of the shortfall is about variance / drift^2 periods
    begin = float(np.ceil(RELAXATIONS * (1 + mean / (capacity - mean) ** 2)))
    end = begin + periods

    def observe(record: Record) -> dict[str, float]:
        # at the very end of a period, after the arrival of what was made in it
        times = np.arange(begin + 1, end + 1) + 0.25
        net = np.concatenate([stock.net.at(times) for stock in stock_histories(record, SITE)])
        return {
            "mean_shortfall": float(np.mean(level - net)),
            "backorders": float(np.mean(np.maximum(-net, 0.0))),
            "on_hand": float(np.mean(np.maximum(net, 0.0))),
            "P_no_backorder": float(np.mean(net >= 0)),
        }

    site = {"kind": "factory", "opening": dict.fromkeys(names, float(level))}
    return Translation(
        world(
            {SITE: site},
            end + 1,
            **pickup_on_site(SITE),
            products={name: {"price": 1} for name in names},
            suppliers=unlimited_supplier(0.0, *names, capacity=f"{capacity}/min", every=minutes(1)),
            replenishment=[replenishment_rule(SITE, MAKER, {"kind": "base_stock", "level": level}, "*")],
            regular=period_demand(names, {"poisson": {"mean": mean}}, first=0.5),
        ),
        observe,
        played(("mean_shortfall", "backorders", "on_hand", "P_no_backorder")),
        replications,
    )
