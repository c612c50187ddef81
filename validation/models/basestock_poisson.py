"""(S - 1, S): every unit that is asked for is ordered again at once; backorders; lead times of any distribution."""

from validation.cases.case import Length
from validation.cases.inputs import Inputs
from validation.families.continuous_review import long_run
from validation.translation import Translation
from validation.worlds.single_site import lead_time


def translate(inputs: Inputs, length: Length) -> Translation:
    """Inputs: lam, lead_time_mean, S, perhaps lead_time_dist and lead_time_cv2."""
    inputs.only("lam", "lead_time_mean", "S", "lead_time_dist", "lead_time_cv2")
    rate, level = inputs.number("lam", above=0), inputs.whole("S")
    lead, mean = lead_time(inputs)
    policy = {"kind": "base_stock", "level": level}
    measures = ("fill_rate", "backorders", "on_hand", "mean_customer_wait", "on_order")
    return long_run(length, rate, policy, lead, mean, level, measures)
