"""M/M/1: one server, memoryless arrivals and services."""

from sim.experiment.verify.case import Length
from sim.experiment.verify.inputs import Inputs, stable
from sim.experiment.verify.steady import TEXTBOOK, one_station, tails, used
from sim.experiment.verify.translation import Translation
from sim.experiment.verify.worlds import exponential, poisson, station
from sim.kpi import queueing as queue


def translate(inputs: Inputs, length: Length) -> Translation:
    """Inputs: lam, mu, perhaps t."""
    rate, speed = inputs.number("lam", above=0), inputs.number("mu", above=0)
    stable(rate / speed)
    measures = {**TEXTBOOK, "rho": used(1), **tails(inputs, "P_sojourn_gt_t", queue.sojourn_tail)}
    return one_station(length, rate, station(1, exponential(1 / speed)), {"orders": poisson(rate)}, measures)
