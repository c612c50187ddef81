"""The bullwhip effect of a moving average: order up to L days of the mean of the last p days."""

from validation.cases.inputs import Inputs
from validation.cases.run_length import RunLength
from validation.families.bullwhip import order_amplification
from validation.translation import Translation


def translate(inputs: Inputs, length: RunLength) -> Translation:
    """Inputs: L, p."""
    inputs.only("L", "p")
    lead, days = inputs.number("L", least=1), inputs.whole("p", least=1)
    return order_amplification(lead, {"kind": "moving_average", "days": days}, 1 / days, days + 1, length)
