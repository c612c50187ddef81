"""M/M/c/K: room for K orders in all; who finds it full is lost."""

from validation.cases.case import Length
from validation.cases.inputs import Inputs, UnfitError
from validation.families.single_station import TEXTBOOK, one_station, used
from validation.measures import queueing as queue
from validation.translation import Translation
from validation.worlds.world import exponential, poisson, station


def translate(inputs: Inputs, length: Length) -> Translation:
    """Inputs: lam, mu (per server), c, K."""
    rate, speed = inputs.number("lam", above=0), inputs.number("mu", above=0)
    servers, room = inputs.whole("c", least=1), inputs.whole("K", least=1)
    if room < servers:
        raise UnfitError(f"inputs.K is {room}, fewer than the {servers} servers: nobody could use the rest")
    measures = {
        **TEXTBOOK,
        "P_block": queue.blocked_share,
        "throughput": queue.throughput,
        "utilisation": used(servers),
    }
    bench = station(servers, exponential(1 / speed), room=room)
    return one_station(length, rate, bench, {"orders": poisson(rate)}, measures)
