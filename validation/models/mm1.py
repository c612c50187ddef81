"""M/M/1: one server, memoryless arrivals and services."""

from validation.cases.case import Length
from validation.cases.inputs import Inputs, stable
from validation.families.single_station import TEXTBOOK, one_station, tails, used
from validation.measures import queueing as queue
from validation.translation import Translation
from validation.worlds.world import exponential, poisson, station


def translate(inputs: Inputs, length: Length) -> Translation:
    """Inputs: lam, mu, perhaps t."""
    rate, speed = inputs.number("lam", above=0), inputs.number("mu", above=0)
    stable(rate / speed)
    measures = {**TEXTBOOK, "rho": used(1), **tails(inputs, "P_sojourn_gt_t", queue.sojourn_tail)}
    return one_station(length, rate, station(1, exponential(1 / speed)), {"orders": poisson(rate)}, measures)
