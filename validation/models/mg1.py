"""M/G/1: one server, services of any distribution."""

from validation.cases.inputs import Inputs, stable
from validation.cases.run_length import RunLength
from validation.families.single_station import QUEUE_MEASURES, single_station, utilisation_of
from validation.translation import Translation
from validation.worlds.world import duration, poisson, station


def translate(inputs: Inputs, length: RunLength) -> Translation:
    """Inputs: lam, service_dist, service_mean, service_cv2, for a uniform one perhaps lo and hi."""
    rate = inputs.number("lam", above=0)
    takes, mean = duration(inputs)
    stable(rate * mean)
    return single_station(
        length, rate, station(1, takes), {"orders": poisson(rate)}, {**QUEUE_MEASURES, "rho": utilisation_of(1)}
    )
