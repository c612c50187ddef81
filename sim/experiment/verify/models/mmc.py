"""M/M/c: several servers, one queue."""

from sim.experiment.verify.case import Length
from sim.experiment.verify.inputs import Inputs, stable
from sim.experiment.verify.steady import TEXTBOOK, one_station, tails, used
from sim.experiment.verify.translation import Translation
from sim.experiment.verify.worlds import exponential, poisson, station
from sim.kpi import queueing as queue


def translate(inputs: Inputs, length: Length) -> Translation:
    """Inputs: lam, mu (per server), c, perhaps t."""
    rate, speed, servers = inputs.number("lam", above=0), inputs.number("mu", above=0), inputs.whole("c", least=1)
    stable(rate / (speed * servers))
    measures = {
        **TEXTBOOK,
        "P_wait": queue.waited_share,
        "utilisation": used(servers),
        "rho": used(servers),
        **tails(inputs, "P_wait_gt_t", queue.waited_share),
    }
    return one_station(length, rate, station(servers, exponential(1 / speed)), {"orders": poisson(rate)}, measures)
