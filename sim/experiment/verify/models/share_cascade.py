"""Buyers who bring further buyers: how many there are in the end."""

from typing import Any

import numpy as np

from sim.experiment.verify.case import Length
from sim.experiment.verify.inputs import Inputs, UnfitError
from sim.experiment.verify.sales import buy, joined, split
from sim.experiment.verify.statistic import Mean, Spread
from sim.experiment.verify.translation import Translation
from sim.experiment.verify.worlds import service_world
from sim.results.record import Record

SAMPLES, WINDOW = 50_000, 2 * 1440.0
"""One generation takes a minute, so the window leaves room for thousands of them."""


def translate(inputs: Inputs, length: Length) -> Translation:
    """Inputs: r, seeds, perhaps x."""
    brings, seeds = inputs.number("r", least=0), inputs.whole("seeds", least=1)
    if brings >= 1:
        raise UnfitError(f"inputs.r is {brings:g}: at 1 or more a cascade may never end")
    most = inputs.number("x") if "x" in inputs else np.inf
    pools, runs = split(length, SAMPLES, seeds / (1 - brings))

    def observe(record: Record) -> dict[str, Any]:
        total = joined(record)
        return {"total": total, "none": total == seeds, "few": total <= most}

    sale = buy(WINDOW, 1, pools, cascade={"seeds": seeds, "brings": brings, "after": "1min"})
    return Translation(
        service_world({}, {}, WINDOW + 1.0, group_buys={"sharing": sale}),
        observe,
        {
            "mean_total": Mean("total"),
            "sd_total": Spread("total"),
            "P_no_spread": Mean("none"),
            "P_total_le": Mean("few"),
        },
        runs,
    )
