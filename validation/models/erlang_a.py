"""M/M/c+M: who waits may lose patience (Erlang A)."""

from validation.cases.case import Length
from validation.cases.inputs import Inputs
from validation.families.single_station import TEXTBOOK, one_station, used
from validation.measures import queueing as queue
from validation.translation import Translation
from validation.worlds.world import exponential, poisson, station


def translate(inputs: Inputs, length: Length) -> Translation:
    """Inputs: lam, mu (per server), c, theta (rate at which one who waits gives up)."""
    rate, speed = inputs.number("lam", above=0), inputs.number("mu", above=0)
    servers, leaving = inputs.whole("c", least=1), inputs.number("theta", above=0)
    measures = {
        **TEXTBOOK,
        "P_abandon": queue.abandoned_share,
        "Wq_all": queue.mean_wait_all,
        "P_wait": queue.waited_share,
        "utilisation": used(servers),
        "throughput": queue.throughput,
    }
    bench = station(servers, exponential(1 / speed), patience=exponential(1 / leaving))
    return one_station(length, rate, bench, {"orders": poisson(rate)}, measures)
