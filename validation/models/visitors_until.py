"""Visitors, each of whom buys with the same chance, until enough have bought."""

from typing import Any

import numpy as np

from sim.results.record import Record
from validation.cases.case import Length
from validation.cases.inputs import Inputs, UnfitError
from validation.statistics.estimators import Mean, Spread, Statistic
from validation.translation import Translation
from validation.worlds.group_buys import MOST, split
from validation.worlds.presale_show import bought, show_world

SAMPLES = 20_000


def translate(inputs: Inputs, length: Length) -> Translation:
    """Inputs: threshold (buyers), conversion, perhaps visitors."""
    buyers, chance = inputs.whole("threshold", least=1), inputs.share("conversion")
    if chance == 0 or buyers / chance > MOST:
        raise UnfitError(f"inputs.conversion is {chance:g}: {buyers} buyers would take too many visitors")
    enough = inputs.number("visitors", least=0) if "visitors" in inputs else None
    count, runs = split(length, SAMPLES, buyers / chance)

    def observe(record: Record) -> dict[str, Any]:
        # the visitors after the one who completes a group begin the next count
        place = np.flatnonzero(bought(record))
        needed = np.diff(place[buyers - 1 :: buyers] + 1, prepend=0)
        return {"visitors": needed, "enough": needed <= (np.inf if enough is None else enough)}

    report: dict[str, Statistic] = {"mean_visitors": Mean("visitors"), "sd_visitors": Spread("visitors")}
    if enough is not None:
        report["P_enough"] = Mean("enough")
    return Translation(show_world(round(count * buyers / chance), chance, 0.0), observe, report, runs)
