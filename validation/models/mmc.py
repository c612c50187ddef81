"""M/M/c: several servers, one queue."""

from validation.cases.inputs import Inputs, stable
from validation.cases.run_length import RunLength
from validation.families.single_station import QUEUE_MEASURES, single_station, tail_probability, utilisation_of
from validation.measures import queueing as queue
from validation.translation import Translation
from validation.worlds.world import exponential, poisson, station


def translate(inputs: Inputs, length: RunLength) -> Translation:
    """Inputs: lam, mu (per server), c, perhaps t."""
    rate, speed, servers = inputs.number("lam", above=0), inputs.number("mu", above=0), inputs.whole("c", least=1)
    stable(rate / (speed * servers))
    measures = {
        **QUEUE_MEASURES,
        "P_wait": queue.waited_share,
        "utilisation": utilisation_of(servers),
        "rho": utilisation_of(servers),
        **tail_probability(inputs, "P_wait_gt_t", queue.waited_share),
    }
    return single_station(length, rate, station(servers, exponential(1 / speed)), {"orders": poisson(rate)}, measures)
