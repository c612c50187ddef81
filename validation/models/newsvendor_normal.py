"""Order-up-to at every review, normal demand per period, backorders; the review goes before the demand."""

from validation.cases.case import Length
from validation.cases.inputs import Inputs
from validation.families.newsvendor import order_up_to
from validation.translation import Translation

FAR = 6.0
"""Standard deviations that the mean must be above 0, so that nobody ever wants less than nothing."""


def translate(inputs: Inputs, length: Length) -> Translation:
    """Inputs: holding, stockout, mean, sd, perhaps lead_time and at."""
    inputs.only("holding", "stockout", "mean", "sd", "lead_time", "at")
    mean, sd = inputs.number("mean"), inputs.number("sd", above=0)
    # backordered stock does not mind a demand that is larger by the same amount in every period
    shift = max(FAR * sd - mean, 0.0)
    return order_up_to(inputs, length, {"normal": {"mean": mean + shift, "sd": sd}}, mean, shift)
