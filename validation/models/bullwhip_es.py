"""The bullwhip of exponential smoothing: order up to L days of a mean in which the newest day has the weight alpha."""

import math

from validation.cases.case import Length
from validation.cases.inputs import Inputs, UnfitError
from validation.families.bullwhip import MEAN, amplified
from validation.translation import Translation

FORGOTTEN, MOST = 1e-3, 2_000


def translate(inputs: Inputs, length: Length) -> Translation:
    """Inputs: L, alpha."""
    inputs.only("L", "alpha")
    lead, weight = inputs.number("L", least=1), inputs.share("alpha")
    run_in = math.ceil(math.log(FORGOTTEN) / math.log1p(-weight)) if 0 < weight < 1 else 2
    if weight == 0 or run_in > MOST:
        raise UnfitError(f"inputs.alpha is {weight:g}; a forecast that never forgets its beginning has no steady state")
    forecast = {"kind": "exponential_smoothing", "alpha": weight, "start": MEAN}
    return amplified(lead, forecast, weight, run_in + 1, length)
