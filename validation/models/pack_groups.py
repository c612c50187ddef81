"""Buyers of a window form groups in the order of arrival; the last, partial group is refunded."""

from typing import Any

import numpy as np

from sim.kpi.groups import is_formed
from sim.results.record import Record
from validation.cases.inputs import Inputs
from validation.cases.run_length import RunLength
from validation.measures.selling import orders_joined
from validation.statistics.estimators import Mean
from validation.translation import Played, Translation
from validation.worlds.group_buys import group_buy, pools_and_runs
from validation.worlds.world import SITE, per_minute, service_world

SAMPLES, WINDOW = 20_000, 1440.0
TOWNS = 200
"""Communities in one run; each has one pool and is a sample."""


def translate(inputs: Inputs, length: RunLength) -> Translation:
    """Inputs: mean_orders, group_size."""
    mean, size = inputs.number("mean_orders", above=0), inputs.whole("group_size", least=1)
    pools, _ = pools_and_runs(length, SAMPLES, mean)
    count = min(pools, TOWNS)

    def observe(record: Record) -> dict[str, Any]:
        town, formed = record.groups["community"], is_formed(record)
        groups = np.bincount(town[formed], minlength=count)
        refunded = np.bincount(town[~formed], orders_joined(record)[~formed], minlength=count)
        return {"groups": groups, "refunded": refunded, "none": refunded == 0}

    sale = group_buy(WINDOW, size, 1, joins=per_minute(mean / WINDOW), repeats=True)
    towns = {f"town_{number}": {"delivered_from": SITE} for number in range(count)}
    return Translation(
        {**service_world({}, {}, WINDOW + 1.0, group_buys={"deal": sale}), "communities": towns},
        observe,
        {
            "mean_groups": Played(Mean("groups")),
            "mean_refunded": Played(Mean("refunded")),
            "P_no_refund": Played(Mean("none")),
        },
        -(-(length.replications or length.size or SAMPLES) // count),
    )
