"""Economic order quantity: steady demand, lots delivered at once when stock is 0 (Harris 1913)."""

from validation.cases.inputs import Inputs
from validation.cases.run_length import RunLength
from validation.families.economic_order_quantity import economic_order_quantity
from validation.translation import Translation


def translate(inputs: Inputs, length: RunLength) -> Translation:
    """Inputs: K, holding, demand, perhaps Q."""
    del length
    inputs.only("K", "holding", "demand", "Q")
    outputs = {
        "Q": lambda cycle: cycle.quantity,
        "cycle": lambda cycle: 1 / cycle.rate,
        "orders_per_unit_time": lambda cycle: cycle.rate,
    }
    return economic_order_quantity(inputs, outputs)
