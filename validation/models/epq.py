"""Economic production quantity: a steady demand, lots that a line makes at a finite rate when the shelf is empty."""

from validation.cases.case import Length
from validation.cases.inputs import Inputs, UnfitError
from validation.families.economic_order_quantity import in_lots
from validation.translation import Translation


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
