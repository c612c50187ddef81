"""Deposits whose share of payers is itself luck, common to all deposits of a campaign."""

from typing import Any

import numpy as np

from sim.results.record import Record
from validation.cases.case import Length
from validation.cases.inputs import Inputs
from validation.statistics.estimators import Mean, Spread, Statistic
from validation.translation import Translation
from validation.worlds.group_buys import split
from validation.worlds.presale_show import bought, show_world

SAMPLES, MOST_SHOWS = 5_000, 50


def translate(inputs: Inputs, length: Length) -> Translation:
    """Inputs: deposits, pay_prob, concentration, perhaps below."""
    deposits, pays = inputs.whole("deposits", least=1), inputs.share("pay_prob")
    certainty = inputs.number("concentration", above=0)
    below = inputs.number("below") if "below" in inputs else None
    samples = length.replications or length.size or SAMPLES
    shows = min(split(length, SAMPLES, deposits)[0], MOST_SHOWS)

    def observe(record: Record) -> dict[str, Any]:
        paid = np.bincount(record.orders["source"], bought(record), minlength=shows)
        return {"paid": paid, "few": paid <= (np.inf if below is None else below)}

    report: dict[str, Statistic] = {"mean": Mean("paid"), "sd": Spread("paid")}
    if below is not None:
        report["P_below"] = Mean("few")
    world = show_world(deposits, pays, 9.9, shows, float(certainty))
    return Translation(world, observe, report, -(-samples // shows))
