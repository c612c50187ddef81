"""M/M/c+M: waiting customers abandon the queue at random (Erlang A)."""

from validation.cases.inputs import Inputs
from validation.cases.run_length import RunLength
from validation.families.single_station import QUEUE_MEASURES, single_station, utilisation_of
from validation.measures import queueing as queue
from validation.translation import Translation
from validation.worlds.world import exponential, poisson, station


def translate(inputs: Inputs, length: RunLength) -> Translation:
    """Inputs: lam, mu (per server), c, theta (rate of abandonment of a waiting customer)."""
    rate, speed = inputs.number("lam", above=0), inputs.number("mu", above=0)
    servers, leaving = inputs.whole("c", least=1), inputs.number("theta", above=0)
    measures = {
        **QUEUE_MEASURES,
        "P_abandon": queue.abandoned_share,
        "Wq_all": queue.mean_wait_all,
        "P_wait": queue.waited_share,
        "utilisation": utilisation_of(servers),
        "throughput": queue.throughput,
    }
    bench = station(servers, exponential(1 / speed), patience=exponential(1 / leaving))
    return single_station(length, rate, bench, {"orders": poisson(rate)}, measures)
