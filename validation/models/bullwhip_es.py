"""The bullwhip effect of exponential smoothing: order up to L days of a forecast with smoothing constant alpha."""

import math

from validation.cases.inputs import Inputs, UnfitError
from validation.cases.run_length import RunLength
from validation.families.bullwhip import MEAN, order_amplification
from validation.translation import Translation

REMAINING, MOST = 1e-3, 2_000
"""Weight of the start in the forecast after the run-in; days of the run-in, at most."""


def translate(inputs: Inputs, length: RunLength) -> Translation:
    """Inputs: L, alpha."""
    inputs.only("L", "alpha")
    lead, weight = inputs.number("L", least=1), inputs.share("alpha")
    run_in = math.ceil(math.log(REMAINING) / math.log1p(-weight)) if 0 < weight < 1 else 2
    if weight == 0 or run_in > MOST:
        raise UnfitError(f"inputs.alpha is {weight:g}; a forecast that never forgets its beginning has no steady state")
    forecast = {"kind": "exponential_smoothing", "alpha": weight, "start": MEAN}
    return order_amplification(lead, forecast, weight, run_in + 1, length)
