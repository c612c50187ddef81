"""The newsvendor: order up to a level at every review, normal demand per period, backorders."""

from validation.cases.inputs import Inputs
from validation.cases.run_length import RunLength
from validation.families.newsvendor import newsvendor
from validation.translation import Translation

DEVIATIONS = 6.0
"""Standard deviations that the mean demand must be above 0, so that demand is not negative."""


def translate(inputs: Inputs, length: RunLength) -> Translation:
    """Inputs: holding, stockout, mean, sd, perhaps lead_time and at."""
    inputs.only("holding", "stockout", "mean", "sd", "lead_time", "at")
    mean, sd = inputs.number("mean"), inputs.number("sd", above=0)
    # with backorders a constant added to the demand of every period only shifts the levels
    shift = max(DEVIATIONS * sd - mean, 0.0)
    return newsvendor(inputs, length, {"normal": {"mean": mean + shift, "sd": sd}}, mean, shift)
