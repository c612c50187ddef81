"""M/M/c: several servers, one queue."""

from validation.cases.case import Length
from validation.cases.inputs import Inputs, stable
from validation.families.single_station import TEXTBOOK, one_station, tails, used
from validation.measures import queueing as queue
from validation.translation import Translation
from validation.worlds.world import exponential, poisson, station


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
