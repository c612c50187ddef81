"""Group buys with a threshold in many communities: groups formed, units to ship, orders refunded."""

from typing import Any

import numpy as np

from sim.kpi.groups import is_formed
from sim.results.record import Record
from validation.cases.inputs import Inputs
from validation.cases.run_length import RunLength
from validation.measures.selling import orders_joined
from validation.statistics.estimators import Mean, StandardDeviation
from validation.translation import Played, Translation
from validation.worlds.group_buys import group_buy, pools_and_runs
from validation.worlds.world import SITE, per_minute, service_world

SAMPLES = 2_000


def translate(inputs: Inputs, length: RunLength) -> Translation:
    """Inputs: n, rate, window, threshold."""
    count, threshold = inputs.whole("n", least=1), inputs.whole("threshold", least=1)
    rate, window = inputs.number("rate", above=0), inputs.number("window", above=0)
    pools, runs = pools_and_runs(length, SAMPLES, count * max(rate * window, 1.0))

    def observe(record: Record) -> dict[str, Any]:
        # sample k is the k-th pool of every community
        formed = is_formed(record).reshape(count, pools).astype(np.float64)
        orders = orders_joined(record).reshape(count, pools)
        return {
            "share": formed.mean(axis=0),
            "formed": formed.sum(axis=0),
            "units": (orders * formed).sum(axis=0),
            "refunds": (orders * (1 - formed)).sum(axis=0),
        }

    towns = {f"town_{number}": {"delivered_from": SITE} for number in range(count)}
    sale = group_buy(window, threshold, pools, joins=per_minute(rate))
    return Translation(
        {**service_world({}, {}, window + 1.0, group_buys={"deal": sale}), "communities": towns},
        observe,
        {
            "P_form": Played(Mean("share")),
            "mean_formed": Played(Mean("formed")),
            "sd_formed": Played(StandardDeviation("formed")),
            "mean_units": Played(Mean("units")),
            "sd_units": Played(StandardDeviation("units")),
            "refund_orders": Played(Mean("refunds")),
        },
        runs,
    )
