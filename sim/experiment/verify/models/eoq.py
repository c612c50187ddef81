"""Economic order quantity: a steady demand, lots that come at once when the shelf is empty (Harris 1913)."""

from sim.experiment.verify.case import Length
from sim.experiment.verify.inputs import Inputs
from sim.experiment.verify.lots import in_lots
from sim.experiment.verify.translation import Translation


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
