"""Economic order quantity with planned backorders: a lot is ordered when so much is owed."""

from validation.cases.case import Length
from validation.cases.inputs import Inputs
from validation.families.economic_order_quantity import in_lots
from validation.translation import Translation


def translate(inputs: Inputs, length: Length) -> Translation:
    """Inputs: K, holding, stockout, demand."""
    del length
    inputs.only("K", "holding", "stockout", "demand")
    outputs = {
        "Q": lambda tooth: tooth.quantity,
        "backorder_fraction": lambda tooth: -tooth.least / tooth.quantity,
        "max_backorders": lambda tooth: -tooth.least,
    }
    return in_lots(inputs, outputs, stockout=inputs.number("stockout", above=0))
