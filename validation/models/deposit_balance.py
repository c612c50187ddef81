"""Deposits of which each is followed by the balance with a known probability: how much to produce."""

from typing import Any

import numpy as np

from sim.results.record import Record
from validation.cases.inputs import Inputs
from validation.cases.run_length import RunLength
from validation.measures.selling import paid_balance
from validation.statistics.estimators import Mean, Quantile, StandardDeviation
from validation.translation import Output, Played, Translation
from validation.worlds.group_buys import pools_and_runs
from validation.worlds.presale_show import presale_world

SAMPLES = 5_000


def translate(inputs: Inputs, length: RunLength) -> Translation:
    """Inputs: deposits, pay_prob, perhaps alpha and premade."""
    deposits, pays = inputs.whole("deposits", least=1), inputs.share("pay_prob")
    alpha = inputs.share("alpha") if "alpha" in inputs else None
    premade = inputs.number("premade", least=0) if "premade" in inputs else None
    shows, runs = pools_and_runs(length, SAMPLES, deposits)

    def observe(record: Record) -> dict[str, Any]:
        # each run of `deposits` visitors is one campaign
        paid = paid_balance(record).reshape(shows, deposits).sum(axis=1).astype(np.float64)
        made = 0.0 if premade is None else premade
        return {"paid": paid, "short": np.maximum(paid - made, 0.0), "left": np.maximum(made - paid, 0.0)}

    outputs: dict[str, Output] = {"mean": Played(Mean("paid")), "sd": Played(StandardDeviation("paid"))}
    if alpha is not None:
        outputs["quantile"] = Played(Quantile("paid", alpha))
    if premade is not None:
        outputs |= {"mean_short": Played(Mean("short")), "mean_left": Played(Mean("left"))}
    return Translation(presale_world(shows * deposits, pays, 9.9), observe, outputs, runs)
