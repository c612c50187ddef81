"""(S - 1, S) where nobody waits: who finds the shelf empty is lost; lead times of any distribution."""

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
    measures = ("lost_fraction", "fill_rate", "on_order", "on_hand")
    return long_run(length, rate, policy, lead, mean, level, measures, unmet="lost")
