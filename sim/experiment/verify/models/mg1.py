"""M/G/1: one server, services of any distribution."""

from sim.experiment.verify.case import Length
from sim.experiment.verify.inputs import Inputs, stable
from sim.experiment.verify.steady import TEXTBOOK, one_station, used
from sim.experiment.verify.translation import Translation
from sim.experiment.verify.worlds import duration, poisson, station


def translate(inputs: Inputs, length: Length) -> Translation:
    """Inputs: lam, service_dist, service_mean, service_cv2, for a uniform one perhaps lo and hi."""
    rate = inputs.number("lam", above=0)
    takes, mean = duration(inputs)
    stable(rate * mean)
    return one_station(length, rate, station(1, takes), {"orders": poisson(rate)}, {**TEXTBOOK, "rho": used(1)})
