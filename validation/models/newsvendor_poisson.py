"""The newsvendor: order up to a level at every review, Poisson demand per period, backorders."""

from validation.cases.inputs import Inputs
from validation.cases.run_length import RunLength
from validation.families.newsvendor import newsvendor
from validation.translation import Translation


def translate(inputs: Inputs, length: RunLength) -> Translation:
    """Inputs: holding, stockout, mean, perhaps lead_time and at."""
    inputs.only("holding", "stockout", "mean", "lead_time", "at")
    mean = inputs.number("mean", above=0)
    return newsvendor(inputs, length, {"poisson": {"mean": mean}}, mean)
