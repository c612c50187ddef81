"""Economic order quantity with planned backorders."""

from validation.cases.inputs import Inputs
from validation.cases.run_length import RunLength
from validation.families.economic_order_quantity import economic_order_quantity
from validation.translation import Translation


def translate(inputs: Inputs, length: RunLength) -> Translation:
    """Inputs: K, holding, stockout, demand."""
    del length
    inputs.only("K", "holding", "stockout", "demand")
    outputs = {
        "Q": lambda cycle: cycle.quantity,
        "backorder_fraction": lambda cycle: -cycle.lowest / cycle.quantity,
        "max_backorders": lambda cycle: -cycle.lowest,
    }
    return economic_order_quantity(inputs, outputs, stockout=inputs.number("stockout", above=0))
