"""Deposits, each of which is followed by the balance with the same chance: how much to produce."""

from typing import Any

import numpy as np

from sim.results.record import Record
from validation.cases.case import Length
from validation.cases.inputs import Inputs
from validation.statistics.estimators import Mean, Quantile, Spread, Statistic
from validation.translation import Translation
from validation.worlds.group_buys import split
from validation.worlds.presale_show import bought, show_world

SAMPLES = 5_000


def translate(inputs: Inputs, length: Length) -> Translation:
    """Inputs: deposits, pay_prob, perhaps alpha and premade."""
    deposits, pays = inputs.whole("deposits", least=1), inputs.share("pay_prob")
    alpha = inputs.share("alpha") if "alpha" in inputs else None
    premade = inputs.number("premade", least=0) if "premade" in inputs else None
    shows, runs = split(length, SAMPLES, deposits)

    def observe(record: Record) -> dict[str, Any]:
        # every `deposits` visitors in a row are one campaign
        paid = bought(record).reshape(shows, deposits).sum(axis=1).astype(np.float64)
        made = 0.0 if premade is None else premade
        return {"paid": paid, "short": np.maximum(paid - made, 0.0), "left": np.maximum(made - paid, 0.0)}

    report: dict[str, Statistic] = {"mean": Mean("paid"), "sd": Spread("paid")}
    if alpha is not None:
        report["quantile"] = Quantile("paid", alpha)
    if premade is not None:
        report |= {"mean_short": Mean("short"), "mean_left": Mean("left")}
    return Translation(show_world(shows * deposits, pays, 9.9), observe, report, runs)
