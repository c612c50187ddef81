"""M/G/c/c: arrivals that find all servers busy are lost (Erlang B)."""

from validation.cases.inputs import Inputs
from validation.cases.run_length import RunLength
from validation.families.single_station import single_station, utilisation_of
from validation.measures import queueing as queue
from validation.translation import Translation
from validation.worlds.world import duration, poisson, station


def translate(inputs: Inputs, length: RunLength) -> Translation:
    """Inputs: lam, c, service_mean, service_dist (exponential when left out)."""
    rate, servers = inputs.number("lam", above=0), inputs.whole("c", least=1)
    takes, _ = duration(inputs, default="exponential")
    measures = {
        "P_block": queue.blocked_share,
        "mean_busy": queue.mean_in_service,
        "utilisation": utilisation_of(servers),
        "throughput": queue.throughput,
    }
    return single_station(length, rate, station(servers, takes, room=servers), {"orders": poisson(rate)}, measures)
