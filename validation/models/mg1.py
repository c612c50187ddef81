"""M/G/1: one server, services of any distribution."""

from validation.cases.case import Length
from validation.cases.inputs import Inputs, stable
from validation.families.single_station import TEXTBOOK, one_station, used
from validation.translation import Translation
from validation.worlds.world import duration, poisson, station


def translate(inputs: Inputs, length: Length) -> Translation:
    """Inputs: lam, service_dist, service_mean, service_cv2, for a uniform one perhaps lo and hi."""
    rate = inputs.number("lam", above=0)
    takes, mean = duration(inputs)
    stable(rate * mean)
    return one_station(length, rate, station(1, takes), {"orders": poisson(rate)}, {**TEXTBOOK, "rho": used(1)})
