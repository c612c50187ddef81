"""M/M/1: one server, memoryless arrivals and services."""

from validation.cases.inputs import Inputs, stable
from validation.cases.run_length import RunLength
from validation.families.single_station import QUEUE_MEASURES, single_station, tail_probability, utilisation_of
from validation.measures import queueing as queue
from validation.translation import Translation
from validation.worlds.world import exponential, poisson, station


def translate(inputs: Inputs, length: RunLength) -> Translation:
    """Inputs: lam, mu, perhaps t."""
    rate, speed = inputs.number("lam", above=0), inputs.number("mu", above=0)
    stable(rate / speed)
    measures = {
        **QUEUE_MEASURES,
        "rho": utilisation_of(1),
        **tail_probability(inputs, "P_sojourn_gt_t", queue.sojourn_tail),
    }
    return single_station(length, rate, station(1, exponential(1 / speed)), {"orders": poisson(rate)}, measures)
