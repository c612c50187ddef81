"""The number of visitors, each buying with the same probability, until a number of them have bought."""

from typing import Any

import numpy as np

from sim.results.record import Record
from validation.cases.inputs import Inputs, UnfitError
from validation.cases.run_length import RunLength
from validation.measures.selling import paid_balance
from validation.statistics.estimators import Mean, StandardDeviation
from validation.translation import Output, Played, Translation
from validation.worlds.group_buys import MOST, pools_and_runs
from validation.worlds.presale_show import presale_world

SAMPLES = 20_000


def translate(inputs: Inputs, length: RunLength) -> Translation:
    """Inputs: threshold (buyers), conversion, perhaps visitors."""
    buyers, chance = inputs.whole("threshold", least=1), inputs.share("conversion")
    if chance == 0 or buyers / chance > MOST:
        raise UnfitError(f"inputs.conversion is {chance:g}: {buyers} buyers would take too many visitors")
    enough = inputs.number("visitors", least=0) if "visitors" in inputs else None
    count, runs = pools_and_runs(length, SAMPLES, buyers / chance)

    def observe(record: Record) -> dict[str, Any]:
        # counting starts anew after each group of buyers is complete
        place = np.flatnonzero(paid_balance(record))
        needed = np.diff(place[buyers - 1 :: buyers] + 1, prepend=0)
        return {"visitors": needed, "enough": needed <= (np.inf if enough is None else enough)}

    outputs: dict[str, Output] = {
        "mean_visitors": Played(Mean("visitors")),
        "sd_visitors": Played(StandardDeviation("visitors")),
    }
    if enough is not None:
        outputs["P_enough"] = Played(Mean("enough"))
    return Translation(presale_world(round(count * buyers / chance), chance, 0.0), observe, outputs, runs)
