"""Buyers who bring further buyers: how many there are in the end."""

from typing import Any

import numpy as np

from sim.results.record import Record
from validation.cases.case import Length
from validation.cases.inputs import Inputs, UnfitError
from validation.statistics.estimators import Mean, Spread
from validation.translation import Translation
from validation.worlds.group_buys import buy, joined, split
from validation.worlds.world import service_world

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
