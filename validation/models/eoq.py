"""Economic order quantity: a steady demand, lots that come at once when the shelf is empty (Harris 1913)."""

from validation.cases.case import Length
from validation.cases.inputs import Inputs
from validation.families.economic_order_quantity import in_lots
from validation.translation import Translation


def translate(inputs: Inputs, length: Length) -> Translation:
    """Inputs: K, holding, demand, perhaps Q."""
    del length
    inputs.only("K", "holding", "demand", "Q")
    outputs = {
        "Q": lambda tooth: tooth.quantity,
        "cycle": lambda tooth: 1 / tooth.rate,
        "orders_per_unit_time": lambda tooth: tooth.rate,
    }
    return in_lots(inputs, outputs)
