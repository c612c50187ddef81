"""Economic production quantity: steady demand, lots made at a finite rate when stock is 0."""

from validation.cases.inputs import Inputs, UnfitError
from validation.cases.run_length import RunLength
from validation.families.economic_order_quantity import economic_order_quantity
from validation.translation import Translation


def translate(inputs: Inputs, length: RunLength) -> Translation:
    """Inputs: K, holding, demand, production."""
    del length
    inputs.only("K", "holding", "demand", "production")
    demand, production = inputs.number("demand", above=0), inputs.number("production", above=0)
    if production <= demand:
        raise UnfitError(f"inputs.production is {production:g}; more than inputs.demand {demand:g} is needed")
    outputs = {
        "Q": lambda cycle: cycle.quantity,
        "max_inventory": lambda cycle: cycle.highest,
        "run_time": lambda cycle: cycle.run_time,
    }
    return economic_order_quantity(inputs, outputs, production=production)
