"""A referral cascade: each buyer brings a Poisson number of further buyers; the total number of buyers."""

from typing import Any

import numpy as np

from sim.results.record import Record
from validation.cases.inputs import Inputs, UnfitError
from validation.cases.run_length import RunLength
from validation.measures.selling import orders_joined
from validation.statistics.estimators import Mean, StandardDeviation
from validation.translation import Played, Translation
from validation.worlds.group_buys import group_buy, pools_and_runs
from validation.worlds.world import service_world

SAMPLES, WINDOW = 50_000, 2 * 1440.0
"""Minutes; a generation takes one minute, so that thousands of them fit."""


def translate(inputs: Inputs, length: RunLength) -> Translation:
    """Inputs: r, seeds, perhaps x."""
    brings, seeds = inputs.number("r", least=0), inputs.whole("seeds", least=1)
    if brings >= 1:
        raise UnfitError(f"inputs.r is {brings:g}: at 1 or more a cascade may never end")
    most = inputs.number("x") if "x" in inputs else np.inf
    pools, runs = pools_and_runs(length, SAMPLES, seeds / (1 - brings))

    def observe(record: Record) -> dict[str, Any]:
        total = orders_joined(record)
        return {"total": total, "none": total == seeds, "few": total <= most}

    sale = group_buy(WINDOW, 1, pools, cascade={"seeds": seeds, "brings": brings, "after": "1min"})
    return Translation(
        service_world({}, {}, WINDOW + 1.0, group_buys={"sharing": sale}),
        observe,
        {
            "mean_total": Played(Mean("total")),
            "sd_total": Played(StandardDeviation("total")),
            "P_no_spread": Played(Mean("none")),
            "P_total_le": Played(Mean("few")),
        },
        runs,
    )
