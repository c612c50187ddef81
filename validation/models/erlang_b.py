"""M/G/c/c: no queue; who finds all servers busy is lost (Erlang B)."""

from validation.cases.case import Length
from validation.cases.inputs import Inputs
from validation.families.single_station import one_station, used
from validation.measures import queueing as queue
from validation.translation import Translation
from validation.worlds.world import duration, poisson, station


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
