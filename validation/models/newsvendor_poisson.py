"""Order-up-to at every review, Poisson demand per period, backorders; the review goes before the demand."""

from validation.cases.case import Length
from validation.cases.inputs import Inputs
from validation.families.newsvendor import order_up_to
from validation.translation import Translation


def translate(inputs: Inputs, length: Length) -> Translation:
    """Inputs: holding, stockout, mean, perhaps lead_time and at."""
    inputs.only("holding", "stockout", "mean", "lead_time", "at")
    mean = inputs.number("mean", above=0)
    return order_up_to(inputs, length, {"poisson": {"mean": mean}}, mean)
