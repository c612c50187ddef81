"""M/G/c/c: no queue; who finds all servers busy is lost (Erlang B)."""

from sim.experiment.verify.case import Length
from sim.experiment.verify.inputs import Inputs
from sim.experiment.verify.steady import one_station, used
from sim.experiment.verify.translation import Translation
from sim.experiment.verify.worlds import duration, poisson, station
from sim.kpi import queueing as queue


def translate(inputs: Inputs, length: Length) -> Translation:
    """Inputs: lam, c, service_mean, service_dist (exponential when left out)."""
    rate, servers = inputs.number("lam", above=0), inputs.whole("c", least=1)
    takes, _ = duration(inputs, default="exponential")
    measures = {
        "P_block": queue.blocked_share,
        "mean_busy": queue.mean_busy,
        "utilisation": used(servers),
        "throughput": queue.throughput,
    }
    return one_station(length, rate, station(servers, takes, room=servers), {"orders": poisson(rate)}, measures)
