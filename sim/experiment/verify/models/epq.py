"""Economic production quantity: a steady demand, lots that a line makes at a finite rate when the shelf is empty."""

from sim.experiment.verify.case import Length
from sim.experiment.verify.inputs import Inputs, UnfitError
from sim.experiment.verify.lots import in_lots
from sim.experiment.verify.translation import Translation


def translate(inputs: Inputs, length: Length) -> Translation:
    """Inputs: K, holding, demand, production."""
    del length
    inputs.only("K", "holding", "demand", "production")
    demand, production = inputs.number("demand", above=0), inputs.number("production", above=0)
    if production <= demand:
        raise UnfitError(f"inputs.production is {production:g}; more than inputs.demand {demand:g} is needed")
    outputs = {
        "Q": lambda tooth: tooth.quantity,
        "max_inventory": lambda tooth: tooth.most,
        "run_time": lambda tooth: tooth.run_time,
    }
    return in_lots(inputs, outputs, production=production)
