"""Order-up-to at every review, Poisson demand per period, backorders; the review goes before the demand."""

from sim.experiment.verify.case import Length
from sim.experiment.verify.inputs import Inputs
from sim.experiment.verify.newsvendor import order_up_to
from sim.experiment.verify.translation import Translation


def translate(inputs: Inputs, length: Length) -> Translation:
    """Inputs: holding, stockout, mean, perhaps lead_time and at."""
    inputs.only("holding", "stockout", "mean", "lead_time", "at")
    mean = inputs.number("mean", above=0)
    return order_up_to(inputs, length, {"poisson": {"mean": mean}}, mean)
