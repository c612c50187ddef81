"""The bullwhip of a moving average: order up to L days of the mean of the last p days."""

from validation.cases.case import Length
from validation.cases.inputs import Inputs
from validation.families.bullwhip import amplified
from validation.translation import Translation


def translate(inputs: Inputs, length: Length) -> Translation:
    """Inputs: L, p."""
    inputs.only("L", "p")
    lead, days = inputs.number("L", least=1), inputs.whole("p", least=1)
    return amplified(lead, {"kind": "moving_average", "days": days}, 1 / days, days + 1, length)
