"""Lots for a known demand per period: the plan of the policy `wagner_whitin`, carried out and paid for."""

from __future__ import annotations

import numpy as np

from sim.results.record import Record
from validation.cases.case import Length
from validation.cases.inputs import Inputs, UnfitError
from validation.measures.inventory import shelf, total
from validation.periods import PERIOD
from validation.statistics.estimators import Mean
from validation.translation import Translation
from validation.worlds.single_site import buys, items, period_ends, store
from validation.worlds.world import SITE, minutes


def translate(inputs: Inputs, length: Length) -> Translation:
    """Inputs: demand (per period), K, holding. A period is a minute; the review goes before the demand."""
    del length
    inputs.only("demand", "K", "holding")
    demand, fixed = inputs.numbers("demand", least=0), inputs.number("K", least=0)
    holding, periods = inputs.number("holding", least=0), len(inputs.numbers("demand"))
    if not demand[0] > 0:
        raise UnfitError("the first of inputs.demand is 0; the first period needs a lot")
    (name,) = items(1)

    def observe(record: Record) -> dict[str, float]:
        here = shelf(record, SITE, name)
        lots = {f"Q_{k + 1}": total(here.requests, k, k + 1) for k in range(periods)}
        net = period_ends(here, 0, periods)
        if (net < 0).any():
            return {**lots, "cost": float("nan")}
        setups = np.count_nonzero(list(lots.values()))
        return {**lots, "cost": fixed * setups + holding * float(net.sum())}

    streams = {
        f"period_{k + 1}": buys(name, {"kind": "at", "at": [minutes(k)]}, quantity={units: 1})
        for k, units in enumerate(demand)
        if units > 0
    }
    policy = {"kind": "wagner_whitin", "review": PERIOD, "demand": demand, "setup": fixed, "holding": holding}
    outputs = ["cost", *(f"Q_{k + 1}" for k in range(periods))]
    return Translation(
        store([name], periods + 1, streams, policy, "0min", 0, "review_first"),
        observe,
        {output: Mean(output) for output in outputs},
        1,
    )
