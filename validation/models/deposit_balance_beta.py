"""Deposits whose probability of payment is beta distributed, common to all deposits of a campaign."""

from typing import Any

import numpy as np

from sim.results.record import Record
from validation.cases.inputs import Inputs
from validation.cases.run_length import RunLength
from validation.measures.selling import paid_balance
from validation.statistics.estimators import Mean, StandardDeviation
from validation.translation import Output, Played, Translation
from validation.worlds.group_buys import pools_and_runs
from validation.worlds.presale_show import presale_world

SAMPLES, MOST_SHOWS = 5_000, 50


def translate(inputs: Inputs, length: RunLength) -> Translation:
    """Inputs: deposits, pay_prob, concentration, perhaps below."""
    deposits, pays = inputs.whole("deposits", least=1), inputs.share("pay_prob")
    certainty = inputs.number("concentration", above=0)
    below = inputs.number("below") if "below" in inputs else None
    samples = length.replications or length.size or SAMPLES
    shows = min(pools_and_runs(length, SAMPLES, deposits)[0], MOST_SHOWS)

    def observe(record: Record) -> dict[str, Any]:
        paid = np.bincount(record.orders["source"], paid_balance(record), minlength=shows)
        return {"paid": paid, "few": paid <= (np.inf if below is None else below)}

    outputs: dict[str, Output] = {"mean": Played(Mean("paid")), "sd": Played(StandardDeviation("paid"))}
    if below is not None:
        outputs["P_below"] = Played(Mean("few"))
    world = presale_world(deposits, pays, 9.9, shows, float(certainty))
    return Translation(world, observe, outputs, -(-samples // shows))
