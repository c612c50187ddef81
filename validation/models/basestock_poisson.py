"""(S - 1, S) under continuous review with backorders: Poisson demand, lead times of any distribution."""

from validation.cases.inputs import Inputs
from validation.cases.run_length import RunLength
from validation.families.continuous_review import continuous_review
from validation.translation import Translation
from validation.worlds.single_site import lead_time


def translate(inputs: Inputs, length: RunLength) -> Translation:
    """Inputs: lam, lead_time_mean, S, perhaps lead_time_dist and lead_time_cv2."""
    inputs.only("lam", "lead_time_mean", "S", "lead_time_dist", "lead_time_cv2")
    rate, level = inputs.number("lam", above=0), inputs.whole("S")
    lead, mean = lead_time(inputs)
    policy = {"kind": "base_stock", "level": level}
    measures = ("fill_rate", "backorders", "on_hand", "mean_customer_wait", "on_order")
    return continuous_review(length, rate, policy, lead, mean, level, measures)
