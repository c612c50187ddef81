"""M/M/c/K: room for K orders in all; arrivals that find it full are lost."""

from validation.cases.inputs import Inputs, UnfitError
from validation.cases.run_length import RunLength
from validation.families.single_station import QUEUE_MEASURES, single_station, utilisation_of
from validation.measures import queueing as queue
from validation.translation import Translation
from validation.worlds.world import exponential, poisson, station


def translate(inputs: Inputs, length: RunLength) -> Translation:
    """Inputs: lam, mu (per server), c, K."""
    rate, speed = inputs.number("lam", above=0), inputs.number("mu", above=0)
    servers, room = inputs.whole("c", least=1), inputs.whole("K", least=1)
    if room < servers:
        raise UnfitError(f"inputs.K is {room}, fewer than the {servers} servers: the rest could never be used")
    measures = {
        **QUEUE_MEASURES,
        "P_block": queue.blocked_share,
        "throughput": queue.throughput,
        "utilisation": utilisation_of(servers),
    }
    bench = station(servers, exponential(1 / speed), room=room)
    return single_station(length, rate, bench, {"orders": poisson(rate)}, measures)
